"""Working off what was confirmed: row by row, in batches, all or nothing, and back again."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import BulkAct, BulkRow, Decision
from events.models.bulk import BulkOutcome
from events.review.acts import EditConflict, Refused, check_deferred_constraints
from events.review.bulk import CHANGED_MEANWHILE, GONE, Act, Chosen, Forecast, forecast, gone
from events.review.constraints import sentence_for
from events.writing import write_number

#: All or nothing is one transaction, whose locks other editors wait for.
MOST_WHOLE = 500
#: Of one batch: what a request answers in, whatever the rows cost.
BATCH_ROWS, BATCH_S = 200, 6.0


def begin(
    act: Act,
    chosen: Sequence[Chosen],
    *,
    by: AbstractUser,
    options: Mapping[str, Any],
    token: UUID,
    note: str = "",
    public_note: str = "",
    is_whole: bool = False,
) -> BulkAct:
    """Keeps what is to be done, and returns it; with `is_whole` it is done as well, or nothing at all is.

    A token that was begun already returns what was begun. Raises Refused with the first reason where all is
    wanted and something cannot be done, PermissionDenied without the act's right.
    """
    if not by.has_perm(f"events.{act.permission}"):
        raise PermissionDenied(_("%(who)s may not do this. Ask somebody in a group that may.") % {"who": by})
    if begun := BulkAct.objects.filter(token=token, by=by.pk).first():
        return begun
    expected = forecast(act, chosen, by=by, options=options, is_confirmed=True)
    _refuse_silence(act, expected, public_note)
    if is_whole:
        _refuse_parts(expected, gone(chosen, expected))
    try:
        with transaction.atomic():
            bulk = BulkAct.objects.create(
                token=token, act=act.name, model=str(act.model._meta.model_name), by_id=by.pk,
                options=_kept(options, gone(chosen, expected)), note=note, public_note=public_note,
                is_whole=is_whole,
            )  # fmt: skip
            _keep_rows(bulk, act, expected, chosen)
            if is_whole:
                _do_all(bulk, act, by=by)
    except IntegrityError:
        # The same preview confirmed twice in one moment.
        if begun := BulkAct.objects.filter(token=token, by=by.pk).first():
            return begun
        raise
    return bulk


def _refuse_silence(act: Act, expected: Sequence[Forecast], public_note: str) -> None:
    done = [one for one in expected if one.can_be_done]
    if not done:
        raise Refused(_("None of these rows can be done. The reasons stand beside them."))
    is_seen = act.always_tells or any(one.is_public for one in done)
    if act.has_public_note and is_seen and not public_note.strip():
        raise Refused(_("Readers see some of this. Say in the note to readers what is changed, and why."))


def _refuse_parts(expected: Sequence[Forecast], missing: Sequence[Chosen]) -> None:
    if missing:
        raise _nothing_done(_numbered(missing[0]), str(GONE))
    refused = next((one for one in expected if one.refusal), None)
    if refused is not None:
        raise _nothing_done(refused.label, " ".join(filter(None, (str(refused.refusal), refused.reason))))
    if len(expected) > MOST_WHOLE:
        raise Refused(
            _(
                "All or nothing is done in one go, of %(most)s rows at most, and these are %(number)s. "
                "Choose “Do only what can be done”, or fewer rows."
            )
            % {"most": write_number(MOST_WHOLE), "number": write_number(len(expected))}
        )


def _keep_rows(bulk: BulkAct, act: Act, expected: Sequence[Forecast], chosen: Sequence[Chosen]) -> None:
    seen = {one.pk: one for one in chosen}
    changed = [one.pk for one in expected if one.refusal is CHANGED_MEANWHILE]
    who = last_changes(act.model, changed) if changed else {}
    rows = []
    for position, one in enumerate(expected):
        if one.is_same:
            continue
        outcome = BulkOutcome.WAITING
        if one.refusal:
            outcome = BulkOutcome.CHANGED if one.refusal is CHANGED_MEANWHILE else BulkOutcome.REFUSED
        version = seen[one.pk].version
        rows.append(
            BulkRow(
                bulk=bulk, object_id=one.pk, position=position, label=one.label[:300], outcome=outcome,
                version=one.version if version is None else version, to=one.to,
                said=" ".join(filter(None, (str(one.refusal), one.reason))),
                details={
                    "before": str(one.before), "after": str(one.after), "beside": str(one.beside),
                    **one.details, **who.get(one.pk, {}),
                },
            )
        )  # fmt: skip
    BulkRow.objects.bulk_create(rows, batch_size=2_000)


def _kept(options: Mapping[str, Any], missing: Sequence[Chosen]) -> dict[str, Any]:
    """The options, and how many of the rows that were shown are gone; which ones may be nobody's to see."""
    number = sum(one.version is not None for one in missing)
    return {**options, "gone": number} if number else dict(options)


