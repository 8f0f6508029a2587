"""Pages and feeds of strangers, fetched by the server.

Every connection, of each redirect too, goes to an address that `addresses` has just found public: the socket
is opened to that very address, while the name stands in the TLS handshake, its certificate and the Host line.
One deadline covers everything from the look-up to the last byte, however slowly the bytes drip. Bytes are
counted on the wire and again while they are unpacked. Nothing of ours goes along: no cookie, no referrer, no
proxy of the environment.
"""

from __future__ import annotations

import socket
import ssl
import time
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, HTTPMessage
from urllib.parse import urljoin

from django.conf import settings

from events.ingestion.addresses import (
    NotPublic,
    Resolver,
    Target,
    public_addresses,
    system_resolver,
    target_of,
)
from events.ingestion.exchange import Answer, TooMuch, TooSlow, exchange
from events.ingestion.text import UnreadableArticle

#: An address, a port and the seconds that are left, to a connected socket.
Connector = Callable[[tuple[str, int], float], socket.socket]

MAX_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
HTML = ("text/html", "application/xhtml+xml")
PAGES = (*HTML, "text/plain", "application/pdf")
FEEDS = (
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml",
    # As what many servers send them.
    "text/plain", "text/html",
)  # fmt: skip
#: Parts of one answer that are unpacked, each with a copy of what follows it.
MAX_PACKED_PARTS = 64
_PACKED = b"\x1f\x8b"
#: Longest time that a server may ask to be left alone.
MAX_RETRY_AFTER_S = 24 * 60 * 60


class NotFetched(UnreadableArticle):
    """The address could not be fetched. The message is a sentence with the way out.

    `status` is the server's own answer where it gave one (404, 429), `retry_after_s` what it asked for.
    """

    def __init__(self, sentence: str, *, status: int | None = None, retry_after_s: int | None = None) -> None:
        super().__init__(sentence)
        self.status, self.retry_after_s = status, retry_after_s


