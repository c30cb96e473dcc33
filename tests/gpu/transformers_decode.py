"""What goal S13 stands beside: transformers' eager decoding on the GPU, random weights in Mistral-7B's sizes.

Prints one line; a library that is missing is told. Not yet run on a GPU.
"""

import statistics
import sys
import time

PROMPT, TOKENS, RUNS = 320, 64, 5


def main():
    try:
        import torch
        from transformers import MistralConfig, MistralForCausalLM
    except ImportError as error:
        print(f"transformers eager: not measured ({error})")
        return
    if not torch.cuda.is_available():
        print("transformers eager: not measured (no GPU for PyTorch)")
        return
    layers = int(sys.argv[1]) if len(sys.argv) > 1 else 32
    config = MistralConfig(num_hidden_layers=layers, sliding_window=None)
    torch.set_default_dtype(torch.bfloat16)
    with torch.device("cuda"):
        model = MistralForCausalLM(config).eval()
        embeds = torch.randn(1, PROMPT, config.hidden_size)
    times = []
    with torch.inference_mode():
        for _ in range(RUNS + 1):
            out = model(inputs_embeds=embeds, use_cache=True, logits_to_keep=1)
            torch.cuda.synchronize()
            begin = time.perf_counter()
            for _ in range(TOKENS):
                ids = out.logits[:, -1].argmax(-1, keepdim=True)
                out = model(input_ids=ids, past_key_values=out.past_key_values, use_cache=True)
            torch.cuda.synchronize()
            times.append((time.perf_counter() - begin) / TOKENS)
    rate = 1 / statistics.median(times[1:])
    print(f"transformers eager, bf16, {layers} layers: {rate:.1f} tokens/s (S13: ours ≥ 5 ×)")


main()
