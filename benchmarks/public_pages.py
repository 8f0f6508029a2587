"""Every sort of page that readers meet, by name, in the demonstration."""

from __future__ import annotations

import json
import tomllib

from benchmarks.serving import ROOT, fetch

_ARTICLE = ROOT / "events" / "demonstration" / "article-page.toml"


def public_pages(url: str) -> dict[str, str]:
    """The path of each page of the demonstration that is served at `url`; two say that nothing is there."""
    features = json.loads(fetch(f"{url}/events.geojson").body)["features"]
    event = max(features, key=lambda feature: len(feature["properties"]["figures"]))
    graphic = next(feature["id"] for feature in features if feature["properties"]["is_graphic"])
    place = event["properties"]["place"]["id"]
    of_map = f"/maps/{tomllib.loads(_ARTICLE.read_text(encoding='utf-8'))['map']}"
    pk = event["id"]
    return {
        "map": "/",
        "curated map": f"{of_map}/",
        "card open": f"/?event={pk}",
        "card with graphic content": f"/?event={graphic}",
        "card outside the filters": f"/?q=nothingofthesort&event={pk}",
        "frozen map": f"{of_map}/?as_of=today",
        "table": "/?show=table",
        "list, sorted, second page": "/?show=list&sort=place&page=2",
        "nothing found": "/?show=table&q=nothingofthesort",
        "embed": f"{of_map}/embed/",
        "embed with totals": f"{of_map}/embed/?totals=1",
        "embed with an event open": f"{of_map}/embed/?event={pk}",
        "embed, frozen": f"{of_map}/embed/?as_of=today",
        "embed of an event": f"/events/{pk}/embed/",
        "embed of a graphic event": f"/events/{graphic}/embed/",
        "event page": f"/events/{pk}/",
        "graphic event page": f"/events/{graphic}/",
        "place page": f"/places/{place}/",
        "totals page": "/totals/",
        "builder": f"{of_map}/embed/code/",
        "builder for an event": f"/events/{pk}/embed/code/",
        "page that is not there": "/nothing-here/",
        "embed that is not there": "/maps/nothing-here/embed/",
    }
