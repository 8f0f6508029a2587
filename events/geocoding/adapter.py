"""How outside geocoders are asked over HTTP: geopy's adapter with bounds.

geopy's own adapters bound each wait for the network, not the whole call, read an answer of any size, and
follow a redirect anywhere with the key in the address. Messages here never hold the address asked, because
keys are part of it.
"""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    BaseHandler,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    ProxyHandler,
    Request,
    build_opener,
)

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter, _normalize_proxies
from geopy.exc import GeocoderParseError, GeocoderServiceError, GeocoderTimedOut, GeocoderUnavailable

#: An answer with the outlines of ten places has some 100 kB; more than this is no answer for a search.
MAX_BYTES = 2 * 1024 * 1024
_MAX_ERROR_BYTES = 2_000
_CHUNK_BYTES = 64 * 1024

Sift = Callable[[Any], Any]


class WentElsewhere(GeocoderServiceError):
    """The geocoder sends on to another server, which nobody has put into the settings."""


class TooLarge(GeocoderParseError):
    """The answer is larger than MAX_BYTES."""


class BoundedAdapter(BaseSyncAdapter):
    """One call to one geocoder: at most `timeout` seconds from the look-up of its name to the last byte.

    `abort` may be called from another thread; it ends whatever the call is waiting for. `sift` sees the
    JSON before geopy does.
    """

    def __init__(
        self,
        *,
        proxies: Mapping[str, str] | None,
        ssl_context: ssl.SSLContext | None,
        sift: Sift = lambda it: it,
    ) -> None:
        self._proxies = _normalize_proxies(proxies)
        super().__init__(proxies=self._proxies, ssl_context=ssl_context)
        self._context, self._sift = ssl_context, sift
        self._socket: socket.socket | None = None
        self._is_aborted = False

    def abort(self) -> None:
        self._is_aborted = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            document = json.loads(text)
        except (ValueError, RecursionError) as error:
            what = "a web page" if text.lstrip()[:1] == "<" else "no JSON"
            raise GeocoderParseError(f"The answer is {what} ({len(text)} characters)") from error
        return self._sift(document)

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        until = time.monotonic() + timeout
        try:
            with self._opener().open(Request(url, headers=dict(headers)), timeout=timeout) as page:  # noqa: S310
                body = self._read(page, until)
                charset = page.headers.get_content_charset() or "utf-8"
        except HTTPError as error:
            raise self._refusal(error) from None
        except TimeoutError:
            raise GeocoderTimedOut("No answer in time") from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise GeocoderTimedOut("No connection in time") from None
            raise self._broken(error.reason) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self._broken(error) from None
        try:
            return body.decode(charset)
        except (ValueError, LookupError):
            raise GeocoderParseError(f"The answer is not text in {charset[:40]}") from None

    def _read(self, page: Any, until: float) -> bytes:
        parts, size = [], 0
        # read1 returns what has come, where read would wait for the whole.
        while chunk := page.read1(_CHUNK_BYTES):
            parts.append(chunk)
            size += len(chunk)
            if size > MAX_BYTES:
                raise TooLarge(f"The answer has more than {MAX_BYTES} bytes")
            if self._is_aborted or time.monotonic() > until:
                raise GeocoderTimedOut("The answer did not end in time")
        return b"".join(parts)

    def _broken(self, reason: object) -> GeocoderServiceError:
        if self._is_aborted:
            return GeocoderTimedOut("No answer in time")
        return GeocoderUnavailable(f"The connection failed: {type(reason).__name__}")

    def _refusal(self, error: HTTPError) -> AdapterHTTPError:
        text = ""
        with suppress(OSError, http.client.HTTPException, ValueError), error:
            text = error.read1(_MAX_ERROR_BYTES).decode("utf-8", "replace")
        headers = {name.lower(): value for name, value in error.headers.items()}
        return AdapterHTTPError(
            f"HTTP {error.code}", status_code=error.code, headers=headers, text=text
        )  # fmt: skip

    def _opener(self) -> Any:
        adapter = self

        class Watched(http.client.HTTPConnection):
            def connect(self) -> None:
                super().connect()
                adapter._socket = self.sock

        class WatchedTLS(http.client.HTTPSConnection, Watched):
            def connect(self) -> None:
                super().connect()
                # The handshake has wrapped the socket; the bare one is no longer connected.
                adapter._socket = self.sock

        class Plain(HTTPHandler):
            def http_open(self, request: Request) -> Any:
                return self.do_open(Watched, request)

        class Secure(HTTPSHandler):
            def https_open(self, request: Request) -> Any:
                return self.do_open(WatchedTLS, request, context=adapter._context)

        handlers: list[BaseHandler] = [Plain(), Secure(), ProxyHandler(self._proxies), _SameServer()]
        opener = build_opener(*handlers)
        opener.addheaders = []
        return opener


class _SameServer(HTTPRedirectHandler):
    """Follows a redirect to another path, or from HTTP to HTTPS, on the server that was named."""

    max_redirections = max_repeats = 3

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        is_same = (new.scheme, new.netloc) == (old.scheme, old.netloc)
        is_safer = (old.scheme, new.scheme) == ("http", "https") and old.hostname == new.hostname
        if not is_same and not is_safer:
            fp.close()
            raise WentElsewhere(f"{new.scheme}://{new.netloc}"[:80])
        return super().redirect_request(req, fp, code, msg, headers, newurl)
