import django.db.models.deletion
import evenhand_site.events.clock
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('publications', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publications.publication')),
                ('starts', models.DateTimeField(db_index=True, verbose_name='starts')),
                ('ends', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('all_day', models.BooleanField(default=False, help_text='The event has no time of day: only the days count.', verbose_name='whole days')),
                ('zone', models.CharField(choices=evenhand_site.events.clock.time_zones, default='UTC', max_length=60, verbose_name='time zone')),
                ('place', models.CharField(blank=True, max_length=300, verbose_name='place')),
                ('online_address', models.URLField(blank=True, verbose_name='address of the broadcast')),
                ('registration', models.URLField(blank=True, verbose_name='registration')),
                ('cancelled', models.BooleanField(default=False, verbose_name='cancelled')),
                ('over', models.DateTimeField(db_index=True, editable=False)),
                ('sequence', models.PositiveIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
            bases=('publications.publication',),
        ),
    ]
