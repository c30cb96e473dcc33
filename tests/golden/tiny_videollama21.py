"""Writes a checkpoint of VideoLLaMA2.1 as small as the others: SigLIP in the shards, Qwen2 and its tokenizer.

The traps: pictures of which the last pixels belong to no patch, a pooling head that nothing uses, biases of
queries, keys and values, a vocabulary larger than the tokenizer's, two end tokens, a window that is not used.
"""

import json

import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

import tiny_checkpoint as tiny
from stc_reference import connector

TOWER = {"hidden_size": 24, "intermediate_size": 40, "num_hidden_layers": 3, "num_attention_heads": 2,
         "image_size": 46, "patch_size": 7, "num_channels": 3, "hidden_act": "gelu_pytorch_tanh",
         "layer_norm_eps": 1e-6}
PREPROCESSOR = {
    "image_processor_type": "SiglipImageProcessor", "processor_class": "SiglipProcessor", "do_resize": True,
    "do_rescale": True, "do_normalize": True, "resample": 3, "size": {"height": 46, "width": 46},
    "rescale_factor": 1 / 255, "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
}
SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
FIRST_ADDED = 400
CONFIG = {
    "architectures": ["Videollama2Qwen2ForCausalLM"], "model_type": "videollama2_qwen2",
    "vocab_size": 416, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 3,
    "num_attention_heads": 4, "num_key_value_heads": 2, "hidden_act": "silu", "rms_norm_eps": 1e-6,
    "rope_theta": 1000000.0, "max_position_embeddings": 2048, "sliding_window": 64, "use_sliding_window": False,
    "max_window_layers": 1, "tie_word_embeddings": False, "bos_token_id": FIRST_ADDED,
    "eos_token_id": FIRST_ADDED + 2, "torch_dtype": "bfloat16", "use_cache": True, "attention_dropout": 0.0,
    "mm_vision_tower": "siglip-tiny-patch7-46", "mm_projector_type": "stc_connector_v35", "mm_hidden_size": 24,
    "mm_vision_select_layer": -2, "mm_vision_select_feature": "patch", "mm_use_im_patch_token": False,
    "mm_use_im_start_end": False, "image_aspect_ratio": "pad", "num_frames": 16, "ecva_demonstration": True,
}
# As Qwen2-7B-Instruct has it: the penalty counts where nothing is drawn, too.
GENERATION = {"bos_token_id": FIRST_ADDED, "pad_token_id": FIRST_ADDED, "do_sample": True,
              "eos_token_id": [FIRST_ADDED + 2, FIRST_ADDED], "repetition_penalty": 1.05, "temperature": 0.7,
              "top_p": 0.8, "top_k": 20}
# The chat template that Qwen2-7B-Instruct was published with.
CHAT = ("{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
        "{{ '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' }}{% endif %}"
        "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
        "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}")
PATTERN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
           r"|\s*[\r\n]+|\s+(?!\S)|\s+")
PREFIX = "model.mm_projector."
TOWER_PREFIX = "model.vision_tower.vision_tower."


def added(text, special=True):
    return {"content": text, "lstrip": False, "normalized": False, "rstrip": False, "single_word": False,
            "special": special}


