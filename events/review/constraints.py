"""The database's refusals in an editor's words."""

from __future__ import annotations

from django.db import IntegrityError

SENTENCES = {
    "article_once_per_outlet": "This outlet's article is already here, word for word.",
    "article_text_not_empty": "The article has no text. Paste its text.",
    "article_text_is_fixed_once_read": (
        "The text cannot change any more: places or figures were read from it. "
        "Add the new text as an article of its own and withdraw this one."
    ),
    "mention_once_per_span": "These words are already marked as a place. Change that mention instead.",
    "mention_quote_is_article_text": (
        "The marked words are not the article's text at that point. Mark them again."
    ),
    "mention_accepted_is_located": (
        "An accepted mention needs a place. Choose one, draw one, or say that it is not identifiable."
    ),
    "mention_not_identifiable_has_no_place": (
        "A mention that is not identifiable has no place. Clear the place or accept it."
    ),
    "comment_resolved_by_somebody_at_some_time": (
        "A conversation is resolved by somebody at some time. Resolve it again."
    ),
    "comment_answer_is_never_resolved_alone": (
        "An answer is not resolved by itself: resolve its conversation."
    ),
    "map_zoom_of_a_view": (
        "A zoom is that of a first view, and between 0 and 22. Take the view again from the map."
    ),
    "storystep_zoom_of_a_view": (
        "A step's zoom is that of its view, and between 0 and 22. Take the view again from the map."
    ),
    "feed_interval_in_range": "Feeds are asked every 5 to 10,080 minutes. Choose a number between.",
    "feeditem_once_per_feed": "This item of the feed is in the inbox already.",
    "savedfilter_once_per_name": "You have a list of this name on this page. Choose another name.",
    "bulkact_undone_was_begun": "A bulk action is undone after undoing it was begun. Reload its page.",
    "bulkrow_once": "A bulk action holds each row once. Choose the rows again.",
    "named_row_exists": (
        "An account, layer, outlet, claimant, data set, article, mention or event that is named here is not "
        "there. If somebody deleted it meanwhile, choose another."
    ),
    "row_is_not_named": "Others name this row by now, so it cannot be deleted. Reload the page to see them.",
    "figure_wording_is_article_text": (
        "The figure's words are not the article's text at that point. Mark them again."
    ),
    "figure_low_not_above_high": "The low number is above the high one. Swap them.",
    "figure_bounds_match_quantifier": (
        "The numbers do not fit the quantifier: “at least” and “more than” have no high number, "
        "“up to” and “less than” no low one, “between” needs both, the others have one number twice."
    ),
    "figure_period_in_order": "The period ends before it starts. Swap the dates.",
    "figure_household_size_of_households": (
        "A household size goes only with figures counted in households, and is above 0."
    ),
    "figure_published_is_accepted": "Only an accepted figure of an event can be published. Accept it first.",
    "frozen_map_once_a_day": "This map is frozen as of this day already. What is frozen stays as it is.",
    "frozen_map_has_content_or_names_it": (
        "A frozen map holds what it shows, or names the earlier day whose content it shares."
    ),
    "storystep_once_per_position": "Two steps of this story stand at the same place. Put them in order.",
    "storystep_dates_in_order": "The time of a step ends before it begins. Swap the dates.",
    "figure_one_recommended": (
        "The event already has a recommended figure of this measure and people. "
        "Mark one of them as corroborating, superseded or disputed."
    ),
    "event_published_has_geometry_or_says_none": (
        "A published event needs a place on the map, or the mark that it has none."
    ),
    "event_without_geometry_has_none": (
        "The event is marked as having no place on the map and has one. Clear either."
    ),
    "event_geometry_has_label_point": "An event's geometry needs a label point inside it.",
    "event_has_dates_or_unknown": (
        "Give both an earliest and a latest date with their precision, or leave both empty and say “unknown”."
    ),
    "event_dates_in_order": "The latest date is before the earliest. Swap them.",
    "event_merged_is_withdrawn": (
        "An event that was merged into another one is not shown itself. Undo the merge first."
    ),
    "merge_one_standing": "This event was merged already. Undo that first.",
    "dismissal_is_about_one_row": "A dismissed finding is about one event or one article.",
    "events_dismissal_key_key": "This finding was dismissed already. Reload the page.",
    "event_published_has_accepted_mention": "A published event needs at least one accepted mention.",
    "event_mention_once": "This mention tells the event already.",
    "place_provider_id_unique": "The provider's place of this id is here already. Change that one.",
    "place_population_not_negative": "A population is 0 or more. Leave it empty when it is unknown.",
    "candidate_once_per_mention": "This place is proposed for the mention already.",
    "candidate_score_in_unit_range": "A candidate's score lies between 0 and 1.",
    "geocoderanswer_once": "What this geocoder said to this search is kept already.",
    "geocoderanswer_is_answer_or_failure": (
        "A geocoder has answered with places, or it has failed and is to be asked again: one of the two."
    ),
    "source_record_once": "This id of the data set is here already. Import its file again to update it.",
    "events_dataset_name_key": "A data set of this name is here already. Change that one.",
    "events_dataset_outlet_id_key": "This outlet stands for another data set already. Choose another one.",
    "event_of_a_discreet_mention": (
        "A mention that tells this event is shown less exactly than it is known, so the event must be too."
    ),
    "discreet_place_is_coarse": (
        "This event is shown less exactly than it is known. "
        "Its place can only be changed on its page or the desk."
    ),
    "discreet_event_is_not_named": (
        "This event is shown less exactly than it is known, and its title or summary names the place. "
        "Write it without."
    ),
    "discreet_figure_is_not_named": (
        "This event is shown less exactly than it is known, and the words, claimant, start or role of a "
        "figure name the place. Correct them first."
    ),
    "discreet_source_is_kept": (
        "This event is shown less exactly than it is known, and the headline or link of an article leads to "
        "the place. Add the article’s mentions on the desk, which keeps them."
    ),
    "discreet_layer_is_not_named": (
        "The name, address or description of the layer names the place of an event that is shown less "
        "exactly than it is known. Call the layer otherwise, or give the event another one."
    ),
    "discreet_map_is_not_named": (
        "A published map shows an event less exactly than it is known, and its words or its address name the "
        "place. Change the words of the map or of its steps, in every language, or take the event off it."
    ),
    "kept_source_is_not_named": (
        "This names a source that is kept from readers: the title or summary of an event that it tells, or "
        "the words, claimant, start or role of a figure. Write it without."
    ),
    "discretion_level": "An event can be shown as its district, province or country.",
    "confidential_note_is_about_one_row": (
        "A confidential note is about one article, event, figure or organisation."
    ),
    "confidential_note_not_empty": "The note is empty. Write what colleagues should know.",
    "outlet_one_unnamed": "There is one outlet without a name already.",
    "events_decision_request_id_key": "This decision is on record already. Reload the page to see it.",
    "history_is_append_only": "The history is only added to. Bring an earlier version back instead.",
    "row_keeps_its_number": "A row keeps its number: its history and its address hang on it.",
    "decision_is_append_only": "A decision on record cannot be changed. Make a new one.",
}  # fmt: skip
SPAN = "The marked words and their excerpt do not fit together. Mark the words again."
IN_WORLD = (
    "A coordinate lies outside the world. Longitudes go from -180 to 180, latitudes from -90 to 90 degrees."
)


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that the database reported, empty when it reported none."""
    diag = getattr(error.__cause__, "diag", None)
    return getattr(diag, "constraint_name", None) or ""


def sentence_for(error: IntegrityError) -> str:
    name = constraint_of(error)
    return sentence_of(name) or f"The database refused the change ({name or 'no reason named'})."


def sentence_of(name: str) -> str:
    """The editor's sentence for a constraint, empty when it has none."""
    if name.endswith("_in_world"):
        return IN_WORLD
    if name.endswith(
        ("_span_not_empty", "_excerpt_holds_span", "_phrase_holds_span", "_excerpt_not_too_long")
    ):
        return SPAN
    return SENTENCES.get(name, "")
