import django.db.models.deletion
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '0001_initial'),
        ('publications', '0001_initial'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='peoplepage',
            name='topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publications.topic', verbose_name='topic'),
        ),
        migrations.AddField(
            model_name='person',
            name='account',
            field=models.OneToOneField(blank=True, help_text='With an account a member submits memos.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='person', to=settings.AUTH_USER_MODEL, verbose_name='account'),
        ),
        migrations.AddField(
            model_name='person',
            name='expert_on',
            field=modelcluster.fields.ParentalManyToManyField(blank=True, related_name='experts', to='publications.topic', verbose_name='expert on'),
        ),
        migrations.AddField(
            model_name='person',
            name='photograph',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='photograph'),
        ),
        migrations.AddField(
            model_name='affiliation',
            name='person',
            field=modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='people.person'),
        ),
    ]
