"""What may end the parsing of a document from outside: the limits of the process it is read in."""

from __future__ import annotations

from parsers.readings import ReadingRule

LIMIT_RULES: tuple[ReadingRule, ...] = (
    ReadingRule(
        "too-slow",
        "error",
        "解析超过时限，已停止，原件仍在档案中",
        "Reading took longer than allowed and was stopped; the original is kept",
    ),
    ReadingRule(
        "too-much-memory",
        "error",
        "解析所需内存超过上限，已停止，原件仍在档案中",
        "Reading needed more memory than allowed and was stopped; the original is kept",
    ),
    ReadingRule(
        "crashed",
        "error",
        "解析进程意外终止，原件仍在档案中",
        "The reading process died; the original is kept",
    ),
)
