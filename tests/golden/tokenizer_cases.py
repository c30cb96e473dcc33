"""Golden file of the tokenizer: transformers' slow LlamaTokenizer, legacy=True, on the tiny checkpoint's vocabulary."""

import hashlib
import random

from transformers import LlamaTokenizer

from anomshield_reference import SYSTEM

TEXTS = [
    "", " ", "  ", "   ", "a", " a", "a ", "  a  b  ", "\n", "\n\n", " \n ", "\t", "\r\n", "\x00",
    f"[INST] <<SYS>>\n{SYSTEM}\n<</SYS>>\n\n", "\nGive a detailed description of the incident. [/INST]",
    "\nWhat happened in the video? [/INST]", f"[INST] <<SYS>>\n{SYSTEM}\n<</SYS>>\n\nDescribe the incident. [/INST]",
    "The car did not stop at the red light.", "the  bag   from    the table", "1.The driver was speeding.\n2.Fire",
    "0123456789 42 7-1", "CAPITALS AND mixed Case", "don't; won't: \"quoted\" (so) {x} [y] #1 @2 50% a/b\\c",
    "视频中发生了什么？", "一辆汽车撞了摩托车。", " 视频 视频 ", "鑫龘", "Mixed 视频 and English",
    "🚗", "a🚗b", "👨‍👩‍👧‍👦 family", "e\u0301 é \u00a0 \u3000 \u200b", "ÀÉÎÕÜß ñ", "\ufeffbom", "𝔘𝔫𝔦",
    "<s>", "</s>", "<unk>", "<s>a", "a<s>", "a</s>b", "a </s> b", "<s><s>", "</s></s>a</s>", "a<unk>b",
    "an answer </s> another <s> third", " <s> ", "<s>\n</s>\n", "< s>", "<S>", "</s", "<<s>>", "<<SYS>>", "<0x0A>",
    "[INST]", "[/INST]", "<video>", "\u2581", "\u2581the\u2581car", "a\u2581b", "the\u2581 car",
    "A man in a dark coat takes the bag " * 12,
]


def generate(file):
    tokenizer = LlamaTokenizer(str(file), legacy=True)
    size = len(tokenizer)
    encoded = [{"text": text, "ids": tokenizer(text, add_special_tokens=False).input_ids} for text in TEXTS]
    assert tokenizer("").input_ids == [1]

    def ids(*pieces):
        found = tokenizer.convert_tokens_to_ids(list(pieces))
        assert 0 not in found, pieces
        return found

    def bytes_of(data):
        return [3 + b for b in data]

    sequences = [
        [], [1], [2], [0], [1, 2], ids("▁"), ids("▁", "▁"), ids("▁", "▁", "▁"), ids("▁the"), ids("▁", "▁the"),
        ids("▁", "<0x0A>", "▁the"), ids("▁", "<0x0A>", "<0x0A>"), ids("<0x0A>", "▁the"), ids("▁the", "▁"),
        [1] + ids("▁the", "▁video") + [2], ids("▁the") + [2] + ids("▁the"), [2] + ids("▁", "▁the"),
        ids("e", "▁the"), ids("▁", "e"), ids("▁", "▁", "▁the"), ids("▁the") + [0] + ids("▁video"),
        bytes_of("视".encode()), bytes_of("🚗".encode()), ids("▁the") + bytes_of("é🚗".encode()) + ids("▁video"),
        bytes_of(b"\xe8\xa7"), bytes_of(b"\xf0\x9f\x9a"), bytes_of(b"\x80"), bytes_of(b"\xff\xfe"),
        bytes_of(b"\xe8") + ids("▁the"), bytes_of(b"\xc3\x28"), bytes_of(b"\xc0\xaf"), bytes_of(b"\xed\xa0\x80"),
        bytes_of(b"\xf4\x90\x80\x80"), bytes_of(b"\xe8\xa7\xe8\xa7\x86"), bytes_of(b"A\xe8\xa7\x86B"),
        bytes_of(b"\xe8") + [2] + bytes_of(b"\xa7\x86"), bytes_of(b"   a"), ids("▁") + bytes_of(b" a"),
        ids("▁the") + bytes_of(b"\xf0\x9f") + ids("▁video") + bytes_of(b"\x9a\x97"), bytes_of(b"\x00\x7f"),
    ]
    dice = random.Random(7)
    for _ in range(24):
        sequences.append([dice.randrange(size) for _ in range(dice.randrange(1, 14))])
    for _ in range(24):  # mostly bytes: runs that are no UTF-8
        sequences.append([3 + dice.randrange(256) if dice.random() < 0.8 else dice.randrange(size)
                          for _ in range(dice.randrange(1, 12))])
    for entry in encoded:
        sequences.append(entry["ids"])
    decoded = [{"ids": s, "text": tokenizer.decode(s, skip_special_tokens=True, clean_up_tokenization_spaces=False)}
               for s in sequences]
    pieces = tokenizer.convert_ids_to_tokens(list(range(size)))
    return {"model": hashlib.sha256(file.read_bytes()).hexdigest(), "size": size, "pieces": pieces,
            "encode": encoded, "decode": decoded}
