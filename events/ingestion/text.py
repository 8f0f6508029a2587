"""From what was pasted or lies in a file to text that can be stored and counted in."""

from __future__ import annotations

import codecs
import re
import unicodedata

#: Code points. The longest magazine pieces have about 100,000; beyond this it is no article.
MAX_CHARACTERS = 500_000
#: Bytes of a file that is looked at at all.
MAX_BYTES = 4 * MAX_CHARACTERS

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class UnreadableArticle(ValueError):
    """The input is no article. The message is a sentence with the value and the way out."""


def decode(raw: bytes, *, encoding: str = "") -> str:
    """The text of a file: by its byte order mark, else in the named encoding, else in UTF-8.

    Raises UnreadableArticle for a file that is too large, binary, or not in that encoding.
    """
    if len(raw) > MAX_BYTES:
        raise UnreadableArticle(
            f"The file has {len(raw):,} bytes; an article has at most {MAX_BYTES:,}. "
            "Give the text of one article."
        )
    for mark, name in BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _decoded(raw[len(mark) :], name)
    if b"\x00" in raw[:4096]:
        raise UnreadableArticle(
            "The file is binary, not text. Save the article as plain text in UTF-8 and give that file."
        )
    return _decoded(raw, encoding or "utf-8")


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except LookupError as error:
        raise UnreadableArticle(
            f'"{encoding}" is not an encoding. Use a name such as utf-8, windows-1256 or koi8-r.'
        ) from error
    except UnicodeDecodeError as error:
        byte = raw[error.start]
        raise UnreadableArticle(
            f"Byte {error.start:,} (0x{byte:02X}) is not {encoding} text. "
            "Save the file as UTF-8, or name its encoding, for example --encoding windows-1252."
        ) from error


def clean(text: str) -> str:
    """The text as it is stored: NFC, plain line ends and spaces, no invisible or control characters.

    Raises UnreadableArticle when it is empty, too long, binary or holds no words.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnreadableArticle(
            f"The text has {len(text):,} characters; an article has at most {MAX_CHARACTERS:,}. "
            "Give the text of one article."
        )
    if not text.strip():
        raise UnreadableArticle("The article is empty. Paste its text.")
    controls = len(_CONTROLS.findall(text)) - text.count("\r")
    if "\x00" in text or controls > len(text) // 50:
        raise UnreadableArticle("The text is binary, not words. Paste the article's text itself.")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROLS.sub("", _INVISIBLE.sub("", _SPACES.sub(" ", text)))
    text = re.sub(r" +\n", "\n", text)
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    letters = sum(character.isalpha() for character in text)
    if letters < 2 or not re.search(r"[^\W\d_]{2,}", text):
        raise UnreadableArticle(
            f"The text holds no words, only signs such as “{text[:20]}”. Paste the article's text."
        )
    return text
