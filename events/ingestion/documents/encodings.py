"""Bytes of unknown encoding to text."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from events.ingestion.text import BYTE_ORDER_MARKS

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
#: What pages call themselves, and what browsers read then (WHATWG Encoding, section 4.2).
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
#: Python's own ways of writing text, and one that browsers gave up: some can spell half a character.
_NO_PAGES = {"utf-7", "unicode-escape", "raw-unicode-escape", "idna", "punycode"}
_GUESSED_FROM = 200_000
#: Bytes of letters beyond ASCII as Turkish has them in Windows-1254, and those that it shares with no other
#: language of western or central Europe that is written with hardly more letters than these.
_TURKISH = frozenset("çğıöşüâîûÇĞİÖŞÜÂÎÛ".encode("cp1254"))
_TURKISH_ALONE = frozenset("ğışĞİŞ".encode("cp1254"))
_FIRST_LETTER = 0xC0


def decoded(raw: bytes, *, declared: str = "", is_page: bool = False) -> tuple[str, str]:
    """The text, and the encoding where it was guessed (else "").

    By the byte order mark; in the declared encoding; where a page's own head names one, in that; in UTF-8;
    else in what its letters are most likely. What cannot be read in any becomes U+FFFD.
    """
    for mark, name in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name, "replace"), ""
    names = [declared]
    if is_page and (found := _META.search(raw[:4096])):
        names.append(found[1].decode("ascii"))
    for name in (*names, "utf-8"):
        try:
            known = codecs.lookup(name).name if name else ""
            # Only of text: Python knows codecs that unpack or scramble.
            if known and known not in _NO_PAGES and codecs.lookup(known)._is_text_encoding:
                return raw.decode(_MEANT.get(known, known)), ""
        except (LookupError, ValueError):  # a name with a null in it is the latter
            continue
    if _is_turkish(raw[:_GUESSED_FROM]):
        return raw.decode("cp1254", "replace"), "cp1254"
    best = from_bytes(raw[:_GUESSED_FROM]).best()
    encoding = best.encoding if best else "utf-8"
    return raw.decode(encoding, "replace"), encoding.replace("_", "-")


def _is_turkish(raw: bytes) -> bool:
    """Whether its letters are those of Turkish in Windows-1254, but for a foreign name. The general guess
    takes it for a language of central Europe or for Icelandic, which have others beside them."""
    letters = [byte for byte in raw if byte >= _FIRST_LETTER]
    own = sum(byte in _TURKISH_ALONE for byte in letters)
    others = sum(byte not in _TURKISH for byte in letters)
    return own > 0 and 4 * own >= len(letters) and 50 * others <= len(letters)
