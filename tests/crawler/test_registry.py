"""The registry: what ships is whole, and a wrong file is refused with line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.national import build
from crawler.registry import RegistryError, read_bodies, read_sites, registry
from parsers.divisions import divisions


def file(folder: Path, text: str) -> Path:
    """A CSV file holding the text."""
    path = folder / "sites.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_country_is_there() -> None:
    known = registry()
    assert len(known.bodies) > 3100 and len(known.sites) >= len(known.bodies)
    levels = {level: sum(body.level == level for body in known.bodies) for level in ("national", "province")}
    assert levels == {"national": 1, "province": 31}
    by_id = {body.body_id: body for body in known.bodies}
    assert all(site.body_id in by_id for site in known.sites)
    assert by_id["640200-wjw"].name == "石嘴山市卫生健康委员会"
    assert by_id["632224-wjw"].prefecture == "海北藏族自治州"
    assert "卫生部" in by_id["100000-wjw"].predecessors
    with_code = [body for body in known.bodies if body.division_code]
    assert all(body.body_id == f"{body.division_code}-wjw" for body in with_code)


def test_every_division_of_the_country_has_a_body_with_a_site() -> None:
    """The lists left out nine, and so the counties of two prefectures stood in none."""
    bodies = {body.division_code: body for body in registry().bodies if body.division_code}
    assert bodies.keys() == {division.code for division in divisions()}
    for code, body in bodies.items():
        above = bodies.get(f"{code[:4]}00") if body.level == "county" else None
        assert above is None or body.prefecture == above.prefecture, body.body_id


def test_shipped_files_have_all_that_the_lists_give(shared: Path) -> None:
    """People may add rows and correct them; a body or site of the lists is not lost."""
    bodies, sites = build(shared / "sites")
    known = registry()
    assert {row["body_id"] for row in bodies} <= {body.body_id for body in known.bodies}
    assert {row["site_id"] for row in sites} <= {site.site_id for site in known.sites}


def test_a_list_of_sites_may_describe_its_bodies(tmp_path: Path) -> None:
    text = (
        "site_id,body,level,division_code,start_url\n"
        "a,刚察县卫生健康局,county,632224,http://127.0.0.1:8000/\n"
        "b,某新区卫生健康局,county,,http://127.0.0.1:8001/\n"
    )
    found = read_sites(file(tmp_path, text))
    assert [site.site_id for site in found.sites] == ["a", "b"]
    assert found.bodies[0].body_id == "632224-wjw" and found.bodies[0].prefecture == "海北藏族自治州"
    assert found.bodies[1].body_id.startswith("x") and found.bodies[1].division_code is None
    assert found.sites[0].render == "auto" and found.sites[0].max_pages is None


def test_a_list_may_have_only_addresses_and_bodies(tmp_path: Path) -> None:
    text = "\ufeffbody_id,start_url\n640200-wjw,http://a.gov.cn/\n640200-wjw,http://b.gov.cn/\n"
    found = read_sites(file(tmp_path, text))
    assert [site.site_id for site in found.sites] == ["640200-wjw", "640200-wjw-2"]
    assert len(found.bodies) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: empty"),
        ("body_id\n640200-wjw\n", "column start_url is missing"),
        ("body_id,start_url\n", "no site in the file"),
        ("body_id,start_url,colour\nx,y,z\n", "line 1, column 3: unknown column 'colour'"),
        ("body_id,start_url,start_url\nx,y,z\n", "stands twice"),
        ("body_id,start_url\n640200-wjw,\n", "line 2, column start_url: must not be blank"),
        ("body_id,start_url\n640200-wjw,a.gov.cn\n", "line 2, column start_url: must be an address"),
        ("body_id,start_url\n640200-wjw,http://[::1/\n", "line 2, column start_url: is no address"),
        ("body_id,start_url\nnobody,http://a.gov.cn/\n", "line 2, column body_id: names no body"),
        ("body_id,start_url\n,http://a.gov.cn/\n", "line 2, column body_id: blank"),
        ("body_id,start_url,render\n640200-wjw,http://a.gov.cn/,maybe\n", "line 2, column render"),
        ("body_id,start_url,max_pages\n640200-wjw,http://a.gov.cn/,-1\n", "line 2, column max_pages"),
        ("body_id,start_url\n640200-wjw,http://a.gov.cn/,3\n", "line 2: 3 cells under 2 columns"),
        ("body,level,division_code,start_url\n某局,town,632224,http://a.gov.cn/\n", "line 2, column level"),
        ("body,level,division_code,start_url\n某局,county,63,http://a.gov.cn/\n", "column division_code"),
        (
            "body,level,division_code,start_url\n甲局,county,999999,http://a/\n乙局,county,999999,http://b/\n",
            "line 3, column body: an earlier line calls 999999-wjw 甲局",
        ),
        (
            "site_id,body_id,start_url\na,640200-wjw,http://a/\na,640200-wjw,http://b/\n",
            "line 3, column site_id: a stands already on line 2",
        ),
    ],
)
def test_wrong_lists_are_refused_by_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RegistryError) as caught:
        read_sites(file(tmp_path, text))
    assert said in str(caught.value), str(caught.value)


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sites.csv"
    path.write_bytes("body,start_url\n刚察县,http://a/\n".encode("gb18030"))
    with pytest.raises(RegistryError, match="not UTF-8 at byte"):
        read_sites(path)


def test_bodies_need_a_level(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match="line 2, column level"):
        read_bodies(file(tmp_path, "body_id,name,level\na,某局,village\n"))


def test_every_wrong_line_is_named(tmp_path: Path) -> None:
    text = (
        "site_id,body_id,start_url,render\n"
        "a,640200-wjw,http://a.gov.cn/,\n"
        "b,nobody,http://b.gov.cn/,\n"
        "c,640200-wjw,ftp://c.gov.cn/,\n"
        "d,640200-wjw,http://d.gov.cn/,perhaps\n"
        "e,640200-wjw,http://e.gov.cn/,,one too many\n"
    )
    with pytest.raises(RegistryError) as caught:
        read_sites(file(tmp_path, text))
    wrong = caught.value.problems
    assert [one.split(": ")[0].split(", ", 1)[1] for one in wrong] == [
        "line 3, column body_id",
        "line 4, column start_url",
        "line 5, column render",
        "line 6",
    ]
    assert str(caught.value).splitlines() == list(wrong)


def test_a_line_ends_where_csv_says_not_at_every_sign_that_breaks_a_line(tmp_path: Path) -> None:
    """Words copied from Word bring its own line breaks."""
    text = "site_id,body,level,start_url,note\na,某新区卫生健康局,county,http://a.gov.cn/,one\x0btwo\u2028three\n"
    (site,) = read_sites(file(tmp_path, text)).sites
    assert site.note == "one\x0btwo\u2028three"
