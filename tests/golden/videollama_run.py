"""What videollama2_cases.py and videollama21_cases.py share: every case asked of one checkpoint, and the choice of its seed."""

import sys
import tempfile
from pathlib import Path

import numpy as np

from anomshield_cases import LIMIT, QUESTION, WIDE, digests, probes, reader, rounded
from anomshield_reference import masked_video
from clip_processor import dump, sha256
from videollama2_reference import IMAGE

SMALLEST_LEAD = 0.003  # of a chosen token's logit before the next: machines differ by 1e-5
KEY = [[12, 24]]


def deltas(kind="", **more):
    """A case for every mode of masking."""
    return [{"name": f"{kind}{mode}", "mask": mode, "frames": 8, "keyRanges": KEY, "controlFrames": []} | more
            for mode in ("delete", "blank", "black", "freeze", "blur")]


class Run:
    """All cases on one checkpoint; remembers the narrowest decision."""

    def __init__(self, model, folder, patches, inner=False):
        """`patches`: those that cases lay over the checkpoint. `inner`: answers tell of pixels, tower and logits too."""
        self.lead = float("inf")
        self.models = {str(p): model(folder, p) for p in ({}, *patches)}
        self.inner = inner

    def greedy(self, model, ids, visual):
        answer, lead = model.greedy(ids, visual, LIMIT)
        self.lead = min(self.lead, lead)
        return answer

    def ask(self, case):
        model = self.models[str(case.get("patches", {}))]
        clip, read = case["clip"], reader(case["clip"])
        sampled = [0] * model.frames if case.get("still") else model.sample(clip["count"], case["frames"] or model.frames)
        pictures = [read(i) for i in sampled]
        text, ids = model.prompt(case["question"], *([IMAGE] if case.get("still") else []))
        pixels = model.pixels(pictures)
        visual = model.visual_tokens(pictures)
        answer = self.greedy(model, ids, visual)
        out = case | {"sampled": sampled, "prompt": text, "promptIds": ids, "limit": LIMIT,
                      "crops": [sha256(model.crop(p)) for p in pictures[:3]]}
        if self.inner:
            out["pixels"] = sha256(pixels.numpy())
        out |= {"answer": answer, "ended": answer[-1] in model.ends(), "text": model.decode(answer),
                "logProbabilities": rounded(model.log_probabilities(ids, visual, answer))}
        if self.inner:
            rows = model.logits(ids, visual, answer[:8]).numpy()
            out["logits"] = [rounded(row[::16], 6) for row in rows]
            out["tower"] = probes(model.tower_features(pixels).numpy())
        return out | {"visual": probes(visual.numpy())}

    def delta(self, case):
        model, read, count = self.models[str(case.get("patches", {}))], reader(WIDE), WIDE["count"]
        sampled = model.sample(count, case["frames"])
        _, ids = model.prompt(QUESTION)
        visual = model.visual_tokens([read(i) for i in sampled])
        answer = self.greedy(model, ids, visual)
        base = model.log_probabilities(ids, visual, answer)
        begin, end = case["keyRanges"][0]
        seen, slots, pictures = masked_video(case["mask"], read, sampled, count, lambda i: begin <= i < end,
                                             model.fill, model.sample)
        tokens = model.visual_tokens(pictures)
        evidence = np.array(base) - np.array(model.log_probabilities(ids, tokens, answer))
        return case | {"clip": WIDE, "question": QUESTION, "limit": LIMIT, "sampled": sampled, "answer": answer,
                       "keyMasked": [i for i in sampled if begin <= i < end], "done": case["mask"],
                       "keyFramesSeen": seen, "keyBlanked": slots, "evidence": rounded(evidence),
                       "delta": round(float(evidence.mean()), 7), "given": [],
                       "maskedAnswer": self.greedy(model, ids, tokens)}

    def all(self, folder, asks, delta_cases):
        return {"files": digests(folder), "asks": [self.ask(c) for c in asks],
                "deltas": [self.delta(c) for c in delta_cases]}


def main(checkpoint, seed, write, generate, golden):
    """`write`(folder, seed) makes a checkpoint, `generate`(folder) asks it all: its answers and the smallest lead."""
    import torch

    torch.set_num_threads(1)
    if sys.argv[1:2] == ["--seeds"]:
        for other in range(int(sys.argv[2]), int(sys.argv[2]) + int(sys.argv[3])):
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder), other)
                result, lead = generate(Path(folder))
            lengths = [(len(a["answer"]), a["ended"]) for a in result["asks"]]
            print(f"seed {other}: smallest lead {lead:.4f}, answers of {lengths}", flush=True)
        sys.exit()
    write(checkpoint, seed)
    result, lead = generate(checkpoint)
    if lead < SMALLEST_LEAD:
        sys.exit(f"seed {seed} gives no answers that every machine repeats (smallest lead {lead:.4f}): "
                 "find another with --seeds FIRST COUNT")
    dump({"seed": seed} | result, golden)
