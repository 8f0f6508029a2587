from __future__ import annotations

from collections.abc import Iterable

from django.db.models import BooleanField, F, Func, Value


class Among(Func):
    """That a field of the row has one of these numbers: they are one parameter, where `IN` has one for each,
    and a text, which is sent as it is: of ten thousand numbers each would be looked at twice."""

    arg_joiner = " = ANY("
    template = "%(expressions)s::bigint[])"
    output_field = BooleanField()

    def __init__(self, name: str, numbers: Iterable[int]) -> None:
        super().__init__(F(name), Value("{" + ",".join(map(str, numbers)) + "}"))
