"""How a document was read, figure by figure: right, flagged or silently wrong, against its known truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from gongkai.demo.truth import DemoReport, TrueFigure
from parsers.model import Figure, Report

Verdict = Literal["right", "flagged", "silent"]


@dataclass(slots=True)
class Tally:
    """Verdicts counted over documents; ``silent`` names the cells that are wrong and do not say so.

    ``sure`` counts those of the right ones that are stated without any finding against them.
    """

    right: int = 0
    flagged: int = 0
    sure: int = 0
    silent: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Figures judged."""
        return self.right + self.flagged + len(self.silent)

    @property
    def share(self) -> float:
        """The share of figures read right, 1 for none judged."""
        return self.right / self.total if self.total else 1.0

    def add(self, truth: DemoReport, parsed: Report, name: str = "") -> None:
        """Judge one document and count its figures in."""
        flagged = _flagged(parsed)
        figures = {figure.code: figure for figure in parsed.figures}
        counts: Counter[str] = Counter()
        lost = not parsed.figures and any(finding.severity != "info" for finding in parsed.findings)
        for code, figure in truth.figures.items():
            seen = figures.get(code)
            verdict: Verdict = "flagged" if lost else judged(seen, figure, code in flagged)
            counts[verdict] += 1
            if (
                verdict == "right"
                and seen is not None
                and seen.confidence == "stated"
                and code not in flagged
            ):
                self.sure += 1
            if verdict == "silent":
                read = None if seen is None else seen.raw
                self.silent.append(f"{name} {code}: printed {figure.raw!r}, read {read!r}")
        self.right += counts["right"]
        self.flagged += counts["flagged"]


def judged(figure: Figure | None, truth: TrueFigure, flagged: bool) -> Verdict:
    """Judge one figure of a document without planted faults."""
    if figure is None:
        return "silent"
    right = figure.value == truth.value and figure.state == truth.state
    if right and figure.confidence != "ambiguous":
        return "right"
    return "flagged" if figure.confidence != "stated" or flagged else "silent"


def _flagged(parsed: Report) -> frozenset[str]:
    return frozenset(code for finding in parsed.findings for code in finding.cells)
