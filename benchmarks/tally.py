"""The verdicts on documents of one kind, counted; what is silently wrong is kept by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from benchmarks.made_up import verdicts
from gongkai.demo.truth import DemoReport
from parsers.model import Report


@dataclass(slots=True)
class Tally:
    """How many figures were read right and how many flagged, and those wrong that do not say so.

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

    def add(self, truth: DemoReport, parsed: Report) -> None:
        """Judge one document and count its figures in."""
        found = verdicts(truth, parsed)
        figures = {figure.code: figure for figure in parsed.figures}
        named = {code for finding in parsed.findings for code in finding.cells}
        counts = Counter(found.values())
        self.right += counts["right"]
        self.flagged += counts["flagged"]
        for code, verdict in found.items():
            figure = figures.get(code)
            if verdict == "right" and figure is not None and figure.confidence == "stated":
                self.sure += code not in named
            if verdict == "silent":
                read = None if figure is None else figure.raw
                where = f"form {truth.form} seed {truth.seed}"
                self.silent.append(f"{where} {code}: printed {truth.figures[code].raw!r}, read {read!r}")
