"""Printed lines recognised by the PP-OCR model of the rapidocr wheel, run directly by ONNX Runtime.

The model is read from the installed package; nothing is ever downloaded. Recognition alone is used:
where text stands is known from the rulings and the ink, and finding it again would cost most of the time.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped]

Plane = npt.NDArray[np.uint8]
"""A picture of one channel, rows by columns, 255 white."""

HEIGHT = 48
"""The height the recogniser was trained on, in pixels."""
NARROWEST = 48
WIDEST = 2400
STEP = 16
BUDGET = 6400
"""A batch holds at most this many columns of pixels, so that memory stays small."""
UPRIGHT_SIZE = (192, 48)
FEW_THREADS = 1


@dataclass(frozen=True, slots=True)
class Recognised:
    """The text of one line; ``sure`` is the least certainty of any of its characters, 0 to 1."""

    text: str
    sure: float


def recognise(crops: Sequence[Plane]) -> list[Recognised]:
    """Read lines of text, each cut out with a little room around it.

    Only lines of one width go together: the net's time grows with the columns it is given, blank ones
    too, and a line reads the same whatever others are read with it.
    """
    session, alphabet = _recogniser()
    shaped = [_shaped(crop) for crop in crops]
    by_width: dict[int, list[int]] = defaultdict(list)
    for index, plane in enumerate(shaped):
        by_width[plane.shape[1]].append(index)
    out = [Recognised("", 0.0)] * len(crops)
    for width, group in by_width.items():
        most = max(1, BUDGET // width)
        for start in range(0, len(group), most):
            batch = group[start : start + most]
            planes = np.stack([shaped[index] for index in batch]).astype(np.float32) / 127.5 - 1.0
            block = np.repeat(planes[:, np.newaxis], 3, axis=1)
            (scores,) = session.run(None, {"x": block})
            best, top = scores.argmax(axis=2), scores.max(axis=2)
            for row, index in enumerate(batch):
                out[index] = _decoded(best[row], top[row], alphabet)
    return out


def _shaped(crop: Plane) -> Plane:
    """A line scaled to the model's height, its width rounded up to a step of the net."""
    height, width = crop.shape
    wide = min(WIDEST, max(8, round(width * HEIGHT / height)))
    scaled = cv2.resize(crop, (wide, HEIGHT), interpolation=cv2.INTER_LINEAR)
    full = max(NARROWEST, math.ceil(wide / STEP) * STEP)
    paper = int(np.percentile(scaled, 90))
    return np.pad(scaled, ((0, 0), (0, full - wide)), constant_values=paper)


def _decoded(
    best: npt.NDArray[np.int64], top: npt.NDArray[np.float32], alphabet: Sequence[str]
) -> Recognised:
    """Drop blanks and repeats (connectionist temporal classification, greedy)."""
    text: list[str] = []
    sure = 1.0
    before = 0
    for code, chance in zip(best.tolist(), top.tolist(), strict=True):
        if code != before and code != 0:
            text.append(alphabet[code])
            sure = min(sure, chance)
        before = code
    return Recognised("".join(text).strip(), sure if text else 0.0)


def upside_down(crops: Sequence[Plane]) -> float:
    """The share of these lines (wide ones) that stand on their heads, by the wheel's direction model."""
    if not crops:
        return 0.0
    session = _director()
    block = np.zeros((len(crops), 3, UPRIGHT_SIZE[1], UPRIGHT_SIZE[0]), dtype=np.float32)
    for row, crop in enumerate(crops):
        height, width = crop.shape
        wide = min(UPRIGHT_SIZE[0], max(8, round(width * UPRIGHT_SIZE[1] / height)))
        plane = cv2.resize(crop[:, : 4 * height], (wide, UPRIGHT_SIZE[1])).astype(np.float32) / 127.5 - 1.0
        block[row, :, :, :wide] = plane
    (scores,) = session.run(None, {"x": block})
    return float((scores[:, 1] > scores[:, 0]).mean())


@cache
def _recogniser() -> tuple[onnxruntime.InferenceSession, tuple[str, ...]]:
    session = _session("rec")
    characters = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    return session, ("", *characters, " ")


@cache
def _director() -> onnxruntime.InferenceSession:
    return _session("cls")


def _session(kind: str) -> onnxruntime.InferenceSession:
    """Load a model of the wheel by the part of its name that tells its task."""
    folder = resources.files("rapidocr").joinpath("models")
    names = sorted(
        item.name for item in folder.iterdir() if kind in item.name and item.name.endswith(".onnx")
    )
    if not names:
        raise ImportError(f"the rapidocr package holds no model for {kind!r}; reinstall rapidocr")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = FEW_THREADS
    options.log_severity_level = 3
    data = folder.joinpath(names[-1]).read_bytes()
    return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
