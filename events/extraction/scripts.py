"""Names in languages without rules of their own: proposals for look-up in the gazetteer, nothing more."""

from __future__ import annotations

import re

from events.extraction.names import runs_of, without_common_words, words_of
from events.extraction.sightings import Sighting

_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_CASED = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿĀ-ſƀ-ɏΑ-ωА-яҐґЄєІіЇїЁёԱ-ևႠ-ჿ]")
#: Names longer than this hardly stand in a gazetteer; it also bounds the number of proposals.
_LONGEST_NAME = 3
_MAX_PROPOSALS = 20_000
#: One-letter proclitics of Arabic: "وفي", "بإدلب", "لسوريا".
_ARABIC_PROCLITICS = "وبلفك"
#: Words for kinds of place: never a name by themselves, and the word after them likely is one.
_HEADS = frozenset(
    """مدينة بلدة قرية محافظة ولاية منطقة إقليم حي مخيم ريف شمال جنوب شرق غرب وسط
    город города городе село деревня область области район края місто місті село область області район
    şehri ili ilçesi köyü kenti ville village province región ciudad provincia stadt provinz""".split()
)
#: Everyday words that some place also bears as its name; newspapers mean the word.
_COMMON = frozenset(
    """صباح مساء اليوم أمس غدا يوم ليلة الليل النهار السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة عام
    سنة شهر قتل قتلى جريح جرحى شخص أشخاص مدني مدنيين طفل أطفال امرأة نساء رجل قوات الجيش الشرطة الحكومة
    الرئيس وزير وزارة قال قالت أعلن أعلنت بعد قبل على من إلى عن في مع هذا هذه ذلك التي الذي كان كانت خمسة
    عشرة عشرون ثلاثة أربعة ستة سبعة ثمانية تسعة مئة ألف بين حتى منذ خلال نحو أكثر أقل جديد جديدة الأمن
    السلام النصر الحق الشعب الحرب العام العالم البلاد الدولة المدينة القرية المحافظة
    это его она они был была были после перед когда мир новый новая время люди день ночь""".split()
)


def find_unmarked_names(text: str) -> list[Sighting]:
    """Capitalised runs and, in scripts without capitals, every run of up to three words."""
    words = words_of(text)
    sightings = []
    for run in runs_of(text, words):
        kept = without_common_words(run)
        for first in range(len(kept)):
            for last in range(first, min(first + _LONGEST_NAME + 1, len(kept))):
                start, end = kept[first].start, kept[last].end
                weight = 0.5 if (first, last) == (0, len(kept) - 1) else 0.3
                if run.opens_sentence and first == 0 and last == 0:
                    weight -= 0.2
                sightings.append(_proposal(text, start, end, text[start:end], weight))
    matches = [m for m in _WORD.finditer(text) if not _CASED.match(m.group())]
    for i in range(len(matches)):
        for j in range(i, min(i + _LONGEST_NAME, len(matches))):
            if j > i and not text[matches[j - 1].end() : matches[j].start()].isspace():
                break
            start, end = matches[i].start(), matches[j].end()
            quote = text[start:end]
            if end - start < 3 or (i == j and quote.lower() in _HEADS | _COMMON):
                continue
            is_introduced = i > 0 and matches[i - 1].group().lower() in _HEADS
            sightings.append(_proposal(text, start, end, quote, 0.75 if is_introduced else 0.4))
            if quote[0] in _ARABIC_PROCLITICS and end - start >= 4:
                sightings.append(_proposal(text, start + 1, end, quote[1:], 0.35))
        if len(sightings) > _MAX_PROPOSALS:
            break
    return sightings


def _proposal(text: str, start: int, end: int, name: str, likelihood: float) -> Sighting:
    return Sighting(
        start=start,
        end=end,
        quote=text[start:end],
        names=(name,),
        is_rescue=True,
        likelihood=likelihood,
        evidence=["the gazetteer is asked for it; this language has no rules"],
    )
