from __future__ import annotations

from events.extraction.figures import read_figures
from events.extraction.speakers import read_speakers

TEXT = (
    "The offensive has emptied the villages, according to the Syrian Observatory for Human Rights. "
    "At least 12 people died on Friday, the Observatory said. “We ran,” she said. 🏚 Nurse Salma Haddad "
    "told reporters that 30 people were hurt."
)


def test_speakers_are_found_where_they_stand_with_the_name_that_figures_carry() -> None:
    found = read_speakers(TEXT)

    assert [(speaker.quote, speaker.name) for speaker in found] == [
        ("Syrian Observatory for Human Rights", "Syrian Observatory for Human Rights"),
        ("Observatory", "Syrian Observatory for Human Rights"),
        ("Nurse Salma Haddad", "Nurse Salma Haddad"),
    ]
    assert all(TEXT[speaker.start : speaker.end] == speaker.quote for speaker in found)
    assert {figure.claimant for figure in read_figures(TEXT)} <= {speaker.name for speaker in found}


def test_text_without_speakers_has_none() -> None:
    assert read_speakers("Shells fell on Saraqib.") == ()
    assert read_speakers("") == ()
