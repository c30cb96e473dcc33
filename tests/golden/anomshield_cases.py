"""Golden file of the whole model on tests/golden/tiny-anomshield: answers, probabilities, hallucination deltas."""

import hashlib

import numpy as np

from anomshield_reference import AnomShield, masked_video, sample_uniform
from clip_processor import sha256
from patterns import moving

LIMIT = 16  # new tokens
SMALLEST_LEAD = 0.01  # of a chosen token's logit before the next: machines differ by 1e-5
WIDE = {"count": 40, "width": 320, "height": 180}
TALL = {"count": 5, "width": 90, "height": 140}
QUESTION = "What happened in the video? Describe the incident."

ASKS = [
    {"name": "padded", "clip": WIDE, "frames": 8, "question": QUESTION},
    {"name": "cropped, default frames", "clip": WIDE, "frames": 0,
     "question": "Why did it happen?\nFor example,1.The driver was speeding.\n视频 🚗",
     "patches": {"config.json": {"image_aspect_ratio": "square"}}},
    {"name": "fewer frames than asked for", "clip": TALL, "frames": 8, "question": "Name the result."},
    {"name": "sliding window", "clip": WIDE, "frames": 16, "question": QUESTION,
     "patches": {"config.json": {"sliding_window": 48}}},
    {"name": "another theta", "clip": TALL, "frames": 4, "question": QUESTION,
     "patches": {"config.json": {"rope_theta": 10000.0}}},
    {"name": "most frames, exact GELU", "clip": WIDE, "frames": 32, "question": QUESTION,
     "patches": {"vision-tower/config.json": {"vision_config": {"hidden_act": "gelu"}}}},
]

DELTAS = [  # keyRanges half-open, in frames
    {"name": "blank", "mask": "blank", "frames": 8, "keyRanges": [[12, 24]],
     "controlFrames": [[2, 7], [26, 36], [2, 36]]},
    {"name": "black, two intervals", "mask": "black", "frames": 8, "keyRanges": [[5, 9], [25, 36]],
     "controlFrames": [[2, 12]]},
    {"name": "blank, flagged frames", "mask": "blank", "frames": 16, "keyRanges": [],
     "keyFrames": [14, 15, 16, 21], "controlFrames": []},
    {"name": "freeze", "mask": "freeze", "frames": 16, "keyRanges": [[12, 20], [30, 33]], "controlFrames": [[3, 23]]},
    {"name": "delete", "mask": "delete", "frames": 8, "keyRanges": [[12, 24]], "controlFrames": []},
    {"name": "delete, given controls", "mask": "delete", "frames": 8, "keyRanges": [[15, 20]],
     "controlFrames": [[0, 1, 2, 3, 4], [30, 31, 32, 33, 34]]},
    {"name": "delete everything", "mask": "delete", "frames": 8, "keyRanges": [[0, 40]], "controlFrames": []},
    {"name": "never seen", "mask": "blank", "frames": 4, "keyRanges": [[0, 2]], "controlFrames": []},
]


def reader(clip):
    return lambda index: moving(index, clip["width"], clip["height"])


class Run:
    """All cases on one checkpoint; remembers the narrowest decision."""

    def __init__(self, folder):
        self.folder = folder
        self.lead = float("inf")
        self.plain = AnomShield(folder)

    def greedy(self, model, ids, visual):
        answer, lead = model.greedy(ids, visual, LIMIT)
        self.lead = min(self.lead, lead)
        return answer

    def ask(self, case):
        model = AnomShield(self.folder, case["patches"]) if "patches" in case else self.plain
        clip, read = case["clip"], reader(case["clip"])
        sampled = sample_uniform(clip["count"], case["frames"] or 16)
        pictures = [read(i) for i in sampled]
        text, ids = model.prompt(case["question"])
        visual = model.visual_tokens(pictures)
        answer = self.greedy(model, ids, visual)
        rows = model.logits(ids, visual, answer[:8]).numpy()
        return case | {
            "sampled": sampled, "prompt": text, "promptIds": ids, "limit": LIMIT,
            "crops": [sha256(model.crop(p)) for p in pictures[:4]],
            "answer": answer, "ended": answer[-1] == 2, "text": model.decode(answer),
            "logProbabilities": rounded(model.log_probabilities(ids, visual, answer)),
            # After the prompt and after each of the first eight ids; every 16th of the vocabulary.
            "logits": [rounded(row[::16], 6) for row in rows],
            "tower": probes(model.tower_features(model.pixels(pictures)).numpy()),
            "visual": probes(visual.numpy()),
        }

    def delta(self, case):
        model, read, count = self.plain, reader(WIDE), WIDE["count"]
        sampled = sample_uniform(count, case["frames"])
        _, ids = model.prompt(QUESTION)
        visual = model.visual_tokens([read(i) for i in sampled])
        answer = self.greedy(model, ids, visual)
        base = model.log_probabilities(ids, visual, answer)

        flagged = set(case.get("keyFrames", []))
        for begin, end in case["keyRanges"]:
            flagged |= set(range(begin, end))
        key = sorted({i for i in sampled if i in flagged})
        out = case | {"clip": WIDE, "question": QUESTION, "limit": LIMIT, "sampled": sampled,
                      "answer": answer, "keyMasked": key}
        if not key:
            return out
        mode = "blank" if case["mask"] == "delete" and len(flagged) >= count else case["mask"]

        def masked(frames):
            seen, slots, pictures = masked_video(mode, read, sampled, count, frames.__contains__, (122, 116, 104))
            tokens = model.visual_tokens(pictures)
            evidence = np.array(base) - np.array(model.log_probabilities(ids, tokens, answer))
            return seen, slots, tokens, evidence

        seen, slots, tokens, evidence = masked(flagged)
        controls = []
        for frames in case["controlFrames"]:
            control_seen, control_slots, _, control = masked(set(frames))
            controls.append({"given": frames, "frames": control_seen, "blanked": control_slots,
                             "delta": round(float(control.mean()), 7)})
        out |= {"done": mode, "keyFramesSeen": seen, "keyBlanked": slots, "evidence": rounded(evidence),
                "delta": round(float(evidence.mean()), 7), "given": controls,
                "maskedAnswer": self.greedy(model, ids, tokens)}
        if controls:
            out["adjusted"] = round(float(evidence.mean() - np.mean([c["delta"] for c in controls])), 7)
        return out


def rounded(values, digits=7):
    return [round(float(v), digits) for v in values]


def probes(array):
    """Shape, sum of squares, and 48 values with their places in the flattened tensor."""
    flat = array.reshape(-1)
    places = [(i * 7919) % flat.size for i in range(48)]
    return {"shape": list(array.shape), "squares": round(float((flat.astype(np.float64) ** 2).sum()), 4),
            "values": [[p, round(float(flat[p]), 7)] for p in places]}


def digests(folder):
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def generate(folder):
    run = Run(folder)
    result = {"files": digests(folder), "asks": [run.ask(case) for case in ASKS],
              "deltas": [run.delta(case) for case in DELTAS]}
    return result, run.lead


def is_good(result, lead):
    """Decisions clear enough for every machine, and answers that end in both ways."""
    ended = [ask["ended"] for ask in result["asks"]]
    return lead >= SMALLEST_LEAD and any(ended) and not all(ended)
