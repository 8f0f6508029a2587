"""Tables of own sentences: which names the words alone make places, and which they keep out."""

from __future__ import annotations

import pytest

from events.extraction.conventions import Convention
from events.extraction.toponyms import read_toponyms
from events.records import Toponym

#: From here on a name counts as a place without the gazetteer's word.
BELIEVED = 0.76


def _believed(text: str, convention: Convention = Convention.PLACES) -> set[str]:
    """The names that count without a gazetteer; of overlapping ones the longest."""
    found = [t for t in read_toponyms(text, convention=convention) if t.likelihood >= BELIEVED]
    return {one.quote for one in found if not any(_lies_within(one, other) for other in found)}


def _lies_within(one: Toponym, other: Toponym) -> bool:
    return other.start <= one.start and one.end <= other.end and len(one.quote) < len(other.quote)


#: Names that no gazetteer has: words around them must do.
UNKNOWN = [
    ("A clinic opened in Qorvanel last week.", {"Qorvanel"}),
    ("Two wells were dug near Tesh Marat.", {"Tesh Marat"}),
    ("Forty families were displaced to Zhelmar.", {"Zhelmar"}),
    ("Hundreds fled from Qorvanel after dark.", {"Qorvanel"}),
    ("The village of Umbeshi has no bridge.", {"Umbeshi"}),
    ("Umbeshi village has no bridge.", {"Umbeshi"}),
    ("Cholera was found in Dharkenley refugee camp.", {"Dharkenley"}),
    ("Two cases come from Orvanu health zone.", {"Orvanu"}),
    ("A lorry overturned 12 km north of Belmarsa.", {"Belmarsa"}),
    ("Shells fell in the countryside of Kelmar.", {"Kelmar"}),
    # Not these.
    ("Interest in Bitcoin fell.", set()),
    ("The talks end in August.", set()),
    ("People in Need gave out blankets; the need is great.", set()),
    ("SURGE IN PRICES\n\nThe surge in prices goes on.", set()),
    ("The report, in Annex 3, lists the losses.", set()),
]

#: Names in lists with places, also with counts behind them.
LISTS = [
    ("Schools closed in Gao, Melkadu and Kidal.", {"Gao", "Melkadu", "Kidal"}),
    ("Floods hit villages in Sokoto, Orvanu, Melkadu and Kebbi.", {"Sokoto", "Orvanu", "Melkadu", "Kebbi"}),
    ("In the districts of Sharan, Urzhan and Belkai, roads are cut.", {"Sharan", "Urzhan", "Belkai"}),
    ("Most cases are in Kano (12), Orvanu (10) and Lagos (8).", {"Kano", "Orvanu", "Lagos"}),
    ("Orvanu, Melkadu and Kunar provinces are calm.", {"Orvanu", "Melkadu", "Kunar"}),
    ("Of the dead, 32 come from Orvanu, 40 from Kano and 4 from Melkadu.", {"Orvanu", "Kano", "Melkadu"}),
    # Not these.
    ("Russia and Jane Roe are not friends.", {"Russia"}),
    ("Baidoa, Save the Children says, is full.", set()),
    ("Mr Melkadu, Mrs Orvanu and Dr Belkai resigned.", set()),
]

#: American towns, counties and states.
STATES = [
    ("The mayor of Springfield, Ohio, resigned.", {"Springfield", "Ohio"}),
    ("A farmer from Paris, Texas, won the fair.", {"Paris", "Texas"}),
    ("Police in Belmarsa, Okla., warned drivers.", {"Belmarsa", "Okla."}),
    ("A barn burned near Orvanu, Ga., at night.", {"Orvanu", "Ga."}),
    ("Deputies of Belmarsa County searched a creek.", {"Belmarsa County"}),
    # Not these.
    ("He wrote to Jones, Oh and Ah included.", set()),
    ("She said Miss. Jones was late.", set()),
]

