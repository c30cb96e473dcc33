"""Writes tiny-videollama2 and videollama2.json: both STC connectors, stills, answers, deltas in every mode of masking."""

from pathlib import Path

import videollama_run
from anomshield_cases import QUESTION, TALL, WIDE
from tiny_videollama2 import write
from videollama2_reference import VideoLlama2

HERE = Path(__file__).resolve().parent
V35 = {"config.json": {"mm_projector_type": "stc_connector_v35"}}

ASKS = [
    {"name": "its default frames", "clip": WIDE, "frames": 0, "question": QUESTION},
    {"name": "16 frames", "clip": WIDE, "frames": 16, "question": "Why did it happen?\n视频 🚗"},
    {"name": "odd number of frames", "clip": TALL, "frames": 5, "question": "Name the result."},
    {"name": "still image", "clip": WIDE | {"count": 1}, "frames": 0, "question": QUESTION, "still": True},
    {"name": "v35, its default frames", "clip": WIDE, "frames": 0, "question": QUESTION, "patches": V35},
    {"name": "v35, 16 frames", "clip": TALL, "frames": 16, "question": QUESTION, "patches": V35},
]
DELTAS = videollama_run.deltas(patches={}) + videollama_run.deltas("v35, ", patches=V35)


def generate(folder):
    run = videollama_run.Run(VideoLlama2, folder, [V35])
    return run.all(folder, ASKS, DELTAS), run.lead


if __name__ == "__main__":
    videollama_run.main(HERE / "tiny-videollama2", 3, write, generate, HERE / "videollama2.json")
