"""Where an event that was merged into another one is shown now."""

from __future__ import annotations

from django.http import HttpResponsePermanentRedirect


def moved_to(address: str) -> HttpResponsePermanentRedirect:
    """The answer at a merged event's address. It is asked again each time: a merge can be undone."""
    response = HttpResponsePermanentRedirect(address)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    return response
