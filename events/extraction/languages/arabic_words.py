"""Arabic words beside names of places, and words that are no names though some place bears them.

Everything is written without vowel signs and with the plain letters that `plain` leaves.
"""

from __future__ import annotations

from events.enums import Direction, PlaceKind, Relation
from events.extraction.languages.profile import NAMED, PLACED, UNLIKELY, Cue, phrases

_LETTERS = str.maketrans("أإآٱىیکۀەةہ", "ااااييكهههه")
_SILENT = {ord(sign): None for sign in "ـء\u200c\u200d\u200e\u200f\u00ad"}
_SILENT.update(dict.fromkeys((*range(1552, 1563), *range(1611, 1632), 1648)))
_SILENT.update(dict.fromkeys(range(1750, 1774)))


def plain(word: str) -> str:
    """A word as the lists below spell it: no vowel signs, one alif, one yeh, one kaf, heh for teh marbuta."""
    return word.translate(_SILENT).translate(_LETTERS)


def _plain_keys(cues: dict[str, Cue]) -> dict[str, Cue]:
    return {plain(words): cue for words, cue in cues.items()}


_DIRECTIONS = {
    "شمال": Direction.N, "جنوب": Direction.S, "شرق": Direction.E, "غرب": Direction.W,
    "شمال شرق": Direction.NE, "شمال غرب": Direction.NW, "جنوب شرق": Direction.SE, "جنوب غرب": Direction.SW,
    "وسط": Direction.CENTRE,
}  # fmt: skip

#: Nouns that govern a name. Their proclitics are cut off before they are looked up.
HEADS = _plain_keys(
    {
        **phrases("محافظة ولاية إقليم مقاطعة جمهورية محافظات ولايات", Cue(NAMED, PlaceKind.ADMIN1)),
        **phrases("قطاع", Cue(NAMED)),
        **phrases(
            "مدينة بلدة قرية عاصمة العاصمة حي ضاحية بلدات قرى مدن ضيعة ميناء",
            Cue(NAMED, PlaceKind.SETTLEMENT),
        ),
        **phrases("منطقة ناحية قضاء مديرية محلية مخيم مخيمات مطار معبر جبهة محور سماء أجواء", Cue(PLACED)),
        **phrases("جزيرة نهر بحيرة جبل جبال وادي مضيق خليج صحراء بحر", Cue(PLACED, PlaceKind.NATURAL)),
        **phrases("ريف أرياف بادية", Cue(NAMED, PlaceKind.ADMIN1, Relation.COUNTRYSIDE)),
        **phrases(
            "قرب بالقرب_من محيط مشارف ضواحي أطراف جوار تخوم على_مقربة_من مقربة_من",
            Cue(PLACED, relation=Relation.NEAR),
        ),
        **{
            phrase: Cue(PLACED, relation=Relation.PART_OF, direction=direction)
            for words, direction in _DIRECTIONS.items()
            for phrase in (words, f"{words}ي")
        },
        # "شمالي شرقي" and the like, both words as adjectives.
        **{
            " ".join(f"{word}ي" for word in words.split()): Cue(
                PLACED, relation=Relation.PART_OF, direction=direction
            )
            for words, direction in _DIRECTIONS.items()
            if " " in words
        },
        **{
            f"إلى ال{words} من": Cue(PLACED, relation=Relation.OFFSET, direction=direction)
            for words, direction in _DIRECTIONS.items()
            if " " not in words and direction is not Direction.CENTRE
        },
    }
)

#: Prepositions; nouns of every kind follow them, so they say less than in scripts with capitals.
_LOCATIVE = 0.45
PREPOSITIONS = _plain_keys(
    {
        **phrases("في إلى من نحو باتجاه عبر داخل خارج صوب بين", Cue(_LOCATIVE)),
        **phrases("على حول ضد عن", Cue(0.35)),
    }
)

PERSONS = _plain_keys(
    phrases(
        """
        الرئيس رئيس الوزير وزير اللواء العميد العقيد الجنرال الملك الأمير الشيخ السيد السيدة الدكتور المتحدث
        القائد الناشط الصحفي الصحافي النائب جامعة شارع مستشفى صحيفة قناة وكالة حزب نادي شركة بنك آل بن أبو
        عائلة ساحة مسجد كنيسة معركة اتفاق لواء كتيبة حركة تنظيم""",
        Cue(UNLIKELY),
    )
)

#: Adjectives behind the name: "ريف إدلب الجنوبي".
SIDES = {
    plain(word): direction
    for word, direction in {
        "الشمالي": Direction.N, "الجنوبي": Direction.S, "الشرقي": Direction.E, "الغربي": Direction.W,
        "الشمالي الشرقي": Direction.NE, "الشمالي الغربي": Direction.NW, "الجنوبي الشرقي": Direction.SE,
        "الجنوبي الغربي": Direction.SW, "الأوسط": Direction.CENTRE,
    }.items()
}  # fmt: skip

#: Words that join sentences; a name neither begins nor ends with one.
FUNCTION = frozenset(
    plain(word)
    for word in """
    في من إلى على عن مع بعد قبل بين حتى منذ خلال عند لدى نحو حول ضد دون بدون غير سوى أو أم ثم لكن بل أن
    إن لا لم لن ما ماذا هل قد كل كلا بعض أي هذا هذه ذلك تلك هؤلاء الذي التي الذين هو هي هم هنا هناك
    كان كانت كانوا يكون تكون ليس ليست أنه أنها إنه إنها به بها له لها لهم فيه فيها منه منها عليه
    عليها إليه إليها وهو وهي كما كذلك أيضا حيث إذ إذا لو لولا عندما بينما حين أثناء فوق تحت أمام خلف
    وراء داخل خارج عبر رغم بسبب نتيجة وفق وفقا بحسب حسب مثل ضمن نفس ذات عدة عدد جميع كافة معظم أكثر
    أقل نحو قرابة حوالي زهاء مما فيما لما بما عما ممن الى علي وسط أول ثاني آخر أخرى آخرون أحد إحدى
    اثنين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة عشر عشرين عشرون ثلاثين ثلاثون أربعين أربعون
    خمسين خمسون مئة مائة مئات ألف آلاف مليون ملايين عشرات شمال جنوب شرق غرب شمالي جنوبي شرقي غربي""".split()
)

