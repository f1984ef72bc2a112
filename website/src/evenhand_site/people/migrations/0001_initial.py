import django.db.models.deletion
import evenhand_site.people.models
import evenhand_site.people.speaking
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('institution', models.CharField(max_length=200, verbose_name='institution')),
                ('institution_ru', models.CharField(blank=True, max_length=200, verbose_name='institution in Russian')),
                ('institution_uk', models.CharField(blank=True, max_length=200, verbose_name='institution in Ukrainian')),
                ('role', models.CharField(blank=True, max_length=200, verbose_name='position')),
                ('role_ru', models.CharField(blank=True, max_length=200, verbose_name='position in Russian')),
                ('role_uk', models.CharField(blank=True, max_length=200, verbose_name='position in Ukrainian')),
                ('since', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='from year')),
                ('until', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='to year')),
            ],
            options={
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PeoplePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('shows', models.CharField(choices=[('all', 'all members'), ('core', 'core members'), ('collegium', 'collegium members'), ('associate', 'associate members'), ('executive', 'the executive committee'), ('experts', 'experts on a topic'), ('everybody', 'everybody, authors too')], default='all', max_length=12, verbose_name='shows')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'list of people',
                'verbose_name_plural': 'lists of people',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, blank=True, help_text="The end of the profile's address. Left empty: made from the name.", max_length=120, unique=True, verbose_name='slug')),
                ('given', models.CharField(blank=True, max_length=120, verbose_name='given names')),
                ('family', models.CharField(max_length=120, verbose_name='family name')),
                ('given_ru', models.CharField(blank=True, max_length=120, verbose_name='given names in Russian')),
                ('family_ru', models.CharField(blank=True, max_length=120, verbose_name='family name in Russian')),
                ('given_uk', models.CharField(blank=True, max_length=120, verbose_name='given names in Ukrainian')),
                ('family_uk', models.CharField(blank=True, max_length=120, verbose_name='family name in Ukrainian')),
                ('own_name', models.CharField(blank=True, help_text='Where it is none of the above: 李明, ქეთევან …', max_length=240, verbose_name='name in its own script')),
                ('membership', models.CharField(blank=True, choices=[('core', 'core member'), ('collegium', 'collegium member'), ('associate', 'associate member'), ('', 'not a member')], db_index=True, max_length=12, verbose_name='membership')),
                ('executive', models.CharField(blank=True, help_text='Left empty: not in the committee.', max_length=120, verbose_name='office in the executive committee')),
                ('executive_ru', models.CharField(blank=True, max_length=120, verbose_name='office in Russian')),
                ('executive_uk', models.CharField(blank=True, max_length=120, verbose_name='office in Ukrainian')),
                ('biography', wagtail.fields.RichTextField(blank=True, verbose_name='biography')),
                ('biography_ru', wagtail.fields.RichTextField(blank=True, verbose_name='biography in Russian')),
                ('biography_uk', wagtail.fields.RichTextField(blank=True, verbose_name='biography in Ukrainian')),
                ('orcid', models.CharField(blank=True, max_length=19, validators=[evenhand_site.people.models.orcid_is_right], verbose_name='ORCID')),
                ('languages', models.CharField(blank=True, max_length=200, validators=[evenhand_site.people.speaking.codes_are_right], verbose_name='languages')),
                ('website', models.URLField(blank=True, verbose_name='web page')),
                ('order_en', models.CharField(db_index=True, default='', editable=False, max_length=240)),
                ('order_ru', models.CharField(db_index=True, default='', editable=False, max_length=240)),
                ('order_uk', models.CharField(db_index=True, default='', editable=False, max_length=240)),
                ('findable', models.TextField(default='', editable=False)),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ['family', 'given', 'pk'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]
