"""What the Nu HTML checker objects to in every public page, in every language."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from django.conf import settings

from benchmarks.public_pages import public_pages
from benchmarks.serving import ROOT, database, dateline
from benchmarks.table import Matrix, Row

DATABASE = "dateline_markup_benchmark"
CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
#: Pages of many events nest deeper than Java's usual stack reaches.
_STACK = "-Xss4m"


def measure() -> Iterator[Matrix | Row]:
    java = shutil.which("java")
    if java is None:
        raise SystemExit(
            "The HTML checker needs Java, which is not here. Install it: apt-get install default-jre-headless"
        )
    with database(DATABASE) as url, dateline(url) as site, tempfile.TemporaryDirectory() as folder:
        pages = public_pages(site.url) | {"article with an embed": "/demo/article/"}
        languages = [code for code, _name in settings.LANGUAGES]
        for number, path in enumerate(pages.values()):
            for language in languages:
                address = f"{site.url}{path}{'&' if '?' in path else '?'}lang={language}"
                (Path(folder) / f"{number}.{language}.html").write_bytes(_body(address))
        messages = _checked(java, Path(folder))
    of_file = Counter(Path(message["url"]).name for message in messages)
    rows = [
        [name, *(str(of_file[f"{number}.{language}.html"]) for language in languages)]
        for number, name in enumerate(pages)
    ]
    yield Matrix("Nu HTML checker: errors and warnings", ["page", *languages], rows)
    yield Row("in all", len(messages), "")
    names = list(pages)
    for message in messages:
        number, language, _suffix = Path(message["url"]).name.split(".")
        where = f"{names[int(number)]}, {language}, line {message.get('lastLine', '?')}"
        print(f"{where}: {message['message']}\n    {message.get('extract', '').strip()}", file=sys.stderr)


def _body(address: str) -> bytes:
    """Of a page that is not there, too."""
    try:
        with urlopen(address) as answer:  # noqa: S310 -- a server of our own
            return answer.read()
    except HTTPError as error:
        return error.read()


def _checked(java: str, folder: Path) -> list[dict[str, str]]:
    """The checker's messages; one Java for all files, since starting it takes longest."""
    command = [java, _STACK, "-jar", str(CHECKER), "--format", "json", "--exit-zero-always", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stderr)["messages"]
