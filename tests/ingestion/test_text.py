import pytest

from events.ingestion.text import MAX_BYTES, MAX_CHARACTERS, UnreadableArticle, clean, decode


def test_clean_keeps_words_and_paragraphs() -> None:
    assert (
        clean("Shelling hit\r\nthe town.\r\n\r\n\r\n\r\nTwo died.") == "Shelling hit\nthe town.\n\nTwo died."
    )


def test_clean_composes_letters_and_drops_invisible_signs() -> None:
    assert clean("\ufeffMa\u0301laga\u200b and\u00a0so\u00adon") == "Málaga and soon"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("", "The article is empty."),
        (" \n\t\u00a0 ", "The article is empty."),
        ("12 345 … !!! — 7", "The text holds no words, only signs such as “12 345"),
        ("a 1 b 2", "The text holds no words"),
        ("word\x00word", "The text is binary"),
        ("\x01\x02\x03 words in between \x04", "The text is binary"),
        ("x " * MAX_CHARACTERS, "The text has 1,000,000 characters; an article has at most 500,000."),
    ],
)
def test_clean_refuses_what_is_no_article(text: str, part: str) -> None:
    with pytest.raises(UnreadableArticle) as refused:
        clean(text)
    assert str(refused.value).startswith(part)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_decode_reads_unicode_with_and_without_a_mark(encoding: str) -> None:
    assert decode("قصف على إدلب".encode(encoding)) == "قصف على إدلب"


def test_decode_reads_a_named_encoding() -> None:
    assert decode("قصف".encode("windows-1256"), encoding="windows-1256") == "قصف"


@pytest.mark.parametrize(
    ("raw", "encoding", "part"),
    [
        ("Málaga".encode("latin-1"), "", "Byte 1 (0xE1) is not utf-8 text."),
        (b"words", "klingon-8", '"klingon-8" is not an encoding.'),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "", "The file is binary"),
        (b"x" * (MAX_BYTES + 1), "", "The file has 2,000,001 bytes; an article has at most 2,000,000."),
    ],
)
def test_decode_refuses_with_the_value_and_the_way_out(raw: bytes, encoding: str, part: str) -> None:
    with pytest.raises(UnreadableArticle) as refused:
        decode(raw, encoding=encoding)
    assert str(refused.value).startswith(part)
