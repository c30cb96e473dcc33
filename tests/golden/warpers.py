"""Makes warpers.json beside it: which ids transformers leaves to be drawn, and how probable each is, in the order of
the model spec, E.6: temperature, top-k, top-p, softmax. TestSampler compares with it."""

import json
import pathlib

import torch
from transformers import TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper


def logits(kind, count):
    """Numbers that are exact in fp32, so that JSON keeps them."""
    if kind == "spread":
        return [((i * 7919) % 1009) / 64 - 8 for i in range(count)]
    if kind == "ties":  # six values, each of many words
        return [float((i * 5) % 6) for i in range(count)]
    if kind == "equal":
        return [1.5] * count
    if kind == "peak":
        return [40.0 if i == count // 3 else -40.0 + i / 16 for i in range(count)]
    raise ValueError(kind)


CASES = [(kind, count, temperature, top_k, top_p)
         for kind, count in (("spread", 200), ("ties", 60), ("equal", 7), ("peak", 64), ("spread", 1))
         for temperature, top_k, top_p in (
             (1.0, 0, 1.0), (0.2, 50, 1.0), (0.2, 0, 0.9), (0.7, 10, 0.95), (2.5, 3, 0.5), (1.0, 1, 1.0), (1.0, 1, 0.3),
             (1.0, 1000, 0.8), (1e-3, 50, 0.9), (1e-6, 0, 1.0), (1e4, 0, 0.6), (1.0, 0, 1e-9), (1.0, 50, 0.999999))]


def left(values, temperature, top_k, top_p):
    scores = torch.tensor([values], dtype=torch.float64)
    scores = TemperatureLogitsWarper(temperature)(None, scores)
    if top_k:
        scores = TopKLogitsWarper(top_k)(None, scores)
    if top_p < 1:
        scores = TopPLogitsWarper(top_p)(None, scores)
    probabilities = torch.softmax(scores, -1)[0]
    ids = [i for i in range(len(values)) if scores[0, i] > -float("inf")]
    return ids, [float(probabilities[i]) for i in ids]


def main():
    cases = []
    for kind, count, temperature, top_k, top_p in CASES:
        values = logits(kind, count)
        ids, probabilities = left(values, temperature, top_k, top_p)
        cases.append({"logits": values, "temperature": temperature, "top_k": top_k, "top_p": top_p, "ids": ids,
                      "probabilities": probabilities})
    text = json.dumps({"cases": cases}, separators=(",", ":")).replace('{"logits"', '\n{"logits"')
    (pathlib.Path(__file__).parent / "warpers.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
