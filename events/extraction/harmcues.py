"""The words by which people are killed, hurt, missing or held."""

from events.enums import Measure
from events.extraction.sides import Rows, Side

_S, _O, _P, _N, _L = Side.SUBJECT, Side.OBJECT, Side.PARTICIPLE, Side.NOUN, Side.LABEL

HARM_CUES: Rows = (
    (Measure.KILLED, _P, """
        killed|slain|massacred|slaughtered|murdered|executed|gunned down|shot dead|beheaded|assassinated|
        lynched|crushed to death|burned to death|burnt to death|beaten to death|hacked to death|
        stabbed to death|electrocuted|shot and killed|martyred|drowned|buried|burned alive|neutralised|
        neutralized|eliminated|put to death|hanged|frozen to death|starved to death|kicked to death|
        scalded to death|whipped to death|shot to death|trampled to death|bludgeoned to death|
        clubbed to death|choked to death|crushed|asphyxiated|suffocated|decapitated|butchered|torn apart|
        gassed|buried alive"""),
    (Measure.KILLED, _O, """
        kill|kills|killing|killings of|murdering|slaughtering|executing|massacring|claimed the lives of|
        claiming the lives of|claims the lives of|cost the lives of|took the lives of|taking the lives of|
        taken the lives of|the lives of|the deaths of|deaths of|death of|the death of|killing of|
        among the dead were|among the dead are|among the dead was|the dead included|the dead include|
        among those killed were|the victims included|the victims include|among the victims were|murder of|
        massacre of|execution of|bodies of|remains of|mourned|buried|lost|drowning|shooting dead|bury|
        the loss of|execute|hacking to death|hacked to death|beat to death|beating to death|
        stabbed to death|stabbing to death|burned to death|burning to death|lynching|beheading|beheads|
        hanging|claim the lives of|recovered the bodies of|the bodies of|the corpses of|the remains of|
        deaths of some|the deceased include|the deceased included|deceased include|the fatalities include|
        the fatalities included|the dead are|the victims are|the victims were|among the fatalities were|
        among the victims are|among those killed are|among the deceased were|slew|the murders of|
        the killings of|the massacre of"""),
    (Measure.KILLED, _S, """
        died|die|dies|dying|perished|perish|lost their lives|lost his life|lost her life|lose their lives|
        lost their life|were dead|dead|succumbed|reported dead|found dead|confirmed dead|presumed dead|
        pronounced dead|have been dead|left dead|lay dead|lives were lost|fell|were lost|feared dead|
        were fatal|among the dead|among the fatalities|among those killed|among the victims|
        among the deceased|had fallen|have fallen|passed away|were no more|did not survive|froze to death|
        starved to death|
        bled to death|burned to death|burnt to death|have lost their lives|died later|believed dead|
        thought dead|assumed dead|were buried|was buried"""),
    (Measure.KILLED, _N, """
        dead|deaths|death|fatalities|fatality|killed|killings|burials|bodies|corpses|lives|martyrs|
        fatally|victims|graves|deceased|murders|drownings|executions|killing|cadavers"""),
    (Measure.KILLED, _L, """
        death toll|toll|death count|body count|number of dead|number of deaths|number of people killed|
        number of killed|fatalities|dead|deaths|number of fatalities|number of victims|
        number of those killed|number killed|number of civilians killed|confirmed deaths|killed|death|
        number of confirmed dead|number of confirmed deaths|civilian death toll|number of civilian deaths|
        number of confirmed fatalities|overall death toll|official death toll|number of bodies|
        toll of dead|confirmed dead|number of people who died|number of those who died|
        number of people dead|number of soldiers killed|number of children killed|number of women killed|
        number of journalists killed|number of fighters killed|number of deceased|deceased|mortality|
        number of lives lost|fatality count|dead bodies"""),
    (Measure.INJURED, _P, """
        injured|wounded|hurt|hospitalised|hospitalized|maimed|burned|burnt|scalded|critically injured|
        seriously injured|shot and wounded|mutilated|stabbed|shot in the leg|disfigured|gravely wounded|
        gravely injured|badly burned|badly hurt|badly injured|slightly injured|slightly hurt|
        lightly wounded|lightly injured|severely injured|severely burned|severely wounded|
        seriously wounded|seriously hurt|critically wounded|critically hurt|beaten|beaten up|bruised|
        concussed|crippled|paralysed"""),
    (Measure.INJURED, _O, """
        sent to hospital|put in hospital|injuring|wounding|injure|injures|wound|hurting|maiming|injuries to|
        treated|treating|hurts|
        among the wounded were|among the injured were|the wounded included|the injured included|
        admitted with|stabbing|wounds to|burns to"""),
    (Measure.INJURED, _S, """
        were treated|was treated|been treated|being treated|suffered injuries|sustained injuries|
        suffered wounds|suffered burns|suffered serious injuries|suffered minor injuries|
        sustained minor injuries|sustained wounds|are in hospital|were taken to hospital|
        was taken to hospital|taken to hospitals|were rushed to hospital|in hospital|
        in critical condition|in a critical condition|with gunshot|with shrapnel|with injuries|
        with wounds|with burns|are being treated|critically ill|lost limbs|lost a leg|have lost a leg|
        with bullet|in serious condition|in intensive care|gunshot wounds|sought treatment|
        required treatment|needed treatment|received treatment|receiving treatment|among the wounded|
        among the injured|among those injured|among those wounded|with severe burns|with serious injuries|
        with minor injuries|with serious burns|with bullet wounds|with gunshot wounds|
        with shrapnel wounds|with head injuries|with broken bones|with fractures|with serious wounds|
        with critical injuries|battling for life|battling for their lives|fighting for life|
        fighting for their lives|in stable condition|in a stable condition|in a serious condition|
        in a critical state|suffered smoke inhalation|suffering from smoke inhalation|suffering burns|
        suffering injuries|required hospital treatment|needed hospital treatment|
        required medical treatment|needed medical treatment|suffered fractures|suffered cuts|
        broke a leg|broke his leg|broke her leg|broke an arm|broke his arm|broke her arm|broke bones|
        suffered gunshot wounds|taken to hospital|rushed to hospital|rushed to hospitals|
        admitted to hospital|were admitted to|received injuries|sustained burns|nursing wounds"""),
    (Measure.INJURED, _N, "injured|wounded|injuries|injury|wounds|hurt|hospitalisations"),
    (Measure.INJURED, _L, """
        number of injured|number of wounded|injured|wounded|injuries|number of people injured|
        number of confirmed injured|number of civilians injured|number of wounded people|
        number of those injured|number of people wounded|number of those wounded|hurt|
        number of people hurt|hospitalised|hospitalized"""),
    (Measure.CASUALTIES, _N, """
        casualties|casualty|killed or injured|killed or wounded|dead or wounded|dead or injured"""),
    (Measure.CASUALTIES, _L, "casualties|number of casualties|casualty toll|casualty count|casualty figure"),
    (Measure.CASUALTIES, _P, """
        killed or injured|killed or wounded|injured or killed|wounded or killed|killed and injured|
        dead or wounded|dead or injured|killed or maimed|killed or hurt"""),
    (Measure.MISSING, _S, """
        missing|went missing|gone missing|unaccounted for|disappeared|vanished|are missing|trapped|
        feared trapped|remain trapped|be found|among the missing|untraced|be traced|not been found|
        not been heard from|not been accounted for|yet to be found|still to be found|lost at sea|
        buried under the rubble|under the rubble|beneath the rubble|under rubble|trapped under|
        buried under|buried beneath|unaccounted|lost contact|not yet been found|
        cut off from their families"""),
    (Measure.MISSING, _O, """
        looking for the remaining|searching for the remaining|search for the remaining|
        looking for the other|searching for the other|still looking for|still searching for|
        search continues for|search goes on for"""),
    (Measure.MISSING, _N, "missing|disappearances|missing persons|missing people|disappeared"),
    (Measure.MISSING, _L, """
        number of missing|missing|number of people missing|number of those missing|
        number of people unaccounted for|unaccounted for|number of missing people|
        number of missing persons|persons missing|people missing|disappeared|number of disappeared"""),
    (Measure.DETAINED, _P, """
        detained|arrested|abducted|kidnapped|captured|seized|imprisoned|jailed|taken hostage|
        taken captive|taken prisoner|rounded up|apprehended|interned|held hostage|held captive|locked up|
        in custody|were taken|was taken|been taken|taken into custody|remanded|held without charge|
        held without trial|snatched|taken away|behind bars|picked up|incarcerated|put behind bars|
        thrown into jail|thrown in jail|sent to jail|sent to prison|nabbed|picked up by police|
        carried off|marched off|led away|dragged away|held at gunpoint|held for ransom|taken as hostages|
        taken hostages|taken prisoners|netted|hauled away"""),
    (Measure.DETAINED, _O, """
        detain|detains|detaining|arresting|arrest|abducting|abduct|kidnapping|kidnap|seizing|capturing|
        capture|arrest of|arrests of|detention of|abduction of|kidnapping of|abductions of|imprisoning|
        jailing|taking hostage|takes prisoner|capture of|rounding up|take away|took away|taking away|
        led away|marched off|dragged away|arrests|abducts|kidnaps|captures|seizes|jails|jail|held hostage|
        took hostage|took prisoner|took captive|taking captive|taking prisoner|round up|rounds up|
        imprison|apprehending|incarcerating|carried off|mass arrest of|kidnappings of|detaining some|
        custody of"""),
    (Measure.DETAINED, _S, """
        held|being held|prisoner|hostage|captive|in detention|in jail|in prison|remain in detention|
        in prisons|in jails|among those arrested|among those detained|among the detainees|are behind bars|
        remain in custody|being held captive|being held hostage|languish in jail|remain in jail|
        remain behind bars|remain in captivity|in captivity|in pre-trial detention|under house arrest|
        under arrest|in police custody|in military custody|in detention centres|awaiting trial"""),
    (Measure.DETAINED, _N, """
        arrests|detainees|prisoners|hostages|captives|abductions|abductees|kidnappings|detentions|inmates"""),
    (Measure.DETAINED, _L, """
        number of detainees|number held|number detained|detained|arrested|number of prisoners|
        number of people arrested|number of people detained|number of arrests|number of people held|
        arrests|detainees|kidnapped|abducted|number of abductions|number of hostages"""),
)  # fmt: skip
