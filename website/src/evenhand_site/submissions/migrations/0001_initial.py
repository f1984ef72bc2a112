import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('publications', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MemoReview',
            fields=[
                ('task_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.task')),
                ('groups', models.ManyToManyField(help_text='Pages/snippets at this step in a workflow will be moderated or approved by these groups of users', to='auth.group', verbose_name='groups')),
            ],
            options={
                'verbose_name': 'review of a memo',
                'verbose_name_plural': 'reviews of memos',
            },
            bases=('wagtailcore.task',),
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('coauthors', models.TextField(blank=True, verbose_name='co-authors')),
                ('note', models.TextField(blank=True, verbose_name='note to the editors')),
                ('declared', models.TextField(blank=True, verbose_name='declarations')),
                ('created', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn', models.DateTimeField(blank=True, null=True)),
                ('declined', models.DateTimeField(blank=True, null=True)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submissions', to=settings.AUTH_USER_MODEL)),
                ('page', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='submission', to='publications.memo')),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ['-created', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Manuscript',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sent', models.DateTimeField(default=django.utils.timezone.now)),
                ('name', models.CharField(max_length=120)),
                ('content', models.BinaryField()),
                ('typed', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
                ('dropped', models.JSONField(default=dict)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='manuscripts', to='submissions.submission')),
            ],
            options={
                'ordering': ['sent', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SubmissionRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('membership_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page about membership')),
                ('section', models.ForeignKey(blank=True, help_text='Its translations serve the other languages. Left empty: the first section that shows memos.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publications.section', verbose_name='section of the memos')),
            ],
            options={
                'verbose_name': 'rules for submissions',
            },
        ),
    ]
