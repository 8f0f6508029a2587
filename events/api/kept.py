"""Answers kept in this process: what is asked again of unchanged data is not worked out again."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from django.http import HttpResponse


class KeptAnswers:
    """The answers asked for last, up to a number of bytes. A key names the state of the data, so that no
    entry is ever wrong: what is out of date is not asked for again and falls out."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[str, tuple[bytes, dict[str, str]]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> HttpResponse | None:
        with self._lock:
            kept = self._answers.get(key)
            if kept is None:
                return None
            self._answers.move_to_end(key)
        body, headers = kept
        return HttpResponse(body, headers=headers)

    def keep(self, key: str, response: HttpResponse) -> None:
        """Keeps an answer unless it alone would drive out most others."""
        body = response.content
        if len(body) > self._most_bytes // 4 or response.cookies:
            return
        with self._lock:
            if key in self._answers:
                return
            self._answers[key] = (body, dict(response.items()))
            self._bytes += len(body)
            while self._bytes > self._most_bytes:
                _, (dropped, _) = self._answers.popitem(last=False)
                self._bytes -= len(dropped)
