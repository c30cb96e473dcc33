"""Writes tiny-videollama2 and videollama2.json: both STC connectors, stills, answers, deltas in every mode of masking."""

import sys
import tempfile
from pathlib import Path

import numpy as np

from anomshield_cases import LIMIT, QUESTION, TALL, WIDE, digests, probes, reader, rounded
from anomshield_reference import masked_video
from clip_processor import dump, sha256
from tiny_videollama2 import write
from videollama2_reference import IMAGE, VideoLlama2

HERE = Path(__file__).resolve().parent
CHECKPOINT = HERE / "tiny-videollama2"
SEED = 3
SMALLEST_LEAD = 0.003  # of a chosen token's logit before the next: machines differ by 1e-5
V35 = {"config.json": {"mm_projector_type": "stc_connector_v35"}}
KEY = [[12, 24]]

ASKS = [
    {"name": "its default frames", "clip": WIDE, "frames": 0, "question": QUESTION},
    {"name": "16 frames", "clip": WIDE, "frames": 16, "question": "Why did it happen?\n视频 🚗"},
    {"name": "odd number of frames", "clip": TALL, "frames": 5, "question": "Name the result."},
    {"name": "still image", "clip": WIDE | {"count": 1}, "frames": 0, "question": QUESTION, "still": True},
    {"name": "v35, its default frames", "clip": WIDE, "frames": 0, "question": QUESTION, "patches": V35},
    {"name": "v35, 16 frames", "clip": TALL, "frames": 16, "question": QUESTION, "patches": V35},
]
DELTAS = [{"name": f"{kind}{mode}", "mask": mode, "frames": 8, "keyRanges": KEY, "controlFrames": [], "patches": patches}
          for kind, patches in (("", {}), ("v35, ", V35)) for mode in ("delete", "blank", "black", "freeze", "blur")]


class Run:
    def __init__(self, folder):
        self.lead = float("inf")
        self.models = {str(p): VideoLlama2(folder, p) for p in ({}, V35)}

    def greedy(self, model, ids, visual):
        answer, lead = model.greedy(ids, visual, LIMIT)
        self.lead = min(self.lead, lead)
        return answer

    def ask(self, case):
        model = self.models[str(case.get("patches", {}))]
        clip, read = case["clip"], reader(case["clip"])
        sampled = [0] * 8 if case.get("still") else model.sample(clip["count"], case["frames"] or 8)
        pictures = [read(i) for i in sampled]
        text, ids = model.prompt(case["question"], *([IMAGE] if case.get("still") else []))
        visual = model.visual_tokens(pictures)
        answer = self.greedy(model, ids, visual)
        return case | {
            "sampled": sampled, "prompt": text, "promptIds": ids, "limit": LIMIT,
            "crops": [sha256(model.crop(p)) for p in pictures[:3]], "answer": answer, "ended": answer[-1] == 2,
            "text": model.decode(answer), "logProbabilities": rounded(model.log_probabilities(ids, visual, answer)),
            "visual": probes(visual.numpy()),
        }

    def delta(self, case):
        model, read, count = self.models[str(case["patches"])], reader(WIDE), WIDE["count"]
        sampled = model.sample(count, case["frames"])
        _, ids = model.prompt(QUESTION)
        visual = model.visual_tokens([read(i) for i in sampled])
        answer = self.greedy(model, ids, visual)
        base = model.log_probabilities(ids, visual, answer)
        begin, end = case["keyRanges"][0]
        seen, slots, pictures = masked_video(case["mask"], read, sampled, count, lambda i: begin <= i < end,
                                             (122, 116, 104), model.sample)
        tokens = model.visual_tokens(pictures)
        evidence = np.array(base) - np.array(model.log_probabilities(ids, tokens, answer))
        return case | {"clip": WIDE, "question": QUESTION, "limit": LIMIT, "sampled": sampled, "answer": answer,
                       "keyMasked": [i for i in sampled if begin <= i < end], "done": case["mask"],
                       "keyFramesSeen": seen, "keyBlanked": slots, "evidence": rounded(evidence),
                       "delta": round(float(evidence.mean()), 7), "given": [],
                       "maskedAnswer": self.greedy(model, ids, tokens)}


def generate(folder):
    run = Run(folder)
    result = {"files": digests(folder), "asks": [run.ask(c) for c in ASKS], "deltas": [run.delta(c) for c in DELTAS]}
    return result, run.lead


def main():
    import torch

    torch.set_num_threads(1)
    if sys.argv[1:2] == ["--seeds"]:
        for seed in range(int(sys.argv[2]), int(sys.argv[2]) + int(sys.argv[3])):
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder), seed)
                result, lead = generate(Path(folder))
            lengths = [len(a["answer"]) for a in result["asks"]]
            print(f"seed {seed}: smallest lead {lead:.4f}, answers of {lengths}", flush=True)
        return
    write(CHECKPOINT, SEED)
    result, lead = generate(CHECKPOINT)
    if lead < SMALLEST_LEAD:
        sys.exit(f"seed {SEED} gives no answers that every machine repeats (smallest lead {lead:.4f}): "
                 "find another with --seeds FIRST COUNT")
    dump({"seed": SEED} | result, HERE / "videollama2.json")


if __name__ == "__main__":
    main()
