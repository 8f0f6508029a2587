from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from pytest_django.fixtures import Settings

from events.ingestion.documents.apart import read_apart
from events.ingestion.documents.document import Document
from events.ingestion.documents.encodings import decoded
from events.ingestion.documents.portable import unwrapped
from events.ingestion.documents.reading import read_document
from events.ingestion.text import UnreadableArticle

SENTENCE = (
    "Shells fell on the market of the town before noon, and the people who had come for bread ran to the "
    "cellars of the school behind it."
)
SECOND = "Rescuers counted four dead and eleven hurt by the evening, and said that the road was closed."
PAGE = f"""<!doctype html><html lang="en-GB"><head><title>Market hit | The Example Herald</title>
<meta property="og:site_name" content="The Example Herald">
<meta property="article:published_time" content="2019-08-31T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Market hit</h1><p>{SENTENCE}</p><p>{SECOND}</p></article>
<script>alert(1)</script><footer>All rights reserved</footer></body></html>"""
RUSSIAN = "Обстрел рынка в городе: четверо погибли и одиннадцать ранены, сказали спасатели вечером в пятницу."


def refusal(raw: bytes, **options: str) -> str:
    with pytest.raises(UnreadableArticle) as refused:
        read_document(raw, **options)
    return str(refused.value)


def word(*paragraphs: str, title: str = "") -> bytes:
    made = docx.Document()
    if title:
        made.add_heading(title, 0)
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    raw = io.BytesIO()
    made.save(raw)
    return raw.getvalue()


def portable(*lines: str, pages: int = 1) -> bytes:
    made = PdfWriter()
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    for _number in range(pages):
        page = made.add_blank_page(600, 800)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 40 700 Td {shown} ET".encode("latin-1"))
        page[NameObject("/Contents")] = made._add_object(content)
        page[NameObject("/Resources")] = DictionaryObject(
            {NameObject("/Font"): DictionaryObject({NameObject("/F1"): made._add_object(font)})}
        )
    raw = io.BytesIO()
    made.write(raw)
    return raw.getvalue()


def test_page_gives_its_article_and_what_it_says_of_itself() -> None:
    assert read_document(PAGE.encode(), url="https://herald.example.org/night") == Document(
        text=f"{SENTENCE}\n\n{SECOND}", headline="Market hit", published_on=date(2019, 8, 31), language="en",
        outlet="The Example Herald", url="https://herald.example.org/night",
    )  # fmt: skip


def test_page_without_an_article_says_so() -> None:
    assert "No article was found in this page" in refusal(b"<html><body><div id=app></div></body></html>")


@pytest.mark.parametrize(
    ("head", "encoding", "charset"),
    [
        ("", "cp1251", "windows-1251"),
        ('<meta charset="windows-1251">', "cp1251", ""),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r", ""),
        ('<meta charset="no-such-thing">', "utf-8", "zip"),
    ],
)
def test_page_is_read_in_the_encoding_that_it_names(head: str, encoding: str, charset: str) -> None:
    page = f"<html><head>{head}</head><body>{RUSSIAN}</body></html>"

    assert decoded(page.encode(encoding), declared=charset, is_page=True) == (page, "")


@pytest.mark.parametrize("charset", ["utf-8\0", "unicode_escape", "raw_unicode_escape", "utf-7", "idna"])
def test_encoding_that_no_page_is_in_is_passed_over(charset: str) -> None:
    # In some of them it would be half a character, which nothing can be kept with.
    assert decoded(b"Words \\ud800 +2AA-", declared=charset) == ("Words \\ud800 +2AA-", "")


def test_page_is_known_by_what_its_server_calls_it() -> None:
    page = f"<!-- made by hand -->\n<title>Market hit</title><p>{SENTENCE}</p><p>{SECOND}</p>".encode()

    assert read_document(page, is_page=True).text == f"{SENTENCE}\n\n{SECOND}"
    assert read_document(f"Market hit\n\n{SENTENCE}".encode(), is_page=True).text == SENTENCE


def test_text_of_unknown_encoding_is_guessed_and_the_guess_is_told() -> None:
    read = read_document(f"{RUSSIAN}\n{RUSSIAN}".encode("cp1251"))

    assert RUSSIAN in read.text
    assert read.language == "ru"
    assert "it was read as cp1251. Look whether its letters are right." in read.notices[0]


TURKISH = (
    "Suriye'nin İdlib vilayetinde cuma gecesi düzenlenen topçu saldırısında en az 14 sivil hayatını "
    "kaybetti. Beyaz Baretliler'e göre saldırı, Sarakib ilçesinin doğu mahallelerini hedef aldı."
)
ICELANDIC = "Þúsundir flúðu þorpið í nótt. Að minnsta kosti 14 manns létust, sagði björgunarsveitin."
CZECH = "Při ostřelování města zahynulo nejméně 14 lidí, uvedli záchranáři. Tisíce lidí uprchly z domovů."


