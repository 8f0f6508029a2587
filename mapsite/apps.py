from django.apps import AppConfig


class StaticOverridesConfig(AppConfig):
    """Stands before `leaflet` so that the one Leaflet on every page is npm's 1.9.4, not the bundled 1.9.3."""

    name = "mapsite"
    verbose_name = "Site"