#: Nouns and verbs of the news and common given names; each is the name of some place too, or may be.
COMMON = frozenset(
    plain(word)
    for word in """
    الشمال الجنوب الشرق الغرب الشمالي الجنوبي الشرقي الغربي الأوسط الشمالية الجنوبية الشرقية الغربية
    صباح صباحا مساء اليوم أمس غدا يوم أيام ليلة ليل الليل النهار ظهر فجر الفجر عصر السبت الأحد
    الاثنين الثلاثاء الأربعاء الخميس الجمعة عام أعوام سنة سنوات شهر أشهر أسبوع ساعة ساعات دقيقة
    يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر كانون شباط آذار نيسان
    أيار حزيران تموز آب أيلول تشرين الأول الثاني قتل قتلى قتيل مقتل جرح جرحى جريح إصابة أصيب أصيبوا
    شخص شخصا أشخاص مدني مدنيا مدنيين مدنيون المدنيين طفل أطفال الأطفال امرأة نساء النساء رجل رجال
    شاب شبان عائلة عائلات أسرة أسر سكان السكان أهالي الأهالي أبناء نازح نازحين النازحين نازحون لاجئ
    لاجئين اللاجئين قوات القوات الجيش جيش الشرطة شرطة الحكومة حكومة النظام المعارضة فصائل مسلحون
    مسلحين المسلحين جنود الجنود جندي ميليشيا مليشيا طائرة طائرات الطائرات مسيرة مسيرات قصف القصف
    غارة غارات الغارات صاروخ صواريخ قذيفة قذائف مدفعية المدفعية انفجار تفجير هجوم هجمات الهجوم
    اشتباك اشتباكات معارك معركة هدنة الهدنة وقف إطلاق إعادة إغلاق فتح بدء نهاية بداية الرئيس رئيس
    الوزير وزير وزارة الوزارة الخارجية الداخلية الدفاع الصحة قال قالت قالوا أعلن أعلنت أفاد أفادت
    ذكر ذكرت أكد أكدت أضاف أضافت أشار أوضح وصل وصلت نقل نقلت شن شنت استهدف استهدفت سيطر سيطرت دخل
    دخلت خرج عاد عادت فر فروا نزح جديد جديدة الجديد الجديدة قديم كبير كبيرة الكبير صغير الأمن السلام
    سلام النصر نصر الحق الشعب شعب الحرب حرب العام العالم عالم البلاد الدولة دولة دول المدينة القرية
    المحافظة البلدة المنطقة المخيم الريف الحي المناطق مناطق الحدود حدود الوطن وطن الأرض أرض السماء
    البحر بحر البر الجبل جبل النهر نهر الوادي الطريق طريق الشارع شارع البيت بيت بيوت منزل منازل
    المنازل مبنى مدرسة مدارس مستشفى المستشفى مسجد سوق السوق مركز المركز مقر موقع مواقع نقطة قاعدة
    جسر الجسر مطار المطار ميناء مياه الماء ماء نار النار كهرباء وقود غذاء مساعدات المساعدات إغاثة
    منظمة المنظمة منظمات الأمم المتحدة مجلس المجلس مكتب لجنة هيئة مرصد المرصد الإنسان لحقوق حقوق
    وكالة الأنباء مصدر مصادر المصادر شهود عيان بيان تقرير التحالف الاتحاد العربي العربية الدولي
    الدولية الوطني الوطنية الإسلامي الإسلامية المسلحة السورية السوري اللبناني اللبنانية العراقي
    العراقية اليمني اليمنية السوداني السودانية الليبي الليبية الفلسطيني الفلسطينية الإسرائيلي
    الإسرائيلية الروسي الروسية التركي التركية الأميركي الأميركية الأمريكي الأمريكية الإيراني
    الإيرانية الأوكراني الأوكرانية محمد أحمد علي حسن حسين محمود خالد عمر عثمان إبراهيم يوسف موسى
    عيسى صالح سعيد سالم سليمان داود ناصر كمال جمال عبد الله عبدالله الرحمن بشار الأسد الأحمد المحمد
    سعد سمير كريم رامي وليد ياسين طارق زياد حمزة بلال مصطفى فاطمة مريم زينب خديجة عائشة نور أمل هدى
    سلمى فرح أسعد منصور حاتم حميد رشيد أمين فؤاد عادل عماد رياض نبيل هاني هيثم فراس مهند مدير قائد
    القائد مسؤول مسؤولون المسؤول ناشط ناشطون خدمة خدمات عملية عمليات العملية حملة قوة خطة خط خطوط
    حالة وضع الوضع أزمة الأزمة كارثة زلزال الزلزال فيضان فيضانات سيول أمطار حريق حرائق عاصفة ضحية
    ضحايا الضحايا جثة جثث مفقود مفقودين إنقاذ الإنقاذ فرق فريق دفاع الأخضر الأحمر الأبيض الأسود
    الأزرق الهلال الصليب الدعم السريع التنظيم الدولي داعش حماس حزب القسام كتائب لواء فرقة كتيبة حركة
    جبهة الجبهة هدف أهداف نجم شمس قمر ورد الفرات العاصي""".split()
)