#: Persons, storms, organisations and terms that look like places.
OTHERS = [
    ("Mr. Bolton met reporters. Staff brought papers to Bolton.", set()),
    ("A community leader, Georgia Paris, spoke for them.", set()),
    ("Hurricane Maria hit the coast. Maria killed 60.", set()),
    ("The Ministry of Defence (MoD) denied it. In MoD offices phones rang.", set()),
    ("Member States met on Monday.", set()),
    ("A State of Emergency was declared.", set()),
    ("The appeal stands at US$ 145 million.", set()),
    ("I'll say no, she wrote. Don't wait.", set()),
    ("Departments of Health and Education were closed.", set()),
    ("The Islamic State claimed it.", set()),
    # These are places.
    ("Boko Haram attacked Bolton village.", {"Bolton"}),
    ("The Ministry of Defence is in Lisbon.", {"Lisbon"}),
    ("Work in Africa and Europe goes on.", {"Africa", "Europe"}),
    ("South America grows coffee.", {"South America"}),
]

#: Abbreviations that the text explains.
ABBREVIATIONS = [
    (
        "Troops entered the Central African Republic (CAR). CAR closed schools.",
        {"CAR", "Central African Republic"},
    ),
    ("Rain fell on Orvanu Administrative Area (OAA). The OAA is flooded.", {"OAA"}),
    ("The World Food Programme (WFP) left. WFP will return.", set()),
]

#: Where a report says that it was written.
DATELINES = [
    ("CAIRO - Shops reopened.", {"CAIRO"}),
    ("SEOUL, South Korea (NEWS) - A court met.", {"SEOUL", "South Korea"}),
    ("ORVANU, Calif.--(NEWSWIRE)--A maker of sensors grows.", {"ORVANU", "Calif."}),
    ("EL MELKADU, NORTH ORVANU — Drones hit a market.", {"EL MELKADU", "NORTH ORVANU"}),
    ("ORVA CAMP, Sudan — Shelling killed nine.", {"ORVA CAMP", "Sudan"}),
    ("11:20 Melkadu: sirens sound again.", {"Melkadu"}),
    ("14.05 Orvanu – two drones are shot down.", {"Orvanu"}),
    ("09:15 GMT Melkadu: a missile hits a field.", {"Melkadu"}),
    # Not these.
    ("11:20 is late, Melkadu said.", set()),
    ("PRESS RELEASE — For immediate use.", set()),
    ("UNICEF - Annual report.", set()),
    ("UPDATE - Shops reopened.", set()),
]


#: Capitals that act as their governments, at the beginning of a sentence too.
GOVERNMENTS = [
    ("Minsk closed the crossing on Friday.", {"Minsk"}),
    ("Yerevan and Baku stayed silent.", {"Yerevan", "Baku"}),
    ("Kinshasa denied the claim. Kigali did too.", {"Kinshasa", "Kigali"}),
    ("Bern kept quiet; Oslo will support the plan.", {"Bern", "Oslo"}),
    ("Then Bamako recalled its envoy.", {"Bamako"}),
    # Not these.
    ("Melkadu denied the claim.", set()),
    ("Bolton closed the door.", set()),
    ("Sofia Orvanu kept quiet.", set()),
]

#: Roads with the names of their ends.
ROADS = [
    ("Lorries burnt on the Orvanu–Melkadu road.", {"Orvanu", "Melkadu"}),
    ("Lorries burnt on the Orvanu-Melkadu highway.", {"Orvanu", "Melkadu"}),
    ("A mine on the main Orvanu — Tesh Marat road went off.", {"Orvanu", "Tesh Marat"}),
    ("The Orvanu–Melkadu railway was cut.", {"Orvanu", "Melkadu"}),
    ("Along the Orvanu–Melkadu axis, checkpoints were set up.", {"Orvanu", "Melkadu"}),
    # Not these.
    ("The North-South corridor is planned.", set()),
    ("The Russian-Chinese route is longer.", set()),
    ("The Bolton-Melkadu law passed.", set()),
]


def in_words(value: object) -> str:
    """The name of a row. Tests are shared out by name, and the order of a set differs between processes."""
    return str(sorted(value) if isinstance(value, set) else value)[:50]


@pytest.mark.parametrize(
    ("text", "names"),
    [*GOVERNMENTS, *ROADS, *UNKNOWN, *LISTS, *STATES, *OTHERS, *ABBREVIATIONS, *DATELINES],
    ids=in_words,
)
def test_words_alone_make_places(text: str, names: set[str]) -> None:
    assert _believed(text) == names


