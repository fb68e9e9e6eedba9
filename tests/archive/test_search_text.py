"""Folding text for the full-text index."""

from __future__ import annotations

import sqlite3

import pytest

from archive.search_text import BREAK, fold, simplified


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("公开", "公 开"),
        ("公開", "公 开"),
        ("衛生健康委員會", "卫 生 健 康 委 员 会"),
        ("ＡＢ１", "a b 1"),
        ("（一）总体，情况", f"一 {BREAK} 总 体 {BREAK} 情 况"),
        ("。。", ""),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_character_folds_to_one_character_whatever_stands_beside_it() -> None:
    for character in "乾淨訴訟後麵" + "卫健委a1":
        assert len(simplified(character)) == 1
        assert fold("某" + character + "某").split()[1] == fold(character)


@pytest.mark.parametrize("query", ["訴訟", "诉讼", "卫", "衛"])
def test_both_scripts_find_both(query: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5 (text, content='', tokenize='unicode61')")
    for n, text in enumerate(("行政诉讼，卫健委", "行政訴訟，衛健委", "行政诉，讼师，生")):
        db.execute("INSERT INTO t (rowid, text) VALUES (?, ?)", (n, fold(text)))
    found = [n for (n,) in db.execute("SELECT rowid FROM t WHERE t MATCH ?", (f'"{fold(query)}"',))]
    assert found == [0, 1]
    db.close()
