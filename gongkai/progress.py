"""How long work shows itself: one bar on standard error, silent when that is no terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

console = Console(stderr=True)


class Bar:
    """A bar that counts finished items; the total may be unknown."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def step(self, label: str | None = None) -> None:
        """Count one more item, and name it when a label is given."""
        self._progress.advance(self._task)
        if label is not None:
            self._progress.update(self._task, item=label)


@contextmanager
def bar(title: str, total: int | None) -> Iterator[Bar]:
    """Show a bar titled so while the block runs."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[item]}", style="dim", markup=False),  # an address may hold [brackets]
    )
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        yield Bar(progress, progress.add_task(title, total=total, item=""))
