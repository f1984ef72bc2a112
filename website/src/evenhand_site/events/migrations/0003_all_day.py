from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_moments"),
    ]

    operations = [
        migrations.AddField(
            model_name="event",
            name="all_day",
            field=models.BooleanField(
                default=False, help_text="The event has no time of day: only the days count.", verbose_name="whole days"
            ),
        ),
    ]
