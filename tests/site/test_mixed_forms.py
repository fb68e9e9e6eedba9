"""A mixed report's section 3 is drawn with the rows it has, not with those of its section 2's form."""

from __future__ import annotations

import pytest

from archive.knowledge import variables
from tests.site.building import cells_of_forms

pytestmark = pytest.mark.usefixtures("plugins")


@pytest.mark.parametrize(("rows_of", "other_rows"), [("2019", 1), ("2021", 3)])
def test_section_three_has_the_rows_of_the_report(rows_of: str, other_rows: int) -> None:
    """A report on the 2021 form, with section 3 of either form."""
    from gongkai_pages.printed import forms, tables

    codes = [it.cell for it in variables() if it.form == "2021" and it.table != "requests"]
    codes += [it.cell for it in variables() if it.form == rows_of and it.table == "requests"]
    drawn = tables(forms(cells_of_forms()), "2021", codes)
    assert [it.name for it in drawn] == ["proactive", "requests", "disputes"]
    assert frozenset().union(*(it.codes for it in drawn)) == set(codes)
    others = [code for code in drawn[1].codes if code.startswith("requests.other") and ".total" in code]
    assert len(others) == other_rows


def test_a_report_that_lacks_figures_is_drawn_on_its_own_form() -> None:
    from gongkai_pages.printed import forms, tables

    known = forms(cells_of_forms())
    assert [it.codes for it in tables(known, "2019", ())] == [
        known["2019", name].codes for name in ("proactive", "requests", "disputes")
    ]
    assert tables(known, "2008", ()) == ()
