"""Whoever makes maps deletes those that were never published: no role could."""

from django.db import migrations

from events.granting import grant


class Migration(migrations.Migration):
    dependencies = [("events", "0057_articles_set_aside")]

    operations = [grant({"Publisher": ["events.delete_map"]})]
