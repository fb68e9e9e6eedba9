"""Atom feeds (RFC 4287) of new reports, edits and findings; ``?province=`` and ``?body=`` narrow them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from datasette.utils.asgi import Response
from gongkai_pages.reading import rows

WHERE = "(:province = '' OR r.province = :province) AND (:body = '' OR r.body_id = :body)"
# An entry keeps its id for ever (RFC 4287, 4.2.6), but each publishing numbers the rows anew: they are
# counted within their report.
EDIT = "(SELECT count(*) FROM revision e WHERE e.report_id = v.report_id AND e.n <= v.n)"
FINDING = """f.check_id || ':' || (SELECT count(*) FROM finding e
        WHERE e.report_id = f.report_id AND +e.check_id = f.check_id AND e.n <= f.n)"""


def _told(column: str) -> str:
    """SQL for what stood there: a cell that is empty is told apart from one that the version has not."""
    return f"CASE {column} WHEN '' THEN '（空）' ELSE coalesce({column}, '（缺）') END"


FEEDS: dict[str, tuple[str, str]] = {
    "reports": (
        "新收录的年报 New reports",
        f"""SELECT 'report:' || r.report_id AS id, r.report_id, r.title, r.captured_at AS updated,
        r.body || ' ' || r.year || ' · ' || r.findings || ' 条疑点' AS words
        FROM report r WHERE r.latest = 1 AND {WHERE} ORDER BY r.captured_at DESC, r.n DESC LIMIT 50""",
    ),
    "edits": (
        "原文改动 Silent edits",
        f"""SELECT 'revision:' || r.report_id || ':' || {EDIT} AS id, r.report_id, r.title,
        r.captured_at AS updated,
        v.place || ': ' || {_told("v.old")} || ' → ' || {_told("v.new")} AS words
        FROM revision v CROSS JOIN report r ON r.report_id = v.report_id
        WHERE {WHERE} ORDER BY r.captured_at DESC, v.n LIMIT 50""",
    ),
    "findings": (
        "错误与提醒 Errors and warnings",
        f"""SELECT 'finding:' || r.report_id || ':' || {FINDING} AS id, r.report_id, r.title,
        r.captured_at AS updated, f.check_id || ' ' || f.message AS words
        FROM report r CROSS JOIN finding f ON f.report_id = r.report_id WHERE f.severity <> 'info'
        AND r.latest = 1 AND {WHERE}
        ORDER BY r.captured_at DESC, f.n LIMIT 50""",
    ),
}


async def page(datasette: Any, request: Any) -> Response:
    """``/feeds/reports.atom``, ``/feeds/edits.atom``, ``/feeds/findings.atom``."""
    name = request.url_vars["feed"]
    title, sql = FEEDS[name]
    params = {key: request.args.get(key) or "" for key in ("province", "body")}
    found = await rows(datasette, sql, params)
    base = f"{request.scheme}://{request.host}"
    scope = " · ".join(value for value in params.values() if value)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-Hans">',
        f"<title>{_text(title)}{' · ' + _text(scope) if scope else ''}</title>",
        f"<id>urn:gongkai:feed:{name}:{_text(scope)}</id>",
        f'<link rel="self" href={quoteattr(_text_raw(base + request.full_path))}/>',
        f"<updated>{_text(found[0]['updated'] if found else '1970-01-01T00:00:00Z')}</updated>",
        "<author><name>卫健公开年报档案</name></author>",
    ]
    for row in found:
        parts.append(
            f"<entry><id>urn:gongkai:{_text(row['id'])}</id><title>{_text(row['title'])}</title>"
            f"<link href={quoteattr(_text_raw(base + '/report/' + row['report_id']))}/>"
            f"<updated>{_text(row['updated'])}</updated><summary>{_text(row['words'])}</summary></entry>"
        )
    parts.append("</feed>")
    return Response("\n".join(parts), content_type="application/atom+xml; charset=utf-8")


def _text_raw(text: Any) -> str:
    """Text without the characters XML 1.0 forbids."""
    return "".join(
        c for c in str(text or "") if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff")
    )


def _text(text: Any) -> str:
    return escape(_text_raw(text)).replace("\ufffe", "").replace("\uffff", "")
