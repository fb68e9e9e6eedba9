"""Whose report or page some words speak of: a body of the site, somebody else, or nobody in particular.

Lists of a government portal name a department in every title; a commission's own site mostly leaves its
name out. Names are compared in full first, then by the place before the word for health, then by the
endings of other offices' names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archive.model import Body

OTHER = "other"
"""What :meth:`Owners.of` answers for words that name somebody who is none of the site's bodies."""

HEALTH_OFFICE = re.compile(
    r"([一-龥]{0,20}?)(?:卫生健康|卫生和计划生育|卫生计生|卫健|卫计|卫生|计生)(?:[和与]?[一-龥]{0,6}?)"
    r"(?:局|委员会|委|厅|办公室)"
)
# A place before the office's word: what stands between the last two of these endings names it.
PLACE_END = re.compile(r"[省市县区旗州盟]")
TOGETHER = re.compile(r"部门|各|单位|直属|机构|本机关|我[委局厅]")
OFFICE = re.compile(
    r"人民政府|政府办|管(?:理)?委(?:员)?会|街道办|[一-龥]{1,3}[镇乡](?:政府|20|年|政)|"
    r"[一-龥]{2,12}(?:局|厅|委员会|办公室|中心|医院|总社|联合会|总队|支队|大队|学校|公司)|"
    r"(?:发改|发展改革|工信|教体|经信|住建|国资|科)委|公安|红十字会"
)
LEVEL_WORDS = frozenset("省市县区旗州盟本")


def folded(words: str) -> str:
    """Words for comparing: NFKC, without white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


class Owners:
    """The bodies a site speaks for; made once for a walk."""

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._bodies = tuple(bodies)
        self._names = sorted(
            ((folded(name), body.body_id) for body in bodies for name in (body.name, *body.predecessors)),
            key=lambda one: -len(one[0]),
        )

    def of(self, words: str) -> str | None:
        """The id of the body the words name, :data:`OTHER`, or ``None`` when they name nobody."""
        text = folded(words)
        for name, body_id in self._names:
            if name and name in text:
                return body_id
        health = HEALTH_OFFICE.search(text)
        if health is not None:
            return self._by_place(health[1])
        if not TOGETHER.search(text) and OFFICE.search(text):
            return OTHER
        return None

    def _by_place(self, before: str) -> str | None:
        """The body of a health office by the words before it (``吴忠市利通区``, ``县``, nothing)."""
        before = before.rsplit("年", 1)[-1].rsplit("于", 1)[-1]
        if not before or before in LEVEL_WORDS:
            return self._bodies[0].body_id if len(self._bodies) == 1 else None
        for body in self._bodies:
            place = folded(body.county or body.prefecture or body.province)
            core = place[:-1] if len(place) > 2 else place
            if core and core in before:
                return body.body_id
        if PLACE_END.search(before):
            return OTHER
        return self._bodies[0].body_id if len(self._bodies) == 1 else None
