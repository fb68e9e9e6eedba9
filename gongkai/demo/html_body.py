"""A document as the HTML that editors of content systems leave behind: three habits, chosen by name.

``plain`` is clean markup; ``word`` is a document pasted from a word processor (paragraphs, spans and fonts in
every cell); ``editor`` is a CMS wrapper with a style sheet inside and non-breaking spaces for padding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Literal

from gongkai.demo.truth import DemoCell, DemoSection, DemoTable

Habit = Literal["plain", "word", "editor"]
HABITS: tuple[Habit, ...] = ("plain", "word", "editor")

_WORD_SPAN = (
    '<span style="font-size: 16pt; font-family: 仿宋_GB2312;"><font face="仿宋_GB2312">{}</font></span>'
)
_STYLE = '<style type="text/css">.TRS_Editor P{line-height:2;font-family:宋体;font-size:12pt;}</style>'


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _word(text: str) -> str:
    body = _WORD_SPAN.format(_plain(text)) if text else "&nbsp;"
    return f'<p class="MsoNormal" align="center" style="text-align: center">{body}<o:p></o:p></p>'


def _editor(text: str) -> str:
    return f"<p>&nbsp;{_plain(text)}&nbsp;</p>" if len(text) < 4 else f"<p>{_plain(text)}</p>"


_INK: dict[Habit, Callable[[str], str]] = {"plain": _plain, "word": _word, "editor": _editor}


def _cell(cell: DemoCell, habit: Habit) -> str:
    spans = "".join(
        f' {name}="{many}"'
        for name, many in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
        if many > 1
    )
    return f"<td{spans}>{_INK[habit](cell.text)}</td>"


def table(demo: DemoTable, habit: Habit) -> str:
    """One table with the spans of the form; no header cells, since none are seen in practice."""
    rows = "\n".join(f"<tr>{''.join(_cell(cell, habit) for cell in row)}</tr>" for row in demo.rows)
    frame = ' border="1" cellspacing="0" cellpadding="0"' if habit != "plain" else ""
    return f"<table{frame}><tbody>\n{rows}\n</tbody></table>"


def _paragraph(text: str, habit: Habit) -> str:
    if habit == "word":
        return (
            f'<p class="MsoNormal" style="text-indent: 32pt">{_WORD_SPAN.format(_plain(text))}<o:p></o:p></p>'
        )
    if habit == "editor":
        return f"<p>　　{_plain(text)}</p>"
    return f"<p>{_plain(text)}</p>"


def article(
    heading: Sequence[str], sections: Sequence[DemoSection], ending: Sequence[str], habit: Habit
) -> str:
    """The article's body without any page around it: one ``div``."""
    parts: list[str] = [_paragraph(text, habit) for text in heading]
    for section in sections:
        texts = (section.heading, *section.paragraphs)
        parts.extend(_paragraph(text, habit) for text in texts if text)
        parts.extend(table(demo, habit) for demo in section.tables)
    parts.extend(_paragraph(text, habit) for text in ending)
    inside = "\n".join(parts)
    if habit == "editor":
        return f'<div class="TRS_Editor">{_STYLE}\n{inside}\n</div>'
    return f'<div id="zoom">\n{inside}\n</div>'
