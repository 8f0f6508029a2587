"""The editors' side: every model in the admin, and the article desk.

Requests come in, are parsed, call one editorial verb or one step of the pipeline, and are answered.
Nothing here decides.
"""

from events.admin import (
    article,
    bulk_results,
    comments,
    data_sets,
    decision,
    event,
    feeds,
    figure,
    findings,
    frozen_map,
    imports,
    layer,
    map,
    mention,
    merging,
    organisation,
    place,
)

__all__ = [
    "article",
    "bulk_results",
    "comments",
    "data_sets",
    "decision",
    "event",
    "feeds",
    "figure",
    "findings",
    "frozen_map",
    "imports",
    "layer",
    "map",
    "mention",
    "merging",
    "organisation",
    "place",
]
