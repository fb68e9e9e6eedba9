"""The made-up reports keep their word: sums hold, truth is what is printed, one seed gives one document."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import html

from gongkai.demo import documents
from gongkai.demo.arithmetic import APPLICANTS, outcomes
from gongkai.demo.damage import FAULTS
from gongkai.demo.html_body import HABITS
from gongkai.demo.html_page import page
from gongkai.demo.truth import FLAVOURS, DemoForm, DemoReport, Number
from parsers.printed_forms import printed_table

BODIES = (
    ("石嘴山市卫生健康委员会", "prefecture", "宁夏", "640200"),
    ("刚察县卫生健康局", "county", "青海", "632224"),
    ("云南省卫生健康委员会", "province", "云南", "530000"),
)
YEARS: dict[DemoForm, int] = {"2008": 2012, "2014": 2016, "2019": 2020, "2021": 2023}
FORMS = tuple(YEARS)
TABLED = ("2014", "2019", "2021")


def make(form: DemoForm, seed: int = 3, body: int = 0, faults: tuple[str, ...] = ()) -> DemoReport:
    name, level, province, code = BODIES[body]
    return documents.report(name, level, province, code, YEARS[form], form, seed, faults)


def broken_sums(report: DemoReport) -> Iterator[str]:
    """Names every sum of the form that the printed figures break; blanks make a sum not assessable."""
    value = {code: figure.value for code, figure in report.figures.items()}

    def differ(name: str, whole: list[str], parts: list[str]) -> Iterator[str]:
        numbers = [value[code] for code in (*whole, *parts)]
        if None in numbers:
            return
        left: Number = sum(value[code] or 0 for code in whole)
        right: Number = sum(value[code] or 0 for code in parts)
        if left != right:
            yield f"{name}: {left} is not {right}"

    if report.form == "2014":
        for whole, parts in STATISTICS_SUMS:
            codes = [f"statistics.{name}.value" for name in parts]
            yield from differ(whole, [f"statistics.{whole}.value"], codes)
        return
    rows = outcomes(report.form)
    for column in (*APPLICANTS, "total"):
        at = f"requests.{{}}.{column}".format
        yield from differ(f"R1 {column}", [at("new"), at("carried_in")], [at("total"), at("carried_out")])
        yield from differ(f"R2 {column}", [at("total")], [at(row) for row in rows])
    for row in ("new", "carried_in", *rows, "total", "carried_out"):
        parts = [f"requests.{row}.{column}" for column in APPLICANTS]
        yield from differ(f"R3 {row}", [f"requests.{row}.total"], parts)
    for block in ("review", "litigation_direct", "litigation_after_review"):
        parts = [f"disputes.{block}.{result}" for result in ("upheld", "corrected", "other", "pending")]
        yield from differ(f"R4 {block}", [f"disputes.{block}.total"], parts)


def _rows_named(start: str) -> tuple[str, ...]:
    rows = (code.split(".")[1] for code in printed_table("2014", "statistics").codes)
    return tuple(row for row in rows if row.startswith(start))


STATISTICS_SUMS = (
    ("requests", ("requests_in_person", "requests_fax", "requests_online", "requests_letter")),
    ("concluded", ("concluded_on_time", "concluded_extended")),
    ("answered", _rows_named("answered_")),
    ("answered_denied", _rows_named("denied_")),
    ("reviews", ("reviews_upheld", "reviews_corrected", "reviews_other")),
    ("litigations", ("litigations_upheld", "litigations_corrected", "litigations_other")),
    ("staff", ("staff_full_time", "staff_part_time")),
)
BREAKS_SUMS = {"total_off_by_one", "part_off_by_one", "balance_broken", "disputes_total_off"}


def grids(report: DemoReport) -> list[list[list[str]]]:
    """The tables of the article as lxml sees them: a list of rows of cell texts each."""
    tree = html.fromstring(report.html)
    return [
        [[cell.text_content().strip() for cell in row.iter("td")] for row in table.iter("tr")]
        for table in tree.iter("table")
    ]


def by_row(report: DemoReport, table: str) -> list[list[str]]:
    rows: dict[str, list[str]] = {}
    for code, figure in report.figures.items():
        name, row, _ = code.split(".")
        if name == table:
            rows.setdefault(row, []).append(figure.raw)
    return list(rows.values())


@pytest.mark.parametrize("form", FORMS)
def test_figures_are_those_of_the_codebook_in_its_order(shared: Path, form: DemoForm) -> None:
    with (shared / "design" / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        known = [f"{r['table']}.{r['row']}.{r['column']}" for r in csv.DictReader(file) if r["form"] == form]
    assert list(make(form).figures) == known


@pytest.mark.parametrize("form", TABLED)
@pytest.mark.parametrize("body", range(len(BODIES)))
def test_every_sum_holds(form: DemoForm, body: int) -> None:
    for seed in range(20):
        assert not list(broken_sums(make(form, seed, body)))


@pytest.mark.parametrize("form", TABLED)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_sum_breaks_only_where_the_fault_says_so(form: DemoForm, fault: str) -> None:
    if form not in FAULTS[fault].forms:
        with pytest.raises(ValueError, match="fits the forms"):
            make(form, faults=(fault,))
        return
    report = make(form, faults=(fault,))
    assert [planted.name for planted in report.faults] == [fault]
    assert bool(list(broken_sums(report))) == (fault in BREAKS_SUMS)


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown fault 'rats'"):
        make("2021", faults=("rats",))


def test_faults_that_undo_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="sign_by_header and sign_contradicted would undo"):
        make("2019", faults=("sign_contradicted", "sign_by_header"))


def test_faults_can_be_planted_together() -> None:
    names = ("extra_rows", "history_column", "serial_column", "late_publication")
    assert tuple(fault.name for fault in make("2014", faults=names).faults) == names


@pytest.mark.parametrize("form", FORMS)
def test_the_same_arguments_give_the_same_document(form: DemoForm) -> None:
    assert make(form) == make(form)
    assert make(form).html != make(form, seed=4).html


@pytest.mark.parametrize("seed", range(6))
def test_html_tables_hold_the_truth(seed: int) -> None:
    for form in ("2019", "2021"):
        report = make(form, seed)
        proactive, requests, disputes = grids(report)
        assert [row[-7:] for row in requests[3:]] == by_row(report, "requests")
        printed = [row[1:] for row in proactive if row[0] != "信息内容" and len(row) > 1]
        assert printed == by_row(report, "proactive")
        assert [disputes[-1]] == [[text for row in by_row(report, "disputes") for text in row]]


@pytest.mark.parametrize("seed", range(6))
def test_html_of_the_2014_list_holds_the_truth(seed: int) -> None:
    report = make("2014", seed)
    (rows,) = grids(report)
    figures = [row[2] for row in rows[1:] if row[2] != "——"]
    assert figures == [figure.raw for figure in report.figures.values()]


@pytest.mark.parametrize("form", ("2019", "2021"))
@pytest.mark.parametrize("flavour", ("tabs", "pipes"))
def test_flat_text_holds_the_truth(form: DemoForm, flavour: str) -> None:
    report = make(form)
    mark = "\t" if flavour == "tabs" else " | "
    lines = [line.strip("| ").split(mark) for line in report.texts[flavour].splitlines()]
    start = next(n for n, cells in enumerate(lines) if cells[0].startswith("一、本年新收"))
    height = len(by_row(report, "requests"))
    assert [cells[-7:] for cells in lines[start : start + height]] == by_row(report, "requests")


@pytest.mark.parametrize("form", ("2019", "2021"))
def test_text_of_one_cell_a_line_holds_the_truth(form: DemoForm) -> None:
    report = make(form)
    blocks = [block.split("\n") for block in report.texts["lines"].split("\n\n")]
    rows = [[line.removeprefix("\t") for line in block] for block in blocks]
    found = [row[-7:] for row in rows if len(row) >= 8 and all(text.isdigit() for text in row[-7:])]
    assert found[: len(by_row(report, "requests"))] == by_row(report, "requests")


def test_reports_of_one_body_fit_together_over_the_years() -> None:
    for seed in range(10):
        earlier, later = (
            documents.report(*BODIES[0], year, "2021", seed).figures  # type: ignore[arg-type]
            for year in (2022, 2023)
        )
        for column in (*APPLICANTS, "total"):
            out, taken = f"requests.carried_out.{column}", f"requests.carried_in.{column}"
            assert earlier[out].value == later[taken].value
        row = "proactive.normative_documents."
        moved = (later[row + "issued"].value or 0) - (later[row + "repealed"].value or 0)
        assert later[row + "in_force"].value == (earlier[row + "in_force"].value or 0) + moved


@pytest.mark.parametrize("form", FORMS)
def test_sentences_state_what_the_claims_say(form: DemoForm) -> None:
    report = make(form)
    told = "".join(text for section in report.sections for text in section.paragraphs)
    assert report.claims
    for code, number in report.claims.items():
        assert number == 0 or str(abs(number)) in told, code
        if code in report.figures:
            assert report.figures[code].value == number


def test_a_claim_planted_against_the_table_is_in_the_text() -> None:
    report = make("2021", faults=("text_contradicts_table",))
    said = report.claims["requests.new.total"]
    assert said != report.figures["requests.new.total"].value
    assert f"共收到政府信息公开申请{said}件" in report.text


def test_late_publication_is_late_and_nothing_else_is() -> None:
    assert make("2021", faults=("late_publication",)).late
    assert not any(make(form, seed).late for form in FORMS for seed in range(30))
    assert replace(make("2021"), published=date(2024, 2, 1)).late


@pytest.mark.parametrize("habit", HABITS)
def test_every_habit_of_markup_prints_the_same_cells(habit: str) -> None:
    name, level, province, code = BODIES[0]
    report = documents.report(name, level, province, code, 2023, seed=1, habit=habit)  # type: ignore[arg-type]
    plain = documents.report(name, level, province, code, 2023, seed=1, habit="plain")  # type: ignore[arg-type]
    assert grids(report) == grids(plain)


def test_the_page_has_meta_tags_and_the_information_table() -> None:
    report = make("2021")
    tree = html.document_fromstring(page(report))
    meta = {tag.get("name"): tag.get("content") for tag in tree.iter("meta")}
    assert meta["ArticleTitle"] == report.title
    assert (meta["PubDate"] or "").startswith(report.published.isoformat())
    info = next(tree.iter("table")).text_content()
    assert report.body in info and report.published.isoformat() in info


def test_all_flavours_are_there() -> None:
    assert tuple(make("2019").texts) == FLAVOURS


def test_a_nested_page_holds_the_same_tables() -> None:
    report = make("2021")
    outer = html.document_fromstring(page(report, nested=True))
    inner = outer.xpath("//table//table//table")
    assert len(inner) == len(grids(report))
    assert not html.document_fromstring(page(report)).xpath("//table//table")
