"""Reads what a response tells the browser."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from django.http import HttpResponse

#: Types of scripts that are data: the policy does not have to allow them.
DATA_TYPES = {"application/json", "application/ld+json"}


def policy_of(response: HttpResponse) -> dict[str, list[str]]:
    """The Content-Security-Policy: a directive and its sources."""
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


class InlineFinder(HTMLParser):
    """Collects what a strict policy forbids in a page, and the text of its import map."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.importmaps: list[str] = []
        self.addresses: list[str] = []
        self._importmap = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [f"<{tag} {name}>" for name in given if name.startswith("on") or name == "style"]
        if any((value or "").startswith("javascript:") for value in given.values()):
            self.found.append(f"<{tag}> javascript:")
        self._importmap = tag == "script" and given.get("type") == "importmap"
        is_code = tag == "script" and "src" not in given and given.get("type") not in DATA_TYPES
        if tag == "style" or (is_code and not self._importmap):
            self.found.append(f"<{tag}>")
        if tag in ("script", "img", "iframe", "source") and given.get("src"):
            self.addresses.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "preload", "modulepreload", "icon"):
            self.addresses.append(given["href"])

    def handle_data(self, data: str) -> None:
        if self._importmap:
            self.importmaps.append(data)
            self._importmap = False

    @property
    def third_parties(self) -> list[str]:
        return [address for address in self.addresses if re.match(r"(https?:)?//", address)]
