"""The scripts and style sheets of each kind of page, and the tags that load them.

As deployed, a page loads a bundle of each, made by `bin/bundle.py`, and no inline script. The map's script
comes in two: what shows the events, and what stands around them, which the first asks for. With DEBUG the
browser loads the sources themselves: an import map then says where the packages are that they import by name,
and the page's policy names its hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache

from csp.constants import SELF
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

#: By the name of their bundle, as paths below static/; `leaflet/` is where the settings put the package.
SCRIPTS = {
    "map": "js/map-page.js",
    "event": "js/event-page.js",
    "event-embed": "js/event-embed.js",
    "builder": "js/embed-code.js",
    "story": "js/story.js",
    "preview": "js/preview.js",
    "desk": "js/desk.js",
    "map-builder": "js/map-builder.js",
    "names": "js/admin/names.js",
    "signed-in": "js/admin/signed-in.js",
    "find-place": "js/admin/find-place.js",
    "paste": "js/admin/paste.js",
    "intake": "js/admin/intake.js",
    "receive": "js/admin/receive.js",
    "bookmarklet": "js/admin/bookmarklet.js",
    "bulk": "js/admin/bulk.js",
    "import-how-far": "js/admin/import-how-far.js",
    "no-key": "js/admin/no-key.js",
}
#: Of these the script is split where it imports a part when it wants it, by the name of that part.
LATER = {"map": "surroundings"}
#: These import no package, so that a page of the admin loads them beside another: it has one import map at
#: most.
WITHOUT_PACKAGES = frozenset({"map-builder", "names", "signed-in", "import-how-far", "no-key"})
STYLES = {
    "page": ["css/page.css"],
    "map": ["css/page.css", "leaflet/leaflet.css", "css/map.css"],
    "builder": ["css/builder.css"],
    "story": ["css/story.css", "css/story-narrow.css"],
    "desk": ["leaflet/leaflet.css", "css/tokens.css", "css/desk.css"],
    "map-builder": ["css/admin/builder.css"],
}
#: The packages that modules import by name; Leaflet's own description names none of its builds for browsers.
PACKAGES = {
    "leaflet": "leaflet/leaflet-src.esm.js",
    "@mapbox/vector-tile": "npm/vector-tile/index.js",
    "@mapbox/point-geometry": "npm/point-geometry/index.js",
    "pbf": "npm/pbf/index.js",
}
#: In the editors' forms django-leaflet has put its Leaflet in the window: a page must never hold two. The
#: desk uses more of it than `bin/leaflet.js` has for readers.
INSTEAD = {
    "desk": {"leaflet": "leaflet/leaflet-src.esm.js"},
    "bulk": {"leaflet": "leaflet/leaflet-src.esm.js"},
    "find-place": {"leaflet": "js/admin/window-leaflet.js"},
}


def style_tags(name: str) -> SafeString:
    """The style sheets of a kind of page, one of STYLES."""
    files = STYLES[name] if settings.DEBUG else [_bundle(name, "css")]
    return format_html_join(
        "\n    ", '<link rel="stylesheet" href="{}">', ((static(file),) for file in files)
    )


def script_tags(name: str, nonce: str = "") -> SafeString:
    """The script of a kind of page, one of SCRIPTS. An import map carries `nonce` where one is given."""
    if not settings.DEBUG:
        tag = format_html('<script type="module" src="{}"></script>', static(_bundle(name, "js")))
        if name not in LATER:
            return tag
        # What both parts share is loaded beside the first: to find its name there would take another answer.
        return format_html('<link rel="modulepreload" href="{}">\n    {}', static(_shared(name)), tag)
    if name in WITHOUT_PACKAGES:
        return format_html('<script type="module" src="{}"></script>', static(SCRIPTS[name]))
    return format_html(
        '<script type="importmap"{}>{}</script>\n    <script type="module" src="{}"></script>',
        format_html(' nonce="{}"', nonce) if nonce else "",
        mark_safe(_import_map(name)),  # noqa: S308 -- JSON without "<" cannot close the script
        static(SCRIPTS[name]),
    )


def script_address(name: str) -> str:
    """Where the script of a part of a page is, for a script that fetches it when it is wanted."""
    return static(SCRIPTS[name] if settings.DEBUG else _bundle(name, "js"))


def style_address(name: str) -> str:
    """The same of a style sheet of one file."""
    return static(STYLES[name][0] if settings.DEBUG else _bundle(name, "css"))


def script_sources(name: str = "map") -> list[str]:
    """What `script-src` allows on a page that readers see: our files and, with DEBUG, its import map."""
    if not settings.DEBUG:
        return [SELF]
    digest = hashlib.sha256(_import_map(name).encode()).digest()
    return [SELF, f"'sha256-{base64.b64encode(digest).decode()}'"]


def require_bundles() -> None:
    """Raises ImproperlyConfigured when a page would lack its script or style sheets."""
    if settings.DEBUG:
        return
    wanted = [_bundle(name, "js") for name in SCRIPTS] + [_bundle(name, "css") for name in STYLES]
    for name, part in LATER.items():
        wanted += [_shared(name), _bundle(f"{name}-{part}", "js")]
    known = getattr(staticfiles_storage, "hashed_files", {})
    if missing := [file for file in wanted if file not in known]:
        raise ImproperlyConfigured(
            f"{', '.join(missing)} is not among the static files in {settings.STATIC_ROOT}."
            " Run: bin/prepare.py static"
        )


def _bundle(name: str, kind: str) -> str:
    return f"bundles/{name}.{kind}"


def _shared(name: str) -> str:
    return _bundle(f"{name}-chunk", "js")


@cache
def _import_map(name: str) -> str:
    files = PACKAGES | INSTEAD.get(name, {})
    imports = {package: static(file) for package, file in files.items()}
    return json.dumps({"imports": imports}, separators=(",", ":")).replace("<", "\\u003c")
