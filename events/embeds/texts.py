"""One content in several languages: the whole in one, and of the others only the texts that differ.

    >>> difference({"kind": "shelling", "label": "Shelling"}, {"kind": "shelling", "label": "Pilonnage"})
    {"label": ["Pilonnage"]}

Both sides are JSON of the same shape. Lists are compared item by item, under their numbers. What differs as a
whole stands in a list of one; where nothing differs, the difference is None.
"""

from __future__ import annotations

from typing import Any


def difference(one: Any, other: Any) -> Any:
    """What `applied` needs to make `other` of `one`."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        found = {key: difference(one[key], other[key]) for key in one}
        return {key: value for key, value in found.items() if value is not None} or None
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        found = {str(number): difference(*pair) for number, pair in pairs}
        return {number: value for number, value in found.items() if value is not None} or None
    # Python takes True for 1.
    return None if one == other and type(one) is type(other) else [other]


def applied(one: Any, differing: Any) -> Any:
    """`one` with the texts that differ; `one` itself is left as it is."""
    if differing is None:
        return one
    if isinstance(differing, list):
        return differing[0]
    if isinstance(one, dict):
        return {key: applied(value, differing.get(key)) for key, value in one.items()}
    return [applied(value, differing.get(str(number))) for number, value in enumerate(one)]
