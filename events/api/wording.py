"""How dates, places and figures read in a sentence. Pure functions, English, marked for translation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, npgettext_lazy

from events.enums import (
    DatePrecision,
    Direction,
    Measure,
    People,
    Precision,
    Relation,
    Scope,
    Unit,
    Verification,
)
from events.writing import write_date

DAY = "j F Y"

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ku-arab", "ps", "sd", "ug", "ur", "yi"})


def text_direction(language: str) -> str:
    language = language.lower()
    return "rtl" if language in _RIGHT_TO_LEFT or language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


# Dates


def day_text(day: date) -> str:
    return write_date(day, DAY)


def date_text(earliest: date | None, latest: date | None, precision: str) -> str:
    """When an event happened, no more exactly than it is known: "around 24 August 2019 (to the week)"."""
    if earliest is None or latest is None or precision == DatePrecision.UNKNOWN:
        return _("date unknown")
    if precision == DatePrecision.WEEK:
        middle = earliest + timedelta(days=(latest - earliest).days // 2)
        return _("around %(day)s (to the week)") % {"day": day_text(middle)}
    if precision == DatePrecision.MONTH:
        return _span(earliest, latest, ("F Y", "F", ""))
    if precision == DatePrecision.YEAR:
        return _span(earliest, latest, ("Y", "Y", "Y"))
    return _span(earliest, latest, ("j F Y", "j F", "j"))


def _span(start: date, end: date, formats: tuple[str, str, str]) -> str:
    """One date or two, leaving out of the first what the second repeats: "3–5 August 2019"."""
    whole, without_year, without_month = formats
    last = write_date(end, whole)
    if write_date(start, whole) == last:
        return last
    if start.year != end.year:
        first = write_date(start, whole)
    elif start.month != end.month or not without_month:
        first = write_date(start, without_year)
    else:
        first = write_date(start, without_month)
    # A lone number stands close to the dash, words need air: "3–5 August", "30 April – 31 August".
    return f"{first}–{last}" if first.isdigit() else f"{first} – {last}"


# Places

_COMPASS = {
    Direction.N: gettext_lazy("north"),
    Direction.NE: gettext_lazy("north-east"),
    Direction.E: gettext_lazy("east"),
    Direction.SE: gettext_lazy("south-east"),
    Direction.S: gettext_lazy("south"),
    Direction.SW: gettext_lazy("south-west"),
    Direction.W: gettext_lazy("west"),
    Direction.NW: gettext_lazy("north-west"),
}

_PRECISION = {
    Precision.EXACT: gettext_lazy("placed at the exact spot"),
    Precision.SETTLEMENT: gettext_lazy("placed at the town or village, not at the exact spot"),
    Precision.NEAR: gettext_lazy("placed near the town or village named, not in it"),
    Precision.ADMIN2: gettext_lazy("placed at the district, not at a point"),
    Precision.ADMIN1: gettext_lazy("placed at the province, not at a point"),
    Precision.AREA: gettext_lazy("placed at an area without sharp edges, not at a point"),
    Precision.COUNTRY: gettext_lazy("known only to the country, so it has no place on the map"),
    Precision.UNKNOWN: gettext_lazy("the place is not known, so it is not on the map"),
}


def precision_text(precision: str, *, is_line: bool = False) -> str:
    if precision == Precision.AREA and is_line:
        return _("placed somewhere along a line, not at a point")
    return str(_PRECISION[Precision(precision)])


def place_text(
    place: str,
    country: str = "",
    *,
    relation: str = Relation.IN,
    direction: str = "",
    distance_m: float | None = None,
    other_place: str = "",
    within: str = "",
    is_border: bool = False,
) -> str:
    """The place in words, as the article relates to it: "north-western Idlib, Syria".

    `is_border` marks a place that is a border itself and is named so.
    """
    if not place:
        return _("place unknown")
    where = place if is_border else _related(place, relation, direction, distance_m, other_place)
    if within:
        return _("%(where)s, along %(within)s") % {"where": where, "within": within}
    # A border lies in two countries, and a country is its own.
    if country and country != place and relation != Relation.BORDER:
        return _("%(where)s, %(country)s") % {"where": where, "country": country}
    return where


#: More than these are counted, not named.
MAX_PLACES = 3


def places_text(places: Sequence[tuple[str, str]]) -> str:
    """Several places, each in words with its country, in one phrase; a country common to all stands once."""
    distinct = list(dict.fromkeys(places))
    countries = {country for _words, country in distinct}
    common = countries.pop() if len(countries) == 1 else None
    words = [
        _("%(where)s, %(country)s") % {"where": where, "country": country}
        if country and common is None
        else where
        for where, country in distinct
    ]
    if len(words) > MAX_PLACES:
        left = len(words) - MAX_PLACES + 1
        words = [*words[: MAX_PLACES - 1], _("%(number)d more places") % {"number": left}]
    phrase = words[0]
    if len(words) > 1:
        phrase = _("%(places)s and %(last)s") % {"places": ", ".join(words[:-1]), "last": words[-1]}
    return _("%(where)s, %(country)s") % {"where": phrase, "country": common} if common else phrase


def _related(place: str, relation: str, direction: str, distance_m: float | None, other_place: str) -> str:
    words = {
        "place": place,
        "other": other_place,
        "direction": Direction(direction).label if direction else "",
        "compass": _COMPASS.get(Direction(direction), "") if direction else "",
        "distance": distance_text(distance_m) if distance_m else "",
    }
    if relation == Relation.BETWEEN and other_place:
        return _("between %(place)s and %(other)s") % words
    if relation == Relation.BORDER:
        return (_("border of %(place)s and %(other)s") if other_place else _("border of %(place)s")) % words
    if relation == Relation.COUNTRYSIDE:
        countryside = (
            _("%(direction)s countryside of %(place)s") if direction else _("countryside of %(place)s")
        )
        return countryside % words
    if relation in (Relation.OFFSET, Relation.NEAR) and words["distance"] and words["compass"]:
        return _("%(distance)s %(compass)s of %(place)s") % words
    if relation == Relation.OFFSET and words["distance"]:
        return _("%(distance)s from %(place)s") % words
    if relation in (Relation.OFFSET, Relation.NEAR) and words["compass"]:
        return _("%(compass)s of %(place)s") % words
    if relation in (Relation.OFFSET, Relation.NEAR):
        return _("near %(place)s") % words
    if direction:
        return _("%(direction)s %(place)s") % words
    if relation == Relation.PART_OF:
        return _("part of %(place)s") % words
    return place


def distance_text(distance_m: float) -> str:
    """Kilometres, from one kilometre up without a false decimal: "12 km", "1.5 km", "300 m"."""
    if distance_m < 1000:
        return _("%(metres)d m") % {"metres": round(distance_m)}
    return _("%(kilometres)s km") % {"kilometres": f"{round(distance_m / 1000, 1):g}"}


# How well it is attested

_VERIFICATION = {
    Verification.CONFIRMED: gettext_lazy("those responsible acknowledge it, or it is established otherwise"),
    Verification.FAIR: gettext_lazy("two or more credible sources report it and agree"),
    Verification.WEAK: gettext_lazy("it rests on a single source"),
    Verification.CONTESTED: gettext_lazy("claims about it contradict each other"),
    Verification.DISCOUNTED: gettext_lazy("later evidence speaks against it"),
}


def verification_text(verification: str) -> str:
    """What a grade means: Airwars' grades, worded for disasters too."""
    return str(_VERIFICATION[Verification(verification)])