@pytest.mark.parametrize(
    ("text", "encoding", "is_turkish"),
    [
        (TURKISH, "cp1254", True),
        (TURKISH, "iso8859-9", True),
        (ICELANDIC, "cp1252", False),
        (CZECH, "cp1250", False),
        (RUSSIAN, "cp1251", False),
    ],
)
def test_turkish_of_unknown_encoding_is_told_from_its_neighbours(
    text: str, encoding: str, is_turkish: bool
) -> None:
    read, guessed = decoded(text.encode(encoding))

    assert (guessed == "cp1254", read == text or not is_turkish) == (is_turkish, True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_parted_into_headline_and_article(encoding: str) -> None:
    read = read_document(f"Market hit\r\n\r\n{SENTENCE}".encode(encoding))

    assert read == Document(text=SENTENCE, headline="Market hit", language="en")


def test_word_gives_paragraphs_tables_and_tracked_insertions_in_order() -> None:
    made = docx.Document(io.BytesIO(word(SENTENCE, title="Market hit")))
    table = made.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Dead", "four"
    last = made.add_paragraph("Four ")
    inserted, deleted = OxmlElement("w:ins"), OxmlElement("w:del")
    for holder, tag, words in ((inserted, "w:t", "people died."), (deleted, "w:delText", "were saved.")):
        run, text = OxmlElement("w:r"), OxmlElement(tag)
        text.text = words
        run.append(text)
        holder.append(run)
        last._p.append(holder)
    raw = io.BytesIO()
    made.save(raw)

    read = read_document(raw.getvalue())

    assert read.headline == "Market hit"
    assert read.text == f"{SENTENCE}\n\nDead · four\n\nFour people died."
    assert "does not say when the article was printed" in read.notices[0]
    assert read.published_on is None


def test_pdf_gives_its_text_layer() -> None:
    read = read_document(portable("Market hit", "", SENTENCE[:50], SENTENCE[50:]))

    assert SENTENCE in f"{read.headline} {read.text}"
    assert "taken from a PDF" in read.notices[0]


def test_pdf_of_pictures_says_that_it_has_no_text() -> None:
    assert refusal(portable(pages=3)).startswith(
        "This PDF has no text layer: its 3 pages are pictures of text."
    )


def test_pdf_with_too_many_pages_is_refused(settings: Settings) -> None:
    settings.INTAKE_MAX_PAGES = 2

    assert "The PDF has 3 pages; at most 2 are read." in refusal(portable(SENTENCE, pages=3))


def test_locked_pdf_is_refused() -> None:
    made = PdfWriter(clone_from=io.BytesIO(portable(SENTENCE)))
    made.encrypt("secret", algorithm="RC4-128")
    raw = io.BytesIO()
    made.write(raw)

    assert "The PDF is locked by a password." in refusal(raw.getvalue())


def test_lines_that_a_page_has_broken_become_paragraphs() -> None:
    lines = [
        "The first of the lines is about as long as the pa-",
        "ge is wide, and goes on in the one that is below.",
        "Here it ends.",
        "A new paragraph begins there, as long as the other.",
    ]

    first, second = unwrapped("\n".join(lines)).split("\n\n")

    assert first.startswith("The first of the lines is about as long as the page is wide, and goes on")
    assert first.endswith("Here it ends.")
    assert second == lines[3]


def zipped(members: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


BOMB = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b" " * 20_000_000}


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b" \n ", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Word 97–2003 (DOC)"),
        (b"{\\rtf1\\ansi words}", "rich text (RTF)"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "The file is a picture"),
        (b"\x7fELF\x01\x00\x00", "The file is binary"),
        (b"PK\x03\x04 and nothing more", "a damaged archive"),
        (b"%PDF-1.7 and nothing more", "The PDF is damaged."),
        (b"... --- 123", "The text holds no words"),
        (b"words " * 400_000, "at most 2,000,000"),
    ],
    ids=["empty", "doc", "rtf", "picture", "binary", "zip", "pdf", "signs", "long"],
)
def test_what_is_no_article_is_refused_with_a_way_out(raw: bytes, sentence: str) -> None:
    assert sentence in refusal(raw)


def test_archives_are_known_by_what_they_hold_and_bombs_are_not_opened() -> None:
    assert "an archive (ZIP, XLSX or the like)" in refusal(zipped({"xl/workbook.xml": b""}))
    assert "an EPUB or OpenDocument file" in refusal(zipped({"mimetype": b"application/epub+zip"}))
    assert "times its size; at most 150 times is opened" in refusal(zipped(BOMB))
    many = {f"word/{number}.xml": b"" for number in range(5001)} | {"word/document.xml": b""}
    assert "holds 5,002 parts" in refusal(zipped(many))
    assert "damaged or locked" in refusal(
        zipped({"word/document.xml": b"<a/>", "[Content_Types].xml": b"<x"})
    )


def test_entities_of_a_document_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("nobody's business")
    with zipfile.ZipFile(io.BytesIO(word("WORDS"))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    declared = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}"><!ENTITY y "expanded">]>'.encode()
    xml = members["word/document.xml"].replace(b"?>", b"?>" + declared, 1)
    members["word/document.xml"] = xml.replace(b"WORDS", b"Some words stay here &x; &y;")

    assert read_document(zipped(members)).text == "Some words stay here"


def test_file_above_the_limit_is_not_looked_at(settings: Settings) -> None:
    settings.INTAKE_MAX_FILE_BYTES = 1000

    assert "The file has 1,001 bytes; at most 1,000 are read." in refusal(b"x" * 1001)


def test_parser_that_takes_too_long_or_too_much_is_ended() -> None:
    # To load the parser alone takes longer, and more.
    with pytest.raises(UnreadableArticle, match=r"could not be read within 0\.1 seconds"):
        read_apart("html", PAGE.encode(), {"charset": "", "url": ""}, timeout=0.1, memory=1024**3)
    with pytest.raises(UnreadableArticle, match="32 MB of memory"):
        read_apart("html", PAGE.encode(), {"charset": "", "url": ""}, timeout=30, memory=32 * 1024**2)


def test_parser_knows_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "nobody's business")
    seen: dict[str, object] = {}
    run = __import__("subprocess").run

    def watched(*args: object, **options: object) -> object:
        seen.update(options)
        return run(*args, **options)

    monkeypatch.setattr("events.ingestion.documents.apart.subprocess.run", watched)
    read_document(PAGE.encode())

    assert set(seen["env"]) == {"PATH", "PYTHONUTF8", "PYTHONDONTWRITEBYTECODE"}
    assert "nobody" not in json.dumps(seen["env"])
