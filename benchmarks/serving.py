"""A loopback server in a process of its own, so that it does not share the crawler's time.

Many hosts on one port, each a small site: numbered pages of a given size, with or without reports.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection

REPORT = (
    "<h1>{year}年政府信息公开工作年度报告</h1><p>一、总体情况 本年度报告依照条例编制。</p><p>"
    "<p>主动公开政府信息</p><p>第二十条第（一）项</p><p>收到和处理政府信息公开申请情况</p><p>行政复议、行政诉讼</p><p>存在的主要问题</p>"
)
FILLER = "<p>各单位要明确责任，按时报送进展，下一步将继续完善机制，定期回头看。</p>"


def page(path: str, size: int, count: int, reports: int) -> bytes:
    """The page at a path; numbered ones link to the next, and are padded to ``size`` bytes."""
    name = path.strip("/").removesuffix(".html")
    if not name:
        links = "".join(f'<a href="/{n}.html">第{n}号文件</a>' for n in range(count))
        column = '<a href="/nb.html">政府信息公开年报</a>' if reports else ""
        body = f"<title>首页</title>{column}{links}"
    elif name == "nb":
        years = range(2024 - reports, 2024)
        items = (f'<a href="/r{year}.html">{year}年政府信息公开年度报告</a>' for year in years)
        body = f"<title>政府信息公开年报</title>{''.join(items)}"
    elif name.startswith("r"):
        body = REPORT.format(year=name[1:]) + FILLER * 12
    else:
        body = f"<title>文件{name}</title><h1>文件{name}</h1>"
        missing = size - len(body.encode())
        body += FILLER * max(0, missing // len(FILLER.encode()))
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


@contextmanager
def hosts(number: int, size: int, count: int, reports: int = 0) -> Iterator[list[str]]:
    """So many hosts with ``count`` numbered pages of ``size`` bytes each; gives their home pages."""
    names = [f"127.1.{n // 200}.{n % 200 + 1}" for n in range(number)]
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(
        target=_run, args=(there, names, size, count, reports), daemon=True
    )
    process.start()
    try:
        port = here.recv()
        yield [f"http://{name}:{port}/" for name in names]
    finally:
        process.terminate()
        process.join()


def _run(told: Connection, names: list[str], size: int, count: int, reports: int) -> None:
    asyncio.run(_serve(told, names, size, count, reports))


async def _serve(told: Connection, names: list[str], size: int, count: int, reports: int) -> None:
    with socket.socket() as probe:
        probe.bind((names[0], 0))
        port = probe.getsockname()[1]
    known: dict[str, bytes] = {}

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                while (await reader.readline()).strip():
                    pass
                path = line.split(b" ")[1].decode()
                if path == "/robots.txt":
                    head, body = b"HTTP/1.1 404 Not Found\r\n", b""
                else:
                    head, body = b"HTTP/1.1 200 OK\r\n", known.get(path, b"")
                    body = known[path] = body or page(path, size, count, reports)
                kind = b"Content-Type: text/html; charset=utf-8\r\nContent-Length: "
                writer.write(head + kind + str(len(body)).encode() + b"\r\n\r\n" + body)
                await writer.drain()
        except (ConnectionError, IndexError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(answer, names, port)
    told.send(port)
    await server.serve_forever()
