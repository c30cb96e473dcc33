"""VideoLLaMA2 in PyTorch from the model specification (A.3, A.4, B.2, D, E.4): what the C++ engine is measured by."""

import json
from pathlib import Path

from safetensors.torch import load_file
from transformers import CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

from anomshield_reference import CONNECTOR_PREFIX, IMAGE_ID, VIDEO, VIDEO_ID, AnomShield
from stc_reference import connector

IMAGE = "<image>"
TOWER_PREFIX = "model.vision_tower.vision_tower."
# What the code puts around the question: 524 characters with its marks.
SYSTEM = ("<<SYS>>\nYou are a helpful, respectful and honest assistant. Always answer as helpfully as possible, "
          "while being safe.  Your answers should not include any harmful, unethical, racist, sexist, toxic, "
          "dangerous, or illegal content. Please ensure that your responses are socially unbiased and positive in "
          "nature.\nIf a question does not make any sense, or is not factually coherent, explain why instead of "
          "answering something not correct. If you don't know the answer to a question, please don't share false "
          "information.\n<</SYS>>")


def sample(count, n):
    part = (count - 1) / n
    return [round(part * (i + 0.5) + 1e-6) for i in range(n)][:32]


def doubles(weights, prefix):
    """Those under `prefix`, which is taken off; positions are no weights."""
    return {k.removeprefix(prefix): v.double() for k, v in weights.items()
            if k.startswith(prefix) and "position_ids" not in k}


class VideoLlama2(AnomShield):
    frames = 8  # looked at where nobody says how many
    Processor, TowerConfig, Tower = CLIPImageProcessor, CLIPVisionConfig, CLIPVisionModel

    def __init__(self, folder, patches=None):
        folder, patches = Path(folder), patches or {}
        self.config = json.loads((folder / "config.json").read_text()) | patches.get("config.json", {})
        tower = folder / self.config["mm_vision_tower"]
        self.processor = self.Processor.from_pretrained(tower)
        self.pad = False  # whatever the config says
        weights = {}
        for file in sorted(folder.glob("model-*.safetensors")):
            weights |= load_file(file)
        vision = self.TowerConfig(**json.loads((tower / "config.json").read_text())["vision_config"])
        self.tower = self.Tower._from_config(vision, attn_implementation="eager").double().eval()
        self.tower.load_state_dict(doubles(weights, TOWER_PREFIX), strict=True)
        self.connect = connector(self.config["mm_projector_type"], vision.hidden_size,
                                 self.config["hidden_size"]).double().eval()
        self.connect.load_state_dict(doubles(weights, CONNECTOR_PREFIX), strict=True)
        self.load_decoder(folder, weights)

    def ends(self):
        """The ids that end an answer."""
        return [self.config["eos_token_id"]]

    def prompt(self, question, place=VIDEO):
        text = f"<s>[INST] {SYSTEM}\n\n{place}\n{question} [/INST]"
        return text, self.encoded(text, place)

    def encoded(self, text, place):
        """The ids of a prompt with the pictures' id where `place` stands."""
        ids = []
        for i, part in enumerate(text.split(place)):
            ids += ([] if i == 0 else [IMAGE_ID if place == IMAGE else VIDEO_ID])
            ids += self.tokenizer(part, add_special_tokens=False).input_ids
        return ids

    def decode(self, ids):
        return super().decode(ids).strip()

    def connect_features(self, features):
        return self.connect(features)

    def sample(self, count, n):
        return sample(count, n)
