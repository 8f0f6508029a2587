from __future__ import annotations

import os
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

USERNAME = "editor"
GROUPS = ("Contributor", "Editor", "Publisher", "Administrator")
PASSWORD = "DATELINE_EDITOR_PASSWORD"  # noqa: S105 -- the variable's name, not a password


class Command(BaseCommand):
    help = f"Makes the account “{USERNAME}” with the password in {PASSWORD}; leaves one that is there alone."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model().objects
        if users.filter(username=USERNAME).exists():
            self.stdout.write(f"The account “{USERNAME}” is there already.")
            return
        password = os.environ.get(PASSWORD, "")
        if not password:
            raise CommandError(f"{PASSWORD} is not set. Set it to the password that “{USERNAME}” shall have.")
        groups = list(Group.objects.filter(name__in=GROUPS))
        if missing := set(GROUPS) - {group.name for group in groups}:
            raise CommandError(f"There is no group {', '.join(sorted(missing))}. Run: manage.py migrate")
        with transaction.atomic():
            user = users.create_user(USERNAME, password=password, is_staff=True)
            user.groups.set(groups)
        self.stdout.write(f"The account “{USERNAME}” is made.")
