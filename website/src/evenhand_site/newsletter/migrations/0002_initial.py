import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('newsletter', '0001_initial'),
        ('publications', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='issuetext',
            name='publication',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='publications.publication', verbose_name='text'),
        ),
        migrations.AddField(
            model_name='subscriber',
            name='topics',
            field=models.ManyToManyField(blank=True, help_text='None: all of them.', related_name='+', to='publications.topic', verbose_name='topics'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='subscriber',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='newsletter.subscriber', verbose_name='subscriber'),
        ),
        migrations.AddConstraint(
            model_name='issuetext',
            constraint=models.UniqueConstraint(condition=models.Q(('frequency', ''), _negated=True), fields=('frequency', 'publication'), name='announced_once'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['state', 'due_at'], name='outbox'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(fields=('issue', 'subscriber'), name='delivered_once'),
        ),
    ]
