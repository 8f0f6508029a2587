"""Where the browser finds the packages that our modules import by name.

The import map is the one inline script on public pages. It is the same for everyone, so the policy names its
hash: a nonce would make every page different and keep it out of caches.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache

from csp.constants import SELF
from django.templatetags.static import static

PACKAGES = {
    "leaflet": "leaflet/leaflet-src.esm.js",
    "@mapbox/vector-tile": "npm/vector-tile/index.js",
    "@mapbox/point-geometry": "npm/point-geometry/index.js",
    "pbf": "npm/pbf/index.js",
}


@cache
def importmap_json() -> str:
    """The text between the script tags; computed once a process, as the file names change with a release."""
    imports = {name: static(file) for name, file in PACKAGES.items()}
    return json.dumps({"imports": imports}, separators=(",", ":")).replace("<", "\\u003c")


@cache
def importmap_hash() -> str:
    """The import map as a source of `script-src`."""
    digest = hashlib.sha256(importmap_json().encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def public_script_sources() -> list[str]:
    return [SELF, importmap_hash()]
