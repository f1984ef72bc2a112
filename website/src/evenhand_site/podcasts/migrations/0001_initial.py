import django.db.models.deletion
import evenhand_site.podcasts.categories
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('publications', '0001_initial'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='Episode',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publications.publication')),
                ('audio_address', models.URLField(blank=True, max_length=500, verbose_name='or address of the sound')),
                ('audio_bytes', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='size in bytes')),
                ('audio_type', models.CharField(default='audio/mpeg', max_length=60, verbose_name='media type')),
                ('seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='length in seconds')),
                ('season', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='season')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number')),
                ('guid', models.CharField(blank=True, db_index=True, help_text='Kept from the feed it came from.', max_length=500, verbose_name='GUID')),
                ('explicit', models.BooleanField(default=False, verbose_name='explicit language')),
                ('imported', models.JSONField(default=dict, editable=False)),
                ('audio', models.ForeignKey(blank=True, help_text='MP3 or M4A.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtaildocs.document', verbose_name='sound file')),
            ],
            options={
                'verbose_name': 'episode',
                'verbose_name_plural': 'episodes',
            },
            bases=('publications.publication',),
        ),
        migrations.CreateModel(
            name='PodcastFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('description', models.TextField(help_text='What the podcast is about, in up to 4,000 bytes.', verbose_name='description')),
                ('author', models.CharField(help_text="As directories print it: the network's name.", max_length=200, verbose_name='author')),
                ('owner_name', models.CharField(help_text='Whom directories write to; public.', max_length=200, verbose_name='owner')),
                ('owner_email', models.EmailField(help_text='Stands in the feed for all to read.', max_length=254, verbose_name="owner's e-mail address")),
                ('category', models.CharField(choices=evenhand_site.podcasts.categories.choices, help_text='In the words of directories.', max_length=80, verbose_name='category')),
                ('explicit', models.BooleanField(default=False, verbose_name='explicit language')),
                ('copyright', models.CharField(blank=True, max_length=200, verbose_name='rights')),
                ('image', models.ForeignKey(help_text='Square, 1400 to 3000 pixels wide; larger ones are made smaller.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('section', models.OneToOneField(help_text='A section that shows episodes; its language is the language of the feed.', limit_choices_to={'shows': 'episodes'}, on_delete=django.db.models.deletion.CASCADE, related_name='channel', to='publications.section', verbose_name='section')),
            ],
            options={
                'verbose_name': 'podcast channel',
                'verbose_name_plural': 'podcast channels',
            },
        ),
    ]
