"""Pictures from formulas of whole numbers, the same here and in the C++ tests (tests/support/Patterns.h)."""

import numpy as np


def _axes(width, height):
    y, x, c = np.mgrid[0:height, 0:width, 0:3].astype(np.int64)
    return x, y, c


def noise(width, height):
    """Neighbouring pixels have nothing in common."""
    x, y, c = _axes(width, height)
    v = x * 73 + y * 151 + c * 199
    return (((v * v * 31 + v * 17 + x * y * 7) >> 4) & 255).astype(np.uint8)


def ramps(width, height):
    """Smooth, with hard edges where a ramp starts again."""
    x, y, c = _axes(width, height)
    return ((x * 3 + y * 2 + c * 80 + ((x * y) >> 5)) & 255).astype(np.uint8)


def checks(width, height):
    """Black and white squares of two pixels: the filter overshoots at every edge."""
    x, y, c = _axes(width, height)
    return ((((x >> 1) + (y >> 1) + c) & 1) * 255).astype(np.uint8)


PATTERNS = {"noise": noise, "ramps": ramps, "checks": checks}


def moving(frame, width, height):
    """Frame `frame` of a synthetic clip: a slow background and two rectangles that cross it."""
    x, y, c = _axes(width, height)
    out = (x // 2 + y + c * 40 + frame * 3) % 160 + 30
    left, top = (frame * 9) % (width - 60), height // 4
    inside = (x >= left) & (x < left + 60) & (y >= top) & (y < top + 50)
    out = np.where(inside, np.array([230, 40, 20])[c], out)
    if 12 <= frame < 24:  # what the annotator marked: a second rectangle appears and grows
        side = 10 + (frame - 12) * 8
        inside = (abs(x - width // 2) * 2 < side) & (abs(y - height // 2) * 2 < side)
        out = np.where(inside, np.array([10, 20, 250])[c], out)
    return out.astype(np.uint8)
