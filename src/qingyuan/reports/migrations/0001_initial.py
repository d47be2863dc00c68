"""Reports, their readers, desks, keys, vaults, clocks and reviews."""

import django.db.models.deletion
import qingyuan.reports.kinds
import qingyuan.reports.models.desks
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('matters', '0006_fast_lane'),
        ('org', '0003_second_factor'),
    ]

    operations = [
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=qingyuan.reports.models.desks.public_id, editable=False, max_length=10, unique=True)),
                ('kind', models.CharField(choices=[('unit', '单位纪检'), ('city', '市级督察'), ('resident', '派驻纪检监察组'), ('upper', '上一级机关')], max_length=10, verbose_name='类别')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='英文名称')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.reports.kinds.DeskKind['UNIT'], qingyuan.reports.kinds.DeskKind['CITY'], qingyuan.reports.kinds.DeskKind['RESIDENT'], qingyuan.reports.kinds.DeskKind['UPPER']])), name='desk_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', [qingyuan.reports.kinds.DeskKind['RESIDENT'], qingyuan.reports.kinds.DeskKind['UPPER']]), ('unit__isnull', True)), models.Q(models.Q(('kind__in', [qingyuan.reports.kinds.DeskKind['RESIDENT'], qingyuan.reports.kinds.DeskKind['UPPER']]), _negated=True), ('unit__isnull', False)), _connector='OR'), name='desk_outside_has_no_unit')],
            },
        ),
        migrations.CreateModel(
            name='Spent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.BinaryField(max_length=16, unique=True)),
                ('until', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['until'], name='spent_until')],
            },
        ),
        migrations.CreateModel(
            name='Holder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_at', models.DateTimeField()),
                ('to_at', models.DateTimeField(blank=True, null=True)),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('desk', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holders', to='reports.desk', verbose_name='岗位')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='人员')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('to_at__isnull', True)), fields=('desk', 'person'), name='holder_once_a_desk'), models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(models.Q(('agreed_by', models.F('proposed_by')), _negated=True), models.Q(('agreed_by', models.F('person')), _negated=True)), _connector='OR'), name='holder_agreed_by_a_second_person')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=qingyuan.reports.models.desks.public_id, editable=False, max_length=10, unique=True)),
                ('locator_hash', models.BinaryField(max_length=32, unique=True)),
                ('recipient', models.CharField(max_length=62)),
                ('reporter', models.CharField(max_length=62)),
                ('own_slot', models.BinaryField(max_length=1024)),
                ('promised', models.BinaryField(max_length=32)),
                ('digest', models.BinaryField(max_length=32)),
                ('channel', models.CharField(choices=[('browser', '在举报人浏览器中加密'), ('plain', '由服务器收到即加密')], default=qingyuan.reports.kinds.Channel['BROWSER'], max_length=10)),
                ('real_name', models.BooleanField(default=False, verbose_name='实名')),
                ('received_at', models.DateTimeField(verbose_name='收到时间')),
                ('stage', models.CharField(choices=[('received', '已收到，等待告知是否受理'), ('accepted', '已受理，正在办理'), ('declined', '不在受理范围'), ('answered', '结果已告知'), ('sent_on', '已移送有权办理的机关')], default=qingyuan.reports.kinds.Stage['RECEIVED'], max_length=10, verbose_name='状态')),
                ('ground', models.CharField(blank=True, choices=[('petition', '属于信访事项，请向信访部门提出（来访、来信或国家信访局网上信访）'), ('lawsuit', '属于诉讼、仲裁、复议事项，请依法向有管辖权的机关提出'), ('service', '属于政务服务事项，请拨打 12345'), ('elsewhere', '由其他机关管辖，请拨打 12388（纪检监察）或 12337（政法干警违纪违法）'), ('nothing', '没有写明可以核查的人和事，可以在这里补充后继续')], max_length=10)),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('sent_to', models.CharField(blank=True, choices=[('discipline', '纪检监察机关（12388）'), ('political', '政法委（12337）'), ('police', '上级公安机关（12389）'), ('procuratorate', '人民检察院'), ('court', '人民法院'), ('petition', '信访部门'), ('government', '其他政府部门')], max_length=14)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('founded', '属实'), ('partly', '部分属实'), ('unfounded', '不属实'), ('unproven', '无法查实')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('rating', models.CharField(blank=True, choices=[('answers', '回应了我反映的问题'), ('partly', '只回应了一部分'), ('not', '没有回应')], max_length=10)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('desk', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.desk')),
                ('matter', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
            ],
            options={
                'indexes': [models.Index(fields=['-received_at', '-id'], name='report_by_hour')],
                'constraints': [models.CheckConstraint(condition=models.Q(('stage__in', [qingyuan.reports.kinds.Stage['RECEIVED'], qingyuan.reports.kinds.Stage['ACCEPTED'], qingyuan.reports.kinds.Stage['DECLINED'], qingyuan.reports.kinds.Stage['ANSWERED'], qingyuan.reports.kinds.Stage['SENT_ON']])), name='report_stage_known'), models.CheckConstraint(condition=models.Q(('stage__in', [qingyuan.reports.kinds.Stage['RECEIVED'], qingyuan.reports.kinds.Stage['DECLINED'], qingyuan.reports.kinds.Stage['SENT_ON']]), ('accepted_at__isnull', False), _connector='OR'), name='report_worked_on_is_accepted'), models.CheckConstraint(condition=models.Q(models.Q(('stage', qingyuan.reports.kinds.Stage['ANSWERED']), _negated=True), models.Q(('answered_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='report_answered_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('stage', qingyuan.reports.kinds.Stage['SENT_ON']), _negated=True), models.Q(('sent_at__isnull', False), models.Q(('sent_to', ''), _negated=True)), _connector='OR'), name='report_sent_on_says_where')],
            },
        ),
        migrations.CreateModel(
            name='DutyKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=qingyuan.reports.models.desks.public_id, editable=False, max_length=10, unique=True)),
                ('recipient', models.CharField(max_length=62, unique=True)),
                ('fingerprint', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='keys', to='reports.holder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('retired_at__isnull', True)), fields=('holder',), name='one_key_a_holder')],
            },
        ),
        migrations.CreateModel(
            name='MoreTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('complex', '情况复杂，须多方核实'), ('evidence', '须鉴定、检查或者调取证据'), ('away', '有关人员暂时无法联系'), ('others', '须其他机关配合')], max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('granted', models.BooleanField(null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='more_time', to='reports.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='report_more_time_by_a_second'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True), ('granted__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False), ('granted__isnull', False)), _connector='OR'), name='report_more_time_answered_whole')],
            },
        ),
        migrations.CreateModel(
            name='Envelope',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('part', models.CharField(choices=[('body', '举报内容'), ('message', '消息'), ('file', '附件')], max_length=8)),
                ('side', models.CharField(choices=[('reporter', '举报人'), ('handler', '办理人员')], max_length=8)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='envelopes', to='reports.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'number'), name='envelope_numbered'), models.CheckConstraint(condition=models.Q(('part__in', [qingyuan.reports.kinds.Part['BODY'], qingyuan.reports.kinds.Part['MESSAGE'], qingyuan.reports.kinds.Part['FILE']])), name='envelope_part_known'), models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', True), ('side', qingyuan.reports.kinds.Side['REPORTER'])), models.Q(('by__isnull', False), ('side', qingyuan.reports.kinds.Side['HANDLER'])), _connector='OR'), name='envelope_from_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, choices=[('founded', '属实'), ('partly', '部分属实'), ('unfounded', '不属实'), ('unproven', '无法查实')], max_length=10)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='reports.report')),
            ],
            options={
                'ordering': ['round'],
                'constraints': [models.UniqueConstraint(fields=('report', 'round'), name='review_once_a_round'), models.CheckConstraint(condition=models.Q(('round__in', [1, 2])), name='review_twice_at_most'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('by__isnull', True), ('outcome', '')), models.Q(models.Q(('outcome', ''), _negated=True), ('answered_at__isnull', False), ('by__isnull', False)), _connector='OR'), name='review_answered_whole')],
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
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rises', to='reports.report')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('report', 'clock', 'due_on'), name='rise_once_a_clock'), models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('clock', ''), ('due_on__isnull', True)), models.Q(models.Q(('clock', ''), _negated=True), ('by__isnull', True), ('due_on__isnull', False)), _connector='OR'), name='rise_by_a_clock_or_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Vault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recipient', models.CharField(max_length=62)),
                ('sealed', models.BinaryField()),
                ('sha256', models.BinaryField(max_length=32)),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='vault', to='reports.report')),
            ],
        ),
        migrations.CreateModel(
            name='KeyShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField(max_length=1024)),
                ('at', models.DateTimeField()),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='reports.dutykey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('of', 'keeper'), name='share_once_a_keeper')],
            },
        ),
        migrations.CreateModel(
            name='Recovery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('passphrase', '忘记口令'), ('device', '设备或浏览器丢失、损坏')], max_length=12, verbose_name='理由')),
                ('asked_at', models.DateTimeField()),
                ('end', models.CharField(blank=True, choices=[('done', '已恢复'), ('refused', '保管人不同意'), ('withdrawn', '本人撤回')], max_length=10)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recoveries', to='reports.dutykey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('of',), name='one_recovery_a_key'), models.CheckConstraint(condition=models.Q(('of', models.F('into')), _negated=True), name='recovery_into_another_key'), models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(models.Q(('end', ''), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='recovery_ended_says_how')],
            },
        ),
        migrations.CreateModel(
            name='Opening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='reports.report')),
            ],
        ),
        migrations.CreateModel(
            name='Allowed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allowed', to='reports.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'key'), name='allowed_once')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField(max_length=1024)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slots', to='reports.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('report', 'key'), name='slot_once')],
            },
        ),
        migrations.CreateModel(
            name='VaultOpening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('verify', '须当面核实情况'), ('protect', '采取保护措施'), ('reward', '依规给予奖励'), ('retaliation', '查处打击报复')], max_length=12, verbose_name='理由')),
                ('tell_reporter', models.BooleanField(default=True, verbose_name='告知举报人')),
                ('asked_at', models.DateTimeField()),
                ('agreed_at', models.DateTimeField(blank=True, null=True)),
                ('share', models.BinaryField(max_length=1024, null=True)),
                ('taken_at', models.DateTimeField(blank=True, null=True)),
                ('watched_at', models.DateTimeField(blank=True, null=True)),
                ('agreed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey')),
                ('vault', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='openings', to='reports.vault')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('agreed_by__isnull', True), models.Q(('agreed_by', models.F('asked_by')), _negated=True), _connector='OR'), name='vault_opened_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('agreed_by__isnull', True), ('share__isnull', True)), models.Q(('agreed_by__isnull', False), ('share__isnull', False)), _connector='OR'), name='vault_share_with_agreement')],
            },
        ),
        migrations.CreateModel(
            name='VaultShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField(max_length=1024)),
                ('key', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey')),
                ('vault', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='reports.vault')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('vault', 'key'), name='vault_share_once')],
            },
        ),
        migrations.CreateModel(
            name='RecoveryShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField(max_length=1024)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reports.dutykey')),
                ('recovery', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shares', to='reports.recovery')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('recovery', 'by'), name='recovery_share_once_a_person'), models.UniqueConstraint(fields=('recovery', 'keeper'), name='recovery_share_once_a_keeper')],
            },
        ),
    ]
