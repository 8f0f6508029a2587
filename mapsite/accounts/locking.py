"""What django-axes asks of us: whose failures count together, and what a locked door says."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

STATUS = 429


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account's name as failures are counted under it: "Anna" and "anna " are one account."""
    name = (credentials or {}).get("username") or request.POST.get("login") or ""
    return str(name).strip().casefold()[:150]


def locked_out(
    request: HttpRequest, original_response: HttpResponse | None = None, credentials: Any = None
) -> HttpResponse:
    context = {
        "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": round(settings.AXES_COOLOFF_TIME.total_seconds() / 60),
    }
    response = render(request, "account/locked.html", context, status=STATUS)
    response["Retry-After"] = str(round(settings.AXES_COOLOFF_TIME.total_seconds()))
    return response
