"""The static files as deployed: each under a name with a hash of what is in it, compressed once."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage

#: As esbuild writes them: `from"./map-chunk.js"`, `import("./map-surroundings.js")`.
_PARTS = r"""(?P<matched>(?P<asked>\b(?:from|import)\s*\(?)["'](?P<url>\./[\w.-]+\.js)["'])"""


class HashedFiles(CompressedManifestStaticFilesStorage):
    """The parts of a bundle import each other by their hashed names. (Django's own way to do so takes any
    "import … from" in a text for an import.)"""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("*.js", ((_PARTS, '%(asked)s"%(url)s"'),)),
    )
