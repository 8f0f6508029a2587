"""Giving the newsroom's groups a right that is new, in the migration that brings it."""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunPython


def grant(grants: dict[str, list[str]]) -> RunPython:
    """Gives each group those permissions ("events.publish_map"), and makes the groups that are missing. What
    administrators have given or taken otherwise stays; going back takes the permissions, not the groups.

        operations = [grant({"Editor": ["events.add_feed"], "Publisher": ["events.add_feed"]})]
    """

    def give(apps: Any, schema_editor: Any) -> None:
        for name, wanted in grants.items():
            group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
            group.permissions.add(*_permissions(apps, wanted))

    def take(apps: Any, schema_editor: Any) -> None:
        for name, wanted in grants.items():
            for group in apps.get_model("auth", "Group").objects.filter(name=name):
                group.permissions.remove(*_permissions(apps, wanted))

    return RunPython(give, take)


def _permissions(apps: Any, wanted: list[str]) -> list[Any]:
    # Django makes the permissions after all migrations have run; the groups need them now.
    from django.apps import apps as installed
    from django.contrib.auth.management import create_permissions

    found = []
    for label in sorted({name.partition(".")[0] for name in wanted}):
        create_permissions(installed.get_app_config(label), verbosity=0)
    for name in wanted:
        label, _, codename = name.partition(".")
        rows = apps.get_model("auth", "Permission").objects
        if not (row := rows.filter(content_type__app_label=label, codename=codename).first()):
            raise ValueError(f"There is no permission {name} to give. Is it spelt right?")
        found.append(row)
    return found
