"""The history of feeds: what editors set, not what polling notes."""

from django.db import migrations

from events.history.tracking import keep_history

POLLED = ["etag", "last_modified", "polled_at", "next_poll_at", "last_error", "failures"]


class Migration(migrations.Migration):
    dependencies = [("events", "0022_intake")]

    operations = [keep_history("events_feed", left_out=POLLED)]
