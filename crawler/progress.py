"""The crawl's progress on standard error: pages, reports and sites done, and where it is just now."""

from __future__ import annotations

from collections import Counter
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn


class Progress:
    """A context manager that takes the child's events; silent unless ``shown``."""

    def __init__(self, sites: int, *, shown: bool) -> None:
        self._sites = sites
        self._shown = shown
        self._pages = 0
        self._done = 0
        self._reports: Counter[str] = Counter()
        console = Console(stderr=True)
        self._plain = console if not console.is_terminal else None
        self._bar = Bar(
            SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=console
        )
        self._task = self._bar.add_task("crawling", total=None)

    def __enter__(self) -> Progress:
        if self._shown and self._plain is None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown and self._plain is None:
            self._bar.stop()

    def event(self, event: dict[str, Any]) -> None:
        """Show one event of the child."""
        if event["event"] not in ("page", "site", "failure"):
            return
        self._pages += event["event"] == "page"
        self._done += event["event"] == "site"
        if "reports" in event:
            self._reports[event["site"]] = event["reports"]
        if not self._shown:
            return
        text = f"{self._pages} pages, {self._reports.total()} reports, {self._done}/{self._sites} sites"
        if self._plain is None:
            self._bar.update(self._task, description=f"{text}  {str(event.get('url', ''))[:60]}")
        elif event["event"] != "page" or self._pages % 50 == 0:
            what = {"site": "done", "failure": event.get("reason", "")}.get(event["event"], "")
            self._plain.print(f"{text}  {event['site']} {what}".rstrip(), highlight=False, markup=False)
