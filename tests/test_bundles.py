"""What a page loads: one script and one style sheet as deployed, the sources themselves with DEBUG."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django.fixtures import Settings

from mapsite.bundles import (
    INSTEAD,
    PACKAGES,
    SCRIPTS,
    STYLES,
    require_bundles,
    script_sources,
    script_tags,
    style_tags,
)

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bin"))

import bundle  # noqa: E402


def test_deployed_page_loads_one_of_each_and_nothing_inline() -> None:
    assert style_tags("map") == '<link rel="stylesheet" href="/static/bundles/map.css">'
    assert script_tags("map", nonce="n") == '<script type="module" src="/static/bundles/map.js"></script>'
    assert script_sources() == ["'self'"]


def test_page_with_debug_loads_the_sources(settings: Settings) -> None:
    settings.DEBUG = True

    assert style_tags("map").count("<link") == len(STYLES["map"])
    tags = script_tags("find-place", nonce="n")
    assert '<script type="importmap" nonce="n">' in tags
    assert '"leaflet":"/static/js/admin/window-leaflet.js"' in tags
    assert '<script type="module" src="/static/js/admin/find-place.js">' in tags
    assert script_sources()[1].startswith("'sha256-")


@pytest.mark.django_db
def test_first_events_are_loaded_beside_the_script_unless_the_address_filters_them(client: Client) -> None:
    preload = '<link rel="preload" as="fetch" href="/events.json" crossorigin>'

    assert preload in client.get("/?view=5/35/38").text
    assert 'rel="preload"' not in client.get("/?kind=shelling").text


def test_every_source_is_served() -> None:
    files = {*SCRIPTS.values(), *PACKAGES.values(), *(file for files in STYLES.values() for file in files)}
    files |= {file for packages in INSTEAD.values() for file in packages.values()}

    assert [file for file in files if not find(file)] == []


def test_missing_bundle_is_said_before_a_page_is_served() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"bundles/map\.js, .* Run: bin/prepare.py static"):
        require_bundles()


def test_bundles_are_written_when_they_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "BUNDLES", tmp_path / "made")
    bundle.make_bundles({"loader": "embed.js"}, {"page": ["css/page.css"]}, {})
    first = {path.name: path.stat().st_mtime_ns for path in bundle.BUNDLES.iterdir()}
    assert first.keys() == {"loader.js", "page.css"}
    assert "@import" not in (bundle.BUNDLES / "page.css").read_text()

    (bundle.BUNDLES / "page.css").write_text("something else")
    bundle.make_bundles({"loader": "embed.js"}, {"page": ["css/page.css"]}, {})

    again = {path.name: path.stat().st_mtime_ns for path in bundle.BUNDLES.iterdir()}
    assert [name for name in again if again[name] == first[name]] == ["loader.js"]


def test_mistake_in_a_source_stops_the_bundling(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bundle, "BUNDLES", tmp_path / "made")
    monkeypatch.setattr(bundle, "SOURCES", tmp_path)
    (tmp_path / "broken.js").write_text("import { a } from './nowhere.js';")

    with pytest.raises(SystemExit, match="could not be bundled"):
        bundle.make_bundles({"broken": "broken.js"}, {}, {})

    assert "nowhere.js" in capfd.readouterr().err


def test_missing_esbuild_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "BUNDLES", tmp_path / "made")
    monkeypatch.setattr(bundle, "NODE_MODULES", tmp_path)

    with pytest.raises(SystemExit, match="Run: npm ci --ignore-scripts"):
        bundle.make_bundles({"loader": "embed.js"}, {}, {})
