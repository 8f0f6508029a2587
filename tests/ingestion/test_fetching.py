"""The guard against a server that means us harm, on this machine's own network."""

from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from events.ingestion.fetching import Fetched, FetchingIsOff, NotFetched, fetch
from tests.ingestion.hostile import OTHER_PUBLIC, PUBLIC, Network, hostile_network

PAGE = b"<html><body><p>Shells fell on the market.</p></body></html>"
URL = "http://herald.example.org/night"
#: The sentence that says no more than that it cannot be fetched.
CLOSED = "cannot be fetched: it is not the address of a public page"


@pytest.fixture
def network(settings: Settings) -> Iterator[Network]:
    settings.INTAKE_FETCH = True
    settings.INTAKE_FETCH_TIMEOUT_S = 5.0
    settings.INTAKE_FETCH_MAX_BYTES = 100_000
    with hostile_network() as made:
        yield made


def get(network: Network, url: str = URL, **more: object) -> Fetched:
    return fetch(url, resolve=network.resolve, connect=network.connect, **more)


def refused(network: Network, url: str = URL) -> str:
    with pytest.raises(NotFetched) as refusal:
        get(network, url)
    return str(refusal.value)


def test_page_is_fetched_from_the_address_that_was_checked(network: Network) -> None:
    network.server.says(PAGE, kind="text/html; charset=windows-1256")

    page = get(network, "http://HERALD.example.org/night?q=1#x")

    assert (page.body, page.content_type, page.charset) == (PAGE, "text/html", "windows-1256")
    assert page.url == "http://herald.example.org/night?q=1"
    assert network.connected == [(PUBLIC, 80)]
    assert network.resolved == ["herald.example.org"]


def test_nothing_of_ours_goes_along(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    network.server.says(PAGE, Set_Cookie="id=1")

    get(network)
    get(network)

    for asked in network.server.asked:
        lines = asked.decode().split("\r\n")
        assert lines[0] == "GET /night HTTP/1.1"
        names = {line.partition(":")[0] for line in lines[1:] if line}
        assert names == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}
        assert "Host: herald.example.org" in lines
        assert any(line.startswith("User-Agent: Dateline/") for line in lines)


def test_fetching_is_off_unless_it_is_set(network: Network, settings: Settings) -> None:
    settings.INTAKE_FETCH = False

    with pytest.raises(FetchingIsOff, match="This site does not fetch pages"):
        get(network)

    assert network.resolved == []


PRIVATE = [
    "127.0.0.1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "::1", "::ffff:127.0.0.1", "fd00::1",
    "fe80::1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_name_of_a_private_address_is_never_connected_to(network: Network, address: str) -> None:
    network.names["inside.example"] = [[address]]

    assert CLOSED in refused(network, "http://inside.example/")
    assert network.connected == []


def test_every_refusal_before_the_server_speaks_is_the_same(network: Network) -> None:
    def fails(address: tuple[str, int], timeout: float) -> socket.socket:
        raise ConnectionRefusedError

    network.names |= {"inside.example": [["10.0.0.1"]], "nowhere.example": [[]]}
    urls = [
        "http://inside.example/", "http://nowhere.example/", "http://127.0.0.1/", "http://[::1]/",
        "http://2130706433/", "http://0x7f.1/", "http://localhost/", "file:///etc/passwd",
        "gopher://herald.example.org/", "http://user@herald.example.org/", "http://herald.example.org:8000/",
    ]  # fmt: skip

    said = {refused(network, url).removeprefix(f"“{url}”") for url in urls}
    assert network.connected == []
    network.connect = fails
    said.add(refused(network).removeprefix(f"“{URL}”"))

    assert len(said) == 1, said


@pytest.mark.parametrize(
    "to",
    [
        *(f"http://[{address}]/" if ":" in address else f"http://{address}/" for address in PRIVATE),
        "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://localhost/",
        "http://inside.example/", "//inside.example/", "file:///etc/passwd",
        "http://user@herald.example.org/", "http://herald.example.org:22/", "gopher://herald.example.org/",
    ],
)  # fmt: skip
def test_redirect_to_what_is_not_public_is_not_followed(network: Network, to: str) -> None:
    network.names["inside.example"] = [["192.168.0.1"]]
    network.server.leads_to(to)

    assert CLOSED in refused(network)
    assert network.connected == [(PUBLIC, 80)]


def test_name_that_changes_its_address_gains_nothing(network: Network) -> None:
    network.names["rebinding.example"] = [[PUBLIC], ["127.0.0.1"]]
    network.server.says(PAGE)

    assert get(network, "http://rebinding.example/").body == PAGE
    assert network.connected == [(PUBLIC, 80)]
    # Asked a second time, for a redirect to itself, its new address is the one that is checked.
    network.names["rebinding.example"] = [[PUBLIC], ["127.0.0.1"]]
    network.connected.clear()
    network.server.leads_to("http://rebinding.example/again")
    assert CLOSED in refused(network, "http://rebinding.example/")
    assert network.connected == [(PUBLIC, 80)]


def test_redirects_are_followed_a_few_times(network: Network) -> None:
    def leads(connection: socket.socket, asked: bytes) -> None:
        hop = int(asked.split()[1].strip(b"/") or 0)
        if hop < 5:
            connection.sendall(
                b"HTTP/1.1 301 Moved\r\nLocation: /%d\r\nContent-Length: 0\r\n\r\n" % (hop + 1)
            )
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)

    network.server.behaviour = leads

    page = get(network, "http://herald.example.org/0")

    assert (page.url, page.body) == ("http://herald.example.org/5", PAGE)
    assert len(network.connected) == 6


