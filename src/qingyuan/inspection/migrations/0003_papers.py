"""Papers of a step, kept with answers to the items that ask for them."""

import django.db.models.deletion
import qingyuan.inspection.kinds
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inspection', '0002_topics'),
        ('matters', '0007_reminders_by_due'),
        ('org', '0003_second_factor'),
    ]

    operations = [
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.PositiveSmallIntegerField()),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='文件名')),
                ('media_type', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.AddField(
            model_name='answer',
            name='no_paper',
            field=models.CharField(blank=True, max_length=200, verbose_name='没有材料的理由'),
        ),
        migrations.AddField(
            model_name='correction',
            name='no_paper',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='item',
            name='paper',
            field=models.CharField(blank=True, max_length=60, verbose_name='需附的过程材料'),
        ),
        migrations.AddConstraint(
            model_name='answer',
            constraint=models.CheckConstraint(condition=models.Q(('no_paper', ''), ('result', qingyuan.inspection.kinds.Result['FINE']), _connector='OR'), name='only_fine_says_why_no_paper'),
        ),
        migrations.AddField(
            model_name='paper',
            name='answer',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='inspection.answer'),
        ),
        migrations.AddField(
            model_name='paper',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person'),
        ),
        migrations.AddField(
            model_name='paper',
            name='removed',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='removed_papers', to='inspection.correction'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.UniqueConstraint(condition=models.Q(('removed__isnull', True)), fields=('answer', 'slot'), name='one_paper_a_slot'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(('slot__gte', 1), ('slot__lte', 2)), name='two_papers_at_most'),
        ),
        migrations.AddConstraint(
            model_name='paper',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('removed__isnull', True), models.Q(('name', ''), _negated=True)), models.Q(('name', ''), ('removed__isnull', False)), _connector='OR'), name='removed_paper_has_no_name'),
        ),
    ]
