"""The words of attribution: verbs of telling and counting, and the nouns of those who tell."""

from __future__ import annotations

SAYING = frozenset(
    """said says say saying stated states state announced announces told tells wrote writes added adds
    reported reports reporting confirmed confirms declared claim claimed claims estimated estimates
    estimate warned warns noted notes explained tweeted posted insisted argued acknowledged admitted
    believes believe denied denies alleged recalled testified revealed disclosed indicated suggested
    maintains informed affirmed attested asserted stressed complained predicted conceded concedes concede
    reckoned reckons reckon thinks calculated calculates assured snapped recounted recounts recalls
    maintained contended specified specifies clarifies clarified underlined shouted whispered fear fears
    blame blames blamed accuse accuses accused admits admit admitting boast boasts boasted insists insist
    argues recall""".split()
)
COUNTING = frozenset(
    """counted counts count documented documents registered registers recorded records put puts lists listed
    found finds verified tallied gave gives given identified logged raised lowered revised cited reporting
    received confirm tracked saw verifies tallies logs tracks identifies estimating""".split()
)
#: How a body speaks of events in its own statements; its subject must be one.
RELEASING = frozenset(
    """welcomes welcomed regrets regretted condemns condemned deplores deplored denounces denounced laments
    lamented hails hailed decries decried""".split()
)
MOVED = frozenset("appalled saddened shocked alarmed outraged dismayed horrified concerned".split())
#: Those who only count because they search; nobody is quoted.
SEARCHING = frozenset("crews crew teams searchers divers".split())
#: With these, what is counted must follow: "spoke of hundreds", "told of 34 burials".
OF_VERBS = frozenset("""boast boasts boasted spoke spoken told speaks talked speak knows know knew""".split())
#: "Figures released by the ministry", "confirmed by police".
REPORTED_BY = frozenset(
    """given announced reported released published provided confirmed issued compiled cited documented
    recorded registered verified kept maintained counted collected estimated disclosed supplied""".split()
)
#: What is attributed to its author with "from", "by" or "of".
REPORTS = frozenset(
    """figures data records numbers report reports estimate estimates count tally toll statistics survey
    assessment bulletin update website dashboard database register archive newsletter""".split()
)
#: "The figure comes from the ministry."
REPORTED = frozenset("""figure figures number numbers toll count that this estimate tally data""".split())
#: These only say that somebody came upon the dead or wounded; whoever is quoted beside them tells it.
COMING_UPON = frozenset("found finds received recovered".split())
INVERTED = frozenset(
    """said says say added wrote explained reported announced told warned recalls recalled recounts insists
    insisted noted confirmed stated""".split()
)
#: Speech only when their subject can speak: "police confirmed", not "the strike claimed".
DOUBTFUL = COUNTING | frozenset(
    """state states reports reported claim claims claimed estimates estimate notes posted count records
    documents lists confirmed confirms acknowledged admit admits saw fear fears blame blames blamed accuse
    accuses accused""".split()
)
SOURCES = frozenset(
    """ministry ministries minister officials official police spokesman spokeswoman spokesperson spokesmen
    governor mayor army military commander commanders agency agencies authorities authority government
    governorate group groups network observatory monitor monitors watchdog residents resident witnesses
    witness survivors survivor doctors doctor medics medic hospital hospitals staff nurse sources source
    channel station radio television media newspaper statement report directorate department office
    council committee committees commission organisation organization organisations organizations charity
    ngo ngos rescuers workers volunteers volunteer activists activist leader leaders elder elders chief
    head director president prosecutor prosecutors coordinator administration service services unit
    brigade division regiment forces force union party movement militia rebels rebel fighters captain
    colonel general lieutenant officer officers envoy ambassador lawmaker lawyer lawyers teacher teachers
    priest imam bishop driver relatives relative family villagers farmer fishermen manager managers
    engineer engineers ombudsman register figures data court judge company operator hall un crescent cross
    nations secretary parliament lawmakers delegation mission secretariat centre center institute
    foundation association society federation club board bureau command headquarters coalition alliance
    front guard guards coastguard firefighters mother father brother researchers researcher analysts
    analyst experts expert reporter journalist correspondents correspondent team opposition protesters
    organisers organizers campaigners students parents diplomats diplomat embassy consulate regime junta
    rulers faction factions jihadists militants insurgents separatists ambulance morgue press magazine
    website portal broadcaster historian university church diocese parish clerics monks principal
    headmaster villager prisoners returnees refugees evacuees migrants passengers passenger guests crew
    pilot airline railway fund bank programme registry census tracker database cluster clinic clinics
    smugglers tribesmen traders trader shopkeeper pastor nun nuns undertaker gravedigger paramedic
    paramedics nurses surgeon surgeons psychologist economist aide adviser advisers eyewitness
    eyewitnesses bulletin investigators investigator inspector inspectors superintendent commissioner
    chairman chairwoman chair founder organiser guide guides herders herder member members deputy senator
    representative representatives magistrate coroner pathologist neighbours neighbors locals people
    inhabitants defence defense prefect prefecture sheriff marshal archbishop warden councillor
    survey assessment bulletin tribune daily""".split()
)
PRONOUNS = frozenset("it he she they".split())
OWN = frozenset("its his her their".split())
AUX = frozenset(
    """has have had also later then earlier was is were are could would not now still already only repeatedly
    separately further have since yesterday officially initially first will did does""".split()
)
BREAKS = frozenset(
    """and but while as that after when though although because where whereas if so since before with until
    adding than or yet""".split()
)
PREPOSITIONS = frozenset(
    """in on at by from for across near inside outside along after during elsewhere""".split()
)
NP_ENDERS = frozenset(
    """who which whose reached speaking quoted on as while when after before adding said says told reported
    that whom based because since where citing but at is was are were has have had did reporting during
    via using by with to into where if than late early yesterday today stands stood shows""".split()
)
RELATIVES = frozenset("who which whose whom that".split())


DATE_NAMES = frozenset(
    """january february march april may june july august september october november december monday tuesday
    wednesday thursday friday saturday sunday""".split()
)


AFTER_CLAIM = frozenset(
    """ . , ; : on in at to late early yesterday today earlier last this via during that ” " »
    )""".split(" ")
) | {""}
BODIES = frozenset(
    """bodies wounded injured patients dead corpses figure figures toll number casualties""".split()
)
