"""What the Stata files say of an invented database, opened with pyreadstat and pandas."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from archive import export_stata, export_tables
from archive.errors import ArchiveError
from archive.export import FORMATS, export
from archive.export_names import LONGEST, stata_name, wide_name
from archive.knowledge import variables
from tests.archive.invented import build


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented database."""
    return build(tmp_path_factory.mktemp("db") / "reports.db")


@pytest.fixture(scope="module")
def folder(database: Path) -> Path:
    """Everything exported once."""
    return export(database, database.parent / "exports", tuple(FORMATS)).folder


def test_stata_tells_why_a_number_is_absent(folder: Path) -> None:
    """Extended missing values by state, with labels; a plain dot where the form has no such figure."""
    frame, meta = pyreadstat.read_dta(folder / "wide_2019.dta", user_missing=True)
    (row,) = frame.to_dict("records")
    assert row["req_new_nat"] == 3 and row["req_new_soc"] == 0
    letters = [row[f"req_new_{it}"] for it in ("bus", "res", "leg", "oth", "tot")]
    assert letters == ["a", "b", "c", "d", "e"]
    assert row["req_carried_in_tot"] == "f"
    assert pd.isna(row["req_granted_nat"])
    assert meta.variable_value_labels["req_new_bus"]["a"] == "空白 blank"
    assert meta.column_names_to_labels["req_new_nat"].startswith("一、本年新收政府信息公开申请数量")
    plain, _ = pyreadstat.read_dta(folder / "wide_2019.dta")
    assert pd.isna(plain.req_new_bus[0]) and plain.req_new_nat[0] == 3
    values = pd.read_stata(folder / "wide_2019.dta", convert_missing=True, convert_categoricals=False)
    assert str(values.req_new_bus[0]) == ".a"


def test_stata_without_a_report_is_still_a_file(folder: Path, tmp_path: Path) -> None:
    """A form nobody used gives a table with its columns and no row."""
    database = tmp_path / "reports.db"
    build(database)
    with closing(sqlite3.connect(database)) as db:
        db.execute("UPDATE report SET form = '2008' WHERE form = '2014'")
        db.commit()
    done = export(database, tmp_path / "exports", ("stata", "parquet"))
    frame, _ = pyreadstat.read_dta(done.folder / "wide_2014.dta")
    assert len(frame) == 0 and "s14_requests" in frame
    assert len(pd.read_parquet(done.folder / "wide_2014.parquet")) == 0


def test_an_unknown_state_is_refused() -> None:
    """A figure without a number whose state has no missing value is an error, not a dot."""
    with pytest.raises(KeyError, match="unheard"):
        export_stata.coded(None, "unheard")


def test_long_texts_are_cut_between_characters() -> None:
    """Two thousand bytes at most, and never half a character."""
    assert export_stata.shortened("石" * 700) == "石" * 666
    assert export_stata.shortened("短") == "短"


def test_a_file_without_a_time_stamp_is_refused(tmp_path: Path) -> None:
    """Should the writer's format change, the clock's stamp must not pass unseen."""
    file = tmp_path / "x.dta"
    file.write_bytes(b"<stata_dta><header><release>119</release>")
    with pytest.raises(ValueError, match="no time stamp"):
        export_stata._set_stamp(file, "22 Nov 2026 04:50")


def test_names_are_unique_short_and_follow_the_rule() -> None:
    """One Stata name a measure, 29 characters at most, what the documented rule makes of it."""
    known = variables()
    names: dict[str, set[str]] = {}
    for variable in known:
        names.setdefault(stata_name(variable), set()).add(wide_name(variable))
    assert all(len(wide) == 1 for wide in names.values())
    assert max(map(len, names)) <= LONGEST
    by_code = {it.code: stata_name(it) for it in known}
    assert by_code["2021:requests.new.natural_person"] == "req_new_nat"
    assert by_code["2014:statistics.requests.value"] == "s14_requests"
    assert by_code["2021:requests.denied_administrative_query.total"] == "req_dnd_admnstrtv_query_tot"


def test_a_refusal_of_the_stata_writer_is_told(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name the format does not allow: the error names the table, and no half file is left."""
    wide = next(it for it in export_tables.EXPORTS if it.wide)
    long_name = replace(wide.fields[-1], stata="x" * 40)
    monkeypatch.setattr("archive.export.EXPORTS", (replace(wide, fields=(*wide.fields[:-1], long_name)),))
    with pytest.raises(ArchiveError, match=f"{wide.name}: Stata's writer refuses"):
        export(database, tmp_path, ("stata",))
    assert not list(tmp_path.rglob("*.dta"))
