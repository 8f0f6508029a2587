"""What a cue is worth: how distance, clause borders and second meanings count against it."""

from __future__ import annotations

from events.enums import Measure, People

HOUSING = frozenset((Measure.HOMES_DESTROYED, Measure.HOMES_DAMAGED))
#: Measures that a household or a home may stand for: families move, they are not counted as killed.
MOVEMENT = frozenset((Measure.DISPLACED, Measure.EVACUATED, Measure.SHELTERED, Measure.RETURNED))
HARM = frozenset((Measure.KILLED, Measure.INJURED, Measure.DETAINED, Measure.MISSING, Measure.CASUALTIES))

WINDOW = 28
"""How many tokens away a cue is looked for; keeps the work linear."""
THRESHOLD = 3.5
SURE = 7.5
PER_TOKEN = 0.3
BORDERS = {
    ",": 0.6, "and": 0.8, "or": 0.4, ";": 9.0, ":": 1.0, "(": 0.6, ")": 0.6, "but": 3.0, "while": 4.0,
    "as": 2.0, "after": 2.5, "when": 2.5, "where": 1.5, "although": 4.0, "though": 4.0, "because": 4.0,
    "since": 1.0, "before": 2.0, "that": 1.2, "—": 1.0, "–": 0.8, "|": 9.0, "•": 9.0, "whereas": 5.0,
    "until": 2.0, "said": 3.0, "says": 3.0, "who": 0.5, "which": 0.8, "with": 0.8, "according": 2.0,
    "told": 3.0, "reported": 0.3,
}  # fmt: skip
QUANTITY_BORDER = 1.2
BE = frozenset("was were is are be been being got gets get getting s're".split())
ADVERBS = frozenset(
    """also already still reportedly since all confirmed feared reported believed thought now then either not
    later again newly recently presumed forcibly internally critically seriously badly severely slightly
    so far both just ever said""".split()
)
OBJECT_STARTS = frozenset(
    """a an the his her its their some several many more most dozens hundreds thousands scores at over about
    around nearly almost up no any another all two one both people civilians nearly""".split()
)
#: Too common in other senses to win against anything better.
WEAK = {
    "lost": 2.0, "left": 2.5, "fell": 4.0, "moved": 1.5, "crossed": 1.0, "arrived": 1.0, "entered": 1.5,
    "hold": 1.5, "held": 2.0, "holds": 1.0, "headed": 2.0, "walked": 2.0, "drove": 2.0, "ran": 3.5,
    "reached": 1.5, "reach": 1.5, "refugees": 4.5, "refugee": 4.5, "victims": 3.5, "patients": 2.5,
    "driving": 2.0, "forced": 1.5, "forcing": 1.5, "forces": 4.0, "lives": 2.0, "live": 0.5,
    "living": 0.5, "need": 1.0, "needs": 1.0, "work": 2.0, "worked": 2.0, "return": 1.0, "returns": 1.0,
    "returning": 0.5, "stay": 1.0, "abandoned": 0.5, "shelter": 1.0, "shelters": 2.5, "moving": 2.0,
    "move": 2.0, "cross": 1.5, "crossing": 1.5, "houses": 2.5, "house": 2.5, "housing": 1.2, "hit": 1.5,
    "sent": 1.5, "sending": 2.0, "buried": 0.5, "burned": 1.0, "graves": 2.0, "seized": 0.5,
    "captured": 0.5, "to": 1.0, "back": 0.5, "out": 1.0, "help": 2.0, "set": 0.5, "crowded": 1.0,
    "hosts": 0.0, "group": 2.0, "team": 2.0, "crew": 1.0, "threatening": 1.0, "treated": 0.5,
    "consumed": 1.0, "admitted": 2.5, "drive": 2.0, "leave": 1.5, "with": 0.5, "shifted": 1.0,
    "transferred": 1.0, "arrivals": 1.0, "prisoners": 2.5, "inmates": 3.0, "home": 4.0, "hostages": 3.0,
    "captives": 3.0, "detainees": 2.0, "supported": 0.5, "provided": 1.0, "given": 1.0, "registered": 1.0,
    "evacuees": 1.2,
}  # fmt: skip
#: These only say whence; the verb beside them says more.
WEAK_PHRASES = {
    "from their homes": 1.2, "out of their homes": 1.2, "out of the": 1.5, "to camps": 0.8,
    "on their way to": 3.0, "on the way to": 4.5, "to shelters": 0.8, "at camps": 0.5, "were taken": 3.0,
    "was taken": 3.0, "been taken": 3.0,
}  # fmt: skip
#: A boat may "take off 40 people", a plane "takes off at dawn with 40 aboard".
NEAR_ONLY = frozenset(("took off", "taking off", "lifted off"))
#: A number after one of these repeats what the article counts already: "revising an earlier count of 12".
CLOSERS = {",": ",", "(": ")", "—": "—", "–": "–"}
#: With "to" after them, what follows has not happened.
NOT_YET = frozenset(
    """expected likely due set preparing planning plan plans planned threaten threatens threatening
    threatened hope hopes hoping want wants wanted ready refused failed risk about aim aims aiming vowed
    pledged promised intends intend intended seeks""".split()
)
NOT_DONE = frozenset("""not never n't denied denies denying didn't hasn't haven't wasn't weren't""".split())
AUXILIARIES = frozenset("have has had were was are is will remain remained".split())
ARMED = frozenset((People.SECURITY_FORCES, People.COMBATANTS))
ORDERING = frozenset(
    """ordered told asked urged instructed advised ordering telling asking urging directed""".split()
)
UPROOTING = frozenset(
    """fled flee fleeing displaced uprooted homeless deserted displacing deported""".split()
)
SHELTER_NOUNS = frozenset("shelters camps shelter camp tents".split())
LIVED_IN = frozenset("homes houses home house households apartments dwellings residences".split())
#: Those who flee a prison are not displaced.
CAPTIVES = frozenset("prisoners inmates detainees hostages captives convicts prisoner".split())
