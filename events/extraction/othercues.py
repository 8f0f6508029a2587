"""The words by which homes are lost, and those by which people are counted without being harmed or moved."""

from events.enums import Measure
from events.extraction.sides import Rows, Side

_S, _O, _P, _N, _L = Side.SUBJECT, Side.OBJECT, Side.PARTICIPLE, Side.NOUN, Side.LABEL

HOME_CUES: Rows = (
    (Measure.HOMES_DESTROYED, _P, """
        destroyed|burned|burnt|torched|razed|demolished|gutted|washed away|flattened|levelled|leveled|
        burned down|burnt down|swept away|set on fire|set ablaze|buried|wrecked|obliterated|reduced to|
        wiped out|pulled down|bulldozed|set alight|lost|consumed|damaged or destroyed|
        destroyed or damaged|completely destroyed|totally destroyed|blown up|ruined|torn down|
        uninhabitable|charred|brought down|reduced to rubble|reduced to ashes|reduced to ruins|
        burned to the ground|burnt to the ground|knocked down|knocked over|carried away|blown down|
        levelled to the ground|crushed|left uninhabitable|rendered uninhabitable|made uninhabitable|
        left in ruins|engulfed|incinerated|devoured|blown away|collapsed|buried under"""),
    (Measure.HOMES_DESTROYED, _O, """
        destroying|destroy|destroys|torching|razing|demolishing|flattening|levelling|destruction of|
        demolition of|burning|burning down|set fire to|setting fire to|burn|burns|demolish|collapse of|
        washing away|sweeping away|loss of|gutting|ripping through|bulldozing|torch|setting ablaze|
        leveling|wiping out|damaging or destroying|destroying or damaging|swept through|wrecking|
        damage or destruction of|brought down|bringing down|charred|charring|scorched|scorching|
        ripped through|tore through|roared through|tearing through|raced through|washed away|flattened|
        flattens|destroyed|gutted|razes|raze|gut|guts|torches|burns down|burned down|burnt down|burnt|
        sweeps away|swallowed|swallowing|engulfed|engulfing|destroyed or damaged|knocking down|
        knocked down|incinerating|blew up|blowing up|flatten|collapse in|pulled down|pulling down|
        tearing down|tore down|the loss of|consuming|devoured|ruining|crushing"""),
    (Measure.HOMES_DESTROYED, _S, """
        collapsed|collapse|uninhabitable|were lost|burned|are gone|were gone|caved in|ruined|in ruins|
        went up in flames|were ablaze|unlivable|have been lost|fell down|( totally|( completely|( fully|
        crumbled|came down|burned to the ground|burnt to the ground|beyond repair|no longer standing|
        unfit for habitation|unfit to live in|not fit to live in|crumpled|burned down|burnt down|
        slid into|fell into|went down|fallen|have fallen|had fallen|fell"""),
    (Measure.HOMES_DESTROYED, _L, """
        destroyed housing|houses destroyed|homes destroyed|destroyed|destroyed houses|destroyed homes|
        houses burned|completely destroyed|totally destroyed|collapsed houses|burned houses|homes lost|
        houses lost|houses collapsed|fully destroyed|number of homes destroyed|number of houses destroyed|
        number of destroyed houses|number of destroyed homes|dwellings destroyed|housing units destroyed|
        shelters destroyed|fully damaged"""),
    (Measure.HOMES_DESTROYED, _N, """
        destroyed|collapsed|burned|demolitions|flattened|gutted|uninhabitable|burnt|razed"""),
    (Measure.HOMES_DAMAGED, _P, """
        damaged|flooded|inundated|partially destroyed|partly destroyed|submerged|partially damaged|
        unroofed|badly damaged|severely damaged|moderately damaged|cracked|affected|hit|
        partially collapsed|partly damaged|battered|swamped|waterlogged|under water|partially burned|
        partially burnt|partly burned|lightly damaged|slightly damaged|heavily damaged|seriously damaged|
        pockmarked|deluged|de-roofed|deroofed|minor damage"""),
    (Measure.HOMES_DAMAGED, _O, """
        damaging|damage|damages|damage to|flooding|inundating|submerging|flood|inundate|tearing roofs off|
        ripping roofs off|windows in|windows of|windows at|water entered|floodwater entered|
        floodwaters entered|floodwater inundated|floodwaters inundated|waters entered|floodwater filled|
        flooded into|roofs off|the roofs off|roof off|roofs from|the roofs from|roofs of|the roofs of|
        swamping|swamped|submerged|inundated|damaged|flooded|floods|inundates|swamps|unroofing|cracked|
        cracking|shattering windows in|shattered windows in|cracks in|unroofed|poured into|surged into"""),
    (Measure.HOMES_DAMAGED, _S, """
        in need of repair|under water|underwater|lost their roofs|lost roofs|suffered damage|
        sustained damage|need repair|with damage|need repairs|without roofs|without a roof|
        left without roofs|left without a roof|( partially|( partly|lost power and roofs|
        were left without roofs|sustained minor damage|suffered minor damage|suffered major damage|
        took in water|standing in water|developed cracks|lost their roof"""),
    (Measure.HOMES_DAMAGED, _L, """
        damaged houses|damaged homes|damaged housing|damaged|houses damaged|homes damaged|houses flooded|
        homes flooded|partially damaged|partly damaged|number of homes damaged|number of houses damaged|
        houses inundated|dwellings damaged|housing units damaged|shelters damaged|severely damaged|
        moderately damaged"""),
    (Measure.HOMES_DAMAGED, _N, "damaged|partially destroyed|flooded"),
)  # fmt: skip

