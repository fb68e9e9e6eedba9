"""Reports in an archive: each member that is one is a report, annexes go with theirs, the rest is named."""

from __future__ import annotations

import pytest

from gongkai.demo.as_docx import docx
from gongkai.demo.as_xlsx import xlsx
from gongkai.demo.documents import report
from gongkai.demo.html_page import page
from gongkai.demo.truth import DemoReport
from parsers import parse, parse_all
from parsers.formats.package import Allowance
from parsers.model import MemberPlace, Report
from tests.packed import zipped

GUIDE = "石嘴山市卫生健康委员会政府信息公开指南\n一、主动公开\n本指南说明公开的范围和方式。\n".encode()
BUDGET = "石嘴山市卫生健康委员会2022年部门预算\n一、收入总计\n二、支出总计\n".encode()


def told(year: int, body: str = "石嘴山市卫生健康委员会", seed: int = 1) -> DemoReport:
    return report(body, "prefecture", "宁夏", "640200", year, seed=seed)


def years(reports: tuple[Report, ...]) -> list[int | None]:
    return [one.identity.year if one.identity else None for one in reports]


def values(one: Report) -> list[object]:
    return [(it.code, it.value, it.state) for it in one.figures]


def checks(one: Report) -> set[str]:
    return {finding.check for finding in one.findings}


def text_only(year: int) -> bytes:
    """A report whose tables are elsewhere."""
    return (
        f"石嘴山市卫生健康委员会{year}年政府信息公开工作年度报告\n一、总体情况\n{year}年，我委认真贯彻条例。\n"
        "二、主动公开政府信息情况\n见附表。\n三、收到和处理政府信息公开申请情况\n见附表。\n"
    ).encode()


def test_three_years_are_three_reports() -> None:
    made = {f"{year}年报.docx": docx(told(year)) for year in (2019, 2021, 2022)}
    found = parse_all(zipped(made))
    assert years(found) == [2019, 2021, 2022]
    for one, (name, data) in zip(found, made.items(), strict=True):
        assert one.part == f"!/{name}" and one.media_type == "application/zip"
        assert values(one) == values(parse(data))
        places = [it.where for it in one.figures if it.where is not None]
        assert places and all(isinstance(it, MemberPlace) and it.member == name for it in places)
        (finding,) = [it for it in one.findings if it.check == "several-reports"]
        assert finding.actual == 3 and f"{one.identity and one.identity.year}年" not in finding.message


def test_archives_inside_and_pages_of_two_years_are_opened_up() -> None:
    both = page(told(2022)).replace("</body>", page(told(2023)).partition("<body>")[2])
    data = zipped({"往年/往年.zip": zipped({"2021.docx": docx(told(2021))}), "近年.html": both.encode()})
    found = parse_all(data)
    assert [(year, one.part) for year, one in zip(years(found), found, strict=True)] == [
        (2021, "!/往年/往年.zip/2021.docx"), (2022, "!/近年.html"), (2023, "!/近年.html#2"),
    ]  # fmt: skip


def test_a_report_with_a_guide_and_a_budget_is_one_report_and_they_are_named() -> None:
    (found,) = parse_all(zipped({"指南.txt": GUIDE, "年报.docx": docx(told(2022)), "预算.txt": BUDGET}))
    assert (years((found,)), found.part) == ([2022], "")
    (finding,) = [it for it in found.findings if it.check == "archive-member-skipped"]
    assert "指南.txt" in finding.message and "预算.txt" in finding.message
    assert "several-reports" not in checks(found)


def test_two_copies_of_one_report_do_not_name_each_other_as_further_reports() -> None:
    found = parse_all(zipped({"2022.docx": docx(told(2022)), "2022.html": page(told(2022)).encode()}))
    assert years(found) == [2022, 2022]
    assert all("several-reports" not in checks(one) for one in found)


def test_an_archive_without_a_report_is_one_answer() -> None:
    (found,) = parse_all(zipped({"指南.txt": GUIDE, "预算.txt": BUDGET}))
    assert found.identity is None and found.part == ""
    assert checks(found) >= {"archive-member-skipped", "other-document"}


def test_what_is_wrong_with_the_archive_is_said_once() -> None:
    broken = {"2019.docx": b"PK\x03\x04 cut", "2021.docx": docx(told(2021)), "2022.docx": docx(told(2022))}
    first, second = parse_all(zipped(broken))
    assert "file-broken" in checks(first) and "file-broken" not in checks(second)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"年报.txt": text_only(2022), "附表.xlsx": xlsx(told(2022))}, [2022]),
        ({"年报.txt": text_only(2022), "附表.xlsx": xlsx(told(2021))}, [2022, 2021]),
        (
            {
                "2021.txt": text_only(2021), "2021附表.xlsx": xlsx(told(2021)),
                "2022.txt": text_only(2022), "2022附表.xlsx": xlsx(told(2022)),
            },
            [2021, 2022],
        ),
        (
            {"甲.txt": text_only(2022), "乙.xlsx": xlsx(told(2022, "中卫市卫生健康委员会"))},
            [2022, 2022],
        ),
        ({"2012.txt": text_only(2012), "2022.docx": docx(told(2022))}, [2012, 2022]),
    ],
)  # fmt: skip
def test_tables_go_with_the_text_of_their_year_and_body_and_no_other(
    members: dict[str, bytes], expected: list[int]
) -> None:
    found = parse_all(zipped(members))
    assert years(found) == expected
    for one in found:
        # An annex has gone with its text; a report without one has no figures, and no other year's.
        year = one.identity.year if one.identity else None
        own = [values(parse(it)) for it in members.values() if years((parse(it),)) == [year]]
        assert values(one) in own


def test_the_members_of_all_archives_together_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("parsers.formats.Allowance", lambda: Allowance(members=4))
    inner = [zipped({f"{year}.docx": docx(told(year))}) for year in (2019, 2021, 2022)]
    found = parse_all(zipped({f"{number}.zip": data for number, data in enumerate(inner)}))
    assert years(found) == [2019, 2021] and "file-bomb" in checks(found[0])
