"""Accounts, roles, sessions and locks, as administrators keep them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyField, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.admin.compared import ComparedForm
from events.admin.conflicts import conflict_page, merged_sentence
from events.admin.history import WithHistory
from events.admin.looking_up import LookedUp
from mapsite.accounts.invitations import invitation_link, send_invitation
from mapsite.accounts.rights_field import RightsField, rights
from mapsite.accounts.sessions import browser_words

# The packages' own pages would show tokens, or let an administrator write what only a sign-in may.
for model in (Authenticator, EmailAddress, Group, SocialAccount, SocialApp, SocialToken, User, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class NewAccountForm(forms.ModelForm):
    """Without a password: whoever the account is for chooses it, by a link."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].label = _("Roles")

    def save(self, commit: bool = True) -> User:
        self.instance.set_unusable_password()
        self.instance.is_staff = True
        return super().save(commit)


class AccountForm(ComparedForm, UserChangeForm):
    def compared_names(self) -> list[str]:
        """Without the password: its hash goes nowhere, and is not changed here."""
        return [name for name in super().compared_names() if name != "password"]


class RoleForm(ComparedForm):
    pass


class _Compared(admin.ModelAdmin):
    """Two administrators at one account or role: none gives back unseen what the other took away."""

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        row = super().save_form(request, form, change)
        if change and (sentence := merged_sentence(form, row)):
            self.message_user(request, sentence, messages.INFO)
        return row

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        answer = conflict_page(self, request, context)
        return answer or super().render_change_form(request, context, *args, **kwargs)


class _Titled(admin.ModelAdmin):
    """Called by a name of ours, where the package's says nothing to an administrator."""

    #: Of the list.
    list_title: Any = ""
    list_per_page = 50
    show_full_result_count = False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.list_title, **(extra_context or {})})


class _Accountable(WithHistory):
    """Who gave whom which right is for whoever keeps the accounts, of deleted roles too."""

    def may_see_deleted(self, request: HttpRequest) -> bool:
        return True


class _Choosing(admin.ModelAdmin):
    """Roles and rights are boxes to tick, by what they are about."""

    filter_horizontal = ()

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Permission:
            held = Permission.objects.filter(**{f"{db_field.related_query_name()}__isnull": False})
            return RightsField(
                queryset=rights(held), required=False, label=capfirst(db_field.verbose_name),
                help_text=db_field.help_text,
            )  # fmt: skip
        return super().formfield_for_manytomany(
            db_field, request, **{"widget": forms.CheckboxSelectMultiple, **kwargs}
        )


@admin.register(User)
class AccountAdmin(_Accountable, _Compared, _Choosing, _Titled, UserAdmin):
    """Accounts are made here and never deleted: their decisions stay under their names."""

    list_title = _("Accounts")
    form = AccountForm
    add_form = NewAccountForm
    add_form_template = None
    change_form_template = "admin/accounts/account.html"
    list_display = ("username", "full_name", "email", "roles", "second_factor", "last_login", "is_active")
    list_filter = ("is_active", "groups", "is_superuser")
    readonly_fields = ("last_login", "date_joined", "sessions")
    add_fieldsets = (
        (None, {"fields": ("username", "first_name", "last_name", "email")}),
        (
            _("Roles"),
            {
                "fields": ("groups",),
                "description": _("You get a link to pass on; with it a password is chosen."),
            },
        ),
    )
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Roles"), {"fields": ("is_active", "is_staff", "groups")}),
        (_("Seen"), {"fields": ("last_login", "date_joined", "sessions")}),
    )
    #: Only a superuser makes another one, and gives rights past the roles.
    superuser_fieldsets = (
        *fieldsets,
        (_("Past the roles"), {"fields": ("is_superuser", "user_permissions")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        return self.superuser_fieldsets if request.user.is_superuser else self.fieldsets

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups", "authenticator_set")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        # An administrator could become a superuser through a superuser's password.
        is_out_of_reach = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_out_of_reach and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        return user.get_full_name() or "–"

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        named = [group.name for group in user.groups.all()]
        return ", ".join([*([str(_("superuser"))] if user.is_superuser else []), *named]) or "–"

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, user: User) -> bool:
        codes = Authenticator.Type.RECOVERY_CODES
        return any(factor.type != codes for factor in user.authenticator_set.all())

    @admin.display(description=_("sessions"))
    def sessions(self, user: User) -> str:
        number = len(UserSession.objects.purge_and_list(user))
        url = reverse("admin:usersessions_usersession_changelist")
        return format_html('<a href="{}?user__id__exact={}">{}</a>', url, user.pk, number)

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        self._invite(request, obj)
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[obj.pk]))

    def response_change(self, request: HttpRequest, obj: User) -> HttpResponse:
        if "_invite" not in request.POST:
            return super().response_change(request, obj)
        self._invite(request, obj)
        return HttpResponseRedirect(request.get_full_path())

    def _invite(self, request: HttpRequest, user: User) -> None:
        if not self.has_change_permission(request, user):
            raise PermissionDenied(_("Only a superuser makes a link for a superuser."))
        link = invitation_link(request, user)
        if send_invitation(request, user, link):
            sentence = _("An e-mail with the link was sent to %(address)s. It can be passed on too:")
        else:
            sentence = _(
                "No e-mail was sent. Pass this link on to %(name)s; it is good once, for three days:"
            )
        said = sentence % {"address": user.email, "name": user}
        self.message_user(
            request, format_html('{} <code class="invitation">{}</code>', said, link), messages.SUCCESS
        )


