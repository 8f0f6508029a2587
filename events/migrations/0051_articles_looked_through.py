"""Finds addresses by how they begin, whatever the database's collation, and goes through articles past records."""

from django.db import migrations, models

_GIVEN = models.Q(("url", ""), _negated=True)


def _by_address(**options: list[str]) -> migrations.AddIndex:
    return migrations.AddIndex(
        "article", models.Index(condition=_GIVEN, fields=["url"], name="article_url", **options)
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0050_counted_by_columns")]

    operations = [
        migrations.RemoveIndex("article", "article_url"),
        _by_address(opclasses=["varchar_pattern_ops"]),
        migrations.AddIndex(
            "article",
            models.Index(condition=models.Q(kind="article"), fields=["id"], name="article_no_record"),
        ),
    ]
