import django.db.models.deletion
import evenhand_site.cases.blocks
import evenhand_site.events.clock
import evenhand_site.publications.privacy
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=(evenhand_site.publications.privacy.AskedOnce, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='HousePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('quotation', 8), ('figure', 13), ('table', 20), ('file', 23), ('finding', 28)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'heading'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', '2'), ('3', '3'), ('4', '4')], 'label': 'level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code', 'ol', 'ul', 'hr'], 'label': 'paragraphs', 'template': 'publications/blocks/paragraph.html'}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'quotation'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'who said it, and where', 'required': False}), 6: ('wagtail.blocks.URLBlock', (), {'label': 'address of the source', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'A code, where it is another one: ru', 'label': 'language', 'max_length': 10, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('text', 4), ('source', 5), ('address', 6), ('language', 7)]], {}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 10: ('wagtail.blocks.TextBlock', (), {'help_text': 'What there is to see, for those who cannot see it.', 'label': 'alternative text'}), 11: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'caption', 'required': False}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'credit', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('image', 9), ('description', 10), ('caption', 11), ('credit', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'caption'}), 15: ('wagtail.blocks.CharBlock', (), {'required': False}), 16: ('wagtail.blocks.DecimalBlock', (), {'required': False}), 17: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'required': False}), 18: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 15), ('number', 16), ('rich_text', 17)]], {'label': 'table'}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'required': False}), 20: ('wagtail.blocks.StructBlock', [[('caption', 14), ('table', 18), ('source', 19)]], {}), 21: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'label', 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('document', 21), ('label', 22)]], {}), 24: ('evenhand_site.house.choosers.ChooserBlock', ('cases.CaseStudy',), {'help_text': 'A case in one version; the finding stays that of this version.', 'label': 'study'}), 25: ('wagtail.blocks.ChoiceBlock', [], {'choices': evenhand_site.cases.blocks.issues, 'help_text': 'Needed for whatever is not shown of the whole case.', 'label': 'issue', 'required': False}), 26: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('losses', 'what each side forgoes'), ('bystanders', 'what others forgo'), ('causes', 'why it is lost'), ('keys', 'what would unlock it'), ('agreement', 'today and the agreement'), ('expectations', 'what each side counts on'), ('beliefs', 'what the sides believe of each other'), ('common-ground', 'common ground of all accounts'), ('doubt', 'how sure it is'), ('overview', 'the whole case at a glance')], 'label': 'shows'}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('study', 24), ('issue', 25), ('show', 26), ('caption', 27)]], {})}, verbose_name='text')),
                ('lists_children', models.BooleanField(default=False, verbose_name='list the pages below this one')),
            ],
            options={
                'verbose_name': 'house page',
            },
            bases=(evenhand_site.publications.privacy.AskedOnce, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('name', models.CharField(max_length=120, verbose_name='name of the network')),
                ('tagline', models.CharField(blank=True, max_length=200, verbose_name='tagline')),
                ('address', models.TextField(blank=True, verbose_name='postal address')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('telephone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('zone', models.CharField(choices=evenhand_site.events.clock.time_zones, default='UTC', help_text='The one that a new event begins with.', max_length=60, verbose_name='time zone of events')),
                ('newsletter_invitation', models.CharField(blank=True, max_length=200, verbose_name='words beside the newsletter box')),
                ('menu', wagtail.fields.StreamField([('item', 7)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Left empty: the title of the page.', 'label': 'label', 'required': False}), 1: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'https://…, /… or mailto:…', 'label': 'or address', 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('label', 0), ('page', 1), ('address', 2)]], {}), 4: ('wagtail.blocks.ListBlock', (3,), {'default': [], 'label': 'third level'}), 5: ('wagtail.blocks.StructBlock', [[('label', 0), ('page', 1), ('address', 2), ('entries', 4)]], {}), 6: ('wagtail.blocks.ListBlock', (5,), {'default': [], 'label': 'second level'}), 7: ('wagtail.blocks.StructBlock', [[('label', 0), ('page', 1), ('address', 2), ('entries', 6)]], {'label': 'entry'})}, help_text='Up to three levels.', verbose_name='menu')),
                ('footer_menu', wagtail.fields.StreamField([('item', 7)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Left empty: the title of the page.', 'label': 'label', 'required': False}), 1: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'https://…, /… or mailto:…', 'label': 'or address', 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('label', 0), ('page', 1), ('address', 2)]], {}), 4: ('wagtail.blocks.ListBlock', (3,), {'default': [], 'label': 'third level'}), 5: ('wagtail.blocks.StructBlock', [[('label', 0), ('page', 1), ('address', 2), ('entries', 4)]], {}), 6: ('wagtail.blocks.ListBlock', (5,), {'default': [], 'label': 'second level'}), 7: ('wagtail.blocks.StructBlock', [[('label', 0), ('page', 1), ('address', 2), ('entries', 6)]], {'label': 'entry'})}, verbose_name='footer menu')),
                ('social_links', wagtail.fields.StreamField([('link', 4)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Left empty: the title of the page.', 'label': 'label', 'required': False}), 1: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'https://…, /… or mailto:…', 'label': 'or address', 'required': False}), 3: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('facebook', 'Facebook'), ('twitter', 'Twitter'), ('x', 'X'), ('youtube', 'YouTube'), ('podcast', 'Podcast'), ('rss', 'RSS'), ('mastodon', 'Mastodon'), ('bluesky', 'Bluesky'), ('telegram', 'Telegram'), ('linkedin', 'LinkedIn'), ('other', 'other')], 'label': 'kind'}), 4: ('wagtail.blocks.StructBlock', [[('label', 0), ('page', 1), ('address', 2), ('kind', 3)]], {'label': 'link'})}, verbose_name='social and podcast links')),
                ('resources', wagtail.fields.StreamField([('resource', 5)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'help_text': 'Left empty: the title of the page.', 'label': 'label', 'required': False}), 1: ('wagtail.blocks.PageChooserBlock', (), {'label': 'page', 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'help_text': 'https://…, /… or mailto:…', 'label': 'or address', 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'One character, such as 📚.', 'label': 'sign', 'max_length': 4, 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'summary', 'max_length': 160, 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('label', 0), ('page', 1), ('address', 2), ('sign', 3), ('summary', 4)]], {'label': 'resource'})}, verbose_name='digital resources')),
                ('footer_note', models.CharField(blank=True, max_length=300, verbose_name='note in the footer')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='logo')),
                ('permissions_page', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='permissions and citation guidelines')),
            ],
            options={
                'verbose_name': 'edition',
                'verbose_name_plural': 'editions',
                'abstract': False,
            },
        ),
    ]
