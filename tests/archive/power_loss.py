"""A disk that loses power: what may stand on it when it comes back.

The model is the weakest POSIX allows. What was synced lasts. Of what was not, any part may be there: nothing,
all, the first so many steps, or single sectors in any order; a file may have grown without its bytes (zeros
or rubbish stand there then). Names last when their folder was synced, and change one step at a time, in any
choice; a file whose name was lost is lost.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from tests.archive.recording import Cut, Names, Say, Step, Sync, Tree, Write

_SECTORS = (512, 4096)
_T = TypeVar("_T")


def said(steps: Sequence[Step], moment: int) -> list[str]:
    """What the program had printed when the power went."""
    return [step.line for step in steps[:moment] if isinstance(step, Say)]


def moments(steps: Sequence[Step]) -> list[int]:
    """The moments that differ: after each step on the disk."""
    return [at + 1 for at, step in enumerate(steps) if not isinstance(step, Say)]


def _parted(steps: list[_T | Sync]) -> tuple[list[_T], list[_T]]:
    """Steps that last, and those after the last sync."""
    last = max((at for at, step in enumerate(steps) if isinstance(step, Sync)), default=-1)
    lasting = [it for it in steps[: last + 1] if not isinstance(it, Sync)]
    return lasting, [it for it in steps[last + 1 :] if not isinstance(it, Sync)]


def _fate(loose: list[_T], chance: random.Random) -> tuple[list[_T], bool]:
    """Which of the steps not synced happened, and whether these may be torn."""
    fate = chance.choice(("none", "all", "first", "some", "some"))
    if fate == "none":
        return [], False
    if fate == "all":
        return loose, False
    if fate == "first":
        return loose[: chance.randint(0, len(loose))], False
    return loose, True


def _put(data: bytearray, step: Write | Cut) -> None:
    size = step.size if isinstance(step, Cut) else step.offset
    if len(data) < size:
        data.extend(bytes(size - len(data)))
    if isinstance(step, Cut):
        del data[size:]
    else:
        data[size : size + len(step.data)] = step.data


def _torn(step: Write | Cut, size: int, chance: random.Random) -> list[Write | Cut]:
    """The parts of a step that reached the disk; ``size`` is what the file had for certain."""
    if isinstance(step, Cut):
        return [step] if chance.random() < 0.5 else []
    sector, share = chance.choice(_SECTORS), chance.random()
    parts: list[Write | Cut] = []
    at, end = step.offset, step.offset + len(step.data)
    if end > size and chance.random() < 0.5:
        grown = end - max(size, at)
        rubbish = chance.randbytes(grown) if chance.random() < 0.5 else bytes(grown)
        parts.append(Write(step.inode, end - grown, rubbish))
    while at < end:
        upto = min(end, (at // sector + 1) * sector)
        if chance.random() < share:
            parts.append(Write(step.inode, at, step.data[at - step.offset : upto - step.offset]))
        at = upto
    return parts


def _file(before: bytes, steps: list[Write | Cut | Sync], chance: random.Random) -> bytes:
    data = bytearray(before)
    lasting, loose = _parted(steps)
    for step in lasting:
        _put(data, step)
    happened, torn = _fate(loose, chance)
    size = len(data)
    for step in happened:
        for part in _torn(step, size, chance) if torn else [step]:
            _put(data, part)
    return bytes(data)


def _names(before: dict[str, int], steps: list[Names | Sync], chance: random.Random) -> dict[str, int]:
    names = dict(before)
    lasting, loose = _parted(steps)
    happened, torn = _fate(loose, chance)
    for step in [*lasting, *(it for it in happened if not torn or chance.random() < 0.5)]:
        for name, inode in step.entries:
            names.pop(name, None)
            if inode is not None:
                names[name] = inode
    return names


def survive(before: Tree, steps: Sequence[Step], moment: int, chance: random.Random, top: Path) -> None:
    """Write into an empty folder one of the states the disk may hold after a loss of power at that moment."""
    files: dict[int, list[Write | Cut | Sync]] = {}
    folders: dict[int, list[Names | Sync]] = {}
    for step in steps[:moment]:
        if isinstance(step, (Write, Cut, Sync)):
            files.setdefault(step.inode, []).append(step)
        if isinstance(step, (Names, Sync)):
            folders.setdefault(step.inode, []).append(step)
    contents: dict[int, bytes] = {}

    def lay(number: int, path: Path) -> None:
        for name, inode in _names(before.folders.get(number, {}), folders.get(number, []), chance).items():
            if inode <= 0:
                (path / name).mkdir()
                lay(inode, path / name)
                continue
            if inode not in contents:
                contents[inode] = _file(before.files.get(inode, b""), files.get(inode, []), chance)
            (path / name).write_bytes(contents[inode])

    lay(0, top)
