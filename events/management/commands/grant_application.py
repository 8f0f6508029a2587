from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, transaction


class Command(BaseCommand):
    help = (
        "Lets a database role serve the site: it may read and write rows, and neither change the schema nor "
        "the history. Run it as the owner of the tables, once, and again after migrations of new tables."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="A role that can sign in and is no member of the owner's.")

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname = %s", [role])
            if not cursor.fetchone()[0]:
                raise CommandError(
                    f"There is no role “{role}”. Make it as a superuser: "
                    f"CREATE ROLE {connection.ops.quote_name(role)} LOGIN PASSWORD '…'"
                )
            try:
                with transaction.atomic():
                    cursor.execute("SELECT events_grant_application(%s)", [role])
            except DatabaseError as error:
                raise CommandError(f"“{role}” was given no rights. {error}".splitlines()[0]) from error
        if options["verbosity"] > 1:
            self.stdout.write(f"“{role}” may serve the site.")
