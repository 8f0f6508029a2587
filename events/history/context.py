"""Tells the database who is at work, before each statement that writes."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg.sql
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.http import HttpRequest, HttpResponse

#: Statements by which a row can change. A read that begins with WITH is told in vain, which harms nothing.
_WRITING = ("insert", "update", "delete", "with", "merge", "truncate", "do ", "call")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


@contextmanager
def changing_as(
    *, by: AbstractUser | None = None, source: str = "", request_id: uuid.UUID | None = None
) -> Iterator[uuid.UUID]:
    """Whatever the block writes is by this account and this way: `source` is a command, an import's run.

    Blocks may lie in each other; the innermost is named. COPY straight into a table goes past it, and is
    known by the database's role and application alone: copy into a staging table.
    """
    request_id = request_id or uuid.uuid4()
    saying = _Saying(lambda: _said(by, source, request_id))
    with connection.execute_wrapper(saying):
        yield request_id
    if saying.has_said and connection.in_atomic_block and not connection.needs_rollback:
        # What the same transaction writes after the block is not the block's.
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('dateline.context', '', true)")


class HistoryMiddleware:
    """Each request that writes is one set of changes in each of its transactions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4()

        def said() -> str:
            # A reader's request that writes (a map frozen when first asked for) must not open a session.
            is_editing = request.method not in SAFE_METHODS
            user = getattr(request, "user", None) if is_editing else getattr(request, "_cached_user", None)
            by = user if user is not None and user.is_authenticated else None
            return _said(by, f"{request.method} {request.path}", request_id)

        with connection.execute_wrapper(_Saying(said)):
            return self.get_response(request)


def _said(by: AbstractUser | None, source: str, request_id: uuid.UUID) -> str:
    context = {"request": str(request_id), "source": source}
    if by is not None:
        context |= {"by": by.pk, "name": by.get_username()}
    return json.dumps(context)


class _Saying:
    """Puts the context in front of a statement that writes, for its transaction alone: a setting of the whole
    session would stay behind in a pool of connections, and one set once is lost with a savepoint."""

    def __init__(self, said: Callable[[], str]) -> None:
        self.said = said
        self.is_asking = False
        self.has_said = False

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.is_asking or many or not _writes(sql) or not self._is_innermost(context["connection"]):
            return execute(sql, params, many, context)
        self.is_asking = True  # finding out who it is may itself ask the database
        try:
            literal = psycopg.sql.quote(self.said())
        finally:
            self.is_asking = False
        if params is not None:
            literal = literal.replace("%", "%%")
        self.has_said = True
        prefix = f"SELECT set_config('dateline.context', {literal}, true); "
        result = execute(prefix + sql, params, many, context)
        cursor = context["cursor"]
        while cursor.nextset():
            pass
        return result

    def _is_innermost(self, connection: Any) -> bool:
        return self is next(
            said for said in reversed(connection.execute_wrappers) if isinstance(said, _Saying)
        )


def _writes(sql: Any) -> bool:
    return isinstance(sql, str) and sql.lstrip()[:8].lower().startswith(_WRITING)
