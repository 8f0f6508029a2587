"""Confidential notes about outlets too."""

from functools import reduce
from operator import or_

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

SUBJECTS = ("article", "event", "figure", "organisation", "outlet")


def about_one_of(names: tuple[str, ...]) -> models.CheckConstraint:
    each = (Q(**{f"{name}__isnull": name != subject for name in names}) for subject in names)
    return models.CheckConstraint(condition=reduce(or_, each), name="confidential_note_is_about_one_row")


class Migration(migrations.Migration):
    dependencies = [("events", "0034_imports_planned")]

    operations = [
        migrations.RemoveConstraint(
            model_name="confidentialnote", name="confidential_note_is_about_one_row"
        ),
        migrations.AddField(
            model_name="confidentialnote",
            name="outlet",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE,
                related_name="confidential_notes", to="events.outlet",
            ),
        ),
        migrations.AddConstraint(model_name="confidentialnote", constraint=about_one_of(SUBJECTS)),
    ]  # fmt: skip
