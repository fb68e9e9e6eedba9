"""ZIP: an archive of documents, each read by itself.

Nothing is written anywhere: a member's name is only what its places are called by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from parsers.formats.file_rules import (
    BOMB,
    ENCRYPTED,
    MEMBER_SKIPPED,
    NO_MEMBER,
    UnreadableFile,
    state,
    unread,
)
from parsers.formats.members import block_in, finding_in
from parsers.formats.package import Allowance, Package
from parsers.formats.sniff import UNKNOWN, ZIP, sniff
from parsers.model import Finding, Source

ReadMember = Callable[[bytes, str], Source]
"""Reads a member's bytes; the text is its name."""

MOST_READ = 40
"""Documents of one archive that are read; further ones are named."""
DEEPEST = 3
"""Archives inside archives are opened this deep."""

_LEFTOVER = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_PICTURE = re.compile(r"image/")
_REPORT_NAME = re.compile(r"年度报告|年报|工作报告")
_SHOWN = 5


def read_archive(data: bytes, read_member: ReadMember, depth: int, allowance: Allowance) -> Source:
    """Read the members, and those of inner archives; ``depth`` counts this archive and those around it.

    Encrypted, broken and other members are named in findings.
    """
    if depth > DEEPEST:
        return unread(ZIP, UnreadableFile(BOMB, f"压缩包套了{depth}层，上限{DEEPEST}层"))
    try:
        package = Package(data, allowance=allowance)
    except UnreadableFile as error:
        return unread(ZIP, error)
    findings: list[Finding] = []
    skipped: list[str] = []
    members: list[Source] = []
    for name, source in _sources(package, read_member, findings, skipped):
        if source.blocks:
            members.append(_inside(name, source))
            continue
        members += [_inside(name, inner) for inner in source.members]
        findings += [finding_in(name, finding) for finding in source.findings]
    if not members and not any(finding.severity == "error" for finding in findings):
        findings.append(state(NO_MEMBER, _listed(skipped) if skipped else "压缩包是空的"))
    elif members and skipped:
        findings.append(state(MEMBER_SKIPPED, f"{_listed(skipped)}，未读取"))
    return Source(ZIP, (), findings=tuple(findings), members=tuple(members))


def _inside(name: str, source: Source) -> Source:
    """A member's document with every place and finding named by it; of an inner archive's, by both names."""
    return replace(
        source,
        media_type=ZIP,
        blocks=tuple(block_in(name, block) for block in source.blocks),
        findings=tuple(finding_in(name, finding) for finding in source.findings),
        part=f"!/{name}{source.part[1:]}",
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
    """Read the members; pictures only where nothing else is there, or the name says a report is in them.

    They cost most and say least.
    """
    pictures: list[tuple[str, bytes]] = []
    read_any = False
    names = _documents(package)
    if len(names) > MOST_READ:
        # There may be reports among them: that is more than a note.
        findings.append(
            state(BOMB, f"{len(names)}个文件，只读取前{MOST_READ}个，未读取{_listed(names[MOST_READ:])}")
        )
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
        elif _PICTURE.match(kind) and not _REPORT_NAME.search(name):
            pictures.append((name, data))
        else:
            read_any |= not _PICTURE.match(kind)
            yield name, read_member(data, name)
    if read_any:
        skipped += [name for name, _ in pictures]
        return
    for name, data in pictures:
        yield name, read_member(data, name)


def _listed(names: list[str]) -> str:
    return "、".join(names[:_SHOWN]) + (f"等{len(names)}个" if len(names) > _SHOWN else "")
