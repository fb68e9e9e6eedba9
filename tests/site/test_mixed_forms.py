"""A mixed report's section 3 is drawn with the rows it has, not with those of its section 2's form."""

from __future__ import annotations

import pytest

from archive.knowledge import variables

pytestmark = pytest.mark.usefixtures("plugins")


@pytest.mark.parametrize(("rows_of", "other_rows"), [("2019", 1), ("2021", 3)])
def test_section_three_has_the_rows_of_the_report(rows_of: str, other_rows: int) -> None:
    """A report on the 2021 form, with section 3 of either form."""
    from gongkai_pages.printed import tables

    labels = [(it.cell, it.label_zh) for it in variables() if it.form == "2021" and it.table != "requests"]
    labels += [(it.cell, it.label_zh) for it in variables() if it.form == rows_of and it.table == "requests"]
    slots = {slot.code for table in tables("2021", tuple(labels)) for line in table.rows for slot in line}
    assert {code for code, _ in labels} <= slots
    assert (
        len([code for code in slots if code.startswith("requests.other") and ".total" in code]) == other_rows
    )
