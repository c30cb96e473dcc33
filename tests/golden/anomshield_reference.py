"""AnomShield in PyTorch, written from the model specification alone: what the C++ engine is measured by.

Tower and decoder are those of transformers, the connector is restated here in float64, prompts, sampling and
the hallucination delta follow the published descriptions.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import load_file
from transformers import CLIPImageProcessor, CLIPVisionModel, LlamaTokenizer, MistralConfig, MistralForCausalLM

from clip_processor import expand_to_square

SYSTEM = ("A chat between a curious user and an artificial intelligence assistant. The assistant gives "
          "helpful, detailed, and polite answers to the user's questions.")
VIDEO = "<video>"
VIDEO_ID = -201
IMAGE_ID = -200
CONNECTOR_PREFIX = "model.mm_projector."


# ---------------------------------------------------------------- connector (C)

def rms_norm(x, weight, eps=1e-5):
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + eps) * weight


def scan_direction(x, z, w, suffix):
    """One direction of the mixer over x, z [L, I]: the gated output [L, I], before out_proj."""
    conv_w, conv_b = w[f"conv1d{suffix}.weight"][:, 0], w[f"conv1d{suffix}.bias"]
    kernel = conv_w.shape[1]
    padded = F.pad(x.T, (kernel - 1, 0))
    c = sum(conv_w[:, j, None] * padded[:, j:j + x.shape[0]] for j in range(kernel)) + conv_b[:, None]
    c = F.silu(c).T
    a = -torch.exp(w["A_log" if suffix == "" else "A_b_log"])
    state = a.shape[1]
    rank = w[f"dt_proj{suffix}.weight"].shape[1]
    delta, b_in, c_out = torch.split(c @ w[f"x_proj{suffix}.weight"].T, [rank, state, state], dim=-1)
    delta = F.softplus(delta @ w[f"dt_proj{suffix}.weight"].T + w[f"dt_proj{suffix}.bias"])
    h = torch.zeros_like(a)
    rows = []
    for t in range(x.shape[0]):
        h = torch.exp(delta[t][:, None] * a) * h + (delta[t] * c[t])[:, None] * b_in[t][None]
        rows.append(h @ c_out[t] + w[f"D{suffix}"] * c[t])
    return torch.stack(rows) * F.silu(z)


def mixer(u, w):
    x, z = (u @ w["in_proj.weight"].T).chunk(2, dim=-1)
    forward = scan_direction(x, z, w, "")
    backward = scan_direction(x.flip(0), z.flip(0), w, "_b").flip(0)
    return (forward + backward) @ w["out_proj.weight"].T


def mamba_model(x, w):
    """[L, D] to [L, D]; `w` by the names after "mambaModel_h."."""
    inner = {k.removeprefix("layers.0.mixer."): v for k, v in w.items() if ".mixer." in k}
    return rms_norm(mixer(rms_norm(x, w["layers.0.norm.weight"]), inner) + x, w["norm_f.weight"])


def connector(features, w):
    """Tower features [f, p, D] to visual tokens [f * (g // 4)², hidden]."""
    frames, patches, width = features.shape
    model = {k.removeprefix("mambaModel_h."): v for k, v in w.items() if k.startswith("mambaModel_h.")}
    y = mamba_model(features.reshape(frames * patches, width), model)
    grid = round(patches ** 0.5)
    part = grid // 4
    y = y.reshape(frames, grid, grid, width)[:, :part * 4, :part * 4]
    y = y.reshape(frames, part, 4, part, 4, width).mean(dim=(2, 4)).reshape(-1, width)
    y = F.gelu(y @ w["readout.0.weight"].T + w["readout.0.bias"])
    return y @ w["readout.2.weight"].T + w["readout.2.bias"]


# ---------------------------------------------------------------- sampling (B.1)

def sample_uniform(count, n):
    part = (count - 1) / n
    return [(round(part * i) + round(part * (i + 1))) // 2 for i in range(n)]


# ---------------------------------------------------------------- the model

class AnomShield:
    fill = (122, 116, 104)  # of blanked frames: the processor's mean

    def __init__(self, folder, patches=None):
        """`patches`: {file: {key: value}} laid over the JSON files of the checkpoint."""
        folder, patches = Path(folder), patches or {}
        self.config = json.loads((folder / "config.json").read_text()) | patches.get("config.json", {})
        tower = folder / self.config["mm_vision_tower"]
        vision = json.loads((tower / "config.json").read_text())["vision_config"]
        vision |= patches.get("vision-tower/config.json", {}).get("vision_config", {})
        self.processor = CLIPImageProcessor.from_pretrained(tower)
        self.pad = self.config["image_aspect_ratio"] == "pad"
        # From the hub's class itself; only what a patch changes is laid over its config.
        self.tower = CLIPVisionModel.from_pretrained(
            tower, attn_implementation="eager", hidden_act=vision["hidden_act"]).double().eval()

        weights = {}
        for file in sorted(folder.glob("model-*.safetensors")):
            weights |= load_file(file)
        self.connector = {k.removeprefix(CONNECTOR_PREFIX): v.double()
                          for k, v in weights.items() if k.startswith(CONNECTOR_PREFIX)}
        self.load_decoder(folder, weights)

    def load_decoder(self, folder, weights):
        decoder = {k: v.float() for k, v in weights.items()
                   if not k.startswith(CONNECTOR_PREFIX) and ".vision_tower." not in k}
        keys = ("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
                "num_key_value_heads", "head_dim", "hidden_act", "rms_norm_eps", "rope_theta",
                "max_position_embeddings", "sliding_window", "tie_word_embeddings")
        self.decoder = MistralForCausalLM(
            MistralConfig(**{k: self.config[k] for k in keys}, attn_implementation="eager")).eval()
        self.decoder.load_state_dict(decoder, strict=True)
        self.tokenizer = LlamaTokenizer(str(folder / "tokenizer.model"), legacy=True)

    # -- text

    def prompt(self, question):
        text = f"[INST] <<SYS>>\n{SYSTEM}\n<</SYS>>\n\n{VIDEO}\n{question} [/INST]"
        ids = []
        for i, part in enumerate(text.split(VIDEO)):
            encoded = self.tokenizer(part).input_ids  # with BOS
            ids += encoded if i == 0 else [VIDEO_ID] + encoded[1:]
        return text, ids

    def decode(self, ids):
        return self.tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)

    # -- pictures

    def crop(self, rgb):
        image = Image.fromarray(rgb)
        image = expand_to_square(image) if self.pad else image
        out = self.processor(image, do_rescale=False, do_normalize=False, return_tensors="np")
        return out["pixel_values"][0].transpose(1, 2, 0)

    def pixels(self, frames):
        images = [Image.fromarray(f) for f in frames]
        images = [expand_to_square(i) for i in images] if self.pad else images
        return torch.from_numpy(self.processor(images, return_tensors="np")["pixel_values"])

    @torch.no_grad()
    def tower_features(self, pixels):
        states = self.tower(pixels.double(), output_hidden_states=True).hidden_states
        return states[self.config["mm_vision_select_layer"]][:, 1:]

    @torch.no_grad()
    def visual_tokens(self, frames):
        return self.connect_features(self.tower_features(self.pixels(frames))).float()

    def connect_features(self, features):
        return connector(features, self.connector)

    def sample(self, count, n):
        return sample_uniform(count, n)

    # -- answers

    def embed(self, ids, visual):
        parts, table = [], self.decoder.get_input_embeddings()
        start = 0
        for i, token in enumerate(ids + [None]):
            if token in (VIDEO_ID, IMAGE_ID, None):
                if i > start:
                    parts.append(table(torch.tensor(ids[start:i])))
                if token is not None:
                    parts.append(visual)
                start = i + 1
        return torch.cat(parts)

    @torch.no_grad()
    def logits(self, ids, visual, answer):
        """Raw logits before each id of `answer` and after the last: [len(answer) + 1, vocabulary]."""
        embedded = self.embed(ids + list(answer), visual)
        out = self.decoder(inputs_embeds=embedded[None], use_cache=False).logits[0]
        return out[-len(answer) - 1:]

    def greedy(self, ids, visual, limit):
        """New ids, and the smallest lead that a chosen token had: without one, machines may differ."""
        answer, lead = [], float("inf")
        while len(answer) < limit:
            best = self.logits(ids, visual, answer)[-1].topk(2)
            lead = min(lead, float(best.values[0] - best.values[1]))
            answer.append(int(best.indices[0]))
            if answer[-1] == self.config["eos_token_id"]:
                break
        return answer, lead

    def log_probabilities(self, ids, visual, answer):
        rows = torch.log_softmax(self.logits(ids, visual, answer)[:-1].double(), dim=-1)
        return [float(row[token]) for row, token in zip(rows, answer)]


def blurred(picture):
    """Our definition: three times the mean of 2r + 1 neighbours, along rows, then columns; edges go on outside."""
    radius = max(1, max(picture.shape[:2]) // 16)
    width = 2 * radius + 1
    out = picture.astype(np.int64)
    for _ in range(3):
        for axis in (1, 0):
            border = [(0, 0)] * 3
            border[axis] = (radius, radius)
            padded = np.pad(out, border, mode="edge")
            sums = np.cumsum(padded, axis=axis)
            sums = np.concatenate([np.zeros_like(np.take(sums, [0], axis=axis)), sums], axis=axis)
            size = out.shape[axis]
            window = (np.take(sums, range(width, width + size), axis=axis)
                      - np.take(sums, range(size), axis=axis))
            out = (2 * window + width) // (2 * width)
    return out.astype(np.uint8)


def masked_video(mode, read, sampled, count, inside, colour, sampler=sample_uniform):
    """What the model sees without the frames for which `inside` holds: (frames, blanked slots, pictures)."""
    if mode == "delete":
        rest = [i for i in range(count) if not inside(i)]
        if rest:
            seen = [rest[i] for i in sampler(len(rest), len(sampled))]
            return seen, [], [read(i) for i in seen]
        mode = "blank"
    slots = [slot for slot, frame in enumerate(sampled) if inside(frame)]
    if mode == "freeze":  # the last picture before, of those that the model sees
        seen = list(sampled)
        assert 0 not in slots, "no picture comes before the first"
        for slot in slots:
            seen[slot] = seen[slot - 1]
        return seen, slots, [read(i) for i in seen]
    fill = {"blank": colour, "black": (0, 0, 0), "blur": None}[mode]
    pictures = [read(i) for i in sampled]
    if mode == "blur":
        for slot in slots:
            pictures[slot] = blurred(pictures[slot])
        return list(sampled), slots, pictures
    for slot in slots:
        pictures[slot] = np.broadcast_to(np.array(fill, np.uint8), pictures[slot].shape).copy()
    return list(sampled), slots, pictures
