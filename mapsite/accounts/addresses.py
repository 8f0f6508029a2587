"""Which address a request comes from, when proxies stand before this server."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

#: A server on a socket of the file system is told no address.
UNKNOWN = "0.0.0.0"  # noqa: S104 -- stands for none, nothing listens on it


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our own proxies saw.

    Each proxy appends what it sees to X-Forwarded-For; of TRUSTED_PROXIES entries from the right each was
    written by one of ours, and whatever stands before them can be made up by the client.
    """
    seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(seen) >= trusted and (address := _address(seen[-trusted])):
        return address
    return _address(request.META.get("REMOTE_ADDR", "")) or UNKNOWN


def _address(text: str) -> str:
    """An address in its one spelling, without a port; empty when it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)
