"""Writes tiny-videollama21, videollama21.json and qwen2-tokenizer.json."""

import random
from pathlib import Path

import videollama_run
from anomshield_cases import QUESTION, TALL, WIDE
from clip_processor import dump
from tiny_videollama21 import FIRST_ADDED, write
from tokenizer_cases import TEXTS
from videollama21_reference import VideoLlama21

HERE = Path(__file__).resolve().parent
CHECKPOINT = HERE / "tiny-videollama21"
STRONG = {"generation_config.json": {"repetition_penalty": 1.6}}
TIED = {"config.json": {"tie_word_embeddings": True}}

ASKS = [
    {"name": "its default frames", "clip": WIDE, "frames": 0, "question": QUESTION},
    {"name": "eight frames", "clip": TALL, "frames": 8, "question": "Why did it happen?\n视频 🚗 cafe\u0301"},
    {"name": "odd number of frames", "clip": TALL, "frames": 5, "question": "Name the result. It's <|im_end|> 2024"},
    {"name": "still image", "clip": WIDE | {"count": 1}, "frames": 0, "question": QUESTION, "still": True},
    {"name": "stronger penalty", "clip": WIDE, "frames": 0, "question": QUESTION, "patches": STRONG},
    {"name": "tied embeddings", "clip": TALL, "frames": 4, "question": QUESTION, "patches": TIED},
]
DELTAS = videollama_run.deltas()

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


def generate(folder):
    run = videollama_run.Run(VideoLlama21, folder, [STRONG, TIED], inner=True)
    return run.all(folder, ASKS, DELTAS), run.lead


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


if __name__ == "__main__":
    videollama_run.main(CHECKPOINT, 4, write_whole, generate, HERE / "videollama21.json")
    dump(tokenizer_golden(CHECKPOINT), HERE / "qwen2-tokenizer.json")
