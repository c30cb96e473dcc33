"""Writes tiny-videollama21, videollama21.json and qwen2-tokenizer.json."""

import random
import sys
import tempfile
from pathlib import Path

import numpy as np

from anomshield_cases import LIMIT, QUESTION, TALL, WIDE, digests, probes, reader, rounded
from anomshield_reference import masked_video
from clip_processor import dump, sha256
from tiny_videollama21 import FIRST_ADDED, write
from tokenizer_cases import TEXTS
from videollama2_reference import IMAGE
from videollama21_reference import VideoLlama21

HERE = Path(__file__).resolve().parent
CHECKPOINT = HERE / "tiny-videollama21"
SEED = 4
SMALLEST_LEAD = 0.003  # of a chosen token's logit before the next: machines differ by 1e-5
STRONG = {"generation_config.json": {"repetition_penalty": 1.6}}
TIED = {"config.json": {"tie_word_embeddings": True}}
KEY = [[12, 24]]

ASKS = [
    {"name": "its default frames", "clip": WIDE, "frames": 0, "question": QUESTION},
    {"name": "eight frames", "clip": TALL, "frames": 8, "question": "Why did it happen?\n视频 🚗 cafe\u0301"},
    {"name": "odd number of frames", "clip": TALL, "frames": 5, "question": "Name the result. It's <|im_end|> 2024"},
    {"name": "still image", "clip": WIDE | {"count": 1}, "frames": 0, "question": QUESTION, "still": True},
    {"name": "stronger penalty", "clip": WIDE, "frames": 0, "question": QUESTION, "patches": STRONG},
    {"name": "tied embeddings", "clip": TALL, "frames": 4, "question": QUESTION, "patches": TIED},
]
DELTAS = [{"name": mode, "mask": mode, "frames": 8, "keyRanges": KEY, "controlFrames": []}
          for mode in ("delete", "blank", "black", "freeze", "blur")]

MORE_TEXTS = [
    "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\nWhat happened?<|im_end|>\n",
    "<|im_start|>assistant\n", "<|endoftext|>", "a<|im_end|>b", "<|im_end|><|im_end|>", "<|im_end", "<|im_end|",
    "<tool_call>x</tool_call>", " <tool_call> ", "<|im_end|>\u0338", "it's It'S IT'LL we'Ve 'd'm're 't don''t",
    "'\u017f 'sun 'tis", "l'été", "''s", "x 's", "1234567890 12.5% ½ ² Ⅷ ४२ 一二三 五", "a1b2c3", " 1  2   3",
    "a  b   c    d", "  leading", "trailing  ", "tab\tand\ttabs\t\t", "line\nbreaks\n\nand\r\nmore\r\r\n  \n end",
    " \n \n a", "\n a", "a\n", "a \n", "a\n ", "  \n  ", "!!!\n\n!!!", " !!!\nx", "...\r\n...", "a-b_c/d\\e|f", "(a) [b] {c}",
    "\u00a0a\u2003b\u3000c\u0085d\u2028e", "\x00\x01\x1b\x1c\x1d\x1e\x1f\x7f", "a\x1cb \x1f c", "e\u0301 é \u1e9b\u0323 \u212b \uac00\u1100\u1161\u11a8",
    "q\u0307\u0323 \u0344 \u0958", "\u200b\u200d\ufeff", "नमस्ते दुनिया", "สวัสดีชาวโลก", "مرحبا بالعالم", "שלום", "Привет, мир!", "Γειά σου",
    "日本語のテキスト、カタカナ。", "한국어 텍스트", "𠀀𠀁 𝟘𝟙 🇩🇪 🏳️‍🌈 👍🏽", "ﬁ ﬂ Ǆ ǅ ʰ ª º", "a\u0300\u0301b", "\u0301a", "1\u0301", " \u0301",
    "x" * 70, "the " * 40, "视频" * 30, " " * 33 + "x", "\n" * 9 + "x", "aaaaaaaaaaaaaaaaaaaa", "ababababababa",
]


class Run:
    def __init__(self, folder):
        self.lead = float("inf")
        self.models = {str(p): VideoLlama21(folder, p) for p in ({}, STRONG, TIED)}

    def greedy(self, model, ids, visual):
        answer, lead = model.greedy(ids, visual, LIMIT)
        self.lead = min(self.lead, lead)
        return answer

    def ask(self, case):
        model = self.models[str(case.get("patches", {}))]
        clip, read = case["clip"], reader(case["clip"])
        sampled = [0] * 16 if case.get("still") else model.sample(clip["count"], case["frames"] or 16)
        pictures = [read(i) for i in sampled]
        text, ids = model.prompt(case["question"], *([IMAGE] if case.get("still") else []))
        pixels = model.pixels(pictures)
        visual = model.visual_tokens(pictures)
        answer = self.greedy(model, ids, visual)
        rows = model.logits(ids, visual, answer[:8]).numpy()
        return case | {
            "sampled": sampled, "prompt": text, "promptIds": ids, "limit": LIMIT,
            "crops": [sha256(model.crop(p)) for p in pictures[:3]], "pixels": sha256(pixels.numpy()),
            "answer": answer, "ended": answer[-1] in model.generation["eos_token_id"], "text": model.decode(answer),
            "logProbabilities": rounded(model.log_probabilities(ids, visual, answer)),
            "logits": [rounded(row[::16], 6) for row in rows],
            "tower": probes(model.tower_features(pixels).numpy()), "visual": probes(visual.numpy()),
        }

    def delta(self, case):
        model, read, count = self.models["{}"], reader(WIDE), WIDE["count"]
        sampled = model.sample(count, case["frames"])
        _, ids = model.prompt(QUESTION)
        visual = model.visual_tokens([read(i) for i in sampled])
        answer = self.greedy(model, ids, visual)
        base = model.log_probabilities(ids, visual, answer)
        begin, end = case["keyRanges"][0]
        seen, slots, pictures = masked_video(case["mask"], read, sampled, count, lambda i: begin <= i < end,
                                             model.fill, model.sample)
        tokens = model.visual_tokens(pictures)
        evidence = np.array(base) - np.array(model.log_probabilities(ids, tokens, answer))
        return case | {"clip": WIDE, "question": QUESTION, "limit": LIMIT, "sampled": sampled, "answer": answer,
                       "keyMasked": [i for i in sampled if begin <= i < end], "done": case["mask"],
                       "keyFramesSeen": seen, "keyBlanked": slots, "evidence": rounded(evidence),
                       "delta": round(float(evidence.mean()), 7), "given": [],
                       "maskedAnswer": self.greedy(model, ids, tokens)}


