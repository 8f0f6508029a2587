"""What the preview of a bulk action needs is asked for in steps that are kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0047_new_rows_kept_as_range")]

    operations = [
        migrations.AddField(
            model_name="bulkact",
            name="is_asking",
            field=models.BooleanField(default=False, verbose_name="being asked for"),
        ),
        migrations.AlterField(
            model_name="bulkrow",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("waiting", "waiting"),
                    ("asked", "asked for, not confirmed"),
                    ("done", "done"),
                    ("refused", "refused"),
                    ("changed", "changed by somebody else meanwhile"),
                    ("undone", "undone"),
                    ("kept", "done, and could not be undone"),
                ],
                default="waiting",
                max_length=8,
                verbose_name="outcome",
            ),
        ),
    ]
