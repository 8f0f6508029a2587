from django.urls import path, register_converter

from events import views
from events.api import basemap, suggestions, tiles, totals
from events.api import views as data
from events.embeds import builder, frozen, oembed
from events.embeds import views as embeds
from events.images import views as images
from events.images.suffixes import SuffixConverter

register_converter(SuffixConverter, "picture")

urlpatterns = [
    path("", views.home, name="home"),
    path("totals/", views.totals, name="totals"),
    path("totals.json", totals.totals_json, name="totals-json"),
    path("events.geojson", data.events_geojson, name="events-geojson"),
    path("events.json", data.events_json, name="events-json"),
    path("search.json", suggestions.search_json, name="search"),
    path("tiles.json", tiles.tiles_json, name="tiles"),
    path("tiles/<int:z>/<int:x>/<int:y>.mvt", tiles.event_tile, name="event-tile"),
    path("events/<int:pk>.geojson", data.event_geojson, name="event-geojson"),
    path("events/<int:pk>/", views.event, name="event"),
    path("events/<int:pk>.bib", views.citation, {"form": "bib"}, name="event-bib"),
    path("events/<int:pk>.ris", views.citation, {"form": "ris"}, name="event-ris"),
    path("events/<int:pk>.csl.json", views.citation, {"form": "csl"}, name="event-csl"),
    path("places/<int:pk>/", views.place, name="place"),
    path("basemap/<slug:version>/<int:z>/<int:x>/<int:y>.mvt", basemap.tile, name="basemap-tile"),
    path(
        "basemap/<slug:version>/<int:z>/<int:left>-<int:right>/<int:top>-<int:bottom>.tiles",
        basemap.pack,
        name="basemap-pack",
    ),
    path("maps/<slug:slug>/", views.map_page, name="map"),
    path("maps/<slug:slug>/embed/", embeds.map_embed, name="map-embed"),
    path("maps/<slug:slug>/frozen/<str:day>.geojson", frozen.frozen_geojson, name="map-frozen"),
    path("embed/", embeds.home_embed, name="home-embed"),
    path("maps/<slug:slug>/embed/code/", builder.map_code, name="map-embed-code"),
    path("embed/code/", builder.home_code, name="home-embed-code"),
    path("events/<int:pk>/embed/code/", builder.event_code, name="event-embed-code"),
    path("frozen/<str:day>.geojson", frozen.frozen_geojson, name="home-frozen"),
    path("events/<int:pk>/embed/", embeds.event_embed, name="event-embed"),
    path("image.<picture:suffix>", images.home_image, name="home-image"),
    path("maps/<slug:slug>/image.<picture:suffix>", images.map_image, name="map-image"),
    path("events/<int:pk>/image.<picture:suffix>", images.event_image, name="event-image"),
    path("embed.js", embeds.loader, name="embed-loader"),
    path("oembed", oembed.oembed, name="oembed"),
    path("demo/article/", embeds.demo_article, name="demo-article"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", views.robots, name="robots"),
]
