"""Lost keys come back by shares of other offices; clocks: levels above, more time, reviews, sending on."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

import qingyuan.reports.kinds

locks = import_module("qingyuan.reports.migrations.0002_third_lock")


def off(apps, schema_editor):
    """SQLite makes a changed table anew and loses its triggers: all go before and come back after."""
    if schema_editor.connection.vendor == "sqlite":
        locks.unlock(apps, schema_editor)


def on(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        locks.lock(apps, schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0005_reviewed_and_answered'),
        ('org', '0003_second_factor'),
        ('reports', '0002_third_lock'),
    ]

    operations = [
        migrations.RunPython(off, on),
        migrations.CreateModel(
            name='MoreTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('complex', '情况复杂，须多方核实'), ('evidence', '须鉴定、检查或者调取证据'), ('away', '有关人员暂时无法联系'), ('others', '须其他机关配合')], max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('granted', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('passphrase', '忘记口令'), ('device', '设备或浏览器丢失、损坏')], max_length=12, verbose_name='理由')),
                ('asked_at', models.DateTimeField()),
                ('end', models.CharField(blank=True, choices=[('done', '已恢复'), ('refused', '保管人不同意'), ('withdrawn', '本人撤回')], max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='RecoveryShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField(max_length=1024)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('founded', '属实'), ('partly', '部分属实'), ('unfounded', '不属实'), ('unproven', '无法查实')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['round'],
            },
        ),
        migrations.CreateModel(
            name='Rise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('clock', models.CharField(blank=True, max_length=10)),
                ('due_on', models.DateField(blank=True, null=True)),
                ('level', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_stage_known',
        ),
        migrations.RemoveConstraint(
            model_name='report',
            name='report_worked_on_is_accepted',
        ),
        migrations.AddField(
            model_name='report',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person'),
        ),
        migrations.AddField(
            model_name='report',
            name='level',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='report',
            name='sent_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='report',
            name='sent_to',
            field=models.CharField(blank=True, choices=[('discipline', '纪检监察机关（12388）'), ('political', '政法委（12337）'), ('police', '上级公安机关（12389）'), ('procuratorate', '人民检察院'), ('court', '人民法院'), ('petition', '信访部门'), ('government', '其他政府部门')], max_length=14),
        ),
        migrations.AddField(
            model_name='slot',
            name='level',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='vaultopening',
            name='taken_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='vaultopening',
            name='watched_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='report',
            name='stage',
            field=models.CharField(choices=[('received', '已收到，等待告知是否受理'), ('accepted', '已受理，正在办理'), ('declined', '不在受理范围'), ('answered', '结果已告知'), ('sent_on', '已移送有权办理的机关')], default=qingyuan.reports.kinds.Stage['RECEIVED'], max_length=10, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', [qingyuan.reports.kinds.Stage['RECEIVED'], qingyuan.reports.kinds.Stage['ACCEPTED'], qingyuan.reports.kinds.Stage['DECLINED'], qingyuan.reports.kinds.Stage['ANSWERED'], qingyuan.reports.kinds.Stage['SENT_ON']])), name='report_stage_known'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(('stage__in', [qingyuan.reports.kinds.Stage['RECEIVED'], qingyuan.reports.kinds.Stage['DECLINED'], qingyuan.reports.kinds.Stage['SENT_ON']]), ('accepted_at__isnull', False), _connector='OR'), name='report_worked_on_is_accepted'),
        ),
        migrations.AddConstraint(
            model_name='report',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('stage', qingyuan.reports.kinds.Stage['SENT_ON']), _negated=True), models.Q(('sent_at__isnull', False), models.Q(('sent_to', ''), _negated=True)), _connector='OR'), name='report_sent_on_says_where'),
        ),
        migrations.AddField(
            model_name='moretime',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person'),
        ),
        migrations.AddField(
            model_name='moretime',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person'),
        ),
        migrations.AddField(
            model_name='moretime',
            name='report',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='more_time', to='reports.report'),
        ),
        migrations.AddField(
            model_name='recovery',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person'),
        ),
        migrations.AddField(
            model_name='recovery',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person'),
        ),
        migrations.AddField(
            model_name='recovery',
            name='into',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey'),
        ),
        migrations.AddField(
            model_name='recovery',
            name='of',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='reports.dutykey'),
        ),
        migrations.AddField(
            model_name='recoveryshare',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person'),
        ),
        migrations.AddField(
            model_name='recoveryshare',
            name='keeper',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey'),
        ),
        migrations.AddField(
            model_name='recoveryshare',
            name='recovery',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='reports.recovery'),
        ),
        migrations.AddField(
            model_name='review',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person'),
        ),
        migrations.AddField(
            model_name='review',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='reports.report'),
        ),
        migrations.AddField(
            model_name='rise',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person'),
        ),
        migrations.AddField(
            model_name='rise',
            name='report',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rises', to='reports.report'),
        ),
        migrations.AddConstraint(
            model_name='moretime',
            constraint=models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='report_more_time_by_a_second'),
        ),
        migrations.AddConstraint(
            model_name='moretime',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('granted__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('granted__isnull', False)), _connector='OR'), name='report_more_time_answered_whole'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('of',), name='one_recovery_a_key'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(('of', models.F('into')), _negated=True), name='recovery_into_another_key'),
        ),
        migrations.AddConstraint(
            model_name='recovery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(models.Q(('end', ''), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='recovery_ended_says_how'),
        ),
        migrations.AddConstraint(
            model_name='recoveryshare',
            constraint=models.UniqueConstraint(fields=('recovery', 'by'), name='recovery_share_once_a_person'),
        ),
        migrations.AddConstraint(
            model_name='recoveryshare',
            constraint=models.UniqueConstraint(fields=('recovery', 'keeper'), name='recovery_share_once_a_keeper'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.UniqueConstraint(fields=('report', 'round'), name='review_once_a_round'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('round__in', [1, 2])), name='review_twice_at_most'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('by__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('answered_at__isnull', False), ('by__isnull', False)), _connector='OR'), name='review_answered_whole'),
        ),
        migrations.AddConstraint(
            model_name='rise',
            constraint=models.UniqueConstraint(fields=('report', 'clock', 'due_on'), name='rise_once_a_clock'),
        ),
        migrations.AddConstraint(
            model_name='rise',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('clock', ''), ('due_on__isnull', True)), models.Q(models.Q(('clock', ''), _negated=True), ('by__isnull', True), ('due_on__isnull', False)), _connector='OR'), name='rise_by_a_clock_or_a_person'),
        ),
        migrations.RunPython(on, off),
    ]
