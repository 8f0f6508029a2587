"""Turkish: "İdlib'de", "Suriye'nin kuzeyinde", "Halep kırsalında", "Gazze Şeridi'nden"."""

from __future__ import annotations

import re

from events.enums import Direction, PlaceKind, Relation
from events.extraction.languages.profile import (
    LIKELY,
    NAMED,
    PLACED,
    POSSIBLE,
    STRIP,
    UNLIKELY,
    Cue,
    Profile,
    phrases,
)

#: Behind the apostrophe of a name: in, to, from, of, and the accusative, which persons have as often.
_LOCATIVE = re.compile(r"[dt][ae](?:ki(?:ler)?)?\Z")
_ABLATIVE = re.compile(r"[dt][ae]n\Z")
_DATIVE = re.compile(r"[yn]?[ae]\Z")
_GENITIVE = re.compile(r"n?[ıiuü]n(?:ki)?\Z")
_ACCUSATIVE = re.compile(r"[yn]?[ıiuü]\Z")

_LAST_VOWEL = {"a": "a", "ı": "a", "o": "a", "u": "a", "e": "e", "i": "e", "ö": "e", "ü": "e"}
_HIGH_VOWEL = {"a": "ı", "ı": "ı", "o": "u", "u": "u", "e": "i", "i": "i", "ö": "ü", "ü": "ü"}


def _lower(text: str) -> str:
    """Small letters as Turkish has them: I is ı, İ is i."""
    return text.replace("İ", "i").replace("I", "ı").lower()


def _cased(stems: str, cue: Cue) -> dict[str, Cue]:
    """Each possessed head word in all its cases: "ili" in "ilinde", "iline", "ilinden", "ilinin", "ilini"."""
    found = {}
    for stem in stems.split():
        stem = stem.replace("_", " ")
        vowel = next((letter for letter in reversed(stem) if letter in _LAST_VOWEL), "e")
        low, high = _LAST_VOWEL[vowel], _HIGH_VOWEL[vowel]
        for ending in ("", f"nd{low}", f"nd{low}ki", f"nd{low}n", f"n{low}", f"n{high}", f"n{high}n"):
            found[stem + ending] = cue
    return found


_DIRECTIONS = {
    "kuzeyi": Direction.N, "güneyi": Direction.S, "doğusu": Direction.E, "batısı": Direction.W,
    "kuzeydoğusu": Direction.NE, "kuzeybatısı": Direction.NW, "güneydoğusu": Direction.SE,
    "güneybatısı": Direction.SW, "merkezi": Direction.CENTRE, "orta kesimi": Direction.CENTRE,
}  # fmt: skip
_ADJECTIVES = {
    "kuzey": Direction.N, "güney": Direction.S, "doğu": Direction.E, "batı": Direction.W,
    "kuzeydoğu": Direction.NE, "kuzeybatı": Direction.NW, "güneydoğu": Direction.SE,
    "güneybatı": Direction.SW, "orta": Direction.CENTRE,
}  # fmt: skip

_AFTER = {
    **_cased("ili vilayeti eyaleti bölgesi", Cue(NAMED, PlaceKind.ADMIN1)),
    **_cased("illeri vilayetleri eyaletleri", Cue(NAMED, PlaceKind.ADMIN1)),
    **_cased("şeridi", STRIP),
    **_cased("ilçesi", Cue(NAMED)),
    **_cased(
        "şehri kenti köyü kasabası beldesi başkenti mahallesi şehir_merkezi kent_merkezi limanı ilçe_merkezi",
        Cue(NAMED, PlaceKind.SETTLEMENT),
    ),
    **_cased("kampı mülteci_kampı havalimanı havaalanı", Cue(NAMED)),
    **_cased("dağı nehri gölü boğazı körfezi adası denizi çölü vadisi", Cue(PLACED, PlaceKind.NATURAL)),
    **_cased("kırsalı kırsal_kesimi", Cue(NAMED, PlaceKind.ADMIN1, Relation.COUNTRYSIDE)),
    **_cased("yakınları yakını çevresi civarı banliyösü dış_mahalleleri", Cue(NAMED, relation=Relation.NEAR)),
    **{
        form: Cue(PLACED, relation=Relation.PART_OF, direction=direction)
        for word, direction in _DIRECTIONS.items()
        for form in _cased(word.replace(" ", "_"), Cue(PLACED))
    },
    **_cased("valisi valiliği", Cue(LIKELY - 0.1)),
    # Who acts for a place, or only bears its name.
    **_cased(
        """üniversitesi belediyesi belediye_başkanı emniyet_müdürlüğü büyükelçiliği spor
        gazetesi bankası havayolları cumhuriyeti_büyükelçiliği hastanesi caddesi sokağı savaşı anlaşması
        mutabakatı cumhuriyet_başsavcılığı ticaret_odası barosu""",
        Cue(UNLIKELY),
    ),
}
_BEFORE = {
    **{
        word: Cue(PLACED, relation=Relation.PART_OF, direction=direction)
        for word, direction in _ADJECTIVES.items()
    },
    **phrases("başkent", Cue(NAMED, PlaceKind.SETTLEMENT)),
    **phrases(
        """
        cumhurbaşkanı başkan başkanı bakanı bakan başbakan başbakanı general albay orgeneral sayın doktor dr
        prof sözcüsü sözcü kral kraliçe prens milletvekili vali kaymakam""",
        Cue(UNLIKELY),
    ),
}
_COMMON = frozenset(
    """ve veya ya da de ama fakat ancak ile için gibi kadar göre sonra önce daha çok az en bir iki üç dört
    beş altı yedi sekiz dokuz on yirmi otuz kırk elli altmış yetmiş seksen doksan yüz bin milyon bu
    şu o ben sen biz siz onlar her hiç bazı tüm bütün birçok son ilk yeni eski büyük küçük dün bugün
    yarın gün gece sabah akşam öğle hafta ay yıl saat pazartesi salı çarşamba perşembe cuma
    cumartesi pazar ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık kuzey
    güney doğu batı orta merkez ordu asker askeri asker polis jandarma devlet hükümet hükûmet
    bakanlık bakan başkan başkanlık meclis parti örgüt birlik birleşmiş milletler avrupa birliği
    güvenlik savunma sağlık barış savaş ateşkes saldırı saldırıda saldırılar füze roket bomba insan
    kişi sivil çocuk kadın erkek aile halk ülke il ilçe köy şehir kent kasaba mahalle bölge yol dağ
    deniz göl nehir ova hava kara su kızılay kızılhaç afad allah ramazan bayram internet facebook
    twitter açıklamada yetkililer görgü tanıkları olay ölü yaralı ev okul hastane kamp ulusal
    uluslararası gözlem öte yandan ayrıca böylece şimdi burada orada kuvvetleri kuvvet silahlı
    güçleri güç türk rus arap kürt suriyeli iran_""".split()
)


def _ending(ending: str) -> Cue | None:
    if _LOCATIVE.match(ending):
        return Cue(PLACED)
    if _ABLATIVE.match(ending):
        return Cue(PLACED - 0.05)
    if _DATIVE.match(ending):
        return Cue(LIKELY)
    if _GENITIVE.match(ending):
        return Cue(LIKELY - 0.1)
    return Cue(POSSIBLE + 0.05) if _ACCUSATIVE.match(ending) else None


TURKISH = Profile(
    code="tr",
    before=_BEFORE,
    after=_AFTER,
    common=_COMMON,
    endings=_ending,
    lower=_lower,
    conjunctions=frozenset(("ve", "ile", "veya")),
)
