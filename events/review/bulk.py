"""One act on many rows: what it would do to each of them, doing it in batches, and taking it back.

An `Act` says of rows what would become of them (`forecast`, which writes nothing and asks as many questions
of one row as of thousands) and does it to one row by its editorial verb (`do`). What is confirmed is kept as
a `BulkAct` with its rows, and worked off row by row (`bulk_working`), each in a transaction of its own with
its outcome: it may stop anywhere and go on, and nothing is done twice. A row that somebody else has changed
since it was shown is left alone and listed with both versions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import BulkAct, BulkRow, Event
from events.models.base import Tracked
from events.review.among import Among
from events.review.refusals import Refused
from events.review.rights import changeable_by, visible_to
from events.writing import write_date

#: More rows than anybody looks through; whoever means them all works in parts.
MOST_ROWS = 50_000
_AT_ONCE = 5_000

Words = str | Promise

CHANGED_MEANWHILE = gettext_lazy("Somebody changed them after they were shown to you. Look at them again.")
GONE = gettext_lazy("They were deleted meanwhile, or are not yours to see any more.")
SOMEBODY_ELSES = gettext_lazy(
    "They are somebody else’s work, or not drafts any more. Ask an editor to change them, or to assign them "
    "to you."
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row as the editor was shown it; without a version it has not been shown yet. `to` is what was chosen
    for this row alone, where an act has such a choice."""

    pk: int
    version: int | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What an act would do to a row, in words.

    `beside` tells rows of one label apart. `refusal` is a sentence that all rows with the same reason share,
    and `reason` what belongs to this row alone. `is_same` says that nothing is to be done. `choices` are
    (value, words) for `to`. Points are (longitude, latitude). `details` are kept with the row when it is
    confirmed.
    """

    pk: int
    version: int
    label: str
    before: Words
    after: Words = ""
    beside: Words = ""
    notes: tuple[Words, ...] = ()
    warnings: tuple[Words, ...] = ()
    refusal: Words = ""
    reason: str = ""
    is_same: bool = False
    is_public: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    to: str = ""
    point_before: tuple[float, float] | None = None
    point_after: tuple[float, float] | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def can_be_done(self) -> bool:
        return not self.refusal and not self.is_same


@dataclass(frozen=True, slots=True)
class Done:
    """What a row has become: its version, and what undoing needs."""

    version: int
    details: dict[str, Any] = field(default_factory=dict)


class Act:
    """An act on rows of one model. Subclasses are stateless; `options` come from the editor's form, checked
    by `clean`."""

    name: ClassVar[str]
    model: ClassVar[type[Tracked]]
    #: Without it the act is not offered at all.
    permission: ClassVar[str]
    title: ClassVar[Words]
    button: ClassVar[Words]
    most_rows: ClassVar[int] = MOST_ROWS
    can_be_undone: ClassVar[bool] = False
    #: Whether it asks for a note to readers even where nothing that they see is among the rows.
    always_tells: ClassVar[bool] = False
    has_public_note: ClassVar[bool] = True
    has_note: ClassVar[bool] = True

    def clean(self, options: Mapping[str, str], chosen: Sequence[Chosen]) -> dict[str, Any]:
        """The options as they are kept; raises Refused for what they cannot be."""
        return {}

    def usual(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> dict[str, Any]:
        """The options that a first preview starts from."""
        return {}

    def shown(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """The options that the preview shows the outcome of: with others it is to be looked at again."""
        return dict(options)

    def is_ready(self, options: Mapping[str, Any]) -> bool:
        """Whether everything is chosen that the act needs."""
        return True

    def forecast(
        self, chosen: Sequence[Chosen], *, by: AbstractUser, options: Mapping[str, Any]
    ) -> list[Forecast]:
        """For the preview."""
        raise NotImplementedError

    def forecast_chosen(
        self, chosen: Sequence[Chosen], *, by: AbstractUser, options: Mapping[str, Any]
    ) -> list[Forecast]:
        """The same of rows with what the editor has chosen for each, when it is confirmed."""
        return self.forecast(chosen, by=by, options=options)

    def do(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> Done:
        raise NotImplementedError

    def undo(self, row: BulkRow, *, by: AbstractUser, bulk: BulkAct) -> None:
        raise Refused(_("This cannot be taken back here."))

    def rows(self, chosen: Sequence[Chosen], *, by: AbstractUser) -> models.QuerySet[Any]:
        """Those of the rows that the editor may see, in the order in which verbs lock them."""
        numbers = [one.pk for one in chosen]
        return visible_to(by, self.model._default_manager.filter(Among("pk", numbers))).order_by("pk")

    def changeable(self, pks: Sequence[int], *, by: AbstractUser) -> set[int]:
        rows = changeable_by(by, self.model._default_manager.filter(Among("pk", pks)))
        return set(rows.order_by().values_list("pk", flat=True))


def forecast(
    act: Act,
    chosen: Sequence[Chosen],
    *,
    by: AbstractUser,
    options: Mapping[str, Any],
    is_confirmed: bool = False,
) -> list[Forecast]:
    """What the act would do to each of the rows that the editor may see. Writes nothing."""
    ask = act.forecast_chosen if is_confirmed else act.forecast
    found: list[Forecast] = []
    for start in range(0, len(chosen), _AT_ONCE):
        found += ask(chosen[start : start + _AT_ONCE], by=by, options=options)
    return found


def gone(chosen: Sequence[Chosen], expected: Sequence[Forecast]) -> list[Chosen]:
    """The chosen rows of which a forecast says nothing: deleted since, or not the editor's to see."""
    known = {one.pk for one in expected}
    return [one for one in chosen if one.pk not in known]


def when_and_where(event: Event) -> str:
    """Its days and its place: titles of imported events are often the same."""
    days = dict.fromkeys(day for day in (event.earliest, event.latest) if day)
    when = " – ".join(write_date(day, "j F Y") for day in days)
    return " · ".join(filter(None, (when, event.place.name if event.place else "")))


def refusal_for_all(row: Tracked, seen: Mapping[int, Chosen], changeable: set[int]) -> Words:
    """What stands in the way of every act: another version than the one that was shown, no right."""
    wanted = seen[row.pk].version
    if wanted is not None and wanted != row.version:
        return CHANGED_MEANWHILE
    return "" if row.pk in changeable else SOMEBODY_ELSES