# Figures

#: After the number that a figure's words end with, in the plural form that a language has for it.
_COUNTED = {
    People.PEOPLE: npgettext_lazy("counted", "person", "people"),
    People.CIVILIANS: npgettext_lazy("counted", "civilian", "civilians"),
    People.CHILDREN: npgettext_lazy("counted", "child", "children"),
    People.WOMEN: npgettext_lazy("counted", "woman", "women"),
    People.COMBATANTS: npgettext_lazy("counted", "combatant", "combatants"),
    People.SECURITY_FORCES: npgettext_lazy(
        "counted", "member of the security forces", "members of the security forces"
    ),
    People.AID_WORKERS: npgettext_lazy("counted", "aid worker", "aid workers"),
    People.JOURNALISTS: npgettext_lazy("counted", "journalist", "journalists"),
}

_MANY = {
    **{people: people.label for people in People},
    People.SECURITY_FORCES: gettext_lazy("members of the security forces"),
}

_CLAIMED = {
    Measure.KILLED: npgettext_lazy("claimed", "killed", "killed"),
    Measure.INJURED: npgettext_lazy("claimed", "injured", "injured"),
    Measure.CASUALTIES: npgettext_lazy("claimed", "casualties", "casualties"),
    Measure.MISSING: npgettext_lazy("claimed", "missing", "missing"),
    Measure.DETAINED: npgettext_lazy("claimed", "detained", "detained"),
    Measure.DISPLACED: npgettext_lazy("claimed", "displaced", "displaced"),
    Measure.EVACUATED: npgettext_lazy("claimed", "evacuated", "evacuated"),
    Measure.SHELTERED: npgettext_lazy("claimed", "sheltered", "sheltered"),
    Measure.RETURNED: npgettext_lazy("claimed", "returned", "returned"),
    Measure.HOMES_DESTROYED: npgettext_lazy("claimed", "home destroyed", "homes destroyed"),
    Measure.HOMES_DAMAGED: npgettext_lazy("claimed", "home damaged", "homes damaged"),
}

