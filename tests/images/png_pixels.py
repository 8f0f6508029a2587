"""A PNG's pixels, read without a library: 8 bits, RGB or RGBA, not interlaced."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Pixels:
    width: int
    height: int
    rows: list[bytes]
    channels: int

    def at(self, x: int, y: int) -> str:
        start = x * self.channels
        return f"#{self.rows[y][start : start + 3].hex()}"

    def shares(self, step: int = 3) -> dict[str, float]:
        """Colour → its share of the picture, by a sample of the pixels."""
        counts: dict[str, int] = {}
        for y in range(0, self.height, step):
            for x in range(0, self.width, step):
                colour = self.at(x, y)
                counts[colour] = counts.get(colour, 0) + 1
        total = sum(counts.values())
        return {colour: count / total for colour, count in counts.items()}


def size_of(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


def read(png: bytes) -> Pixels:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    packed = b""
    for kind, data in _chunks(png):
        if kind == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", data)
            assert (depth, interlace) == (8, 0)
            channels = {2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            packed += data
    raw, length = zlib.decompress(packed), width * channels
    rows, above = [], bytearray(length)
    for y in range(height):
        start = y * (length + 1)
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + length]), above, channels)
        rows.append(bytes(above))
    return Pixels(width, height, rows, channels)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _unfiltered(method: int, row: bytearray, above: bytearray, channels: int) -> bytearray:
    for i in range(len(row)):
        left = row[i - channels] if i >= channels else 0
        corner = above[i - channels] if i >= channels else 0
        match method:
            case 1:
                row[i] = (row[i] + left) & 255
            case 2:
                row[i] = (row[i] + above[i]) & 255
            case 3:
                row[i] = (row[i] + (left + above[i]) // 2) & 255
            case 4:
                row[i] = (row[i] + _paeth(left, above[i], corner)) & 255
    return row


def _paeth(left: int, above: int, corner: int) -> int:
    guess = left + above - corner
    return min((left, above, corner), key=lambda value: abs(guess - value))
