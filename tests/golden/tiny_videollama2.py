"""Writes a checkpoint of VideoLLaMA2 as small as tiny-anomshield: its connector, and the tower beside the decoder.

The names and shapes of both connectors are the same, so that one set of weights serves both: only config.json
says which one it is. The tower's folder holds config and processor, as published ones are used.
"""

import torch

import tiny_checkpoint as tiny
from stc_reference import connector

KINDS = ("stc_connector", "stc_connector_v35")
PREFIX = "model.mm_projector."
TOWER_PREFIX = "model.vision_tower.vision_tower."


def config(kind):
    """The trap: "pad", which VideoLLaMA2 never does."""
    assert kind in KINDS
    return tiny.CONFIG | {"architectures": ["Videollama2MistralForCausalLM"], "model_type": "videollama2_mistral",
                          "mm_projector_type": kind, "num_frames": 8}


def connector_weights(w):
    """Kept in size from block to block; half precision, as published."""
    model = connector(KINDS[0], tiny.TOWER["hidden_size"], tiny.CONFIG["hidden_size"])
    for name, value in model.state_dict().items():
        shape = tuple(value.shape)
        if ".bn." in name:
            w.draw(PREFIX + name, shape, 0.1, 1.0 if name.endswith("weight") else 0.0, dtype=torch.float16)
        elif name.endswith("bias"):
            w.draw(PREFIX + name, shape, 0.1, dtype=torch.float16)
        else:
            w.draw(PREFIX + name, shape, 1.5 / value[0].numel() ** 0.5, dtype=torch.float16)


def connector_of(kind, tensors):
    """The reference in double from a checkpoint's tensors, by their names there."""
    model = connector(kind, tiny.TOWER["hidden_size"], tiny.CONFIG["hidden_size"]).double().eval()
    model.load_state_dict({name.removeprefix(PREFIX): value.double()
                           for name, value in tensors.items() if name.startswith(PREFIX)})
    return model


def write(folder, seed, kind="stc_connector"):
    tower = folder / tiny.CONFIG["mm_vision_tower"]
    tower.mkdir(parents=True, exist_ok=True)
    tiny.write_json(tower / "config.json", {"model_type": "clip", "vision_config": tiny.TOWER})
    tiny.write_json(tower / "preprocessor_config.json", tiny.PREPROCESSOR)
    w = tiny.Weights(seed + 1)
    connector_weights(w)
    tiny.decoder_weights(w)
    for name, value in tiny.tower_weights(seed).items():
        if name.startswith("vision_model."):
            w.tensors[TOWER_PREFIX + name] = value
    tiny.write_shards(folder, w.tensors)
    tiny.write_json(folder / "config.json", config(kind))
    tiny.write_json(folder / "generation_config.json", {"bos_token_id": 1, "eos_token_id": 2})
    tiny.train_tokenizer(folder / "tokenizer.model")