@admin.register(Group)
class RoleAdmin(_Accountable, _Compared, _Choosing, _Titled, GroupAdmin):
    """Who may do what. The four roles come with Dateline; a newsroom may add its own."""

    form = RoleForm
    list_title = _("Roles")
    list_display = ("name", "accounts")

    @admin.display(description=_("accounts"))
    def accounts(self, role: Group) -> int:
        return role.user_set.count()

    def get_deleted_objects(
        self, objs: Iterable[Group], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Who loses the role, instead of a line for each right that it gives."""
        roles = list(objs)
        _rows, _counts, missing, protected = super().get_deleted_objects(roles, request)
        losing = [list(role.user_set.order_by("username")) for role in roles]
        rows = [part for role, people in zip(roles, losing, strict=True)
                for part in (str(role), [str(person) for person in people]) if part]  # fmt: skip
        counts = {str(_("roles")): len(roles), str(_("accounts that lose a role")): sum(map(len, losing))}
        return rows, counts, missing, protected


class _Ended(LookedUp, _Titled):
    """Rows that sign-in writes: looked at, and ended by deleting, never written here. They have no page of
    their history: what is kept of a second factor is told in that of its account."""

    change_form_template = "admin/accounts/ended.html"

    def is_asked_for(self, name: str) -> bool:
        """Nothing but what is shown: keys of sessions and secrets of apps lie beside it."""
        return name in self.list_display and super().is_asked_for(name)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise Http404(_("The history of an account tells what was done to its second factors."))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        person = getattr(obj, "user", None)
        is_out_of_reach = person is not None and person.is_superuser and not request.user.is_superuser
        return not is_out_of_reach and super().has_delete_permission(request, obj)


def _within_reach(request: HttpRequest, rows: QuerySet) -> QuerySet:
    return rows if request.user.is_superuser else rows.exclude(user__is_superuser=True)


@admin.register(UserSession)
class SessionAdmin(_Ended):
    """Where people are signed in. Deleting a row signs that browser out."""

    list_title = _("Sessions")
    list_display = ("user", "browser", "ip", "created_at", "last_seen_at")
    list_filter = (("user", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("user__username", "ip")
    list_select_related = ("user",)
    ordering = ("-last_seen_at",)
    fields = ("user", "browser", "ip", "created_at", "last_seen_at")
    readonly_fields = fields

    @admin.display(description=_("browser"))
    def browser(self, session: UserSession) -> str:
        return browser_words(session.user_agent)

    def delete_model(self, request: HttpRequest, obj: UserSession) -> None:
        obj.end()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        for session in _within_reach(request, queryset):
            session.end()


@admin.register(Authenticator)
class SecondFactorAdmin(_Ended):
    """Who has which second factor. Deleting one lets in somebody who has lost it, by the password alone,
    and a role that needs one asks for a new one at once. Secrets are never shown."""

    list_title = _("Second factors")
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    search_fields = ("user__username",)
    list_select_related = ("user",)
    fields = ("user", "type", "created_at", "last_used_at")
    readonly_fields = fields

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        _within_reach(request, queryset).delete()


@admin.register(AccessAttempt)
class FailedSignInAdmin(_Ended):
    """Wrong passwords of late. Deleting a row unlocks the account for its sender."""

    list_title = _("Failed sign-ins")
    list_display = ("username", "ip_address", "browser", "failures_since_start", "attempt_time")
    search_fields = ("username", "ip_address")
    ordering = ("-attempt_time",)
    fields = ("username", "ip_address", "browser", "failures_since_start", "attempt_time")
    readonly_fields = fields

    @admin.display(description=_("browser"))
    def browser(self, attempt: AccessAttempt) -> str:
        return browser_words(attempt.user_agent)
