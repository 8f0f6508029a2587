"""mapsite/brand.py and the checks of its settings."""

from __future__ import annotations

import pytest
from django.core.checks import Error

from events.checks import check_brand, check_licence
from mapsite.brand import DARK_PAPER, LEAST_CONTRAST, LIGHT_PAPER, brand_url, contrast, readable


def problems(settings, **values: str) -> list[Error]:
    for name, value in values.items():
        setattr(settings, name, value)
    return [*check_brand(None), *check_licence(None)]


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#0b5394", "#0b5394") == 1


@pytest.mark.parametrize("colour", ["#ffcc00", "#0b5394", "#000000", "#d22630"])
def test_a_colour_is_moved_until_it_can_be_read_and_no_further(colour):
    for paper in (LIGHT_PAPER, DARK_PAPER):
        moved = readable(colour, paper)

        assert contrast(moved, paper) >= LEAST_CONTRAST
        assert moved == colour or contrast(colour, paper) < LEAST_CONTRAST


def test_the_accent_is_a_style_sheet_kept_for_a_year_under_the_address_that_pages_link(client, settings, db):
    settings.SITE_ACCENT = "#a61e22"

    page = client.get("/totals/").content.decode()
    response = client.get(brand_url())

    assert f'<link rel="stylesheet" href="{brand_url()}">' in page
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in response["Cache-Control"]
    css = response.content.decode()
    assert css.startswith(':root,:root[data-theme="light"]{--accent:#a61e22;')
    assert "prefers-color-scheme:dark" in css
    assert client.get("/brand.css?v=old")["Cache-Control"] == "no-cache"


def test_without_an_accent_no_style_sheet_is_asked_for(client, settings, db):
    settings.SITE_ACCENT = ""

    assert brand_url() == ""
    assert "brand.css" not in client.get("/totals/").content.decode()
    assert client.get("/brand.css").content == b""


def test_a_logo_stands_beside_the_name(client, settings, db):
    settings.SITE_LOGO = "/media/logo.svg"

    assert (
        '<img class="logo" src="/media/logo.svg" alt="" height="22">'
        in client.get("/totals/").content.decode()
    )


def test_settings_as_they_come_are_no_problem(settings):
    assert problems(settings, SITE_ACCENT="", SITE_ACCENT_DARK="", SITE_LOGO="") == []
    assert problems(settings, SITE_ACCENT="#0b5394", SITE_ACCENT_DARK="#8fc1ee", SITE_LOGO="/logo.svg") == []
    assert problems(settings, SITE_LOGO="js/state.js") == []


@pytest.mark.parametrize(
    ("values", "id_"),
    [
        ({"SITE_ACCENT": "red"}, "events.E003"),
        ({"SITE_ACCENT": "#0b5394}body{"}, "events.E003"),
        ({"SITE_ACCENT_DARK": "#8fc1ee"}, "events.E003"),
        ({"SITE_ACCENT": "#ffcc00"}, "events.E004"),
        ({"SITE_ACCENT": "#0b5394", "SITE_ACCENT_DARK": "#0b5394"}, "events.E004"),
        ({"SITE_LOGO": "https://elsewhere.example/logo.svg"}, "events.E005"),
        ({"SITE_LOGO": "//elsewhere.example/logo.svg"}, "events.E005"),
        ({"SITE_LOGO": "img/none.svg"}, "events.E005"),
        ({"SITE_DATA_LICENCE": "CC BY 4.0"}, "events.E006"),
    ],
)
def test_what_cannot_be_read_or_is_not_ours_is_reported_with_the_way_out(settings, values, id_):
    [error] = problems(settings, **({"SITE_ACCENT": "", "SITE_ACCENT_DARK": "", "SITE_LOGO": ""} | values))

    assert error.id == id_
    assert error.hint
