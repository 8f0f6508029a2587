from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _

#: What the packages' parts are called in the path above a page: "Axes" says nothing to an administrator.
_NAMES = {
    "auth": _("Accounts and roles"), "usersessions": _("Accounts and roles"), "mfa": _("Accounts and roles"),
    "axes": _("Accounts and roles"),
}  # fmt: skip


class AccountsConfig(AppConfig):
    name = "mapsite.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        for label, name in _NAMES.items():
            apps.get_app_config(label).verbose_name = name
        from allauth.mfa.signals import authenticator_added

        from mapsite.accounts import checks  # noqa: F401 -- registers the system checks
        from mapsite.accounts.second_factor import note_shown

        authenticator_added.connect(note_shown, dispatch_uid="accounts.note_shown")
