import django.core.validators
import django.db.models.deletion
import evenhand_site.cases.models
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ArgumentsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('case_id', models.CharField(default='us-russia-2013', max_length=120, verbose_name='case')),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
            ],
            options={
                'verbose_name': 'argument and numbers',
                'verbose_name_plural': 'arguments and numbers',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EmbedRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sites', models.TextField(blank=True, help_text='One address on each line, such as https://www.example.org; https://*.example.org for all below.', max_length=10000, validators=[evenhand_site.cases.models.check_origins], verbose_name='sites')),
            ],
            options={
                'verbose_name': 'other sites that show findings',
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('case_id', models.CharField(help_text='As in the first line of its file: small letters, digits and hyphens. It is part of the address.', max_length=120, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9-]*\\Z', 'Small letters, digits and hyphens, beginning with a letter or a digit.')], verbose_name='name')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('text', models.TextField(verbose_name='case file')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('owner', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ['title', 'case_id'],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='CaseReview',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'case review',
                'verbose_name_plural': 'case reviews',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='CaseStudy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case_id', models.CharField(db_index=True, max_length=120, verbose_name='case')),
                ('version', models.CharField(help_text='SHA-256 of the case file.', max_length=64, verbose_name='version')),
                ('number', models.PositiveIntegerField(default=1, verbose_name='which study of this version')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('as_of', models.CharField(blank=True, max_length=10, verbose_name='as of')),
                ('draws', models.PositiveIntegerField(verbose_name='draws')),
                ('seed', models.PositiveBigIntegerField(verbose_name='seed')),
                ('engine', models.CharField(max_length=40, verbose_name='computed by Evenhand')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='computed on')),
                ('analysis', models.TextField(verbose_name='analysis')),
                ('chapters', models.TextField(default='{}', verbose_name='chapters')),
                ('names', models.TextField(verbose_name='names')),
                ('file', models.TextField(verbose_name='case file')),
            ],
            options={
                'verbose_name': 'study of a case',
                'verbose_name_plural': 'studies of cases',
                'ordering': ['case_id', '-created', '-pk'],
                'default_permissions': ('view',),
                'constraints': [models.UniqueConstraint(fields=('case_id', 'version', 'draws', 'seed', 'engine'), name='a_study_once'), models.UniqueConstraint(fields=('case_id', 'version', 'number'), name='a_number_once')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True, verbose_name='key')),
                ('case_id', models.CharField(db_index=True, max_length=120, verbose_name='case')),
                ('file', models.TextField(verbose_name='case file')),
                ('draws', models.PositiveIntegerField(verbose_name='draws')),
                ('seed', models.PositiveBigIntegerField(verbose_name='seed')),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], db_index=True, default='waiting', max_length=10, verbose_name='state')),
                ('part', models.CharField(blank=True, max_length=200, verbose_name='at work on')),
                ('done', models.PositiveIntegerField(default=0, verbose_name='parts done')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='parts')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('worker', models.CharField(blank=True, max_length=100, verbose_name='worker')),
                ('lease', models.DateTimeField(blank=True, null=True, verbose_name='lease')),
                ('error', models.TextField(blank=True, verbose_name='error')),
                ('asked', models.DateTimeField(auto_now_add=True, verbose_name='asked for')),
                ('ended', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('study', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='runs', to='cases.casestudy')),
            ],
            options={
                'verbose_name': 'run',
                'verbose_name_plural': 'runs',
                'ordering': ['-asked', '-pk'],
                'default_permissions': ('view',),
            },
        ),
    ]
