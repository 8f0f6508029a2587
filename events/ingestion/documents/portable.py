"""PDF: the text layer, page by page, its lines put together into paragraphs."""

from __future__ import annotations

import io
import re
from statistics import quantiles

import pypdf
from pypdf.errors import PyPdfError

from events.ingestion.documents.document import Document, language_code
from events.ingestion.text import MAX_CHARACTERS, UnreadableArticle

#: Letters on a page below which it is taken for a picture: a page number and a stamp.
_LEAST_LETTERS = 20
_HYPHENATED = re.compile(r"(\w)[-\u00ad\u2010]$")
_ENDS = re.compile(r"[.!?…。؟۔][\"'”’»)\]]*$")


def read_portable(raw: bytes, *, max_pages: int) -> Document:
    """Raises UnreadableArticle for a PDF without text, with too many pages, locked or damaged."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableArticle("The PDF is locked by a password. Save it without one.")
        number = len(reader.pages)
        if number > max_pages:
            raise UnreadableArticle(
                f"The PDF has {number:,} pages; at most {max_pages:,} are read. Save the article's pages "
                "alone."
            )
        pages, size = [], 0
        for page in reader.pages:
            pages.append(page.extract_text())
            size += len(pages[-1])
            if size > 2 * MAX_CHARACTERS:
                break
        told = reader.metadata
        title = str(told.title or "") if told else ""
        made = told.creation_date if told else None
        language = str(reader.root_object.get("/Lang", "") or "")
    except UnreadableArticle:
        raise
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise UnreadableArticle("The PDF is damaged. Save it again, or paste the article's text.") from error
    if sum(character.isalpha() for page in pages for character in page) < _LEAST_LETTERS:
        raise UnreadableArticle(
            f"This PDF has no text layer: its {number:,} "
            f"page{'s are pictures' if number != 1 else ' is a picture'} of text. Run it through text "
            "recognition (OCR), or type the passage that you need."
        )
    notices = [
        "The text was taken from a PDF: look whether columns, headings and page numbers stand in its way."
    ]
    if made:
        notices.append(
            f"The file was made on {made:%-d %B %Y}. It does not say when the article was printed."
        )
    return Document(
        text=unwrapped("\n\n".join(pages)), headline=" ".join(title.split()),
        language=language_code(language), notices=tuple(notices),
    )  # fmt: skip


def unwrapped(text: str) -> str:
    """Lines that a page's width has broken, as the paragraphs that they were.

    A paragraph ends at an empty line, and at a line that ends a sentence short of the right margin.
    """
    lines = [line.strip() for line in text.splitlines()]
    lengths = [len(line) for line in lines if line]
    usual = quantiles(lengths, n=4)[2] if len(lengths) > 1 else 0
    paragraphs: list[str] = []
    is_open = False
    for line in lines:
        if not line:
            is_open = False
            continue
        if not is_open:
            paragraphs.append(line)
        elif _HYPHENATED.search(paragraphs[-1]) and line[0].islower():
            paragraphs[-1] = paragraphs[-1][:-1] + line
        else:
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        is_open = len(line) > 0.8 * usual or (not _ENDS.search(line) and len(line) > 0.5 * usual)
    return "\n\n".join(paragraphs)
