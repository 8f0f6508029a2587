"""What the database holds. Querysets stand beside their model; `published()` is the only door to readers."""

from events.models.article import Article
from events.models.basemap import BasemapShape
from events.models.bulk import BulkAct, BulkRow
from events.models.comment import Comment
from events.models.confidential import ConfidentialNote, KeptSource
from events.models.dataset import Dataset, ImportRun, SourceRecord
from events.models.decision import Decision
from events.models.discretion import DiscreetMention, Discretion, WithheldNote
from events.models.dismissal import Dismissal
from events.models.event import Event, EventMention
from events.models.feed import Feed, FeedItem
from events.models.figure import Figure
from events.models.frozen_map import FrozenMap
from events.models.geocoder import GeocoderAnswer, GeocoderFailure, GeocoderTurn
from events.models.history import Change, ChangeSet
from events.models.layer import Layer
from events.models.map import Map
from events.models.mention import Mention, MentionCandidate
from events.models.merge import Merge
from events.models.organisation import Organisation, Outlet
from events.models.place import Place, PlaceName
from events.models.saved_filter import SavedFilter
from events.models.story import StoryStep

__all__ = [
    "Article",
    "BasemapShape",
    "BulkAct",
    "BulkRow",
    "Change",
    "ChangeSet",
    "Comment",
    "ConfidentialNote",
    "Dataset",
    "Decision",
    "DiscreetMention",
    "Discretion",
    "Dismissal",
    "Event",
    "EventMention",
    "Feed",
    "FeedItem",
    "Figure",
    "FrozenMap",
    "GeocoderAnswer",
    "GeocoderFailure",
    "GeocoderTurn",
    "ImportRun",
    "KeptSource",
    "Layer",
    "Map",
    "Mention",
    "MentionCandidate",
    "Merge",
    "Organisation",
    "Outlet",
    "Place",
    "PlaceName",
    "SavedFilter",
    "SourceRecord",
    "StoryStep",
    "WithheldNote",
]
