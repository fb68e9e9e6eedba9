"""The way of one document: read, parted, and of each part figures, identity, sections, claims, checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from parsers.checks import check
from parsers.formats import read
from parsers.formats.conversion import NONE, Converted
from parsers.formats.file_rules import MEMBER_SKIPPED, PICTURES_UNREAD
from parsers.formats.file_rules import state as state_file
from parsers.formats.pictured import PICTURE
from parsers.formats.sniff import HTML
from parsers.identity import identify
from parsers.identity_rules import state
from parsers.model import Finding, Identity, Report, Source
from parsers.narrative import claims
from parsers.sections import sections
from parsers.several import documents
from parsers.tables import figures
from parsers.titles import report_titles
from parsers.web_witness import guessed_publication

_SHOWN = 5
_WITHOUT_TEXT = frozenset({"no-content", "no-report"})


def parse_documents(
    data: bytes, address: str | None, media_type: str | None, converted: Converted | None = None
) -> tuple[Report, ...]:
    """Parse every report of a document; see :func:`parsers.parse_all`."""
    whole = read(data, address, media_type, NONE if converted is None else converted)
    told = [_report(source, address, data) for source in documents(whole)]
    reports = [report for report in told if report.identity is not None] or told[:1]
    if whole.members:
        # What is wrong with an archive is said once, with its first report.
        left_out = [it.part.removeprefix("!/") for it in told if it.identity is None and it is not reports[0]]
        told_once = (*whole.findings, *([_skipped(left_out)] if left_out else ()))
        reports[0] = replace(reports[0], findings=(*told_once, *reports[0].findings))
    if len(reports) == 1:
        return (replace(reports[0], part=""),)
    titles = {(it.body, it.year): it.title for report in reports if (it := report.identity) is not None}
    return tuple(_beside(report, titles) for report in reports)


def _report(source: Source, address: str | None, data: bytes) -> Report:
    """One report, read as if it stood alone."""
    form, values, table_findings = figures(source)
    identity, identity_findings = identify(source, form, address)
    if identity is None:
        empty = any(finding.check in _WITHOUT_TEXT for finding in identity_findings) and report_titles(source)
        findings = (*source.findings, *identity_findings, *(_unread_pictures(source) if empty else ()))
        return Report(source.media_type, source.pages, None, (), (), (), findings, source.part)
    if identity.form == "2008":
        # Before 2014 there was no table to find.
        table_findings = tuple(finding for finding in table_findings if finding.check != "no-tables")
    identity, guess = _with_guessed_day(identity, source, data)
    stated = claims(source, form, identity.year)
    return Report(
        source.media_type,
        source.pages,
        identity,
        sections(source),
        values,
        stated,
        (
            *source.findings,
            *identity_findings,
            *guess,
            *table_findings,
            *_pictures_of_tables(source, table_findings),
            *check(identity, values, stated),
        ),
        source.part,
    )


def _beside(report: Report, titles: Mapping[tuple[str, int | None], str]) -> Report:
    """A report with the finding that names the others of its file (by body and year); copies are none."""
    mine = (report.identity.body, report.identity.year) if report.identity else None
    if len(titles) < 2:
        return report
    # Named are few: of a page with thousands each would name all the others.
    others = islice((f"“{title}”" for whose, title in titles.items() if whose != mine), _SHOWN)
    finding = state("several-reports", f"共{len(titles)}份，另有{'、'.join(others)}", actual=len(titles))
    return replace(report, findings=(finding, *report.findings))


def _skipped(names: Sequence[str]) -> Finding:
    more = f"等{len(names)}个" if len(names) > _SHOWN else ""
    return state_file(MEMBER_SKIPPED, f"{'、'.join(names[:_SHOWN])}{more}，不是年度报告")


def _with_guessed_day(
    identity: Identity, source: Source, data: bytes
) -> tuple[Identity, tuple[Finding, ...]]:
    """The identity with a guessed day of publication where a web page gives none, and the finding."""
    # The page's own day is not that of a report further down.
    if identity.published is not None or identity.year is None or source.media_type != HTML or source.part:
        return identity, ()
    page = data.decode(source.encoding or "utf-8", errors="replace")
    day = guessed_publication(page, identity.year)
    if day is None:
        return identity, ()
    return replace(identity, published=day), (state("published-guessed", str(day), actual=str(day)),)


def _pictures_of_tables(source: Source, table_findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Where a table of the form was not found, the pictures it may stand in."""
    missed = any(finding.check in {"no-tables", "table-not-found"} for finding in table_findings)
    return _unread_pictures(source) if missed else ()


def _unread_pictures(source: Source) -> tuple[Finding, ...]:
    names = [value for name, value in source.metadata if name == PICTURE]
    if not names:
        return ()
    more = f"等{len(names)}幅" if len(names) > _SHOWN else ""
    return (state_file(PICTURES_UNREAD, "、".join(names[:_SHOWN]) + more),)
