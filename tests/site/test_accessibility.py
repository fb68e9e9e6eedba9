"""axe-core looks at every kind of page, wide and narrow, light and dark: nothing serious may be wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gongkai.serve import Addresses

AXE = Path(__file__).resolve().parents[2] / ".venv" / "node" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "",
    "province?name=上海",
    "body/310000-wjw",
    "report/310000-wjw-2022",
    "report/640200-wjw-2019",
    "report/640200-wjw-2023.v2",
    "reports/report?latest=1",
    "search?q=政策解读",
    "rates",
    "rate/granted",
    "queries",
    "reports/variable_panel",
    "reports/requests_by_year",
    "reports?sql=select+1+as+one",
    "reports?sql=selec",
    "codebook",
    "downloads",
    "api",
    "reports",
    "reports/finding?severity=error",
    "reports/report/310000-wjw-2022",
    "none",
)
DARK = ("", "report/310000-wjw-2022", "reports/report?latest=1", "rate/granted", "downloads", "none")
"""In the dark only colours differ: one page of each kind of colour."""
RUN = """async () => {
  const found = await axe.run(document, {iframes: false, resultTypes: ['violations']});
  return found.violations.filter(v => ['serious', 'critical'].includes(v.impact))
    .map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '));
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)], ids=["desk", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_finding(
    served: Addresses, exported: Path, chromium: Any, scheme: str, width: int, height: int
) -> None:
    assert AXE.is_file(), f"{AXE} is missing: run setup/install.sh test"
    size = {"width": width, "height": height}
    context = chromium.new_context(color_scheme=scheme, viewport=size, bypass_csp=True)
    page = context.new_page()
    script = AXE.read_text(encoding="utf-8")
    wrong: dict[str, list[str]] = {}
    for path in PAGES if scheme == "light" else DARK:
        page.goto(served.site + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        page.evaluate(script)
        if found := page.evaluate(RUN):
            wrong[path] = found
        if (across := page.evaluate("document.documentElement.scrollWidth")) > width:
            wrong.setdefault(path, []).append(f"the page is {across} wide: only its tables may scroll")
    page.goto(f"{served.viewer}/view/310000-wjw-2022")
    page.evaluate(script)
    if found := page.evaluate(RUN):
        wrong["viewer"] = found
    context.close()
    assert wrong == {}


def test_axe_does_find_what_is_wrong(chromium: Any) -> None:
    page = chromium.new_page()
    faint = "<p style='color:#eee;background:#fff'>faint words</p>"
    page.set_content(f"<html lang=en><title>x</title><body><main><img src='data:,'>{faint}</main></body>")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = " ".join(page.evaluate(RUN))
    page.close()
    assert "image-alt" in found and "color-contrast" in found
