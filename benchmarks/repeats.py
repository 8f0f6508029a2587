"""How often "has it changed?" is answered: 304s over connections that stay open, as a proxy's do."""

from __future__ import annotations

import asyncio
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.serving import fetch

CONNECTIONS = 8
SECONDS = 6.0


@dataclass(frozen=True)
class Pace:
    per_second: float
    p95_ms: float


def pace(url: str) -> Pace:
    """With the tag that the address has now; RuntimeError when an answer is not 304."""
    address = urlsplit(url)
    tag = fetch(url, {"Accept-Encoding": "br"}).headers["ETag"]
    path = address.path + (f"?{address.query}" if address.query else "")
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: {address.netloc}",
        "Accept-Encoding: br",
        f"If-None-Match: {tag}",
    ]
    question = ("\r\n".join(lines) + "\r\n\r\n").encode()
    asking = _ask(address.hostname or "", address.port or 80, question)
    with ThreadPoolExecutor(1) as aside:  # Playwright has a loop of its own in this thread
        return aside.submit(asyncio.run, asking).result()


async def _ask(host: str, port: int, question: bytes) -> Pace:
    started = time.perf_counter()
    end = started + SECONDS
    taken = await asyncio.gather(*(_connection(host, port, question, end) for _ in range(CONNECTIONS)))
    seconds = time.perf_counter() - started
    every = [milliseconds for of_one in taken for milliseconds in of_one]
    return Pace(len(every) / seconds, statistics.quantiles(every, n=20)[-1])


async def _connection(host: str, port: int, question: bytes, end: float) -> list[float]:
    reader, writer = await asyncio.open_connection(host, port)
    taken = []
    while (asked := time.perf_counter()) < end:
        writer.write(question)
        answer = await reader.readuntil(b"\r\n\r\n")
        if not answer.startswith(b"HTTP/1.1 304 "):
            raise RuntimeError(f"Expected 304, found: {answer.splitlines()[0].decode()}")
        taken.append((time.perf_counter() - asked) * 1000)
        if b"connection: close" in answer.lower():
            writer.close()
            reader, writer = await asyncio.open_connection(host, port)
    writer.close()
    return taken
