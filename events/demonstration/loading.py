"""Takes the demonstration articles down the whole line as an editor would: read, correct, accept, publish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser, Group
from django.contrib.gis.geos import Polygon
from django.db import transaction

from events.demonstration import content
from events.demonstration.content import Table, span_of
from events.demonstration.gazetteer import add_own_places, named, place_of
from events.enums import Direction, FigureRole, LayerStyle, MentionRole, MentionStatus, PlaceKind, Relation
from events.ingestion.articles import add_article
from events.ingestion.statistics import analyze_tables
from events.ingestion.text import clean
from events.likeness import fingerprint
from events.models import Article, Event, Figure, Layer, Map, Mention, Organisation, Outlet
from events.pipeline.placing import place_mention
from events.pipeline.storing import read_article
from events.review.events import create_event, publish_event, tell_event
from events.review.figures import (
    accept_figure,
    add_figure,
    correct_figure,
    link_figure_places,
)
from events.review.maps import make_map, publish_map
from events.review.mentions import add_mention
from events.review.roles import supersede_figure
from events.review.story import Step

USERNAME = "demonstration"
SAME_FIGURE = ("measure", "people", "unit", "quantifier", "low", "high", "scope")


@dataclass(slots=True)
class Loaded:
    """How the load went; `found` of `wanted` says how much the reading proposed by itself."""

    articles: int = 0
    events: int = 0
    places_wanted: int = 0
    places_found: int = 0
    figures_wanted: int = 0
    figures_found: int = 0
    figures_right: int = 0
    by_slug: dict[str, Event] = field(default_factory=dict)


def load(*, progress: Callable[[str], None] = lambda line: None) -> Loaded:
    """Adds what is missing of the demonstration data; what is there stays as it is."""
    by = demonstration_editor()
    loaded = Loaded()
    with transaction.atomic():
        _layers()
        _organisations()
        outlet = _outlet()
        add_own_places()
    tables = content.articles()
    for number, table in enumerate(tables, start=1):
        with transaction.atomic():
            _Article(table, outlet, by, loaded).load()
        progress(f"{number} of {len(tables)} articles: {table['headline']}")
    with transaction.atomic():
        _maps(by)
    analyze_tables()
    return loaded


def demonstration_editor() -> AbstractUser:
    """The account that the demonstration's decisions stand under; nobody can sign in with it."""
    user, is_new = get_user_model().objects.get_or_create(
        username=USERNAME, defaults={"first_name": "Demonstration", "last_name": "Editor"}
    )
    if is_new:
        user.set_unusable_password()
        user.save()
        user.groups.add(Group.objects.get(name="Publisher"))
    return user


def _outlet() -> Outlet:
    table = content.read("outlet.toml")
    fields = {name: table[name] for name in ("url", "country", "language")}
    return Outlet.objects.get_or_create(name=table["name"], defaults={**fields, "is_demonstration": True})[0]


def _layers() -> None:
    for table in content.read("layers.toml")["layers"]:
        Layer.objects.get_or_create(
            slug=table["slug"],
            defaults={
                "name": table["name"],
                "names": table.get("names", {}),
                "description": table.get("description", ""),
                "position": table["position"],
                "style": LayerStyle(table["style"]),
                "is_demonstration": True,
            },
        )


def _organisations() -> None:
    for table in content.read("organisations.toml")["organisations"]:
        Organisation.objects.get_or_create(
            name=table["name"],
            defaults={"kind": table["kind"], "aliases": table.get("aliases", []), "is_demonstration": True},
        )


