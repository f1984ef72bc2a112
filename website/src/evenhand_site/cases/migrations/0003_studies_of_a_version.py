from django.db import migrations, models


def count(apps, _editor):
    """Studies of the same file are numbered in the order in which they were made."""
    seen = {}
    studies = apps.get_model("cases", "CaseStudy").objects
    for key, case_id, version in studies.order_by("pk").values_list("pk", "case_id", "version"):
        seen[case_id, version] = seen.get((case_id, version), 0) + 1
        studies.filter(pk=key).update(number=seen[case_id, version])


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_cases_and_runs")]

    operations = [
        migrations.AddField(
            model_name="casestudy",
            name="number",
            field=models.PositiveIntegerField(default=1, verbose_name="which study of this version"),
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="casestudy",
            constraint=models.UniqueConstraint(fields=("case_id", "version", "number"), name="a_number_once"),
        ),
    ]
