"""Parses a stranger's file in a process of its own, which has little memory, little time and none of our
secrets.

`python -m events.ingestion.documents.apart html` takes the file on standard input and a JSON object of
options as its second argument, and answers with one JSON object: the Document's fields, or `{"error":
sentence}`. Parsers of PDF and HTML are large; a file made to keep one busy, or to fill the memory, ends this
process and no editor's.
"""

from __future__ import annotations

import importlib
import json
import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from events.ingestion.text import UnreadableArticle

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[3]
_NO_WAY = (
    "The file could not be read within {seconds:g} seconds and {memory} MB of memory: it is damaged, or made "
    "to keep readers busy. Paste the article's text instead."
)


def read_apart(
    kind: str, raw: bytes, options: Mapping[str, Any], *, timeout: float, memory: int
) -> dict[str, Any]:
    """What the parser of that kind makes of the file.

    `timeout` in seconds, `memory` in bytes. Raises UnreadableArticle with the parser's sentence, or with one
    that says that it was ended.
    """
    wanted = json.dumps({"memory": memory, "seconds": int(timeout) + 1, **options})
    # The settings' secrets stay with us: all that the parser needs is where its interpreter is.
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, kind, wanted],
            input=raw, capture_output=True, timeout=timeout, cwd=ROOT, env=environment, check=False,
        )  # fmt: skip
        answer: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {}
        if not answer:
            log.warning("The parser of %s has ended with %s: %s", kind, done.returncode, _what(done.stderr))
    except (subprocess.TimeoutExpired, ValueError):
        answer = {}
        log.warning("The parser of %s has been ended", kind)
    if not answer:
        raise UnreadableArticle(_NO_WAY.format(seconds=timeout, memory=memory // 1024**2))
    if sentence := answer.get("error"):
        raise UnreadableArticle(sentence)
    return answer


def _what(stderr: bytes) -> str:
    """The name of the exception; its words may be those of a private text."""
    last = stderr.decode("utf-8", "replace").rstrip().rpartition("\n")[2]
    return last.partition(":")[0][:80]


def _bind(memory: int, seconds: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


#: Where each kind's parser is. Only the one that is wanted is loaded: each takes a second or two.
_PARSERS = {
    "html": ("events.ingestion.documents.pages", "read_page"),
    "docx": ("events.ingestion.documents.word", "read_word"),
    "pdf": ("events.ingestion.documents.portable", "read_portable"),
    "feed": ("events.ingestion.feed_files", "read_feed"),
}


def main() -> None:
    kind, wanted = sys.argv[1], json.loads(sys.argv[2])
    _bind(wanted.pop("memory"), wanted.pop("seconds"))
    module, name = _PARSERS[kind]
    parse = getattr(importlib.import_module(module), name)
    try:
        read = parse(sys.stdin.buffer.read(), **wanted)
        answer = {name: getattr(read, name) for name in read.__dataclass_fields__}
    except UnreadableArticle as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout, default=str)


if __name__ == "__main__":
    main()
