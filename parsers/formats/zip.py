"""ZIP: an archive of documents, of which the one that can be the report is read.

Nothing is written anywhere: a member's name is only what its places are called by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from parsers.formats.file_rules import (
    BOMB,
    ENCRYPTED,
    MEMBER_SKIPPED,
    NO_MEMBER,
    SEVERAL_REPORTS,
    UnreadableFile,
    state,
    unread,
)
from parsers.formats.members import block_in, finding_in
from parsers.formats.package import Allowance, Package
from parsers.formats.sniff import UNKNOWN, ZIP, sniff
from parsers.model import Finding, Grid, Source

ReadMember = Callable[[bytes, str], Source]
"""Reads a member's bytes; the text is its name."""

MOST_READ = 40
"""No archive of one report holds more documents; further members are named and not read."""
DEEPEST = 3
"""Archives inside archives are opened this deep."""

_LEFTOVER = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_REPORT_NAME = re.compile(r"年度报告|年报|工作报告")
_PICTURE = re.compile(r"image/")
_SHOWN = 5


class _Rank(NamedTuple):
    """How much a member looks like the report; compared field by field."""

    words: int
    grids: int
    length: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    source: Source
    rank: _Rank


def read_archive(data: bytes, read_member: ReadMember, depth: int, allowance: Allowance) -> Source:
    """Read the member that looks most like a report; ``depth`` counts this archive and those around it.

    Its tables may stand in further members: those are added when it has none itself. Encrypted,
    broken and other members are named in findings.
    """
    if depth > DEEPEST:
        return unread(ZIP, UnreadableFile(BOMB, f"压缩包套了{depth}层，上限{DEEPEST}层"))
    try:
        package = Package(data, allowance=allowance)
    except UnreadableFile as error:
        return unread(ZIP, error)
    findings: list[Finding] = []
    skipped: list[str] = []
    candidates = [
        _Candidate(name, source, _rank(name, source))
        for name, source in _sources(package, read_member, findings, skipped)
    ]
    filled = [candidate for candidate in candidates if candidate.source.blocks]
    if not filled:
        told = [finding_in(c.name, finding) for c in candidates for finding in c.source.findings]
        if not any(finding.severity == "error" for finding in (*findings, *told)):
            findings.append(state(NO_MEMBER, _listed(skipped) if skipped else "压缩包是空的"))
        return Source(ZIP, (), findings=(*findings, *told))
    best = max(filled, key=lambda candidate: candidate.rank)
    chosen = [best]
    if not best.rank.grids:
        chosen += [other for other in filled if other is not best and other.rank.grids]
    left_out = [other for other in filled if other not in chosen]
    rivals = [other.name for other in left_out if other.rank.words >= 2 and other.rank.grids]
    if rivals:
        findings.append(state(SEVERAL_REPORTS, f"读取了{best.name}，未读取{'、'.join(rivals)}"))
    for unread_member in (candidate for candidate in candidates if not candidate.source.blocks):
        findings += [finding_in(unread_member.name, finding) for finding in unread_member.source.findings]
    skipped += [c.name for c in left_out if c.name not in rivals]
    if skipped:
        findings.append(state(MEMBER_SKIPPED, _listed(skipped)))
    return Source(
        ZIP,
        tuple(block_in(part.name, block) for part in chosen for block in part.source.blocks),
        best.source.pages,
        best.source.encoding,
        tuple(pair for part in chosen for pair in part.source.metadata),
        (*findings, *(finding_in(part.name, finding) for part in chosen for finding in part.source.findings)),
    )


def member_data(data: bytes, allowance: Allowance) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of the members that can be documents, within the limits; never raises."""
    try:
        package = Package(data, allowance=allowance)
    except UnreadableFile:
        return
    for name in _documents(package)[:MOST_READ]:
        try:
            yield name, package.read(name)
        except UnreadableFile:
            continue


def _documents(package: Package) -> list[str]:
    return [name for name in package.names if not _LEFTOVER.search(name)]


def _sources(
    package: Package, read_member: ReadMember, findings: list[Finding], skipped: list[str]
) -> Iterator[tuple[str, Source]]:
    """Read the members; pictures only where nothing else is there, since they cost most and say least."""
    pictures: list[tuple[str, bytes]] = []
    read_any = False
    names = _documents(package)
    skipped += names[MOST_READ:]
    for name in names[:MOST_READ]:
        try:
            data = package.read(name)
        except UnreadableFile as error:
            findings.append(error.finding)
            if error.rule in (BOMB, ENCRYPTED):
                continue
            skipped.append(name)
            continue
        kind = sniff(data)
        if kind == UNKNOWN:
            skipped.append(name)
        elif _PICTURE.match(kind):
            pictures.append((name, data))
        else:
            read_any = True
            yield name, read_member(data, name)
    if read_any:
        skipped += [name for name, _ in pictures]
        return
    for name, data in pictures:
        yield name, read_member(data, name)


def _rank(name: str, source: Source) -> _Rank:
    texts = [cell.text for block in source.blocks if isinstance(block, Grid) for cell in block.cells]
    grids = sum(isinstance(block, Grid) for block in source.blocks)
    texts += [block.text for block in source.blocks if not isinstance(block, Grid)]
    whole = "".join(texts)
    words = (
        2 * bool(_REPORT_NAME.search(name))
        + ("信息公开" in name)
        + 2 * ("政府信息公开" in whole)
        + bool(_REPORT_NAME.search(whole[:300]))
    )
    return _Rank(words, grids, min(len(whole), 100_000))


def _listed(names: list[str]) -> str:
    return "、".join(names[:_SHOWN]) + (f"等{len(names)}个" if len(names) > _SHOWN else "")