def _numbered(one: Chosen) -> str:
    return _("no. %(number)s") % {"number": one.pk}


# Doing


def _do_all(bulk: BulkAct, act: Act, *, by: AbstractUser) -> None:
    """All rows in the transaction at hand; the first that cannot ends it."""
    rows = list(bulk.rows.filter(outcome=BulkOutcome.WAITING).order_by("position"))
    for row in rows:
        try:
            _do(row, act, by=by, bulk=bulk)
        except (Refused, PermissionDenied) as error:
            raise _nothing_done(row.label, str(error)) from error
        except IntegrityError as error:
            raise _nothing_done(row.label, sentence_for(error)) from error
    bulk.finished_at = timezone.now()
    bulk.save(update_fields=["finished_at"])


def _nothing_done(label: str, why: str) -> Refused:
    return Refused(
        _("Nothing was done, for all was wanted, and “%(row)s” stands in the way: %(why)s")
        % {"row": label, "why": why}
    )


def _do(row: BulkRow, act: Act, *, by: AbstractUser, bulk: BulkAct) -> None:
    with transaction.atomic():
        done = act.do(row, by=by, bulk=bulk)
        check_deferred_constraints()
    row.outcome, row.version_after = BulkOutcome.DONE, done.version
    row.details = {**row.details, **done.details}
    row.save(update_fields=["outcome", "version_after", "details"])


def work_on(bulk: BulkAct, act: Act, *, by: AbstractUser, rows: int = BATCH_ROWS) -> int:
    """Does the next rows of the act, or undoes them, and returns how many were worked on. It ends after some
    seconds whatever is left; `bulk` is as the database has it then."""
    step = _undo_next if bulk.undo_at else _do_next
    number, until = 0, time.monotonic() + BATCH_S
    while number < rows and time.monotonic() < until:
        try:
            if not step(bulk, act, by):
                break
        except OperationalError as error:
            bulk.refresh_from_db()
            raise Refused(
                _(
                    "Somebody else is working on the same rows at this moment. What was done so far is kept. "
                    "Go on in a moment."
                )
            ) from error
        number += 1
    bulk.refresh_from_db()
    return number


def _next(bulk: BulkAct, outcome: BulkOutcome, order: str) -> tuple[BulkAct, BulkRow | None]:
    # Two windows with one act take turns, so that no row is done twice and merges keep their order.
    current = BulkAct.objects.select_for_update().get(pk=bulk.pk)
    return current, current.rows.filter(outcome=outcome).order_by(order).first()


@transaction.atomic
def _do_next(bulk: BulkAct, act: Act, by: AbstractUser) -> bool:
    current, row = _next(bulk, BulkOutcome.WAITING, "position")
    if row is None:
        if current.finished_at is None:
            current.finished_at = timezone.now()
            current.save(update_fields=["finished_at"])
        return False
    try:
        _do(row, act, by=by, bulk=current)
    except EditConflict as conflict:
        _tell_conflict(row, act, conflict, by=by, options=current.options)
    except (Refused, PermissionDenied) as error:
        _tell(row, BulkOutcome.REFUSED, str(error))
    except IntegrityError as error:
        _tell(row, BulkOutcome.REFUSED, sentence_for(error))
    return True


