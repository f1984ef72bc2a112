import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('house', '0001_initial'),
        ('publications', '0001_initial'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='edition',
            name='podcast',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publications.section', verbose_name='section of the podcast strip'),
        ),
        migrations.AddField(
            model_name='edition',
            name='privacy_page',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page on privacy'),
        ),
        migrations.AddField(
            model_name='edition',
            name='recommended',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publications.section', verbose_name='section of the “recommended” strip'),
        ),
        migrations.AddField(
            model_name='homepage',
            name='lead_text',
            field=models.ForeignKey(blank=True, help_text='Left empty, the newest text stands at the top.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='publications.publication', verbose_name='text at the top'),
        ),
        migrations.AlterUniqueTogether(
            name='edition',
            unique_together={('translation_key', 'locale')},
        ),
    ]
