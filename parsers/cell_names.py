"""Cells as a reader finds them on the paper: the words a finding's message names them by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from parsers.forms import FORMS
from parsers.model import Figure, Form, Number, Unit

TABLE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "proactive": "主动公开政府信息情况表",
        "requests": "收到和处理政府信息公开申请情况表",
        "disputes": "行政复议、行政诉讼情况表",
        "statistics": "政府信息公开情况统计表",
    }
)

Cells = Mapping[str, Figure]
"""The figures of one report by their code."""


@cache
def _labels() -> Mapping[tuple[str, str], str]:
    return {(form, entry.code): entry.label_zh for form, known in FORMS.items() for entry in known.entries}


def printed(form: Form | None, code: str) -> str:
    """The cell's printed label (``三(七)总计｜自然人``): that form's, else any form's, else the code."""
    named = _labels()
    own = named.get((form, code)) if form else None
    return own or next((text for (_, other), text in named.items() if other == code), code)


def row_label(form: Form | None, code: str) -> str:
    """The row's part of the label."""
    return printed(form, code).split("｜")[0]


def column_label(form: Form | None, code: str) -> str:
    """The column's part of the label; the whole when the table has one column."""
    return printed(form, code).split("｜")[-1]


def full_name(form: Form | None, code: str) -> str:
    """Table, row and column: ``主动公开政府信息情况表「行政许可｜处理决定数量」``."""
    return f"{TABLE_NAMES.get(code.split('.')[0], code)}「{printed(form, code)}」"


def plain(number: Number, unit: Unit = "count") -> str:
    """A number as text without an exponent, money with its unit: ``90000000元``, ``0.5``.

    Beside a label that prints 单位:万元 an amount without its own unit would say 10,000 times as much.
    """
    digits = f"{number:f}" if not isinstance(number, int) else str(number)
    return f"{digits}元" if unit == "CNY" else digits
