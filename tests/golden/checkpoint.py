"""Golden files of the checkpoint reader: what the safetensors library writes, and the names and
shapes that transformers' own modules have."""

import json

import torch
from safetensors.torch import save_file
from transformers import CLIPVisionConfig, CLIPVisionModel, MistralConfig, MistralForCausalLM

save_file({
    "f64": torch.arange(4, dtype=torch.float64) / 3,
    "f32": torch.arange(6, dtype=torch.float32).reshape(2, 3) - 1.5,
    "f16": torch.tensor([1.0, -2.5], dtype=torch.float16),
    "bf16": torch.tensor([[1.0], [-3.0]], dtype=torch.bfloat16),
    "i64": torch.tensor([2**40, -1]),
    "i32": torch.tensor([7, -7], dtype=torch.int32),
    "i16": torch.tensor([300], dtype=torch.int16),
    "i8": torch.tensor([-5], dtype=torch.int8),
    "u8": torch.tensor([200, 1, 2], dtype=torch.uint8),
    "bool": torch.tensor([True, False, True]),
    "scalar": torch.tensor(42.0),
    "none": torch.zeros(0, 5),
}, "types.safetensors", metadata={"format": "pt"})  # of more entries the order would change

tower = CLIPVisionModel(CLIPVisionConfig(
    hidden_size=32, num_hidden_layers=4, num_attention_heads=4, intermediate_size=64,
    image_size=56, patch_size=14))
decoder = MistralForCausalLM(MistralConfig(
    vocab_size=300, hidden_size=64, intermediate_size=96, num_hidden_layers=3,
    num_attention_heads=8, num_key_value_heads=2))
# transformers 5 leaves the prefix of the published files out.
names = {"tower": {("" if k.startswith("vision_model.") else "vision_model.") + k: list(v.shape)
                   for k, v in tower.state_dict().items()},
         "decoder": {k: list(v.shape) for k, v in decoder.state_dict().items()}}
with open("checkpoint-names.json", "w") as file:
    file.write(json.dumps(names, separators=(",", ":"), sort_keys=True).replace("],", "],\n") + "\n")
