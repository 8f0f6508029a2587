from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from events.ingestion.articles import add_article
from events.ingestion.text import MAX_BYTES, UnreadableArticle, clean, decode
from events.models import Outlet
from events.pipeline.storing import read_article
from events.review.acts import Refused

MAX_OUTLET = Outlet._meta.get_field("name").max_length


class Command(BaseCommand):
    help = "Stores an article from a text file, reads it, and says where its proposals wait."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="A plain text file, or - for standard input.")
        parser.add_argument("--outlet", required=True, help="Who printed it. An unknown name is added.")
        parser.add_argument("--headline", required=True)
        parser.add_argument("--published", required=True, help="The day it was printed, as 2019-08-31.")
        parser.add_argument("--url", default="", help="Where it can be read.")
        parser.add_argument("--language", default="en", help="Two letters, as in en or ar.")
        parser.add_argument("--encoding", default="", help="The file's encoding when it is not UTF-8.")
        parser.add_argument("--by", default="editor", help="The account that adds it.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            published_on = date.fromisoformat(options["published"])
        except ValueError as error:
            raise CommandError(f'"{options["published"]}" is not a date. Write it as 2019-08-31.') from error
        by = get_user_model().objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f'There is no account "{options["by"]}". Name one with --by.')
        if not by.has_perm("events.add_article"):
            raise CommandError(f'"{by}" may not add articles. Name an account in a group that may with --by.')
        name = " ".join(options["outlet"].split())
        if not 0 < len(name) <= MAX_OUTLET:
            raise CommandError(
                f"The outlet's name has {len(name)} characters; give one to {MAX_OUTLET}: who printed it."
            )
        language = options["language"].strip().lower()
        if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", language):
            raise CommandError(f'"{options["language"]}" is not a language. Use its code, as in en or ar.')
        try:
            text = clean(decode(self.read(options["file"]), encoding=options["encoding"]))
            with transaction.atomic():
                outlet, _ = Outlet.objects.get_or_create(name=name)
                added = add_article(
                    by=by, outlet=outlet, headline=options["headline"], text=text, published_on=published_on,
                    url=options["url"], language=language,
                )  # fmt: skip
                reading = read_article(added.article, by=by)
        except (UnreadableArticle, Refused, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        if added.notice:
            self.stderr.write(self.style.WARNING(added.notice))
        self.stdout.write(
            f"Article no. {added.article.pk}: {len(reading.mentions)} places and "
            f"{len(reading.figures)} figures proposed. Decide on them at {added.article.get_absolute_url()}"
        )

    @staticmethod
    def read(name: str) -> bytes:
        """At most one byte more than an article may have, so that a huge file is refused and never held."""
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        try:
            with Path(name).open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f'"{name}" cannot be read: {error.strerror}.') from error
