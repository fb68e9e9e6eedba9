"""Several reports in one document, from the file to the table and back to the original's cell."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.store import Archive
from archive.wacz import export_wacz
from gongkai.cli import main
from gongkai.demo.as_docx import docx
from gongkai.demo.documents import report
from gongkai.demo.html_page import page
from gongkai.demo.truth import DemoReport
from gongkai.viewer import answer
from tests.packed import zipped

CELL = "requests.new.total"


def told(year: int, seed: int = 5) -> DemoReport:
    return report("吴忠市卫生健康委员会", "prefecture", "宁夏", "640300", year, seed=seed)


def below(first: DemoReport, second: DemoReport) -> bytes:
    """One page with the one report under the other."""
    body = re.search(r"<body[^>]*>(.*)</body>", page(second), re.DOTALL)
    assert body is not None
    return page(first).replace("</body>", f"{body[1]}</body>").encode()


def three_years() -> bytes:
    return zipped({f"年报/{year}.docx": docx(told(year)) for year in (2019, 2020, 2021)})


def gongkai(data: Path, *arguments: str) -> Result:
    """Run a command on a data folder, as the shell would."""
    return CliRunner().invoke(main, ["--data", str(data), *arguments])


def save(data: Path, saved: Path, files: dict[str, bytes], day: str = "2025-02-01") -> None:
    """Files somebody saved, into the archive and read."""
    saved.mkdir()
    for name, content in files.items():
        (saved / name).write_bytes(content)
    rows = [f"{name},http://wz.test/{name},{day}" for name in files]
    (saved / "list.csv").write_text("\n".join(["file,url,fetched_at", *rows]), encoding="utf-8")
    added = gongkai(data, "archive", "add", str(saved))
    assert added.exit_code == 0, added.output
    parsed = gongkai(data, "parse")
    assert parsed.exit_code == 0, parsed.output


def published(data: Path) -> str:
    done = gongkai(data, "publish")
    assert done.exit_code == 0, done.output
    return done.output


def rows(data: Path, query: str) -> list[tuple[object, ...]]:
    with contextlib.closing(sqlite3.connect(data / "reports.db")) as db:
        return db.execute(query).fetchall()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ZIP of three years, a page of two, and a ZIP in a ZIP, published."""
    folder = tmp_path_factory.mktemp("several") / "data"
    inner = zipped({"2024.docx": docx(told(2024)), "说明.txt": "本页说明公开的范围。".encode()})
    files = {
        "reports.zip": three_years(),
        "two.html": below(told(2023), told(2022)),
        "nested.zip": zipped({"附件.zip": inner, "2018.docx": docx(told(2018))}),
    }
    save(folder, folder.parent / "saved", files)
    published(folder)
    return folder


def test_each_report_of_a_file_is_a_line_of_json(tmp_path: Path) -> None:
    path = tmp_path / "reports.zip"
    path.write_bytes(three_years())
    done = gongkai(tmp_path, "parse", str(path), "--json")
    answers = [json.loads(line) for line in done.output.splitlines()]
    assert [(it["document"]["path"], it["report"]["year"]) for it in answers] == [
        (f"{path}!/年报/{year}.docx", year) for year in (2019, 2020, 2021)
    ]
    shown = gongkai(tmp_path, "parse", str(path)).output
    assert all(f"reports.zip!/年报/{year}.docx" in shown for year in (2019, 2020, 2021))


def test_every_report_is_published_and_every_year_covered(data: Path) -> None:
    assert rows(data, "SELECT report_id, url, part FROM report ORDER BY year") == [
        ("640300-wjw-2018", "http://wz.test/nested.zip", "!/2018.docx"),
        ("640300-wjw-2019", "http://wz.test/reports.zip", "!/年报/2019.docx"),
        ("640300-wjw-2020", "http://wz.test/reports.zip", "!/年报/2020.docx"),
        ("640300-wjw-2021", "http://wz.test/reports.zip", "!/年报/2021.docx"),
        ("640300-wjw-2022", "http://wz.test/two.html", "#2"),
        ("640300-wjw-2023", "http://wz.test/two.html", ""),
        ("640300-wjw-2024", "http://wz.test/nested.zip", "!/附件.zip/2024.docx"),
    ]
    found = (
        "SELECT year, report_id FROM coverage WHERE body_id = '640300-wjw' AND status = 'found' ORDER BY 1"
    )
    assert rows(data, found) == [(year, f"640300-wjw-{year}") for year in range(2018, 2025)]
    for year in range(2019, 2025):
        (value,) = rows(
            data,
            "SELECT f.value FROM figure f JOIN report r ON r.n = f.report JOIN variable v ON v.n = f.variable"
            f" WHERE r.year = {year} AND v.cell = '{CELL}'",
        )
        assert value == (told(year).figures[CELL].value,)


