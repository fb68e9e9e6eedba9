"""How a figure is called as a column: in wide tables, and in Stata, where names are short.

The rule for Stata, in order: the table is written ``req``, ``dis``, ``p19``, ``p21`` or ``s14``; the column
of an applicant by three letters; and while the name is still too long, its longest word (of the same
length: the first) loses its vowels except at the beginning. ``codebook.csv`` of every export lists both
names.
"""

from __future__ import annotations

from archive.knowledge import Variable

LONGEST = 29
"""Stata allows 32, but the writer calls a column's value labels by its name and number (up to 999)."""
SHARED = {"requests": "req", "disputes": "dis"}
"""Tables in which the forms of 2019 and 2021 count the same things, with what Stata's names begin with.

Elsewhere a form's measures are its own, and names begin with the table's first letter and the form's year.
"""
APPLICANTS = {
    "natural_person": "nat",
    "business": "bus",
    "research": "res",
    "social_welfare": "soc",
    "legal_service": "leg",
    "other": "oth",
    "total": "tot",
}


def wide_table(variable: Variable) -> str:
    """The first part of a wide column: the table, with its form where other forms measure otherwise."""
    return variable.table if variable.table in SHARED else f"{variable.table}_{variable.form}"


def wide_name(variable: Variable) -> str:
    """The column of a wide table: ``requests_new_total``, ``proactive_2021_fees_amount``."""
    parts = [wide_table(variable), variable.row]
    if variable.column != "value":  # the form of 2014 has one column only
        parts.append(variable.column)
    return "_".join(parts)


def stata_name(variable: Variable) -> str:
    """The same column in at most 29 characters; raises ``ValueError`` when the rule cannot make it fit."""
    column = "" if variable.column == "value" else variable.column
    if variable.table == "requests":
        column = APPLICANTS[column]
    table = SHARED.get(variable.table, f"{variable.table[0]}{variable.form[2:]}")
    words = [table, *variable.row.split("_"), *column.split("_")]
    words = [word for word in words if word]
    whole = set(range(len(words)))
    while len("_".join(words)) > LONGEST:
        if not whole:
            raise ValueError(f"{variable.code}: {'_'.join(words)} is longer than {LONGEST} characters")
        place = max(whole, key=lambda it: (len(words[it]), -it))
        words[place] = words[place][0] + "".join(it for it in words[place][1:] if it not in "aeiou")
        whole.discard(place)
    return "_".join(words)
