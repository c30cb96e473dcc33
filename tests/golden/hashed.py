"""Numbers that come from a name, the same as hashed() of tests/model/engine/Weights.h."""

import numpy as np
import torch


def hashed(name, shape):
    seed = 2166136261
    for byte in name.encode():
        seed = ((seed ^ byte) * 16777619) & 0xFFFFFFFF
    x = (np.arange(int(np.prod(shape)), dtype=np.uint64) + seed) & 0xFFFFFFFF
    x = (x * 2654435761) & 0xFFFFFFFF
    x = ((x ^ (x >> 16)) * 2246822519) & 0xFFFFFFFF
    x = ((x ^ (x >> 13)) * 3266489917) & 0xFFFFFFFF
    x ^= x >> 16
    values = (x >> 8).astype(np.float32) / np.float32(16777216) - np.float32(0.5)
    return torch.from_numpy(values.reshape(shape))
