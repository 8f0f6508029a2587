"""Which compression a client takes, and that what it is sent is what was said."""

from __future__ import annotations

import gzip

import brotli
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from events.api.encoding import accepted_encoding, encode
from tests import factories

WORDS = b"what was said " * 40


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("br; q=0.0, gzip; q=0", ""),
        ("BR", "br"),
        ("deflate", ""),
        ("", ""),
    ],
)
def test_smallest_that_the_client_takes(header: str, encoding: str) -> None:
    assert accepted_encoding(RequestFactory().get("/", headers={"accept-encoding": header})) == encoding


@pytest.mark.parametrize(("encoding", "read"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_compressed_answer_is_the_same_when_read(encoding: str, read: object) -> None:
    response = HttpResponse(WORDS, content_type="application/geo+json", headers={"ETag": '"a"'})

    encode(response, encoding)

    assert read(response.content) == WORDS
    assert (response["Content-Encoding"], response["ETag"]) == (encoding, 'W/"a"')
    assert response["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("body", "content_type"), [(b"short", "text/html"), (WORDS, "image/png")], ids=["short", "picture"]
)
def test_what_would_not_be_smaller_is_left(body: bytes, content_type: str) -> None:
    response = HttpResponse(body, content_type=content_type)

    encode(response, "br")

    assert response.content == body
    assert "Content-Encoding" not in response.headers


@pytest.mark.django_db
def test_each_client_gets_its_own_kind_of_a_kept_answer(client: Client) -> None:
    factories.published_event()
    for _ in range(2):
        for encoding in ("br", "gzip", ""):
            answer = client.get("/events.geojson", headers={"accept-encoding": encoding})

            assert answer.headers.get("Content-Encoding", "") == encoding
            assert "Accept-Encoding" in answer.headers["Vary"]
