"""Contributor, Editor and Publisher, each with what the one before may do and more."""

from django.db import migrations

CONTRIBUTOR = [
    "add_article", "view_article", "change_article", "decide_article",
    "add_mention", "change_mention", "view_mention", "view_mentioncandidate",
    "add_figure", "change_figure", "view_figure",
    "add_event", "change_event", "view_event", "submit_event",
    "view_place", "view_placename", "view_outlet", "view_organisation", "view_layer", "view_map",
    "view_decision",
]  # fmt: skip
EDITOR = [
    *CONTRIBUTOR,
    "add_place", "change_place", "add_placename", "change_placename", "delete_placename",
    "add_outlet", "change_outlet", "add_organisation", "change_organisation", "delete_event", "delete_article",
]  # fmt: skip
PUBLISHER = [
    *EDITOR,
    "publish_event", "withdraw_event", "withdraw_figure", "withdraw_article",
    "add_map", "change_map", "publish_map", "withdraw_map",
    "add_layer", "change_layer",
]  # fmt: skip
GROUPS = {"Contributor": CONTRIBUTOR, "Editor": EDITOR, "Publisher": PUBLISHER}


def make_groups(apps, schema_editor):
    # Django makes the permissions after all migrations have run; the groups need them now.
    from django.apps import apps as installed
    from django.contrib.auth.management import create_permissions

    create_permissions(installed.get_app_config("events"), verbosity=0)
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        permissions = permission_model.objects.filter(
            content_type__app_label="events", codename__in=codenames
        )
        missing = set(codenames) - {permission.codename for permission in permissions}
        if missing:
            raise ValueError(f"Group {name} names permissions that do not exist: {sorted(missing)}")
        group.permissions.set(permissions)


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_integrity"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
