"""Spanish: "en Alepo", "la Franja de Gaza", "el norte de Siria"."""

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

_OF = "de del de_la de_los de_las de_el"

_SETTLEMENTS = phrases(
    """ciudad localidad pueblo aldea villa capital municipio puerto barrio suburbio población comunidad
    vereda corregimiento parroquia ciudades localidades pueblos municipios""",
    Cue(NAMED, PlaceKind.SETTLEMENT),
)
_PROVINCES = phrases(
    """provincia gobernación región óblast oblast departamento estado provincias regiones departamentos
    estados""",
    Cue(NAMED, PlaceKind.ADMIN1),
)
_CAMPS = phrases("campo campamento campo_de_refugiados enclave aeropuerto", Cue(NAMED))
_NATURAL = phrases(
    "río lago isla golfo estrecho mar monte desierto valle volcán", Cue(PLACED, PlaceKind.NATURAL)
)
_COUNTRYSIDE = phrases(
    "campiña campo_rural zona_rural zonas_rurales", Cue(NAMED, PlaceKind.ADMIN1, Relation.COUNTRYSIDE)
)
_NEAR = phrases(
    """cerca en_las_afueras las_afueras afueras en_las_cercanías cercanías en_las_inmediaciones
    inmediaciones alrededores en_los_alrededores periferia en_la_periferia""",
    Cue(NAMED, relation=Relation.NEAR),
)
_DIRECTIONS = {
    "norte": Direction.N, "sur": Direction.S, "este": Direction.E, "oeste": Direction.W,
    "noreste": Direction.NE, "nordeste": Direction.NE, "noroeste": Direction.NW, "sureste": Direction.SE,
    "sudeste": Direction.SE, "suroeste": Direction.SW, "sudoeste": Direction.SW, "centro": Direction.CENTRE,
}  # fmt: skip
#: "en el norte de" is a part of it, "al norte de" lies outside it.
_PARTS = {
    f"{lead} {word}": Cue(PLACED, relation=Relation.PART_OF, direction=direction)
    for word, direction in _DIRECTIONS.items()
    for lead in ("en el", "el", "del")
}
_OFFSETS = {
    f"al {word}": Cue(PLACED, relation=Relation.OFFSET, direction=direction)
    for word, direction in _DIRECTIONS.items()
    if direction is not Direction.CENTRE
}
_PREPOSITIONS = {
    **phrases("en desde hacia hasta en_el en_la en_los en_las desde_el desde_la hacia_el hacia_la "
              "hasta_el hasta_la "
              "entre dentro_de fuera_de a_través_de",
              Cue(PLACED - 0.05, is_locative=True)),
    **phrases("a al a_la", Cue(LIKELY, is_locative=True)),
    **phrases("de del de_la de_los de_las sobre contra", Cue(LIKELY - 0.1)),
    **phrases("por para con según", Cue(OPENING)),
}  # fmt: skip
_PERSONS = phrases(
    """presidente presidenta ministro ministra general coronel capitán señor señora don doña doctor doctora
    portavoz rey reina príncipe senador senadora diputado alcalde alcaldesa gobernador gobernadora
    calle avenida diario hospital familia apellido""",
    Cue(UNLIKELY),
)
_ORGANISATIONS = joined(
    phrases("universidad club banco banca diario periódico hotel batalla acuerdo acuerdos tribunal real",
            Cue(UNLIKELY)), _OF,
)  # fmt: skip

_COMMON = frozenset(
    """el la los las lo un una unos unas de del a al en y e o u pero sino que quien quienes cual donde
    cuando como si no sí con sin por para según sobre tras ante bajo entre hacia hasta desde durante
    mediante su sus mi mis tu tus se le les me te nos este esta estos estas ese esa esos esas aquel
    aquella ello él ella ellos ellas más menos muy también además así ahora ayer hoy mañana luego
    después antes mientras aunque sin embargo lunes martes miércoles jueves viernes sábado domingo
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre dos
    tres cuatro cinco seis siete ocho nueve diez cien mil varios varias algunos algunas todo todos
    toda todas otro otros otra otras mismo día días noche semana mes año años hora gobierno ejército
    policía ministerio presidencia consejo asamblea congreso senado estado estados nación naciones
    unidas unión europea derechos humanos fuerzas frente partido movimiento organización cruz roja
    media luna seguridad defensa salud paz guerra misión guardia nacional norte sur este oeste dios
    navidad internet facebook twitter telegram fiscalía cancillería protección civil autoridades
    vecinos testigos nuevo nueva gran viejo vieja hay fue era son está están ha han apenas solo
    tampoco""".split()
)


def _names(name: str, governor: str) -> tuple[str, ...]:
    # "del Cairo": the article of the name is hidden in the preposition.
    return (name, f"El {name}") if governor.rpartition(" ")[2] in ("al", "del", "el") else (name,)


SPANISH = Profile(
    code="es",
    before={
        **_PREPOSITIONS,
        **_PERSONS,
        **_ORGANISATIONS,
        **phrases("capital ciudad", Cue(PLACED, PlaceKind.SETTLEMENT)),
        **joined(_NATURAL, _OF),
        **_NATURAL,
        **joined(_CAMPS, _OF),
        **joined(_PROVINCES, _OF),
        **joined({"franja": STRIP}, _OF),
        **joined(_SETTLEMENTS, _OF),
        **joined(_COUNTRYSIDE, _OF),
        **joined(_NEAR, _OF),
        **joined(_PARTS, _OF),
        **joined(_OFFSETS, _OF),
    },
    common=_COMMON,
    links=frozenset("de del la el las los al".split()),
    names_of=_names,
    conjunctions=frozenset(("y", "e", "o")),
)
