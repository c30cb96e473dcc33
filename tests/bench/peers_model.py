"""The libraries that the model is measured against; functions as in peers.py.

Weights are random and of the published sizes: only the time counts.
"""

import functools
import json
import os
import time

from registry import peer, timed

DTYPES = {"bf16": "bfloat16", "fp32": "float32", "fp16": "float16"}


def dtype_of(name):
    import torch

    return getattr(torch, DTYPES[name])


@peer
def model_versions():
    found = {}
    for name in ("torch", "transformers", "xllamacpp"):
        try:
            found[name] = __import__(name).__version__
        except Exception as error:  # a peer that is missing is told, not fatal
            found[name] = f"missing: {error}"
    return {"ms": 0, "versions": found}


@peer
def scan_loop(time, channels, states):
    """The recurrence as one writes it first: a step for each time, whole tensors within it.

    What no step waits for, the softplus before and the gate behind, is done for all times at once.
    """
    import torch

    x, raw, z = torch.randn(time, channels), torch.rand(time, channels), torch.randn(time, channels)
    bias = torch.randn(channels)
    a, d = -torch.rand(channels, states), torch.randn(channels)
    b, c = torch.randn(time, states), torch.randn(time, states)

    def work():
        delta = torch.nn.functional.softplus(raw + bias)
        h = torch.zeros(channels, states)
        out = []
        for t in range(time):
            h = torch.exp(delta[t, :, None] * a) * h + (delta[t] * x[t])[:, None] * b[t]
            out.append(h @ c[t])
        return (torch.stack(out) + d * x) * torch.nn.functional.silu(z)

    with torch.inference_mode():
        ms, _ = timed(work)
    return {"ms": ms, "threads": torch.get_num_threads()}


@functools.cache
def clip_tower(dtype):
    import torch
    from transformers import CLIPVisionConfig, CLIPVisionModel

    # 23 layers: what select_layer -2 needs of 24.
    config = CLIPVisionConfig(
        hidden_size=1024, intermediate_size=4096, num_hidden_layers=23, num_attention_heads=16, image_size=224,
        patch_size=14, projection_dim=768)
    with torch.device("cpu"):
        return CLIPVisionModel(config).to(dtype_of(dtype)).eval()


@peer
def tower(frames, dtype):
    import torch

    model = clip_tower(dtype)
    pixels = torch.randn(frames, 3, 224, 224).to(dtype_of(dtype))
    with torch.inference_mode():
        ms, out = timed(lambda: model(pixels, output_hidden_states=False).last_hidden_state)
    assert out.shape == (frames, 257, 1024)
    return {"ms": ms}


@functools.cache
def mistral(layers, dtype):
    import torch
    from transformers import MistralConfig, MistralForCausalLM

    config = MistralConfig(
        vocab_size=32000, hidden_size=4096, intermediate_size=14336, num_hidden_layers=layers,
        num_attention_heads=32, num_key_value_heads=8, max_position_embeddings=32768, rope_theta=1e6,
        sliding_window=None)
    previous = torch.get_default_dtype()
    torch.set_default_dtype(dtype_of(dtype))
    try:
        return MistralForCausalLM(config).eval()
    finally:
        torch.set_default_dtype(previous)


@peer
def prefill(layers, prompt, tokens, dtype, folder):
    import torch

    llama_decode_close()
    model = mistral(layers, dtype)
    embeds = torch.randn(1, prompt, 4096).to(dtype_of(dtype))
    with torch.inference_mode():
        ms, _ = timed(lambda: model(inputs_embeds=embeds, use_cache=True, logits_to_keep=1))
    return {"ms": ms}


