import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('publications', '0001_initial'),
        ('wagtaildocs', '0014_alter_document_file_size'),
    ]

    operations = [
        migrations.CreateModel(
            name='Course',
            fields=[
                ('publication_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='publications.publication')),
                ('institution', models.CharField(blank=True, max_length=200, verbose_name='institution')),
                ('term', models.CharField(blank=True, max_length=80, verbose_name='term')),
                ('level', models.CharField(blank=True, max_length=80, verbose_name='level')),
                ('enrolment', models.URLField(blank=True, verbose_name='where to enrol or watch')),
                ('syllabus', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtaildocs.document', verbose_name='syllabus')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
            },
            bases=('publications.publication',),
        ),
    ]
