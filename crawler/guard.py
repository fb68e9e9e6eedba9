"""The addresses we may contact, decided before a request and again when the connection is made.

Two fences: names (the registry's own domains and ``*.gov.cn``; mirrors that copy a site under another
domain are refused) and numbers (only global addresses, so that no page can point us into a local
network, whatever its name resolves to at that moment).
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

import tldextract
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

# The list of public suffixes packaged with tldextract; nothing is fetched or cached.
_suffixes = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
_LOOPBACK = ipaddress.ip_network("127.0.0.0/8")
# IPv6 addresses that end in an IPv4 one: translated by a gateway (RFC 6052), and the old "compatible" ones.
_ENDS_IN_IPV4 = tuple(ipaddress.IPv6Network(block) for block in ("64:ff9b::/96", "::/96"))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Refused(Exception):
    """An address we must not contact; the message says why."""


@lru_cache(maxsize=65536)
def registrable_domain(host: str) -> str:
    """The domain its owner registered (``wjw.beijing.gov.cn`` → ``beijing.gov.cn``); an IP is its own."""
    parts = _suffixes(host)
    return parts.top_domain_under_public_suffix or host


@lru_cache(maxsize=4096)
def literal_address(host: str) -> Address | None:
    """The IP address a host part spells, in any spelling a C library accepts (``0x7f000001``, ``127.1``)."""
    try:
        return ipaddress.ip_address(host.strip("[]").split("%")[0])
    except ValueError:
        pass
    try:
        return ipaddress.ip_address(socket.inet_aton(host))
    except (OSError, ValueError):
        return None


class Guard:
    """Says which addresses may be contacted: ``domains`` are registrable domains or hosts of the registry."""

    def __init__(self, addresses: Iterable[str], *, allow_loopback: bool = False) -> None:
        self.allow_loopback = allow_loopback
        hosts = {urlsplit(address).hostname or "" for address in addresses}
        self.domains = frozenset(registrable_domain(host) for host in hosts if host)

    def allows(self, url: str) -> bool:
        """Whether :meth:`check` raises nothing."""
        try:
            self.check(url)
        except Refused:
            return False
        return True

    def check(self, url: str) -> None:
        """Raise Refused when the address's scheme, name or number is not ours to contact."""
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError as error:
            raise Refused(f"no address: {error}") from error
        if parts.scheme not in ("http", "https"):
            raise Refused(f"scheme {parts.scheme!r} is not fetched")
        if not host or port == 0:
            raise Refused("no host")
        if parts.username or parts.password:
            raise Refused("carries a user name or password")
        number = literal_address(host)
        if number is not None:
            self.check_number(number)
            if number not in _LOOPBACK and host not in self.domains:
                raise Refused(f"{host} is a bare IP address outside the registry")
            return
        host = host.rstrip(".").lower()
        if host == "localhost" or host.endswith(".localhost"):
            if not self.allow_loopback:
                raise Refused("loopback is allowed only with --allow-loopback")
            return
        if host.endswith(".gov.cn") or registrable_domain(host) in self.domains:
            return
        raise Refused(f"{registrable_domain(host)} is neither in the registry nor under gov.cn")

    def check_number(self, number: Address) -> None:
        """Raise Refused unless the IP address is global, or loopback where that is allowed."""
        inner = _inner(number)
        if inner in _LOOPBACK and number.version == 4:
            if self.allow_loopback:
                return
            raise Refused("loopback is allowed only with --allow-loopback")
        if not inner.is_global or inner.is_multicast or not number.is_global:
            raise Refused(f"{number} is not a global address")


def _inner(number: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, or the address itself."""
    if isinstance(number, ipaddress.IPv4Address):
        return number
    if any(number in block for block in _ENDS_IN_IPV4):
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or number


class GuardedResolver(AbstractResolver):
    """Resolves names and hands on only the addresses the guard allows, at the moment of connecting."""

    def __init__(self, guard: Guard, inner: AbstractResolver | None = None) -> None:
        self._guard = guard
        self._inner = inner or ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The allowed addresses of ``host``; raises Refused when the name leads only elsewhere."""
        found = await self._inner.resolve(host, port, family)
        allowed: list[ResolveResult] = []
        refusal: Refused | None = None
        for one in found:
            try:
                self._guard.check_number(ipaddress.ip_address(one["host"].split("%")[0]))
            except Refused as error:
                refusal = error
            else:
                allowed.append(one)
        if not allowed:
            raise Refused(f"{host}: {refusal or 'no address'}")
        return allowed

    async def close(self) -> None:
        """Nothing is held open."""
        await self._inner.close()
