"""What counts as a mention of a place."""

from __future__ import annotations

from enum import StrEnum


class Convention(StrEnum):
    PLACES = "places"
    """What a map needs and the desk shows: names of places, nothing inside other names, no adjectives."""
    TOPONYMS = "toponyms"
    """What research collections mark: also "Syrian", "Lagos" in "Lagos Chamber of Commerce", "London-based",
    buildings and streets with a name of their own, and "Kandahar province" with its generic word. Only for
    comparing Dateline with such collections; these further mentions never reach the desk."""
