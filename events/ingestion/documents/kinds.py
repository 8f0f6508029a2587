"""What a file is, from its first bytes and, of an archive, from its list of members."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum

from events.ingestion.text import UnreadableArticle

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE)
_MARKUP = re.compile(rb"<(?:[a-z]|!--)", re.IGNORECASE)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF", b"BM")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Kind(StrEnum):
    TEXT = "text"
    HTML = "html"
    DOCX = "docx"
    PDF = "pdf"


def kind_of(raw: bytes, *, is_page: bool = False) -> Kind:
    """Raises UnreadableArticle, with what to do instead, for what is none of them.

    `is_page` says that a server has called it HTML: a page may leave out the tags that it is known by.
    """
    start = raw[:1024]
    if b"%PDF-" in start:
        return Kind.PDF
    if raw.startswith(b"PK\x03\x04"):
        return _archive(raw)
    if raw.startswith(_OLD_OFFICE):
        raise UnreadableArticle(
            "The file is of Word 97–2003 (DOC) or another old Office format. Save it as DOCX and give that "
            "file."
        )
    if start.lstrip().startswith(b"{\\rtf"):
        raise UnreadableArticle("The file is rich text (RTF). Save it as DOCX or as plain text in UTF-8.")
    if raw.startswith(_PICTURES):
        raise UnreadableArticle(
            "The file is a picture, and pictures of text cannot be read. Run it through text recognition "
            "(OCR), or paste the text."
        )
    if raw.startswith(_UTF16):
        return Kind.HTML if _PAGE.search(raw[:4096].replace(b"\x00", b"")) else Kind.TEXT
    if b"\x00" in raw[:4096] and not raw.startswith((b"\x00\x00\xfe\xff", b"\xff\xfe\x00\x00")):
        raise UnreadableArticle(
            "The file is binary, not text. Save the article as plain text in UTF-8, HTML, DOCX or PDF."
        )
    return Kind.HTML if (_MARKUP if is_page else _PAGE).search(raw[:4096]) else Kind.TEXT


def _archive(raw: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableArticle("The file is a damaged archive (ZIP or DOCX). Save it again.") from error
    if "word/document.xml" in names:
        return Kind.DOCX
    what = "an EPUB or OpenDocument file" if "mimetype" in names else "an archive (ZIP, XLSX or the like)"
    raise UnreadableArticle(
        f"The file is {what}, not an article. Save the article as DOCX, PDF or plain text."
    )