@pytest.mark.parametrize(
    ("location", "path"),
    [
        ("/أخبار/é", "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%C3%A9"),
        ("http://herald.example.org/the market ", "/the%20market"),
        ("/caf%C3%A9", "/caf%C3%A9"),
    ],
)
def test_redirect_is_followed_to_where_its_server_means(network: Network, location: str, path: str) -> None:
    def leads(connection: socket.socket, asked: bytes) -> None:
        if b"GET /night " in asked:
            head = f"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
            connection.sendall(head.encode())
        else:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)

    network.server.behaviour = leads

    assert get(network).url == f"http://herald.example.org{path}"


def test_hundred_redirects_end_after_five(network: Network) -> None:
    network.server.leads_to("/again")

    assert "leads on more than 5 times" in refused(network)
    assert len(network.connected) == 6


def endless(connection: socket.socket, asked: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    while True:
        connection.sendall(b"<p>words</p>" * 1000)


def endless_chunks(connection: socket.socket, asked: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"1\r\nx\r\n" * 1000)


def endless_hundreds(connection: socket.socket, asked: bytes) -> None:
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


@pytest.mark.parametrize("behaviour", [endless, endless_chunks, endless_hundreds], ids=lambda it: it.__name__)
def test_endless_answer_ends_at_the_limit(network: Network, behaviour: object) -> None:
    network.server.behaviour = behaviour

    assert "sends more than 100,000 bytes" in refused(network)


def test_answer_that_says_it_is_too_large_is_not_read(network: Network) -> None:
    network.server.says(b"x", Content_Length=str(10**12))

    assert "sends more than 100,000 bytes" in refused(network)


def test_gzip_is_unpacked_and_a_bomb_is_not(network: Network) -> None:
    network.server.says(gzip.compress(PAGE), Content_Encoding="gzip")
    assert get(network).body == PAGE

    network.server.says(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    assert "sends more than 100,000 bytes" in refused(network)


def test_packed_in_several_parts_is_read_whole(network: Network) -> None:
    packed = gzip.compress(PAGE[:20]) + gzip.compress(b"") + gzip.compress(PAGE[20:])

    network.server.says(packed + b"\0" * 8, Content_Encoding="gzip")
    assert get(network).body == PAGE

    network.server.says(gzip.compress(b"\0" * 60_000) * 2, Content_Encoding="gzip")
    assert "sends more than 100,000 bytes" in refused(network)
    network.server.says(gzip.compress(b"") * 4_000, Content_Encoding="gzip")
    assert "is packed wrongly" in refused(network)


def test_packed_article_that_is_cut_off_is_refused(network: Network) -> None:
    network.server.says(gzip.compress(PAGE)[:-20], Content_Encoding="gzip", Content_Length="")

    assert "is packed wrongly" in refused(network)


def test_other_packings_are_refused(network: Network) -> None:
    for encoding in ("br", "deflate", "gzip, gzip", "zstd"):
        network.server.says(zlib.compress(PAGE), Content_Encoding=encoding)
        assert f"is packed as “{encoding}”" in refused(network)
    network.server.says(b"no gzip at all", Content_Encoding="gzip")
    assert "is packed wrongly" in refused(network)


def dripping_body(connection: socket.socket, asked: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    drip(connection)


def dripping_head(connection: socket.socket, asked: bytes) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    drip(connection)


def silent(connection: socket.socket, asked: bytes) -> None:
    connection.recv(1)


def drip(connection: socket.socket) -> None:
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("behaviour", [dripping_body, dripping_head, silent], ids=lambda it: it.__name__)
def test_slow_answer_ends_at_the_deadline(network: Network, settings: Settings, behaviour: object) -> None:
    settings.INTAKE_FETCH_TIMEOUT_S = 0.5
    network.server.behaviour = behaviour
    begun = time.monotonic()

    assert "has not answered within 0.5 seconds" in refused(network)

    assert time.monotonic() - begun < 4


def test_deadline_is_for_all_redirects_together(network: Network, settings: Settings) -> None:
    settings.INTAKE_FETCH_TIMEOUT_S = 0.6

    def leads_slowly(connection: socket.socket, asked: bytes) -> None:
        time.sleep(0.25)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n")

    network.server.behaviour = leads_slowly

    assert "has not answered within" in refused(network)
    assert len(network.connected) <= 3


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "video/mp4", ""])
def test_what_is_no_article_is_refused_by_its_kind(network: Network, kind: str) -> None:
    network.server.says(PAGE, kind=kind)

    assert "not an article (HTML, plain text or PDF)" in refused(network)


def test_error_of_the_server_is_told_with_its_number(network: Network) -> None:
    network.server.says(b"secret words", status="404 Not Found")

    with pytest.raises(NotFetched, match="answers with 404") as refusal:
        get(network)

    assert refusal.value.status == 404
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("said", "seconds"), [("120", 120), ("99999999", 86_400), ("soon", None), ("", None)]
)
def test_server_may_ask_to_be_left_alone(network: Network, said: str, seconds: int | None) -> None:
    network.server.says(b"", status="429 Too Many Requests", Retry_After=said)

    with pytest.raises(NotFetched) as refusal:
        get(network)

    assert (refusal.value.status, refusal.value.retry_after_s) == (429, seconds)


