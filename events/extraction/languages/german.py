"""German: "in der Ukraine", "Kiews", "Nordsyrien", "nördlich von Donezk". Every noun has a capital."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from events.enums import Direction, PlaceKind, Relation
from events.extraction.languages.profile import (
    LIKELY,
    NAMED,
    OPENING,
    PLACED,
    STRIP,
    UNLIKELY,
    Cue,
    Form,
    Profile,
    joined,
    phrases,
)
from events.extraction.languages.words import Word

_SETTLEMENTS = phrases(
    """stadt ort ortes ortschaft dorf dorfs dorfes kleinstadt hauptstadt großstadt hafenstadt grenzstadt
    gemeinde siedlung millionenstadt küstenstadt provinzhauptstadt frontstadt industriestadt städte
    orte dörfer städten orten dörfern vorort stadtteil bezirk""",
    Cue(NAMED, PlaceKind.SETTLEMENT),
)
_PROVINCES = phrases(
    """provinz region oblast gouvernement bundesland bundesstaat gebiet verwaltungsbezirk provinzen
    regionen oblaste bundesstaaten gouvernements""",
    Cue(NAMED, PlaceKind.ADMIN1),
)
_CAMPS = phrases("flüchtlingslager lager camp flughafen enklave", Cue(NAMED))
_NATURAL = phrases(
    "insel fluss berg see golf_von meerenge_von halbinsel vulkan", Cue(PLACED, PlaceKind.NATURAL)
)
_NEAR = phrases(
    "nahe unweit unweit_von bei in_der_nähe_von in_der_umgebung_von am_rande_von am_stadtrand_von rund_um",
    Cue(PLACED, relation=Relation.NEAR, is_locative=True),
)
_SIDES = {
    "nord": Direction.N, "süd": Direction.S, "ost": Direction.E, "west": Direction.W,
    "nordost": Direction.NE, "nordwest": Direction.NW, "südost": Direction.SE, "südwest": Direction.SW,
    "zentral": Direction.CENTRE,
}  # fmt: skip
_ADVERBS = {
    "nörd": Direction.N, "süd": Direction.S, "öst": Direction.E, "west": Direction.W,
    "nordöst": Direction.NE, "nordwest": Direction.NW, "südöst": Direction.SE, "südwest": Direction.SW,
}  # fmt: skip
_NOUNS = {
    "norden": Direction.N, "süden": Direction.S, "osten": Direction.E, "westen": Direction.W,
    "nordosten": Direction.NE, "nordwesten": Direction.NW, "südosten": Direction.SE,
    "südwesten": Direction.SW,
    "zentrum": Direction.CENTRE,
}  # fmt: skip
_PARTS = {
    f"{noun}{link}": Cue(PLACED, relation=Relation.PART_OF, direction=direction)
    for noun, direction in _NOUNS.items()
    for link in ("", " von", " der", " des")
}
_OFFSETS = {
    f"{side}lich{link}": Cue(PLACED, relation=Relation.OFFSET, direction=direction)
    for side, direction in _ADVERBS.items()
    for link in ("", " von", " der", " des")
}
_PREPOSITIONS = {
    **phrases("in nach aus", Cue(PLACED, is_locative=True)),
    **phrases(
        """in_der in_den im aus_der aus_dem bis_nach in_die über vor um gegen durch_die richtung zwischen ins
        """,
        Cue(LIKELY, is_locative=True),
    ),
    **phrases("von auf", Cue(LIKELY - 0.1)),
    # Towns have no article; the few countries that have one are told apart below.
    **phrases("der die das den dem des", Cue(OPENING)),
    **phrases("für mit laut durch", Cue(OPENING)),
}
_PERSONS = phrases(
    """präsident präsidentin präsidenten minister ministers ministerin außenminister verteidigungsminister
    innenminister general generals oberst kanzler kanzlerin regierungschef herr herrn frau dr prof
    könig königin gouverneur bürgermeister sprecher sprecherin familie sankt trainer firma zeitung
    verlag klinik rapper""",
    Cue(UNLIKELY),
)
_ORGANISATIONS = phrases("universität fc sv vfb vfl hotel schlacht_um eintracht borussia", Cue(UNLIKELY))

#: Nouns and openers that some place bears as its name; believed behind "in" and "nach" without an article.
_COMMON = frozenset(
    """der die das den dem des ein eine einen einem einer eines und oder aber denn doch sondern auch noch
    nur schon in im an am auf aus bei beim bis durch für gegen hinter mit nach neben ohne seit trotz
    über um unter von vom vor wegen während zu zum zur zwischen er sie es wir ihr ich man sein seine
    ihre ihr unser dieser diese dieses jener wer was wo wie wann warum wenn als ob da dann dort hier
    heute gestern morgen so sehr mehr weniger viel viele wenige einige mehrere alle beide kein keine
    nicht nie nun jetzt später früher zuvor danach bereits zudem laut montag dienstag mittwoch
    donnerstag freitag samstag sonntag januar februar märz april mai juni juli august september
    oktober november dezember zwei drei vier fünf sechs sieben acht neun zehn hundert tausend essen
    regen halle hallen kinder kind menschen mensch haus häuser land länder rat feld felder baden bad
    wald berg berge see seen stein steine burg brücke brücken turm hof höfe markt mark ende anfang
    mitte seite sonne feuer rauch wasser strom gas öl kohle eis schnee wind sturm flut hilfe not
    leben tod tote toten opfer frieden krieg armee polizei truppen soldaten soldat regierung
    minister ministerium behörden behörde angaben bericht berichte angriff angriffe rakete raketen
    drohne drohnen bombe bomben granaten front grenze grenzen lage nacht tag tage tagen woche wochen
    monat monate jahr jahre jahren uhr stunde stunden zeit zeiten mal norden süden osten westen
    stadt dorf dörfer ort orte straße straßen schule schulen markus kirche moschee krankenhaus
    flüchtlinge zivilisten bewohner einwohner verletzte familie familien frau frauen mann männer
    mädchen junge jungen alter chef sprecher partei volk staat union europa gott weihnachten ostern
    internet facebook twitter kraft macht recht rechte gericht wahl wahlen rede reise linie linien
    meter kilometer euro dollar teil teile zahl zahlen weg wege boden luft himmel zentrum rand nähe
    umgebung richtung dank wer plan bund bunde band au ach lang lange kurz neu neue neuen alt alte
    alten gross groß große großen rot grün weiß schwarz letzte plus minus drei heim zug bahn werk
    halt fall fahrt lager heer haupt holz horn kamen hagel""".split()
)

_COMPOUND = re.compile(
    r"(?P<side>Nord(?:ost|west)?|Süd(?:ost|west)?|Ost|West|Zentral)-?(?P<rest>(?!lich)\w[\w-]{3,})\Z"
)
_STRIP = re.compile(r"(?P<name>\w{3,}?)-?(?P<head>[Ss]treifen|[Rr]egion|[Pp]rovinz|[Oo]blast|[Gg]ebiet)s?\Z")


#: Countries and regions that are spoken of with the article.
_WITH_ARTICLE = frozenset(
    """ukraine türkei schweiz slowakei mongolei iran irak irans iraks sudan sudans südsudan libanon
    libanons jemen jemens kongo tschad tschads niger nigers krim donbass donbas sahel kaukasus
    balkan kosovo kosovos vatikan usa niederlande philippinen malediven elfenbeinküste sinai golan
    bretagne normandie toskana""".split()
)


def _names(name: str, governor: str = "") -> tuple[str, ...]:
    # The genitive: "Kiews", "Syriens"; "Paris" stands in the gazetteer as it is.
    return (name, name[:-1]) if len(name) > 4 and name.endswith("s") else (name,)


def _forms(words: Sequence[Word], at: int) -> Iterable[Form]:
    word = words[at]
    if not word.is_capital:
        return
    if word.lower in _WITH_ARTICLE:
        yield Form(_names(word.text), Cue(LIKELY), at + 1)
    if match := _COMPOUND.match(word.text):
        rest = match["rest"][:1].upper() + match["rest"][1:]
        direction = _SIDES[match["side"].lower()]
        cue = Cue(LIKELY, relation=Relation.PART_OF, direction=direction)
        yield Form(_names(rest), cue, at + 1)
    if match := _STRIP.match(word.text):
        name = match["name"]
        is_strip = match["head"].lower() == "streifen"
        yield Form(
            (STRIP.together.get(name, name) if is_strip else name,), Cue(PLACED, PlaceKind.ADMIN1), at + 1
        )


GERMAN = Profile(
    code="de",
    before={
        **_PREPOSITIONS,
        **_PERSONS,
        **_ORGANISATIONS,
        **_NATURAL,
        **_CAMPS,
        **_PROVINCES,
        **_SETTLEMENTS,
        **_NEAR,
        **_PARTS,
        **_OFFSETS,
        **joined(_CAMPS, "von in bei"),
        **joined(_SETTLEMENTS, "von"),
        **joined(_PROVINCES, "von"),
    },
    after=phrases("oblast provinz region gebiet", Cue(NAMED, PlaceKind.ADMIN1)),
    common=_COMMON,
    links=frozenset("am an der ob im bei al el ez den".split()),
    names_of=_names,
    forms_of=_forms,
    conjunctions=frozenset(("und", "oder", "sowie")),
    reads_pairs=True,
    capital=0.2,
)
