"""Accuracy on damaged reports: each fault by itself, then two, three and four drawn at random together."""

from __future__ import annotations

import argparse
from collections import Counter

from rich.console import Console
from rich.table import Table

from benchmarks.made_up import KINDS, UNTOLD, Verdict, combinations, make, read, verdicts
from gongkai.demo.damage import FAULTS

GOAL = 0.001
"""The largest share of figures that may be silently wrong in damaged documents; 0 in undamaged ones."""


def singles(documents: int) -> dict[str, Counter[Verdict]]:
    """Verdicts by fault, over every form it fits and every kind of document; '' for none."""
    counts: dict[str, Counter[Verdict]] = {"": Counter()}
    for name in ("", *FAULTS):
        forms = FAULTS[name].forms if name else ("2014", "2019", "2021")
        tally = counts.setdefault(name, Counter())
        for form in forms:
            for seed in range(documents):
                report = make(form, seed, (name,) if name else ())  # type: ignore[arg-type]
                for kind in (*KINDS, "nested"):
                    if (name, kind) not in UNTOLD:
                        tally.update(verdicts(report, read(report, kind)).values())
    return counts


def main(arguments: list[str] | None = None) -> int:
    """Print the table; 1 where more is silently wrong than the goal allows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=2, help="documents a fault and form")
    parser.add_argument("--together", type=int, default=400, help="documents of two faults, three, and four")
    options = parser.parse_args(arguments or [])
    console = Console()
    table = Table("faults", "figures", "right", "flagged", "silently wrong", "goal")
    missed = False
    wrong: list[str] = []

    def tell(name: str, counts: Counter[Verdict], goal: float) -> None:
        nonlocal missed
        total = sum(counts.values()) or 1
        missed |= counts["silent"] > goal * total
        shares = [f"{100 * counts[verdict] / total:.3f} %" for verdict in ("right", "flagged")]
        table.add_row(name, f"{total}", *shares, f"{counts['silent']}", f"≤ {100 * goal:g} %")

    for name, counts in singles(options.documents).items():
        tell(name or "none", counts, GOAL if name else 0.0)
    for size in (2, 3, 4):
        together: Counter[Verdict] = Counter()
        for name, faults, found in combinations(size, 10_000, options.together):
            together.update(found)
            if "silent" in found:
                wrong.append(f"{'+'.join(faults)} in {name}")
        tell(f"{size} drawn at random", together, GOAL)
    console.print(table)
    for line in wrong:
        console.print(f"silently wrong: {line}", style="red", highlight=False)
    return int(missed)
