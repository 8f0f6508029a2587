"""What settings are read from: variables of the environment, in words when one is wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


def env_bool(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", None}:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f'{name} is "{value}". Use 1 or 0.')


def env_list(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def env_int(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    if value.isdecimal() and len(value) < 10:
        return int(value)
    raise ImproperlyConfigured(f'{name} is "{value}". Use a number, for example {default}.')


def env_map(name: str) -> dict[str, str]:
    """ "one=two,three=four"."""
    pairs = [item.partition("=") for item in env_list(name)]
    for left, _sign, right in pairs:
        if not (left.strip() and right.strip()):
            raise ImproperlyConfigured(f'{name} has "{left}". Write pairs as desk=Editor,lead=Publisher.')
    return {left.strip(): right.strip() for left, _sign, right in pairs}


def env_secret(name: str, file: Path) -> str:
    """The variable, or the file that `make setup` has written; never a default known to everyone."""
    if value := os.environ.get(name):
        return value
    if file.exists():
        return file.read_text().strip()
    raise ImproperlyConfigured(f"{name} is not set and {file} does not exist. Run: make setup")


def database() -> dict:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set. Start the private database and take its address with: "
            'eval "$(bin/db env)"'
        )
    config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    config["ENGINE"] = "django.contrib.gis.db.backends.postgis"
    config["ATOMIC_REQUESTS"] = False
    # The history names the program whose statement changed a row: a command, or the server.
    program = f"manage.py {sys.argv[1]}" if sys.argv[0].endswith("manage.py") and sys.argv[1:] else "dateline"
    config.setdefault("OPTIONS", {}).setdefault("application_name", program)
    if template := os.environ.get("DATELINE_TEST_TEMPLATE"):
        config["TEST"] = {"TEMPLATE": template}
    return config
