from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("discovery", "0002_words")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="case",
            field=models.CharField(blank=True, default="", max_length=200),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("case", ""), _negated=True),
                fields=("case", "language"),
                name="a_case_once_in_a_language",
            ),
        ),
    ]
