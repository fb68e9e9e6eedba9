"""Filters and order of Datasette’s table pages in Chinese and English: its own words are English only."""

from __future__ import annotations

from typing import Any

LOOKUPS: dict[str, tuple[str, str]] = {
    "exact": ("等于", "="),
    "not": ("不等于", "≠"),
    "contains": ("包含", "contains"),
    "endswith": ("结尾是", "ends with"),
    "startswith": ("开头是", "starts with"),
    "gt": ("大于", ">"),
    "gte": ("不小于", "≥"),
    "lt": ("小于", "<"),
    "lte": ("不大于", "≤"),
    "like": ("形如", "like"),
    "notlike": ("不形如", "not like"),
    "glob": ("匹配", "glob"),
    "in": ("属于", "in"),
    "notin": ("不属于", "not in"),
    "arraycontains": ("列有", "array contains"),
    "arraynotcontains": ("未列", "array does not contain"),
    "date": ("日期为", "is on date"),
    "isnull": ("没有值", "is null"),
    "notnull": ("有值", "is not null"),
    "isblank": ("为空", "is blank"),
    "notblank": ("不为空", "is not blank"),
}
ALONE = frozenset({"isnull", "notnull", "isblank", "notblank"})
"""Conditions that take no value."""


def lookup(key: str) -> tuple[str, str]:
    """A condition's Chinese and English words; one Datasette may add later stands for itself."""
    return LOOKUPS.get(key, (key, key))


def told(filters: Any, search: str | None, sort: str | None, sort_desc: str | None) -> tuple[str, str]:
    """What a table page shows and in which order, Chinese and English; empty without filter and order."""
    zh, en = [], []
    if search:
        zh.append(f"检索“{search}”")
        en.append(f"search for “{search}”")
    for column, key, value in filters.selections():
        words = lookup(key)
        shown = "" if key in ALONE else f" {value}"
        zh.append(f"{column} {words[0]}{shown}")
        en.append(f"{column} {words[1]}{shown}")
    if order := sort_desc or sort:
        zh.append(f"按 {order} {'由大到小' if sort_desc else '由小到大'}排列")
        en.append(f"sorted by {order}{' descending' if sort_desc else ''}")
    return "，".join(zh), ", ".join(en)
