"""The proxy example in a real nginx before the served site, and the service's unit as systemd reads it."""

from __future__ import annotations

import http.client
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gongkai.serve import Addresses
from tests.site.serving import free_port

SETUP = Path(__file__).resolve().parents[2] / "setup"
MAIN = """daemon off; user {user}; pid {folder}/pid; error_log {folder}/error.log warn; worker_processes 1;
events {{ worker_connections 256; }}
http {{ include /etc/nginx/mime.types; access_log off;
client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
include {folder}/gongkai.conf; }}
"""


class Proxy:
    """Asks nginx for a path under one of its host names."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, host: str = "reports.example.org", **headers: str) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Host": host, **headers})
        answer = connection.getresponse()
        answer.text = answer.read().decode("utf-8", "replace")  # type: ignore[attr-defined]
        connection.close()
        return answer


@pytest.fixture(scope="module")
def proxy(served: Addresses, exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The example as shipped, its ports and folders replaced, in front of the served fixture."""
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    assert Path(nginx).exists(), "nginx is missing: run setup/install.sh test"
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    example = (SETUP / "proxy" / "gongkai.conf").read_text("utf-8")
    for shipped, here in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("http://127.0.0.1:8001", f"http://127.0.0.1:{served.port}"),
        ("http://127.0.0.1:8002", f"http://127.0.0.1:{served.viewer_port}"),
        ("/var/lib/gongkai/exports", str(exported.parent)),
        ("/var/lib/nginx/gongkai", f"{folder}/cache"),
    ):
        assert shipped in example
        example = example.replace(shipped, here)
    (folder / "gongkai.conf").write_text(example, "utf-8")
    user = pwd.getpwuid(os.getuid()).pw_name
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), "utf-8")
    command = [nginx, "-c", str(folder / "nginx.conf"), "-p", str(folder)]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as child:
        found = Proxy(port)
        for _ in range(100):
            try:
                found.get("/robots.txt", host="originals.example.org")
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        yield found
        child.terminate()
        child.wait(20)


def test_pages_come_through_with_their_headers_and_are_kept(proxy: Proxy) -> None:
    first, second = (proxy.get("/codebook") for _ in range(2))
    assert first.status == second.status == 200 and "指标说明" in first.text
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
    assert "default-src 'none'" in second.headers["Content-Security-Policy"]
    assert second.headers["X-Content-Type-Options"] == "nosniff"


def test_pages_name_the_public_host(proxy: Proxy) -> None:
    assert "http://reports.example.org/report/" in proxy.get("/feeds/reports.atom").text


def test_the_two_hosts_are_apart(proxy: Proxy) -> None:
    original = proxy.get("/view/310000-wjw-2022", host="originals.example.org")
    assert original.status == 200 and original.headers["Content-Security-Policy"].startswith("sandbox")
    assert proxy.get("/view/310000-wjw-2022").status == 404
    assert proxy.get("/reports", host="originals.example.org").status == 404


def test_exports_come_from_the_disk_with_ranges(proxy: Proxy, exported: Path) -> None:
    whole = (exported / "codebook.csv").read_bytes()
    path = f"/downloads/{exported.name}/codebook.csv"
    part = proxy.get(path, Range="bytes=0-9")
    assert part.status == 206 and part.text.encode() == whole[:10]
    assert part.headers["Content-Disposition"] == "attachment"
    assert proxy.get("/downloads/310000-wjw.wacz").status == 200
    assert proxy.get("/downloads").status == 200
    for outside in ("/downloads/../reports.db", "/downloads/.hidden", "/downloads/a/b/c", "/reports.db"):
        assert proxy.get(outside).status in (400, 404)


def test_sql_is_limited_and_pages_are_not(proxy: Proxy) -> None:
    spelt = ("sql", "s%71l")
    asked = [proxy.get(f"/reports.json?{spelt[n % 2]}=select+{n}&_shape=array").status for n in range(20)]
    assert asked[:10] == [200] * 10 and 429 in asked[10:]
    assert [proxy.get("/rates").status for _ in range(5)] == [200] * 5
    assert proxy.get("/-/databases.json").status == 404


def test_the_unit_is_one_systemd_takes(tmp_path: Path) -> None:
    root = SETUP.parent
    unit = (SETUP / "systemd" / "gongkai-serve.service").read_text("utf-8")
    assert "MemoryMax=4G" in unit and "ProtectSystem=strict" in unit
    copy = tmp_path / "gongkai-serve.service"
    copy.write_text(
        unit.replace("/opt/gongkai/.venv", str(root / ".venv")).replace("/opt/gongkai", str(root)), "utf-8"
    )
    tool = shutil.which("systemd-analyze")
    assert tool, "systemd-analyze is missing: install Debian's systemd"
    told = subprocess.run([tool, "verify", str(copy)], capture_output=True, text=True)
    assert told.returncode == 0 and "Unknown" not in told.stderr, told.stderr
    level = subprocess.run(
        [tool, "security", "--offline=true", "--threshold=20", str(copy)], capture_output=True, text=True
    )
    assert level.returncode == 0, level.stdout[-400:]
