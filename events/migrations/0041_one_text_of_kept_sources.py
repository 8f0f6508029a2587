"""Lets two outlets that printed the same text be kept from readers: both are then the one without a name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0040_words_of_articles")]

    operations = [
        migrations.RemoveConstraint("article", "article_once_per_outlet"),
        migrations.AddConstraint(
            "article",
            models.UniqueConstraint(
                condition=models.Q(is_withheld=False),
                fields=["outlet", "fingerprint"],
                name="article_once_per_outlet",
            ),
        ),
    ]
