"""Counts the articles that were set aside by an index of these alone: PostgreSQL gathered every article of which
it is known what others print nearly the same."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0056_lists_walked_by_fewer")]

    operations = [
        migrations.AddIndex(
            "article",
            models.Index(
                fields=["-created_at", "-id"],
                name="article_set_aside",
                condition=models.Q(kind="article")
                & (models.Q(status="withdrawn") | models.Q(dismissed_at__isnull=False)),
            ),
        ),
    ]