class _Article:
    """One article on its way down the line."""

    def __init__(self, table: Table, outlet: Outlet, by: AbstractUser, loaded: Loaded) -> None:
        self.table = table
        self.outlet = outlet
        self.by = by
        self.loaded = loaded
        self.text = clean(table["text"])

    def load(self) -> None:
        known = Article.objects.filter(outlet=self.outlet, fingerprint=fingerprint(self.text)).first()
        if known:
            self._remember(known)
            return
        added = add_article(
            by=self.by, outlet=self.outlet, headline=self.table["headline"], text=self.text,
            published_on=self.table["published_on"], language=self.table["language"], is_demonstration=True,
        )  # fmt: skip
        self.article = added.article
        read_article(self.article, by=self.by)
        self.loaded.articles += 1
        for number, table in enumerate(self.table["events"], start=1):
            self._event(number, table)

    def _remember(self, article: Article) -> None:
        """Events of an article loaded earlier, so that later articles can tell them too."""
        titles = {event.title: event for event in Event.objects.filter(mentions__article=article)}
        for number, table in enumerate(self.table["events"], start=1):
            if event := titles.get(table.get("title", "")):
                self.loaded.by_slug[f"{self.table['slug']}/{number}"] = event

    def _event(self, number: int, table: Table) -> None:
        mentions = [self._mention(place) for place in table.get("places", [])]
        figures = [self._figure(figure, mentions) for figure in table.get("figures", [])]
        if "same_as" in table:
            event = self.loaded.by_slug[table["same_as"]]
            tell_event(event, mentions, figures, by=self.by)
        else:
            event = create_event(
                by=self.by, title=table["title"], summary=table.get("summary", ""), kind=table["kind"],
                layer=Layer.objects.get(slug=table["layer"]), mentions=mentions, figures=figures,
                earliest=table.get("earliest"), latest=table.get("latest"),
                date_precision=table["date_precision"], verification=table["verification"],
                is_graphic=table.get("graphic", False), is_demonstration=True,
            )  # fmt: skip
            self.loaded.events += 1
        for figure, wanted in zip(figures, table.get("figures", []), strict=True):
            self._settle_role(event, figure, wanted)
        if not event.is_public:
            event = publish_event(event, by=self.by)
        self.loaded.by_slug[f"{self.table['slug']}/{number}"] = event

    def _mention(self, table: Table) -> Mention:
        start, end = span_of(self.text, table["quote"], table.get("occurrence", 1))
        self.loaded.places_wanted += 1
        mention = Mention.objects.filter(article=self.article, start=start, end=end).first()
        if mention is None:
            phrase = span_around(self.text, table.get("phrase", ""), start, end)
            mention = add_mention(self.article, by=self.by, start=start, end=end, phrase=phrase)
        elif mention.status == MentionStatus.ACCEPTED:
            self.loaded.places_wanted -= 1
            return mention
        else:
            self.loaded.places_found += 1
        place = place_of(table)
        kind = PlaceKind(table.get("kind", PlaceKind.BORDER))
        other = named(table["other"], table["country"], kind) if "other" in table else None
        within = (
            named(table["within"], table["countries"][0], PlaceKind.ADMIN1) if "within" in table else None
        )
        return place_mention(
            mention, by=self.by, place=place, relation=Relation(table["relation"]),
            direction=Direction(table["direction"]) if "direction" in table else "",
            distance_m=table["distance_km"] * 1000 if "distance_km" in table else None,
            other_place=other, within=within, role=MentionRole(table["role"]),
        )  # fmt: skip

    def _figure(self, table: Table, mentions: list[Mention]) -> Figure:
        start, end = span_of(self.text, table["wording"], table.get("occurrence", 1))
        wanted: dict[str, Any] = {
            key: table.get(key) for key in (*SAME_FIGURE, "household_size", "period_start")
        }
        wanted["period_end"] = table.get("as_of", table.get("period_end"))
        wanted["role"] = table.get("role", FigureRole.RECOMMENDED)
        if wanted["role"] == FigureRole.RECOMMENDED and "supersedes" in table:
            # The older one is recommended until the newer has taken its place.
            wanted["role"] = FigureRole.CORROBORATING
        wanted["claimant"] = Organisation.objects.get(name=table["claimant"]) if "claimant" in table else None
        self.loaded.figures_wanted += 1
        figure = Figure.objects.filter(article=self.article, start=start, end=end).first()
        if figure is None:
            read_as = {key: table[key] for key in SAME_FIGURE if key in table}
            figure = add_figure(self.article, by=self.by, start=start, end=end, **read_as)
        else:
            self.loaded.figures_found += 1
            self.loaded.figures_right += all(getattr(figure, key) == wanted[key] for key in SAME_FIGURE)
        differing = {key: value for key, value in wanted.items() if getattr(figure, key) != value}
        if differing:
            figure = correct_figure(figure, differing, by=self.by)
        else:
            figure = accept_figure(figure, by=self.by)
        link_figure_places(figure, [m for m in mentions if m.article_id == figure.article_id], by=self.by)
        return figure

    def _settle_role(self, event: Event, figure: Figure, table: Table) -> None:
        if "supersedes" not in table:
            return
        older = Figure.objects.filter(event=event, wording=table["supersedes"]).exclude(pk=figure.pk)
        older = older.filter(measure=figure.measure, people=figure.people).latest(
            "article__published_on", "pk"
        )
        supersede_figure(older, Figure.objects.get(pk=figure.pk), by=self.by)


def span_around(text: str, phrase: str, start: int, end: int) -> tuple[int, int] | None:
    """The offsets of the phrase where it holds the span; None when there is none."""
    at = text.find(phrase, max(0, end - len(phrase))) if phrase else -1
    return (at, at + len(phrase)) if 0 <= at <= start else None


def _maps(by: AbstractUser) -> None:
    for table in content.read("maps.toml")["maps"]:
        if Map.objects.filter(slug=table["slug"]).exists():
            continue
        layers = {layer.slug: layer for layer in Layer.objects.all()}
        map_ = make_map(
            {
                **{name: table.get(name, "") for name in ("slug", "title", "introduction", "credits")},
                "filters": _as_parameters(table.get("filters", {})),
                "extent": Polygon.from_bbox(table["view"]) if "view" in table else None,
                "layer_order": [layers[slug].pk for slug in table.get("layer_order", [])],
                "translations": _translations(table),
            },
            by=by,
            layers=[layers[slug] for slug in table.get("layers", [])],
            steps=[_step(step, layers) for step in table.get("steps", [])],
        )
        Map.objects.filter(pk=map_.pk).update(is_demonstration=True)
        publish_map(map_, by=by)


def _step(table: Table, layers: dict[str, Layer]) -> Step:
    """A step of a map's story; its event is named by its title."""
    return Step(
        heading=table["heading"],
        text=table["text"],
        extent=Polygon.from_bbox(table["view"]) if "view" in table else None,
        start=table.get("start"),
        end=table.get("end"),
        event=Event.objects.get(title=table["event"], is_demonstration=True) if "event" in table else None,
        layers=tuple(layers[slug].pk for slug in table.get("layers", [])),
        translations=_translations(table),
    )


def _translations(table: Table) -> dict[str, dict[str, str]]:
    return {code: table[code] for code, _name in settings.LANGUAGES if code in table}


def _as_parameters(filters: Table) -> dict[str, str]:
    """A table's filters as a query string carries them: several values with commas between."""
    return {key: ",".join(value) if isinstance(value, list) else str(value) for key, value in filters.items()}
