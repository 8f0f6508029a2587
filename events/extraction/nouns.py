"""Who or what a quantity counts: the nouns of people, households and homes, and nouns that count
neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from events.enums import People
from events.extraction.cues import begins_verb, is_harm_noun, is_participle
from events.extraction.quantities import Quantity
from events.extraction.tokens import Kind, Token

_PEOPLE_NOUNS: dict[People, str] = {
    People.PEOPLE: """people peoples person persons individuals individual residents resident inhabitants
        inhabitant victims victim passengers passenger workers worker men man males male adults adult souls youths youth couple breadwinners ministers
        minister legislators deputies leaders leader brothers sisters siblings cousins tenants tenant guests
        guest campers climbers hikers spectators fans motorists motorcyclists cyclists
        pedestrians pedestrian crewmen crewman divers loggers vendors vendor smugglers
        wives husbands parents grandparents grandchildren deportees deportee prospectors stowaways castaways deceased nationals
        citizens citizen locals refugees refugee migrants migrant idps idp pdi returnees returnee evacuees
        evacuee survivors survivor bystanders bystander protesters protester protestors demonstrators
        students student patients patient prisoners prisoner detainees detainee hostages hostage captives
        worshippers worshipper mourners pilgrims pilgrim tourists tourist employees employee members member
        miners miner travellers travelers commuters relatives foreigners immigrants asylum-seekers seekers
        others somebody someone anyone everyone one elderly sailors sailor crew settlers dead wounded
        injured missing homeless
        displaced fatalities casualties crew-members activists activist politicians officials official
        suspects suspect labourers laborers driver drivers staff colleagues neighbours neighbors human
        humans
        arrivals dissidents lawyers clerics clergy priests monks nuns imams merchants traders tribesmen
        lawmakers candidates judges""",
    People.CIVILIANS: """civilians civilian villagers villager farmers farmer herders herder shepherds
        shoppers teachers teacher fishermen fisherman townspeople non-combatants noncombatants
        farmworkers""",
    People.CHILDREN: """children child kids kid minors minor boys boy girls girl infants infant babies baby
        pupils pupil toddlers toddler schoolchildren schoolgirls schoolboys teenagers teenager teens
        adolescents newborns youngsters underage daughters sons orphans orphan schoolgirl schoolboy
        schoolchild preschoolers newborn""",
    People.WOMEN: "women woman females female housewives mothers mother grandmothers widows",
    People.COMBATANTS: """fighters fighter militants militant rebels rebel insurgents insurgent gunmen
        gunman
        jihadists jihadist jihadis militiamen militiaman guerrillas guerrilla terrorists terrorist attackers
        attacker assailants assailant combatants combatant extremists extremist bandits bandit mercenaries
        mercenary islamists islamist separatists paramilitaries paramilitary gangsters raiders bombers
        bomber
        kidnappers warriors operatives operative hijackers ex-combatants ex-fighters ex-rebels traffickers
        invaders commandos-turned""",
    People.SECURITY_FORCES: """soldiers soldier troops troop policemen policeman policewomen police guards
        guard officers officer servicemen serviceman servicewomen peacekeepers peacekeeper gendarmes
        gendarme
        sappers sapper deminers conscripts conscript commandos commando marines marine airmen recruits
        servicemembers rangers personnel constables jawans cadets cadet reservists pilots pilot paratroopers
        sergeants captains colonels generals lieutenants carabinieri cops cop bodyguards""",
    People.AID_WORKERS: """medics medic paramedics paramedic doctors doctor nurses nurse rescuers rescuer
        volunteers volunteer aid-workers humanitarians firefighters firefighter surgeons midwives
        first-responders""",
    People.JOURNALISTS: """journalists journalist reporters reporter photographers photographer cameramen
        cameraman correspondents correspondent""",
}
_PEOPLE = {noun: people for people, nouns in _PEOPLE_NOUNS.items() for noun in nouns.split()}
_HOUSEHOLDS = frozenset("families family households household hhs hh".split())
_HOMES = frozenset(
    """homes home houses house dwellings dwelling apartments apartment flats huts hut shelters tents tent
    residences shacks buildings building housing tukuls bungalows cottages homesteads homestead shanties
    units""".split()
)
#: Said of people just named: "three soldiers dead".
_STATES = frozenset("dead wounded injured missing homeless displaced".split())
#: Homes only when a word before them says so ("housing units").
_DOUBTFUL_HOMES = frozenset(("units",))
#: "farm workers", "aid workers", "medical staff", "air strikes": the word before the head decides.
_WITH_MODIFIER: dict[str, tuple[frozenset[str], People]] = {
    "aid": (frozenset(("aid", "humanitarian", "relief", "health", "medical", "rescue", "ambulance",
                       "healthcare", "hospital", "un", "u.n.", "red")), People.AID_WORKERS),
    "press": (frozenset(("media", "press", "television", "tv", "radio")), People.JOURNALISTS),
    "state": (frozenset(("army", "police", "military", "security", "border", "coast", "prison", "navy",
                         "paramilitary", "soldier")), People.SECURITY_FORCES),
    "armed": (frozenset(("militia", "rebel", "jihadist", "armed", "gang", "cartel", "taliban", "islamist",
                         "insurgent", "militant", "extremist")), People.COMBATANTS),
}  # fmt: skip
_MODIFIED = frozenset(
    """workers worker staff members member employees personnel crew crews officials officers professionals
    men force forces teams team volunteers troops suspects drivers""".split()
)
_STATE_SIDES = frozenset(
    "army police military navy gendarmerie coastguard security guard guards troops".split()
)
_ARMED_SIDES = frozenset("militia gang gangs cartel militias faction jihadist guerrilla".split())
_CIVIL_MODIFIERS = frozenset("farm".split())
#: Two classes in one noun phrase: the narrower one is what the reader wants to know.
_NARROWING = frozenset((People.CHILDREN, People.WOMEN))
#: Nothing here is a person or a home, even after "killed" or "destroyed".
_THINGS = frozenset(
    """cattle cows cow sheep goats camels livestock animals animal dogs horses chickens birds pigs head
    drones
    drone tanks tank vehicles vehicle cars car trucks truck buses bus ships ship boats boat aircraft planes
    plane jets helicopters rockets rocket missiles missile shells shell bombs bomb strikes strike raids raid
    attacks attack assaults incidents incident clashes blasts blast explosions explosion villages village
    towns
    town cities city districts district provinces province states state countries country counties schools
    school hospitals hospital shops shop mosques churches bridges bridge roads road trees poles factories
    settlements settlement camps camp sites site centres centers weapons rifles guns bullets rounds mines
    mine
    devices metres votes seats points cases case blankets parcels bags sacks tents-kits documents reports
    calls checkpoints positions posts post bases hills locations places areas regions islands municipalities
    prefectures communities markets warehouses stalls flights trips convoys operations sorties tests
    jobs brigades battalions divisions regiments units fires storms floods earthquakes aftershocks wells
    farms fields groups parties factions sides fronts sources rivers names thirds quarters""".split()
)
_STOPS = frozenset(
    """in on at by with from into to for since after before during when while as who whom whose which that
    was were is are be been being has have had having will would could may might can should and or but
    because
    due near across inside outside around against under over between among amid through throughout until
    including plus also still not then there it he she they we i you its if than per so far now already
    reportedly alone
    where within without about via amongst following according said says told yet last this the a an
    remain remains remained become became went go took take came come got found left each every""".split()
)
_SKIPPED_AFTER_OF = frozenset("the its his her their them our these those all which whom".split())
_REACH = 7
"""Words between a quantity and its noun in "newly arrived South Sudanese refugee families" and the like."""


_OWNERS = frozenset("the its his her their our these those all some about around more-than".split())
_SHARES = frozenset(
    "% percent cent most many majority quarter half third thirds quarters part one none some members all".split()
)


class Head(Enum):
    """What stands where the noun of a quantity would."""

    PERSON = "person"
    HOUSEHOLD = "household"
    HOME = "home"
    NONE = "none"
    """Nothing: "and 30 were hurt", "12 others"; the noun is understood from before."""
    THING = "thing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Counted:
    """The noun phrase after a quantity: its head, and the index of the token after it."""

    head: Head
    people: People
    last: int
    first: int
    """The index after the quantity."""
    of_them: bool = False


def read_nouns(tokens: Sequence[Token], found: Sequence[Quantity]) -> tuple[list[Quantity], list[Counted]]:
    """What each quantity counts. In "40 of its 300 soldiers" forty soldiers are counted, not 340."""
    quantities: list[Quantity] = []
    nouns: list[Counted] = []
    for n, quantity in enumerate(found):
        limit = found[n + 1].first if n + 1 < len(found) else len(tokens)
        counted = read_counted(tokens, quantity, limit)
        between = [t.low for t in tokens[quantities[-1].last : quantity.first]] if quantities else []
        if between[:1] == ["of"] and (len(between) == 1 or (len(between) == 2 and between[1] in _OWNERS)):
            nouns[-1] = Counted(counted.head, counted.people, counted.last, nouns[-1].first, of_them=True)
            continue
        before = [t.low for t in tokens[max(0, quantity.first - 3) : quantity.first]]
        if before[1:] and before[-2] == "of" and before[-1] in _OWNERS and before[0] in _SHARES:
            continue  # "70 per cent of the 12,000 residents"
        if before[2:] and before[-1].endswith(("'s", "s'")) and _is_share_of(tokens, quantity.first):
            continue  # "almost all of the town's 9,000 people"
        quantities.append(quantity)
        nouns.append(counted)
    return quantities, nouns


def _is_share_of(tokens: Sequence[Token], at: int) -> bool:
    words = [t.low for t in tokens[max(0, at - 6) : at]]
    if "of" not in words[1:]:
        return False
    return words[len(words) - 2 - words[::-1].index("of")] in _SHARES


def read_counted(tokens: Sequence[Token], quantity: Quantity, limit: int) -> Counted:
    """What stands between a quantity and `limit`, where the next quantity or the passage ends."""
    at = first = quantity.last
    of_them = False
    if at < limit and tokens[at].low == "of":
        at += 1
        while at < limit and tokens[at].low in _SKIPPED_AFTER_OF:
            of_them = True
            at += 1
    last_known: tuple[int, Head, People] | None = None
    unknown: int | None = None
    for n in range(at, min(at + _REACH, limit)):
        token = tokens[n]
        if token.low in ("others", "more", "other", "additional", "further") and n == at:
            at += 1
            if n + 1 < limit and tokens[n + 1].low == "of":
                break
            continue
        if token.kind is not Kind.WORD or token.low in _STOPS or (token.low == "of" and n > at):
            if _glued(tokens, n) or _joins_adjectives(tokens, n, limit):
                continue
            break
        if last_known is not None and token.low in _STATES:
            break
        if n == at and n > first and token.low in _STATES:
            return Counted(Head.PERSON, People.PEOPLE, n + 1, first, True)  # "seven of the dead"
        if begins_verb(token.low) and not _is_modifier(tokens, n, limit):
            break
        if last_known is None and is_harm_noun(token.low) and token.low not in _PEOPLE:
            unknown = n
            break
        kind = _classify(tokens, n, first)
        if kind is not None:
            last_known = _better(last_known, (n, *kind))
            if kind[0] is Head.THING:
                break
        elif last_known is not None:
            break
        else:
            unknown = n
    if last_known is not None:
        people = last_known[2]
        if people is People.PEOPLE and tokens[last_known[0]].low in _MODIFIED:
            people = _members_of(tokens, last_known[0] + 1, limit) or people
        return Counted(last_known[1], people, last_known[0] + 1, first, of_them)
    if unknown is not None and unknown == quantity.last and tokens[unknown].is_capital:
        # A people's name that no ending gives away: "35,000 Brus".
        return Counted(Head.PERSON, People.PEOPLE, unknown + 1, first, of_them)
    if unknown is not None:
        return Counted(Head.UNKNOWN, People.PEOPLE, unknown + 1, first, of_them)
    return Counted(Head.NONE, People.PEOPLE, at, first, of_them)


def _is_modifier(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether a word like "wounded" stands before its noun rather than after it."""
    if tokens[at].low in _PEOPLE and not is_participle(tokens[at].low):
        return True
    if not is_participle(tokens[at].low) and not tokens[at].low.endswith("ing"):
        return tokens[at].low == "arrived"
    ahead = tokens[at + 1 : min(at + 3, limit)]
    for token in ahead:
        if token.kind is not Kind.WORD or token.low in _STOPS:
            return False
        if (
            (token.low in _PEOPLE and token.low not in _STATES)
            or token.low in _HOUSEHOLDS
            or token.low in _HOMES
        ):
            return True
    return False


