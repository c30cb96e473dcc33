"""The Python side of the media benchmarks: one JSON request a line, one JSON answer a line.

Every function does the work that its C++ counterpart does and returns {"ms": its own time} with
whatever shows that the work was done. Only for benchmarks; nothing of the product runs Python.
"""

import ctypes
import glob
import json
import os
import sys
import time

FUNCTIONS = {}


def peer(function):
    FUNCTIONS[function.__name__] = function
    return function


def timed(work):
    start = time.perf_counter()
    result = work()
    return (time.perf_counter() - start) * 1000, result


def preload_npp():
    """torchcodec links a library of CUDA that its wheel does not bring; the nvidia-npp wheel does."""
    import torch

    pattern = os.path.join(os.path.dirname(torch.__file__), "..", "nvidia", "*", "lib", "libnppicc.so*")
    for path in glob.glob(pattern):
        ctypes.CDLL(path, ctypes.RTLD_GLOBAL)


@peer
def versions():
    found = {}
    for name in ("cv2", "av", "torchcodec", "torch", "numpy"):
        try:
            if name == "torchcodec":
                preload_npp()
            found[name] = __import__(name).__version__
        except Exception as error:  # a peer that is missing is told, not fatal
            found[name] = f"missing: {error}"
    return {"ms": 0, "versions": found}


def main():
    for line in sys.stdin:
        try:
            request = json.loads(line)
            answer = FUNCTIONS[request["function"]](**request["arguments"])
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
