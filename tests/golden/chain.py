"""Golden file of the chain of thought: the six questions put to the reference on tests/golden/tiny-anomshield."""

import re
import sys
from pathlib import Path

from anomshield_cases import QUESTION, SMALLEST_LEAD, reader
from anomshield_reference import AnomShield, sample_uniform
from clip_processor import dump

HERE = Path(__file__).resolve().parent
TEXTS = HERE.parents[1] / "resources/prompts"
LIMITS = (6, 5, 4, 7, 8, 3)
LIST = re.compile(r"\[\s*\d+\s*(?:,\s*\d+\s*)*\]")


def text_prompt(model, system, message):
    text = f"[INST] <<SYS>>\n{system}\n<</SYS>>\n\n{message} [/INST]"
    return text, model.tokenizer(text).input_ids


def order_of(ranking):
    found = LIST.search(ranking)
    return [int(c) for c in found.group() if c in "1234"] if found else [1, 2, 3, 4, 5]


def chosen_of(order, mode):
    if mode == "released":
        return [] if len(order) < 2 or len(order) == 5 else [min(order[:2])]
    order = list(dict.fromkeys([*order, 1, 2, 3, 4]))
    return sorted(order[:2])


def generate(model, clip, limit):
    read = reader(clip)
    sampled = sample_uniform(clip["count"], 32)
    lead = float("inf")

    def ask(ids, frames):
        nonlocal lead
        answer, its = model.greedy(ids, model.visual_tokens([read(i) for i in frames]) if frames else None, limit)
        lead = min(lead, its)
        return answer

    _, ids = model.prompt((TEXTS / "cot/caption.txt").read_text())
    parts = [sampled[8 * c:8 * c + 8] for c in range(4)]
    captions = [ask(ids, frames) for frames in parts]
    message = (TEXTS / "cot/rank-message.txt").read_text()
    values = {"question": (TEXTS / "description.txt").read_text()}
    values |= {f"caption{c + 1}": model.decode(caption) for c, caption in enumerate(captions)}
    message = re.sub(r"\{(\w+)\}", lambda m: values[m.group(1)], message)
    text, ids = text_prompt(model, (TEXTS / "cot/rank-system.txt").read_text(), message)
    ranking = ask(ids, None)
    order = order_of(model.decode(ranking))
    out = {"clip": clip, "question": QUESTION, "limit": limit, "parts": parts, "captions": captions,
           "rankingPrompt": text, "rankingIds": ids, "ranking": ranking, "order": order,
           "chosen": chosen_of(order, "paper"), "released": chosen_of(order, "released")}
    _, ids = model.prompt(QUESTION)
    out["answer"] = ask(ids, sum((parts[part - 1] for part in out["chosen"]), []))
    return out, lead


def main():
    import torch

    torch.set_num_threads(1)
    assert order_of("so [ 4, 13]!") == [4, 1, 3] and order_of("4, 2") == [1, 2, 3, 4, 5]
    model = AnomShield(HERE / "tiny-anomshield")
    cases = []
    for clip in ({"count": 40, "width": 320, "height": 180}, {"count": 19, "width": 90, "height": 140}):
        for limit in LIMITS:
            case, lead = generate(model, clip, limit)
            print(f"{clip['count']} frames, {limit} tokens: smallest lead {lead:.4f}", flush=True)
            if lead >= SMALLEST_LEAD:
                cases.append(case)
                break
        else:
            sys.exit("no answers that every machine repeats")
    dump({"chains": cases}, HERE / "chain.json")


if __name__ == "__main__":
    main()
