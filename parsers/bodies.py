"""Whose report it is: every place in the document that names the body, and which of them decides.

Witnesses in order of trust: the title, a line of its own above the text, the signature, the
information table, the first paragraphs. The fullest printed form of the same body is kept; a short
place name is written out; what the witnesses disagree on becomes a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.days import arabic
from parsers.divisions import Division, by_code, host_division, locate, narrow
from parsers.identity_rules import state
from parsers.model import Finding, Level, Source
from parsers.organs import Name, health_names, read_name
from parsers.prose import tidy
from parsers.sections import divide

_SUBJECT = re.compile(r"政府信息|政务信息|信息公开|政务公开|政府政务|公开")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_NOTICE = re.compile(r"^关于(?:公布|发布|公开|印发|更正|修正|修订)?")
_FILLER = re.compile(r"^(?:关于|公布|发布)+|(?:关于|的|度|公布|发布|年)+$")
_INFO = (
    "info:发布机构",
    "info:公开机构",
    "info:公开主体",
    "info:发文机关",
    "info:信息来源",
    "meta:contentsource",
)
_SITE = ("meta:sitename",)
_SITE_CODE = "meta:siteidcode"
_LINES_OF_SIGNATURE = 12
# A paragraph names its body at once; a line without end would be searched for minutes.
_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class Witness:
    """A name and where it was read: ``title``, ``heading``, ``signature``, a metadata name or ``text``."""

    name: Name
    where: str


@dataclass(frozen=True, slots=True)
class Owner:
    """The body a report belongs to; ``candidates`` are the divisions still possible."""

    body: str
    level: Level | None
    province: str | None
    division_code: str | None
    findings: tuple[Finding, ...]


def title_body(title: str) -> Name | None:
    """The body a title names, before or after its year; ``None`` when it names none."""
    before = _SUBJECT.split(_NOTICE.sub("", arabic(tidy(title))), maxsplit=1)[0]
    bare = _YEAR.sub("", before).strip("-—－_·:：【】")
    while (trimmed := _FILLER.sub("", bare)) != bare:
        bare = trimmed
    return (read_name(bare) or read_name(re.sub(r"（[^）]*）", "", bare))) if bare else None


def owner(source: Source, title: str, address: str | None, year: int | None = None) -> Owner | None:
    """Whose report of that year it is; ``None`` when nothing in the document names a body."""
    witnesses = tuple(_witnesses(source, title))
    if not witnesses:
        return None
    first = _decisive(source, witnesses)
    same = [witness for witness in witnesses if _same_body(witness.name, first.name)]
    chosen = max(same, key=lambda witness: len(witness.name.place))
    findings: list[Finding] = []
    others = sorted(
        {w.name.full for w in witnesses if _is_heard(w, first) and not _same_body(w.name, first.name)}
    )
    if others:
        seen = "；".join(f"{w.where} {w.name.full}" for w in witnesses if _is_heard(w, first))
        findings.append(
            state(
                "body-witnesses",
                f"取{first.where}。{seen}",
                expected=first.name.full,
                actual="；".join(others),
            )
        )
    division, candidates, more = _division(source, _in_year(chosen.name, year), witnesses, address)
    findings += more
    body = _full_body(chosen.name, division)
    level, province = _level(chosen.name, division, candidates)
    return Owner(body, level, province, division.code if division else None, tuple(findings))


def _in_year(name: Name, year: int | None) -> Name:
    """The name with the divisions it could mean in that year."""
    meant = tuple(division for division in name.candidates if division.bore_its_name(year))
    return name if meant == name.candidates else replace(name, candidates=meant)


def _decisive(source: Source, witnesses: Sequence[Witness]) -> Witness:
    """The first witness; but a name alone on its line may be the site's, and yields to a signature."""
    first = witnesses[0]
    signed = next((it for it in witnesses if it.where == "signature" and it.name.health), None)
    if signed is None or first.name.health:
        return first
    alone = (read_name(text) for text in _head(source) if len(text) <= 30)
    return signed if any(name is not None and name.full == first.name.full for name in alone) else first


def _is_heard(witness: Witness, first: Witness) -> bool:
    """Running text may speak of any body: it is heard only where nothing better names one."""
    return witness.where != "text" or first.where == "text"


def _head(source: Source) -> list[str]:
    """The lines above the first section."""
    parts = divide(source)
    return [line.tidy for line in parts[0].lines] if parts and parts[0].number == 0 else []


