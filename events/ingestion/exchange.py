"""One question and one answer over an open socket, within a deadline and a number of bytes."""

from __future__ import annotations

import io
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPMessage, HTTPResponse, IncompleteRead
from typing import Any, cast

from events.ingestion.addresses import Target

#: Beside the body: status line, headers and the lengths of chunks.
_MAX_OVERHEAD = 256 * 1024
_CHUNK = 64 * 1024


class TooMuch(Exception):
    """More bytes than were allowed. No ValueError: http.client makes its own of those in the midst of
    chunks."""


class TooSlow(Exception):
    """The deadline has passed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` as it came, packed or not; without one unless the status is 200."""

    status: int
    headers: HTTPMessage = field(repr=False)
    body: bytes = field(repr=False)


class _Bounded(io.RawIOBase):
    """What comes from a socket: each wait lasts no longer than the deadline, and all bytes are counted. A
    socket's own timeout begins anew with every byte."""

    def __init__(self, connection: socket.socket, until: float, max_bytes: int) -> None:
        self._connection, self._until, self._left = connection, until, max_bytes

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        seconds = self._until - time.monotonic()
        if seconds <= 0:
            raise TooSlow
        self._connection.settimeout(seconds)
        try:
            size = self._connection.recv_into(buffer)
        except TimeoutError:
            raise TooSlow from None
        self._left -= size
        if self._left < 0:
            raise TooMuch
        return size


class _Source:
    """As much of a socket as http.client's parser of answers wants."""

    def __init__(self, raw: _Bounded) -> None:
        self._raw = raw

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._raw)


def exchange(
    connection: socket.socket, target: Target, headers: Mapping[str, str], *, until: float, max_bytes: int
) -> Answer:
    """Sends a GET and reads the answer until `until` (of time.monotonic), at most `max_bytes` of its body.

    Raises TooSlow, TooMuch, OSError and http.client.HTTPException.
    """
    lines = {"Host": target.host_header, **headers, "Connection": "close"}
    if any("\r" in value or "\n" in value for value in lines.values()):
        raise ValueError("A header may not have line ends.")
    question = f"GET {target.path} HTTP/1.1\r\n" + "".join(f"{name}: {lines[name]}\r\n" for name in lines)
    try:
        connection.sendall(question.encode("latin-1") + b"\r\n")
    except TimeoutError:
        raise TooSlow from None
    raw = _Bounded(connection, until, max_bytes + _MAX_OVERHEAD)
    response = HTTPResponse(cast("socket.socket", _Source(raw)), method="GET")
    with response:
        response.begin()
        body = _body(response, max_bytes) if response.status == 200 else b""
    return Answer(response.status, response.headers, body)


def _body(response: HTTPResponse, max_bytes: int) -> bytes:
    if (response.length or 0) > max_bytes:
        raise TooMuch
    parts, size = [], 0
    while chunk := response.read(min(_CHUNK, max_bytes + 1 - size)):
        parts.append(chunk)
        size += len(chunk)
        if size > max_bytes:
            raise TooMuch
    if response.length:
        raise IncompleteRead(b"", response.length)
    return b"".join(parts)
