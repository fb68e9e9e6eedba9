"""The way of one document: read, figures, identity, sections, claims, checks, report."""

from __future__ import annotations

from parsers.checks import check
from parsers.formats import read
from parsers.identity import identify
from parsers.model import Report
from parsers.narrative import claims
from parsers.sections import sections
from parsers.tables import figures


def parse_document(data: bytes, address: str | None, media_type: str | None) -> Report:
    """Parse one document; see :func:`parsers.parse`."""
    source = read(data, address, media_type)
    form, values, table_findings = figures(source)
    identity, identity_findings = identify(source, form, address)
    if identity is None:
        return Report(
            source.media_type,
            source.pages,
            None,
            (),
            (),
            (),
            (*source.findings, *identity_findings),
        )
    stated = claims(source, form, identity.year)
    return Report(
        source.media_type,
        source.pages,
        identity,
        sections(source),
        values,
        stated,
        (*source.findings, *identity_findings, *table_findings, *check(identity, values, stated)),
    )