def _better(old: tuple[int, Head, People] | None, new: tuple[int, Head, People]) -> tuple[int, Head, People]:
    """Heads come last in English ("displaced families", "women prisoners"), but the class may come
    first."""
    if old is None:
        return new
    if new[1] is Head.PERSON and old[1] is Head.PERSON and new[2] is People.PEOPLE:
        return new[0], new[1], old[2]
    return new


def _classify(tokens: Sequence[Token], at: int, first: int) -> tuple[Head, People] | None:
    low = tokens[at].low
    before = tokens[at - 1].low if at > first else ""
    if low in _MODIFIED:
        for words, people in _WITH_MODIFIER.values():
            if before in words:
                return Head.PERSON, people
        if before in _CIVIL_MODIFIERS:
            return Head.PERSON, People.CIVILIANS
    if low in _HOUSEHOLDS:
        return Head.HOUSEHOLD, People.PEOPLE
    if low in _DOUBTFUL_HOMES:
        return (Head.HOME if before in ("housing", "residential") else Head.THING), People.PEOPLE
    if low in _HOMES:
        return Head.HOME, People.PEOPLE
    if low in _PEOPLE:
        return Head.PERSON, _PEOPLE[low]
    if low in _THINGS:
        return Head.THING, People.PEOPLE
    if tokens[at].is_capital and at > 0 and low.endswith(("ians", "eans", "ans", "ese", "is", "ish")):
        return Head.PERSON, People.PEOPLE
    tail = low.rpartition("-")[2]
    if tail != low and tail in _PEOPLE:
        return Head.PERSON, _PEOPLE[tail]
    return None


