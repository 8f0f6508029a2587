"""The nouns by which people and homes are counted, and those that count neither."""

from __future__ import annotations

from events.enums import People

_PEOPLE_NOUNS: dict[People, str] = {
    People.PEOPLE: """
        people peoples person persons individuals individual residents resident inhabitants inhabitant
        victims victim passengers passenger workers worker men man males male adults adult souls youths
        youth couple breadwinners ministers minister legislators deputies leaders leader brothers sisters
        siblings cousins tenants tenant guests guest campers climbers hikers spectators fans motorists
        motorcyclists cyclists pedestrians pedestrian crewmen crewman divers loggers vendors vendor
        smugglers wives husbands parents grandparents grandchildren deportees deportee prospectors
        stowaways castaways deceased nationals citizens citizen locals refugees refugee migrants migrant
        idps idp pdi returnees returnee evacuees evacuee survivors survivor bystanders bystander
        protesters protester protestors demonstrators students student patients patient prisoners prisoner
        detainees detainee hostages hostage captives worshippers worshipper mourners pilgrims pilgrim
        tourists tourist employees employee members member miners miner travellers travelers commuters
        relatives foreigners immigrants asylum-seekers seekers others somebody someone anyone everyone one
        elderly sailors sailor crew settlers dead wounded injured missing homeless displaced fatalities
        casualties crew-members activists activist politicians officials official suspects suspect
        labourers laborers driver drivers staff colleagues neighbours neighbors human humans arrivals
        dissidents lawyers clerics clergy priests monks nuns imams merchants traders tribesmen lawmakers
        candidates judges""",
    People.CIVILIANS: """
        civilians civilian villagers villager farmers farmer herders herder shepherds shoppers teachers
        teacher fishermen fisherman townspeople non-combatants noncombatants farmworkers""",
    People.CHILDREN: """
        children child kids kid minors minor boys boy girls girl infants infant babies baby pupils pupil
        toddlers toddler schoolchildren schoolgirls schoolboys teenagers teenager teens adolescents
        newborns youngsters underage daughters sons orphans orphan schoolgirl schoolboy schoolchild
        preschoolers newborn""",
    People.WOMEN: "women woman females female housewives mothers mother grandmothers widows",
    People.COMBATANTS: """
        fighters fighter militants militant rebels rebel insurgents insurgent gunmen gunman jihadists
        jihadist jihadis militiamen militiaman guerrillas guerrilla terrorists terrorist attackers
        attacker assailants assailant combatants combatant extremists extremist bandits bandit mercenaries
        mercenary islamists islamist separatists paramilitaries paramilitary gangsters raiders bombers
        bomber kidnappers warriors operatives operative hijackers ex-combatants ex-fighters ex-rebels
        traffickers invaders commandos-turned""",
    People.SECURITY_FORCES: """
        soldiers soldier troops troop policemen policeman policewomen police guards guard officers officer
        servicemen serviceman servicewomen peacekeepers peacekeeper gendarmes gendarme sappers sapper
        deminers conscripts conscript commandos commando marines marine airmen recruits servicemembers
        rangers personnel constables jawans cadets cadet reservists pilots pilot paratroopers sergeants
        captains colonels generals lieutenants carabinieri cops cop bodyguards auxiliaries auxiliary""",
    People.AID_WORKERS: """
        medics medic paramedics paramedic doctors doctor nurses nurse rescuers rescuer volunteers
        volunteer aid-workers humanitarians firefighters firefighter surgeons midwives first-responders""",
    People.JOURNALISTS: """
        journalists journalist reporters reporter photographers photographer cameramen cameraman
        correspondents correspondent""",
}
PEOPLE = {noun: people for people, nouns in _PEOPLE_NOUNS.items() for noun in nouns.split()}
HOUSEHOLDS = frozenset("families family households household hhs hh".split())
HOMES = frozenset(
    """homes home houses house dwellings dwelling apartments apartment flats huts hut shelters tents tent
    residences shacks buildings building housing tukuls bungalows cottages homesteads homestead shanties
    units""".split()
)
#: Said of people just named: "three soldiers dead".
STATES = frozenset("dead wounded injured missing homeless displaced".split())
#: Homes only when a word before them says so ("housing units").
DOUBTFUL_HOMES = frozenset(("units",))
#: "farm workers", "aid workers", "medical staff", "air strikes": the word before the head decides.
WITH_MODIFIER: dict[str, tuple[frozenset[str], People]] = {
    "aid": (frozenset(("aid", "humanitarian", "relief", "health", "medical", "rescue", "ambulance",
                       "healthcare", "hospital", "un", "u.n.", "red")), People.AID_WORKERS),
    "press": (frozenset(("media", "press", "television", "tv", "radio")), People.JOURNALISTS),
    "state": (frozenset(("army", "police", "military", "security", "border", "coast", "prison", "navy",
                         "paramilitary", "soldier")), People.SECURITY_FORCES),
    "armed": (frozenset(("militia", "rebel", "jihadist", "armed", "gang", "cartel", "taliban", "islamist",
                         "insurgent", "militant", "extremist")), People.COMBATANTS),
}  # fmt: skip
MODIFIED = frozenset(
    """workers worker staff members member employees personnel crew crews officials officers professionals
    men force forces teams team volunteers troops suspects drivers""".split()
)
STATE_SIDES = frozenset(
    """army police military navy gendarmerie coastguard security guard guards troops""".split()
)
ARMED_SIDES = frozenset("militia gang gangs cartel militias faction jihadist guerrilla".split())
CIVIL_MODIFIERS = frozenset("farm".split())
#: Two classes in one noun phrase: the narrower one is what the reader wants to know.
_NARROWING = frozenset((People.CHILDREN, People.WOMEN))
#: Nothing here is a person or a home, even after "killed" or "destroyed".
THINGS = frozenset(
    """cattle cows cow sheep goats camels livestock animals animal dogs horses chickens birds pigs head
    drones drone tanks tank vehicles vehicle cars car trucks truck buses bus ships ship boats boat
    aircraft planes plane jets helicopters rockets rocket missiles missile shells shell bombs bomb strikes
    strike raids raid attacks attack assaults incidents incident clashes blasts blast explosions explosion
    villages village towns town cities city districts district provinces province states state countries
    country counties schools school hospitals hospital shops shop mosques churches bridges bridge roads
    road trees poles factories settlements settlement camps camp sites site centres centers weapons rifles
    guns bullets rounds mines mine devices metres votes seats points cases case blankets parcels bags
    sacks tents-kits documents reports calls checkpoints positions posts post bases hills locations places
    areas regions islands municipalities prefectures communities markets warehouses stalls flights trips
    convoys operations sorties tests jobs brigades battalions divisions regiments units fires storms
    floods earthquakes aftershocks wells farms fields groups parties factions sides fronts sources rivers
    names thirds quarters""".split()
)
STOPS = frozenset(
    """in on at by with from into to for since after before during when while as who whom whose which that
    was were is are be been being has have had having will would could may might can should and or but
    because due near across inside outside around against under over between among amid through throughout
    until including plus also still not then there it he she they we i you its if than per so far now
    already reportedly alone where within without about via amongst following according said says told yet
    last this the a an remain remains remained become became went go took take came come got found left
    each every""".split()
)
SKIPPED_AFTER_OF = frozenset("the its his her their them our these those all which whom".split())
OWNERS = frozenset("the its his her their our these those all some about around more-than".split())
SHARES = frozenset(
    """% percent cent most many majority quarter half third thirds quarters part one none some
    members all""".split()
)
