"""What a browser would do with the admin's forms."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse


class _Inputs(HTMLParser):
    """Collects what the page's one big form would send as it stands."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.select: str | None = None
        self.is_multiple = False
        self.textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, kind = given.get("name"), given.get("type")
        if tag == "input" and name and kind not in ("submit", "file", "search", "button"):
            if kind not in ("checkbox", "radio"):
                self.values[name] = given.get("value") or ""
            elif "checked" in given:
                self._check(name, given.get("value") or "on")
        elif tag == "textarea" and name:
            self.textarea = name
            self.values[name] = ""
        elif tag == "select" and name:
            self.select, self.is_multiple = name, "multiple" in given
            if self.is_multiple:
                self.values[name] = []
        elif tag == "option" and self.select:
            value = given.get("value") or ""
            if "selected" not in given:
                if not self.is_multiple:
                    self.values.setdefault(self.select, value)  # the first, when none is selected
            elif self.is_multiple:
                self.values[self.select].append(value)
            else:
                self.values[self.select] = value

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.textarea:
            # A browser drops the line end that templates put first.
            self.values[self.textarea] = self.values[self.textarea].removeprefix("\n")
            self.textarea = None
        elif tag == "select":
            self.select = None

    def _check(self, name: str, value: str) -> None:
        """Several boxes of one name are a list, as a browser sends them."""
        before = self.values.get(name)
        if before is None:
            self.values[name] = value
        else:
            self.values[name] = [*(before if isinstance(before, list) else [before]), value]


def typed(html: str) -> dict[str, Any]:
    """The values of a page's form; `__prefix__` templates of inlines are left out."""
    inputs = _Inputs()
    inputs.feed(html)
    return {
        name: value
        for name, value in inputs.values.items()
        if "__prefix__" not in name and name not in ("csrfmiddlewaretoken", "q", "theme")
    }


def change_url(row: Any) -> str:
    return reverse(f"admin:events_{row._meta.model_name}_change", args=[row.pk])


def add_url(model: str) -> str:
    return reverse(f"admin:events_{model}_add")


def opened(client: Client, row: Any) -> dict[str, Any]:
    """What the change form of a row would send when nothing is typed."""
    answer = client.get(change_url(row))
    assert answer.status_code == 200
    return typed(answer.content.decode())


def errors(answer: Any) -> list[str]:
    """The sentences on the answered page: beside the form, its fields, and as messages."""
    html = answer.content.decode()
    lists = re.findall(r'<ul class="errorlist.*?</ul>', html, re.DOTALL)
    said = re.findall(r'<li class="(?:error|warning|success)">(.*?)</li>', html, re.DOTALL)
    plain = [unescape(re.sub(r"<[^>]+>", " ", text)) for text in [*lists, *said]]
    return [" ".join(text.split()) for text in plain if text.strip()]
