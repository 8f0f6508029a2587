"""Tells a release or a bulletin from an article, and who issued it, which is who claims its figures."""

from __future__ import annotations

import re

_HEAD = 300
"""Code points in which a release says what it is."""
_KIND = re.compile(
    r"""^\W{0,3}(?:press|media|news)\ release\b | ^[^.\n]{0,60}\b(?:press|media|news)\ release\W*$
      | \bfor\ immediate\ (?:release|use)\b
      | ^[^.\n]{0,60}\b(?:situation|flash|information|news|noon|daily|weekly)\ (?:bulletin|update|report)\b
        \W{0,3}(?:no\b|nr\b|number\b|\#|\d|$|[-–—:(])
      | ^\W{0,3}(?:communiqué|communique|bulletin|sitrep)\b[^.\n]{0,40}$""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_NAME = (
    r"(?:the\ )?[^\W\d_a-z][\w'’\-]*(?:\ (?:(?:of|for|and|the|de|des|du|la)\ ){0,2}[^\W\d_a-z][\w'’\-]*){1,9}"
)
_BY = re.compile(
    rf"\b(?:[Ii]ssued|[Rr]eleased|[Pp]ublished|[Cc]ompiled)\b[^.\n]{{0,60}}?\bby\ (?P<name>{_NAME})",
    re.VERBOSE,
)


def is_release(text: str) -> bool:
    """Whether a text is a release or a numbered bulletin, by its first lines."""
    return _KIND.search(text[:_HEAD]) is not None


def issuer_of(text: str) -> str | None:
    """Who a bulletin says has issued it, None when its head does not tell."""
    match = _BY.search(text[:_HEAD])
    return match.group("name").removeprefix("the ") if match else None
