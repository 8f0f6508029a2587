from __future__ import annotations

import time

import pytest

from events.ingestion.addresses import NotPublic, Target, is_public, public_addresses, target_of


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "203.0.113.7", "224.0.0.1",
        "240.0.0.1", "255.255.255.255", "168.63.129.16",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b::a00:1",
        "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:10::1", "2001:20::1", "2001:db8::1",
        "2002:7f00:1::", "2002:808:808::1", "3fff::1", "5f00::1", "fc00::1", "fd00::1", "fe80::1",
        "fe80::1%eth0", "fec0::1", "ff02::1", "", "localhost", "1.2.3", "0x7f.1",
    ],
)  # fmt: skip
def test_address_that_is_not_everybodys_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450::1"])
def test_address_of_a_public_server_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "", "herald.example.org", "//herald.example.org/", "file:///etc/passwd",
        "gopher://herald.example.org/",
        "ftp://herald.example.org/", "javascript:alert(1)", "http:///x", "http://", "https://:443/",
        "http://herald.example.org:22/", "https://herald.example.org:80/", "http://herald.example.org:x/",
        "http://user@herald.example.org/", "http://user:word@herald.example.org/",
        "http://@herald.example.org/",
        "http://herald.example.org\\@127.0.0.1/", "http://herald.example.org /", "http://a\r\nHost: b/",
        "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
        "http://1.2.3/", "http://1.2.3.4.5/", "http://example.0x7f/", "http://127.0.0.1./",
        "http://localhost/", "http://intranet/", "http://[::1%25eth0]/", "http://[fe80::1%eth0]/",
        "http://[::1/", "http://[127.0.0.1]/", "http://-.example/", "http://a..example/",
        "http://①②⑦.⓪.⓪.①:22/", "http://xn--a-ecp.ru/\x00", "http://" + "a." * 200 + "org/",
        "http://herald.example.org/" + "x" * 2000,
    ],
)  # fmt: skip
def test_address_of_another_form_is_refused(url: str) -> None:
    with pytest.raises(NotPublic):
        target_of(url)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("http://Herald.example.ORG", Target("http", "herald.example.org", "/")),
        ("https://herald.example.org:443/a%20b", Target("https", "herald.example.org", "/a%20b")),
        ("https://חדש.example/é?q=ü", Target("https", "xn--7dbh9c.example", "/%C3%A9?q=%C3%BC")),
        ("https://faß.example/", Target("https", "xn--fa-hia.example", "/")),
        ("http://8.8.8.8/x#fragment", Target("http", "8.8.8.8", "/x")),
        ("http://[2606:4700::1111]/", Target("http", "2606:4700::1111", "/")),
        # Digits of other scripts are digits: the rule for addresses decides.
        ("http://①②⑦.⓪.⓪.①/", Target("http", "127.0.0.1", "/")),
    ],
)  # fmt: skip
def test_web_address_is_taken_apart(url: str, target: Target) -> None:
    assert target_of(url) == target


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    target = target_of("http://herald.example.org/")

    with pytest.raises(NotPublic):
        public_addresses(target, resolve=lambda *_: ["8.8.8.8", "10.0.0.1"], timeout=5)
    assert public_addresses(target, resolve=lambda *_: ["8.8.8.8"], timeout=5) == ["8.8.8.8"]


@pytest.mark.parametrize("found", [[], ["8.8.8.8"] * 65], ids=["none", "too many"])
def test_name_without_an_address_or_with_a_flood_of_them_is_refused(found: list[str]) -> None:
    with pytest.raises(NotPublic):
        public_addresses(target_of("http://herald.example.org/"), resolve=lambda *_: found, timeout=5)


def test_resolver_that_does_not_answer_is_not_waited_for() -> None:
    begun = time.monotonic()

    with pytest.raises(NotPublic):
        public_addresses(
            target_of("http://herald.example.org/"),
            resolve=lambda *_: time.sleep(3) or ["8.8.8.8"],
            timeout=0.1,
        )

    assert time.monotonic() - begun < 2
