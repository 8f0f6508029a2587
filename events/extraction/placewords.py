"""The closed classes of English words that place names are read by. Data only.

General vocabulary of the language, not lists of places: no entry was taken from a corpus.
"""

from __future__ import annotations

from events.enums import Direction, PlaceKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Kinds of place as they stand after a name ("Idlib province") or before "of" ("the province of Idlib").
HEADS: dict[str, PlaceKind] = {
    **dict.fromkeys(
        """province provinces governorate governorates region regions oblast oblasts prefecture prefectures
        state states krai wilaya voivodeship muhafazah territory""".split(),
        PlaceKind.ADMIN1,
    ),
    **dict.fromkeys(
        """district districts county counties department departments subdistrict sub-district subdistricts
        sub-districts raion raions municipality municipalities commune communes woreda woredas zone zones
        parish parishes upazila upazilas tehsil cercle cercles canton cantons lga lgas payam payams kebele
        kebeles sub-county subcounty barangay taluk chiefdom arrondissement groupement
        groupements""".split(),
        PlaceKind.ADMIN2,
    ),
    **dict.fromkeys(
        """city cities town towns village villages hamlet hamlets neighbourhood neighbourhoods neighborhood
        neighborhoods quarter quarters suburb suburbs township townships settlement settlements camp camps
        enclave port ward wards borough boroughs locality localities poc""".split(),
        PlaceKind.SETTLEMENT,
    ),
    **dict.fromkeys(
        """river rivers sea ocean gulf strait straits lake mountain mountains hills valley desert delta
        peninsula island islands archipelago bay plateau plain plains basin steppe canal reservoir dam
        volcano coast forest""".split(),
        PlaceKind.NATURAL,
    ),
}

#: May stand between a name and its head: "Zaatari refugee camp", "Katwa health zone".
HEAD_MODIFIERS = _words("health refugee idp displacement administrative transit detention metropolitan")

#: How place names of many countries begin: "Ain" (spring), "Beit" (house), "Puerto" (port).
GEOGRAPHIC_BEGINNINGS = _words(
    """ain ayn bab bani beni beit bayt bir burj deir dayr hai hay kafr kafar khan khirbet nahr qasr ras souq
    suq tal tall tell umm wadi jabal jebel oued djebel sidi puerto villa ciudad cerro río rio santa san
    são sao saint st port fort nova novo nueva nuevo novi novy new upper lower kampung tanjung koh pulau
    nong ban phnom
    mont pont bourg faubourg shahr qala qala-e deh pul chah ville"""
)

#: "Central African Republic", "American Samoa": behind an adjective, these make the name of a place.
AFTER_DEMONYM = HEADS.keys() | _words(
    "republic federation samoa columbia guiana polynesia territories ocean union"
)

#: Heads that stand before a name without "of": "Lake Chad", "Mount Sinjar", "Camp Bondsteel".
NATURAL_PREFIXES = _words("lake mount mt river wadi jabal jebel djebel")