class FetchingIsOff(NotFetched):
    """INTAKE_FETCH is not set: this site asks no other server."""

    def __init__(self) -> None:
        super().__init__(
            "This site does not fetch pages. Open the page, copy its text and paste it; or ask who runs the "
            "site to set INTAKE_FETCH=1."
        )


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: `url` is where it was found after redirects, `body` is unpacked. 304 has no body."""

    url: str
    status: int
    content_type: str
    body: bytes
    headers: HTTPMessage = field(repr=False)

    @property
    def charset(self) -> str:
        return self.headers.get_content_charset() or ""


def connect(address: tuple[str, int], timeout: float) -> socket.socket:
    return socket.create_connection(address, timeout)


def fetch(
    url: str,
    *,
    kinds: tuple[str, ...] = PAGES,
    headers: Mapping[str, str] | None = None,
    resolve: Resolver = system_resolver,
    connect: Connector = connect,
) -> Fetched:
    """Fetches a page, or what else is named in `kinds` (content types).

    `headers` are sent along, as for a conditional request. `resolve` and `connect` are the network; whatever
    they are, only public addresses are connected to. Raises NotFetched, and FetchingIsOff where the setting
    is off.
    """
    if not settings.INTAKE_FETCH:
        raise FetchingIsOff
    until = time.monotonic() + settings.INTAKE_FETCH_TIMEOUT_S
    at = url
    try:
        for _hop in range(MAX_REDIRECTS + 1):
            target = target_of(at)
            answer = _ask(target, {"Accept": ", ".join(kinds), **(headers or {})}, until, resolve, connect)
            if answer.status not in REDIRECTS:
                return _checked(url, target, answer, kinds)
            at = urljoin(target.url, _location(answer))
    except TooMuch:
        raise NotFetched(
            f"“{_short(url)}” sends more than {settings.INTAKE_FETCH_MAX_BYTES:,} bytes, more than an "
            "article has. Paste its text."
        ) from None
    except TooSlow:
        raise NotFetched(
            f"“{_short(url)}” has not answered within {settings.INTAKE_FETCH_TIMEOUT_S:g} seconds. "
            "Try again later, or paste its text."
        ) from None
    except (NotPublic, OSError, HTTPException, ValueError) as error:
        if isinstance(error, NotFetched):
            raise
        # One sentence for what is private, unknown, closed or broken: none of them may be told apart.
        raise NotFetched(
            f"“{_short(url)}” cannot be fetched: it is not the address of a public page (http or https, at "
            "the usual port), or its server cannot be reached. Paste the text instead."
        ) from None
    raise NotFetched(
        f"“{_short(url)}” leads on more than {MAX_REDIRECTS} times. Paste the text instead."
    )  # fmt: skip


def _location(answer: Answer) -> str:
    """Where a redirect leads, as browsers read it: sent as it is written, in UTF-8 and with its spaces."""
    location = answer.headers.get("Location", "").strip(" ")
    with suppress(UnicodeError):
        # Header lines come as Latin-1, one character for each byte.
        location = location.encode("latin-1").decode()
    return location.replace(" ", "%20")


def _short(url: str) -> str:
    return url if len(url) <= 120 else f"{url[:117]}…"


def _ask(
    target: Target, headers: Mapping[str, str], until: float, resolve: Resolver, connect: Connector
) -> Answer:
    addresses = public_addresses(target, resolve=resolve, timeout=_left(until))
    bare = _connected(addresses, target.port, until, connect)
    try:
        bare.settimeout(_left(until))
        if target.scheme == "https":
            try:
                bare = ssl.create_default_context().wrap_socket(bare, server_hostname=target.host)
            except TimeoutError:
                raise TooSlow from None
        return exchange(
            bare,
            target,
            {
                "User-Agent": settings.INTAKE_USER_AGENT,
                "Accept-Encoding": "gzip",
                **headers,
            },
            until=until,
            max_bytes=settings.INTAKE_FETCH_MAX_BYTES,
        )
    finally:
        bare.close()


def _connected(addresses: list[str], port: int, until: float, connect: Connector) -> socket.socket:
    """A connection to the first of the checked addresses that takes one."""
    refused: OSError = ConnectionError()
    for address in addresses:
        try:
            return connect((address, port), _left(until))
        except TimeoutError:
            raise TooSlow from None
        except OSError as error:
            refused = error
    raise refused


def _left(until: float) -> float:
    seconds = until - time.monotonic()
    if seconds <= 0:
        raise TooSlow
    return seconds


def _checked(url: str, target: Target, answer: Answer, kinds: tuple[str, ...]) -> Fetched:
    kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
    if answer.status == 304:
        return Fetched(target.url, 304, kind, b"", answer.headers)
    if answer.status != 200:
        raise NotFetched(
            f"“{_short(url)}” answers with {answer.status} instead of a page. Look whether it opens in your "
            "browser, and paste its text.",
            status=answer.status, retry_after_s=_retry_after(answer.headers.get("Retry-After", "")),
        )  # fmt: skip
    if kind not in kinds:
        wanted = "an article (HTML, plain text or PDF)" if kinds == PAGES else "a feed (RSS or Atom)"
        raise NotFetched(f"“{_short(url)}” is {kind[:60] or 'of no kind'}, not {wanted}.", status=200)
    return Fetched(target.url, 200, kind, _unpacked(url, answer), answer.headers)


def _unpacked(url: str, answer: Answer) -> bytes:
    encoding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return answer.body
    if encoding not in ("gzip", "x-gzip"):
        # Nothing but gzip was asked for.
        raise NotFetched(f"“{_short(url)}” is packed as “{encoding[:40]}”. Paste its text.", status=200)
    limit = settings.INTAKE_FETCH_MAX_BYTES
    left, parts, size = answer.body, [], 0
    try:
        # Mostly one part; what was packed piece by piece has several, one behind the other.
        for _part in range(MAX_PACKED_PARTS):
            unpacker = zlib.decompressobj(wbits=31)
            # Never more than one byte beyond the limit is unpacked, whatever the ratio.
            parts.append(unpacker.decompress(left, limit + 1 - size))
            size += len(parts[-1])
            if size > limit:
                raise TooMuch
            if not unpacker.eof:
                break  # cut off: half an article is none
            left = unpacker.unused_data
            if not left.startswith(_PACKED):
                return b"".join(parts)
    except zlib.error:
        pass
    raise NotFetched(f"“{_short(url)}” is packed wrongly. Paste its text.", status=200)


def _retry_after(value: str) -> int | None:
    """Seconds that a server wants to be left alone, from "120" or a date; None when it does not say."""
    value = value.strip()
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return min(int(value), MAX_RETRY_AFTER_S)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(0, round((at - datetime.now(UTC)).total_seconds())), MAX_RETRY_AFTER_S)
