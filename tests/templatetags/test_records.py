from __future__ import annotations

from django.http import QueryDict

from events.templatetags.records import counting, leading_excerpt, named, shown_as


def figure(role: str, excerpt: int = 0) -> dict[str, object]:
    return {"role": role, "excerpt": excerpt}


def test_the_map_is_shown_unless_a_list_or_table_is_asked_for():
    assert [shown_as(QueryDict(query)) for query in ("", "show=table", "show=list", "show=globe")] == [
        "map",
        "table",
        "list",
        "map",
    ]


def test_recommended_figures_stand_for_an_event_and_others_only_where_there_is_none():
    disputed, recommended = figure("disputed"), figure("recommended")

    assert counting([disputed, recommended]) == [recommended]
    assert counting([disputed]) == [disputed]
    assert counting([]) == []


def test_the_passage_of_the_first_number_leads():
    excerpts = [{"text": "First."}, {"text": "Nine were hurt."}]

    assert leading_excerpt({"excerpts": excerpts, "figures": [figure("recommended", 1)]}) == excerpts[1]
    assert leading_excerpt({"excerpts": excerpts, "figures": []}) == excerpts[0]
    assert leading_excerpt({"excerpts": [], "figures": []}) is None


def test_a_choice_is_found_by_its_value():
    assert named([{"value": "date"}, {"value": "place"}], "place") == {"value": "place"}
    assert named(None, "place") is None
