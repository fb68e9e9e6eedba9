"""Raises the floors of accuracy to what is read now: ``python -m tests.golden.raise_floors``.

``--add FORM FAULT+FAULT SEED DOCUMENTS`` adds a row for every kind of document. A floor is never lowered:
where a reading is worse than its floor nothing is written, and the rows are named.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter
from pathlib import Path

from benchmarks.made_up import KINDS, UNTOLD, make, read, verdicts

FLOORS = Path(__file__).with_name("accuracy_floors.csv")
Row = dict[str, str]


class LoweredError(ValueError):
    """A reading worse than its floor; the message names every such row."""


def measured(row: Row) -> Row:
    """The row with the share read right (rounded down) and silently wrong (rounded up) as they are now."""
    counts: Counter[str] = Counter()
    first = int(row["first_seed"])
    for seed in range(first, first + int(row["documents"])):
        report = make(row["form"], seed, tuple(name for name in row["fault"].split("+") if name))  # type: ignore[arg-type]
        counts.update(verdicts(report, read(report, row["kind"])).values())
    total = sum(counts.values())
    right = math.floor(1000 * counts["right"] / total) / 1000 if total else 1.0
    silent = math.ceil(10_000 * counts["silent"] / total) / 10 if total else 0.0
    return {**row, "right": f"{right:g}", "silent_per_thousand": f"{silent:g}"}


def raised(old: Row, new: Row) -> Row:
    """The stricter of both floors; raises :class:`LoweredError` where the new reading is worse."""
    worse = float(new["right"]) < float(old["right"]) or (
        float(new["silent_per_thousand"]) > float(old["silent_per_thousand"])
    )
    if worse:
        raise LoweredError(
            f"{old['form']} {old['kind']} {old['fault'] or 'undamaged'}: right {new['right']} (floor"
            f" {old['right']}), silent {new['silent_per_thousand']} (floor {old['silent_per_thousand']})"
        )
    return new


def added(form: str, fault: str, seed: int, documents: int) -> list[Row]:
    """New rows, one for each kind of document that can show the faults."""
    names = fault.split("+")
    return [
        {"form": form, "kind": kind, "fault": fault, "first_seed": str(seed), "documents": str(documents)}
        | {"right": "0", "silent_per_thousand": "1000", "found": ""}
        for kind in KINDS
        if not any((name, kind) in UNTOLD for name in names)
    ]


def main(arguments: list[str]) -> int:
    """Measure every row, and write the floors when none is lower than before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--add", nargs=4, action="append", default=[], metavar=("FORM", "FAULTS", "SEED", "DOCS")
    )
    options = parser.parse_args(arguments)
    with FLOORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {(row["form"], row["kind"], row["fault"]) for row in rows}
    for form, fault, seed, count in options.add:
        fresh = added(form, fault, int(seed), int(count))
        rows += [row for row in fresh if (row["form"], row["kind"], row["fault"]) not in known]
    kept, refused = [], []
    for row in rows:
        try:
            kept.append(raised(row, measured(row)))
        except LoweredError as error:
            refused.append(str(error))
    if refused:
        print("not written, since these would be lower:", *refused, sep="\n", file=sys.stderr)
        return 1
    with FLOORS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    print(f"{len(kept)} floors written to {FLOORS}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
