"""What would tell readers the place of an event shown less exactly: our own words, its figures, maps."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q

from events.enums import Acceptance, Status
from events.models import Discretion, Event, Figure, Map
from events.review.aside import tells
from events.review.map_words import refuse_naming, words_of_layer
from events.review.refusals import Refused


def refuse_telling(event: Event) -> None:
    """Raises Refused when something in our own words or of a figure would tell readers the place."""
    names = Discretion.objects.get(event=event).telling_names
    if tells(event.title, names):
        raise Refused(
            f"The title “{event.title}” names the place. Give the event a title that does not, such as its "
            "kind and province, and try again."
        )
    if tells(event.summary, names):
        raise Refused(f"The summary of “{event.title}” names the place. Write it without, and try again.")
    if tells(" | ".join(words_of_layer(event.layer)), names):
        raise Refused(
            f"The layer “{event.layer}” names the place of “{event.title}”. Call it otherwise, or give the "
            "event another one, and try again."
        )
    figures = Figure.objects.filter(event=event, acceptance=Acceptance.ACCEPTED).exclude(
        status=Status.WITHDRAWN
    )
    for figure in figures.select_related("claimant"):
        _refuse_figure(figure, names)
    opens = Q(steps__event=event) | Q(screen__event=str(event.pk))
    shown = Map.objects.published().filter(Q(picked_events=event) | opens).distinct()
    for each in shown:
        refuse_naming(each, [event])


def _refuse_figure(figure: Figure, names: Sequence[str]) -> None:
    if tells(figure.wording, names):
        raise Refused(
            f"The figure “{figure.wording}” names the place in its words. Mark only the number and what it "
            "counts, and try again."
        )
    claimant = figure.claimant.name if figure.claimant else ""
    for words, what in (
        (claimant, "claimant"),
        (figure.claimant_words, "claimant’s words"),
        (figure.since, "words since when it counts"),
        (figure.role_reason, "reason of the role"),
    ):
        if tells(words, names):
            raise Refused(
                f"Of the figure “{figure.wording}” the {what}, “{words}”, would tell readers the place. "
                "Correct the figure first."
            )
