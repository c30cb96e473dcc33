"""tests/golden/lora: a LoRA adapter of the tiny checkpoint's decoder as peft saves it, with
non_lora_trainables.bin beside it, a pre-trained connector, and the weights that peft merges."""

import json
import shutil
import warnings
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model, set_peft_model_state_dict
from safetensors.torch import load_file, save_file
from transformers import MistralConfig, MistralForCausalLM

import tiny_checkpoint

HERE = Path(__file__).resolve().parent
OUT = HERE / "lora"
TINY = HERE / "tiny-anomshield"
PROMPT = [1, 17, 93, 400, 4, 120, 66, 31, 9, 77, 250, 12]
TARGETS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def decoder():
    keys = ("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
            "num_key_value_heads", "head_dim", "rms_norm_eps", "rope_theta", "max_position_embeddings",
            "sliding_window", "tie_word_embeddings")
    model = MistralForCausalLM(MistralConfig(**{key: tiny_checkpoint.CONFIG[key] for key in keys}))
    stored = {}
    for shard in sorted(TINY.glob("model-*.safetensors")):
        stored |= load_file(shard)
    wanted = model.state_dict()
    model.load_state_dict({name: stored[name].float() for name in wanted})
    return model.float(), stored


def last_logits(model):
    """After each of the last four ids of a prompt, in evaluation: dropout off."""
    with torch.no_grad():
        return model.eval()(torch.tensor([PROMPT])).logits[0, -4:].contiguous()


def main():
    warnings.filterwarnings("ignore")
    torch.manual_seed(11)
    shutil.rmtree(OUT, ignore_errors=True)
    model, stored = decoder()
    # Two layers of three, so that weights without a change are there too.
    options = {"r": 4, "lora_alpha": 10, "lora_dropout": 0.05, "bias": "none", "task_type": "CAUSAL_LM",
               "target_modules": TARGETS, "layers_to_transform": [0, 2]}
    tuned = get_peft_model(model, LoraConfig(**options))
    with torch.no_grad():
        for name, parameter in tuned.named_parameters():
            if "lora_" in name:
                parameter.copy_(torch.randn_like(parameter) * 0.2)
    tuned.save_pretrained(OUT / "adapter")
    written = json.loads((OUT / "adapter/adapter_config.json").read_text())
    written["target_modules"].sort()  # a set: another order each time
    (OUT / "adapter/adapter_config.json").write_text(json.dumps(written, indent=2) + "\n")
    for extra in (OUT / "adapter").glob("*.md"):
        extra.unlink()
    connector = {name: torch.randn_like(value.float()).mul(0.1).half()
                 for name, value in stored.items() if "mm_projector" in name}
    torch.save({f"base_model.model.{name}": value for name, value in connector.items()},
               OUT / "adapter" / "non_lora_trainables.bin")
    torch.save({name: value + 1 for name, value in connector.items()}, OUT / "mm_projector.bin")
    logits = {"live": last_logits(tuned)}
    merged = tuned.merge_and_unload()
    logits["merged"] = last_logits(merged)
    # Of each kind of weight one that is changed, and one that is not.
    wanted = [f"model.layers.0.self_attn.{name}.weight" for name in TARGETS[:4]]
    wanted += [f"model.layers.2.mlp.{name}.weight" for name in TARGETS[4:]]
    wanted += ["model.layers.1.mlp.up_proj.weight"]
    stable = get_peft_model(decoder()[0], LoraConfig(**options, use_rslora=True))
    missing = set_peft_model_state_dict(stable, load_file(OUT / "adapter/adapter_model.safetensors"))
    assert not missing.unexpected_keys
    logits["rslora"] = last_logits(stable)
    save_file(logits, OUT / "logits.safetensors")
    save_file({name: merged.state_dict()[name].contiguous() for name in wanted}, OUT / "merged.safetensors")


if __name__ == "__main__":
    main()
