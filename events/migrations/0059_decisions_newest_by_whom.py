"""What somebody did last is found by an index of its own, which replaces the one of who it was.

The front page walked the newest decisions of all: behind an import it passed over those of a hundred thousand events.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0058_maps_discarded"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex("decision", models.Index(fields=["by", "at"], name="decision_newest_by")),
        migrations.AlterField(
            "decision",
            "by",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="by",
            ),
        ),
    ]
