"""What editors do with findings that turn out to be none."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import IntegrityError, transaction

from events.models import Article, Decision, Dismissal, Event
from events.review.acts import Refused, require
from events.review.constraints import sentence_for
from events.review.rights import require_change, require_decide

MAX_REASON = 1000


def dismiss_finding(
    about: Event | Article, *, key: str, code: str, sentence: str, reason: str, by: AbstractUser
) -> Dismissal:
    """Remembers that an editor has looked at a finding and why it is none; it is not shown again while the
    values that it rests on stay as they are. Raises Refused without a reason, and when it was dismissed."""
    require(by, "change_event")
    _require_own(by, about)
    reason = reason.strip()
    if not reason:
        raise Refused("Say why there is nothing wrong, for the next editor who looks.")
    if len(reason) > MAX_REASON:
        raise Refused(
            f"The reason has {len(reason):,} characters; at most {MAX_REASON:,} are kept. Shorten it."
        )
    try:
        with transaction.atomic():
            dismissal = Dismissal.objects.create(
                key=key, code=code, sentence=sentence, reason=reason, by_id=by.pk,
                event=about if isinstance(about, Event) else None,
                article=about if isinstance(about, Article) else None,
            )  # fmt: skip
            Decision.objects.record(
                verb="dismiss_finding", by=by, on=about, from_status=about.status, to_status=about.status,
                note=f"{sentence} Dismissed: {reason}",
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(sentence_for(error)) from error
    return dismissal


def recall_dismissal(dismissal: Dismissal, *, by: AbstractUser) -> None:
    """Takes a dismissal back: the finding is shown again."""
    require(by, "change_event")
    about = dismissal.event or dismissal.article
    if about is not None:
        _require_own(by, about)
    with transaction.atomic():
        row = Dismissal.objects.select_for_update().filter(pk=dismissal.pk).first()
        if row is None or about is None:
            raise Refused("The dismissal was taken back already. Reload the page.")
        Decision.objects.record(
            verb="recall_dismissal", by=by, on=about, from_status=about.status, to_status=about.status,
            note=dismissal.sentence,
        )  # fmt: skip
        row.delete()


def _require_own(by: AbstractUser, about: Event | Article) -> None:
    if isinstance(about, Article):
        require_decide(by, about)
    else:
        require_change(by, about)
