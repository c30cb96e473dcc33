"""Golden file of the picture processor: PIL's bicubic resize and Hugging Face's CLIPImageProcessor."""

import hashlib
import json

import numpy as np
from PIL import Image
from transformers import CLIPImageProcessor

from patterns import PATTERNS

RESIZES = [  # pattern, width, height, new width, new height
    ("noise", 37, 23, 61, 11), ("noise", 37, 23, 11, 61), ("noise", 64, 48, 64, 17),
    ("noise", 64, 48, 19, 48), ("noise", 31, 17, 31, 17), ("noise", 5, 3, 224, 134),
    ("noise", 1, 1, 7, 9), ("noise", 1, 40, 13, 8), ("noise", 40, 1, 8, 13),
    ("noise", 97, 101, 1, 1), ("noise", 2, 2, 3, 3), ("noise", 640, 361, 398, 224),
    ("checks", 50, 30, 33, 47), ("checks", 30, 50, 90, 77), ("checks", 333, 77, 21, 20),
    ("ramps", 853, 480, 224, 126), ("ramps", 224, 126, 853, 480), ("ramps", 1279, 719, 398, 223),
]

PROCESSED = [  # pattern, width, height, shortest edge, crop, pad
    ("noise", 320, 180, 224, 224, False), ("noise", 320, 180, 224, 224, True),
    ("noise", 180, 320, 224, 224, False), ("noise", 180, 320, 224, 224, True),
    ("noise", 225, 223, 224, 224, False), ("noise", 224, 224, 224, 224, False),
    ("noise", 33, 57, 224, 224, False), ("noise", 57, 32, 224, 224, True),
    ("noise", 1, 9, 224, 224, False), ("noise", 9, 1, 224, 224, True),
    ("noise", 1, 1, 224, 224, False), ("checks", 1280, 720, 224, 224, False),
    ("ramps", 1281, 721, 224, 224, True), ("ramps", 97, 101, 72, 72, False),
    ("ramps", 97, 61, 336, 336, False), ("checks", 61, 97, 60, 48, False),
    ("noise", 40, 60, 24, 31, False), ("noise", 60, 41, 24, 31, False),
    ("noise", 50, 50, 23, 32, True), ("noise", 2000, 3, 224, 224, False),
    ("noise", 3, 2000, 224, 224, True), ("noise", 640, 1, 224, 224, False),
    ("ramps", 3840, 2160, 336, 336, False), ("ramps", 2160, 3840, 224, 224, True),
    ("checks", 7680, 40, 224, 224, True), ("noise", 223, 1000, 224, 224, False),
]

MEAN = (0.48145466, 0.4578275, 0.40821073)
STD = (0.26862954, 0.26130258, 0.27577711)


def sha256(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def expand_to_square(image):
    """Pads a PIL image to a square in the mean colour, by model spec A.3."""
    w, h = image.size
    if w == h:
        return image
    side = max(w, h)
    square = Image.new("RGB", (side, side), tuple(int(m * 255) for m in MEAN))
    square.paste(image, ((side - w) // 2, (side - h) // 2))
    return square


def processor(edge, crop):
    return CLIPImageProcessor(size={"shortest_edge": edge}, crop_size={"height": crop, "width": crop})


def pixels_and_bytes(array, edge, crop, pad):
    """float32 [3, crop, crop] and the uint8 [crop, crop, 3] from which they are made."""
    image = Image.fromarray(array)
    if pad:
        image = expand_to_square(image)
    model = processor(edge, crop)
    order = {"input_data_format": "channels_last", "return_tensors": "np"}  # it guesses wrong at 1 pixel
    pixels = model(image, **order)["pixel_values"][0]
    cropped = model(image, do_rescale=False, do_normalize=False, **order)["pixel_values"][0]
    return pixels, cropped.transpose(1, 2, 0)


def probes(crop):
    """Places, as [channel, y, x], at which the golden file holds the values."""
    return [[i % 3, (i * 7919) % crop, (i * 104729 + i) % crop] for i in range(24)]


def generate():
    resizes, processed = [], []
    for pattern, w, h, new_w, new_h in RESIZES:
        out = np.asarray(Image.fromarray(PATTERNS[pattern](w, h)).resize((new_w, new_h), Image.BICUBIC))
        case = {"pattern": pattern, "width": w, "height": h, "newWidth": new_w, "newHeight": new_h,
                "sha256": sha256(out)}
        if out.size <= 200:
            case["bytes"] = out.reshape(-1).tolist()
        resizes.append(case)
    for pattern, w, h, edge, crop, pad in PROCESSED:
        pixels, cropped = pixels_and_bytes(PATTERNS[pattern](w, h), edge, crop, pad)
        assert cropped.dtype == np.uint8 and pixels.dtype == np.float32
        processed.append({
            "pattern": pattern, "width": w, "height": h, "edge": edge, "crop": crop, "pad": pad,
            "sha256": sha256(cropped),
            "values": [[*p, float(pixels[tuple(p)])] for p in probes(crop)],
        })
    return {"resizes": resizes, "processed": processed}


def dump(value, path):
    """One case a line: small in a diff."""
    lines = []
    for key, cases in value.items():
        if isinstance(cases, list):
            body = ",\n".join("  " + json.dumps(case) for case in cases)
            lines.append(f" {json.dumps(key)}: [\n{body}\n ]")
        else:
            lines.append(f" {json.dumps(key)}: {json.dumps(cases)}")
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
