"""Occasions, what was said, what was resolved."""

import django.db.models.deletion
import qingyuan.resolutions.kinds
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('campaign', '0002_alter_campaign_deployment_days'),
        ('matters', '0006_fast_lane'),
        ('org', '0003_second_factor'),
    ]

    operations = [
        migrations.CreateModel(
            name='Occasion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('democratic_life_meeting', '民主生活会'), ('org_life_meeting', '组织生活会'), ('own_measures', '班子措施'), ('summoned_talk', '约谈')], max_length=24, verbose_name='类型')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('held_on', models.DateField(verbose_name='日期')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='约谈事由')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'indexes': [models.Index(fields=['-held_on', '-id'], name='occasions_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.resolutions.kinds.OccasionKind['DEMOCRATIC_LIFE'], qingyuan.resolutions.kinds.OccasionKind['ORG_LIFE'], qingyuan.resolutions.kinds.OccasionKind['OWN_MEASURES'], qingyuan.resolutions.kinds.OccasionKind['SUMMONED_TALK']])), name='occasion_kind_known'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='occasion_has_a_title'), models.CheckConstraint(condition=models.Q(models.Q(('kind', qingyuan.resolutions.kinds.OccasionKind['SUMMONED_TALK']), models.Q(('reason', ''), _negated=True)), models.Q(models.Q(('kind', qingyuan.resolutions.kinds.OccasionKind['SUMMONED_TALK']), _negated=True), ('reason', '')), _connector='OR'), name='talk_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('chair', '主持人'), ('member', '参加人'), ('observer', '列席人'), ('recorder', '记录人')], max_length=8)),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='resolutions.occasion')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('part__in', [qingyuan.resolutions.kinds.Part['CHAIR'], qingyuan.resolutions.kinds.Part['MEMBER'], qingyuan.resolutions.kinds.Part['OBSERVER'], qingyuan.resolutions.kinds.Part['RECORDER']])), name='part_known'), models.UniqueConstraint(fields=('occasion', 'person'), name='present_once'), models.UniqueConstraint(condition=models.Q(('part', qingyuan.resolutions.kinds.Part['CHAIR'])), fields=('occasion',), name='one_chair')],
            },
        ),
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='resolutions', to='resolutions.occasion')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('occasion', 'order'), name='one_resolution_a_place'), models.CheckConstraint(condition=models.Q(('order__gte', 1)), name='resolutions_begin_at_one')],
            },
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('opinion', '征求到的意见'), ('criticism', '批评与自我批评'), ('demand', '约谈要求')], max_length=10)),
                ('words', models.CharField(max_length=500)),
                ('happened_on', models.DateField(null=True, verbose_name='发生日期')),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='said', to='resolutions.occasion')),
                ('speaker', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.resolutions.kinds.SaidKind['OPINION'], qingyuan.resolutions.kinds.SaidKind['CRITICISM'], qingyuan.resolutions.kinds.SaidKind['DEMAND']])), name='said_kind_known'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='said_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('about__isnull', False), ('happened_on__isnull', False), ('kind', qingyuan.resolutions.kinds.SaidKind['CRITICISM']), ('speaker__isnull', False)), models.Q(models.Q(('kind', qingyuan.resolutions.kinds.SaidKind['CRITICISM']), _negated=True), ('about__isnull', True), ('happened_on__isnull', True), ('speaker__isnull', True)), _connector='OR'), name='only_criticism_has_a_speaker')],
            },
        ),
    ]
