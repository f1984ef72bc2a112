from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Imported',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=200)),
                ('model', models.CharField(blank=True, max_length=100)),
                ('object_id', models.PositiveBigIntegerField(null=True)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('revision', models.PositiveBigIntegerField(null=True)),
                ('live', models.BooleanField(default=False)),
                ('waits_for', models.JSONField(default=list)),
                ('notes', models.JSONField(default=list)),
                ('changed', models.DateTimeField(auto_now=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'kind', 'key'), name='imported_once')],
            },
        ),
    ]
