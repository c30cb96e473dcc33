"""Writes GoldenNumbers.h: what Hugging Face's CLIP and Mistral make of small models whose weights
come from their names (see hashed() in Weights.h). Needs torch and transformers; run by hand:
    python tests/model/engine/golden.py > tests/model/engine/GoldenNumbers.h
"""
import sys
from pathlib import Path

import numpy as np
import torch
import transformers
from transformers import CLIPVisionConfig, CLIPVisionModel, MistralConfig, MistralForCausalLM

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "golden"))
from hashed import hashed  # noqa: E402


def fill(model, prefix=""):
    state = {}
    for name, old in model.state_dict().items():
        if "position_ids" in name:
            continue
        if not name.startswith(prefix):
            name_of = prefix + name
        else:
            name_of = name
        value = hashed(name_of, tuple(old.shape)) * 0.5
        norm = "norm" in name_of and name_of.endswith("weight")
        state[name] = value + 1 if norm else value
    model.load_state_dict(state, strict=False)
    return model.eval().float()


def table(name, values):
    text = [f"{v:.8g}" for v in np.asarray(values, dtype=np.float64).reshape(-1)]
    print(f"inline const std::vector<double> {name}{{")
    for i in range(0, len(text), 8):
        print("    " + ", ".join(text[i:i + 8]) + ",")
    print("};\n")


def ids_table(name, values):
    print(f"inline const std::vector<std::int32_t> {name}{{" + ", ".join(map(str, values)) + "};\n")


def mistral(window):
    config = MistralConfig(vocab_size=128, hidden_size=64, intermediate_size=96,
                           num_hidden_layers=3, num_attention_heads=8, num_key_value_heads=2,
                           head_dim=8, rope_theta=1e6, rms_norm_eps=1e-5, sliding_window=window,
                           max_position_embeddings=256, tie_word_embeddings=False,
                           attn_implementation="eager")
    return fill(MistralForCausalLM(config))


torch.manual_seed(0)
torch.set_num_threads(1)
print(f"// Made by golden.py with torch {torch.__version__}, transformers {transformers.__version__}.")
print("#pragma once\n\n#include <cstdint>\n#include <vector>\n\nnamespace ecva::test {\n")
print("// clang-format off")
with torch.no_grad():
    for name, act in (("kTowerQuickGelu", "quick_gelu"), ("kTowerGelu", "gelu")):
        tower = fill(CLIPVisionModel(CLIPVisionConfig(
            hidden_size=32, num_hidden_layers=4, num_attention_heads=4, intermediate_size=64,
            image_size=28, patch_size=14, hidden_act=act, layer_norm_eps=1e-5,
            attn_implementation="eager")), "vision_model.")
        pixels = hashed("pixels", (2, 3, 28, 28)) * 4
        states = tower(pixels, output_hidden_states=True).hidden_states
        assert len(states) == 5
        table(name, states[-2][:, 1:] if act == "quick_gelu" else states[-2][0, 1, :8])
        if act == "quick_gelu":
            table("kTowerFirstState", states[0][1, 1:, :8])

    prompt = [1, 17, 93, 4, 4, 120, 66, 31, 9, 77, 50, 12]
    ids_table("kPrompt", prompt)
    model = mistral(None)
    whole = model(torch.tensor([prompt])).logits[0]
    table("kLastLogits", whole[-1])
    table("kPromptLogProbabilities",
          [torch.log_softmax(whole[i].double(), -1)[prompt[i + 1]] for i in range(len(prompt) - 1)])
    ids, cache, steps = [], None, []
    out = model(torch.tensor([prompt]), use_cache=True)
    for _ in range(8):
        steps.append(out.logits[0, -1, :16])
        ids.append(int(out.logits[0, -1].argmax()))
        out = model(torch.tensor([[ids[-1]]]), past_key_values=out.past_key_values, use_cache=True)
    ids_table("kGreedy", ids)
    table("kStepLogits", torch.stack(steps))
    table("kWindowLogits", mistral(4)(torch.tensor([prompt])).logits[0, :, :8])
print("// clang-format on\n")
print("} // namespace ecva::test")
