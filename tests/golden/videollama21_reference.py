"""VideoLLaMA2.1 out of transformers' own SigLIP, Qwen2 and Qwen2Tokenizer: what the C++ engine is measured by."""

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import (GenerationConfig, Qwen2Config, Qwen2ForCausalLM, Qwen2Tokenizer, SiglipImageProcessor,
                          SiglipVisionConfig, SiglipVisionModel)
from transformers.generation.logits_process import RepetitionPenaltyLogitsProcessor

from anomshield_reference import VIDEO
from stc_reference import connector
from videollama2_reference import CONNECTOR_PREFIX, IMAGE, IMAGE_ID, TOWER_PREFIX, VideoLlama2


class VideoLlama21(VideoLlama2):
    fill = (127, 127, 127)

    def __init__(self, folder, patches=None):
        folder, patches = Path(folder), patches or {}
        self.config = json.loads((folder / "config.json").read_text()) | patches.get("config.json", {})
        self.generation = (json.loads((folder / "generation_config.json").read_text())
                           | patches.get("generation_config.json", {}))
        tower = folder / self.config["mm_vision_tower"]
        self.processor = SiglipImageProcessor.from_pretrained(tower)
        self.pad = False  # whatever the config says
        weights = {}
        for file in sorted(folder.glob("model-*.safetensors")):
            weights |= load_file(file)
        vision = SiglipVisionConfig(**json.loads((tower / "config.json").read_text())["vision_config"])
        self.tower = SiglipVisionModel._from_config(vision, attn_implementation="eager").double().eval()
        self.tower.load_state_dict({k.removeprefix(TOWER_PREFIX): v.double() for k, v in weights.items()
                                    if k.startswith(TOWER_PREFIX)}, strict=True)
        self.connect = connector(self.config["mm_projector_type"], vision.hidden_size,
                                 self.config["hidden_size"]).double().eval()
        self.connect.load_state_dict({k.removeprefix(CONNECTOR_PREFIX): v.double() for k, v in weights.items()
                                      if k.startswith(CONNECTOR_PREFIX)}, strict=True)
        keys = ("vocab_size", "hidden_size", "intermediate_size", "num_hidden_layers", "num_attention_heads",
                "num_key_value_heads", "hidden_act", "rms_norm_eps", "rope_theta", "max_position_embeddings",
                "sliding_window", "use_sliding_window", "max_window_layers", "tie_word_embeddings")
        self.decoder = Qwen2ForCausalLM(
            Qwen2Config(**{k: self.config[k] for k in keys}, attn_implementation="eager")).eval()
        decoder = {k: v.float() for k, v in weights.items()
                   if not k.startswith(CONNECTOR_PREFIX) and ".vision_tower." not in k}
        if self.config["tie_word_embeddings"]:
            decoder["lm_head.weight"] = decoder["model.embed_tokens.weight"]
        self.decoder.load_state_dict(decoder, strict=True)
        self.tokenizer = Qwen2Tokenizer.from_pretrained(folder)

    def prompt(self, question, place=VIDEO):
        messages = [{"role": "user", "content": f"{place}\n{question}"}]
        text = self.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        ids = []
        for i, part in enumerate(text.split(place)):
            ids += ([] if i == 0 else [IMAGE_ID if place == IMAGE else -201])
            ids += self.tokenizer(part, add_special_tokens=False).input_ids
        return text, ids

    def decode(self, ids):
        return self.tokenizer.batch_decode([ids], skip_special_tokens=True)[0].strip()

    @torch.no_grad()
    def tower_features(self, pixels):
        states = self.tower(pixels.double(), output_hidden_states=True).hidden_states
        return states[self.config["mm_vision_select_layer"]]

    @torch.no_grad()
    def greedy(self, ids, visual, limit):
        """transformers' own generate(), and the smallest lead that a chosen token had."""
        embedded = self.embed(ids, visual)[None]
        penalty, ends = self.generation.get("repetition_penalty", 1.0), self.generation["eos_token_id"]
        config = GenerationConfig(do_sample=False, max_new_tokens=limit, eos_token_id=ends, pad_token_id=ends[-1],
                                  repetition_penalty=penalty)
        answer = self.decoder.generate(inputs_embeds=embedded, generation_config=config,
                                       attention_mask=torch.ones(embedded.shape[:2], dtype=torch.long))[0].tolist()
        lead, judge = float("inf"), RepetitionPenaltyLogitsProcessor(penalty)
        for i, row in enumerate(self.logits(ids, visual, answer)[:-1]):
            said = torch.tensor([answer[:i]], dtype=torch.long)
            best = (judge(said, row[None])[0] if i > 0 else row).topk(2)
            assert int(best.indices[0]) == answer[i]
            lead = min(lead, float(best.values[0] - best.values[1]))
        return answer, lead
