"""The closed lists of the field, with their codes in ACLED, UCDP GED and IDMC.

Nothing here imports the rest of the project. The values are stored in the database and printed in every
export, so a value is never renamed; the labels are for people and are translated.

Sources: ACLED codebook (event types, `geo_precision`, `time_precision`), UCDP GED codebook (`where_prec`,
`date_prec`), IDMC Helix (`accuracy`, figure terms), Airwars (grading).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an article, event, figure or map stands on its way to the reader."""

    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    CHANGED = "changed", _("Changed after publication")
    WITHDRAWN = "withdrawn", _("Withdrawn")


#: The only states that readers see. Everything public is selected by them, through `published()`.
PUBLIC_STATUSES = (Status.PUBLISHED, Status.CHANGED)


class MentionStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    NOT_IDENTIFIABLE = "not_identifiable", _("Not identifiable")


class Acceptance(models.TextChoices):
    """What an editor said of a figure that was read from an article."""

    PROPOSED = "proposed", _("Proposed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class MentionRole(models.TextChoices):
    HAPPENED_HERE = "happened_here", _("Happened here")
    ORIGIN = "origin", _("Origin")
    DESTINATION = "destination", _("Destination")
    ONLY_MENTIONED = "only_mentioned", _("Only mentioned")


class Relation(models.TextChoices):
    """How the text places the event relative to the place it names."""

    IN = "in", _("in")
    NEAR = "near", _("near")
    PART_OF = "part_of", _("part of")
    COUNTRYSIDE = "countryside", _("countryside of")
    BORDER = "border", _("border of")
    BETWEEN = "between", _("between")
    OFFSET = "offset", _("at a distance from")


class Direction(models.TextChoices):
    N = "N", _("northern")
    NE = "NE", _("north-eastern")
    E = "E", _("eastern")
    SE = "SE", _("south-eastern")
    S = "S", _("southern")
    SW = "SW", _("south-western")
    W = "W", _("western")
    NW = "NW", _("north-western")
    CENTRE = "C", _("central")

    @property
    def bearing(self) -> float | None:
        """Degrees clockwise from north; None for the centre."""
        return BEARINGS.get(self)


BEARINGS = {
    Direction.N: 0.0,
    Direction.NE: 45.0,
    Direction.E: 90.0,
    Direction.SE: 135.0,
    Direction.S: 180.0,
    Direction.SW: 225.0,
    Direction.W: 270.0,
    Direction.NW: 315.0,
}


class PlaceKind(models.TextChoices):
    SETTLEMENT = "settlement", _("Settlement")
    ADMIN1 = "admin1", _("Admin-1")
    ADMIN2 = "admin2", _("Admin-2")
    COUNTRY = "country", _("Country")
    BORDER = "border", _("Border")
    NATURAL = "natural", _("Natural feature")
    OWN_AREA = "own_area", _("Own area")


class Precision(models.TextChoices):
    """How exactly a place is known. The map draws each level differently and never more exactly than this."""

    EXACT = "exact", _("Exact")
    SETTLEMENT = "settlement", _("Settlement")
    NEAR = "near", _("Near a settlement")
    ADMIN2 = "admin2", _("Admin-2")
    ADMIN1 = "admin1", _("Admin-1")
    AREA = "area", _("Line or fuzzy area")
    COUNTRY = "country", _("Country")
    UNKNOWN = "unknown", _("Unknown")


#: UCDP GED `where_prec`: 1 exact … 6 country, 7 international waters or airspace. Unknown has no code.
UCDP_WHERE_PREC: dict[Precision, int | None] = {
    Precision.EXACT: 1,
    Precision.SETTLEMENT: 1,
    Precision.NEAR: 2,
    Precision.ADMIN2: 3,
    Precision.ADMIN1: 4,
    Precision.AREA: 5,
    Precision.COUNTRY: 6,
    Precision.UNKNOWN: None,
}

#: ACLED `geo_precision`: 1 a named town, 2 near one or a small part of a region, 3 a larger region.
#: Nothing coarser than 3 is coded by ACLED.
ACLED_GEO_PRECISION: dict[Precision, int | None] = {
    Precision.EXACT: 1,
    Precision.SETTLEMENT: 1,
    Precision.NEAR: 2,
    Precision.ADMIN2: 2,
    Precision.ADMIN1: 3,
    Precision.AREA: 3,
    Precision.COUNTRY: None,
    Precision.UNKNOWN: None,
}

#: IDMC Helix `accuracy`: POINT, ADM3 … ADM0. Helix has no code for a line.
IDMC_ACCURACY: dict[Precision, str | None] = {
    Precision.EXACT: "POINT",
    Precision.SETTLEMENT: "POINT",
    Precision.NEAR: "ADM3",
    Precision.ADMIN2: "ADM2",
    Precision.ADMIN1: "ADM1",
    Precision.AREA: "ADM1",
    Precision.COUNTRY: "ADM0",
    Precision.UNKNOWN: None,
}


class DatePrecision(models.TextChoices):
    DAY = "day", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    UNKNOWN = "unknown", _("Unknown")


#: UCDP GED `date_prec`: 1 exact, 2 two to six days, 3 a week, 4 a month, 5 up to a year.
UCDP_DATE_PREC: dict[DatePrecision, int | None] = {
    DatePrecision.DAY: 1,
    DatePrecision.WEEK: 3,
    DatePrecision.MONTH: 4,
    DatePrecision.YEAR: 5,
    DatePrecision.UNKNOWN: None,
}

#: ACLED `time_precision`: 1 the day, 2 the week, 3 the month. Nothing coarser is coded.
ACLED_TIME_PRECISION: dict[DatePrecision, int | None] = {
    DatePrecision.DAY: 1,
    DatePrecision.WEEK: 2,
    DatePrecision.MONTH: 3,
    DatePrecision.YEAR: None,
    DatePrecision.UNKNOWN: None,
}

IDMC_DATE_ACCURACY: dict[DatePrecision, str | None] = {
    DatePrecision.DAY: "DAY",
    DatePrecision.WEEK: "WEEK",
    DatePrecision.MONTH: "MONTH",
    DatePrecision.YEAR: "YEAR",
    DatePrecision.UNKNOWN: None,
}


class Verification(models.TextChoices):
    """After Airwars' grading; says how well an event is attested and is independent of `Status`."""

    CONFIRMED = "confirmed", _("Confirmed")
    FAIR = "fair", _("Fair")
    WEAK = "weak", _("Weak")
    CONTESTED = "contested", _("Contested")
    DISCOUNTED = "discounted", _("Discounted")


class KindGroup(models.TextChoices):
    """The branches of the tree of kinds. Each has one colour and one shape on every map."""

    SHELLING = "shelling", _("Shelling")
    AIR_STRIKE = "air_strike", _("Air strike")
    FIGHTING = "fighting", _("Fighting")
    BOMBING = "bombing", _("Bombs and mines")
    VIOLENCE = "violence", _("Violence against civilians")
    STRATEGIC = "strategic", _("Patrols, agreements, arrests")
    PROTEST = "protest", _("Protests and riots")
    DISPLACEMENT = "displacement", _("Displacement")
    DISASTER = "disaster", _("Disaster")


class EventKind(models.TextChoices):
    SHELLING = "shelling_artillery", _("Shelling, artillery or missiles")
    AIR_STRIKE = "air_or_drone_strike", _("Air or drone strike")
    CLASH = "clash", _("Armed clash")
    GOVERNMENT_ADVANCE = "government_regains_territory", _("Government regains territory")
    NON_STATE_ADVANCE = "non_state_takes_territory", _("Non-state actor takes territory")
    OFFENSIVE = "offensive", _("Offensive over time")
    SUICIDE_BOMB = "suicide_bomb", _("Suicide bomb")
    REMOTE_EXPLOSIVE = "remote_explosive", _("Remote explosive, mine or IED")
    GRENADE = "grenade", _("Grenade")
    CHEMICAL_WEAPON = "chemical_weapon", _("Chemical weapon")
    ATTACK = "attack_on_civilians", _("Attack on civilians")
    ABDUCTION = "abduction", _("Abduction or forced disappearance")
    SEXUAL_VIOLENCE = "sexual_violence", _("Sexual violence")
    PATROL = "patrol", _("Patrol or deployment")
    AGREEMENT = "agreement", _("Agreement")
    ARRESTS = "arrests", _("Arrests")
    BASE = "base_established", _("Headquarters or base established")
    TRANSFER = "non_violent_transfer", _("Non-violent transfer of territory")
    LOOTING = "looting_or_destruction", _("Looting or property destruction")
    DISRUPTED_WEAPONS = "disrupted_weapons_use", _("Disrupted weapons use")
    GROUP_CHANGE = "change_to_group", _("Change to a group or its activity")
    OTHER_STRATEGIC = "other_strategic", _("Other strategic development")
    PEACEFUL_PROTEST = "peaceful_protest", _("Peaceful protest")
    PROTEST_INTERVENTION = "protest_with_intervention", _("Protest with intervention")
    EXCESSIVE_FORCE = "excessive_force", _("Excessive force against protesters")
    VIOLENT_DEMONSTRATION = "violent_demonstration", _("Violent demonstration")
    MOB_VIOLENCE = "mob_violence", _("Mob violence")
    FLIGHT = "flight", _("Flight")
    EVACUATION = "evacuation", _("Evacuation")
    SHELTER = "shelter", _("People in camps or shelters")
    RETURN = "return", _("Return")
    EARTHQUAKE = "earthquake", _("Earthquake")
    FLOOD = "flood", _("Flood")
    STORM = "storm", _("Storm")
    OTHER_DISASTER = "other_disaster", _("Other disaster")

    @property
    def group(self) -> KindGroup:
        return KINDS[self].group


@dataclass(frozen=True, slots=True)
class KindCodes:
    """A kind's branch and its ACLED type and sub-type; None where ACLED codes no such event."""

    group: KindGroup
    acled_type: str | None = None
    acled_sub_type: str | None = None


_BATTLES = "Battles"
_REMOTE = "Explosions/Remote violence"
_CIVILIANS = "Violence against civilians"
_STRATEGIC = "Strategic developments"
_PROTESTS = "Protests"
_RIOTS = "Riots"

#: An offensive over time has no ACLED code: ACLED codes one day and one place, and divides or drops totals.
KINDS: dict[EventKind, KindCodes] = {
    EventKind.SHELLING: KindCodes(KindGroup.SHELLING, _REMOTE, "Shelling/artillery/missile attack"),
    EventKind.AIR_STRIKE: KindCodes(KindGroup.AIR_STRIKE, _REMOTE, "Air/drone strike"),
    EventKind.CLASH: KindCodes(KindGroup.FIGHTING, _BATTLES, "Armed clash"),
    EventKind.GOVERNMENT_ADVANCE: KindCodes(KindGroup.FIGHTING, _BATTLES, "Government regains territory"),
    EventKind.NON_STATE_ADVANCE: KindCodes(
        KindGroup.FIGHTING, _BATTLES, "Non-state actor overtakes territory"
    ),
    EventKind.OFFENSIVE: KindCodes(KindGroup.FIGHTING),
    EventKind.SUICIDE_BOMB: KindCodes(KindGroup.BOMBING, _REMOTE, "Suicide bomb"),
    EventKind.REMOTE_EXPLOSIVE: KindCodes(KindGroup.BOMBING, _REMOTE, "Remote explosive/landmine/IED"),
    EventKind.GRENADE: KindCodes(KindGroup.BOMBING, _REMOTE, "Grenade"),
    EventKind.CHEMICAL_WEAPON: KindCodes(KindGroup.BOMBING, _REMOTE, "Chemical weapon"),
    EventKind.ATTACK: KindCodes(KindGroup.VIOLENCE, _CIVILIANS, "Attack"),
    EventKind.ABDUCTION: KindCodes(KindGroup.VIOLENCE, _CIVILIANS, "Abduction/forced disappearance"),
    EventKind.SEXUAL_VIOLENCE: KindCodes(KindGroup.VIOLENCE, _CIVILIANS, "Sexual violence"),
    EventKind.PATROL: KindCodes(KindGroup.STRATEGIC, _STRATEGIC, "Other"),
    EventKind.AGREEMENT: KindCodes(KindGroup.STRATEGIC, _STRATEGIC, "Agreement"),
    EventKind.ARRESTS: KindCodes(KindGroup.STRATEGIC, _STRATEGIC, "Arrests"),
    EventKind.BASE: KindCodes(KindGroup.STRATEGIC, _STRATEGIC, "Headquarters or base established"),
    EventKind.TRANSFER: KindCodes(KindGroup.STRATEGIC, _STRATEGIC, "Non-violent transfer of territory"),
    EventKind.LOOTING: KindCodes(KindGroup.STRATEGIC, _STRATEGIC, "Looting/property destruction"),
    EventKind.DISRUPTED_WEAPONS: KindCodes(KindGroup.STRATEGIC, _STRATEGIC, "Disrupted weapons use"),
    EventKind.GROUP_CHANGE: KindCodes(KindGroup.STRATEGIC, _STRATEGIC, "Change to group/activity"),
    EventKind.OTHER_STRATEGIC: KindCodes(KindGroup.STRATEGIC, _STRATEGIC, "Other"),
    EventKind.PEACEFUL_PROTEST: KindCodes(KindGroup.PROTEST, _PROTESTS, "Peaceful protest"),
    EventKind.PROTEST_INTERVENTION: KindCodes(KindGroup.PROTEST, _PROTESTS, "Protest with intervention"),
    EventKind.EXCESSIVE_FORCE: KindCodes(KindGroup.PROTEST, _PROTESTS, "Excessive force against protesters"),
    EventKind.VIOLENT_DEMONSTRATION: KindCodes(KindGroup.PROTEST, _RIOTS, "Violent demonstration"),
    EventKind.MOB_VIOLENCE: KindCodes(KindGroup.PROTEST, _RIOTS, "Mob violence"),
    EventKind.FLIGHT: KindCodes(KindGroup.DISPLACEMENT),
    EventKind.EVACUATION: KindCodes(KindGroup.DISPLACEMENT),
    EventKind.SHELTER: KindCodes(KindGroup.DISPLACEMENT),
    EventKind.RETURN: KindCodes(KindGroup.DISPLACEMENT),
    EventKind.EARTHQUAKE: KindCodes(KindGroup.DISASTER),
    EventKind.FLOOD: KindCodes(KindGroup.DISASTER),
    EventKind.STORM: KindCodes(KindGroup.DISASTER),
    EventKind.OTHER_DISASTER: KindCodes(KindGroup.DISASTER),
}


class Measure(models.TextChoices):
    KILLED = "killed", _("killed")
    INJURED = "injured", _("injured")
    CASUALTIES = "casualties", _("casualties")
    MISSING = "missing", _("missing")
    DETAINED = "detained", _("detained")
    DISPLACED = "displaced", _("displaced")
    EVACUATED = "evacuated", _("evacuated")
    SHELTERED = "sheltered", _("sheltered")
    RETURNED = "returned", _("returned")
    HOMES_DESTROYED = "homes_destroyed", _("homes destroyed")
    HOMES_DAMAGED = "homes_damaged", _("homes damaged")


#: Which circle a figure belongs to on the map. Casualties and people moved are never drawn as one.
CASUALTY_MEASURES = (Measure.KILLED, Measure.INJURED, Measure.CASUALTIES, Measure.MISSING, Measure.DETAINED)
DISPLACEMENT_MEASURES = (Measure.DISPLACED, Measure.EVACUATED, Measure.SHELTERED, Measure.RETURNED)
HOUSING_MEASURES = (Measure.HOMES_DESTROYED, Measure.HOMES_DAMAGED)

#: IDMC Helix figure terms. IDMC counts deaths too, but has no term for injured, missing or detained.
IDMC_TERM: dict[Measure, str | None] = {
    Measure.KILLED: None,
    Measure.INJURED: None,
    Measure.CASUALTIES: None,
    Measure.MISSING: None,
    Measure.DETAINED: None,
    Measure.DISPLACED: "DISPLACED",
    Measure.EVACUATED: "EVACUATED",
    Measure.SHELTERED: "SHELTERED",
    Measure.RETURNED: "RETURNS",
    Measure.HOMES_DESTROYED: "DESTROYED_HOUSING",
    Measure.HOMES_DAMAGED: "PARTIALLY_DESTROYED_HOUSING",
}


class People(models.TextChoices):
    PEOPLE = "people", _("people")
    CIVILIANS = "civilians", _("civilians")
    CHILDREN = "children", _("children")
    WOMEN = "women", _("women")
    COMBATANTS = "combatants", _("combatants")
    SECURITY_FORCES = "security_forces", _("security forces")
    AID_WORKERS = "aid_workers", _("aid workers")
    JOURNALISTS = "journalists", _("journalists")


class Unit(models.TextChoices):
    PERSON = "person", _("people")
    HOUSEHOLD = "household", _("households")
    HOME = "home", _("homes")


class Quantifier(models.TextChoices):
    EXACT = "exact", _("exactly")
    AT_LEAST = "at_least", _("at least")
    MORE_THAN = "more_than", _("more than")
    ABOUT = "about", _("about")
    UP_TO = "up_to", _("up to")
    LESS_THAN = "less_than", _("less than")
    BETWEEN = "between", _("between")


class Scope(models.TextChoices):
    """What span of events a figure counts. Incidents add; running totals and stocks never do."""

    INCIDENT = "incident", _("incident")
    PERIOD = "period", _("period total")
    RUNNING_TOTAL = "running_total", _("running total")
    STOCK = "stock", _("at a date")


class FigureRole(models.TextChoices):
    RECOMMENDED = "recommended", _("Recommended")
    CORROBORATING = "corroborating", _("Corroborating")
    SUPERSEDED = "superseded", _("Superseded")
    DISPUTED = "disputed", _("Disputed")


class OrganisationKind(models.TextChoices):
    OBSERVATORY = "observatory", _("Observatory or monitor")
    GOVERNMENT = "government", _("Government or ministry")
    UNITED_NATIONS = "united_nations", _("United Nations")
    AID = "aid", _("Aid organisation")
    RESCUE = "rescue", _("Rescue service")
    ARMED_FORCES = "armed_forces", _("Armed forces")
    ARMED_GROUP = "armed_group", _("Armed group")
    MEDIA = "media", _("News organisation")
    OTHER = "other", _("Other")


class NameKind(models.TextChoices):
    MAIN = "main", _("Main name")
    ALTERNATE = "alternate", _("Alternate name")
    OWN = "own", _("Own alias")


class LayerStyle(models.TextChoices):
    SYMBOLS = "symbols", _("Symbols by kind")
    AREAS = "areas", _("Areas")
    FIGURES = "figures", _("Sized figures")


class ArticleKind(models.TextChoices):
    """A record is a data set's row written out: it stands where an article stands, and is never read in."""

    ARTICLE = "article", _("Article")
    RECORD = "record", _("Record of a data set")


class Scheme(models.TextChoices):
    """Whose columns a data set has."""

    ACLED = "acled", "ACLED"
    UCDP = "ucdp", "UCDP GED"
    DATELINE = "dateline", _("Dateline, or chosen column by column")


class ImportMode(models.TextChoices):
    ALL = "all", _("All rows or none")
    GOOD = "good", _("The rows that are good")


class ImportState(models.TextChoices):
    PREPARED = "prepared", _("Looked at, not run yet")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused, nothing was written")
    RUNNING = "running", _("Being read in")
    BROKEN_OFF = "broken_off", _("Broken off, nothing was written")
