"""The Python side of the benchmarks: one JSON request a line, one JSON answer a line.

Every function does the work that its C++ counterpart does and returns {"ms": its own time} with
whatever shows that the work was done. Only for benchmarks; nothing of the product runs Python.
"""

import ctypes
import glob
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import peers_model  # noqa: F401 its functions join the list
from registry import FUNCTIONS, peer, timed


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


# S1, S2: frames by number, RGB, scaled to side x side. Opening and scanning are not counted.


def frames_answer(ms, images, cells, compare):
    if not compare:
        return {"ms": ms}
    import numpy

    small = []
    for image in images:
        grey = numpy.asarray(image, dtype=numpy.float64).mean(axis=2)
        step = grey.shape[0] // cells
        small.append(grey.reshape(cells, step, cells, step).mean(axis=(1, 3)).ravel().tolist())
    return {"ms": ms, "small": small}


def opencv_rgb(image, side):
    import cv2

    # INTER_AREA: a bilinear scaler would leave out pixels, as ours does not.
    return cv2.cvtColor(cv2.resize(image, (side, side), interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)


@peer
def frames_opencv_seek(path, frames, side, cells, compare):
    import cv2

    capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG)

    def work():
        images = []
        for number in frames:
            capture.set(cv2.CAP_PROP_POS_FRAMES, number)
            found, image = capture.read()
            if not found:
                raise RuntimeError(f"opencv has no frame {number}")
            images.append(opencv_rgb(image, side))
        return images

    ms, images = timed(work)
    return frames_answer(ms, images, cells, compare)


@peer
def frames_opencv_all(path, frames, side, cells, compare):
    import cv2

    capture = cv2.VideoCapture(path, cv2.CAP_FFMPEG)

    def work():
        images = []
        number = 0
        for wanted in frames:
            while number <= wanted:
                if not capture.grab():
                    raise RuntimeError(f"opencv has no frame {wanted}")
                number += 1
            images.append(opencv_rgb(capture.retrieve()[1], side))
        return images

    ms, images = timed(work)
    return frames_answer(ms, images, cells, compare)


def pyav_rgb(frame, side):
    return frame.reformat(width=side, height=side, format="rgb24", interpolation="BICUBIC").to_ndarray()


@peer
def frames_pyav_seek(path, frames, side, cells, compare):
    import av

    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        step = round(1 / (stream.average_rate * stream.time_base))
        start = stream.start_time or 0

        def work():
            images = []
            for number in frames:
                wanted = start + number * step
                container.seek(wanted, stream=stream, backward=True)
                for frame in container.decode(stream):
                    if frame.pts >= wanted:
                        images.append(pyav_rgb(frame, side))
                        break
            return images

        ms, images = timed(work)
    return frames_answer(ms, images, cells, compare)


@peer
def frames_pyav_all(path, frames, side, cells, compare):
    import av

    with av.open(path) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"

        def work():
            images = []
            wanted = set(frames)
            for number, frame in enumerate(container.decode(stream)):
                if number in wanted:
                    images.append(pyav_rgb(frame, side))
                if number >= frames[-1]:
                    break
            return images

        ms, images = timed(work)
    return frames_answer(ms, images, cells, compare)


TORCHCODEC = {}


@peer
def frames_torchcodec(path, frames, side, cells, compare):
    preload_npp()
    import torch
    from torchcodec.decoders import VideoDecoder

    if path not in TORCHCODEC:
        TORCHCODEC[path] = VideoDecoder(path, seek_mode="exact", num_ffmpeg_threads=0)
    decoder = TORCHCODEC[path]

    def work():
        batch = decoder.get_frames_at(indices=frames).data.float()
        scaled = torch.nn.functional.interpolate(batch, (side, side), mode="bilinear", antialias=True)
        return scaled.round().clamp(0, 255).byte().permute(0, 2, 3, 1).numpy()

    ms, images = timed(work)
    return frames_answer(ms, images, cells, compare)


# S3, S4: mpv, over its socket, without a window.


class Mpv:
    def __init__(self, path):
        self.socket_path = os.path.join(tempfile.mkdtemp(prefix="ecva-mpv-"), "socket")
        self.process = subprocess.Popen(
            ["mpv", "--no-config", "--vo=null", "--ao=null", "--no-terminal", "--hr-seek=yes", "--pause",
             "--keep-open=always", "--idle=no", f"--input-ipc-server={self.socket_path}", path]
        )
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        deadline = time.monotonic() + 20
        while True:
            try:
                self.socket.connect(self.socket_path)
                break
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise RuntimeError("mpv does not start")
                time.sleep(0.02)
        self.socket.settimeout(60)
        self.lines = self.socket.makefile("rb")
        self.get("time-pos", until=lambda value: value is not None)
        time.sleep(0.5)  # what is said of the first picture is not taken for an answer
        self.get("time-pos")

    def send(self, *command):
        self.socket.sendall(json.dumps({"command": command}).encode() + b"\n")

    def wait(self, matches):
        for line in self.lines:
            message = json.loads(line)
            if matches(message):
                return message
        raise RuntimeError("mpv has gone")

    def get(self, name, until=lambda value: True):
        while True:
            self.send("get_property", name)
            value = self.wait(lambda message: "error" in message and "event" not in message).get("data")
            if until(value):
                return value
            time.sleep(0.01)

    def timed(self, *command):
        """Milliseconds from the command to the picture."""
        start = time.perf_counter()
        self.send(*command)
        self.wait(lambda message: message.get("event") == "playback-restart")
        return (time.perf_counter() - start) * 1000

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.socket.close()
        shutil.rmtree(os.path.dirname(self.socket_path), ignore_errors=True)


@peer
def mpv_seeks(path, frames, rate):
    mpv = Mpv(path)
    try:
        each, same = [], 0
        for number in frames:
            each.append(mpv.timed("seek", number / rate, "absolute+exact"))
            same += round(mpv.get("time-pos") * rate) == number
        return {"ms": sum(each), "each": each, "same": same}
    finally:
        mpv.close()


@peer
def mpv_back_steps(path, start, steps, rate):
    mpv = Mpv(path)
    try:
        mpv.timed("seek", start / rate, "absolute+exact")
        each, same = [], 0
        for step in range(1, steps + 1):
            each.append(mpv.timed("frame-back-step"))
            same += round(mpv.get("time-pos") * rate) == start - step
        return {"ms": sum(each), "each": each, "same": same}
    finally:
        mpv.close()


def open_torchcodec(path, seek_mode):
    preload_npp()
    from torchcodec.decoders import VideoDecoder

    return timed(lambda: VideoDecoder(path, seek_mode=seek_mode))


@peer
def torchcodec_scan(path, start, seconds, rate):
    ms, decoder = open_torchcodec(path, "exact")
    return {"ms": ms, "frames": len(decoder)}


def window(path, start, seconds, rate, seek_mode):
    opened, decoder = open_torchcodec(path, seek_mode)
    times = [start + i / rate for i in range(round(seconds * rate))]
    ms, frames = timed(lambda: decoder.get_frames_played_at(times))
    return {"ms": opened + ms, "frames": len(frames)}


@peer
def torchcodec_window(path, start, seconds, rate):
    return window(path, start, seconds, rate, "exact")


@peer
def torchcodec_window_approximate(path, start, seconds, rate):
    return window(path, start, seconds, rate, "approximate")


def main():
    # Answers go where the output was; whatever a library prints goes to the errors.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        try:
            request = json.loads(line)
            answer = FUNCTIONS[request["function"]](**request["arguments"])
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
