"""Addresses we must not contact are refused, by name, by number and at the moment of connecting."""

from __future__ import annotations

import asyncio
import ipaddress
import socket

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from crawler.guard import Guard, GuardedResolver, Refused, registrable_domain

SITES = ["http://wjw.example.com.cn/", "http://127.0.0.1:8080/", "http://8.8.8.8/"]


@pytest.mark.parametrize(
    "url",
    [
        "http://wjw.shizuishan.gov.cn/a",
        "https://www.example.com.cn/x",
        "http://8.8.8.8/index.html",
    ],
)
def test_official_addresses_are_allowed(url: str) -> None:
    Guard(SITES).check(url)


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("ftp://wjw.gov.cn/a", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("data:text/html,x", "scheme"),
        ("http://mirror.example.net/wjw", "neither in the registry"),
        ("http://gov.cn.evil.com/", "neither in the registry"),
        ("http://localhost/", "loopback"),
        ("http://127.0.0.1/", "loopback"),
        ("http://127.1/", "loopback"),
        ("http://0x7f000001/", "loopback"),
        ("http://2130706433/", "loopback"),
        ("http://[::1]/", "not a global address"),
        ("http://[::ffff:127.0.0.1]/", "not a global address"),
        ("http://10.0.0.1/", "not a global address"),
        ("http://192.168.1.1/", "not a global address"),
        ("http://169.254.169.254/latest", "not a global address"),
        ("http://100.64.0.1/", "not a global address"),
        ("http://0.0.0.0/", "not a global address"),
        ("http://224.0.0.1/", "not a global address"),
        ("http://1.1.1.1/", "outside the registry"),
        ("http://user:secret@wjw.gov.cn/", "user name"),
        ("http:///nohost", "no host"),
        ("http://wjw.gov.cn:99999/", "no address"),
    ],
)
def test_other_addresses_are_refused(url: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        Guard(SITES).check(url)


def test_loopback_is_allowed_only_when_said() -> None:
    guard = Guard(SITES, allow_loopback=True)
    guard.check("http://127.0.0.9:81/")
    guard.check("http://localhost:81/")
    for url in ("http://[::1]/", "http://10.0.0.1/", "http://0.0.0.0/"):
        with pytest.raises(Refused):
            guard.check(url)


def test_domains_are_those_that_were_registered() -> None:
    assert registrable_domain("wjw.beijing.gov.cn") == "beijing.gov.cn"
    assert registrable_domain("www.example.com.cn") == "example.com.cn"


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.1.1.1",
        "fe80::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::10.0.0.1",
        "::169.254.169.254",
    ],
)
def test_a_name_that_leads_inside_is_refused_when_connecting(number: str) -> None:
    """DNS rebinding: the name is allowed, what it resolves to is not."""

    class Rebound(AbstractResolver):
        async def resolve(
            self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
        ) -> list[ResolveResult]:
            kind = socket.AF_INET6 if ":" in number else socket.AF_INET
            return [ResolveResult(hostname=host, host=number, port=port, family=kind, proto=0, flags=0)]

        async def close(self) -> None:
            pass

    resolver = GuardedResolver(Guard(SITES), Rebound())
    with pytest.raises(Refused, match=r"wjw\.gov\.cn"):
        asyncio.run(resolver.resolve("wjw.gov.cn", 80))


def test_global_numbers_pass() -> None:
    Guard(SITES).check_number(ipaddress.ip_address("8.8.8.8"))
    Guard(SITES).check_number(ipaddress.ip_address("2400:3200::1"))
