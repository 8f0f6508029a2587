"""Administrators: they keep accounts, roles, sessions and locks, and decide nothing about articles."""

from django.db import migrations

from events.granting import grant

ADMINISTRATOR = [
    "auth.add_user", "auth.change_user", "auth.view_user",
    "auth.add_group", "auth.change_group", "auth.delete_group", "auth.view_group",
    "usersessions.view_usersession", "usersessions.delete_usersession",
    "mfa.view_authenticator", "mfa.delete_authenticator",
    "axes.view_accessattempt", "axes.delete_accessattempt",
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("axes", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [grant({"Administrator": ADMINISTRATOR})]
