"""The words by which people flee, are evacuated, find shelter and return."""

from events.enums import Measure
from events.extraction.sides import Rows, Side

_S, _O, _P, _N, _L = Side.SUBJECT, Side.OBJECT, Side.PARTICIPLE, Side.NOUN, Side.LABEL

MOVE_CUES: Rows = (
    (Measure.RETURNED, _S, """
        returned|return home|gone back|went back|go back|come home|came home|coming home|returning|
        moved back|gone home|went home|go home|resettled|repatriated|come back|came back|back to|
        return to|have returned|returning home|back home|return|move back|returned home|going back|
        got back|trickled back|flocked back|made their way back|made their way home|streamed back|
        poured back|moved back home|moved back in|gone back home|coming back|come back home|
        returned to their homes|headed home|headed back|go back home|walked back|journeyed home|
        were able to return|able to return home|drifted back"""),
    (Measure.RETURNED, _P, """
        repatriated|resettled|brought home|brought back|sent home|taken home|bussed back|reintegrated|
        returned to their homes|bused back|escorted home|flown home|allowed home|allowed back|
        allowed to return|helped to return|helped home|brought back home|taken back"""),
    (Measure.RETURNED, _O, """
        return of|returns of|repatriation of|repatriating|bringing home|bringing back|resettlement of|
        resettling|repatriate|repatriated|resettled|flown home|flying home"""),
    (Measure.RETURNED, _N, "returnees|returns|returning|returned|returnee"),
    (Measure.RETURNED, _L, """
        number of returnees|returnees|number of returns|returned|number of those who returned|
        number of those who have returned|number of people who have returned|number of people returned|
        returns|returnee population"""),
    (Measure.EVACUATED, _P, """
        evacuated|airlifted|evacuated from|moved to safety|brought to safety|taken to safety|
        ferried to safety|led to safety|been moved to|were moved to|was moved to|bussed out|pulled out of|
        brought out of|bussed to|bused to|bussed from|taken out of|moved out of harm's way|
        moved to higher ground|taken to higher ground|brought to higher ground|ferried out|
        flown to safety|flown out|winched to safety|shifted to safer places|shifted to safety|
        relocated to safety|shifted to safer|moved to safer|taken to safer|evacuated to|
        pre-emptively evacuated|preemptively evacuated|carried to safety|transported to safety|bused out|
        shifted from|shifted to"""),
    (Measure.EVACUATED, _O, """
        took off|taking off|lifted off|evacuate|evacuates|evacuating|evacuation of|evacuations of|
        airlifting|evacuation for|
        evacuations for|airlift|evacuation orders for|evacuation order for|moved|moving|
        evacuation orders were issued for|evacuation order was issued for|evacuation orders covered|
        evacuation orders cover|evacuation order covers|evacuation order covered|evacuation of some|
        ordered the evacuation of|evacuation warnings for|evacuation notices for|evacuation notices to|
        airlifts|airlifted"""),
    (Measure.EVACUATED, _S, """
        spent the night away|had to get out|have to get out|to evacuate|had to evacuate|have to evacuate|
        must evacuate|evacuating|evacuate|ordered out|
        board the trains|board trains|forced to evacuate|ordered to evacuate|told to evacuate|
        asked to evacuate|ordered to leave|told to leave|under evacuation orders|be evacuated|
        told to move|ordered to move|asked to move|urged to move|urged to evacuate|instructed to leave|
        instructed to evacuate|advised to leave|advised to evacuate|to safety|to safer ground|
        to safer places|to safer areas|heeded evacuation orders|under mandatory evacuation|
        under evacuation order|under an evacuation order|leave their homes as a precaution|
        being evacuated|been told to leave|been ordered to leave|evacuated to|were told to leave|
        were ordered to leave|were asked to leave|urged to leave|told to leave their homes|
        ordered to leave their homes|asked to leave their homes"""),
    (Measure.EVACUATED, _N, "evacuees|evacuated|evacuations|evacuee"),
    (Measure.EVACUATED, _L, """
        evacuated|number of evacuees|evacuation total people|evacuated people|evacuees|
        number of evacuated|number evacuated|population evacuated|total evacuated|
        number of those evacuated|people evacuated|persons evacuated|number of people evacuated|
        families evacuated|pre-emptively evacuated|residents evacuated"""),
    (Measure.DISPLACED, _P, """
        displaced|uprooted|driven out|driven from|expelled|relocated|deported|forcibly displaced|
        dislocated|chased out|chased from|forced out|forced from|driven away|made homeless|left homeless|
        rendered homeless|internally displaced|evicted|turned back|dispossessed|transferred|shifted|
        put to flight|thrown out|left without homes|left without shelter|left without a home|
        rendered roofless|forced to leave|forced to flee|forced to abandon|forced out of|made destitute|
        burned out of|flooded out|bombed out|driven off|driven into|pushed out|pushed from|scattered|
        ousted from|cut adrift"""),
    (Measure.DISPLACED, _O, """
        displacing|displace|displaces|uprooting|forcing|forced|forces|driving|drove|drive|sending|
        expelling|relocating|displacement of|relocation of|exodus of|flight of|expulsion of|relocate|
        evicting|compelling|compelled|eviction of|influx of|arrival of|pushed|driven|driven out|drove out|
        has driven|leaving homeless|left homeless|makes homeless|making homeless|made homeless|emptied|
        scattered|expelled|evicted|deported|uprooted|uproots|expels|deports|deporting|chasing|chased|
        pushing|pushes|flight of some|arrivals of|departure of"""),
    (Measure.DISPLACED, _S, """
        fled|flee|fleeing|flees|left their homes|leave their homes|leaving their homes|leave|abandoned|
        escaped|crossed|crossing|arrived|entered|lost their homes|lost their houses|lost homes|homeless|
        moved|walked|headed|drove|slept elsewhere|spent the night|spent the night in the open|left for|
        arrive|arrives|escape|to flee|have left|had left|left home|streamed|poured|pouring|streaming|
        arriving|displaced|made their way|sought safety|ran|waded|away from home|living in displacement|
        nothing left|unable to return|cannot return|reach the camps|without shelter|without a home|
        without homes|sans abris|from their homes|out of their homes|reached|reach|set out|out of the|
        on the move|become homeless|became homeless|roofless|lost everything|left the|left between|
        left on|left in|left by|fled to|move to|moving|cross|flocked|trekked|flooded into|slept outside|
        slept in the open|sleeping rough|moved out|forced to leave|have had to leave|had to leave|
        forced to move|relocated|were away from home|slept in their cars|slept in cars|
        sleeping in their cars|sleeping in cars|sleeping in the open|sleeping outside|left voluntarily|
        left before|left ahead|left after|left as|left when|on their way to|on the way to|had to run|
        had to flee|had to abandon|abandoning their homes|abandoned their homes|abandon their homes|
        fled their homes|have fled|running for their lives|ran for their lives|took to the road|
        took to the roads|took flight|escaping|vacated|seeking safety|sought sanctuary|
        find themselves homeless|lost the roof|scattered into|paddled|rowed|decamped|melted away|
        crossed into|crossed the border|crossed over|fleeing their homes|left the area|on the run|
        driven away|set off|had set off|had to get out|got out of their homes|forced on to|forced onto|
        forced into the|left behind everything"""),
    (Measure.DISPLACED, _N, """
        idps|idp|homeless|displaced|pdi|internally displaced|internally displaced persons|
        internally displaced people|arrivals|displacements|new arrivals|deportees|evictions|escapees|
        expulsions|deportations|evictees"""),
    (Measure.DISPLACED, _L, """
        number of displaced|number of idps|idps|idps total|displaced|number of displaced people|
        number of displaced persons|internal displacement|displacement|number of homeless|homeless|
        internally displaced people|internally displaced persons|displaced people|displaced persons|
        total displaced|number of internally displaced people|number of people displaced|
        number of families displaced|number of displaced families|idp population|
        number of those displaced|number of those who fled|number of those who have fled|
        number of those forced|number of those uprooted|number of those driven|displaced individuals|
        number of people uprooted|number of uprooted people|number of people who fled|
        number of people who have fled|number of people forced|number of forcibly displaced|
        number of displaced individuals|persons displaced|people displaced|families displaced|
        households displaced|individuals displaced|number of arrivals|new arrivals|number of new arrivals|
        number of people forcibly displaced|total of displaced"""),
    (Measure.SHELTERED, _S, """
        sheltering|shelter|sheltered|spent the night in|spend the night in|live in camps|living in camps|
        live in tents|living in tents|live in|living in|staying|stay in|stay with|stayed in|stayed with|
        sleep in|sleeping in|hosted|accommodated|housed|took shelter|taken shelter|take shelter|
        take refuge|took refuge|taken refuge|sought refuge|sought shelter|seeking refuge|seeking shelter|
        seek shelter|living with|crammed|crowded into|crowded|found shelter|find shelter|found refuge|
        living under|camped|camping|lodged|were put up|given shelter|registered refugees|
        in need of shelter|need shelter|in need of emergency shelter|in need of temporary shelter|
        need emergency shelter|need temporary shelter|temporarily housed|packed into|huddled|huddling|
        sleep on|sleeping on|sleep under|sleeping under|living out of|bedding down|crammed into|
        squeezed into|being hosted|being sheltered|being housed|being accommodated|are hosted|
        are sheltered|are housed|are accommodated|are staying|are living|is home to|still live in|
        accommodated in|staying with|shelter in|sheltered in|housed in|seeking sanctuary|hosted in|
        hosted by|put up in|live there|lives there|now live there|living there|slept in|still slept in|
        rent rooms|renting rooms|rent flats|reside|resides|residing|were camping|are camping|camp in|
        camp out|camped in|in cyclone shelters|in storm shelters|in transit shelters|in public shelters|
        in shelters|in community shelters"""),
    (Measure.SHELTERED, _P, """
        hosted|accommodated|housed|sheltered|taken in|put up|lodged|placed in|hosted by|accommodated in|
        relocated to camps"""),
    (Measure.SHELTERED, _O, """
        hosts|hosting|host|accommodating|accommodates|housing|sheltering|shelters|shelter|refuge for|
        refuge to|taken in|took in|takes in|accommodate|hold|holds|holding|held|shelter for|shelter to|
        haven for|been hosting|houses|house|hosted|admitted|shelter to some|giving shelter to|
        gave shelter to|given shelter to|offering shelter to|opened their doors to|opened its doors to|
        opened their homes to|taking in|haven to|refuge for some|sheltering some|housing some|
        home for the displaced"""),
    (Measure.SHELTERED, _N, "refugees|asylum seekers|asylum-seekers|refugee"),
    (Measure.SHELTERED, _L, """
        number of refugees|refugees|number of sheltered|number sheltered|refugee population|
        number of people in camps|number of people in shelters|people in shelters|people in camps|
        persons in shelters|people in evacuation centres|in shelters|in camps|sheltered|sheltering|
        camp population|persons in camps|families in camps|families in shelters|people sheltered|
        number of people sheltering|number of people staying|number of people living in camps"""),
)  # fmt: skip
