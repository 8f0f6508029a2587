"""What comes in: feeds and what they offer, whose an article is, lists as an editor wants to see them again."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from events.granting import grant

# As in 0012_edition, with two more columns that no reader sees: who an article is assigned to, and whether it
# was put aside.
NOTED = """
DROP TRIGGER article_update_is_noted_as_seen ON events_article;
CREATE TRIGGER article_update_is_noted_as_seen AFTER UPDATE ON events_article
    REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT
    EXECUTE FUNCTION events_note_for_edition('seen', '%1$s.id', 'NULL::bigint',
        '%1$s.status IN (''published'', ''changed'')',
        '(to_jsonb(%1$s.*) - ''{{version,updated_at,read_at,is_partly_read,fingerprint,bands{more}}}''::text[])');
"""
GRANTS = {
    "Contributor": ["events.view_feed", "events.view_feeditem", "events.change_feeditem"],
    "Editor": [
        "events.view_feed", "events.add_feed", "events.change_feed", "events.delete_feed",
        "events.view_feeditem", "events.change_feeditem",
    ],
    "Publisher": [
        "events.view_feed", "events.add_feed", "events.change_feed", "events.delete_feed",
        "events.view_feeditem", "events.change_feeditem",
    ],
}  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0022_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=1000, unique=True, verbose_name="address")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="A code such as en or ar. Left empty: as the feed says, else told from each article.",
                        max_length=12,
                        verbose_name="language",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="asked regularly")),
                (
                    "interval_minutes",
                    models.PositiveIntegerField(
                        default=30,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(10080),
                        ],
                        verbose_name="minutes between questions",
                    ),
                ),
                ("etag", models.CharField(blank=True, editable=False, max_length=500)),
                ("last_modified", models.CharField(blank=True, editable=False, max_length=100)),
                (
                    "polled_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="last asked"),
                ),
                ("next_poll_at", models.DateTimeField(auto_now_add=True, verbose_name="asked next")),
                ("last_error", models.TextField(blank=True, editable=False, verbose_name="what was wrong")),
                (
                    "failures",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="failures in a row"),
                ),
            ],
            options={
                "verbose_name": "feed",
                "verbose_name_plural": "feeds",
                "ordering": ["outlet__name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FeedItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("guid", models.CharField(max_length=500, verbose_name="the feed's own number")),
                ("url", models.URLField(max_length=1000, verbose_name="address")),
                ("headline", models.CharField(max_length=300, verbose_name="headline")),
                ("summary", models.TextField(blank=True, verbose_name="summary")),
                ("language", models.CharField(blank=True, max_length=12, verbose_name="language")),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="published")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="arrived")),
                (
                    "bands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, editable=False, size=None
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("new", "New"), ("taken", "Taken"), ("dismissed", "Dismissed")],
                        default="new",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
            ],
            options={
                "verbose_name": "feed item",
                "verbose_name_plural": "feed items",
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(max_length=60, verbose_name="page")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="query")),
            ],
            options={
                "verbose_name": "saved filter",
                "verbose_name_plural": "saved filters",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.AddField(
            model_name="article",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assigned_articles",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned to",
            ),
        ),
        migrations.AddField(
            model_name="article",
            name="dismissed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="dismissed"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-created_at", "-id"], name="article_arrived"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["language", "-created_at", "-id"], name="article_language_arrived"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                condition=models.Q(("url", ""), _negated=True), fields=["url"], name="article_url"
            ),
        ),
        migrations.AddIndex(
            model_name="figure",
            index=models.Index(
                condition=models.Q(("acceptance", "proposed")), fields=["article"], name="figure_open"
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                condition=models.Q(("status", "proposed")), fields=["article"], name="mention_open"
            ),
        ),
        migrations.AddField(
            model_name="feed",
            name="outlet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="feeds",
                to="events.outlet",
                verbose_name="outlet",
            ),
        ),
        migrations.AddField(
            model_name="feeditem",
            name="article",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="feed_items",
                to="events.article",
                verbose_name="article",
            ),
        ),
        migrations.AddField(
            model_name="feeditem",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="feed_items",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assigned to",
            ),
        ),
        migrations.AddField(
            model_name="feeditem",
            name="feed",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="items",
                to="events.feed",
                verbose_name="feed",
            ),
        ),
        migrations.AddField(
            model_name="feeditem",
            name="first",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="others",
                to="events.feeditem",
                verbose_name="near-duplicate of",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="saved_filters",
                to=settings.AUTH_USER_MODEL,
                verbose_name="owner",
            ),
        ),
        migrations.AddIndex(
            model_name="feed",
            index=models.Index(
                condition=models.Q(("is_active", True)), fields=["next_poll_at"], name="feed_due"
            ),
        ),
        migrations.AddConstraint(
            model_name="feed",
            constraint=models.CheckConstraint(
                condition=models.Q(("interval_minutes__range", (5, 10080))), name="feed_interval_in_range"
            ),
        ),
        migrations.AddIndex(
            model_name="feeditem",
            index=django.contrib.postgres.indexes.GinIndex(fields=["bands"], name="feeditem_bands"),
        ),
        migrations.AddIndex(
            model_name="feeditem",
            index=models.Index(fields=["status", "-created_at", "-id"], name="feeditem_inbox"),
        ),
        migrations.AddIndex(
            model_name="feeditem",
            index=models.Index(fields=["url"], name="feeditem_url"),
        ),
        migrations.AddConstraint(
            model_name="feeditem",
            constraint=models.UniqueConstraint(fields=("feed", "guid"), name="feeditem_once_per_feed"),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                fields=("owner", "page", "name"), name="savedfilter_once_per_name"
            ),
        ),
        migrations.RunSQL(NOTED.format(more=",assignee_id,dismissed_at"), NOTED.format(more="")),
        grant(GRANTS),
    ]
