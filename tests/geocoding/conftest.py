"""A server on this machine that behaves as geocoders do, well and badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django.fixtures import Settings


@dataclass
class Asked:
    """A request as it came in, with when, and when its answer was sent."""

    path: str
    headers: dict[str, str]
    at: float
    until: float = 0.0


@dataclass
class Behaviour:
    """What the server is to answer, and what it was asked."""

    status: int = 200
    body: bytes = b"[]"
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    #: Seconds between two bytes, of the head when `drips_head`, else of the body.
    drip_s: float = 0.0
    drips_head: bool = False
    is_endless: bool = False
    asked: list[Asked] = field(default_factory=list)
    address: str = ""

    def answers(self, document: object) -> None:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.status, self.body = 200, body


def handler_for(behaviour: Behaviour) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = Asked(self.path, dict(self.headers), time.monotonic())
            behaviour.asked.append(asked)
            time.sleep(behaviour.delay_s)
            with suppress(OSError):  # the client gives up, as it is meant to
                self.answer()
            asked.until = time.monotonic()

        def answer(self) -> None:
            if behaviour.drips_head:
                self.drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 500)
                return
            self.send_response(behaviour.status)
            for name, value in behaviour.headers.items():
                self.send_header(name, value)
            if not behaviour.is_endless:
                self.send_header("Content-Length", str(len(behaviour.body)))
            self.end_headers()
            if behaviour.drip_s:
                self.drip(behaviour.body)
                return
            self.wfile.write(behaviour.body)
            while behaviour.is_endless:
                self.wfile.write(b" " * 65536)

        def drip(self, data: bytes) -> None:
            for byte in data:
                self.wfile.write(bytes([byte]))
                time.sleep(behaviour.drip_s)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@pytest.fixture
def server() -> Iterator[Behaviour]:
    behaviour = Behaviour()
    listening = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(behaviour))
    listening.daemon_threads = True
    behaviour.address = f"127.0.0.1:{listening.server_port}"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield behaviour
    listening.shutdown()
    listening.server_close()
    thread.join()


@pytest.fixture
def chain(settings: Settings, server: Behaviour) -> Behaviour:
    """The gazetteer and a Nominatim, which keeps nothing and may be asked without a pause."""
    # Long enough for a busy machine; tests of what comes too late shorten them.
    settings.GEOCODER_TIMEOUT_S = 10
    settings.GEOCODER_WAIT_S = 10
    settings.GEOCODER_INTERVAL_S = 0.0
    settings.GEOCODER_CACHE_DAYS = 0
    settings.SITE_URL = "https://maps.example.org"
    settings.GEOCODERS = [
        {"NAME": "gazetteer", "BACKEND": "events.geocoding.gazetteer.GazetteerGeocoder"},
        entry(server),
    ]
    return server


def entry(server: Behaviour, name: str = "nominatim", **fields: Any) -> dict[str, Any]:
    return {
        "NAME": name,
        "BACKEND": "events.geocoding.nominatim.Nominatim",
        "OPTIONS": {"domain": server.address, "scheme": "http", "user_agent": "Dateline/1 (test)"},
        "LICENCE": "ODbL, © OpenStreetMap contributors",
        **fields,
    }
