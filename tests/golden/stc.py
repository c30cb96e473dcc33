"""Writes stc.safetensors: what the restated STC connectors make of weights that come from their names, and
stc-names.json: the names and shapes that timm's modules give them."""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from hashed import hashed
from stc_reference import connector

HERE = Path(__file__).resolve().parent
PREFIX = "model.mm_projector."
# name, kind, width of the tower, hidden size, frames, patches a side
CASES = (("even", "stc_connector", 16, 32, 4, 6), ("odd", "stc_connector", 16, 32, 5, 5),
         ("still", "stc_connector", 16, 32, 1, 4), ("same-width", "stc_connector", 32, 32, 2, 4),
         ("v35-even", "stc_connector_v35", 16, 32, 4, 6), ("v35-odd", "stc_connector_v35", 16, 32, 5, 5))


def filled(kind, width, hidden):
    """Halved hashed numbers, norms around 1."""
    model = connector(kind, width, hidden).double().eval()
    state = {}
    for name, old in model.state_dict().items():
        value = hashed(PREFIX + name, tuple(old.shape)).double() * 0.5
        state[name] = value + 1 if name.endswith("bn.weight") else value
    model.load_state_dict(state)
    return model


def main():
    tensors = {}
    with torch.no_grad():
        for name, kind, width, hidden, frames, grid in CASES:
            model = filled(kind, width, hidden)
            patches = hashed("patches of " + name, (frames, grid * grid, width)).double() * 4
            tensors[name] = model(patches).float().contiguous()
    save_file(tensors, HERE / "stc.safetensors")
    names = {PREFIX + k: list(v.shape) for k, v in connector("stc_connector", 32, 64).state_dict().items()}
    (HERE / "stc-names.json").write_text(json.dumps(names) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
