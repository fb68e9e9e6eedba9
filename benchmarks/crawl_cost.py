"""What a crawl costs beside bare Scrapy, step by step, on pages of 60 KB and files of 1 MB.

Each row does what the row above it does and one thing more, on the same sites in the same run: Scrapy
alone (``benchmarks.bare`` says what that is), Scrapy with our download handler, our crawler without an
archive (``benchmarks.unkept``: every page judged, every link scored), with its ledger, with everything.
The rows take turns; of each the least counts, less what starting the program takes (a crawl of sites of
one page).

Goals: archiving and bookkeeping cost at most 20 % of bare Scrapy's processor time on pages of 60 KB;
everything together passes at least 0.8 of the pages, and 0.55 of the files, that bare Scrapy passes.
"""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console
from rich.table import Table

from benchmarks.serving import Plan, hosts
from benchmarks.spent import Spent, ours, run

HOSTS = 4
ROUNDS = 3
MOST_FOR_KEEPING = 0.20
Way = Callable[[list[str]], Spent]
WAYS: dict[str, Way] = {
    "bare Scrapy": lambda starts: run(["benchmarks.bare", *starts]),
    "+ our handler, bytes as sent": lambda starts: run(["benchmarks.bare", "--wire", *starts]),
    "+ judging pages and links": lambda starts: ours(starts, program=("benchmarks.unkept", "nothing")),
    "+ ledger": lambda starts: ours(starts, program=("benchmarks.unkept", "ledger")),
    "+ archive (all of it)": lambda starts: ours(starts),
}
BARE, JUDGED, ALL = "bare Scrapy", "+ judging pages and links", "+ archive (all of it)"
LOADS = (("pages of 60 KB", Plan(60_000, 250), 0.8), ("files of 1 MB", Plan(1_000_000, 100, 0, "pdf"), 0.55))


def _turns(starts: list[str]) -> dict[str, Spent]:
    """The least clock and processor time of each way."""
    rounds = [{name: way(starts) for name, way in WAYS.items()} for _ in range(ROUNDS)]
    return {
        name: Spent(
            min(one[name].seconds for one in rounds),
            min(one[name].processor for one in rounds),
            max(one[name].memory for one in rounds),
            min(one[name].answers for one in rounds),
        )
        for name in WAYS
    }


def measure(plan: Plan) -> dict[str, Spent]:
    """What each way takes for the answers of a plan, without its start."""
    with hosts(HOSTS, Plan(plan.size, 1, 0, plan.suffix)) as starts:
        idle = _turns(starts)
    with hosts(HOSTS, plan) as starts:
        took = _turns(starts)
    for name, spent in took.items():
        if spent.answers != HOSTS * (plan.count + 1):
            raise RuntimeError(f"{name}: {spent.answers} answers where {HOSTS * (plan.count + 1)} stand")
    return {name: spent.less(idle[name]) for name, spent in took.items()}


def main() -> int:
    """Print a table for each load; 1 when a goal was missed."""
    missed = False
    for what, plan, least in LOADS:
        answers = HOSTS * (plan.count - 1)
        took = measure(plan)
        bare, judged, whole = took[BARE], took[JUDGED], took[ALL]
        table = Table("", "clock s", "processor s", "ms an answer", "answers a second", "MB of memory")
        for name, one in took.items():
            each, rate = one.processor / answers * 1000, answers / one.seconds
            numbers = (f"{one.seconds:.1f}", f"{one.processor:.2f}", f"{each:.2f}", f"{rate:.0f}")
            table.add_row(name, *numbers, f"{one.memory:.0f}")
        console = Console()
        console.print(f"{answers} {what}, {HOSTS} hosts side by side, the least of {ROUNDS} rounds", table)
        keeping = (whole.processor - judged.processor) / bare.processor
        share = bare.seconds / whole.seconds
        console.print(
            f"archive and ledger: {keeping:+.0%} of bare Scrapy's processor time (goal on pages +20 %), "
            f"{whole.processor / judged.processor - 1:+.0%} of ours without them; "
            f"everything: {whole.processor / bare.processor - 1:+.0%}; "
            f"throughput {share:.2f} of bare Scrapy's (goal {least})"
        )
        missed |= share < least or (plan.suffix == "html" and keeping > MOST_FOR_KEEPING)
    return int(missed)


if __name__ == "__main__":
    raise SystemExit(main())