def _members_of(tokens: Sequence[Token], at: int, limit: int) -> People | None:
    """The class that "of the security forces" makes of members, staff or men."""
    if at >= limit or tokens[at].low not in ("of", "from"):
        return None
    for token in tokens[at + 1 : min(at + 6, limit)]:
        if token.kind is not Kind.WORD or (token.low in _STOPS and token.low != "the"):
            return None
        if (people := side_of(token.low)) is not None:
            return people
    return None


def side_of(low: str) -> People | None:
    """Whose people those of an armed side are: "the army", "the rebels", "the militia"."""
    if low in _STATE_SIDES:
        return People.SECURITY_FORCES
    if low in _ARMED_SIDES or _PEOPLE.get(low) is People.COMBATANTS:
        return People.COMBATANTS
    return People.SECURITY_FORCES if _PEOPLE.get(low) is People.SECURITY_FORCES else None


def _glued(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at].text in "\"'“”‘’«»()[]-"


def _joins_adjectives(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether "and" joins two adjectives of one noun: "South African and Malawian peacekeepers"."""
    if tokens[at].low not in ("and", "or", "/") or at + 2 >= limit:
        return False
    return tokens[at - 1].is_capital and tokens[at + 1].is_capital and tokens[at + 2].kind is Kind.WORD


def people_of(low: str) -> People | None:
    """The class of people that a noun names, None when it names no people."""
    return _PEOPLE.get(low)
