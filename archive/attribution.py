"""Whose report a document is: the body of the site it stood on, another of the registry, or nobody's here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from archive.documents import Outline, ToldFinding
from archive.model import Body, Site

_HEALTH = re.compile("卫生|卫健|卫计|计生|计划生育")
_SHORT_FORMS = (
    (re.compile("卫健委(员会)?$|卫生健康委$"), "卫生健康委员会"),
    (re.compile("卫计委$|卫生计生委$|卫生和计划生育委$"), "卫生和计划生育委员会"),
    (re.compile("卫健局$"), "卫生健康局"),
)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The body a document belongs to, or ``None`` and why; findings say what a reader should know of it."""

    body: Body | None
    why: str = ""
    findings: tuple[ToldFinding, ...] = ()


def normal_name(name: str) -> str:
    """A body's name for comparing: NFKC, without spaces and brackets, short forms spelt out."""
    folded = re.sub(r"\s|\(.*?\)", "", unicodedata.normalize("NFKC", name))
    for pattern, full in _SHORT_FORMS:
        folded = pattern.sub(full, folded)
    return folded


def _names(body: Body) -> set[str]:
    return {normal_name(name) for name in (body.name, *body.predecessors)}


def agrees(document: Outline, body: Body) -> bool:
    """Whether the name a document gives is the body's own.

    True for the same name, a predecessor's, one that only adds or drops the name of a higher place,
    or another health body with the same division code.
    """
    told = normal_name(document.body)
    if told in _names(body):
        return True
    if not _HEALTH.search(told):
        return False
    if document.division_code and body.division_code:
        return document.division_code == body.division_code
    place = body.county or body.prefecture or body.province
    return any(
        (name.endswith(told) or told.endswith(name)) and place[:2] in told for name in _names(body) if told
    )


class Attributor:
    """Finds the body of documents; made once from the registry."""

    def __init__(self, sites: Mapping[str, Site], bodies: Mapping[str, Body]) -> None:
        self._sites = sites
        self._bodies = bodies
        self._by_name: dict[str, list[Body]] = {}
        self._by_code: dict[str, list[Body]] = {}
        for _, body in sorted(bodies.items()):
            for name in _names(body):
                self._by_name.setdefault(name, []).append(body)
            if body.division_code:
                self._by_code.setdefault(body.division_code, []).append(body)

    def attribute(self, document: Outline) -> Attribution:
        """The document's body, with the findings its way there deserves."""
        if document.year is None:
            return Attribution(None, "the document names no year")
        hosts = self._hosts(document)
        if not document.body:
            if len(hosts) != 1:
                return Attribution(None, "the document names no body and its site stands for none")
            message = f"文件未写明机关名称，按所在网站归属{hosts[0].name}"
            return Attribution(
                hosts[0], findings=(ToldFinding("body-not-stated", "warning", (), None, None, message),)
            )
        for host in hosts:
            if agrees(document, host):
                return Attribution(host)
        told = normal_name(document.body)
        if len(hosts) == 1 and any(name.endswith(told) for name in _names(hosts[0])):
            # 市卫生健康委员会: a name without its place, on a site that has one.
            message = f"文件只写“{document.body}”，按所在网站归属{hosts[0].name}"
            finding = ToldFinding("body-not-stated", "warning", (), hosts[0].name, document.body, message)
            return Attribution(hosts[0], findings=(finding,))
        candidates = self._by_name.get(told, [])
        if not candidates and document.division_code and _HEALTH.search(told):
            candidates = self._by_code.get(document.division_code, [])
        if len(candidates) == 1:
            names = "、".join(host.name for host in hosts) or "未登记的网站"
            message = f"报告属于{candidates[0].name}，发现于{names}的栏目"
            finding = ToldFinding("body-other-list", "info", (), candidates[0].name, document.body, message)
            return Attribution(candidates[0], findings=(finding,))
        if told.endswith("人民政府"):
            return Attribution(None, f"the whole government's report ({document.body})")
        return Attribution(None, f"another body's report ({document.body})")

    def _hosts(self, document: Outline) -> list[Body]:
        sites = dict.fromkeys(capture.site for capture in document.captures)
        ids = dict.fromkeys(self._sites[site].body_id for site in sites if site in self._sites)
        return [self._bodies[body_id] for body_id in ids if body_id in self._bodies]
