"""How fast the server answers, in its own process: without network and browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.conf import settings
from django.test import Client

from benchmarks.table import Row, median_and_p95, milliseconds
from events.api import basemap
from events.models import Event, Map

TIMES = 60
#: uMap 3.7's map page from two workers on the same kind of machine: 60 requests/s, so 33 ms of one worker.
UMAP_PAGE_MS = 33


def measure() -> Iterator[Row]:
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    count = Event.objects.published().count()
    if not count:
        print(
            "No events are published here: run `manage.py load_demo` first for figures that mean something."
        )
    tag = client.get("/events.geojson").headers["ETag"]
    routes: dict[str, Callable[[], object]] = {
        f"/ with {count} events": lambda: client.get("/"),
        "/ asked for again (304)": lambda: client.get("/", headers={"if-none-match": _tag(client, "/")}),
        "/events.geojson": lambda: client.get("/events.geojson"),
        "/events.geojson asked for again (304)": lambda: client.get(
            "/events.geojson", headers={"if-none-match": tag}
        ),
        "a background tile, kept": lambda: client.get(basemap.url_template().format(z=6, x=38, y=25)),
    }
    if first := Map.objects.published().first():
        routes["an embed's page"] = lambda: client.get(f"/maps/{first.slug}/embed/")
    for name, ask in routes.items():
        median, p95 = median_and_p95(milliseconds(ask, times=TIMES))
        reference = UMAP_PAGE_MS if name.startswith("/ with") else None
        yield Row(f"{name}, median", median, "ms", reference, "uMap's map page")
        yield Row(f"{name}, 95th percentile", p95, "ms")


_tags: dict[str, str] = {}


def _tag(client: Client, path: str) -> str:
    if path not in _tags:
        _tags[path] = client.get(path).headers.get("ETag", "")
    return _tags[path]
