"""A made-up report written as MHTML, the single-file web page that Word saves."""

from __future__ import annotations

import quopri

from gongkai.demo.html_page import page
from gongkai.demo.truth import DemoReport

BOUNDARY = "----=_NextPart_01DA0001.00000001"
PLACE = "file:///C:/report.files/report.htm"


def mhtml(report: DemoReport) -> bytes:
    """Write the report's page as MHTML in GB2312's successor, quoted-printable, as Word does."""
    body = quopri.encodestring(page(report, encoding="gb18030").encode("gb18030"))
    head = [
        "MIME-Version: 1.0",
        f'Content-Type: multipart/related; boundary="{BOUNDARY}"',
        "",
        f"--{BOUNDARY}",
        f"Content-Location: {PLACE}",
        "Content-Transfer-Encoding: quoted-printable",
        'Content-Type: text/html; charset="gb18030"',
        "",
        "",
    ]
    return "\r\n".join(head).encode() + body + f"\r\n--{BOUNDARY}--\r\n".encode()
