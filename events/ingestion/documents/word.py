"""DOCX: paragraphs and tables in their order, insertions that were tracked included."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.table import Table

from events.ingestion.documents.document import Document, language_code
from events.ingestion.text import UnreadableArticle

MAX_MEMBERS = 5_000
MAX_UNPACKED = 100 * 1024 * 1024
#: XML packs to a tenth; beyond this ratio something was made to explode. Small members may be anything.
MAX_RATIO = 150
_SMALL = 1024 * 1024

_NO_BREAK_INSIDE = ".//w:t|.//w:tab|.//w:br|.//w:cr"
_TITLES = {"Title", "Heading 1"}


def read_word(raw: bytes) -> Document:
    """Raises UnreadableArticle for an archive that is made to explode, is damaged or locked."""
    _refuse_bombs(raw)
    try:
        opened = docx.Document(io.BytesIO(raw))
    except Exception as error:
        # The library lets whatever goes wrong in it through: KeyError, XMLSyntaxError, BadZipFile.
        raise UnreadableArticle(
            "The DOCX is damaged or locked by a password. Save it again without one."
        ) from error
    paragraphs = [(text.strip(), style) for text, style in _paragraphs(opened) if text.strip()]
    properties = opened.core_properties
    headline = next((text for text, style in paragraphs[:5] if style in _TITLES), "")
    body = [text for text, style in paragraphs if not headline or text != headline or style not in _TITLES]
    notices: tuple[str, ...] = ()
    if properties.created:
        notices = (
            f"The file was made on {properties.created:%-d %B %Y}. It does not say when the article was "
            "printed.",
        )
    return Document(
        text="\n\n".join(body),
        headline=" ".join((headline or properties.title or "").split()),
        language=language_code(properties.language),
        notices=notices,
    )


def _refuse_bombs(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise UnreadableArticle("The DOCX is damaged. Save it again.") from error
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise UnreadableArticle(
            f"The DOCX holds {len(members):,} parts of {unpacked:,} bytes together; at most {MAX_MEMBERS:,} "
            f"parts and {MAX_UNPACKED:,} bytes are opened. Save the text alone."
        )
    for member in members:
        if member.flag_bits & 1:
            raise UnreadableArticle("The DOCX is locked by a password. Save it without one.")
        if member.file_size > _SMALL and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise UnreadableArticle(
                f"A part of the DOCX unpacks to {member.file_size // max(1, member.compress_size):,} times "
                f"its size; at most {MAX_RATIO} times is opened. Save the text alone."
            )


def _paragraphs(opened: Any) -> Iterator[tuple[str, str]]:
    """Each paragraph's text with the name of its style; of a table, one for each row."""
    for block in opened.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                # Cells that are merged come once for each column.
                cells = dict.fromkeys(" ".join(_text(cell._tc).split()) for cell in row.cells)
                yield " · ".join(cell for cell in cells if cell), ""
        else:
            yield _text(block._p), (block.style.name if block.style is not None else "") or ""


def _text(element: Any) -> str:
    """The words of an element, as they stand with all tracked insertions accepted. `Paragraph.text` leaves
    insertions out; what was deleted is in elements of another name. Text boxes stand twice, for old and new
    readers, and are left out."""
    parts = []
    for node in element.xpath(_NO_BREAK_INSIDE):
        if any(above.tag.endswith("}txbxContent") for above in node.iterancestors()):
            continue
        parts.append(node.text or "" if node.tag.endswith("}t") else " ")
    return "".join(parts)
