"""What the database refuses, told apart: a row that breaks a rule, or a database that cannot go on."""

from __future__ import annotations

from django.db import DatabaseError, IntegrityError

from events.review.constraints import constraint_of, sentence_for

#: SQLSTATE classes of what a row says: data, and constraints. A full disk (53), a lost connection (08, 57) or
#: a lock that could not be had (40, 55) is nobody's row, and ends the import.
_ABOUT_ROWS = ("22", "23")
_DISK_FULL = "53100"


def is_about_rows(error: DatabaseError) -> bool:
    """Whether the database refused what a row says."""
    return (getattr(error.__cause__, "sqlstate", None) or "")[:2] in _ABOUT_ROWS


def refusal(error: DatabaseError) -> str:
    """A sentence about the row that was refused."""
    if isinstance(error, IntegrityError) and constraint_of(error):
        return sentence_for(error)
    column = getattr(getattr(error.__cause__, "diag", None), "column_name", None)
    if column:
        return f"The row has no “{column}”, and needs one. Give it one."
    return f"The database refused the row: {str(error).splitlines()[0]}. Correct it."


def ending(error: Exception) -> str:
    """A sentence about what ended an import for good."""
    said = (str(error).strip() or "it gave no reason").splitlines()[0]
    if getattr(error.__cause__, "sqlstate", None) == _DISK_FULL:
        return (
            f"The database's disk is full: {said}. Nothing was written; make room there, then start the "
            "import again."
        )
    return f"The database ended the import: {said}. Nothing was written; start it again once that is mended."
