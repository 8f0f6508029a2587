"""What a page loads: one script and one style sheet as deployed, the sources themselves with DEBUG."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
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
from mapsite.static_files import HashedFiles

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bin"))

import bundle  # noqa: E402


def test_deployed_page_loads_one_of_each_and_nothing_inline() -> None:
    assert style_tags("map") == '<link rel="stylesheet" href="/static/bundles/map.css">'
    assert script_tags("event", nonce="n") == '<script type="module" src="/static/bundles/event.js"></script>'
    assert script_sources() == ["'self'"]


def test_what_both_parts_of_the_map_share_is_loaded_beside_the_first() -> None:
    assert script_tags("map").splitlines() == [
        '<link rel="modulepreload" href="/static/bundles/map-chunk.js">',
        '    <script type="module" src="/static/bundles/map.js"></script>',
    ]


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
    every = r"bundles/map\.js, .*bundles/map-surroundings\.js .* Run: bin/prepare.py static"
    with pytest.raises(ImproperlyConfigured, match=every):
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


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundles of a script that imports a part when it wants it, and of something that both use."""
    monkeypatch.setattr(bundle, "BUNDLES", tmp_path / "made")
    monkeypatch.setattr(bundle, "SOURCES", tmp_path)
    (tmp_path / "shared.js").write_text("export const words = ['shared'];")
    (tmp_path / "later.js").write_text("import { words } from './shared.js'; export const more = [words];")
    first = "import { words } from './shared.js'; const { more } = await import('./later.js');"
    (tmp_path / "first.js").write_text(f"{first} document.title = words + more;")
    (tmp_path / "page.css").write_text("p { margin: 0 }")
    bundle.make_bundles({"map": "first.js"}, {"page": ["page.css"]}, {}, {"map": "later"})
    return tmp_path / "made"


def test_part_that_comes_later_is_a_file_of_its_own(parts: Path) -> None:
    assert {path.name for path in parts.iterdir()} == {"map.js", "map-later.js", "map-chunk.js", "page.css"}
    assert 'import("./map-later.js")' in (parts / "map.js").read_text()
    assert ["shared" in (parts / name).read_text() for name in ("map.js", "map-later.js")] == [False, False]


def test_part_that_nothing_imports_stops_the_bundling(parts: Path) -> None:
    with pytest.raises(SystemExit, match=r"first\.js imports no rail\.js"):
        bundle.make_bundles({"map": "first.js"}, {"page": ["page.css"]}, {}, {"map": "rail"})


def test_parts_import_each_other_under_their_deployed_names(parts: Path, tmp_path: Path) -> None:
    source = FileSystemStorage(parts)
    deployed = HashedFiles(tmp_path / "static", "/static/")
    names = {f"bundles/{path.name}": (source, path.name) for path in parts.iterdir()}
    shutil.copytree(parts, tmp_path / "static" / "bundles")

    hashed = {name: path for name, path, _ in deployed.post_process(names) if name in names}

    first, later, shared = (hashed[f"bundles/map{part}.js"] for part in ("", "-later", "-chunk"))
    assert f'import("./{Path(later).name}")' in (tmp_path / "static" / first).read_text()
    for part in (first, later):
        assert f'from"./{Path(shared).name}"' in (tmp_path / "static" / part).read_text()


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
