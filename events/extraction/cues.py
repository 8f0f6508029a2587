"""The words that say what happened to those counted, and on which side of the number they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Flag, auto

from events.enums import Measure
from events.extraction.tokens import Token


class Side(Flag):
    """Where a cue finds its number."""

    SUBJECT = auto()
    """The number stands before: "12 people died"."""
    OBJECT = auto()
    """The number stands after: "killing 12 people"."""
    PARTICIPLE = auto()
    """Either, by its voice: "12 were killed", "a shell killed 12"."""
    NOUN = auto()
    """The number's own noun: "12 deaths", "the 12 wounded"."""
    LABEL = auto()
    """A noun before the number: "the death toll rose to 12"."""


class Needs(Flag):
    """What a cue must count to mean what it says."""

    ANYONE = auto()
    HOMES = auto()


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at `tokens[first:last]`. `measure` None marks people who are counted but not harmed or
    moved."""

    first: int
    last: int
    measure: Measure | None
    side: Side
    needs: Needs


_S, _O, _P, _N, _L = Side.SUBJECT, Side.OBJECT, Side.PARTICIPLE, Side.NOUN, Side.LABEL
_Rows = tuple[tuple[Measure | None, Side, str], ...]

_PEOPLE_CUES: _Rows = (
    (Measure.KILLED, _P, """killed|slain|massacred|slaughtered|murdered|executed|gunned down|shot dead|
        beheaded|
        assassinated|lynched|crushed to death|burned to death|burnt to death|beaten to death|hacked to
        death|
        stabbed to death|electrocuted|shot and killed|martyred|drowned|buried|burned alive|neutralised|
        neutralized|
        eliminated|put to death|hanged"""),
    (Measure.KILLED, _O, """kill|kills|killing|killings of|murdering|slaughtering|executing|massacring|
        claimed
        the lives of|claiming the lives of|claims the lives of|cost the lives of|took the lives of|taking
        the lives of|
        taken the lives of|the lives of|the deaths of|deaths of|death of|the death of|killing of|among
        the dead were|among the dead are|among the dead was|
        the dead included|the dead include|among those killed were|the victims included|the victims
        include|among the
        victims were|murder of|massacre of|execution
        of|bodies of|remains of|mourned|buried|lost|drowning|shooting dead|bury|
        the loss of|execute"""),
    (Measure.KILLED, _S, """died|die|dies|dying|perished|perish|lost their lives|lost his life|lost her
        life|
        lose their lives|lost their life|were dead|dead|succumbed|reported dead|found dead|confirmed dead|
        presumed dead|pronounced dead|have been dead|left dead|lay dead|lives were lost|fell|were lost|
        feared dead|to death|were fatal"""),
    (Measure.KILLED, _N, """dead|deaths|death|fatalities|fatality|killed|killings|burials|bodies|corpses|
        lives|martyrs|
        fatally|victims|graves"""),
    (Measure.KILLED, _L, """death toll|toll|death count|body count|number of dead|number of deaths|number of
        people killed|number of killed|fatalities|dead|deaths|number of fatalities|number of victims|number
        of those killed|number killed|number of civilians killed|confirmed deaths|killed|death"""),
    (Measure.INJURED, _P, """injured|wounded|hurt|hospitalised|hospitalized|maimed|burned|burnt|scalded|
        critically injured|seriously injured|shot and wounded|mutilated"""),
    (Measure.INJURED, _O, "injuring|wounding|injure|injures|wound|hurting|maiming|injuries to|treated|"
        "treating|hurts|"
        "among the wounded were|among the injured were|the wounded included|the injured included"),
    (Measure.INJURED, _S, """were treated|was treated|been treated|being treated|suffered injuries|sustained
        injuries|suffered wounds|suffered burns|suffered serious injuries|suffered minor injuries|
        sustained minor
        injuries|sustained wounds|are in hospital|were taken to hospital|was taken to hospital|taken to
        hospitals|were rushed to hospital|in hospital|in critical condition|in a critical condition|with
        gunshot|
        with shrapnel|with injuries|with wounds|with burns|are being treated|critically ill|lost limbs|
        lost a leg|have lost a leg|with bullet|in serious condition|in intensive care|gunshot wounds|
        sought treatment|required treatment|needed treatment|received treatment|receiving treatment"""),
    (Measure.INJURED, _N, "injured|wounded|injuries|injury|wounds|patients|hurt|hospitalisations"),
    (Measure.INJURED, _L, "number of injured|number of wounded|injured|wounded|injuries|number of people "
        "injured"),
    (Measure.CASUALTIES, _N, "casualties|casualty"),
    (Measure.CASUALTIES, _L, "casualties|number of casualties|casualty toll|casualty count|casualty figure"),
    (Measure.CASUALTIES, _P, """killed or injured|killed or wounded|injured or killed|wounded or killed|
        killed and
        injured|dead or wounded|dead or injured|killed or maimed|killed or hurt"""),
    (Measure.CASUALTIES, _N, """killed or injured|killed or wounded|dead or wounded|dead or injured"""),
    (Measure.MISSING, _S, """missing|went missing|gone missing|unaccounted for|disappeared|vanished|are
        missing|
        trapped|feared trapped|remain trapped|be found"""),
    (Measure.MISSING, _N, "missing|disappearances|missing persons|missing people"),
    (Measure.MISSING, _L, "number of missing|missing|number of people missing|number of those missing"),
    (Measure.DETAINED, _P, """detained|arrested|abducted|kidnapped|captured|seized|imprisoned|jailed|
        taken hostage|
        taken captive|taken prisoner|rounded up|apprehended|interned|held hostage|held captive|locked up|
        in custody|were taken|was taken|been taken|taken into custody|remanded|held without charge|held
        without trial|snatched|
        taken away|behind bars"""),
    (Measure.DETAINED, _O, """detain|detains|detaining|arresting|arrest|abducting|abduct|kidnapping|
        kidnap|seizing|
        capturing|capture|arrest of|arrests of|detention of|abduction of|kidnapping of|abductions of|
        imprisoning|jailing|taking hostage|takes prisoner|capture of|rounding up"""),
    (Measure.DETAINED, _S, """held|being held|prisoner|hostage|captive|in detention|in jail|in prison|
        remain in
        detention|in prisons|in jails"""),
    (Measure.DETAINED, _N, """arrests|detainees|prisoners|hostages|captives|abductions|abductees|
        kidnappings|
        detentions|inmates"""),
    (Measure.DETAINED, _L, "number of detainees|number held|number detained|detained|arrested|number of "
        "prisoners"),
    (Measure.RETURNED, _S, """returned|return home|gone back|went back|go back|come home|came home|coming
        home|
        returning|moved back|gone home|went home|go home|resettled|repatriated|come back|came back|back
        to|return to|
        have returned|returning home|back home|return|move back|returned home|going back|got back|"""),
    (Measure.RETURNED, _P, "repatriated|resettled|brought home|brought back|sent home|taken home|bussed back|"
        "reintegrated"),
    (Measure.RETURNED, _O, "return of|returns of|repatriation of|repatriating|bringing home|bringing back|"
        "resettlement of|resettling"),
    (Measure.RETURNED, _N, "returnees|returns|returning|returned|returnee"),
    (Measure.RETURNED, _L, "number of returnees|returnees|number of returns|returned"),
    (Measure.EVACUATED, _P, """evacuated|airlifted|evacuated from|moved to safety|brought to safety|taken to
        safety|ferried to safety|led to safety|been moved to|were moved to|was moved to|bussed out"""),
    (Measure.EVACUATED, _O, """evacuate|evacuates|evacuating|evacuation of|evacuations of|airlifting|
        evacuation for|
        evacuations for|airlift|evacuation orders for|evacuation order for|moved|moving"""),
    (Measure.EVACUATED, _S, """to evacuate|had to evacuate|have to evacuate|must evacuate|evacuating|
        evacuate|
        ordered out|board the trains|board trains|forced to evacuate|ordered to evacuate|told to evacuate|
        asked to evacuate|ordered to leave|told to leave|under evacuation orders|be evacuated"""),
    (Measure.EVACUATED, _N, "evacuees|evacuated|evacuations|evacuee"),
    (Measure.EVACUATED, _L, "evacuated|number of evacuees|evacuation total people|evacuated people|evacuees|"
        "number of evacuated|number evacuated|population evacuated|total evacuated"),
    (Measure.DISPLACED, _P, """displaced|uprooted|driven out|driven from|expelled|relocated|deported|
        forcibly
        displaced|dislocated|chased out|chased from|forced out|forced from|driven away|made homeless|left
        homeless|rendered homeless|internally displaced|evicted|turned back|dispossessed|transferred|
        shifted"""),
    (Measure.DISPLACED, _O, """displacing|displace|displaces|uprooting|forcing|forced|forces|driving|
        drove|drive|
        sending|expelling|relocating|displacement of|relocation of|exodus of|flight of|expulsion of|
        relocate|evicting|compelling|compelled|eviction of|influx of|arrival of|pushed"""),
    (Measure.DISPLACED, _S, """fled|flee|fleeing|flees|left their homes|leave their homes|leaving their
        homes|
        leave|abandoned|escaped|crossed|crossing|arrived|entered|lost their homes|lost their houses|lost
        homes|homeless|
        moved|walked|headed|drove|slept elsewhere|spent the night|spent the night in the open|left for|
        arrive|arrives|escape|to flee|have left|had left|left home|
        streamed|poured|pouring|streaming|arriving|displaced|made their way|sought safety|ran|waded|
        away from home|living in displacement|nothing left|unable to return|cannot return|reach the camps|
        without shelter|without a home|without homes|sans abris|from their homes|out of their homes|
        reached|reach|set out|out of the|on the move|become homeless|became homeless|
        roofless|lost everything|left the|left between|left on|left in|left by|fled to|move to|moving|
        cross|flocked|trekked|flooded into|slept outside|slept in the open|sleeping rough|moved out|
        forced to leave|have had to leave|had to leave|forced to move|relocated|were away from home"""),
    (Measure.DISPLACED, _N, """idps|idp|homeless|displaced|pdi|internally displaced|internally displaced
        persons|
        internally displaced people|arrivals|displacements|new arrivals"""),
    (Measure.DISPLACED, _L, """number of displaced|number of idps|idps|idps total|displaced|number of
        displaced
        people|number of displaced persons|internal displacement|displacement|number of homeless|homeless|
        internally displaced people|internally displaced persons|displaced people|displaced persons|total
        displaced|number of internally displaced people|number of people displaced|number of families
        displaced|
        number of displaced families|idp population"""),
    (Measure.SHELTERED, _S, """sheltering|shelter|sheltered|spent the night in|spend the night in|live in
        camps|living in camps|live in tents|living in
        tents|live in|living in|staying|stay in|stay with|stayed in|stayed with|sleep in|sleeping in|
        hosted|accommodated|housed|took shelter|taken
        shelter|take shelter|take refuge|took refuge|taken refuge|sought refuge|sought shelter|seeking
        refuge|seeking shelter|seek shelter|living with|crammed|crowded into|crowded|
        found shelter|find shelter|found refuge|living under|camped|camping|lodged|were put up|given
        shelter|registered refugees|
        in need of shelter|need shelter|in need of emergency shelter|
        in need of temporary shelter|need emergency shelter|need temporary shelter|
        temporarily housed|packed into|huddled|huddling"""),
    (Measure.SHELTERED, _P, "hosted|accommodated|housed|sheltered|taken in|put up|lodged|placed in|hosted by|"
        "accommodated in|relocated to camps"),
    (Measure.SHELTERED, _O, """hosts|hosting|host|accommodating|accommodates|housing|sheltering|shelters|
        shelter|
        refuge for|refuge to|taken in|took in|takes in|accommodate|hold|holds|holding|held|
        shelter for|shelter to|haven for|been hosting|houses|house|hosted|admitted"""),
    (Measure.SHELTERED, _N, "refugees|asylum seekers|asylum-seekers|refugee"),
    (Measure.SHELTERED, _L, "number of refugees|refugees|number of sheltered|number sheltered|"
        "refugee population|number of people in camps|number of people in shelters"),
    (None, _P, """affected|rescued|saved|deployed|assisted|helped|fed|vaccinated|employed|trained|freed|
        released|
        sent|provided|given|stranded|recruited|mobilised|mobilized|surveyed|interviewed|registered to vote|
        hired|invited|inoculated|infected|isolated|supported|reached with|enrolled|accused|charged"""),
    (None, _O, """affecting|affect|affects|population of|rescue|rescuing|deploying|deploy|helping|
        assisting|assist|
        aid to|help|for a population of|inhabitants of|force of|team of|group of|crew of|army of|seats|
        freeing|
        releasing|release|release of|release of some|assistance to|food to|threatening|threaten|support
        to|supports|
        relief to|home to|home for|aid for|meals for|targeting|reaching"""),
    (None, _S, """in need|need|needs|require|requires|requiring|without power|without electricity|without
        water|
        marched|protested|gathered|demonstrated|attended|voted|at risk|face|facing|lost power|lack|
        suffered losses|
        work|worked|survived|took part|participated|rallied|threatened|signed up|could be|benefited|
        benefit|benefitted|
        at risk of|in urgent need|joined|served|serve|took to the streets"""),
)  # fmt: skip

_HOME_CUES: _Rows = (
    (Measure.HOMES_DESTROYED, _P, """destroyed|burned|burnt|torched|razed|demolished|gutted|washed away|
        flattened|
        levelled|leveled|burned down|burnt down|swept away|set on fire|set ablaze|buried|wrecked|
        obliterated|
        reduced to|wiped out|pulled down|bulldozed|set alight|lost|consumed|damaged or destroyed|
        destroyed or
        damaged|completely destroyed|totally destroyed|blown up|ruined|torn down|uninhabitable"""),
    (Measure.HOMES_DESTROYED, _O, """destroying|destroy|destroys|torching|razing|demolishing|flattening|
        levelling|
        destruction of|demolition of|burning|burning down|set fire to|setting fire to|burn|burns|demolish|
        collapse of|washing away|sweeping away|loss of|gutting|ripping through|bulldozing|torch|setting
        ablaze|leveling|wiping out|damaging or destroying|destroying or damaging|swept through|wrecking|
        damage or destruction of"""),
    (Measure.HOMES_DESTROYED, _S, """collapsed|collapse|uninhabitable|were lost|burned|are gone|were gone|
        caved in|ruined|in ruins|
        went up in flames|were ablaze|unlivable|have been lost|fell down"""),
    (Measure.HOMES_DESTROYED, _L, "destroyed housing|houses destroyed|homes destroyed|destroyed|"
        "destroyed houses|destroyed homes|houses burned|completely destroyed|totally destroyed|"
        "collapsed houses|burned houses"),
    (Measure.HOMES_DESTROYED, _N, "destroyed|collapsed|burned"),
    (Measure.HOMES_DAMAGED, _P, """damaged|flooded|inundated|partially destroyed|partly destroyed|submerged|
        partially damaged|unroofed|badly damaged|severely damaged|moderately damaged|cracked|affected|hit|
        partially collapsed|partly damaged"""),
    (Measure.HOMES_DAMAGED, _O, "damaging|damage|damages|damage to|flooding|inundating|submerging|flood|"
        "inundate|tearing roofs off|ripping roofs off"),
    (Measure.HOMES_DAMAGED, _S, """in need of repair|under water|underwater|lost their roofs|lost roofs|
        suffered
        damage|sustained damage|need repair|with damage|need repairs|without roofs"""),
    (Measure.HOMES_DAMAGED, _L, "damaged houses|damaged homes|damaged housing|damaged|houses damaged|"
        "homes damaged"),
    (Measure.HOMES_DAMAGED, _N, "damaged|partially destroyed|flooded"),
)  # fmt: skip


_SHELTERS = """relief camps|relief camp|temporary shelters|temporary shelter|emergency shelters|
    temporary emergency shelters|emergency shelter|evacuation centres|evacuation centers|evacuation centre|
    evacuation center|evacuation shelters|shelters|camps|tents|temporary accommodation|tent camps|
    temporary relief camps|
    transit centres|reception centres|collective centres|collective shelters|displacement camps|refugee
    camps"""
_PLACES: _Rows = (
    (
        Measure.SHELTERED,
        _S,
        "|".join(
            f"{place} {shelter}"
            for place in ("in", "at", "into", "to", "inside")
            for shelter in _SHELTERS.split("|")
        ),
    ),
)


def _index(rows: _Rows, needs: Needs) -> dict[str, list[tuple[tuple[str, ...], Measure | None, Side, Needs]]]:
    index: dict[str, list[tuple[tuple[str, ...], Measure | None, Side, Needs]]] = {}
    for measure, side, phrases in rows:
        for phrase in filter(str.strip, phrases.split("|")):
            words = tuple(phrase.split())
            index.setdefault(words[0], []).append((words, measure, side, needs))
    return index


_BY_FIRST = _index(_PEOPLE_CUES + _PLACES, Needs.ANYONE)
for _word, _entries in _index(_HOME_CUES, Needs.HOMES).items():
    _BY_FIRST.setdefault(_word, []).extend(_entries)


#: Words that begin a verb of a counted subject, so that the noun phrase before them is over.
_VERBS = frozenset(
    word
    for word, entries in _BY_FIRST.items()
    for _, _, side, _ in entries
    if side & (Side.SUBJECT | Side.PARTICIPLE)
)
_PARTICIPLES = frozenset(
    word
    for word, entries in _BY_FIRST.items()
    for _, _, side, _ in entries
    if side & (Side.PARTICIPLE | Side.NOUN)
)


_NOUNS = frozenset(
    word
    for word, entries in _BY_FIRST.items()
    for words, _, side, _ in entries
    if side is Side.NOUN and len(words) == 1 and word not in _VERBS
)


def is_harm_noun(low: str) -> bool:
    """Whether the word is what is counted: "15 bodies", "38 casualties"."""
    return low in _NOUNS


def begins_verb(low: str) -> bool:
    return low in _VERBS


def is_participle(low: str) -> bool:
    """Whether the word may also stand before a noun: "wounded people"."""
    return low in _PARTICIPLES


def find_cues(tokens: Sequence[Token]) -> list[Cue]:
    """Every cue of a passage in order of its first word; overlapping ones are all kept."""
    cues = []
    for at, token in enumerate(tokens):
        for words, measure, side, needs in _BY_FIRST.get(token.low, ()):
            last = at + len(words)
            if last <= len(tokens) and all(tokens[at + n].low == word for n, word in enumerate(words)):
                cues.append(Cue(at, last, measure, side, needs))
    return _longest(cues)


def _longest(cues: list[Cue]) -> list[Cue]:
    """Without the cues that stand inside a longer one: "shot dead" is one verb, not "dead"."""
    kept: list[Cue] = []
    outer: Cue | None = None
    for cue in sorted(cues, key=lambda c: (c.first, -c.last)):
        is_shorter = outer is not None and cue.last - cue.first < outer.last - outer.first
        if outer is not None and is_shorter and cue.last <= outer.last and outer.side & (cue.side | _P):
            continue
        if (outer is None or cue.last > outer.last) and cue.side is not Side.LABEL:
            outer = cue
        kept.append(cue)
    return kept
