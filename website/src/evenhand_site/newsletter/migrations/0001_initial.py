import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import wagtail.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Subscriber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('en', 'English'), ('ru', 'Russian'), ('uk', 'Ukrainian')], default='en', max_length=8, verbose_name='language')),
                ('frequency', models.CharField(choices=[('every', 'as texts appear'), ('weekly', 'once a week'), ('monthly', 'once a month')], db_index=True, default='weekly', max_length=8, verbose_name='how often')),
                ('kinds', models.JSONField(blank=True, default=list, help_text='None: all of them.', verbose_name='kinds of texts')),
                ('state', models.CharField(choices=[('waiting', 'not confirmed yet'), ('active', 'receives it'), ('ended', 'has unsubscribed'), ('bounced', 'stopped: letters come back'), ('complained', 'stopped: has complained')], db_index=True, default='waiting', max_length=10, verbose_name='state')),
                ('source', models.CharField(choices=[('form', 'the form of the site'), ('import', 'an imported list')], default='form', max_length=8, verbose_name='came by')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked')),
                ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
            ],
            options={
                'verbose_name': 'subscriber',
                'verbose_name_plural': 'subscribers',
                'ordering': ['-asked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('reason', models.CharField(choices=[('erased', 'asked to be forgotten'), ('bounced', 'letters came back'), ('complained', 'complained')], max_length=10)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Issue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('frequency', models.CharField(blank=True, choices=[('every', 'as texts appear'), ('weekly', 'once a week'), ('monthly', 'once a month')], editable=False, max_length=8, verbose_name='digest')),
                ('until', models.DateTimeField(editable=False, null=True)),
                ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                ('subject_ru', models.CharField(blank=True, max_length=200, verbose_name='subject in Russian')),
                ('subject_uk', models.CharField(blank=True, max_length=200, verbose_name='subject in Ukrainian')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('introduction_ru', wagtail.fields.RichTextField(blank=True, verbose_name='introduction in Russian')),
                ('introduction_uk', wagtail.fields.RichTextField(blank=True, verbose_name='introduction in Ukrainian')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('scheduled', 'scheduled'), ('sending', 'being sent'), ('sent', 'sent'), ('stopped', 'stopped')], default='draft', editable=False, max_length=10, verbose_name='state')),
                ('scheduled_for', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='to be sent')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
            ],
            options={
                'verbose_name': 'issue',
                'verbose_name_plural': 'issues',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('frequency', 'until'), name='a_digest_once')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being handed over'), ('sent', 'sent'), ('failed', 'refused'), ('doubtful', 'doubtful')], default='waiting', max_length=8, verbose_name='state')),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='not before')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('claimed_by', models.CharField(blank=True, max_length=100)),
                ('claimed_until', models.DateTimeField(db_index=True, null=True)),
                ('sent_at', models.DateTimeField(db_index=True, null=True, verbose_name='sent at')),
                ('fault', models.CharField(blank=True, max_length=300, verbose_name='what the mail server said')),
                ('bounce', models.CharField(blank=True, help_text='RFC 3463', max_length=12, verbose_name='came back with')),
                ('bounced_at', models.DateTimeField(null=True)),
                ('issue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deliveries', to='newsletter.issue', verbose_name='issue')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='IssueText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('frequency', models.CharField(blank=True, editable=False, max_length=8)),
                ('issue', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='newsletter.issue')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
