"""The desk as a test decides on it: by its one address."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from events.models import Mention
from tests.review import factories as make


class Desk:
    """An article that has been read, and an editor who decides on it."""

    def __init__(self, group: str = "Publisher") -> None:
        self.user = make.person(group)
        self.article = make.article(created_by=self.user)
        self.client = Client()
        self.client.force_login(self.user)
        self.url = reverse("admin:events_article_desk_decide", args=[self.article.pk])

    def send(self, verb: str, on: Any = None, request_id: Any = None, **args: Any) -> Any:
        on = on or self.article
        body = {
            "request_id": str(request_id or uuid4()),
            "verb": verb,
            "object": {"type": on._meta.model_name, "id": on.pk},
            "version": args.pop("version", on.version),
            "args": args,
        }
        return self.client.post(self.url, body, content_type="application/json")

    def done(self, verb: str, on: Any = None, **args: Any) -> dict[str, Any]:
        response = self.send(verb, on, **args)
        assert response.status_code == 200, response.content
        if on is not None and Mention.objects.filter(pk=on.pk).exists():
            on.refresh_from_db()
        return response.json()
