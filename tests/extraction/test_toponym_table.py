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
    # Not these.
    ("UNICEF - Annual report.", set()),
    ("UPDATE - Shops reopened.", set()),
]


@pytest.mark.parametrize(
    ("text", "names"),
    [*UNKNOWN, *LISTS, *STATES, *OTHERS, *ABBREVIATIONS, *DATELINES],
    ids=lambda v: str(v)[:50],
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


@pytest.mark.parametrize(("text", "names"), EMBEDDED, ids=lambda v: str(v)[:50])
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


@pytest.mark.parametrize(("text", "name"), PROPOSED, ids=lambda v: str(v)[:50])
def test_names_within_names_are_proposed_to_the_gazetteer(text: str, name: str) -> None:
    embedded = [t for t in read_toponyms(text, convention=Convention.TOPONYMS) if t.is_embedded]

    assert name in {toponym.quote for toponym in embedded}
    assert name not in _believed(text)
