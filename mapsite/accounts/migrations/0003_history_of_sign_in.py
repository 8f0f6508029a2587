"""Who took away whose second factor, gave an account another address or joined it to an identity elsewhere is
on record, as a part of the account; what such a row keeps secret never is."""

from django.db import migrations

from events.history.tracking import keep_history


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("accounts", "0002_cache"),
        ("events", "0047_new_rows_kept_as_range"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    operations = [
        keep_history("account_emailaddress", parent="user_id"),
        keep_history("mfa_authenticator", parent="user_id", left_out=["last_used_at"], hidden=["data"]),
        # What the identity provider says of the person is written anew whenever they sign in.
        keep_history(
            "socialaccount_socialaccount",
            parent="user_id",
            left_out=["last_login", "extra_data"],
            hidden=["extra_data"],
        ),
    ]
