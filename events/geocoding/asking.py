"""Asks outside geocoders, all at once, each when it is its turn and none for longer than the time-out.

What they say is kept as long as their terms allow; what they could not say is told apart from "no such place"
and noted, to be asked again.
"""

from __future__ import annotations

import inspect
import json
import logging
import queue
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from geopy import exc
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from events.geocoding import answers, turns
from events.geocoding.adapter import BoundedAdapter
from events.geocoding.failures import Problem, left_alone_sentence, problem_of, sentence
from events.geocoding.found import FoundPlace, from_location, without_swapped
from events.geocoding.gazetteer import GazetteerGeocoder
from events.geocoding.providers import Sieve
from events.models import GeocoderFailure as Failure

_log = logging.getLogger(__name__)
#: The same for every search, so that the form and the desk share what is kept.
LIMIT = 10
#: A turn outlasts the time-out by this, so that it is given back and not lost.
_LEASE_MARGIN_S = 3.0
#: How often a process looks whether its turn has come: another one's answer may be there any time.
_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class Provider:
    """An entry of `settings.GEOCODERS`. `source` tells its settings apart without showing its key."""

    name: str
    title: str
    backend: type[Geocoder]
    options: Mapping[str, Any]
    licence: str
    interval_s: float
    cache_days: float
    source: str

    @classmethod
    def of(cls, config: Mapping[str, Any]) -> Provider:
        options = config.get("OPTIONS", {})
        described = json.dumps([config["BACKEND"], options], default=str, sort_keys=True)
        return cls(
            name=str(config["NAME"])[:40],
            title=str(config.get("TITLE") or config["NAME"].capitalize()),
            backend=import_string(config["BACKEND"]),
            options=options,
            licence=str(config.get("LICENCE", "")),
            interval_s=float(config.get("INTERVAL_S", settings.GEOCODER_INTERVAL_S)),
            cache_days=float(config.get("CACHE_DAYS", settings.GEOCODER_CACHE_DAYS)),
            source=salted_hmac("events.geocoding.source", described).hexdigest()[:32],
        )

    @property
    def is_ours(self) -> bool:
        return issubclass(self.backend, GazetteerGeocoder)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question: places, none when there is no such place, or a sentence why no answer came."""

    places: tuple[FoundPlace, ...] = ()
    error: str = ""


@dataclass(eq=False)
class _Call:
    """One question on its way, on a thread that is left behind when the time is up."""

    provider: Provider
    query: str
    geocoder: Geocoder
    sieve: Sieve
    waits: bool = False
    turn: turns.Turn | None = None
    until: float = 0.0
    locations: list[Location] = field(default_factory=list)
    error: Exception | None = None

    def start(self, turn: turns.Turn, done: queue.SimpleQueue[_Call]) -> None:
        self.turn, self.until = turn, time.monotonic() + settings.GEOCODER_TIMEOUT_S
        threading.Thread(target=self._run, args=(done,), name=self.provider.name, daemon=True).start()

    def _run(self, done: queue.SimpleQueue[_Call]) -> None:
        wishes = {
            "exactly_one": False, "limit": LIMIT, "language": "en", "addressdetails": True,
            "geometry": "geojson", "annotations": False,
        }  # fmt: skip
        accepted = inspect.signature(self.geocoder.geocode).parameters
        try:
            found = self.geocoder.geocode(
                self.query, **{name: wish for name, wish in wishes.items() if name in accepted}
            )
            self.locations = [location for location in found or [] if location is not None]
        except Exception as error:
            # geopy reads what it expects; an error page in JSON or a changed format fails anyhow.
            self.error = error
        done.put(self)

    def give_up(self) -> None:
        if isinstance(self.geocoder.adapter, BoundedAdapter):
            self.geocoder.adapter.abort()
        self.error = exc.GeocoderTimedOut("No answer in time")


def ask(providers: Sequence[Provider], query: str) -> dict[str, Outcome]:
    """What each of `providers` says to `query`, by its name, from what is kept or by asking.

    Takes at most GEOCODER_WAIT_S for the turns and GEOCODER_TIMEOUT_S for the answers, however many are
    asked. Not to be called in a transaction: other processes wait for its rows.
    """
    outcomes: dict[str, Outcome] = {}
    waiting: list[_Call] = []
    for provider in providers:
        known = answers.kept(provider.name, provider.source, query)
        prepared = _prepared(provider, query) if known is None else Outcome(tuple(known))
        if isinstance(prepared, _Call):
            waiting.append(prepared)
        else:
            outcomes[provider.name] = prepared
    patience = time.monotonic() + settings.GEOCODER_WAIT_S
    done: queue.SimpleQueue[_Call] = queue.SimpleQueue()
    running: list[_Call] = []
    while waiting or running:
        for call in list(waiting):
            turn = _turn(call, patience)
            if turn is None:
                call.waits = True
                continue
            waiting.remove(call)
            if isinstance(turn, Outcome):
                outcomes[call.provider.name] = turn
            else:
                running.append(call)
                call.start(turn, done)
        for call in _ended(done, running, look=bool(waiting)):
            running.remove(call)
            outcomes[call.provider.name] = _outcome(call)
    return outcomes


def _prepared(provider: Provider, query: str) -> _Call | Outcome:
    sieve = Sieve()
    try:
        return _Call(provider, answers.normalised(query), _geocoder(provider, sieve), sieve)
    except (exc.ConfigurationError, TypeError) as error:
        _log.error("Geocoder %s cannot be made from its settings: %s", provider.name, error)
        return Outcome(error=_sentence(provider, Problem(Failure.MISCONFIGURED), 0))


def _turn(call: _Call, patience: float) -> turns.Turn | Outcome | None:
    """The turn to ask, an outcome when there is no need or no chance to, None while it may still come."""
    provider = call.provider
    if call.waits:
        # Whoever was first may have asked the same.
        known = answers.kept(provider.name, provider.source, call.query)
        if known is not None:
            return Outcome(tuple(known))
    lease_s = settings.GEOCODER_TIMEOUT_S + _LEASE_MARGIN_S if provider.interval_s > 0 else 0.0
    turn = turns.take(provider.name, source=provider.source, lease_s=lease_s)
    if isinstance(turn, turns.Turn):
        return turn
    if isinstance(turn, turns.LeftAlone):
        _note(call, Problem(turn.failure), turn.wait_s, was_asked=False)
        return Outcome(error=left_alone_sentence(provider.title, turn.failure, alone_s=turn.wait_s))
    left_s = patience - time.monotonic()
    if left_s > 0 and (turn.wait_s <= left_s or turn.is_being_asked):
        return None
    _note(call, Problem(Failure.BUSY), turn.wait_s, was_asked=False)
    return Outcome(error=_sentence(provider, Problem(Failure.BUSY), turn.wait_s))


def _geocoder(provider: Provider, sieve: Sieve) -> Geocoder:
    options = {"timeout": settings.GEOCODER_TIMEOUT_S, **provider.options}
    if "adapter_factory" in inspect.signature(provider.backend).parameters:
        options.setdefault("adapter_factory", partial(BoundedAdapter, sift=sieve))
    geocoder: Geocoder = provider.backend(**options)
    geocoder.headers.setdefault("Referer", settings.SITE_URL or "http://localhost/")
    if geocoder.headers.get("User-Agent", "").startswith("geopy/"):
        site = settings.SITE_URL or settings.SITE_NAME
        geocoder.headers["User-Agent"] = f"Dateline/{settings.VERSION} ({site})"
    # HTTP knows only ASCII in headers; a site's name may be in any script.
    geocoder.headers = {
        name: str(value).encode("ascii", "ignore").decode() for name, value in geocoder.headers.items()
    }
    return geocoder


def _ended(done: queue.SimpleQueue[_Call], running: list[_Call], *, look: bool) -> list[_Call]:
    """The calls that have ended by now or have run out of time; waits until there may be one."""
    now = time.monotonic()
    rest_s = min((call.until - now for call in running), default=_LOOK_S)
    try:
        call = done.get(timeout=max(0.0, min(rest_s, _LOOK_S) if look else rest_s))
    except queue.Empty:
        late = [call for call in running if call.until <= time.monotonic()]
        for call in late:
            call.give_up()
        return late
    # One that was given up may still come in.
    return [call] if call in running else []


def _outcome(call: _Call) -> Outcome:
    provider, turn = call.provider, call.turn
    assert turn is not None, "only what was asked has an outcome"
    problem = problem_of(call.error) if call.error else None
    alone_s = turns.give_back(
        provider.name, turn, source=provider.source, interval_s=provider.interval_s, problem=problem
    )
    places: list[FoundPlace] = []
    if problem is None:
        found = [
            from_location(location, provider=provider.name, licence=provider.licence)
            for location in call.locations
        ]
        places = without_swapped([place for place in found if place])[:LIMIT]
        if not places and (found or call.sieve.dropped or call.sieve.has_no_list):
            problem = Problem(Failure.UNREADABLE)
    if problem is not None:
        _log.warning("Geocoder %s, asked for %r: %s", provider.name, call.query, _reason(call, problem))
        _note(call, problem, alone_s, was_asked=True)
        return Outcome(error=_sentence(provider, problem, alone_s))
    answers.keep(
        provider.name, provider.source, call.query, places,
        cache_days=provider.cache_days, licence=provider.licence,
    )  # fmt: skip
    return Outcome(tuple(places))


def _reason(call: _Call, problem: Problem) -> str:
    if call.error is None:
        return "no results in it, or none with a name and a point in the world"
    return f"{problem.failure}: {call.error!r}"[:300]


def _note(call: _Call, problem: Problem, alone_s: float, *, was_asked: bool) -> None:
    # What may not be kept need not be asked before somebody searches again.
    if call.provider.cache_days > 0:
        answers.note_failure(
            call.provider.name, call.provider.source, call.query, problem,
            retry_s=problem.retry_s(alone_s), was_asked=was_asked,
        )  # fmt: skip


def _sentence(provider: Provider, problem: Problem, alone_s: float) -> str:
    return sentence(provider.title, problem, timeout_s=settings.GEOCODER_TIMEOUT_S, alone_s=alone_s)
