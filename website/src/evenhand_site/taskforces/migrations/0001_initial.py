import django.db.models.deletion
import evenhand_site.cases.blocks
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0002_initial'),
        ('publications', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='TaskForce',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('quotation', 8), ('figure', 13), ('table', 20), ('file', 23), ('finding', 28)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'heading'}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', '2'), ('3', '3'), ('4', '4')], 'label': 'level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code', 'ol', 'ul', 'hr'], 'label': 'paragraphs', 'template': 'publications/blocks/paragraph.html'}), 4: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'quotation'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'who said it, and where', 'required': False}), 6: ('wagtail.blocks.URLBlock', (), {'label': 'address of the source', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'help_text': 'A code, where it is another one: ru', 'label': 'language', 'max_length': 10, 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('text', 4), ('source', 5), ('address', 6), ('language', 7)]], {}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'image'}), 10: ('wagtail.blocks.TextBlock', (), {'help_text': 'What there is to see, for those who cannot see it.', 'label': 'alternative text'}), 11: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'label': 'caption', 'required': False}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'credit', 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('image', 9), ('description', 10), ('caption', 11), ('credit', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'caption'}), 15: ('wagtail.blocks.CharBlock', (), {'required': False}), 16: ('wagtail.blocks.DecimalBlock', (), {'required': False}), 17: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'superscript', 'subscript', 'strikethrough', 'code'], 'required': False}), 18: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 15), ('number', 16), ('rich_text', 17)]], {'label': 'table'}), 19: ('wagtail.blocks.CharBlock', (), {'label': 'source', 'required': False}), 20: ('wagtail.blocks.StructBlock', [[('caption', 14), ('table', 18), ('source', 19)]], {}), 21: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'file'}), 22: ('wagtail.blocks.CharBlock', (), {'label': 'label', 'required': False}), 23: ('wagtail.blocks.StructBlock', [[('document', 21), ('label', 22)]], {}), 24: ('evenhand_site.house.choosers.ChooserBlock', ('cases.CaseStudy',), {'help_text': 'A case in one version; the finding stays that of this version.', 'label': 'study'}), 25: ('wagtail.blocks.ChoiceBlock', [], {'choices': evenhand_site.cases.blocks.issues, 'help_text': 'Needed for whatever is not shown of the whole case.', 'label': 'issue', 'required': False}), 26: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('losses', 'what each side forgoes'), ('bystanders', 'what others forgo'), ('causes', 'why it is lost'), ('keys', 'what would unlock it'), ('agreement', 'today and the agreement'), ('expectations', 'what each side counts on'), ('beliefs', 'what the sides believe of each other'), ('common-ground', 'common ground of all accounts'), ('doubt', 'how sure it is'), ('overview', 'the whole case at a glance')], 'label': 'shows'}), 27: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'max_length': 300, 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('study', 24), ('issue', 25), ('show', 26), ('caption', 27)]], {})}, verbose_name='text')),
                ('topic', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publications.topic', verbose_name='topic')),
            ],
            options={
                'verbose_name': 'task force',
                'verbose_name_plural': 'task forces',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='TaskForceMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('role', models.CharField(blank=True, max_length=120, verbose_name='role')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='task_forces', to='people.person', verbose_name='person')),
                ('task_force', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='taskforces.taskforce')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
    ]