#: Number words that take "of" before what they count: "dozens of civilians killed".
_COLLECTIVE = re.compile(r"\b(?:dozens|scores|hundreds|thousands|millions)$", re.IGNORECASE)


def number_said(low: int | None, high: int | None) -> int | None:
    """The number that a figure's words end with, which what follows agrees with; None for words alone."""
    return low if high is None else high


def claimed_text(measure: str, number: int) -> str:
    """What follows a number alone: "88" *killed*. The map and lists say it so."""
    return str(_CLAIMED[Measure(measure)] % number)


def noun(
    *,
    wording: str,
    measure: str,
    people: str = People.PEOPLE,
    unit: str = Unit.PERSON,
    number: int | None = None,
) -> str:
    """What follows a figure's wording in a sentence: "more than 600" *civilians killed*; `number` is that of
    `number_said`."""
    counted = _thing(measure, people, unit) if number is None else _counted(measure, people, unit, number)
    return _("of %(counted)s") % {"counted": counted} if _COLLECTIVE.search(wording.strip()) else counted


def _thing(measure: str, people: str, unit: str) -> str:
    if measure in (Measure.HOMES_DESTROYED, Measure.HOMES_DAMAGED):
        return str(Measure(measure).label)
    who = _("households") if unit == Unit.HOUSEHOLD else str(_MANY[People(people)])
    return _("%(who)s %(measure)s") % {"who": who, "measure": Measure(measure).label}


def _counted(measure: str, people: str, unit: str, number: int) -> str:
    if measure in (Measure.HOMES_DESTROYED, Measure.HOMES_DAMAGED):
        return claimed_text(measure, number)
    if unit == Unit.HOUSEHOLD:
        who = npgettext("counted", "household", "households", number)
    else:
        who = str(_COUNTED[People(people)] % number)
    pattern = npgettext("counted", "%(who)s %(measure)s", "%(who)s %(measure)s", number)
    return pattern % {"who": who, "measure": Measure(measure).label}


def scope_text(scope: str, start: date | None, end: date | None, since: str = "") -> str:
    """What span the figure counts; empty for a single incident, whose date is the event's."""
    if scope == Scope.STOCK:
        return _("as of %(day)s") % {"day": day_text(end)} if end else _("at a date not given")
    if scope == Scope.PERIOD:
        if start and end:
            return _("total for %(span)s") % {"span": _span(start, end, (DAY, "j F", "j"))}
        return _with_ends(_("total for a period"), start, end, since)
    if scope == Scope.RUNNING_TOTAL:
        return _with_ends(_("running total"), start, end, since)
    return ""


def _with_ends(words: str, start: date | None, end: date | None, since: str) -> str:
    if start:
        words = _("%(total)s since %(day)s") % {"total": words, "day": day_text(start)}
    elif since:
        # The article's own words, quoted because no date could be made of them.
        words = _("%(total)s (“%(since)s”)") % {"total": words, "since": since}
    if end:
        words = _("%(total)s, as of %(day)s") % {"total": words, "day": day_text(end)}
    return words
