"""Which tables have a history; a migration of a new table says so with `keep_history`."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations import RunSQL

#: Tables without a history, and why. `tests/history/test_tracking.py` fails for one that has neither.
UNTRACKED = {
    "events_basemapshape": "drawn by load_gazetteer, the same each time",
    "events_mentioncandidate": "proposals of the ranking; what an editor chose of them is in the mention",
    "events_sourcerecord": "written by imports alone; what one changes of an event is in the event's history",
    "events_feeditem": "what feeds offer, as they offer it; what is taken in becomes an article",
    "events_withheldnote": "derived from the notes by the database",
    "events_savedfilter": "an editor's own bookmarks",
    "events_bulkact": "a record itself; what it changed of a row is in the row's history",
    "events_bulkrow": "a record itself; what it changed of a row is in the row's history",
    "events_geocoderanswer": "a cache",
    "events_geocoderfailure": "a cache",
    "events_geocoderturn": "whose turn it is, for seconds",
    "account_emailconfirmation": "a letter on its way",
    "axes_accessattempt": "wrong passwords of late; they are counted, and gone after a while",
    "axes_accessattemptexpiration": "until when they count",
    "axes_accessfailurelog": "a record itself",
    "axes_accesslog": "a record itself",
    "django_admin_log": "a record itself",
    "socialaccount_socialapp": "set in the environment, not in rows",
    "socialaccount_socialapp_sites": "set in the environment, not in rows",
    "socialaccount_socialtoken": "a secret that lasts minutes",
    "usersessions_usersession": "where somebody is signed in just now",
}

#: Rows that are shown as a part of another one: table → the column that names it. Nothing of them is lost on
#: the other one's page: they come and go there.
PARTS = {
    "events_eventmention": "event_id",
    "events_placename": "place_id",
    "events_figure_mentions": "figure_id",
    "events_map_layers": "map_id",
    "events_map_picked_events": "map_id",
    "events_storystep": "map_id",
    "auth_user_groups": "user_id",
    "auth_user_user_permissions": "user_id",
    "auth_group_permissions": "group_id",
    "account_emailaddress": "user_id",
    "mfa_authenticator": "user_id",
    "socialaccount_socialaccount": "user_id",
}

_STOP = "; ".join(
    f"DROP TRIGGER IF EXISTS {trigger} ON {{table}}"
    for trigger in (
        "history_of_insert",
        "history_of_update",
        "history_of_delete",
        "history_of_truncate",
        "row_keeps_its_number",
    )
)


def keep_history(
    table: str,
    *,
    parent: str = "",
    is_kept: str = "true",
    left_out: Sequence[str] = (),
    hidden: Sequence[str] = (),
) -> RunSQL:
    """The migration's operation by which each change of the table's rows is kept.

    `parent` is the column of the row that these belong to. `is_kept` is SQL over the row `r`; a change of a
    row that it does not hold for before or after is not kept. A change of `left_out` columns alone is none
    (they are derived, or bookkeeping); of `hidden` ones is kept that they changed, never what they held.
    Columns that come later are kept without further ado.
    """
    values = (table, parent, is_kept, _array(left_out), _array(hidden))
    arguments = ", ".join("'{}'".format(value.replace("'", "''")) for value in values)
    return RunSQL(f"SELECT events_track({arguments})", _STOP.format(table=table))


def _array(names: Sequence[str]) -> str:
    return "{" + ",".join(names) + "}"