def _tell(row: BulkRow, outcome: BulkOutcome, said: str) -> None:
    row.outcome, row.said = outcome, said
    row.save(update_fields=["outcome", "said", "details"])


def _tell_conflict(
    row: BulkRow, act: Act, conflict: EditConflict, *, by: AbstractUser, options: Mapping[str, Any]
) -> None:
    """Keeps what the editor was shown, what the row is now and who changed it, and what was wanted."""
    now = act.forecast_chosen([Chosen(row.object_id, to=row.to)], by=by, options=options)
    row.details |= {"now": str(now[0].before) if now else "", **changed_by(conflict.row)}
    _tell(row, BulkOutcome.CHANGED, str(CHANGED_MEANWHILE))


def changed_by(row: models.Model) -> dict[str, str]:
    """Who changed the row last, and when, as far as an act says it."""
    return last_changes(type(row), [row.pk]).get(row.pk, {})


def last_changes(model: type[models.Model], pks: Sequence[int]) -> dict[int, dict[str, str]]:
    """As `changed_by`, of many rows by their numbers."""
    kind = ContentType.objects.get_for_model(model)
    acts = Decision.objects.filter(content_type=kind, object_id__in=pks).select_related("by")
    latest = acts.order_by("object_id", "-at", "-pk").distinct("object_id")
    return {act.object_id: {"by": str(act.by), "at": act.at.isoformat()} for act in latest}


# Undoing


def begin_undo(bulk: BulkAct, act: Act, *, by: AbstractUser, public_note: str = "") -> BulkAct:
    """From now on `work_on` takes the act's rows back, the last one first. What was not done yet stays so."""
    if not act.can_be_undone:
        raise Refused(_("This has no way back as a whole. Open a row and use its own acts."))
    if not by.has_perm(f"events.{act.permission}"):
        raise PermissionDenied(
            _("%(who)s may not undo this. Ask somebody in a group that may.") % {"who": by}
        )
    with transaction.atomic():
        current = BulkAct.objects.select_for_update().get(pk=bulk.pk)
        if current.undo_at is None:
            current.undo_at, current.undo_public_note = timezone.now(), public_note
            current.options |= {"undone_by": by.get_username()}
            current.save(update_fields=["undo_at", "undo_public_note", "options"])
            waiting = current.rows.filter(outcome=BulkOutcome.WAITING)
            waiting.update(outcome=BulkOutcome.REFUSED, said=_("It was undone before this row was reached."))
            if current.finished_at is None:
                current.finished_at = timezone.now()
                current.save(update_fields=["finished_at"])
    return current


@transaction.atomic
def _undo_next(bulk: BulkAct, act: Act, by: AbstractUser) -> bool:
    current, row = _next(bulk, BulkOutcome.DONE, "-position")
    if row is None:
        if current.undone_at is None:
            current.undone_at = timezone.now()
            current.save(update_fields=["undone_at"])
        return False
    outcome, said = BulkOutcome.UNDONE, ""
    try:
        with transaction.atomic():
            act.undo(row, by=by, bulk=current)
            check_deferred_constraints()
    except EditConflict as conflict:
        who = changed_by(conflict.row).get("by", "")
        outcome = BulkOutcome.KEPT
        said = (
            _("It was changed by %(who)s since, so it stays as it is now.") % {"who": who}
            if who
            else _("It was changed since, so it stays as it is now.")
        )
    except (Refused, PermissionDenied) as error:
        outcome, said = BulkOutcome.KEPT, str(error)
    except IntegrityError as error:
        outcome, said = BulkOutcome.KEPT, sentence_for(error)
    _tell(row, outcome, said)
    return True
