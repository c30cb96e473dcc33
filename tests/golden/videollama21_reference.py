"""VideoLLaMA2.1 out of transformers' own SigLIP, Qwen2 and Qwen2Tokenizer: what the C++ engine is measured by."""

import json
from pathlib import Path

import torch
from transformers import (GenerationConfig, Qwen2Config, Qwen2ForCausalLM, Qwen2Tokenizer, SiglipImageProcessor,
                          SiglipVisionConfig, SiglipVisionModel)
from transformers.generation.logits_process import RepetitionPenaltyLogitsProcessor

from anomshield_reference import VIDEO
from videollama2_reference import CONNECTOR_PREFIX, VideoLlama2


class VideoLlama21(VideoLlama2):
    fill = (127, 127, 127)

    frames = 16
    Processor, TowerConfig, Tower = SiglipImageProcessor, SiglipVisionConfig, SiglipVisionModel

    def __init__(self, folder, patches=None):
        super().__init__(folder, patches)
        self.generation = (json.loads((Path(folder) / "generation_config.json").read_text())
                           | (patches or {}).get("generation_config.json", {}))

    def ends(self):
        return self.generation["eos_token_id"]

    def load_decoder(self, folder, weights):
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
        return text, self.encoded(text, place)

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
        penalty, ends = self.generation.get("repetition_penalty", 1.0), self.ends()
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
