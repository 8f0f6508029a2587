"""Every act on record has words of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType

from events.admin.act_words import Changed, act_words, changed_fields, status_words
from events.models import Decision, Event

EVENTS = Path(__file__).resolve().parent.parent.parent / "events"
VERBS = sorted(
    {
        verb
        for file in EVENTS.rglob("*.py")
        for verb in re.findall(r'\bverb="([a-z_]+)"', file.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("verb", VERBS)
def test_verb_is_told_in_words(verb: str) -> None:
    assert act_words(verb) != verb.replace("_", " ")


def test_longer_beginning_is_told_before_a_shorter_one() -> None:
    assert act_words("add_confidential_note") == "added a confidential note"
    assert act_words("add_event") == "added"
    assert act_words("unheard_of") == "unheard of"


@pytest.mark.django_db
def test_what_was_changed_is_told_in_words() -> None:
    changes = {
        "published_at": [None, "2026-11-23 15:31:19.463113+00:00"],
        "earliest": ["2019-08-30", "2019-08-31"],
        "kind": ["shelling_artillery", "air_or_drone_strike"],
        "title": ["Shells on Saraqib", ""],
        "shown as": [None, "admin1"],
        "steps": [2, 3],
    }
    decision = Decision(content_type=ContentType.objects.get_for_model(Event), changes=changes)

    assert list(changed_fields(decision)) == [
        Changed("Published at", "", "23 Nov 2026, 15:31"),
        Changed("Earliest date", "30 Aug 2019", "31 Aug 2019"),
        Changed("Kind", "Shelling, artillery or missiles", "Air or drone strike"),
        Changed("Title", "Shells on Saraqib", ""),
        Changed("Shown as", "", "admin1"),
        Changed("Steps", "2", "3"),
    ]
    assert status_words(decision, "in_review") == "In review"
    assert status_words(decision, "") == ""


@pytest.mark.django_db
def test_status_is_told_once() -> None:
    kind = ContentType.objects.get_for_model(Event)
    changes = {"status": ["published", "withdrawn"], "title": ["Shells", "Rockets"]}
    decision = Decision(content_type=kind, changes=changes, from_status="published", to_status="withdrawn")
    unsaid = Decision(content_type=kind, changes=changes)

    assert list(changed_fields(decision)) == [Changed("Title", "Shells", "Rockets")]
    assert next(changed_fields(unsaid)) == Changed("Status", "Published", "Withdrawn")
