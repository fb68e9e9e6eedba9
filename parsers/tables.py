"""A document's tables read on the forms that suit them: every figure, stated, inferred or ambiguous.

Each table is read on every form that has it and the better reading is kept, so that a report which
mixes forms is read as what it prints. Never raises, however odd the tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from parsers.disputes import read_disputes
from parsers.forms import FORMS, FormTable
from parsers.found_figures import TITLES, TableReading
from parsers.loose_tables import loosened
from parsers.model import Figure, Finding, Form, Source
from parsers.proactive import read_proactive
from parsers.readings import found
from parsers.recognition import weigh_recognition
from parsers.requests import read_requests
from parsers.rows import Row, TableRows, table_rows
from parsers.statistics_table import read_statistics
from parsers.told_disputes import told_disputes

TableReader = Callable[[Sequence[FormTable], Sequence[Row]], TableReading]
READERS: Mapping[str, TableReader] = MappingProxyType(
    {
        "proactive": read_proactive,
        "requests": read_requests,
        # These two have one table: section 4 is the same in both forms.
        "disputes": lambda tables, rows: read_disputes(tables[-1], rows),
        "statistics": lambda tables, rows: read_statistics(tables[-1], rows),
    }
)
"""The reader of each table of the forms: on the form that suits the rows best, of equals the last."""
SECTIONS = ("proactive", "requests", "disputes")
"""The tables of a report since 2019, in printed order."""
RECOGNISED: Mapping[str, float] = MappingProxyType(
    {"proactive": 3.0, "requests": 4.0, "disputes": 3.0, "statistics": 6.0}
)
"""What a table's reading must be worth to count as that table and not as some other list."""


def figures(source: Source) -> tuple[Form | None, tuple[Figure, ...], tuple[Finding, ...]]:
    """The form, every figure of it (missing ones too, in codebook order), and what was odd.

    The form is that of section 2, whose columns differ most; a section 3 on another form keeps its own
    rows, and ``mixed-forms`` says so. Without any table of the forms: ``None`` and no figures.
    """
    rows = table_rows(source)
    readings = _readings(rows)
    loose = source if readings else loosened(source)
    if loose is not source:
        rows = table_rows(loose)
        readings = _readings(rows)
    findings = list(rows.findings)
    if readings and loose is not source:
        findings.append(found("table-from-lines", "没有表格，按文字的行和其中的间隔认定各格，请核对原件"))
    if "statistics" in readings and not readings.keys() & {"proactive", "requests"}:
        reading = readings["statistics"]
        weigh_recognition(reading)
        return "2014", reading.figures(), (*findings, *reading.findings)
    present = [name for name in SECTIONS if name in readings]
    if not present:
        if source.blocks:
            message = "没有找到规定格式的表格（主动公开、依申请公开、复议诉讼或2014年统计表），数值无从读取"
            findings.append(found("no-tables", message))
        return None, (), tuple(findings)
    form = _form(readings)
    tables: list[Figure] = []
    for name in SECTIONS:
        found_reading = readings.get(name)
        if found_reading is None:
            empty = TableReading(FORMS[form].table(name), 0.0)
            if name == "disputes":
                told_disputes(empty, source)
            tables.extend(empty.figures())
            codes = tuple(entry.code for entry in empty.table.entries if entry.code not in empty.held)
            if codes:
                message = f"没有找到“{TITLES[name]}”的表格，其数值记为缺失，请核对原件"
                findings.append(found("table-not-found", message, codes))
            findings.extend(empty.findings)
            continue
        if name == "disputes" and found_reading.table.form != form:
            # Section 4 is the same in both forms: it goes with the rest.
            found_reading = READERS[name]((FORMS[form].table(name),), rows.tables[name])
        weigh_recognition(found_reading)
        tables.extend(found_reading.figures())
        findings.extend(found_reading.findings)
        if found_reading.table.form != form:
            message = (
                f"“{TITLES[name]}”用的是{found_reading.table.form}年格式，其余为{form}年格式，各按所印读取"
            )
            usual = {entry.code for entry in FORMS[form].table(name).entries}
            codes = tuple(entry.code for entry in found_reading.table.entries if entry.code not in usual)
            findings.append(
                found("mixed-forms", message, codes, expected=form, actual=found_reading.table.form)
            )
    return form, tuple(tables), tuple(findings)


def _readings(rows: TableRows) -> Mapping[str, TableReading]:
    """The readings of the tables that are there."""
    best = {name: _best(name, rows.tables[name]) for name in READERS if name in rows.tables}
    return {name: reading for name, reading in best.items() if reading is not None}


def _best(name: str, rows: Sequence[Row]) -> TableReading | None:
    """The reading on the form that suits the rows best; of equals the later form."""
    tables = [table for definition in FORMS.values() for table in definition.tables if table.name == name]
    best = READERS[name](tables, rows)
    return best if best.worth >= RECOGNISED[name] else None


def _form(readings: Mapping[str, TableReading]) -> Form:
    for name in SECTIONS:
        if name in readings:
            return readings[name].table.form
    raise ValueError("no table of a form among the readings")
