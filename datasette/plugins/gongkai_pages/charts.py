"""Small line charts as SVG, drawn here: no script, no third party."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai_pages import cells, wording
from markupsafe import Markup, escape

WIDTH, HEIGHT = 420, 170
LEFT, RIGHT, TOP, BOTTOM = 50, 12, 14, 26


@dataclass(frozen=True, slots=True)
class Point:
    """One year's figure; ``value`` is ``None`` where none is stated; only points of one form are joined."""

    year: int
    value: float | None
    form: str
    state: str
    report_id: str


def line_chart(
    points: Sequence[Point],
    median: Sequence[Point],
    name: str,
    *,
    written: Callable[[float], str] | None = None,
) -> Markup:
    """Points over years, joined within a form only, with the region's median as a thin line behind.

    A year may have a point for each of several forms; ``written`` is how numbers look, which without it are
    whole at the points and short beside the axis.
    """
    years = sorted({point.year for point in (*points, *median)})
    known = [point.value for point in (*points, *median) if point.value is not None]
    top = max([*known, 1])
    low = min([*known, 0])

    def x(year: int) -> float:
        span = max(1, years[-1] - years[0])
        return LEFT + (year - years[0]) / span * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (value - low) / (top - low) * (HEIGHT - TOP - BOTTOM)

    parts = [f'<svg class="chart" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" aria-label="{escape(name)}">']
    for value in (low, (low + top) / 2, top):
        at, number = y(value), (written or _short)(value)
        parts.append(
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
            f'<text class="tick" x="{LEFT - 9}" y="{at + 3:.1f}" text-anchor="end">{number}</text>'
        )
    for year in years:
        parts.append(
            f'<text class="tick" x="{x(year):.1f}" y="{HEIGHT - 8}" text-anchor="middle">{year}</text>'
        )
    for earlier, later in changes(points):
        at = (x(earlier.year) + x(later.year)) / 2
        parts.append(
            f'<line class="change" x1="{at:.1f}" x2="{at:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}">'
            f"<title>{escape(earlier.form)} → {escape(later.form)}</title></line>"
        )
    for kind, series in (("median", median), ("own", points)):
        for run in _runs(series):
            path = " ".join(f"{x(p.year):.1f},{y(float(p.value)):.1f}" for p in run)
            parts.append(f'<polyline class="{kind}" points="{path}"/>')
    for point in points:
        told = _told(point, written or cells.number)
        if point.value is not None:
            drawing = (
                f'<circle cx="{x(point.year):.1f}" cy="{y(point.value):.1f}" r="4">'
                f"<title>{told}</title></circle>"
            )
            parts.append(_linked(point, drawing, told))
        else:
            parts.append(
                f'<circle class="none" cx="{x(point.year):.1f}" cy="{y(low):.1f}" r="3.5">'
                f"<title>{told}</title></circle>"
            )
    parts.append("</svg>")
    return Markup("".join(parts))


def _short(value: float) -> str:
    """A number beside the axis, of four digits at most: 12,345 is 1.234万."""
    for unit, size in (("亿", 1e8), ("万", 1e4)):
        if abs(value) >= 0.99995 * size:  # what four digits would write as the next power of ten
            return f"{value / size:,.4g}{unit}"
    return f"{value:,.4g}"


def _linked(point: Point, drawing: str, told: Markup) -> str:
    """The drawing as a link to the point's report, where it has one."""
    if not point.report_id:
        return drawing
    return f'<a href="/report/{escape(point.report_id)}" aria-label="{told}">{drawing}</a>'


def _told(point: Point, written: Callable[[float], str]) -> Markup:
    """A point in words: its year, its number or why there is none, its form."""
    if point.value is None:
        number = wording.named(wording.FIGURE_STATES, point.state)[0]
    else:
        number = written(point.value)
    form = f" · {wording.named(wording.FORMS, point.form)[0]}" if point.form else ""
    return escape(f"{point.year}: {number}{form}")


def changes(points: Sequence[Point]) -> list[tuple[Point, Point]]:
    """Neighbouring years whose newest forms differ: between them the form changed."""
    newest = {point.year: point for point in sorted(points, key=lambda point: (point.year, point.form or ""))}
    return [(one, next_) for one, next_ in pairwise(newest.values()) if one.form != next_.form]


def _runs(series: Sequence[Point]) -> list[list[Point]]:
    """Points a line may join: years that follow each other, of one form, each with a number."""
    runs: list[list[Point]] = []
    for point in sorted(series, key=lambda point: (point.form or "", point.year)):
        if point.value is None:
            continue
        last = runs[-1][-1] if runs else None
        if last and last.form == point.form and last.year + 1 == point.year:
            runs[-1].append(point)
        else:
            runs.append([point])
    return [run for run in runs if len(run) > 1]
