"""What the desk does to an article and to the places it names."""

from __future__ import annotations

from events.admin import desk_values as values
from events.admin.desk_acts import Act, Done, act
from events.admin.desk_places import chosen_place, located, place_or_none, restore_mention
from events.enums import Direction, MentionRole, Precision, Relation
from events.pipeline.placing import draw_mention, place_mention
from events.pipeline.storing import read_article
from events.pipeline.teaching import teach_new
from events.review import mentions as verbs


@act("read_article", "article")
def _read(wanted: Act) -> Done:
    # Reading makes proposals and decides nothing; a second wish to read is answered with what is there.
    if wanted.article.read_at is None:
        read_article(wanted.article, by=wanted.by)
    return Done(is_everything=True)


@act("accept_mention", "mention")
def _accept_mention(wanted: Act) -> Done:
    """Accepts what the editor has seen, which `place` names: the lesson of an earlier decision may have moved
    the proposal while this one was on its way."""
    mention = wanted.mention()
    is_proposed = wanted.args.get("place") is not True and wanted.args.get("place") == mention.place_id
    seen = None if is_proposed else place_or_none(wanted.args, "place")
    if seen is None:
        verbs.accept_mention(mention, note=wanted.note(), **wanted.options())
        return Done(mentions={mention.pk})
    place_mention(
        mention,
        place=seen,
        relation=Relation(mention.relation),
        direction=mention.direction,
        distance_m=mention.distance_m,
        other_place=mention.other_place,
        within=mention.within,
        **wanted.options(),
    )
    return Done(mentions={mention.pk})


@act("reject_mention", "mention")
def _reject_mention(wanted: Act) -> Done:
    mention = wanted.mention()
    verbs.reject_mention(mention, note=wanted.note(), **wanted.options())
    return Done(mentions={mention.pk})


@act("mark_not_identifiable", "mention")
def _not_identifiable(wanted: Act) -> Done:
    mention = wanted.mention()
    verbs.mark_not_identifiable(mention, note=wanted.note(), **wanted.options())
    return Done(mentions={mention.pk})


@act("reopen_mention", "mention")
def _reopen_mention(wanted: Act) -> Done:
    mention = wanted.mention()
    verbs.reopen_mention(mention, **wanted.options())
    return Done(mentions={mention.pk})


@act("place_mention", "mention")
def _place_mention(wanted: Act) -> Done:
    mention, args = wanted.mention(), wanted.args
    place_mention(
        mention,
        place=chosen_place(args),
        relation=values.choice_or_none(args, "relation", Relation) or Relation.IN,
        direction=values.choice_or_none(args, "direction", Direction) or "",
        distance_m=values.metres_or_none(args, "distance_m"),
        other_place=place_or_none(args, "other_place"),
        within=place_or_none(args, "within"),
        role=values.choice_or_none(args, "role", MentionRole),
        precision=values.choice_or_none(args, "precision", Precision),
        **wanted.options(),
    )
    return Done(mentions={mention.pk})


@act("draw_mention", "mention")
def _draw_mention(wanted: Act) -> Done:
    mention, args = wanted.mention(), wanted.args
    draw_mention(
        mention,
        geometry=values.drawing(args),
        precision=values.choice_or_none(args, "precision", Precision),
        role=values.choice_or_none(args, "role", MentionRole),
        **wanted.options(),
    )
    return Done(mentions={mention.pk})


@act("set_mention_role", "mention")
def _set_role(wanted: Act) -> Done:
    mention = wanted.mention()
    role = values.choice(wanted.args, "role", MentionRole)
    verbs.set_mention_role(mention, role=role, **wanted.options())
    return Done(mentions={mention.pk})


@act("set_mention_precision", "mention")
def _set_precision(wanted: Act) -> Done:
    mention = wanted.mention()
    precision = located(mention, values.choice(wanted.args, "precision", Precision))
    verbs.correct_mention(
        mention,
        place=mention.place,
        geometry=mention.geometry,
        precision=precision,
        relation=mention.relation,
        direction=mention.direction,
        distance_m=mention.distance_m,
        other_place=mention.other_place,
        within=mention.within,
        status=mention.status,
        **wanted.options(),
    )
    return Done(mentions={mention.pk})


@act("restore_mention", "mention")
def _restore_mention(wanted: Act) -> Done:
    mention = wanted.mention()
    restore_mention(mention, wanted.args, **wanted.options())
    return Done(mentions={mention.pk})


@act("move_mention", "mention")
def _move_mention(wanted: Act) -> Done:
    mention = wanted.mention()
    start, end = values.whole(wanted.args, "start"), values.whole(wanted.args, "end")
    verbs.move_mention(mention, start=start, end=end, **wanted.options())
    return Done(mentions={mention.pk})


@act("add_mention", "article")
def _add_mention(wanted: Act) -> Done:
    start, end = values.whole(wanted.args, "start"), values.whole(wanted.args, "end")
    mention = verbs.add_mention(
        wanted.article, by=wanted.by, start=start, end=end, request_id=wanted.request_id
    )
    return Done(mentions={mention.pk}, made=mention.pk).learn(teach_new(mention))