#: With one of these a proper noun is an organisation, unit or facility, and its place is part of the name.
ORGANISATION_HEADS = _words(
    """observatory army front council committee committees commission ministry university college school
    institute academy party union association organization organisation agency bureau office department
    federation foundation fund corporation company inc ltd group forces force brigade brigades battalion
    regiment division corps command guard guards police service services movement alliance coalition league
    congress parliament assembly senate court tribunal embassy consulate network club society centre center
    hospital clinic church mosque cathedral temple airlines airways airport station stadium newspaper times
    post herald tribune gazette journal news radio television tv channel press media trust initiative
    programme program project mission cluster authority administration secretariat taskforce crescent cross
    international united fc cf afc sc rangers tigers bulldogs foundation directorate directorates defence
    defense helmets watch rights liberation unhcr unicef ocha unrwa wfp iom who agreement accord
    accords treaty
    protocol convention pact summit festival cup championship championships league olympics open award prize
    act bill plan hotel plaza mall tower building museum theatre theater library market bridge street road
    avenue boulevard highway square company companies partners board chamber"""
)
#: Buildings and grounds: with one of these at its end a name is a place of its own, if a small one.
FACILITIES = _words(
    """airport airfield airbase abbey academy arena basilica bridge castle cathedral cemetery chapel church
    clinic college court courthouse hospital hotel lighthouse mall monastery mosque museum palace park plaza
    prison racecourse seminary shrine square stadium synagogue temple theater theatre tower towers
    university zoo"""
)
#: Capitalised in names of institutions and areas, but no name by themselves: "Supreme Court".
GENERIC = _words(
    """supreme constitutional federal national international regional provincial district county city state
    high higher higher lower appeal appeals criminal civil general public primary secondary elementary middle
    teaching medical military central mental presbyterian methodist baptist catholic orthodox anglican
    grammar private royal member islamic priority security conflict disaster emergency industrial special
    free buffer war safe economic police health school election electoral congressional swing failed nation
    host affected assessed host department departments states provinces counties districts all most other
    protected conservation interior agriculture commerce education justice defence defense energy transport
    transportation labor labour treasury finance planning environment housing affairs nature siege mind play
    first second third one two three four five critical extremely target targeted several various
    highways exchange securities industry industries parachute broadcasting head ruler coastguard
    press release statement report bulletin communique situation flash"""
)
#: These join an organisation's name to what follows: "Front for the Liberation of …", "Voice of …".
ORGANISATION_OPENERS = _words(
    """observatory army front council committee commission ministry university institute academy
    party union association organization organisation agency bureau office department federation
    foundation fund bank
    group forces command movement alliance coalition league congress parliament assembly court network society
    voice friends sons
    church school college mothers doctors reporters brotherhood brigades brigade battalion regiment guardians
    treaty accord agreement battle siege heart bank daughters"""
)
#: Place words that take "of" inside a proper name: "Gulf of Aden", "Republic of the Congo".
GEOGRAPHIC_OPENERS = _words(
    "gulf strait straits sea line bay cape isle isles island islands horn republic kingdom lake mount plain "
    "state states province city port district county democratic cape coast"
)
#: Lower-case words inside a name: "Deir al-Balah", "Deir ez-Zor", "Port-au-Prince", "Ciudad del Este".
PARTICLES = _words(
    """al el ad ar ash az adh ath ed er es esh ez eth bin ibn bint abu umm de del della di da do dos das du
    des la le las los les y sur upon am der den von van wa ul ou aan bani beni"""
)

TITLES = _words(
    """mr mrs ms miss dr prof professor sir dame lord lady president minister premier chancellor senator
    congressman congresswoman governor mayor secretary general colonel gen col lt maj major capt captain
    commissioner sergeant sgt cpl corporal lieutenant commander admiral marshal brigadier king queen prince
    princess sheikh sheik imam ayatollah mullah pope cardinal bishop archbishop father sister reverend rev
    judge justice ambassador envoy spokesman spokeswoman spokesperson director chairman chairwoman chief
    coach doctor nurse
    teacher lawyer activist analyst economist journalist reporter correspondent detective officer inspector
    representative rep sen gov sheriff constable leader warlord resident"""
)
#: Offices and groups that own an organisation: "Walker County Sheriff's Office", "Libyan Women's Union".
OWNERS_OF_OFFICES = _words(
    """sheriff coroner attorney marshal governor mayor women men children farmers workers people teachers
    veterans
    peoples nurses students lawyers doctors"""
)
MONTHS = _words(
    """january february march april may june july august september october november december jan feb mar apr
    jun jul aug sep sept oct nov dec"""
)
WEEKDAYS = _words(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun"
)
#: Capitalised at the start of a sentence or in a headline, and no name there.
COMMON_OPENERS = _words(
    """the a an and or but nor so yet for if in on at by to from of with without within into onto over under
    about above across after against along amid among around as before behind below beneath beside besides
    between beyond despite down during except inside like near off out outside past per since than through
    throughout till until toward towards up upon via when where while who whom whose what which why how this
    that these those there here he she it we you i they his her its our your their my mine him them us me
    one two three four five six seven eight nine ten eleven twelve dozens scores hundreds thousands millions
    some many most several few both all each every any no not none other another such same more less much
    only also even still just now then today yesterday tomorrow tonight later earlier meanwhile however
    moreover although though because once again is are was were be been being has have had do does did will
    would can could may might must shall should let say says said according police officials residents
    witnesses authorities government rebels troops soldiers forces people families children women men
    activists militants gunmen fighters doctors hospitals rescuers survivors refugees protesters local
    national international federal state new old first second third last next late early recent former
    photo image file map figure table page source sources copyright read related video update breaking
    dear no yes well oh please thank thanks mr mrs ms dr sir god
    north south east west northern southern eastern western central
    covid-19 covid internet english"""
)

#: Of these, the ones that also begin names: "West Wales", "New Delhi".
OPENERS_OF_NAMES = _words("north south east west northern southern eastern western central new")

