"""The bulk actions of each list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from events.admin.bulk import Bulk, require_act
from events.admin.bulk_shown import result_url
from events.models import BulkAct, Mention
from events.models.bulk import BulkOutcome
from events.pipeline.bulk_asking import asking_of
from events.pipeline.bulk_regeocoding import RegeocodeMentions
from events.review.bulk import Act, Chosen
from events.review.bulk_layers import RelayerEvents
from events.review.bulk_merging import MergeEvents
from events.review.bulk_states import (
    PublishEvents,
    PublishMaps,
    ReinstateArticles,
    WithdrawArticles,
    WithdrawEvents,
    WithdrawMaps,
)
from events.review.rights import visible_to

_ASK = _("Ask the geocoders again …")


class EventBulk(Bulk):
    bulk_acts: ClassVar[dict[str, Act]] = {
        act.name: act for act in (PublishEvents(), WithdrawEvents(), RelayerEvents(), MergeEvents())
    }

    @admin.action(description=_("Publish …"), permissions=["publish"])
    def bulk_publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.preview(request, "publish", queryset)

    @admin.action(description=_("Withdraw …"), permissions=["withdraw"])
    def bulk_withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.preview(request, "withdraw", queryset)

    @admin.action(description=_("Move to another layer …"), permissions=["change"])
    def bulk_relayer(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.preview(request, "relayer", queryset)

    @admin.action(description=_("Merge into one …"), permissions=["change"])
    def bulk_merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.preview(request, "merge", queryset)

    @admin.action(description=_ASK, permissions=["decide"])
    def bulk_regeocode(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        mentions = Mention.objects.filter(events__in=queryset.order_by().values("pk")).distinct()
        pages: Any = self.admin_site.get_model_admin(Mention)
        return pages.preview(request, "regeocode", visible_to(request.user, mentions))

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("events.withdraw_event"))

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("events.decide_article"))


class MentionBulk(Bulk):
    bulk_acts: ClassVar[dict[str, Act]] = {"regeocode": RegeocodeMentions()}
    actions = ("bulk_regeocode",)

    def _preview(
        self,
        request: HttpRequest,
        act: Act,
        chosen: Sequence[Chosen],
        options: dict[str, Any],
        *,
        error: str = "",
    ) -> HttpResponse:
        """Where asking takes longer than a page may, it goes on on a page of its own, which ends here."""
        if isinstance(act, RegeocodeMentions):
            bulk = act.ask(chosen, by=request.user, options=options)
            if bulk.rows.filter(outcome=BulkOutcome.WAITING).exists():
                return HttpResponseRedirect(result_url(bulk, request))
            options = {**options, "asking": bulk.pk}
        return super()._preview(request, act, chosen, options, error=error)

    def _confirm(
        self, request: HttpRequest, act: Act, chosen: Sequence[Chosen], options: dict[str, Any]
    ) -> HttpResponse:
        answer = super()._confirm(request, act, chosen, options)
        asking = asking_of(options.get("asking"), by=request.user)
        if asking and isinstance(answer, HttpResponseRedirect):
            asking.delete()
        return answer

    def preview_asked(self, request: HttpRequest, bulk: BulkAct) -> HttpResponse:
        """The preview of what was asked for in steps."""
        chosen = [Chosen(row.object_id, row.version, row.to) for row in bulk.rows.all()]
        act = self.bulk_acts[bulk.act]
        require_act(request, act)
        # All has been answered: what changed since says so, and is not asked for again.
        return super()._preview(request, act, chosen, {**bulk.options, "asking": bulk.pk})

    @admin.action(description=_ASK, permissions=["decide"])
    def bulk_regeocode(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.preview(request, "regeocode", queryset)

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("events.decide_article"))


class MapBulk(Bulk):
    bulk_acts: ClassVar[dict[str, Act]] = {act.name: act for act in (PublishMaps(), WithdrawMaps())}
    actions = ("bulk_publish", "bulk_withdraw")

    @admin.action(description=_("Publish …"), permissions=["publish"])
    def bulk_publish(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.preview(request, "publish", queryset)

    @admin.action(description=_("Withdraw …"), permissions=["withdraw"])
    def bulk_withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.preview(request, "withdraw", queryset)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("events.publish_map"))

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("events.withdraw_map"))


class ArticleBulk(Bulk):
    bulk_acts: ClassVar[dict[str, Act]] = {act.name: act for act in (WithdrawArticles(), ReinstateArticles())}
    actions = ("bulk_withdraw", "bulk_reinstate")

    @admin.action(description=_("Withdraw …"), permissions=["withdraw"])
    def bulk_withdraw(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.preview(request, "withdraw", queryset)

    @admin.action(description=_("Bring back …"), permissions=["withdraw"])
    def bulk_reinstate(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return self.preview(request, "reinstate", queryset)

    def has_withdraw_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("events.withdraw_article"))


#: Every act by its rows' model and its name, for those that were begun.
ACTS: dict[tuple[str, str], Act] = {
    (str(act.model._meta.model_name), act.name): act
    for lists in (EventBulk, MentionBulk, MapBulk, ArticleBulk)
    for act in lists.bulk_acts.values()
}
