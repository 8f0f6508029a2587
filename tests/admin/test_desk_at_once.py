"""Decisions that reach the desk at the same moment."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F

from events.enums import MentionStatus
from events.models import Decision, Mention
from tests.admin.desk import Desk
from tests.models.test_concurrency import committed
from tests.review import factories as make

pytestmark = pytest.mark.django_db


@committed
def test_same_request_sent_twice_at_once_is_done_once() -> None:
    desk, request_id, start = Desk(), uuid4(), threading.Barrier(2)
    mention = make.mention(desk.article, status=MentionStatus.PROPOSED)

    def send() -> Any:
        try:
            start.wait(20)
            return desk.send("accept_mention", mention, request_id=request_id).json()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        answers = [sent.result() for sent in [both.submit(send), both.submit(send)]]
    made = Decision.objects.filter(request_id=request_id).count()
    Session.objects.filter(pk=desk.client.session.session_key).delete()

    assert sorted(answer["is_repeated"] for answer in answers) == [False, True]
    assert [answer["mentions"][0]["version"] for answer in answers] == [2, 2]
    assert made == 1


def test_what_another_editor_changes_meanwhile_is_not_named_as_raised() -> None:
    desk = Desk()
    own = make.mention(desk.article, status=MentionStatus.PROPOSED)
    other = make.mention(desk.article, after=own.end, status=MentionStatus.PROPOSED)

    def changing(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        answer = execute(sql, params, many, context)
        if "FOR UPDATE" in sql and "events_mention" in sql and not waiting.locked():
            with waiting:
                Mention.objects.filter(pk=other.pk).update(version=F("version") + 1)
        return answer

    waiting = threading.Lock()
    with connection.execute_wrapper(changing):
        answer = desk.done("accept_mention", own)

    other.refresh_from_db()
    assert other.version > 1
    assert answer["raised"] == [{"type": "mention", "id": own.pk, "from_version": 1, "version": 2}]
