import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Departed',
            fields=[
                ('page_id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('facets', models.TextField()),
                ('changed', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'departed text',
                'verbose_name_plural': 'departed texts',
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('work', models.UUIDField(db_index=True, default=uuid.uuid4)),
                ('case', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(max_length=16)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('date', models.DateField(null=True)),
                ('expires', models.DateTimeField(null=True)),
                ('changed', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('facets', models.TextField()),
                ('title', models.TextField()),
                ('text', models.TextField()),
                ('page', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entry', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'search entry',
                'verbose_name_plural': 'search entries',
            },
        ),
    ]
