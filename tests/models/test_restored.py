"""What a dump of the database is restored with: no function is found there but by its full name."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from events.models import Decision
from events.review.comments import add_comment
from tests.review import factories as make

pytestmark = pytest.mark.django_db


def test_indexes_of_expressions_are_built_without_a_search_path() -> None:
    event = make.event()
    make.organisation()
    Decision.objects.create(verb="withdraw", by=make.person(), object=event, note="No longer claimed")
    add_comment(event, by=make.person("Editor"), text="Which one of the two?")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL search_path = ''")
        cursor.execute(
            "SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid"
            " WHERE i.indexprs IS NOT NULL AND t.relname ~ '^events_'"
        )
        definitions = [definition for (definition,) in cursor.fetchall()]

        assert len(definitions) >= 5
        for definition in definitions:
            cursor.execute(re.sub(r" INDEX \w+ ON ", " INDEX ON ", definition))