def _witnesses(source: Source, title: str) -> Iterator[Witness]:
    named = title_body(title)
    if named is not None:
        yield Witness(named, "title")
    parts, head = divide(source), _head(source)
    for text in head:
        name = read_name(text) if 4 <= len(text) <= 30 else None
        if name is not None and name.has_place and (name.health or (named is None and name.candidates)):
            yield Witness(name, "heading")
    tail = [line.tidy for line in parts[-1].lines][-_LINES_OF_SIGNATURE:] if parts else []
    for text in reversed(tail):
        unsigned = re.sub(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日$", "", arabic(text))
        name = read_name(unsigned) if 4 <= len(unsigned) <= 30 else None
        if name is not None and name.organ and name.candidates and (name.health or named is None):
            yield Witness(name, "signature")
            break
    for wanted in _INFO:
        for key, text in source.metadata:
            name = read_name(tidy(text)) if key.lower() == wanted else None
            if name is not None and (name.health or named is None):
                yield Witness(name, key)
    for text in head:
        if len(text) > 30:
            for name in health_names(text[:_LOOKED_AT]):
                yield Witness(name, "text")


def _same_body(one: Name, other: Name) -> bool:
    """Whether two names can mean one body: the same organ, and places that do not exclude each other."""
    if one.organ != other.organ:
        return False
    if not one.candidates or not other.candidates:
        return not one.has_place or not other.has_place or one.place == other.place
    return bool(set(one.candidates) & set(other.candidates))


def _division(
    source: Source, name: Name, witnesses: Sequence[Witness], address: str | None
) -> tuple[Division | None, tuple[Division, ...], tuple[Finding, ...]]:
    """The division, those still possible, and the finding that says how it was told or why it was not."""
    if name.health and name.place.startswith(("国家", "中华", "中国")):
        return None, (), ()
    hints = tuple(_hints(source, witnesses, address))
    candidates = () if name.rest else name.candidates
    if len(candidates) == 1:
        return candidates[0], candidates, ()
    if candidates:
        kept = narrow(candidates, [division for division, _ in hints])
        if len(kept) == 1:
            shown = "，".join(f"{where} {division.name}" for division, where in hints)
            detail = (
                f"{name.full}有{len(candidates)}处同名，由 {shown} 认定为 {kept[0].province}{kept[0].code}"
            )
            return kept[0], kept, (state("division-by-hint", detail, actual=kept[0].code),)
        options = "，".join(f"{division.province}{division.code}" for division in kept)
        return None, kept, (state("division-open", f"{name.full}可能是 {options}"),)
    for division, where in hints:
        if not name.has_place and (not name.place or division.name.endswith(name.place)):
            detail = f"{name.full}没有写明地名，由 {where} 认定为 {division.name}"
            return division, (division,), (state("division-by-hint", detail, actual=division.code),)
    return None, (), (state("division-open", f"{name.full}不在区划表中"),)


def _hints(
    source: Source, witnesses: Sequence[Witness], address: str | None
) -> Iterator[tuple[Division, str]]:
    """Places that other parts of the document, its site or its address speak of, most trusted first."""
    for witness in witnesses:
        for division in witness.name.candidates if len(witness.name.candidates) == 1 else ():
            yield division, witness.where
    for key, text in source.metadata:
        if key.lower() == _SITE_CODE and re.match(r"\d{6}", text.strip()):
            coded = by_code(text.strip()[:6])
            if coded is not None:
                yield coded, key
        if key.lower() in (*_INFO, *_SITE):
            only = locate(tidy(text)).only
            if only is not None:
                yield only, key
    host = host_division(address)
    if host is not None:
        yield host, "address"


def _full_body(name: Name, division: Division | None) -> str:
    """Place and organ in full: a short or missing place is written out when the division is known."""
    if division is None:
        return name.full
    if len(name.place) < len(division.name) and not (name.candidates and name.place == division.name):
        return replace(name, place=division.name).full
    return name.full


def _level(
    name: Name, division: Division | None, candidates: tuple[Division, ...]
) -> tuple[Level | None, str | None]:
    if division is not None:
        return division.level, division.province
    if name.health and name.place.startswith(("国家", "中华", "中国")):
        return "national", None
    levels = {candidate.level for candidate in candidates}
    provinces = {candidate.province for candidate in candidates}
    return (
        levels.pop() if len(levels) == 1 else None,
        provinces.pop() if len(provinces) == 1 else None,
    )