@pytest.mark.parametrize(
    "answer",
    [b"", b"SSH-2.0-OpenSSH_9\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\nContent-Type: text/html\r\n\r\nshort",
     b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n", b"\x15\x03\x01\x00\x02\x02\x0a"],
    ids=["nothing", "another protocol", "cut off", "too many headers", "TLS"],
)  # fmt: skip
def test_what_is_no_answer_is_the_refusal_that_says_nothing(network: Network, answer: bytes) -> None:
    network.server.behaviour = lambda connection, asked: connection.sendall(answer)

    assert CLOSED in refused(network)


def test_second_address_is_tried_when_the_first_is_closed(network: Network) -> None:
    network.names["herald.example.org"] = [[OTHER_PUBLIC, PUBLIC]]
    network.server.says(PAGE)
    opened = network.connect

    def first_is_closed(address: tuple[str, int], timeout: float) -> socket.socket:
        if address[0] == OTHER_PUBLIC:
            raise ConnectionRefusedError
        return opened(address, timeout)

    network.connect = first_is_closed

    assert get(network).body == PAGE


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of herald.example.org, signed by itself."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=herald", "-addext", "subjectAltName=DNS:herald.example.org", "-keyout",
         folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


def test_certificate_must_be_the_names(
    network: Network, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    plain = network.server._answer

    def answer(connection: socket.socket) -> None:
        try:
            plain(context.wrap_socket(connection, server_side=True))
        except OSError:
            connection.close()

    monkeypatch.setattr(network.server, "_answer", answer)
    network.server.says(PAGE)
    assert CLOSED in refused(network, "https://herald.example.org/"), "signed by nobody that is known"

    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))

    assert get(network, "https://herald.example.org/").body == PAGE
    assert CLOSED in refused(network, "https://other.example/"), "another's certificate"
    assert set(network.connected) == {(PUBLIC, 443)}
    assert names[-2:] == ["herald.example.org", "other.example"]
