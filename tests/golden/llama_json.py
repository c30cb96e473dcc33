"""Writes llama-tokenizer/tokenizer.json: what transformers makes of the SentencePiece model of tiny-anomshield."""

from pathlib import Path

from transformers import LlamaTokenizer, LlamaTokenizerFast

HERE = Path(__file__).resolve().parent


def main():
    model = str(HERE / "tiny-anomshield" / "tokenizer.model")
    fast = LlamaTokenizerFast(vocab_file=model, legacy=True, add_prefix_space=True)
    slow = LlamaTokenizer(model, legacy=True)
    for text in ("A man in a dark coat takes the bag.", "视频 🚗\n\n x"):
        assert fast(text).input_ids == slow(text).input_ids
    (HERE / "llama-tokenizer").mkdir(exist_ok=True)
    fast.backend_tokenizer.save(str(HERE / "llama-tokenizer" / "tokenizer.json"), pretty=False)


if __name__ == "__main__":
    main()
