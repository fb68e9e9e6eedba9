"""Pages that guard a site against machines: recognised by their marks, recorded, never solved.

Content decides, not the status: many guards answer 200. A row is a vendor; status None means any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# A real page may mention a guard's name; a challenge page is short, and shows only a few words.
LONGEST = 30_000
MOST_SHOWN = 3_000
UNSEEN = re.compile(rb"<(script|style)\b.*?</\1>|<[^<>]*>|\s+", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Challenge:
    """A mark of one vendor: which statuses it comes with, and what stands in body or headers."""

    vendor: str
    statuses: frozenset[int] | None
    body: re.Pattern[bytes] | None
    headers: re.Pattern[bytes] | None = None


def _row(vendor: str, statuses: tuple[int, ...], body: str | None, headers: str | None = None) -> Challenge:
    return Challenge(
        vendor,
        frozenset(statuses) if statuses else None,
        re.compile(body.encode()) if body else None,
        re.compile(headers.encode(), re.I) if headers else None,
    )


CHALLENGES: tuple[Challenge, ...] = (
    _row("riversecurity", (202, 412, 400), r"\$_ts\s*=|_\$[a-zA-Z0-9]{2,4}\s*\("),
    _row("riversecurity", (202, 412), None, r"set-cookie:[^\n]*80[ST]="),
    _row("jiasule", (521,), None),
    _row("jiasule", (), r"__jsl_clearance|\"tn\"\s*:\s*\"__jsl"),
    _row("wzws", (), r"wzws-waf-cgi|wzwschallenge|wzws_sessionid\s*="),
    _row("aliyun", (), r"acw_sc__v2|aliyun_waf"),
    _row("waf", (), r"WAF检查浏览器|云防护|网站防火墙|访问(?:行为)?异常.{0,30}拦截"),
    _row("waf", (), r"您的访问(?:请求)?(?:被|已被)(?:拦截|阻断|拒绝)"),
    _row("captcha", (), r"请输入验证码后继续|拖动滑块.{0,12}验证|安全验证</title>"),
    _row("method", (405,), r"blocked|拦截|WAF"),
)


def challenge(status: int, headers: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    """The vendor of the challenge or block page this answer is, or ``None`` when it is none."""
    if len(body) > LONGEST:
        return None
    head = "\n".join(f"{name}: {value}" for name, value in headers).encode("utf-8", "replace")
    for row in CHALLENGES:
        if row.statuses is not None and status not in row.statuses:
            continue
        if row.body and not row.body.search(body):
            continue
        if row.statuses is None and len(UNSEEN.sub(b"", body)) > MOST_SHOWN:
            continue
        if row.headers and not row.headers.search(head):
            continue
        return row.vendor
    return None
