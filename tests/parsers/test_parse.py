"""Whole documents: seeds, bad input, and the same answer every time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from parsers import VERSION, parse
from parsers.checks import CHECKS
from parsers.jsonform import dumps, to_json
from parsers.model import Report

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
PAGE = """<html><head><meta charset="utf-8"><title>获嘉县卫健委2012年政府信息公开工作年度报告</title></head>
<body><h1>获嘉县卫健委2012年政府信息公开工作年度报告</h1><p>一、概述</p><p>{}</p>
<p>二、主动公开政府信息的情况</p><p>三、依申请公开情况</p><p>收到政府信息公开申请3件。</p>
<p>四、复议、诉讼和申诉</p><p>五、存在的主要问题和改进措施</p></body></html>"""


def checks(report: Report) -> set[str]:
    return {finding.check for finding in report.findings}


def test_an_empty_file_says_so() -> None:
    report = parse(b"")
    assert report.identity is None
    assert checks(report) >= {"empty-document", "no-content"}


def test_a_picture_named_html_says_what_it_is() -> None:
    report = parse(PNG, "http://www.huojia.gov.cn/report.html", "text/html")
    assert report.identity is None
    assert report.media_type.startswith("image/")
    assert any(finding.severity in {"warning", "error"} for finding in report.findings)


def test_gb18030_declared_as_utf_8_is_read_and_told() -> None:
    report = parse(PAGE.format("文字。" * 60).encode("gb18030"), None, "text/html; charset=utf-8")
    assert report.identity is not None
    assert report.identity.body == "获嘉县卫生健康委员会"
    assert "encoding-mismatch" in checks(report)


def test_a_report_before_2014_has_text_and_claims_and_no_table() -> None:
    report = parse(PAGE.format("文字。" * 60).encode())
    assert report.identity is not None
    assert (report.identity.year, report.identity.form) == (2012, "2008")
    assert [(claim.about, claim.value) for claim in report.claims] == [("statistics.requests.value", 3)]
    assert "no-tables" not in checks(report)


def test_a_page_without_a_date_of_its_own_gets_a_guess_marked_as_one() -> None:
    page = PAGE.format("文字。" * 60).replace("<h1>", "<span class='time'>2013-02-05 10:00</span><h1>")
    report = parse(page.encode())
    assert report.identity is not None and report.identity.published is not None
    assert report.identity.published.isoformat() == "2013-02-05"
    assert "published-guessed" in checks(report)


def test_a_guess_of_another_year_is_left() -> None:
    page = PAGE.format("文字。" * 60).replace("<h1>", "<span class='time'>2018-02-05 10:00</span><h1>")
    report = parse(page.encode())
    assert report.identity is not None and report.identity.published is None


def test_a_page_that_is_no_report_has_no_figures() -> None:
    report = parse("<html><body><p>健康提示：天气转凉。</p></body></html>".encode())
    assert report.identity is None
    assert (report.figures, report.claims, report.sections) == ((), (), ())
    assert checks(report) == {"no-report"}


@pytest.mark.parametrize("data", [b"Rar!\x1a\x07\x00...", b"7z\xbc\xaf\x27\x1c...", b"\x1f\x8b\x08..."])
def test_a_format_that_cannot_be_read_is_named(data: bytes) -> None:
    report = parse(data)
    assert report.identity is None
    assert "unsupported-format" in checks(report)


@pytest.mark.parametrize("data", [b"\x00" * 100, b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe\xfd", b"<" * 5000])
def test_rubbish_is_a_finding_and_never_an_exception(data: bytes) -> None:
    report = parse(data)
    assert report.identity is None
    assert report.findings


def test_the_same_bytes_give_the_same_json(shared: Path) -> None:
    for seed in sorted((shared / "seeds").glob("*.txt")):
        data = seed.read_bytes()
        once, again = (dumps(to_json(parse(data), seed.name, "0")) for _ in range(2))
        assert once == again


def test_every_finding_of_the_seeds_is_a_rule_with_its_severity(shared: Path) -> None:
    rules = {rule.id: rule.severity for rule in CHECKS}
    for seed in sorted((shared / "seeds").glob("*.txt")):
        for finding in parse(seed.read_bytes()).findings:
            assert rules[finding.check] == finding.severity
            assert finding.message


def test_the_items_of_a_list_of_powers_are_no_decisions(shared: Path) -> None:
    (seed,) = (shared / "seeds").glob("000_*.txt")
    assert parse(seed.read_bytes()).claims == ()


def test_a_real_page_of_another_body(shared: Path) -> None:
    page = shared / "samples" / "reports" / "shuyang-fgj-2023.html"
    report = parse(page.read_bytes())
    assert report.identity is not None
    assert (report.identity.body, report.identity.year, report.identity.form) == (
        "沭阳县发展和改革局",
        2023,
        "2021",
    )
    assert not [finding for finding in report.findings if finding.severity == "error"]


def test_the_model_alone_loads_no_reader_of_formats() -> None:
    code = "import sys, parsers.model, parsers.forms; print('lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_version_is_a_text() -> None:
    assert VERSION


def test_a_broken_picture_gets_the_same_answer_twice() -> None:
    """No message holds what changes between runs, such as an object's address in memory."""
    told = [finding.message for finding in parse(PNG).findings]
    assert told and not any("0x" in message for message in told)
    assert told == [finding.message for finding in parse(PNG).findings]
