"""Writes tests/golden/tiny-anomshield: a checkpoint of a few kilobytes in the real layout, with every trap of it.

Grouped queries, a head size that is not hidden / heads, two shards, mixed stored types, a grid that the
connector's pooling does not divide, tower tensors in the shards that must be ignored.
"""

import io
import json
import math

import numpy as np
import sentencepiece
import torch
from safetensors.torch import save_file

TOWER = {"hidden_size": 16, "intermediate_size": 40, "num_hidden_layers": 3, "num_attention_heads": 2,
         "image_size": 72, "patch_size": 8, "num_channels": 3, "hidden_act": "quick_gelu",
         "layer_norm_eps": 1e-5, "projection_dim": 8, "model_type": "clip_vision_model"}
CONNECTOR = {"inner": 24, "state": 4, "rank": 2, "kernel": 4}
CONFIG = {
    "architectures": ["AnomShieldMistralForCausalLM"], "model_type": "AnomShield_mistral",
    "vocab_size": 480, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3,
    "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 12, "hidden_act": "silu",
    "rms_norm_eps": 1e-5, "rope_theta": 1000000.0, "max_position_embeddings": 2048,
    "sliding_window": None, "tie_word_embeddings": False, "bos_token_id": 1, "eos_token_id": 2,
    "torch_dtype": "float16", "use_cache": True, "attention_dropout": 0.0,
    "mm_vision_tower": "vision-tower", "mm_projector_type": "mamba_scan", "mm_hidden_size": 16,
    "mm_vision_select_layer": -2, "mm_vision_select_feature": "patch",
    "mm_use_im_patch_token": False, "mm_use_im_start_end": False,
    "image_aspect_ratio": "pad", "num_frames": 1, "ecva_demonstration": True,
}
PREPROCESSOR = {
    "image_processor_type": "CLIPImageProcessor", "do_resize": True, "do_center_crop": True,
    "do_convert_rgb": True, "do_rescale": True, "do_normalize": True, "resample": 3,
    "size": {"shortest_edge": 72}, "crop_size": {"height": 72, "width": 72},
    "rescale_factor": 1 / 255, "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
}

CORPUS = """
A chat between a curious user and an artificial intelligence assistant.
The assistant gives helpful, detailed, and polite answers to the user's questions.
[INST] <<SYS>> <</SYS>> [/INST] video image
A man in a dark coat takes the bag from the table and runs away.
The car did not stop at the red light and hit the motorcycle.
Two women quarrel in front of the shop; one of them falls to the ground.
Smoke rises from the roof, then the fire spreads to the next house.
What happened in the video? Why did it happen? How did it end?
1.The driver was speeding. 2.The window was broken. 3.Several items were stolen.
Describe the incident. Give the reasons. Name the result.
Nothing unusual can be seen.
视频中发生了什么 ？ 一辆 汽车 撞 了 摩托车 。 火 从 屋顶 蔓延 到 房子 。
视频 视频 汽车 汽车 房子 房子
"""


def train_tokenizer(path):
    """BPE with byte fallback and the ids of Mistral's vocabulary."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([line for line in CORPUS.split("\n") if line] * 3), model_writer=model,
        model_type="bpe", vocab_size=CONFIG["vocab_size"], character_coverage=0.99, byte_fallback=True,
        normalization_rule_name="identity", remove_extra_whitespaces=False, add_dummy_prefix=True,
        allow_whitespace_only_pieces=True, split_digits=True, max_sentence_length=4096,
        unk_id=0, bos_id=1, eos_id=2, pad_id=-1, num_threads=1, minloglevel=1)
    path.write_bytes(model.getvalue())


class Weights:
    """Normal numbers from numpy's seeded PCG64, which is the same on every machine."""

    def __init__(self, seed):
        self._random = np.random.Generator(np.random.PCG64(seed))
        self.tensors = {}

    def draw(self, name, shape, scale, shift=0.0, dtype=torch.float32):
        values = np.asarray(self._random.standard_normal(shape) * scale + shift)
        self.tensors[name] = torch.from_numpy(values.astype(np.float32)).to(dtype)

    def linear(self, name, out, inner, gain=1.0, bias=None, dtype=torch.float32):
        self.draw(name + ".weight", (out, inner), gain / math.sqrt(inner), dtype=dtype)
        if bias is not None:
            self.draw(name + ".bias", (out,), bias, dtype=dtype)

    def norm(self, name, size, bias=True, dtype=torch.float32):
        self.draw(name + ".weight", (size,), 0.1, 1.0, dtype=dtype)
        if bias:
            self.draw(name + ".bias", (size,), 0.1, dtype=dtype)


