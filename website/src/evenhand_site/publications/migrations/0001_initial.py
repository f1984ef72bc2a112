import datetime
import django.core.validators
import django.db.models.deletion
import evenhand_site.cases.blocks
import evenhand_site.publications.privacy
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('kind', models.CharField(choices=[('text', 'text'), ('memo', 'policy memo'), ('counterpoint', 'point and counterpoint'), ('book', 'book'), ('episode', 'podcast episode'), ('event', 'event'), ('course', 'course')], default='text', editable=False, max_length=16)),
                ('date', models.DateField(default=datetime.date.today, verbose_name='date')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences; lists and search results show them.', verbose_name='lead')),
                ('signed_by_network', models.BooleanField(default=False, help_text='Instead of authors.', verbose_name='signed by the network')),
                ('credit', models.CharField(blank=True, help_text='Printed in brackets at the start.', max_length=200, verbose_name='credit before the text')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('quotation', 8), ('figure', 13), ('table', 20), ('file', 23), ('finding', 28)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'heading'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', '2'), ('3', '3'), ('4', '4')], 'label': 'level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code', 'ol', 'ul', 'hr'], 'label': 'paragraphs', 'template': 'publications/blocks/paragraph.html'}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'quotation'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'who said it, and where', 'required': False}), 6: ('wagtail.blocks.URLBlock', (), {'label': 'address of the source', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'A code, where it is another one: ru', 'label': 'language', 'max_length': 10, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('text', 4), ('source', 5), ('address', 6), ('language', 7)]], {}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 10: ('wagtail.blocks.TextBlock', (), {'help_text': 'What there is to see, for those who cannot see it.', 'label': 'alternative text'}), 11: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'caption', 'required': False}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'credit', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('image', 9), ('description', 10), ('caption', 11), ('credit', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'caption'}), 15: ('wagtail.blocks.CharBlock', (), {'required': False}), 16: ('wagtail.blocks.DecimalBlock', (), {'required': False}), 17: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'required': False}), 18: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 15), ('number', 16), ('rich_text', 17)]], {'label': 'table'}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'required': False}), 20: ('wagtail.blocks.StructBlock', [[('caption', 14), ('table', 18), ('source', 19)]], {}), 21: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'label', 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('document', 21), ('label', 22)]], {}), 24: ('evenhand_site.house.choosers.ChooserBlock', ('cases.CaseStudy',), {'help_text': 'A case in one version; the finding stays that of this version.', 'label': 'study'}), 25: ('wagtail.blocks.ChoiceBlock', [], {'choices': evenhand_site.cases.blocks.issues, 'help_text': 'Needed for whatever is not shown of the whole case.', 'label': 'issue', 'required': False}), 26: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('losses', 'what each side forgoes'), ('bystanders', 'what others forgo'), ('causes', 'why it is lost'), ('keys', 'what would unlock it'), ('agreement', 'today and the agreement'), ('expectations', 'what each side counts on'), ('beliefs', 'what the sides believe of each other'), ('common-ground', 'common ground of all accounts'), ('doubt', 'how sure it is'), ('overview', 'the whole case at a glance')], 'label': 'shows'}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('study', 24), ('issue', 25), ('show', 26), ('caption', 27)]], {})}, verbose_name='text')),
                ('author_note', wagtail.fields.RichTextField(blank=True, verbose_name='about the authors, at the end')),
                ('project_note', wagtail.fields.RichTextField(blank=True, verbose_name='note on the project or partners')),
                ('cover_description', models.CharField(blank=True, max_length=300, verbose_name='alternative text of the cover')),
                ('original_title', models.CharField(blank=True, help_text='Newspaper, journal or site, where it is not this one.', max_length=200, verbose_name='first published in')),
                ('original_address', models.URLField(blank=True, max_length=500, verbose_name='address there')),
                ('doi', models.CharField(blank=True, max_length=120, verbose_name='DOI')),
                ('rights', models.CharField(blank=True, help_text='Left empty: as the permissions page says.', max_length=200, verbose_name='rights')),
                ('open_to_comments', models.BooleanField(default=True, verbose_name='open to comments')),
                ('cover', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='cover picture')),
            ],
            options={
                'verbose_name': 'text',
                'verbose_name_plural': 'texts',
            },
            bases=(evenhand_site.publications.privacy.AskedOnce, 'wagtailcore.page'),
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, max_length=120, unique=True, verbose_name='slug')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('name_ru', models.CharField(blank=True, max_length=120, verbose_name='name in Russian')),
                ('name_uk', models.CharField(blank=True, max_length=120, verbose_name='name in Ukrainian')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['name'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Book',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publications.publication')),
                ('publisher', models.CharField(blank=True, max_length=200, verbose_name='publisher')),
                ('isbn', models.CharField(blank=True, max_length=17, verbose_name='ISBN')),
                ('shop', models.URLField(blank=True, verbose_name='where to buy or read it')),
            ],
            options={
                'verbose_name': 'book',
                'verbose_name_plural': 'books',
            },
            bases=('publications.publication',),
        ),
        migrations.CreateModel(
            name='Memo',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publications.publication')),
                ('series', models.CharField(default='Policy Memo', max_length=120, verbose_name='series')),
                ('number', models.PositiveIntegerField(blank=True, help_text='Left empty: the next one of the series, at publication.', null=True, verbose_name='number')),
            ],
            options={
                'verbose_name': 'policy memo',
                'verbose_name_plural': 'policy memos',
            },
            bases=('publications.publication',),
        ),
        migrations.CreateModel(
            name='Vocabulary',
            fields=[
                ('publication', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='vocabulary', serialize=False, to='publications.publication')),
                ('stems', models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('date', models.DateField(default=datetime.date.today, verbose_name='date')),
                ('text', wagtail.fields.RichTextField(verbose_name='correction')),
                ('publication', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='publications.publication')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Footnote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('key', models.CharField(help_text='Without brackets: [^cbo] in the text has the key cbo.', max_length=40, validators=[django.core.validators.RegexValidator('^[\\w.:-]+\\Z', 'A key is made of letters, digits and . : - _ without spaces.')], verbose_name='key')),
                ('text', wagtail.fields.RichTextField(verbose_name='note')),
                ('publication', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='footnotes', to='publications.publication')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Relation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.PositiveSmallIntegerField()),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_to', to='publications.publication')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='publications.publication')),
            ],
            options={
                'ordering': ['rank'],
            },
        ),
        migrations.AddField(
            model_name='publication',
            name='related',
            field=models.ManyToManyField(editable=False, related_name='+', through='publications.Relation', to='publications.publication'),
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('second_title', models.CharField(blank=True, max_length=120, verbose_name='title in the second language')),
                ('shows', models.CharField(choices=[('texts', 'texts, newest first'), ('memos', 'memos by number'), ('episodes', 'episodes of a podcast'), ('upcoming', 'events to come'), ('past', 'past events'), ('courses', 'courses and syllabi'), ('books', 'books'), ('counterpoints', 'points and counterpoints')], default='texts', max_length=16, verbose_name='shows')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('of_section', models.ForeignKey(blank=True, help_text='“Past events” shows those of “Events”.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='views', to='publications.section', verbose_name='shows the texts of another section')),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
            },
            bases=(evenhand_site.publications.privacy.AskedOnce, 'wagtailcore.page'),
        ),
        migrations.AddField(
            model_name='publication',
            name='also_in',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='shown_too', to='publications.section', verbose_name='shown in these sections too'),
        ),
        migrations.AddField(
            model_name='publication',
            name='topics',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='publications', to='publications.topic', verbose_name='topics'),
        ),
        migrations.CreateModel(
            name='Counterpoint',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publications.publication')),
                ('one_text', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publications.publication', verbose_name='point')),
                ('other_text', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publications.publication', verbose_name='counterpoint')),
            ],
            options={
                'verbose_name': 'point and counterpoint',
                'verbose_name_plural': 'points and counterpoints',
            },
            bases=('publications.publication',),
        ),
        migrations.CreateModel(
            name='Authorship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('affiliation', models.CharField(blank=True, help_text="Left empty: the one that the person's record has for the year of the text.", max_length=300, verbose_name='affiliation at the time')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='authorships', to='people.person', verbose_name='person')),
                ('publication', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='authorships', to='publications.publication')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('publication', 'person'), name='an_author_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='relation',
            constraint=models.UniqueConstraint(fields=('publication', 'other'), name='related_once'),
        ),
        migrations.AddIndex(
            model_name='publication',
            index=models.Index(fields=['-date', '-page_ptr'], name='by_date'),
        ),
    ]
