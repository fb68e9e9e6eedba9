"""Damaged files of every office format: an answer each time, in time, and never a silent nothing."""

from __future__ import annotations

import random
import re
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from gongkai.demo.as_docx import docx
from gongkai.demo.as_mhtml import mhtml
from gongkai.demo.as_ofd import ofd
from gongkai.demo.as_xlsx import xlsx
from gongkai.demo.documents import report
from parsers.formats import read
from parsers.formats.conversion import pieces

TOLD = report("某某市卫生健康委员会", "prefecture", "宁夏回族自治区", "640200", 2022, seed=3)
MAKERS = {"docx": docx, "xlsx": xlsx, "ofd": ofd, "mhtml": mhtml}
ROUNDS = 25
SECONDS = 20.0
ODD = ("-5", "99999999999", "1e308", "nan", "inf", "0", "x", "", "3.7", "-0", "999999", "../../x")


def cut_and_flipped(data: bytes, dice: random.Random) -> bytes:
    """A few bytes changed, lost, added or copied elsewhere."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 5, 60))):
        at, other, length = dice.randrange(len(changed)), dice.randrange(len(changed)), dice.randrange(1, 80)
        match dice.randrange(4):
            case 0:
                changed[at] = dice.randrange(256)
            case 1 if len(changed) > 200:
                del changed[at : at + length]
            case 2:
                changed[at:at] = dice.randbytes(length)
            case _:
                changed[at : at + length] = changed[other : other + length]
    return bytes(changed)


def values_swapped(data: bytes, dice: random.Random) -> bytes:
    """The package whole, but values of its XML made odd, and empty elements lost or multiplied."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for _ in range(dice.choice((1, 4, 20))):
                values = list(re.finditer(r'"[^"<>]*"', text))
                value = dice.choice(values)
                text = f'{text[: value.start()]}"{dice.choice(ODD)}"{text[value.end() :]}'
                empty = list(re.finditer(r"<[^<>]*/>", text))
                if empty and dice.random() < 0.5:
                    one = dice.choice(empty)
                    text = text[: one.start()] + one[0] * dice.choice((0, 2, 30)) + text[one.end() :]
            new.writestr(name, text)
    return out.getvalue()


def answered(data: bytes) -> None:
    begun = time.perf_counter()
    source = read(data)
    assert source.blocks or source.findings
    assert all(finding.message for finding in source.findings)
    assert sum(1 for _ in pieces(data)) <= 1
    assert time.perf_counter() - begun < SECONDS


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("damage", [cut_and_flipped, values_swapped])
def test_a_damaged_report_gets_an_answer(name: str, damage: Callable[[bytes, random.Random], bytes]) -> None:
    data = MAKERS[name](TOLD)
    if damage is values_swapped and not data.startswith(b"PK"):
        damage = cut_and_flipped
    dice = random.Random(f"{name} {damage.__name__}")
    for _ in range(ROUNDS):
        answered(damage(data, dice))


@pytest.mark.parametrize("name", ["doc/gongwen_master_template.doc", "ofd/construction_permit_zsbk.ofd"])
def test_a_damaged_real_file_gets_an_answer(name: str, shared: Path) -> None:
    data = (shared / "samples" / name).read_bytes()
    dice = random.Random(name)
    for _ in range(ROUNDS):
        answered(cut_and_flipped(data, dice))
