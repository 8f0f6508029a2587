from __future__ import annotations

import pytest

from events.ingestion.language import language_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Shells fell on the town in the night, residents said, and families fled to the border.", "en"),
        ("In der Nacht fielen Granaten auf die Stadt, und viele Familien flohen an die Grenze.", "de"),
        ("Los proyectiles cayeron sobre la ciudad en la noche y las familias huyeron.", "es"),
        ("Des obus sont tombés sur la ville dans la nuit et les familles ont fui.", "fr"),
        ("Gece kasabaya mermiler düştü ve aileler sınıra kadar kaçtı, bu saldırı için çok kişi.", "tr"),
        ("Ночью на город упали снаряды, и семьи бежали к границе, это был не первый обстрел.", "ru"),
        ("Вночі на місто впали снаряди, і родини втекли до кордону, це не перший обстріл.", "uk"),
        ("سقطت قذائف على المدينة ليلا وفرت عائلات إلى الحدود.", "ar"),
        ("گلوله‌ها شب بر شهر افتاد و خانواده‌ها پیش از صبح گریختند؛ چند روستا خالی شد.", "fa"),
        ("炮弹落在城里，许多家庭逃往边境。", "zh"),
        ("Shells fell on the car with the plate 6d78a7cf7a2241de8f3a54a66df5, and four people died.", "en"),
        ("Zxv qwk plm vbn ghj rty fds", ""),
        ("123 – 456", ""),
    ],
)
def test_language_is_told_by_script_and_common_words(text: str, code: str) -> None:
    assert language_of(text) == code
