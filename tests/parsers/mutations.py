"""Documents spoilt on purpose, from seeds: bytes flipped, cut, moved; markup mangled; bombs."""

from __future__ import annotations

import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType

from gongkai.demo import documents
from gongkai.demo.as_docx import docx
from gongkai.demo.as_mhtml import mhtml
from gongkai.demo.as_ofd import ofd
from gongkai.demo.as_xlsx import xlsx
from gongkai.demo.html_page import page
from tests.parsers.old_workbook import xls

Mutation = Callable[[bytes, random.Random], bytes]
SAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "pdf": "reports/hongze-2023.pdf",
        "pdf (print)": "pdf/gongwen_master_template.pdf",
        "doc": "doc/gongwen_master_template.doc",
        "wps": "wps/gongwen_master_template.wps",
        "png": "scan/orchard_table_rowspan.png",
    }
)
"""Formats that need a real file, in the shared folder."""
# A picture costs seconds of recognition, a page of text milliseconds.
WEIGHTS: Mapping[str, int] = MappingProxyType({"html": 20, "text": 20, "png": 1, "pdf": 4, "pdf (print)": 4})
_USUAL = 8
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)
_NAMES = ("报告.html", "a/b/报告.docx", "../../etc/x", "/etc/x", "C:\\x", "con", "x" * 300, "")
_SPANS = ("0", "-1", "65535", "999999999", "1e9", "", "x")


@cache
def originals(samples: Path) -> Mapping[str, tuple[bytes, ...]]:
    """Sound documents of every format, by format's name."""
    made = [
        documents.report("某某市卫生健康委员会", "prefecture", "宁夏", "640200", year, seed=seed)
        for seed, year in enumerate((2016, 2020, 2023))
    ]
    kinds: dict[str, tuple[bytes, ...]] = {
        "html": tuple(page(report, nested=bool(at % 2)).encode() for at, report in enumerate(made)),
        "text": tuple(text.encode() for report in made for text in report.texts.values()),
        "docx": tuple(docx(report) for report in made),
        "xlsx": tuple(xlsx(report) for report in made),
        "xls": tuple(xls(report) for report in made),
        "ofd": tuple(ofd(report) for report in made),
        "mhtml": tuple(mhtml(report) for report in made),
        "zip": tuple(
            packed({"报告.html": page(report).encode(), "附件.docx": docx(report)}) for report in made
        ),
    }
    return MappingProxyType(
        {**kinds, **{name: ((samples / path).read_bytes(),) for name, path in SAMPLES.items()}}
    )


def packed(members: Mapping[str, bytes]) -> bytes:
    """A ZIP of these members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return out.getvalue()


def flipped(data: bytes, dice: random.Random) -> bytes:
    """A few bytes set to others."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 8, 100))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def cut(data: bytes, dice: random.Random) -> bytes:
    """The end missing, or the beginning, or the middle."""
    one, other = sorted((dice.randrange(len(data)), dice.randrange(len(data))))
    return dice.choice((data[:other], data[one:], data[:one] + data[other:]))


def moved(data: bytes, dice: random.Random) -> bytes:
    """Pieces copied elsewhere, doubled many times, or exchanged."""
    for _ in range(dice.choice((1, 5))):
        at, to, length = dice.randrange(len(data)), dice.randrange(len(data)), dice.randrange(1, 3000)
        data = data[:to] + data[at : at + length] * dice.choice((1, 1, 2, 60)) + data[to:]
    return data


def mangled(data: bytes, dice: random.Random) -> bytes:
    """Markup lost, doubled or exchanged, spans made absurd; tabs and bars too."""
    tokens = re.split(rb"(<[^<>]*>|\t|\||\n)", data)
    for _ in range(dice.choice((3, 30, 200))):
        at, other = dice.randrange(len(tokens)), dice.randrange(len(tokens))
        match dice.randrange(4):
            case 0:
                tokens[at] = b""
            case 1:
                tokens[at] *= dice.choice((2, 2, 50))
            case 2:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case _:
                span = dice.choice(_SPANS)
                tokens[at] = tokens[at].replace(b"<td", f'<td colspan="{span}" rowspan="{span}"'.encode())
    return b"".join(tokens)


def inside(data: bytes, dice: random.Random) -> bytes:
    """A package whose members are damaged, renamed, lost or doubled, and then packed well."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            members = {name: package.read(name) for name in package.namelist()}
    except _BROKEN:
        return mangled(data, dice)
    for name in list(members):
        if members[name] and dice.random() < 0.4:
            members[name] = dice.choice((flipped, cut, moved, mangled))(members[name], dice)
        if dice.random() < 0.05:
            members[dice.choice(_NAMES) or "x"] = members.pop(name)
    return packed(members)


def nested(data: bytes, dice: random.Random) -> bytes:
    """The document in a ZIP in a ZIP, under names that lead elsewhere."""
    for _ in range(dice.choice((1, 2, 6, 30))):
        data = packed({dice.choice(_NAMES) or "x": data})
    return data


def encoded(data: bytes, dice: random.Random) -> bytes:
    """Text in another encoding than it says, or compressed once more."""
    if dice.random() < 0.3:
        return zlib.compress(data)
    text = data.decode("utf-8", "replace")
    return text.encode(dice.choice(("utf-16", "gb18030", "big5", "utf-7", "utf-32")), "replace")


def bomb(data: bytes, dice: random.Random) -> bytes:
    """Little that grows large: endless zeros, deep nesting, spans without end, entities of entities."""
    match dice.randrange(5):
        case 0:
            return packed({"报告.html": bytes(64 * 1024 * 1024), "x": data[:1000]})
        case 1:
            return b"<div>" * 30_000 + data[:20_000] + b"<table><tr><td>" * 3_000
        case 2:
            return data[:2000] + b'<table><tr><td rowspan="65534" colspan="1000">1' * 2_000
        case 3:
            lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
            text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "1">{lines}]><x>&a11;</x>'
            return packed({"[Content_Types].xml": text.encode(), "word/document.xml": text.encode()})
        case _:
            return data[: len(data) // 2] + "收到政府信息公开申请".encode() * 40_000


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, moved, mangled, inside, inside, nested, encoded, bomb)
"""The ways to spoil a document; members of packages are damaged twice as often."""


def mutated(number: int, samples: Path) -> tuple[str, bytes]:
    """The document of that number, and what was done to what: the same number gives the same bytes."""
    dice = random.Random(f"mutation {number}")
    sound = originals(samples)
    kinds = [kind for kind in sound if kind != "xls"]
    kind = dice.choices(kinds, [WEIGHTS.get(kind, _USUAL) for kind in kinds])[0]
    # XLS takes half of XLSX's turns: the numbers of all other documents stay theirs.
    kind = dice.choice(("xls", "xlsx")) if kind == "xlsx" else kind
    data = dice.choice(sound[kind])
    done = []
    for _ in range(dice.choice((1, 1, 2, 3))):
        mutation = dice.choice(MUTATIONS)
        if len(data) > 8 * 1024 * 1024 or not data:
            break
        data = mutation(data, dice)
        done.append(mutation.__name__)
    return f"{number} {kind} {'+'.join(done)}", data


def series(first: int, count: int, samples: Path) -> Iterator[tuple[str, bytes]]:
    """The documents of these numbers, one after the other."""
    for number in range(first, first + count):
        yield mutated(number, samples)
