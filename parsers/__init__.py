"""Documents into reports: bytes in, a frozen :class:`~parsers.model.Report` out, and nothing else touched.

No network, disk, clock or database: the only files read are the tables of knowledge in this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from parsers.model import Report

if TYPE_CHECKING:
    from parsers.formats.conversion import Converted

__all__ = ["VERSION", "parse", "parse_all"]

VERSION = "3"
"""Raised with every change that can change a result; results are kept by it."""


def parse(
    data: bytes,
    address: str | None = None,
    media_type: str | None = None,
    converted: Converted | None = None,
) -> Report:
    """Parse one document: its only report, or the first of several (see :func:`parse_all`)."""
    return parse_all(data, address, media_type, converted)[0]


def parse_all(
    data: bytes,
    address: str | None = None,
    media_type: str | None = None,
    converted: Converted | None = None,
) -> tuple[Report, ...]:
    """Parse every report of one document: of an archive's members, and of those below one another on a page.

    At least one; ``address`` and ``media_type`` are what the server called it, and only hints.

    ``converted`` holds what :func:`parsers.formats.conversion.pieces` asks for, by SHA-256: DOC, WPS, RTF
    and their like cannot be read as they are. Without it such a document gets a finding.
    Never raises for what a document holds: what cannot be read is a finding, and a document that is no
    annual report has no identity, no figures, and a finding that says why.
    """
    # The archive needs the model and the tables of knowledge alone: readers of formats load on first use.
    from parsers.document import parse_documents

    return parse_documents(data, address, media_type, converted)
