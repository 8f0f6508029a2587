"""In which encoding a file of text is."""

from __future__ import annotations

import codecs
import io
from pathlib import Path

from events.exchange.refusals import Unreadable, shortened

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20


def encoding_of(path: Path, named: str = "") -> tuple[str, list[str]]:
    """The encoding, and a sentence where it was guessed: by the byte order mark, else UTF-8 if all of it is,
    else Windows-1252, which spreadsheets write.

    Raises Unreadable for a file that is in none of them, with the byte.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if named:
        try:
            # Asked of the text reader itself: codecs knows of archives and ciphers too.
            io.TextIOWrapper(io.BytesIO(), encoding=named)
        except (LookupError, ValueError) as error:
            raise Unreadable(
                f'"{shortened(named)}" is not an encoding. Use a name such as utf-8, windows-1256 or koi8-r.'
            ) from error
        _check(path, named)
        return named, []
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            _check(path, encoding)
            return encoding, []
    if (null := head.find(b"\x00")) >= 0:
        raise Unreadable(
            f"Byte {null:,} (0x00) is a null byte: the file is binary, damaged, or UTF-16 without its mark. "
            "Save it anew in UTF-8, or name its encoding."
        )
    byte = _first_wrong(path, "utf-8")
    if byte is None:
        return "utf-8", []
    at, value = byte
    if (wrong := _first_wrong(path, "cp1252")) is not None:
        raise Unreadable(
            f"Byte {at:,} (0x{value:02X}) is not UTF-8, and byte {wrong[0]:,} (0x{wrong[1]:02X}) not "
            "Windows-1252 either. Save the file as UTF-8, or name its encoding."
        )
    return "cp1252", [
        f"Byte {at:,} (0x{value:02X}) is not UTF-8, so the file was read as Windows-1252. Look whether "
        "names have "
        "the right letters; if not, save the file as UTF-8 or name its encoding."
    ]


def _check(path: Path, encoding: str) -> None:
    if (wrong := _first_wrong(path, encoding)) is not None:
        at, value = wrong
        raise Unreadable(
            f"Byte {at:,} (0x{value:02X}) is not {encoding} text. Save the file as UTF-8, or name its "
            "encoding."
        )


def _first_wrong(path: Path, encoding: str) -> tuple[int, int] | None:
    """Where the file stops being in the encoding, and the byte there."""
    decoder = codecs.getincrementaldecoder(encoding)()
    at = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                held = len(error.object) - len(chunk)
                return at - held + error.start, error.object[error.start] if error.object else 0
            except UnicodeError:  # of an encoding that does not say where
                return at, chunk[0] if chunk else 0
            if not chunk:
                return None
            at += len(chunk)
