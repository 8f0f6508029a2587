"""Which addresses of strangers this server may connect to.

An editor, a feed or a page's redirect names an address; whoever wrote it may mean this machine, its network
or the cloud provider's own services. So an address is taken apart here, its name is looked up once, and every
answer must be a public one. What was checked is what is connected to (see `fetching`): a name that is public
when asked first and private when asked again gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Never
from urllib.parse import quote, urlsplit

import idna

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: A name to the addresses that it has, as text.
Resolver = Callable[[str, int], Sequence[str]]

MAX_ADDRESS = 2000
PORTS = {"http": 80, "https": 443}
#: More than any site has; a name with thousands of them is none of a newspaper.
MAX_RESOLVED = 64

#: All that is handed out to the public (IANA, IPv6 Global Unicast). What lies outside is link-local, unique
#: local, mapped or NAT64: ways to IPv4 or into the own network.
_IPV6_PUBLIC = ipaddress.IPv6Network("2000::/3")
#: Of that: Teredo, ORCHID, benchmarks and other protocols' own; documentation; 6to4, which hides an IPv4.
_IPV6_SPECIAL = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48"))
)
#: Those that `is_global` of some versions of Python lets through: protocols' own, 6to4 relays. The last looks
#: public and is Azure's own service within each of its machines.
_IPV4_SPECIAL = tuple(
    map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10", "168.63.129.16/32"))
)

_LOOKS_NUMERIC = re.compile(r"(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$", re.IGNORECASE)
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}\.?", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x20\x7f-\x9f\\\\]")


class NotPublic(ValueError):
    """The address is none of a public page, or its server cannot be found. Nothing says which: the difference
    would tell a stranger what stands in our network."""


@dataclass(frozen=True, slots=True)
class Target:
    """A web address taken apart: `host` as DNS knows it (ASCII), `path` with its query, in ASCII."""

    scheme: str
    host: str
    path: str

    @property
    def port(self) -> int:
        return PORTS[self.scheme]

    @property
    def is_literal(self) -> bool:
        """Whether the host is an address, not a name."""
        return ":" in self.host or self.host.rpartition(".")[2].isdecimal()

    @property
    def host_header(self) -> str:
        return f"[{self.host}]" if ":" in self.host else self.host

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host_header}{self.path}"


def target_of(url: str) -> Target:
    """Takes a web address apart. Raises NotPublic unless it is http or https at the usual port, without a
    user's name, and its host a name or an address in the usual form: no 0x7f.1, no 2130706433."""
    if len(url) > MAX_ADDRESS or _CONTROLS.search(url):
        raise NotPublic
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname or ""
    except ValueError as error:
        raise NotPublic from error
    scheme = parts.scheme
    if scheme not in PORTS or port not in (None, PORTS[scheme]) or "@" in parts.netloc or not host:
        raise NotPublic
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")
    return Target(scheme, _host(host, is_bracketed="[" in parts.netloc), f"{path}?{query}" if query else path)


def _host(host: str, *, is_bracketed: bool) -> str:
    if is_bracketed:
        try:
            # Without a zone: "fe80::1%eth0" is somebody on our own wire.
            return str(ipaddress.IPv6Address(host)) if "%" not in host else _refuse()
        except ValueError as error:
            raise NotPublic from error
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode()
        except idna.IDNAError as error:
            raise NotPublic from error
    if _LOOKS_NUMERIC.search(host):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise NotPublic from error
    return host.lower() if len(host) <= 253 and _NAME.fullmatch(host) else _refuse()


def _refuse() -> Never:
    raise NotPublic


def is_public(address: str) -> bool:
    """Whether an address as DNS gives it is one that anybody in the world may reach."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(known, ipaddress.IPv6Address):
        return (
            known.scope_id is None
            and known in _IPV6_PUBLIC
            and known.is_global
            and not any(known in network for network in _IPV6_SPECIAL)
        )
    return (
        known.is_global
        and not known.is_multicast
        and not known.is_reserved
        and not any(known in network for network in _IPV4_SPECIAL)
    )


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses that this machine's resolver knows for the name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def public_addresses(target: Target, *, resolve: Resolver, timeout: float) -> list[str]:
    """All addresses of the target's host, in the resolver's order.

    Raises NotPublic when one of them is not public, or none is known within `timeout` seconds.
    """
    if target.is_literal:
        # No resolver is asked what an address means: it might say something else.
        return [target.host] if is_public(target.host) else _refuse()
    found: list[str] = []

    def look_up() -> None:
        try:
            found.extend(resolve(target.host, target.port))
        except (OSError, UnicodeError):
            found.clear()

    # A look-up cannot be given a time limit; the thread that waits for a dead resolver is left behind.
    thread = threading.Thread(target=look_up, daemon=True, name="resolver")
    thread.start()
    thread.join(max(0.0, timeout))
    addresses = list(found)
    if thread.is_alive() or not 0 < len(addresses) <= MAX_RESOLVED:
        raise NotPublic
    if not all(map(is_public, addresses)):
        raise NotPublic
    return addresses
