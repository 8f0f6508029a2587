"""Whose a row is decides who may change it: the right to work on what others brought in, for Editors and up."""

from django.db import migrations
from django.utils.translation import gettext_lazy as _

from events.granting import grant


class Migration(migrations.Migration):
    dependencies = [("events", "0018_searched_events")]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ["-published_on", "-pk"],
                "permissions": [
                    ("decide_article", _("Can accept and reject what was read from an article")),
                    ("withdraw_article", _("Can withdraw an article from readers")),
                    ("change_others", _("Can see and change what others brought in or made")),
                ],
                "verbose_name": _("article"),
                "verbose_name_plural": _("articles"),
            },
        ),
        grant({"Editor": ["events.change_others"], "Publisher": ["events.change_others"]}),
    ]
