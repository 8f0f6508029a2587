"""The codes that a publisher pastes, and the addresses in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.api.params import MAP_FILTERS
from events.images.sizes import PARAMETERS, SIZES
from events.models import Event, Map

#: Pixels. A frame cannot ask for its height where scripts are taken out; this suits a column of text.
WIDTH, HEIGHT = 720, 560

_PICTURE = SIZES["standard"]
_OF_A_PICTURE = MAP_FILTERS | PARAMETERS


@dataclass(frozen=True, slots=True)
class Subject:
    """What is embedded: a curated map, the map of all events, or one event; with the query of its address."""

    kind: str
    """ "map", "home" or "event": the name of its page's route."""
    key: str
    title: str
    query: dict[str, str] = field(default_factory=dict)
    height: int | None = None
    """Pixels of its frame, where its editor has chosen them."""

    @property
    def page(self) -> str:
        return _with_query(reverse(self.kind, args=self._args), self.query)

    @property
    def frame(self) -> str:
        return _with_query(reverse(f"{self.kind}-embed", args=self._args), self.query)

    @property
    def picture(self) -> str:
        """The path of its static image: what the embed shows, as far as a picture can."""
        named = {"map": {"slug": self.key}, "event": {"pk": self.key}}.get(self.kind, {})
        path = reverse(f"{self.kind}-image", kwargs={**named, "suffix": "png"})
        return _with_query(path, {name: value for name, value in self.query.items() if name in _OF_A_PICTURE})

    @property
    def builder(self) -> str:
        return reverse(f"{self.kind}-embed-code", args=self._args)

    @property
    def _args(self) -> list[str]:
        return [self.key] if self.key else []


def subject_of_map(of_map: Map, query: dict[str, str] | None = None) -> Subject:
    """A map under its title in the language of the page."""
    known = of_map.translations.get(get_language() or "", {})
    title = of_map.title if get_language() == of_map.language else known.get("title") or of_map.title
    return Subject("map", of_map.slug, title, query or {}, of_map.screen.get("height"))


def subject_of_home(query: dict[str, str] | None = None) -> Subject:
    return Subject("home", "", settings.SITE_NAME, query or {})


def subject_of_event(event: Event, query: dict[str, str] | None = None) -> Subject:
    return Subject("event", str(event.pk), event.title, query or {})


def _with_query(path: str, query: dict[str, str]) -> str:
    return f"{path}?{urlencode(query, safe=',/:')}" if query else path


def absolute_url(request: HttpRequest, path: str) -> str:
    """The address for other sites: under SITE_URL where one is set, else where the request came to."""
    return f"{settings.SITE_URL}{path}" if settings.SITE_URL else request.build_absolute_uri(path)


def script_code(subject: Subject, request: HttpRequest, *, height: int | None = None) -> str:
    """Lines of HTML. Where scripts are stripped or off, a link to the page and its picture stay.

    A plain string, so that a template shows it as the text that it is.
    """
    page = escape(absolute_url(request, subject.page))
    loader = escape(absolute_url(request, reverse("embed-loader")))
    name = "event" if subject.kind == "event" else "map"
    height = height or subject.height
    fixed = f' data-dateline-height="{height}"' if height else ""
    return (
        f'<p data-dateline-{name}="{subject.key}"{fixed}><a href="{page}">{escape(subject.title)}</a></p>\n'
        f"{_instead(subject, request)}\n"
        f'<script async src="{loader}"></script>'
    )


def frame_code(
    subject: Subject, request: HttpRequest, *, width: int | str = "100%", height: int | None = None
) -> str:
    """A bare frame of a fixed height. Only attributes that content filters let through."""
    height = height or subject.height or HEIGHT
    frame = escape(absolute_url(request, subject.frame))
    return (
        f'<iframe src="{frame}" title="{escape(subject.title)}" width="{width}" height="{height}" '
        'loading="lazy" frameborder="0"></iframe>'
    )


def frame_code_with_picture(subject: Subject, request: HttpRequest, *, height: int | None = None) -> str:
    """The same with its picture, for feeds and for readers without scripts."""
    return f"{frame_code(subject, request, height=height)}\n{_instead(subject, request)}"


def _instead(subject: Subject, request: HttpRequest) -> str:
    """What stands there without scripts: the picture, leading to the page."""
    page = escape(absolute_url(request, subject.page))
    picture = escape(absolute_url(request, subject.picture))
    words = escape(_("Map: %(title)s") % {"title": subject.title})
    return (
        f'<noscript><a href="{page}"><img src="{picture}" alt="{words}" width="{_PICTURE.width}" '
        f'height="{_PICTURE.height}" style="max-width:100%;height:auto"></a></noscript>'
    )


def oembed_url(subject: Subject, request: HttpRequest, *, answer_format: str = "json") -> str:
    """The address for a page's discovery link."""
    query = {"url": absolute_url(request, subject.page)}
    if answer_format != "json":
        query["format"] = answer_format
    return f"{absolute_url(request, reverse('oembed'))}?{urlencode(query)}"
