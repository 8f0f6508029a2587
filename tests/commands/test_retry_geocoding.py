from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from events.geocoding import answers
from events.geocoding.asking import Provider
from events.geocoding.failures import Problem
from events.models import GeocoderAnswer, GeocoderFailure

pytestmark = pytest.mark.django_db


def said() -> str:
    out = StringIO()
    call_command("retry_geocoding", stdout=out)
    return out.getvalue()


def test_retry_geocoding_has_nothing_to_do_without_outside_geocoders() -> None:
    assert said() == "0 of 0 questions answered; 0 expired answers deleted.\n"


def test_retry_geocoding_says_what_failed_again_and_deletes_what_has_expired(settings) -> None:
    settings.GEOCODERS = [
        {
            "NAME": "photon", "BACKEND": "geopy.geocoders.Photon",
            "OPTIONS": {"domain": "127.0.0.1:9", "scheme": "http"},
        }
    ]  # fmt: skip
    source = Provider.of(settings.GEOCODERS[0]).source
    failed = Problem(GeocoderFailure.FAILED, 500)
    answers.note_failure("photon", source, "Zzyrqib", failed, retry_s=0, was_asked=True)
    GeocoderAnswer.objects.create(
        provider="photon", source="x", query="old", places=[], asked_at=timezone.now(),
        expires_at=timezone.now() - timedelta(days=1),
    )  # fmt: skip

    assert said() == (
        "photon, “zzyrqib”: Photon cannot be reached. Search again in 15 seconds.\n"
        "0 of 1 questions answered; 1 expired answers deleted.\n"
    )
