"""French: "à Alep", "du Soudan", "dans le nord de la Syrie"."""

from __future__ import annotations

from events.enums import Direction, PlaceKind, Relation
from events.extraction.languages.profile import (
    LIKELY,
    NAMED,
    OPENING,
    PLACED,
    STRIP,
    UNLIKELY,
    Cue,
    Profile,
    joined,
    phrases,
)

_OF = "de d du de_la de_l des"

_SETTLEMENTS = phrases(
    """ville localité commune village bourg bourgade hameau capitale métropole port cité quartier faubourg
    municipalité villes localités villages chef-lieu agglomération""",
    Cue(NAMED, PlaceKind.SETTLEMENT),
)
_PROVINCES = phrases(
    "province gouvernorat région oblast département wilaya état provinces régions gouvernorats",
    Cue(NAMED, PlaceKind.ADMIN1),
)
_CAMPS = phrases("camp camps aéroport enclave", Cue(NAMED))
_NATURAL = phrases(
    "fleuve rivière lac île golfe détroit mer mont désert vallée",
    Cue(PLACED, PlaceKind.NATURAL),
)
_COUNTRYSIDE = phrases("campagne campagnes", Cue(NAMED, PlaceKind.ADMIN1, Relation.COUNTRYSIDE))
_NEAR = phrases(
    """près proche à_proximité aux_abords aux_environs dans_les_environs aux_portes non_loin autour
    périphérie en_périphérie à_la_périphérie banlieue en_banlieue alentours""",
    Cue(NAMED, relation=Relation.NEAR),
)
_DIRECTIONS = {
    "nord": Direction.N, "sud": Direction.S, "est": Direction.E, "ouest": Direction.W,
    "nord-est": Direction.NE, "nord-ouest": Direction.NW, "sud-est": Direction.SE, "sud-ouest": Direction.SW,
    "centre": Direction.CENTRE,
}  # fmt: skip

#: "dans le nord de" is a part of it, "au nord de" lies outside it.
_PARTS = {
    f"{lead} {word}": Cue(PLACED, relation=Relation.PART_OF, direction=direction)
    for word, direction in _DIRECTIONS.items()
    for lead in ("dans le", "dans l", "le", "l", "du", "de l")
}
_OFFSETS = {
    f"{lead} {word}": Cue(PLACED, relation=Relation.OFFSET, direction=direction)
    for word, direction in _DIRECTIONS.items()
    if direction is not Direction.CENTRE
    for lead in ("au", "à l")
}
_PREPOSITIONS = {
    **phrases(
        """à en dans vers depuis jusqu'à jusqu jusqu_à jusqu_en dans_le dans_la dans_l vers_le vers_la hors_de
        à_la à_l au aux jusqu_au jusqu_aux depuis_le depuis_la depuis_l vers_l
        entre à_travers_le à_travers_la""",
        Cue(PLACED - 0.05, is_locative=True),
    ),
    **phrases("de d du de_la de_l des sur contre et sur_la sur_le sur_l", Cue(LIKELY - 0.1)),
    **phrases("par pour avec chez selon", Cue(OPENING)),
}
_PERSONS = phrases(
    """président présidente ministre général colonel capitaine monsieur madame m mme mlle docteur dr maître
    roi reine prince sénateur député porte-parole chef avenue rue boulevard journal hôpital musée
    lycée équipe""",
    Cue(UNLIKELY),
)
_ORGANISATIONS = joined(
    phrases("université club banque journal fc olympique stade hôtel bataille accord accords tribunal",
            Cue(UNLIKELY)), _OF,
)  # fmt: skip

_COMMON = frozenset(
    """le la les l un une des de du d à au aux en dans par pour sur sous avec sans chez vers et ou mais
    donc or ni car que qui quoi dont où si ce cet cette ces son sa ses leur leurs mon ma mes ton ta
    tes notre nos votre vos il elle ils elles on nous vous je tu se s c n y plus moins très bien mal
    peu trop aussi ainsi alors après avant pendant depuis selon malgré toutefois cependant hier
    demain mardi lundi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin
    juillet août septembre octobre novembre décembre tours tour deux trois quatre cinq six sept huit
    neuf dix cent mille plusieurs quelques certains tout tous toute toutes nombre autre autres même
    jour jours nuit matin soir année ans mois semaine heure heures gouvernement armée police
    ministère présidence conseil assemblée état nation nations unies union européenne droits homme
    forces front parti mouvement organisation croix rouge croissant sécurité défense santé paix
    guerre mission médecins frontières nord sud est ouest centre-ville dieu noël pâques internet
    facebook twitter telegram selon entre face lors outre parmi faute grâce quant dès non oui voici
    voilà comme quand lorsque puis enfin bon beau grand grande petit petite vieux nouveau nouvelle
    saint sainte""".split()
)


def _names(name: str, governor: str) -> tuple[str, ...]:
    # "au Caire", "du Mans": the article of the name is hidden in the preposition.
    return (name, f"Le {name}") if governor.rpartition(" ")[2] in ("au", "du") else (name,)


FRENCH = Profile(
    code="fr",
    before={
        **_PREPOSITIONS,
        **_PERSONS,
        **_ORGANISATIONS,
        **phrases("capitale ville", Cue(PLACED, PlaceKind.SETTLEMENT)),
        **phrases("province région", Cue(PLACED, PlaceKind.ADMIN1)),
        **joined(_NATURAL, _OF),
        **_NATURAL,
        **joined(_CAMPS, _OF),
        **joined(_PROVINCES, _OF),
        **joined({"bande": STRIP}, _OF),
        **joined(_SETTLEMENTS, _OF),
        **joined(_COUNTRYSIDE, _OF),
        **joined(_NEAR, _OF),
        **joined(_PARTS, _OF),
        **joined(_OFFSETS, _OF),
    },
    common=_COMMON,
    links=frozenset("de d du des la le les l en sur sous lès al el ez".split()),
    adjectives=frozenset(
        """saoudite saoudites arabes unis démocratique populaire centrafricaine dominicaine tchèque
        équatoriale""".split()
    ),
    elisions=frozenset("d l qu jusqu lorsqu puisqu s c j m t n presqu quelqu".split()),
    names_of=_names,
    conjunctions=frozenset(("et", "ou")),
)
