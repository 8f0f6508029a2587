"""What each role may do: Contributor, Editor, Publisher and Administrator, in one table.

The groups of the database follow it by migrations (`events.granting`); a test compares the two. An
Administrator keeps the accounts and decides nothing about articles: who does both is in both groups.
"""

from __future__ import annotations

CONTRIBUTOR = frozenset(
    {
        "events.add_article", "events.view_article", "events.change_article", "events.decide_article",
        "events.add_mention", "events.change_mention", "events.view_mention", "events.view_mentioncandidate",
        "events.add_figure", "events.change_figure", "events.view_figure",
        "events.add_event", "events.change_event", "events.view_event", "events.submit_event",
        "events.view_place", "events.view_placename", "events.view_outlet", "events.view_organisation",
        "events.view_layer", "events.view_map", "events.view_storystep", "events.view_frozenmap",
        "events.view_decision",
        "events.view_merge", "events.view_dismissal",
        "events.add_comment", "events.view_comment",
        "events.view_feed", "events.view_feeditem", "events.change_feeditem",
    }
)  # fmt: skip
EDITOR = CONTRIBUTOR | {
    "events.change_others",
    "events.add_place", "events.change_place",
    "events.add_placename", "events.change_placename", "events.delete_placename",
    "events.add_outlet", "events.change_outlet", "events.add_organisation", "events.change_organisation",
    "events.delete_event", "events.delete_article",
    "events.add_feed", "events.change_feed", "events.delete_feed",
    "events.import_events", "events.add_dataset", "events.change_dataset", "events.view_dataset",
    "events.view_sourcerecord", "events.view_importrun",
    "events.view_confidential", "events.keep_source", "events.show_coarser",
}  # fmt: skip
PUBLISHER = EDITOR | {
    "events.publish_event", "events.withdraw_event", "events.withdraw_figure", "events.withdraw_article",
    "events.add_map", "events.change_map", "events.delete_map", "events.publish_map", "events.withdraw_map",
    "events.add_layer", "events.change_layer", "events.show_exactly",
}  # fmt: skip
ADMINISTRATOR = frozenset(
    {
        "auth.add_user", "auth.change_user", "auth.view_user",
        "auth.add_group", "auth.change_group", "auth.delete_group", "auth.view_group",
        "usersessions.view_usersession", "usersessions.delete_usersession",
        "mfa.view_authenticator", "mfa.delete_authenticator",
        "axes.view_accessattempt", "axes.delete_accessattempt",
    }
)  # fmt: skip

GROUPS: dict[str, frozenset[str]] = {
    "Contributor": CONTRIBUTOR,
    "Editor": EDITOR,
    "Publisher": PUBLISHER,
    "Administrator": ADMINISTRATOR,
}