#: Abbreviations that newspapers print without explanation and that mean a country or a union.
ABBREVIATIONS = _words("US U.S U.S. USA U.S.A U.S.A. UK U.K U.K. UAE U.A.E U.A.E. EU E.U. DRC DPRK")

#: Known to every reader, and in few gazetteers.
CONTINENTS = frozenset(
    name.replace("_", " ")
    for name in """Africa Asia Europe Oceania Antarctica Eurasia Latin_America North_America South_America
    Central_America The_Americas Americas Sub-Saharan_Africa West_Africa East_Africa North_Africa
    Southern_Africa Central_Asia South_Asia East_Asia Southeast_Asia Middle_East Western_Europe
    Eastern_Europe Central_Europe
    Asia-Pacific""".split()
)

#: Opens a phrase that says where: the name after it is more likely a place.
LOCATIVES = _words(
    """in at near from to into onto towards toward around outside inside across through throughout via beyond
    between above over off within nearby surrounding leaving entering reaching via amid along past"""
)
#: Verbs whose object is mostly a place in the news of this field.
PLACE_VERBS = _words(
    """hit struck shelled bombed bombarded pounded shook rocked entered captured seized recaptured retook
    stormed besieged left reached fled evacuated visited controls controlled holds overran occupied liberated
    attacked raided targeted surrounded approached crossed quit abandoned leaving toured"""
)
#: Words that may stand between a preposition and the name: "in rebel-held Idlib", "from neighbouring Borno".
MODIFIERS = _words(
    """the neighbouring neighboring nearby northern southern eastern western north south east west
    north-western north-eastern south-western south-eastern northwestern northeastern southwestern
    southeastern northwest northeast southwest southeast north-west north-east south-west south-east
    central upper lower rural
    downtown occupied besieged war-torn coastal mountainous restive breakaway ancient historic remote
    northernmost southernmost adjacent far all most parts greater mainland mostly volatile troubled
    annexed frontline front-line devastated embattled flood-hit quake-hit tiny mineral-rich oil-rich"""
)

#: How American newspapers abbreviate the states, behind a city's name: "Severn, Md."
STATE_ABBREVIATIONS = {
    short: name.replace("_", " ")
    for short, name in (
        pair.split("=")
        for pair in """Ala=Alabama Ariz=Arizona Ark=Arkansas Calif=California Colo=Colorado Conn=Connecticut
        Del=Delaware Fla=Florida Ga=Georgia Ill=Illinois Ind=Indiana Kan=Kansas Ky=Kentucky La=Louisiana
        Mass=Massachusetts Md=Maryland Mich=Michigan Minn=Minnesota Miss=Mississippi Mo=Missouri Mont=Montana
        Neb=Nebraska Nev=Nevada N.C=North_Carolina N.D=North_Dakota N.H=New_Hampshire N.J=New_Jersey
        N.M=New_Mexico N.Y=New_York Okla=Oklahoma Ore=Oregon Pa=Pennsylvania R.I=Rhode_Island
        S.C=South_Carolina S.D=South_Dakota Tenn=Tennessee Tex=Texas Va=Virginia Vt=Vermont Wash=Washington
        W.Va=West_Virginia Wis=Wisconsin Wyo=Wyoming D.C=District_of_Columbia Ont=Ontario
        Que=Quebec Alta=Alberta B.C=British_Columbia N.B=New_Brunswick N.S=Nova_Scotia
        Sask=Saskatchewan""".split()
    )
}

#: Written out behind a city: "Paris, Texas".
STATES = frozenset(STATE_ABBREVIATIONS.values()) | _words("Alaska Hawaii Idaho Iowa Maine Ohio Texas Utah")

DIRECTION_STEMS: dict[str, Direction] = {
    "north": Direction.N,
    "south": Direction.S,
    "east": Direction.E,
    "west": Direction.W,
    "northeast": Direction.NE,
    "northwest": Direction.NW,
    "southeast": Direction.SE,
    "southwest": Direction.SW,
    "central": Direction.CENTRE,
    "centre": Direction.CENTRE,
    "center": Direction.CENTRE,
    "heart": Direction.CENTRE,
}


def direction_of(words: str) -> Direction:
    """The direction that "north-western", "south east" or "centre" names."""
    stem = words.lower().replace("-", "").replace(" ", "").replace("\n", "")
    return DIRECTION_STEMS[stem.removesuffix("ern").removesuffix("most").removesuffix("ern")]