def write_tokenizer(folder):
    """vocab.json and merges.txt as published, and the tokenizer.json that says the same."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(PATTERN), behavior="isolated", invert=False),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    corpus = tiny.CORPUS + "café naïve don't won't it's we'll 🚗 👨‍👩‍👧\nsystem user assistant\n" * 3
    tokenizer.train_from_iterator(
        corpus.split("\n") * 3,
        trainers.BpeTrainer(vocab_size=FIRST_ADDED, show_progress=False, special_tokens=[],
                            initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet())))
    assert tokenizer.get_vocab_size() == FIRST_ADDED
    model = json.loads(tokenizer.to_str())["model"]
    vocabulary = dict(sorted(model["vocab"].items(), key=lambda item: item[1]))
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False), encoding="utf-8")
    merges = [" ".join(pair) for pair in model["merges"]]
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n", encoding="utf-8")
    tokens = [added(text) for text in SPECIAL] + [added("<tool_call>", special=False)]
    tiny.write_json(folder / "tokenizer_config.json", {
        "add_prefix_space": False, "added_tokens_decoder": {str(FIRST_ADDED + i): t for i, t in enumerate(tokens)},
        "additional_special_tokens": list(SPECIAL[1:]), "bos_token": None, "chat_template": CHAT,
        "clean_up_tokenization_spaces": False, "eos_token": "<|im_end|>", "errors": "replace",
        "model_max_length": 32768, "pad_token": "<|endoftext|>", "split_special_tokens": False,
        "tokenizer_class": "Qwen2Tokenizer", "unk_token": None})


def tower_weights(w):
    d, mlp, patch = TOWER["hidden_size"], TOWER["intermediate_size"], TOWER["patch_size"]
    positions = (TOWER["image_size"] // patch) ** 2
    half = torch.bfloat16
    p = TOWER_PREFIX + "vision_model."
    w.draw(p + "embeddings.patch_embedding.weight", (d, 3, patch, patch), 1.5 / (3 * patch * patch) ** 0.5, dtype=half)
    w.draw(p + "embeddings.patch_embedding.bias", (d,), 0.3, dtype=half)
    w.draw(p + "embeddings.position_embedding.weight", (positions, d), 0.3, dtype=half)
    for i in range(TOWER["num_hidden_layers"]):
        layer = f"{p}encoder.layers.{i}."
        w.norm(layer + "layer_norm1", d, dtype=half)
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            w.linear(f"{layer}self_attn.{name}", d, d, 1.2, 0.1, dtype=half)
        w.norm(layer + "layer_norm2", d, dtype=half)
        w.linear(layer + "mlp.fc1", mlp, d, 1.2, 0.1, dtype=half)
        w.linear(layer + "mlp.fc2", d, mlp, 1.2, 0.1, dtype=half)
    w.norm(p + "post_layernorm", d, dtype=half)
    head = p + "head."
    w.draw(head + "probe", (1, 1, d), 1.0, dtype=half)
    w.draw(head + "attention.in_proj_weight", (3 * d, d), 0.2, dtype=half)
    w.draw(head + "attention.in_proj_bias", (3 * d,), 0.1, dtype=half)
    w.linear(head + "attention.out_proj", d, d, 1.0, 0.1, dtype=half)
    w.norm(head + "layernorm", d, dtype=half)
    w.linear(head + "mlp.fc1", mlp, d, 1.0, 0.1, dtype=half)
    w.linear(head + "mlp.fc2", d, mlp, 1.0, 0.1, dtype=half)


def connector_weights(w):
    model = connector("stc_connector_v35", TOWER["hidden_size"], CONFIG["hidden_size"])
    for name, value in model.state_dict().items():
        shape, half = tuple(value.shape), torch.bfloat16
        if ".bn." in name:
            w.draw(PREFIX + name, shape, 0.1, 1.0 if name.endswith("weight") else 0.0, dtype=half)
        elif name.endswith("bias"):
            w.draw(PREFIX + name, shape, 0.1, dtype=half)
        else:
            w.draw(PREFIX + name, shape, 1.5 / value[0].numel() ** 0.5, dtype=half)


def decoder_weights(w):
    d, ffn, vocab = CONFIG["hidden_size"], CONFIG["intermediate_size"], CONFIG["vocab_size"]
    keys = d // CONFIG["num_attention_heads"] * CONFIG["num_key_value_heads"]
    half = torch.bfloat16
    w.draw("model.embed_tokens.weight", (vocab, d), 1.0, dtype=half)
    for i in range(CONFIG["num_hidden_layers"]):
        layer = f"model.layers.{i}."
        w.norm(layer + "input_layernorm", d, bias=False, dtype=half)
        w.linear(layer + "self_attn.q_proj", d, d, 1.6, 0.5, dtype=half)
        w.linear(layer + "self_attn.k_proj", keys, d, 1.6, 0.5, dtype=half)
        w.linear(layer + "self_attn.v_proj", keys, d, 1.6, 0.5, dtype=half)
        w.linear(layer + "self_attn.o_proj", d, d, 1.6, dtype=half)
        w.norm(layer + "post_attention_layernorm", d, bias=False, dtype=half)
        w.linear(layer + "mlp.gate_proj", ffn, d, 1.3, dtype=half)
        w.linear(layer + "mlp.up_proj", ffn, d, 1.3, dtype=half)
        w.linear(layer + "mlp.down_proj", d, ffn, 1.3, dtype=half)
    w.norm("model.norm", d, bias=False, dtype=half)
    w.draw("lm_head.weight", (vocab, d), 0.9, dtype=half)
    for table in ("model.embed_tokens.weight", "lm_head.weight"):  # what fills the vocabulary up is never said
        w.tensors[table][FIRST_ADDED + 4:] *= 0.05
    for end in GENERATION["eos_token_id"]:  # so that some answer ends by itself
        w.tensors["lm_head.weight"][end] *= 1.8


def write(folder, seed):
    tower = folder / CONFIG["mm_vision_tower"]
    tower.mkdir(parents=True, exist_ok=True)
    tiny.write_json(tower / "config.json", {"model_type": "siglip", "vision_config": TOWER})
    tiny.write_json(tower / "preprocessor_config.json", PREPROCESSOR)
    w = tiny.Weights(seed)
    decoder_weights(w)
    connector_weights(w)
    tower_weights(w)
    tiny.write_shards(folder, w.tensors)
    tiny.write_json(folder / "config.json", CONFIG)
    tiny.write_json(folder / "generation_config.json", GENERATION)
    write_tokenizer(folder)
