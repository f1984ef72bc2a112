import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CommentRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closed_after_days', models.PositiveSmallIntegerField(default=0, help_text='Counted from the date of the text; 0: never.', verbose_name='close after days')),
                ('links_allowed', models.PositiveSmallIntegerField(default=3, verbose_name='links in one comment')),
                ('addresses_kept_days', models.PositiveSmallIntegerField(default=365, help_text='0: keep them.', verbose_name='forget e-mail addresses after days')),
            ],
            options={
                'verbose_name': 'rules for comments',
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('author_name', models.CharField(blank=True, max_length=100, verbose_name='name')),
                ('author_email', models.EmailField(blank=True, db_index=True, max_length=254, verbose_name='e-mail address')),
                ('author_url', models.URLField(blank=True, max_length=300, verbose_name='web page')),
                ('voice', models.CharField(blank=True, choices=[('', 'reader'), ('author', 'author of the text'), ('editor', 'editor')], max_length=8, verbose_name='writes as')),
                ('text', models.TextField(blank=True, verbose_name='comment')),
                ('text_as_written', models.TextField(blank=True, editable=False, verbose_name='as it was written')),
                ('created', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='written')),
                ('edited', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='edited')),
                ('withdrawn', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='withdrawn')),
                ('state', models.CharField(choices=[('pending', 'awaits moderation'), ('approved', 'approved'), ('refused', 'refused'), ('spam', 'spam')], db_index=True, default='pending', max_length=8, verbose_name='state')),
                ('follow', models.CharField(blank=True, choices=[('', 'no'), ('asked', 'asked for'), ('yes', 'confirmed')], max_length=5, verbose_name='letters about replies')),
                ('address_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=32)),
                ('imported_id', models.CharField(blank=True, editable=False, max_length=64, verbose_name='number in the system it came from')),
                ('account', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'comment',
                'verbose_name_plural': 'comments',
                'ordering': ['-created', '-pk'],
            },
        ),
    ]
