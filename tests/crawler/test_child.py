"""The process a crawl runs in: what is said, and what the archive says, when it ends as it should not."""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from archive.database import connect_reader
from archive.model import Body, Site
from crawler.job import Work
from crawler.run import CrawlFailed, CrawlOptions, crawl
from tests.crawler.scripted import page, running

OPTIONS = CrawlOptions(allow_loopback=True, delay=0)
STUMBLING = """
from crawler import intake, job

async def stumble(*_):
    raise KeyError("a fault of ours")

intake.Intake.take_in = stumble
raise SystemExit(job.main())
"""


NAMELESS = """
import socket, time
from crawler import job

look_up = socket.getaddrinfo

def slow(host, *rest, **more):
    if host.endswith("gov.cn"):
        time.sleep(1)
        raise socket.gaierror(socket.EAI_AGAIN, "nobody knows")
    return look_up(host, *rest, **more)

socket.getaddrinfo = slow
raise SystemExit(job.main())
"""


@pytest.mark.parametrize(
    ("does", "status"),
    [("exit 3", 3), ('cat >/dev/null; printf \'{"event": "summ\'; kill -9 $$', -9)],
    ids=["ends before it reads", "killed while it tells"],
)
def test_a_child_that_ends_badly_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, status: int
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    sites = [Site(f"s{n}", "b", f"http://127.0.0.1:{n}/", note="x" * 200) for n in range(1, 1000)]
    with pytest.raises(CrawlFailed, match=f"status {status} and no summary"):
        crawl(tmp_path, sites, [], OPTIONS)


def test_a_run_that_a_fault_of_ours_ended_is_not_told_as_finished(tmp_path: Path) -> None:
    """Its counts would be what the next crawl is measured by."""
    body = Body("370302-wjw", "淄川区卫生健康局", "county", "山东", "淄博市", "淄川区", "370302")
    with running() as server:
        server.pages = {"/": page("<a href='/a.html'>a</a>")}
        work = Work(tmp_path, (Site("s", body.body_id, server.url + "/"),), (body,), OPTIONS)
        command = [sys.executable, "-P", "-c", STUMBLING]
        done = subprocess.run(command, input=pickle.dumps(work), capture_output=True, check=False)
    assert done.returncode == 1 and b"a fault of ours" in done.stdout
    with closing(connect_reader(tmp_path)) as db:
        assert db.execute("SELECT finished FROM run").fetchall() == [(None,)]


def test_names_that_nobody_answers_for_do_not_keep_the_others_waiting(tmp_path: Path) -> None:
    """Half the names of a province may be dead, and each look-up takes its time to find out."""
    body = Body("370302-wjw", "淄川区卫生健康局", "county", "山东", "淄博市", "淄川区", "370302")
    sites = [Site(f"s{n:02}", body.body_id, f"http://wjw{n}.gov.cn/") for n in range(40)]
    with running() as server:
        server.pages = {"/": page("here")}
        sites.append(Site("t", body.body_id, server.url.replace("127.0.0.1", "localhost") + "/"))
        work = Work(tmp_path, tuple(sites), (body,), CrawlOptions(allow_loopback=True, delay=0, timeout=3))
        command = [sys.executable, "-P", "-c", NAMELESS]
        subprocess.run(command, input=pickle.dumps(work), capture_output=True, check=True)
        assert server.paths() == ["/"]