#: Counted, but neither harmed nor moved.
UNHARMED_CUES: Rows = (
    (None, _P, """
        affected|rescued|saved|deployed|assisted|helped|fed|vaccinated|employed|trained|freed|released|
        sent|provided|given|stranded|recruited|mobilised|mobilized|surveyed|interviewed|
        registered to vote|hired|invited|inoculated|infected|isolated|supported|reached with|enrolled|
        accused|charged|sickened|diagnosed|paid|laid off|dismissed|fired|registered as voters|elected|
        nominated|reunited|rewarded|honoured|screened|tested|treated for cholera|compensated|examined|
        prosecuted|tried|convicted|acquitted|sentenced|pardoned|indicted|fined|questioned|interrogated|
        counselled|bailed|quarantined|hospitalised with cholera"""),
    (None, _O, """
        affecting|affect|affects|population of|rescue|rescuing|deploying|deploy|helping|assisting|assist|
        aid to|help|for a population of|inhabitants of|force of|army of|seats|freeing|releasing|release|
        release of|release of some|assistance to|food to|threatening|threaten|support to|supports|
        relief to|home to|home for|aid for|meals for|targeting|reaching|sickening|sickened|infected|
        infecting|vaccinating|vaccinate|vaccinated|inoculating|feeding|fed|employs|employing|employ|hired|
        hiring|treats|examined|examining|screened|screening|pulled to safety|tested|testing|training|
        trained|recruited|recruiting|interviewed|interviewing|mobilised|mobilizing|pardoned|pardoning|
        convicted|convicting|sentencing|sentenced|freed|released|frees|releases|free|acquitted|charging|
        rescued|rescues|plucked|jobs for|work for|represents|representing|carrying|capacity of|
        capacity for|room for|space for|beds for|built for|designed for|intended for|rations for|
        a crowd of"""),
    (None, _S, """
        in need|need|needs|require|requires|requiring|without power|without electricity|without water|
        marched|protested|gathered|demonstrated|attended|voted|at risk|face|facing|lost power|lack|
        suffered losses|work|worked|survived|took part|participated|rallied|threatened|signed up|could be|
        benefited|benefit|benefitted|at risk of|in urgent need|joined|served|serve|took to the streets|
        discharged|were discharged|been discharged|were treated and released|lost electricity|
        lost their power|lost water|were cut off|cut off|fell ill|fallen ill|were on board|were aboard|
        are aboard|were pulled alive|pulled out alive|found alive|were found alive|pulled alive|
        were unhurt|unhurt|escaped unhurt|escaped unharmed|unharmed|unscathed|escaped injury|
        escaped without injury|were saved|swam to safety|swam ashore|went on strike|walked out|on strike|
        stood trial|on trial|went on trial|contracted|tested positive|lost their jobs|lost jobs|
        could lose|would lose|queued|turned out|celebrated|depend on|rely on|depends on|go hungry|
        went hungry|hungry|are hungry|face hunger|starving|live below|live on|live along|live within|
        voted for|are eligible|eligible"""),
)  # fmt: skip