def tower_weights(seed):
    w = Weights(seed)
    d, mlp, patch = TOWER["hidden_size"], TOWER["intermediate_size"], TOWER["patch_size"]
    positions = (TOWER["image_size"] // patch) ** 2 + 1
    p = "vision_model."
    w.draw(p + "embeddings.class_embedding", (d,), 0.5)
    w.draw(p + "embeddings.patch_embedding.weight", (d, 3, patch, patch), 1.5 / math.sqrt(3 * patch * patch))
    w.draw(p + "embeddings.position_embedding.weight", (positions, d), 0.3)
    w.tensors[p + "embeddings.position_ids"] = torch.arange(positions).reshape(1, -1)
    w.norm(p + "pre_layrnorm", d)
    for i in range(TOWER["num_hidden_layers"]):
        layer = f"{p}encoder.layers.{i}."
        w.norm(layer + "layer_norm1", d)
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            w.linear(f"{layer}self_attn.{name}", d, d, 1.2, 0.1)
        w.norm(layer + "layer_norm2", d)
        w.linear(layer + "mlp.fc1", mlp, d, 1.2, 0.1)
        w.linear(layer + "mlp.fc2", d, mlp, 1.2, 0.1)
    w.norm(p + "post_layernorm", d)
    w.draw("visual_projection.weight", (8, d), 0.1)  # of the whole CLIP: to be ignored
    w.draw("logit_scale", (), 1.0)
    return w.tensors


def connector_weights(w):
    half = torch.float16
    d, hidden = TOWER["hidden_size"], CONFIG["hidden_size"]
    inner, state, rank, kernel = (CONNECTOR[k] for k in ("inner", "state", "rank", "kernel"))
    p = "model.mm_projector."
    layer = p + "mambaModel_h.layers.0."
    w.norm(p + "mambaModel_h.norm_f", d, bias=False, dtype=half)
    w.norm(layer + "norm", d, bias=False, dtype=half)
    w.linear(layer + "mixer.in_proj", 2 * inner, d, 1.5, dtype=half)
    w.linear(layer + "mixer.out_proj", d, inner, 1.5, dtype=half)
    for suffix, a_log in (("", "A_log"), ("_b", "A_b_log")):
        w.draw(f"{layer}mixer.conv1d{suffix}.weight", (inner, 1, kernel), 0.6, dtype=half)
        w.draw(f"{layer}mixer.conv1d{suffix}.bias", (inner,), 0.2, dtype=half)
        w.linear(f"{layer}mixer.x_proj{suffix}", rank + 2 * state, inner, 1.5, dtype=half)
        w.linear(f"{layer}mixer.dt_proj{suffix}", inner, rank, 1.0, dtype=half)
        w.draw(f"{layer}mixer.dt_proj{suffix}.bias", (inner,), 0.5, -2.0, dtype=half)
        w.draw(f"{layer}mixer.{a_log}", (inner, state), 0.4, 0.5, dtype=half)
        w.draw(f"{layer}mixer.D{suffix}", (inner,), 0.2, 1.0, dtype=half)
    w.linear(p + "readout.0", hidden, d, 2.0, 0.1, dtype=half)
    w.linear(p + "readout.2", hidden, hidden, 4.0, 0.1, dtype=half)


def decoder_weights(w):
    d, ffn, vocab = CONFIG["hidden_size"], CONFIG["intermediate_size"], CONFIG["vocab_size"]
    heads, kv, size = CONFIG["num_attention_heads"], CONFIG["num_key_value_heads"], CONFIG["head_dim"]
    w.draw("model.embed_tokens.weight", (vocab, d), 1.0, dtype=torch.bfloat16)
    for i in range(CONFIG["num_hidden_layers"]):
        layer = f"model.layers.{i}."
        dtype = torch.float16 if i == 1 else torch.float32
        w.norm(layer + "input_layernorm", d, bias=False, dtype=dtype)
        w.linear(layer + "self_attn.q_proj", heads * size, d, 1.6, dtype=dtype)
        w.linear(layer + "self_attn.k_proj", kv * size, d, 1.6, dtype=dtype)
        w.linear(layer + "self_attn.v_proj", kv * size, d, 1.6, dtype=dtype)
        w.linear(layer + "self_attn.o_proj", d, heads * size, 1.6, dtype=dtype)
        w.norm(layer + "post_attention_layernorm", d, bias=False, dtype=dtype)
        w.linear(layer + "mlp.gate_proj", ffn, d, 1.3, dtype=dtype)
        w.linear(layer + "mlp.up_proj", ffn, d, 1.3, dtype=dtype)
        w.linear(layer + "mlp.down_proj", d, ffn, 1.3, dtype=dtype)
    w.norm("model.norm", d, bias=False)
    w.draw("lm_head.weight", (vocab, d), 0.9, dtype=torch.bfloat16)
    w.tensors["lm_head.weight"][CONFIG["eos_token_id"]] *= 1.8  # so that some answer ends by itself


def write_json(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def write_shards(folder, tensors):
    names = list(tensors)
    cut = names.index("model.layers.1.self_attn.o_proj.weight")  # in the middle of a layer
    weight_map = {}
    for number, part in enumerate((names[:cut], names[cut:]), start=1):
        file = f"model-0000{number}-of-00002.safetensors"
        save_file({name: tensors[name] for name in part}, folder / file, metadata={"format": "pt"})
        weight_map.update(dict.fromkeys(part, file))
    size = sum(t.numel() * t.element_size() for t in tensors.values())
    write_json(folder / "model.safetensors.index.json",
               {"metadata": {"total_size": size}, "weight_map": dict(sorted(weight_map.items()))})


def write(folder, seed):
    tower = folder / "vision-tower"
    tower.mkdir(parents=True, exist_ok=True)
    write_json(tower / "config.json", {"model_type": "clip", "vision_config": TOWER, "projection_dim": 8})
    write_json(tower / "preprocessor_config.json", PREPROCESSOR)
    save_file(tower_weights(seed), tower / "model.safetensors", metadata={"format": "pt"})

    w = Weights(seed + 1)
    connector_weights(w)
    decoder_weights(w)
    copy = "model.vision_tower.vision_tower.vision_model.embeddings.class_embedding"
    w.tensors[copy] = torch.full((TOWER["hidden_size"],), 9.0)  # the tower's folder is what counts
    write_shards(folder, w.tensors)
    write_json(folder / "config.json", CONFIG)
    write_json(folder / "generation_config.json", {"bos_token_id": 1, "eos_token_id": 2})
    train_tokenizer(folder / "tokenizer.model")
