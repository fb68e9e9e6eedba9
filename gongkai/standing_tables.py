"""Coverage, runs and what is due as compact tables for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from archive.standing import BodyCoverage, Run, SiteDue
from crawler.proposals import NAME as PROPOSALS
from gongkai.counted import counted

SIGNS = {
    "found": ("●", "green"),
    "missing": ("○", "red"),
    "not_due": ("·", "dim"),
    "blocked": ("✕", "yellow"),
    "unknown": ("?", "dim"),
}
MOST_BODIES = 40
MOST_SITES = 10
WIDE = 400
PROPOSED = {"confirms": "sites confirmed", "corrects": "to be corrected"}


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything ``gongkai status`` shows.

    ``published`` is false while there is no reports.db; ``never_crawled`` counts sites of the registry;
    ``proposals`` counts, by verdict, what crawls propose and the registry does not say yet.
    """

    published: bool
    coverage: tuple[BodyCoverage, ...]
    runs: tuple[Run, ...]
    due: tuple[SiteDue, ...]
    never_crawled: int
    proposals: dict[str, int] = field(default_factory=dict)

    def totals(self) -> dict[str, int]:
        """How many body-years have each status."""
        counted = Counter[str](status for body in self.coverage for _, status in body.years)
        return {status: counted[status] for status in SIGNS}


def show_standing(standing: Standing, *, each: bool) -> None:
    """Print the tables; ``each`` lists every body, else more than forty are summed up by province."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = WIDE  # a file or a pipe has no edge to keep to
    if not standing.published:
        console.print("Nothing published yet: gongkai publish builds the coverage.")
    elif each or len(standing.coverage) <= MOST_BODIES:
        console.print(_by_body(standing.coverage))
    else:
        console.print(_by_province(standing.coverage))
    if standing.published:
        told = ", ".join(
            f"{SIGNS[name][0]} {name.replace('_', ' ')} {n}" for name, n in standing.totals().items()
        )
        console.print(f"{counted(len(standing.coverage), 'body')}: {told}\n")
    console.print(_runs(standing.runs))
    console.print()
    console.print(_due(standing.due))
    if len(standing.due) > MOST_SITES:
        console.print(f"… and {counted(len(standing.due) - MOST_SITES, 'site')} more (--json lists all)")
    if standing.never_crawled:
        console.print(f"never crawled: {counted(standing.never_crawled, 'site')} of the registry")
    if standing.proposals:
        told = ", ".join(f"{count} {PROPOSED[verdict]}" for verdict, count in standing.proposals.items())
        console.print(f"{PROPOSALS} in the data folder waits to be reviewed: {told}")


def _table(*headings: str, right: Iterable[str] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for heading in headings:
        table.add_column(heading, justify="right" if heading in right else "left", no_wrap=True)
    return table


def _years(coverage: Sequence[BodyCoverage]) -> list[int]:
    return sorted({year for body in coverage for year, _ in body.years})


def _by_body(coverage: Sequence[BodyCoverage]) -> Table:
    """A line a body, a sign a year: compact enough for a terminal of eighty columns."""
    years = _years(coverage)
    table = _table("province", "body", "id", f"{years[0]}–{years[-1]}" if years else "")
    for body in coverage:
        told = dict(body.years)
        signs = ["[{1}]{0}[/{1}]".format(*SIGNS[told[year]]) if year in told else " " for year in years]
        table.add_row(escape(body.province), escape(body.name), body.body_id, "".join(signs))
    return table


def _by_province(coverage: Sequence[BodyCoverage]) -> Table:
    """Reports found of those that could be there, a province a line."""
    years = _years(coverage)
    table = _table("province", "bodies", *map(str, years), right=("bodies", *map(str, years)))
    found: Counter[tuple[str, int]] = Counter()
    expected: Counter[tuple[str, int]] = Counter()
    bodies: Counter[str] = Counter()
    for body in coverage:
        bodies[body.province] += 1
        for year, status in body.years:
            found[body.province, year] += status == "found"
            expected[body.province, year] += status != "not_due"
    for province, count in bodies.items():
        cells = [f"{found[province, year]}/{expected[province, year]}" for year in years]
        table.add_row(escape(province), str(count), *cells)
    return table


def _runs(runs: Sequence[Run]) -> Table:
    counted = ("fetched", "reports", "failures")
    table = _table("last runs", "ended", *counted, right=counted)
    for run in runs:
        counts = [str(run.counts.get(name, "")) for name in counted]
        ended = run.reason if run.finished else "not finished"
        table.add_row(run.started[:16].replace("T", " "), ended, *counts)
    return table


def _due(due: Sequence[SiteDue]) -> Table:
    table = _table("due by site", "new", "again", "blocked", "next", right=("new", "again", "blocked"))
    for site in due[:MOST_SITES]:
        counts = (str(site.waiting), str(site.again), str(site.blocked))
        table.add_row(escape(site.site), *counts, (site.next_fetch or "")[:10])
    return table
