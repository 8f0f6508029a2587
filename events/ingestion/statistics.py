"""What PostgreSQL knows of its tables, after many rows were put into them at once."""

from __future__ import annotations

from django.apps import apps
from django.db import connection

#: Kept by triggers, without a model.
_CLAIMS = "events_claim"
_GAZETTEER = {"events_place", "events_placename", "events_basemapshape"}


def analyze_tables() -> None:
    """Lets PostgreSQL count what lies in the editorial tables and in what is kept of them.

    Call it after a bulk load, once it is committed. Until autovacuum comes round, the planner takes tables
    that were just filled for almost empty and may join them row by row. The gazetteer's load analyses its
    own.
    """
    models = apps.get_app_config("events").get_models(include_auto_created=True)
    tables = {model._meta.db_table for model in models} - _GAZETTEER
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(sorted({*tables, _CLAIMS}))}")
