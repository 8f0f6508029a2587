from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0014_search")]

    operations = [
        migrations.AddField(
            model_name="layer",
            name="names",
            field=models.JSONField(blank=True, default=dict, verbose_name="names in other languages"),
        ),
    ]
