"""Golden file of the frame samplers, with numpy as the originals use it. A digest stands for many clips: one a count."""

import hashlib
from pathlib import Path

import numpy as np

from clip_processor import dump

HERE = Path(__file__).resolve().parent
LENGTHS = list(range(1, 401)) + [719, 720, 721, 1000, 1500, 2730, 8460, 99999, 100000, 1234567, 2**31 + 7]
COUNTS = list(range(1, 41)) + [48, 64, 100, 1000]
RATES = [1.0, 1.5, 12.0, 24000 / 1001, 24.83, 25.0, 29.92, 30000 / 1001, 30.0, 59.94, 240.0]
MOST = 32


def capped(indexes, length):
    if len(indexes) > MOST:
        return np.linspace(0, length - 1, MOST, dtype=int)
    return indexes


def uniform(length, count):
    part = float(length - 1) / count
    indexes = [(int(np.round(part * i)) + int(np.round(part * (i + 1)))) // 2 for i in range(count)]
    return capped(indexes, length)


def fps(length, rate):
    step = min(rate // 1, length)
    return capped(np.arange(step // 2, length, step, dtype=int), length)


def videollama2(length, count):
    part = float(length - 1) / count
    return [int(np.round(part * (i + 0.5) + 1e-6)) for i in range(count)][:MOST]


def digest(sampler, setting):
    """Of a line for each length, the numbers with blanks between."""
    text = "".join(" ".join(str(int(i)) for i in sampler(length, setting)) + "\n" for length in LENGTHS)
    return hashlib.sha256(text.encode()).hexdigest()


def main():
    assert uniform(300, 16) == [9, 28, 46, 65, 84, 102, 121, 140, 159, 177, 196, 215, 233, 252, 271, 289]
    assert videollama2(300, 16) == [9, 28, 47, 65, 84, 103, 121, 140, 159, 178, 196, 215, 234, 252, 271, 290]
    dump({"longest": LENGTHS[400:],  # behind every length from 1 to 400
          "uniform": [{"setting": n, "sha256": digest(uniform, n)} for n in COUNTS],
          "videollama2": [{"setting": n, "sha256": digest(videollama2, n)} for n in COUNTS],
          "fps": [{"setting": r, "sha256": digest(fps, r)} for r in RATES]}, HERE / "samplers.json")


if __name__ == "__main__":
    main()