@peer
def decode(layers, prompt, tokens, dtype, folder):
    """Milliseconds of one token."""
    import torch

    llama_decode_close()
    model = mistral(layers, dtype)
    embeds = torch.randn(1, prompt, 4096).to(dtype_of(dtype))
    with torch.inference_mode():
        out = model(inputs_embeds=embeds, use_cache=True, logits_to_keep=1)

        def work():
            nonlocal out
            for _ in range(tokens):
                ids = out.logits[:, -1].argmax(-1, keepdim=True)
                out = model(input_ids=ids, past_key_values=out.past_key_values, use_cache=True)

        ms, _ = timed(work)
    return {"ms": ms / tokens}


def write_gguf(path, layers, dtype):
    """A llama of Mistral's sizes with random weights and a vocabulary of numbers."""
    import gguf
    import numpy

    random = numpy.random.default_rng(7)
    kind = {"bf16": gguf.GGMLQuantizationType.BF16, "fp32": gguf.GGMLQuantizationType.F32}[dtype]
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(layers)
    writer.add_context_length(32768)
    writer.add_embedding_length(4096)
    writer.add_feed_forward_length(14336)
    writer.add_head_count(32)
    writer.add_head_count_kv(8)
    writer.add_rope_dimension_count(128)
    writer.add_rope_freq_base(1e6)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(32000)
    writer.add_tokenizer_model("llama")
    tokens = ["<unk>", "<s>", "</s>"] + [f"<0x{i:02X}>" for i in range(256)]
    tokens += [f"\u2581{i}" for i in range(32000 - len(tokens))]
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * 32000)
    writer.add_token_types([2, 3, 3] + [6] * 256 + [1] * (32000 - 259))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)

    def add(name, *shape):
        values = random.standard_normal(shape, dtype=numpy.float32) * 0.02
        if kind == gguf.GGMLQuantizationType.BF16:
            values = gguf.quants.quantize(values, kind)
        writer.add_tensor(name, values, raw_dtype=kind)

    def add_scale(name):
        writer.add_tensor(name, numpy.ones(4096, dtype=numpy.float32))

    add("token_embd.weight", 32000, 4096)
    add("output.weight", 32000, 4096)
    add_scale("output_norm.weight")
    for i in range(layers):
        add_scale(f"blk.{i}.attn_norm.weight")
        add_scale(f"blk.{i}.ffn_norm.weight")
        add(f"blk.{i}.attn_q.weight", 4096, 4096)
        add(f"blk.{i}.attn_k.weight", 1024, 4096)
        add(f"blk.{i}.attn_v.weight", 1024, 4096)
        add(f"blk.{i}.attn_output.weight", 4096, 4096)
        add(f"blk.{i}.ffn_gate.weight", 14336, 4096)
        add(f"blk.{i}.ffn_up.weight", 14336, 4096)
        add(f"blk.{i}.ffn_down.weight", 4096, 14336)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


LLAMA = {}


def llama_decode_close():
    LLAMA.clear()


@peer
def llama_decode(layers, prompt, tokens, dtype, folder):
    """Milliseconds of one token, by llama.cpp's own clock."""
    import xllamacpp

    mistral.cache_clear()
    path = os.path.join(folder, f"mistral-{layers}-{dtype}.gguf")
    if not os.path.exists(path):
        write_gguf(path + ".part", layers, dtype)
        os.rename(path + ".part", path)
    if path not in LLAMA:
        LLAMA.clear()
        params = xllamacpp.CommonParams()
        params.model.path = path
        params.n_ctx = 1024
        params.n_parallel = 1
        params.warmup = True
        params.cpuparams.n_threads = os.cpu_count()
        LLAMA[path] = xllamacpp.Server(params)
    ids = [1] + [300 + i for i in range(prompt - 1)]
    answer = LLAMA[path].handle_completions(
        {"prompt": ids, "max_tokens": tokens, "n_predict": tokens, "temperature": 0, "ignore_eos": True,
         "cache_prompt": False, "timings_per_token": True})
    if isinstance(answer, str):
        answer = json.loads(answer)
    timings = answer["timings"]
    return {"ms": timings["predicted_per_token_ms"], "prompt_ms": timings["prompt_ms"]}
