"""A parsed document as JSON: one shape, one order of keys, the same bytes every time.

The shape is the one documented for ``gongkai parse --json``. Codes are those of the codebook, money is
in yuan, and a place is ``{"kind": …}`` followed by its fields.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from parsers.model import (
    Claim,
    Figure,
    Finding,
    HtmlPlace,
    Identity,
    MemberPlace,
    Number,
    PagePlace,
    Place,
    Report,
    SheetPlace,
    TextPlace,
    WordPlace,
)

Json = dict[str, Any]

_KINDS: Mapping[type[Place], str] = MappingProxyType(
    {
        TextPlace: "text",
        HtmlPlace: "html",
        PagePlace: "page",
        SheetPlace: "sheet",
        WordPlace: "word",
        MemberPlace: "member",
    }
)


def to_json(report: Report, path: str, sha256: str) -> Json:
    """The document's JSON object, keys in order; ``path`` and ``sha256`` say whose bytes.

    Of several reports in one file, the path of each goes on with its part: ``reports.zip!/2021.docx``.
    """
    from parsers import VERSION

    return {
        "document": {
            "path": path + report.part,
            "sha256": sha256,
            "media_type": report.media_type,
            "pages": report.pages,
        },
        "parser": {"version": VERSION},
        "report": None if report.identity is None else _identity(report.identity),
        "sections": [
            {"number": section.number, "heading": section.heading, "text": section.text}
            for section in report.sections
        ],
        "figures": [_figure(figure) for figure in report.figures],
        "claims": [_claim(claim) for claim in report.claims],
        "findings": [_finding(finding) for finding in report.findings],
    }


def dumps(document: Json) -> str:
    """One line of JSON without a line end: Chinese as itself, keys in the order given."""
    return _ENCODER.encode(document)


# What to_json gives is a tree: there is no circle to look for.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, check_circular=False)


def place_json(place: Place) -> Json:
    """A place as JSON; raises KeyError for a kind that is not in the table."""
    if isinstance(place, HtmlPlace):
        # By far most places of most documents; the rest take their fields' names from the kind.
        return {
            "kind": "html",
            "path": place.path,
            "table": place.table,
            "row": place.row,
            "column": place.column,
        }
    shown: Json = {"kind": _KINDS[type(place)]}
    if isinstance(place, MemberPlace):
        return shown | {"member": place.member, "inside": place_json(place.inside)}
    for name in type(place).__slots__:
        value = getattr(place, name)
        shown[name] = [_tidy_float(number) for number in value] if isinstance(value, tuple) else value
    return shown


def number_json(number: Number | str | None) -> int | float | str | None:
    """A number as JSON writes it: whole amounts as integers, others with the digits printed and no more."""
    if isinstance(number, Decimal):
        return int(number) if number == number.to_integral_value() else float(number)
    return number


def _tidy_float(number: float) -> int | float:
    """A coordinate with at most three decimals, so that the same page gives the same bytes everywhere."""
    short = round(number, 3)
    return int(short) if short == int(short) else short


def _identity(identity: Identity) -> Json:
    return {
        "body": identity.body,
        "level": identity.level,
        "province": identity.province,
        "division_code": identity.division_code,
        "year": identity.year,
        "form": identity.form,
        "title": identity.title,
        "published": None if identity.published is None else identity.published.isoformat(),
        "period": None if identity.period is None else [day.isoformat() for day in identity.period],
    }


def _figure(figure: Figure) -> Json:
    return {
        "table": figure.table,
        "row": figure.row,
        "column": figure.column,
        "value": number_json(figure.value),
        "state": figure.state,
        "raw": figure.raw,
        "unit": figure.unit,
        "confidence": figure.confidence,
        "alternatives": [number_json(other) for other in figure.alternatives],
        "where": None if figure.where is None else place_json(figure.where),
    }


def _claim(claim: Claim) -> Json:
    return {
        "about": claim.about,
        "value": number_json(claim.value),
        "sentence": claim.sentence,
        "where": place_json(claim.where),
    }


def _finding(finding: Finding) -> Json:
    return {
        "check": finding.check,
        "severity": finding.severity,
        "cells": list(finding.cells),
        "expected": number_json(finding.expected),
        "actual": number_json(finding.actual),
        "message": finding.message,
    }
