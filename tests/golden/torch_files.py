"""Files of torch.save in every form that published checkpoints have, and what lies in them."""

import collections
import json
import os
import pickle
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent / "torch-files"


def cases():
    grid = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 8 - 1
    shared = torch.arange(12, dtype=torch.float16)
    ordered = collections.OrderedDict(
        [
            ("plain", grid.clone()),
            ("transposed", grid.clone().t()),
            ("part", grid.clone()[1:3, 2:5]),
            ("first", shared[:5]),
            ("second", shared[5:]),
            ("scalar", torch.tensor(2.5)),
            ("empty", torch.zeros(0, 3)),
        ]
    )
    ordered._metadata = collections.OrderedDict([("", {"version": 1})])
    return {
        "ordered.bin": ordered,
        "types.bin": {
            "f64": torch.tensor([0.5, -2.0], dtype=torch.float64),
            "bf16": torch.tensor([1.0, -3.5], dtype=torch.bfloat16),
            "i64": torch.tensor([-1, 2**40]),
            "i32": torch.tensor([-7, 7], dtype=torch.int32),
            "i16": torch.tensor([-300, 300], dtype=torch.int16),
            "i8": torch.tensor([-128, 127], dtype=torch.int8),
            "u8": torch.tensor([0, 255], dtype=torch.uint8),
            "bool": torch.tensor([True, False]),
        },
        "parameters.bin": torch.nn.Linear(3, 2).requires_grad_(True).state_dict(keep_vars=True),
        "wrapped.bin": {"state_dict": {"weight": grid.clone()}, "epoch": 3, "rate": 1e-4, "done": None},
    }


class Evil:
    def __reduce__(self):
        return os.system, ("true",)


def facts(tensor):
    tensor = tensor.detach().contiguous()
    raw = tensor.reshape(-1).view(torch.uint8) if tensor.numel() else tensor.reshape(-1)
    return {"shape": list(tensor.shape), "type": str(tensor.dtype), "bytes": bytes(raw.numpy().tobytes()).hex()}


def main():
    torch.manual_seed(5)
    HERE.mkdir(exist_ok=True)
    expected = {}
    for name, state in cases().items():
        torch.save(state, HERE / name)
        legacy = name.replace(".bin", "-legacy.bin")
        if not (HERE / legacy).exists():  # its storage keys are addresses: another run, other bytes
            torch.save(state, HERE / legacy, _use_new_zipfile_serialization=False)
        tensors = state.get("state_dict", state)
        expected[name] = {key: facts(value) for key, value in tensors.items()}
        expected[legacy] = expected[name]
    torch.save({"weight": torch.zeros(2), "run": Evil()}, HERE / "evil.bin")
    with open(HERE / "evil-plain.bin", "wb") as file:
        file.write(pickle.dumps({"run": Evil()}, protocol=2))
    (HERE / "expected.json").write_text(json.dumps(expected, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
