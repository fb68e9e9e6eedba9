"""Faults of layout: rows and cells that printing, conversion or an editor lost, gained, split or moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gongkai.demo.draft import Draft
from gongkai.demo.printed import disputes_in_three, request_codes
from gongkai.demo.truth import DemoCell, DemoTable, TrueFigure

Row = tuple[DemoCell, ...]
Done = tuple[tuple[str, ...], str, bool]


def _index(draft: Draft, name: str) -> int:
    return next(number for number, table in enumerate(draft.tables) if table.name == name)


def _holds(row: Row, name: str) -> bool:
    return any(cell.code == f"requests.{name}.total" for cell in row)


def _change_row(draft: Draft, name: str, change: Callable[[Row], tuple[Row, ...]]) -> None:
    """Replaces the row of section 3 called ``name`` by the rows ``change`` makes of it."""
    place = _index(draft, "requests")
    rows: list[Row] = []
    for row in draft.tables[place].rows:
        rows.extend(change(row) if _holds(row, name) else (row,))
    draft.tables[place] = replace(draft.tables[place], rows=tuple(rows))


def _open(draft: Draft, name: str) -> tuple[str, ...]:
    """Marks a row of section 3 as one that allows several readings."""
    codes = request_codes(name)
    for code in codes:
        draft.figures[code] = replace(draft.figures[code], told="open")
    return codes


def _enlarge(draft: Draft, row: str) -> None:
    """Adds 34 requests of natural persons that ended in ``row``, so that it has a figure of two digits."""
    for name in ("new", row, "total"):
        for column in ("natural_person", "total"):
            draft.values[f"requests.{name}.{column}"] += 34


def enlarge_granted(draft: Draft) -> None:
    _enlarge(draft, "granted")


def enlarge_partly_granted(draft: Draft) -> None:
    _enlarge(draft, "partly_granted")


def digit_split(draft: Draft) -> Done:
    def change(row: Row) -> tuple[Row, ...]:
        parts: list[DemoCell] = []
        for cell in row:
            if cell.code == "requests.granted.natural_person":
                parts += [replace(cell, text=cell.text[:1]), DemoCell(cell.text[1:])]
            else:
                parts.append(cell)
        return (tuple(parts),)

    _change_row(draft, "granted", change)
    return _open(draft, "granted"), "a number's digits stand in two cells; the row has a cell too many", False


def shifted_row(draft: Draft) -> Done:
    def change(row: Row) -> tuple[Row, ...]:
        labels = tuple(cell for cell in row if cell.code is None)
        data = [cell for cell in row if cell.code is not None]
        texts = [*(cell.text for cell in data[1:]), ""]
        return ((*labels, *(replace(cell, text=text) for cell, text in zip(data, texts, strict=True))),)

    _change_row(draft, "partly_granted", change)
    return _open(draft, "partly_granted"), "the row's figures stand one column too far left", False


def lost_cell(draft: Draft) -> Done:
    name, lost = "unavailable_not_held", "requests.unavailable_not_held.research"
    _change_row(draft, name, lambda row: (tuple(cell for cell in row if cell.code != lost),))
    return _open(draft, name), "the row has one cell too few", False


def extra_cells(draft: Draft) -> Done:
    _change_row(draft, "carried_out", lambda row: ((*row, *[DemoCell("0")] * 5),))
    return _open(draft, "carried_out"), "the row has five cells too many", False


def split_label(draft: Draft) -> Done:
    def change(row: Row) -> tuple[Row, ...]:
        at = next(number for number, cell in enumerate(row) if cell.text.startswith("3.补正"))
        first, rest = row[at].text[:9], row[at].text[9:]
        spilled = (DemoCell(rest), *[DemoCell("")] * 7)
        return ((*row[:at], replace(row[at], text=first), *row[at + 1 :]), spilled)

    _change_row(draft, "unavailable_unclear", change)
    _stretch(draft, "unavailable_not_held", +1)
    return request_codes("unavailable_unclear"), "the label runs over into a row of its own", False


def _stretch(draft: Draft, first_of_group: str, by: int) -> None:
    """Makes the cells merged over a group (and over all of 三) higher or lower by ``by`` rows."""
    for name in ("granted", first_of_group):

        def change(row: Row) -> tuple[Row, ...]:
            return (tuple(replace(c, rowspan=c.rowspan + by) if c.rowspan > 1 else c for c in row),)

        _change_row(draft, name, change)


def garbled_label(draft: Draft) -> Done:
    def change(row: Row) -> tuple[Row, ...]:
        return (tuple(replace(c, text="2.就法制亍政收禁止公开") if c.text[:2] == "2." else c for c in row),)

    _change_row(draft, "denied_by_law", change)
    return request_codes("denied_by_law"), "the label is garbled as by a bad scan", False


def lost_row(draft: Draft) -> Done:
    name = "denied_enforcement_file"
    _change_row(draft, name, lambda row: ())
    _stretch(draft, "denied_state_secret", -1)
    for code in request_codes(name):
        draft.figures[code] = TrueFigure(None, "missing", "")
    return request_codes(name), "the row is not there", False


def row_merged(draft: Draft) -> Done:
    name = "denied_security"

    def change(row: Row) -> tuple[Row, ...]:
        labels = tuple(cell for cell in row if cell.code is None)
        return ((*labels, DemoCell("0", colspan=7, code=f"requests.{name}.total")),)

    _change_row(draft, name, change)
    return _open(draft, name), "one merged cell stands for the whole row", False


def row_twice(draft: Draft) -> Done:
    _change_row(draft, "rejected_repeat", lambda row: (row, row))
    _stretch(draft, "rejected_petition", +1)
    return request_codes("rejected_repeat"), "the row is printed twice", False


def row_twice_unlike(draft: Draft) -> Done:
    name = "rejected_repeat"

    def change(row: Row) -> tuple[Row, ...]:
        return row, tuple(replace(cell, text="9") if cell.code else cell for cell in row)

    _change_row(draft, name, change)
    _stretch(draft, "rejected_petition", +1)
    return _open(draft, name), "the row is printed twice, with other figures", False


def page_break(draft: Draft) -> Done:
    """The table ends before (四) and goes on as another without headers; merged labels begin again, empty."""
    note = "the table of section 3 runs over a page's end"
    if sum(table.name == "requests" for table in draft.tables) > 1:
        return (), note, False  # another fault has broken it already
    place = _index(draft, "requests")
    rows = draft.tables[place].rows
    at = next(number for number, row in enumerate(rows) if _holds(row, "unavailable_not_held"))
    start = next(number for number, row in enumerate(rows) if _holds(row, "granted"))
    height = rows[start][0].rowspan
    above = (replace(rows[start][0], rowspan=at - start), *rows[start][1:])
    below = (DemoCell("", height - (at - start)), *rows[at])
    first = DemoTable("requests", (*rows[:start], above, *rows[start + 1 : at]))
    draft.tables[place : place + 1] = [first, DemoTable("requests", (below, *rows[at + 1 :]))]
    return (), note, False


def header_spans_disagree(draft: Draft) -> Done:
    place = _index(draft, "requests")
    rows = draft.tables[place].rows
    wide = tuple(replace(cell, colspan=9) if cell.text == "申请人情况" else cell for cell in rows[0])
    draft.tables[place] = replace(draft.tables[place], rows=(wide, *rows[1:]))
    return (), "the header claims two columns more than there are", False


def disputes_in_three_tables(draft: Draft) -> Done:
    place = _index(draft, "disputes")
    texts = {code: figure.raw for code, figure in draft.figures.items()}
    draft.tables[place : place + 1] = disputes_in_three(draft.form, texts)
    return (), "section 4 is printed as three tables", False


def disputes_in_prose(draft: Draft) -> Done:
    del draft.tables[_index(draft, "disputes")]
    codes = tuple(code for code in draft.figures if code.startswith("disputes."))
    for code in codes:
        draft.figures[code] = TrueFigure(None, "missing", "")
    # The sentences state this one figure of the table; of lawsuits they state the sum of two.
    review = draft.claims.get("disputes.review.total", draft.values["disputes.review.total"])
    draft.figures["disputes.review.total"] = TrueFigure(review, "number", str(review), "inferred")
    return codes, "section 4 has sentences and no table", False


_SIGNED = ("proactive.penalties.change", "proactive.coercive_measures.change")


def fewer(draft: Draft) -> None:
    """Gives item (六) changes downwards, for a header that says so."""
    for code, number in zip(_SIGNED, (-7, 0), strict=True):
        draft.values[code] = number


def more(draft: Draft) -> None:
    """Gives item (六) changes upwards, for a header that says so."""
    for code, number in zip(_SIGNED, (7, 0), strict=True):
        draft.values[code] = number


def _header_sign(draft: Draft, word: str) -> None:
    """Prints ``word`` above the changes of item (六) and takes the signs out of the cells."""
    place = _index(draft, "proactive")
    rows = list(draft.tables[place].rows)
    for at, row in enumerate(rows):
        code = next((cell.code for cell in row if cell.code in _SIGNED), None)
        if code is None:
            continue
        number = draft.values[code]
        bare = str(abs(number))
        draft.put(code, bare, TrueFigure(number, "number", bare, "inferred" if number else "stated"))
        rows[at] = tuple(replace(cell, text=bare) if cell.code == code else cell for cell in row)
        header = at - 1
        rows[header] = tuple(replace(c, text=word) if c.text == "本年增/减" else c for c in rows[header])
    draft.tables[place] = replace(draft.tables[place], rows=tuple(rows))


def sign_by_header(draft: Draft) -> Done:
    _header_sign(draft, "本年减")
    return _SIGNED[:1], "only the header says that the figures are less", False


def sign_contradicted(draft: Draft) -> Done:
    _header_sign(draft, "本年增")
    draft.claims[_SIGNED[0]] = -draft.values[_SIGNED[0]]
    return _SIGNED[:1], "the header says 增, the text says 减少", True