@pytest.mark.parametrize(("year", "others"), [(2020, (2019, 2021)), (2022, ()), (2024, (2018,))])
def test_the_viewer_marks_the_cell_in_the_part_the_report_was_read_from(
    data: Path, year: int, others: tuple[int, ...]
) -> None:
    shown = answer(data, f"/view/640300-wjw-{year}").body.decode()
    (marked,) = re.findall(rf'<td[^>]* id="{CELL}" class="fig"[^>]*>(.*?)</td>', shown, re.DOTALL)
    assert re.sub(r"<[^>]*>|\s", "", marked) == told(year).figures[CELL].raw
    assert told(year).title in shown
    assert not any(told(other).title in shown for other in others)
    if year == 2020:
        assert "http://wz.test/reports.zip!/年报/2020.docx" in shown


def test_publishing_again_and_after_the_index_was_made_anew_gives_the_same(
    tmp_path: Path, data: Path
) -> None:
    before = published(data)
    (data / "archive.db").unlink()
    assert gongkai(data, "verify", "--repair").exit_code in (0, 1)
    assert gongkai(data, "verify").exit_code == 0
    assert gongkai(data, "parse").exit_code == 0
    assert published(data) == before and "content " in before


def test_a_report_twice_in_one_archive_is_one_report(tmp_path: Path) -> None:
    demo, data = told(2022), tmp_path / "data"
    other = page(demo).replace(f">{demo.figures[CELL].raw}<", f">{int(demo.figures[CELL].raw) + 1}<")
    members = {"a.html": other.encode(), "b.docx": docx(demo)}
    save(data, tmp_path / "saved", {"reports.zip": zipped(members)})
    published(data)
    ((report_id, part),) = rows(data, "SELECT report_id, part FROM report")
    assert report_id == "640300-wjw-2022"
    copy = "!/a.html" if part == "!/b.docx" else "!/b.docx"
    assert rows(data, "SELECT actual FROM finding WHERE check_id = 'document-copy'") == [
        (f"http://wz.test/reports.zip{copy}",)
    ]
    disputed = rows(data, "SELECT cells FROM finding WHERE check_id = 'documents-disagree'")
    assert (f'["{CELL}"]',) in disputed


def test_a_page_that_gets_a_new_report_on_top_is_a_version_of_the_old_one_and_no_copy(tmp_path: Path) -> None:
    data = tmp_path / "data"
    save(data, tmp_path / "first", {"all.html": page(told(2022)).encode()}, "2024-02-01")
    save(data, tmp_path / "later", {"all.html": below(told(2023), told(2022))}, "2025-02-01")
    published(data)
    assert rows(data, "SELECT report_id, latest FROM report ORDER BY 1") == [
        ("640300-wjw-2022", 0), ("640300-wjw-2022.v2", 1), ("640300-wjw-2023", 1)
    ]  # fmt: skip
    # Only what the page prints above its first title has gone.
    assert rows(data, "SELECT what, place FROM revision") == [("section", "0")]
    assert rows(data, "SELECT 1 FROM finding WHERE check_id = 'document-copy'") == []


def test_a_page_of_a_wacz_carries_the_text_of_all_its_reports(data: Path, tmp_path: Path) -> None:
    export_wacz(data, tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as packed:
        pages = packed.read("pages/pages.jsonl").decode().splitlines()
    (line,) = [json.loads(line) for line in pages if "two.html" in line]
    assert all(told(year).title in line["title"] for year in (2022, 2023))


def test_a_pass_that_stops_between_documents_goes_on_with_whole_documents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reports of one document are kept at once or not at all."""
    data = tmp_path / "data"
    keep, kept = Archive.record_parsing, []

    def once(archive: Archive, sha256: str, *more: str | float) -> None:
        if kept:
            raise KeyboardInterrupt
        kept.append(sha256)
        keep(archive, sha256, *more)  # type: ignore[arg-type]

    files = {"reports.zip": three_years(), "two.html": below(told(2023), told(2022))}
    with monkeypatch.context() as patched:
        patched.setattr(Archive, "record_parsing", once)
        with pytest.raises(AssertionError):
            save(data, tmp_path / "saved", files)
    assert len(kept) == 1
    assert "parsed 2 reports" in (rest := gongkai(data, "parse").output) or "parsed 3 reports" in rest
    published(data)
    assert rows(data, "SELECT count(*) FROM report") == [(5,)]
