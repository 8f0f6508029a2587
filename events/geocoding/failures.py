"""Why an outside geocoder gave no answer: the editor's sentence, and how long it is left alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

from geopy import exc
from geopy.adapters import AdapterHTTPError, get_retry_after

from events.geocoding.adapter import TooLarge, WentElsewhere
from events.models import GeocoderFailure as Failure

#: For how long a geocoder is left alone after its first failure in a row, in seconds; each further one
#: doubles it. What is about one search (an answer that cannot be read) concerns no other.
_ALONE_S = {
    Failure.TIME_OUT: 15.0,
    Failure.UNREACHABLE: 15.0,
    Failure.FAILED: 30.0,
    Failure.LIMITED: 60.0,
    Failure.REFUSED: 600.0,
}
_LONGEST_ALONE_S = 3600.0
#: A Retry-After that asks for more is taken for a mistake.
_LONGEST_RETRY_AFTER_S = 7 * 86_400.0
#: A search that one geocoder could not answer is tried again after this at the earliest.
_RETRY_S = {Failure.UNREADABLE: 3600.0}
#: A search that is not understood today will not be tomorrow; the others are worth another try.
_FINAL = {Failure.NOT_UNDERSTOOD, Failure.MISCONFIGURED}
_LIMITED = {402, 429, 509}
_REFUSED = {401, 403, 407, 451}


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong with one question. `retry_after_s` is what the geocoder itself has asked for."""

    failure: Failure
    status: int | None = None
    retry_after_s: float | None = None
    detail: str = ""

    def alone_s(self, failures: int) -> float:
        """For how long nobody asks this geocoder, after so many failures in a row (this one counts)."""
        if self.retry_after_s is not None:
            return self.retry_after_s
        return min(_ALONE_S.get(self.failure, 0.0) * 2.0 ** min(failures - 1, 10), _LONGEST_ALONE_S)

    def retry_s(self, alone_s: float) -> float:
        """When this search is worth another try, given for how long the geocoder is left alone."""
        return max(alone_s, _RETRY_S.get(self.failure, 60.0))

    @property
    def is_final(self) -> bool:
        return self.failure in _FINAL


def problem_of(error: Exception) -> Problem:
    """By the HTTP status rather than geopy's classes, which take a 503 for a time-out, a 509 for nothing."""
    cause = error.__cause__
    if isinstance(cause, AdapterHTTPError):
        return Problem(_by_status(cause.status_code), cause.status_code, _retry_after(cause))
    return Problem(_by_class(error), detail=_detail(error))


def _by_status(status: int) -> Failure:
    if status in _LIMITED:
        return Failure.LIMITED
    if status in _REFUSED:
        return Failure.REFUSED
    if 300 <= status < 400:
        return Failure.UNREADABLE
    if status == 408:
        return Failure.TIME_OUT
    return Failure.NOT_UNDERSTOOD if 400 <= status < 500 else Failure.FAILED


def _retry_after(error: AdapterHTTPError) -> float | None:
    """Seconds, from seconds or an HTTP date; None when not said or no number of seconds."""
    try:
        seconds = get_retry_after(error.headers)
    except (ValueError, OverflowError, TypeError):
        return None
    return float(min(seconds, _LONGEST_RETRY_AFTER_S)) if seconds else None


def _by_class(error: Exception) -> Failure:
    # From the particular to the general; several of geopy's classes are also OSError or ValueError.
    for kind, failure in (
        (exc.ConfigurationError, Failure.MISCONFIGURED),
        (exc.GeocoderQuotaExceeded, Failure.LIMITED),
        (exc.GeocoderAuthenticationFailure, Failure.REFUSED),
        (exc.GeocoderInsufficientPrivileges, Failure.REFUSED),
        (exc.GeocoderTimedOut, Failure.TIME_OUT),
        (exc.GeocoderUnavailable, Failure.UNREACHABLE),
        (exc.GeocoderParseError, Failure.UNREADABLE),
        (WentElsewhere, Failure.UNREADABLE),
        # A message within an answer of HTTP 200: geopy has no finer class for it.
        (exc.GeocoderServiceError, Failure.FAILED),
    ):
        if isinstance(error, kind):
            return failure
    return Failure.UNREADABLE


def _detail(error: Exception) -> str:
    if isinstance(error, WentElsewhere):
        return f"sends on to {error}, which is not followed. Put its new address into the settings."
    if isinstance(error, TooLarge):
        return "answered with more than 2 MB, which is not read. Write the name more exactly."
    return ""


def sentence(title: str, problem: Problem, *, timeout_s: float, alone_s: float) -> str:
    """What the editor reads after a question that failed."""
    again = f"Search again in {duration(alone_s)}." if alone_s > 0 else "Search again later."
    if problem.detail:
        return f"{title} {problem.detail}"
    said = {
        Failure.TIME_OUT: f"did not answer within {timeout_s:g} seconds. {again}",
        Failure.UNREACHABLE: f"cannot be reached. {again}",
        Failure.LIMITED: f"takes no more questions for now: its limit is reached. {again}",
        Failure.REFUSED: f"refused to answer. Check its key and its terms of use in the settings. {again}",
        Failure.FAILED: f"has failed and could not answer{_http(problem)}. {again}",
        Failure.UNREADABLE: "answered with something that cannot be read. What it knows is not shown.",
        Failure.NOT_UNDERSTOOD: "does not understand this search. Write the name in another way.",
        Failure.BUSY: f"is being asked by others. Search again in {duration(max(alone_s, 1))}.",
        Failure.MISCONFIGURED: "cannot be asked: its settings are wrong. The server's log says more.",
    }
    return f"{title} {said[problem.failure]}"


def left_alone_sentence(title: str, failure: Failure, *, alone_s: float) -> str:
    """What the editor reads instead of a question, while a geocoder is left alone."""
    because = {
        Failure.TIME_OUT: "it did not answer in time",
        Failure.UNREACHABLE: "it could not be reached",
        Failure.LIMITED: "its limit was reached",
        Failure.REFUSED: "it refused to answer; check its key and its terms of use in the settings",
    }.get(failure, "it had failed")
    return f"{title} was not asked, because {because}. Search again in {duration(alone_s)}."


def _http(problem: Problem) -> str:
    return f" (HTTP {problem.status})" if problem.status else ""


def duration(seconds: float) -> str:
    """ "30 seconds", "12 minutes", "3 hours": rounded up, so that nobody comes back too early."""
    size, name = next(
        ((size, name) for size, name, below in _UNITS if seconds <= size * below), (86_400, "day")
    )
    count = max(1, math.ceil(seconds / size))
    return f"{count} {name}{'' if count == 1 else 's'}"


_UNITS = ((1, "second", 90), (60, "minute", 90), (3600, "hour", 48))
