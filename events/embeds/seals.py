"""What a frozen event was kept under: whether anything of it is kept from readers since it was frozen.

A frozen map says exactly what was shown on its day. What has been put aside since, a place or a source, must
not be found there; what is frozen while it lies aside holds nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

#: Each event, with what of it lies aside. A row of these tables is never used twice for another state:
#: showing exactly deletes it. The articles are those that tell the event or count in it.
_SEALS = """
WITH told AS (
    SELECT l.event_id, m.article_id FROM events_eventmention l JOIN events_mention m ON m.id = l.mention_id
        WHERE l.event_id = ANY(%(events)s)
    UNION SELECT f.event_id, f.article_id FROM events_figure f WHERE f.event_id = ANY(%(events)s)
), aside AS (
    SELECT d.event_id, 'place ' || d.id || ' ' || d.level || ' ' || md5(d.names::text) AS what
        FROM events_discretion d WHERE d.event_id = ANY(%(events)s)
    UNION ALL
    SELECT told.event_id,
            'source ' || k.id || ' ' || k.is_confidential || k.hides_outlet || k.hides_headline
        FROM told JOIN events_keptsource k USING (article_id)
    UNION ALL
    SELECT l.event_id, 'passage ' || m.id
        FROM events_eventmention l JOIN events_mention m ON m.id = l.mention_id
        WHERE l.event_id = ANY(%(events)s) AND m.is_withheld
    UNION ALL
    SELECT f.event_id, 'number ' || f.id
        FROM events_figure f WHERE f.event_id = ANY(%(events)s) AND f.is_withheld
) SELECT event_id, md5(string_agg(what, ';' ORDER BY what)) FROM aside GROUP BY event_id
"""


def seals_of(events: Iterable[int]) -> dict[int, str]:
    """Of each event (by id) with something aside, a mark of what that is."""
    with connection.cursor() as cursor:
        cursor.execute(_SEALS, {"events": list(events)})
        return dict(cursor.fetchall())
