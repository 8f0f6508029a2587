"""What the choice among places weighs, and how much: the one table of its numbers.

A score is a sum of named reasons, in units where one point is about the lead of a city of two million over a
town of two thousand. The numbers were set by reasoning on invented articles, not fitted to collections.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Factors:
    """Which kinds of reasons count. All do; measurements switch them off one by one."""

    rescue: bool = True
    """Names that the statistical reader missed and the gazetteer knows."""
    names: bool = True
    """How well a name fits: a place's own name above another spelling, above a name of old."""
    context: bool = True
    """The countries that the article is about, and its other places nearby."""
    containment: bool = True
    """ "X, Y", "X in Y", "the English city of X"."""
    agreement: bool = True
    """One sense for one name, lists of one kind, the country of the same sentence."""
    wording: bool = True
    """The kind of place that the words ask for: province, county, city."""


EVERY_FACTOR = Factors()


@dataclass(frozen=True, slots=True)
class Weights:
    """Points a reason adds, at most."""

    country: float = 1.05
    """The article speaks of the place's country alone; less by the root of the share."""
    near: float = 0.8
    """Several other places of the article lie close by or in the same province."""
    same_sentence: float = 0.3
    """The place's country is named in the sentence."""
    contained: float = 2.2
    """Said in so many words; outweighs population and the article's countries together."""
    container: float = 1.65
    """The other side of it: this is what the place next to it lies in."""
    adjective: float = 1.8
    """ "The English city of X", "X, the Libyan capital"."""
    told: float = 1.1
    """Said so of the same name elsewhere in the article."""
    repeated: float = 0.3
    """The same name speaks for it elsewhere in the article."""
    other: float = -2.5
    """ "The other Tripoli" is not the one spoken of so far."""
    belongings: float = 0.9
    """A foreign ministry belongs to a country, a legislature's speaker to a state."""
    holds: float = 0.9
    """The article's other places lie in the province, not in the country of the same name: Georgia."""
    government: float = 1.6
    """The name stands for a government, and the government of a country sits there."""
    listed: float = 0.3
    """Stands in a list of places of its kind."""
    called_region: float = 0.35
    """The article calls it a province elsewhere, again and again."""
    abbreviated: float = 1.5
    """ "Ga." and "Ont." are states and provinces."""
    namesake: float = -0.6
    """A town bears the name of a country."""
    spelling: float = -0.1
    """The name is another spelling of the place's own."""
    other_name: float = -0.8
    """The name of a town is quite another one: of old, of another language, of a part of it."""
    other_area_name: float = -0.3
    """The same of a country or province, which have several names at once more often."""


WEIGHTS = Weights()

#: Distance at which a neighbour speaks about a third as loud, km; beyond the second one it is silent.
NEIGHBOUR_KM = 80.0
NEIGHBOUR_LIMIT_KM = 240.0
#: How loud a place in the same province speaks at any distance.
SAME_PROVINCE = 0.35
#: How steeply score differences become shares; 5 makes a lead of half a point about 12 to 1.
SHARPNESS = 5.0
