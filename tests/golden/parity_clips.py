"""Golden file of the whole way from a video file to an answer: the ffmpeg program decodes, the reference answers.

Needs the clips of ../shared/data. Nothing of them is written, only numbers and digests. The ffmpeg program of the
machine counts: where its swscale writes other pixels, the test says so instead of comparing answers.
"""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from anomshield_cases import probes, rounded
from anomshield_reference import AnomShield, masked_video
from clip_processor import dump, sha256
from videollama2_reference import VideoLlama2
from videollama21_reference import VideoLlama21

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("ECVA_SHARED_DATA", HERE.parents[1] / "../shared/data"))
LIMIT = 12  # new tokens
SMALLEST_LEAD = 0.003
QUESTIONS = ["What happened in the video? Describe the incident.", "Why did it happen?", "Name the result.",
             "How did it end?", "Describe the incident.", "Give the reasons.", "What happened?",
             "What does the man do?", "视频中发生了什么 ？", "Did the car stop?", "What is broken?", "Who falls?"]
CLIPS = [{"file": "sample_demo_3.mp4", "what": "H.264, BT.709"}, {"file": "robbery.mp4", "what": "HEVC"},
         {"file": "aRo8x3xXeEA_3_8.avi", "what": "H.264 in AVI, without pts"}]
V35 = {"config.json": {"mm_projector_type": "stc_connector_v35"}}
MODELS = [(AnomShield, {"checkpoint": "tiny-anomshield", "frames": 16}),
          (VideoLlama2, {"checkpoint": "tiny-videollama2", "frames": 8}),
          (VideoLlama2, {"checkpoint": "tiny-videollama2", "frames": 8, "patches": V35}),
          (VideoLlama21, {"checkpoint": "tiny-videollama21", "frames": 16})]
MODES = ("delete", "blank", "black", "freeze", "blur")


def ffprobe(file, entries):
    out = subprocess.run(["ffprobe", "-v", "error", "-select_streams", "v:0", "-count_frames", "-show_entries",
                          f"stream={entries}", "-of", "csv=p=0", file], check=True, capture_output=True, text=True)
    return [int(v) for v in out.stdout.strip().split(",")]


def decoded(file, width, height, wanted):
    """The wanted frames, by number in presentation order, as the ffmpeg program writes them."""
    frames, size = {}, width * height * 3
    command = ["ffmpeg", "-v", "error", "-i", file, "-map", "0:v:0", "-fps_mode", "passthrough",
               "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        for number in range(max(wanted) + 1):
            data = process.stdout.read(size)
            assert len(data) == size, f"{file}: frame {number} is not there"
            if number in wanted:
                frames[number] = np.frombuffer(data, np.uint8).reshape(height, width, 3)
        process.stdout.close()
        process.wait()
    return frames


def key_ranges(count):
    """Half-open: two fifths to three fifths, and a tenth near the end."""
    return [[count * 2 // 5, count * 3 // 5], [count * 4 // 5, count * 9 // 10]]


def generate_clip(model, clip, of_model):
    file = DATA / "clips" / clip["file"]
    width, height, count = ffprobe(file, "width,height,nb_read_frames")
    sampled = model.sample(count, of_model["frames"])
    ranges = key_ranges(count)

    def inside(frame):
        return any(begin <= frame < end for begin, end in ranges)

    wanted = set(sampled)
    for mode in MODES:  # which frames they read
        nothing = np.zeros((height, width, 3), np.uint8)
        masked_video(mode, lambda i: wanted.add(i) or nothing, sampled, count, inside, model.fill, model.sample)
    frames = decoded(file, width, height, wanted)
    pictures = [frames[i] for i in sampled]
    pixels = model.pixels(pictures)
    visual = model.visual_tokens(pictures)
    out = clip | of_model | {"width": width, "height": height, "count": count, "sampled": sampled, "keyRanges": ranges,
                  "rgb": [sha256(p) for p in pictures], "crops": [sha256(model.crop(p)) for p in pictures],
                  "pixels": sha256(pixels.numpy()), "visual": probes(visual.numpy()), "limit": LIMIT}
    masks = {}
    for mode in MODES:
        seen, slots, shown = masked_video(mode, frames.__getitem__, sampled, count, inside, model.fill,
                                          model.sample)
        masks[mode] = (seen, slots, [sha256(p) for p in shown], model.visual_tokens(shown))
    for question in QUESTIONS:  # the first whose decisions every machine repeats
        text, ids = model.prompt(question)
        answer, lead = model.greedy(ids, visual, LIMIT)
        base = model.log_probabilities(ids, visual, answer)
        deltas = []
        for mode, (seen, slots, digests, tokens) in masks.items():
            again, its_lead = model.greedy(ids, tokens, LIMIT)
            lead = min(lead, its_lead)
            evidence = np.array(base) - np.array(model.log_probabilities(ids, tokens, answer))
            deltas.append({"mask": mode, "frames": seen, "blanked": slots, "evidence": rounded(evidence),
                           "delta": round(float(evidence.mean()), 7), "maskedAnswer": again})
        print(f"{clip['file']}, {of_model['checkpoint']}: {question!r}: {len(answer)} tokens, "
              f"smallest lead {lead:.4f}", flush=True)
        if lead >= SMALLEST_LEAD:
            return out | {"question": question, "prompt": text, "promptIds": ids, "answer": answer,
                          "text": model.decode(answer), "logProbabilities": rounded(base), "deltas": deltas}
    sys.exit(f"{clip['file']}: no question has an answer that every machine repeats")


def main():
    import torch

    torch.set_num_threads(1)
    if not (DATA / "clips").is_dir():
        print(f"{DATA} is not there: parity-clips.json stays as it is")
        return
    clips = []
    for kind, of_model in MODELS:
        model = kind(HERE / of_model["checkpoint"], of_model.get("patches"))
        clips += [generate_clip(model, clip, of_model) for clip in CLIPS]
    dump({"clips": clips}, HERE / "parity-clips.json")


if __name__ == "__main__":
    main()
