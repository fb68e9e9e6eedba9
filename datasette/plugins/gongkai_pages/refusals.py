"""Datasette's and SQLite's sentences of refusal in Chinese; the English original stays beside them."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from typing import Any

from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Response
from datasette.views.base import DatasetteError

SLOW = "SQL query took too long"
SENTENCES: tuple[tuple[str, str], ...] = (
    # SQLite, while it reads a statement
    (r"no such column: (.+)", "没有“{}”这一列；各表的列见“全部数据表”。"),
    (r"no such table: (.+)", "没有“{}”这张表；表名见“全部数据表”。"),
    (r"no such function: (.+)", "没有“{}”这个函数。"),
    (r"ambiguous column name: (.+)", "列名“{}”在几张表里都有，请写明是哪一张表的。"),
    (r'near "(.*)": syntax error', "SQL 在“{}”附近有语法错误。"),
    (r'unrecognized token: "(.*)"?', "SQL 里有不认识的字符：{}"),
    (r'fts5: syntax error near "(.*)"', "检索词在“{}”附近有语法错误。"),
    (r"incomplete input", "SQL 没有写完。"),
    (r"no tables specified", "没有写明从哪张表取数。"),
    (r"wrong number of arguments to function (.+)", "函数 {} 的参数个数不对。"),
    (r"misuse of aggregate:? ?(.*)", "汇总函数用错了地方：{}"),
    (r"misuse of window function (.+)", "窗口函数用错了地方：{}"),
    (r"a GROUP BY clause is required before HAVING", "HAVING 之前要有 GROUP BY。"),
    (r"SELECTs to the left and right of (.+) do not have.*", "{} 两边的列数不同。"),
    (r"sub-select returns (\d+) columns - expected (\d+)", "子查询有 {} 列，应为 {} 列。"),
    (r"circular reference: (.+)", "“{}”引用了自己。"),
    (r"You did not supply a value for binding (?:parameter )?(.+)", "参数 {} 没有给值。"),
    (r"(?:You can only|Can only) execute one statement.*", "一次只能运行一条语句。"),
    (r"Statement must be a SELECT", "只能运行 SELECT 语句：数据库只供阅读。"),
    (r"attempt to write a readonly database", "数据库只供阅读，不能改写。"),
    (r"Statement contained a disallowed PRAGMA.*", "这条 PRAGMA 不开放。"),
    (r"not authorized.*", "用到了本站不开放的函数或操作。"),
    (r"malformed JSON", "这里的文字不是 JSON。"),
    # SQLite, while it works
    (rf"{SLOW}|interrupted", "查询超过了时限，已停下。请缩小范围，如加上省份、年度或 limit。"),
    (r"string or blob too big", "有一个值太长，超过限度。"),
    (r"out of memory", "查询需要的内存超过限度。"),
    (r"integer overflow", "数字太大，超过整数的范围。"),
    (r"Expression tree is too large.*|parser stack overflow", "表达式嵌套太深。"),
    (r"too many (.+)", "SQL 太复杂：{} 过多。"),
    (r"LIKE or GLOB pattern too complex", "LIKE 或 GLOB 的样式太长。"),
    # Datasette
    (r"404|No data|Database not found.*", "没有这一页。地址可能写错了，或者页面已改名。"),
    (r"Record not found", "这张表里没有这一行。"),
    (r"invalid literal for int\(\) with base 10: (.+)", "{} 应是整数。"),
    (r"(?:Expecting|Unterminated|Extra data|Invalid).*: line \d+ column \d+.*", "参数里的 JSON 写得不对。"),
    (r"Table not found.*", "没有这张表；表名见“全部数据表”。"),
    (r"Cannot sort table by (.+)", "不能按“{}”排序：没有这一列，或这一列不供排序。"),
    (r"Cannot use _sort and _sort_desc.*", "_sort 与 _sort_desc 只能用一个。"),
    (r"_(?:no)?col=(.+) - invalid columns", "没有这些列：{}"),
    (r"_size must be a positive integer", "_size 应是正整数。"),
    (r"_size must be <= (\d+)", "_size 最多为 {}。"),
    (r"_facet= is not allowed", "本站不开放自选分面；可用现成的分面，或写 SQL 汇总。"),
    (r"_where= is not allowed", "本站不开放 _where；请写 SQL。"),
    (r"Cannot search by that column", "不能检索这一列。"),
    (r"Invalid _through.*", "_through 里的表与本表没有关联。"),
    (r"CSV streaming is disabled|_next not allowed.*", "不能一次取尽整张表；请用下载页的文件。"),
    (r"You do not have permission.*|Permission denied|.*forbidden", "本站不提供这一页。"),
)
_COMPILED = tuple((re.compile(pattern, re.DOTALL | re.IGNORECASE), words) for pattern, words in SENTENCES)
_CHINESE = re.compile("[一-鿿]")


def in_chinese(text: Any) -> str:
    """The sentence in Chinese; empty where it already holds Chinese or is one we do not know."""
    english = str(text).strip()
    for pattern, words in _COMPILED:
        if found := pattern.fullmatch(english):
            return words.format(*(part or "" for part in found.groups()))
    return "" if _CHINESE.search(english) else "无法回答这个请求，原因见下。"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request gets no answer: the HTTP status and the sentence, as Datasette or SQLite words it."""

    status: int
    sentence: str


def meant(exception: Exception) -> Refusal | None:
    """What the reader is to be told of an exception; ``None`` for faults of the site itself."""
    if isinstance(exception, MemoryError):
        return Refusal(400, "out of memory")
    if isinstance(exception, QueryInterrupted):  # a page of ours, not the reader's SQL, was too slow
        return Refusal(503, "网站正忙，请稍后再试。 The site is busy; please try again.")
    if isinstance(exception, Base400):
        return Refusal(exception.status, str(exception.args[0]))
    if isinstance(exception, DatasetteError):
        # Datasette puts a page's worth of HTML and script here, and 500 where nobody said otherwise.
        sentence = SLOW if SLOW in str(exception.message) else str(exception.message)
        return Refusal(400 if exception.status == 500 else exception.status, sentence)
    return None


def misread(exception: Exception) -> Refusal | None:
    """What is wrong with the address of one of Datasette's pages, where it only stumbles over it."""
    if isinstance(exception, sqlite3.ProgrammingError):  # a row's address with too few of its keys
        return Refusal(404, "Record not found")
    return Refusal(400, str(exception)) if isinstance(exception, ValueError) else None


async def answer(datasette: Any, request: Any, refusal: Refusal) -> Response:
    """The refusal as a page, with the reader's own SQL to go on from; as JSON where data were asked for."""
    status, sentence = refusal.status, refusal.sentence
    if request.path.endswith(".json"):
        told = {"ok": False, "error": sentence, "status": status, "title": in_chinese(sentence) or None}
        return Response.json(told, status=status)
    shown = {"status": status, "error": sentence, "sql": request.args.get("sql")}
    text = await datasette.render_template("error.html", shown, request=request)
    return Response.html(text, status=status)