#: What research collections mark beyond places.
EMBEDDED = [
    ("Syrian officials left.", {"Syrian"}),
    ("Many Mexicans moved.", {"Mexicans"}),
    ("European airlines grow.", {"European"}),
    ("Latin American farmers met.", {"Latin American"}),
    ("The EU and the Soviet Union differ.", {"EU", "Soviet Union"}),
    ("EU citizens pay more.", {"EU"}),
    ("The mass was read in Orvanu Cathedral.", {"Orvanu Cathedral"}),
    ("He appeared before Belmarsa District Court.", {"Belmarsa District Court"}),
    ("They wed in St George's Chapel on Monday.", {"St George's Chapel"}),
    ("A lecturer of Belmarsa State University spoke.", {"Belmarsa State University"}),
    ("Iraqi-Syrian talks go on.", {"Iraqi", "Syrian"}),
    # Not these.
    ("He speaks Spanish.", set()),
    ("It is called Dar in Arabic.", set()),
    ("English is taught, and English is hard.", set()),
    ("The Supreme Court and the Constitutional Court differ.", set()),
    ("The new Secondary School is full.", set()),
    ("He thanked President Park.", set()),
]


@pytest.mark.parametrize(("text", "names"), EMBEDDED, ids=in_words)
def test_research_collections_count_names_within_words_and_names(text: str, names: set[str]) -> None:
    assert _believed(text, Convention.TOPONYMS) == names
    assert not any(toponym.is_embedded for toponym in read_toponyms(text))


#: Within names of organisations the gazetteer has the last word.
PROPOSED = [
    ("The Lagos Chamber of Commerce met.", "Lagos"),
    ("Peel Regional Police are looking for two men.", "Peel"),
    ("Walker County Sheriff's Office gave no name.", "Walker County"),
    ("The University of California pays for it.", "California"),
    ("A spokesman of the Colorado River Authority said so.", "Colorado"),
    ("The London-based charity closed.", "London"),
    ("U.S.-led forces left.", "U.S."),
]


@pytest.mark.parametrize(("text", "name"), PROPOSED, ids=in_words)
def test_names_within_names_are_proposed_to_the_gazetteer(text: str, name: str) -> None:
    embedded = [t for t in read_toponyms(text, convention=Convention.TOPONYMS) if t.is_embedded]

    assert name in {toponym.quote for toponym in embedded}
    assert name not in _believed(text)


#: What the words ask for, and the gazetteer must know: rivers, markets, lists behind a place.
ASKED_FOR = [
    ("Crowds stood at the Dniester to watch.", "Dniester"),
    ("They swam across the Indus at night.", "Indus"),
    ("Villages along the dykes of the Chari were evacuated.", "Chari"),
    ("Boats on the other side of the Logone turned back.", "Logone"),
    ("All over the Sahel, wells are drying up.", "Sahel"),
    ("Gunmen stormed the market of Tera on Sunday.", "Tera"),
    ("It puts arrivals in the whole of Dadaab at 3,000.", "Dadaab"),
    ("Boats left Saint Martin's island at dawn.", "Saint Martin's"),
    ("Ambulances went to hospitals in Tyler and Bolton, said Amy Bolton, a judge.", "Bolton"),
    ("The shire of Orvanu was cut off.", "Orvanu"),
    ("Shells fell on Saraqib on Friday night.", "Saraqib"),
    ("People camp around Shire in the hills.", "Shire"),
]


@pytest.mark.parametrize(("text", "name"), ASKED_FOR, ids=in_words)
def test_words_ask_the_gazetteer_for_a_name(text: str, name: str) -> None:
    assert max(t.likelihood for t in read_toponyms(text) if t.quote == name) >= 0.5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("She works at the Guardian for now.", "Guardian"),
        ("He wrote of the Bolton in 1980.", "Bolton"),
        ("The EU called for restraint.", "EU"),
        ("Shelling went on along the Line of Control.", "Line"),
    ],
)
def test_words_do_not_make_a_place_of_a_name(text: str, name: str) -> None:
    assert all(t.likelihood < 0.75 for t in read_toponyms(text) if t.quote == name)