def generate(folder):
    run = Run(folder)
    result = {"files": digests(folder), "asks": [run.ask(c) for c in ASKS], "deltas": [run.delta(c) for c in DELTAS]}
    return result, run.lead


def tokenizer_golden(folder):
    """The slow tokenizer's ids; the fast one, made of the same files, gives the same but where they are told apart."""
    from transformers import Qwen2Tokenizer, Qwen2TokenizerFast

    slow, fast = Qwen2Tokenizer.from_pretrained(folder), Qwen2TokenizerFast.from_pretrained(folder)
    encoded = []
    for text in TEXTS + MORE_TEXTS:
        ids = slow(text, add_special_tokens=False).input_ids
        other = fast(text, add_special_tokens=False).input_ids
        encoded.append({"text": text, "ids": ids} | ({} if other == ids else {"fast": other}))
    size = len(slow)
    of_byte = {bytes([b]): i for i in range(FIRST_ADDED) for b in [slow.byte_decoder[slow.decoder[i][0]]]
               if len(slow.decoder[i]) == 1}

    def bytes_of(data):
        return [of_byte[bytes([b])] for b in data]

    end = FIRST_ADDED + 2
    sequences = [[], [end], [FIRST_ADDED, FIRST_ADDED + 1, end], [FIRST_ADDED + 3]]
    for data in (b"\xe8\xa7\x86", b"\xe8\xa7", b"\xe8", b"\xf0\x9f\x9a", b"\xf0\x9f\x9a\x97", b"\x80", b"\xff\xfe",
                 b"\xc3\x28", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe0\x80\x80", b"\xe0\xa0",
                 b"\xf0\x80\x80", b"\xe8\xa7\xe8\xa7\x86", b"A\xe8\xa7\x86B", b"\xf0\x9f\xf0\x9f\x9a\x97", b" a ", b"\n"):
        sequences += [bytes_of(data), bytes_of(data) + slow("the").input_ids,
                      bytes_of(data[:1]) + [end] + bytes_of(data[1:]),
                      bytes_of(data[:1]) + [FIRST_ADDED + 3] + bytes_of(data[1:])]
    dice = random.Random(7)
    for _ in range(24):
        sequences.append([dice.randrange(size) for _ in range(dice.randrange(1, 14))])
    for _ in range(24):  # mostly bytes: runs that are no UTF-8
        sequences.append([dice.randrange(256) if dice.random() < 0.8 else dice.randrange(size)
                          for _ in range(dice.randrange(1, 12))])
    sequences += [entry["ids"] for entry in encoded]
    decoded = [{"ids": s, "text": slow.batch_decode([s], skip_special_tokens=True)[0]} for s in sequences]
    return {"size": size, "eos": slow.eos_token_id, "pieces": slow.convert_ids_to_tokens(list(range(size))),
            "chats": [slow.chat_template, slow.chat_template.replace("\n", "\\n")],
            "encode": encoded, "decode": decoded}


def write_whole(folder, seed):
    """And the tokenizer.json that transformers makes of the other files."""
    from transformers import Qwen2TokenizerFast

    write(folder, seed)
    Qwen2TokenizerFast.from_pretrained(folder).backend_tokenizer.save(str(folder / "tokenizer.json"), pretty=False)


def main():
    import torch

    torch.set_num_threads(1)
    if sys.argv[1:2] == ["--seeds"]:
        for seed in range(int(sys.argv[2]), int(sys.argv[2]) + int(sys.argv[3])):
            with tempfile.TemporaryDirectory() as folder:
                write(Path(folder), seed)
                result, lead = generate(Path(folder))
            lengths = [(len(a["answer"]), a["answer"][-1]) for a in result["asks"]]
            print(f"seed {seed}: smallest lead {lead:.4f}, answers of {lengths}", flush=True)
        return
    write_whole(CHECKPOINT, SEED)
    result, lead = generate(CHECKPOINT)
    if lead < SMALLEST_LEAD:
        sys.exit(f"seed {SEED} gives no answers that every machine repeats (smallest lead {lead:.4f}): "
                 "find another with --seeds FIRST COUNT")
    dump({"seed": SEED} | result, HERE / "videollama21.json")
    dump(tokenizer_golden(CHECKPOINT), HERE / "qwen2-tokenizer.json")


if __name__ == "__main__":
    main()
