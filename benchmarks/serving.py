"""A loopback server in a process of its own, so that it does not share the crawler's time.

Many hosts on one port, each a small site: numbered pages or files of a given size, with or without reports.
No two hosts give the same bytes, so that nothing is saved by being a copy.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

REPORT = (
    "<h1>{year}年政府信息公开工作年度报告</h1><p>一、总体情况 本年度报告依照条例编制。</p><p>"
    "<p>主动公开政府信息</p><p>第二十条第（一）项</p><p>收到和处理政府信息公开申请情况</p><p>行政复议、行政诉讼</p><p>存在的主要问题</p>"
)
PHRASES = (
    "各单位要明确责任，按时报送进展。",
    "下一步将继续完善机制，定期回头看。",
    "会议强调，要压实工作责任，做好服务保障。",
    "根据有关规定，现将有关情况公布如下。",
    "有关负责同志参加了活动，并提出了具体要求。",
)
LETTERS = (
    "政府信息公开工作卫生健康医疗机构基层服务能力建设群众办理结果数量部门平台条例解读回应监督保障人员管理"
)
NAVIGATION, NEIGHBOURS = 40, 20
"""Links on a page: the same on all pages of a site, and to the pages beside it (real pages: 37 and more)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What each host has: ``count`` numbered pages (or ``pdf`` files) of ``size`` bytes, and reports."""

    size: int
    count: int
    reports: int = 0
    suffix: str = "html"


def page(path: str, plan: Plan) -> bytes:
    """What stands at a path; the host's name is to be put in for ``@HOST``."""
    name, _, suffix = path.strip("/").rpartition(".")
    if suffix == "pdf":
        return b"%PDF-1.4 @HOST " + random.Random(path).randbytes(plan.size - 16)
    if not name:
        links = "".join(f'<a href="/{n}.{plan.suffix}">第{n}号文件</a>' for n in range(plan.count))
        column = '<a href="/nb.html">政府信息公开年报</a>' if plan.reports else ""
        body = f"<title>首页</title>{column}{links}"
    elif name == "nb":
        years = range(2024 - plan.reports, 2024)
        items = (f'<a href="/r{year}.html">{year}年政府信息公开年度报告</a>' for year in years)
        body = f"<title>政府信息公开年报</title>{''.join(items)}"
    elif name.startswith("r"):
        body = REPORT.format(year=name[1:]) + f"<p>{PHRASES[0]}</p>" * 30
    else:
        body = _article(int(name), plan)
    return f"<!DOCTYPE html><html><!-- @HOST --><body>{body}</body></html>".encode()


def _article(number: int, plan: Plan) -> str:
    chance = random.Random(number)
    places = [n % plan.count for n in range(NAVIGATION)]
    places += [(number + n) % plan.count for n in range(1, NEIGHBOURS + 1)]
    links = "".join(
        f'<li class="nav"><a href="/{n}.html" title="第{n}号文件">第{n}号文件</a></li>' for n in places
    )
    parts = [f"<title>文件{number}</title><ul>{links}</ul><h1>文件{number}</h1>"]
    size = len(parts[0].encode())
    while size < plan.size:
        invented = "".join(chance.choices(LETTERS, k=30))
        parts.append(f'<p style="text-indent:2em;line-height:1.75">{chance.choice(PHRASES)}{invented}</p>\n')
        size += len(parts[-1].encode())
    return "".join(parts)


@contextmanager
def hosts(number: int, plan: Plan) -> Iterator[list[str]]:
    """So many hosts of a plan; gives their home pages."""
    names = [f"127.1.{n // 200}.{n % 200 + 1}" for n in range(number)]
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(there, names, plan), daemon=True
    )
    process.start()
    try:
        port = here.recv()
        yield [f"http://{name}:{port}/" for name in names]
    finally:
        process.terminate()
        process.join()


def _run(told: Connection, names: list[str], plan: Plan) -> None:
    asyncio.run(_serve(told, names, plan))


async def _serve(told: Connection, names: list[str], plan: Plan) -> None:
    with socket.socket() as probe:
        probe.bind((names[0], 0))
        port = probe.getsockname()[1]
    # Made before the first question, so that making them is no part of anybody's time.
    known = {path: page(path, plan) for path in ("/", *(f"/{n}.{plan.suffix}" for n in range(plan.count)))}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = f"{writer.get_extra_info('sockname')[0]:<12}".encode()
        try:
            while line := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                path = line.split(b" ")[1].decode()
                if path == "/robots.txt":
                    head, body = b"HTTP/1.1 404 Not Found\r\n", b""
                else:
                    if path not in known:
                        known[path] = page(path, plan)
                    head, body = b"HTTP/1.1 200 OK\r\n", known[path].replace(b"@HOST", host, 1)
                media = b"application/pdf" if path.endswith(".pdf") else b"text/html; charset=utf-8"
                size = str(len(body)).encode()
                head += b"Content-Type: " + media + b"\r\nContent-Length: " + size + b"\r\n\r\n"
                writer.write(head + body)
                await writer.drain()
        except (ConnectionError, IndexError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, names, port)
    told.send(port)
    await server.serve_forever()
