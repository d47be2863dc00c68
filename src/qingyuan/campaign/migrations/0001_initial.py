import django.db.models.deletion
import qingyuan.campaign.kinds
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('basis', models.TextField(blank=True, max_length=500, verbose_name='依据文件')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(verbose_name='结束日期')),
                ('template', models.CharField(choices=[('no_stage', '不分阶段'), ('three_stage', '三个环节'), ('pilot_2020', '2020年试点')], max_length=12, verbose_name='模板')),
                ('deployment_days', models.PositiveSmallIntegerField(default=2, verbose_name='部署时限(自然日)')),
                ('kicked_off_on', models.DateField(blank=True, null=True, verbose_name='启动日期')),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='主办单位')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='campaign_ends_after_start'), models.CheckConstraint(condition=models.Q(('template__in', [qingyuan.campaign.kinds.Template['NO_STAGE'], qingyuan.campaign.kinds.Template['THREE_STAGE'], qingyuan.campaign.kinds.Template['PILOT_2020']])), name='campaign_template_known'), models.CheckConstraint(condition=models.Q(('deployment_days__lte', 60)), name='campaign_deployment_days_sane'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='campaign_ended_by_someone'), models.UniqueConstraint(fields=('unit', 'name'), name='campaign_name_once_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='ContactPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('shown_on', models.DateField(blank=True, null=True, verbose_name='示范点确定日期')),
                ('shown_reason', models.TextField(blank=True, max_length=500, verbose_name='可推广的成果')),
                ('shown_evidence', models.TextField(blank=True, max_length=500, verbose_name='佐证')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_points', to='campaign.campaign')),
                ('leader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='联系领导')),
                ('shown_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='联系单位')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='contact_ends_after_start'), models.UniqueConstraint(condition=models.Q(('to_on__isnull', True)), fields=('campaign', 'leader', 'unit'), name='contact_once'), models.CheckConstraint(condition=models.Q(models.Q(('shown_by__isnull', True), ('shown_evidence', ''), ('shown_on__isnull', True), ('shown_reason', '')), models.Q(('shown_by__isnull', False), ('shown_on__isnull', False), models.Q(('shown_reason', ''), _negated=True), models.Q(('shown_evidence', ''), _negated=True)), _connector='OR'), name='demonstration_has_reason_and_evidence')],
            },
        ),
        migrations.CreateModel(
            name='Deployment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organised_on', models.DateField(blank=True, null=True, verbose_name='组织机构成立日期')),
                ('deployed_on', models.DateField(blank=True, null=True, verbose_name='完成部署日期')),
                ('reported_at', models.DateTimeField(null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deployments', to='campaign.campaign')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'unit'), name='deployment_once_a_unit'), models.CheckConstraint(condition=models.Q(models.Q(('deployed_on__isnull', True), ('organised_on__isnull', True), ('reported_at__isnull', True), ('reported_by__isnull', True)), models.Q(('deployed_on__isnull', False), ('organised_on__isnull', False), ('reported_at__isnull', False), ('reported_by__isnull', False)), _connector='OR'), name='deployment_reported_by_someone'), models.CheckConstraint(condition=models.Q(('deployed_on__isnull', True), ('organised_on__lte', models.F('deployed_on')), _connector='OR'), name='deployment_after_organisation')],
            },
        ),
        migrations.CreateModel(
            name='GuidanceVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group_name', models.CharField(max_length=80, verbose_name='指导组')),
                ('visited_on', models.DateField(verbose_name='指导日期')),
                ('note', models.TextField(blank=True, max_length=500, verbose_name='工作情况')),
                ('recorded_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guidance_visits', to='campaign.campaign')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='被指导单位')),
            ],
            options={
                'indexes': [models.Index(fields=['campaign', '-visited_on'], name='guidance_by_day')],
            },
        ),
        migrations.CreateModel(
            name='GuidanceOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.TextField(max_length=1000, verbose_name='指导意见')),
                ('due_on', models.DateField(verbose_name='整改时限')),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='责任单位')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='campaign.guidancevisit')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('visit', 'order'), name='opinion_order_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='opinion_has_words')],
            },
        ),
        migrations.CreateModel(
            name='KeyTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('number', models.PositiveSmallIntegerField(verbose_name='序号')),
                ('title', models.CharField(max_length=120, verbose_name='事项')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='key_tasks', to='campaign.campaign')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='责任人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='责任单位')),
            ],
            options={
                'ordering': ['year', 'number'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'year', 'number'), name='key_task_number_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('year__gte', 2000)), name='key_task_numbers_sane')],
            },
        ),
        migrations.CreateModel(
            name='KeyTaskQuarter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quarter', models.PositiveSmallIntegerField(verbose_name='季度')),
                ('target', models.CharField(max_length=200, verbose_name='季度目标')),
                ('state', models.CharField(choices=[('not_started', '未启动'), ('on_track', '按计划推进'), ('behind', '进度滞后'), ('done', '已完成')], default='not_started', max_length=12, verbose_name='进度')),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='进展说明')),
                ('reported_at', models.DateTimeField(null=True)),
                ('key_task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quarters', to='campaign.keytask')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'ordering': ['quarter'],
                'constraints': [models.UniqueConstraint(fields=('key_task', 'quarter'), name='key_task_quarter_once'), models.CheckConstraint(condition=models.Q(('quarter__gte', 1), ('quarter__lte', 4)), name='key_task_quarter_known'), models.CheckConstraint(condition=models.Q(models.Q(('reported_at__isnull', True), ('reported_by__isnull', True), ('state', 'not_started')), models.Q(('reported_at__isnull', False), ('reported_by__isnull', False)), _connector='OR'), name='key_task_state_reported_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='LeadingGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='campaign.campaign')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'unit'), name='leading_group_once_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='GroupSection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=30)),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('kind', models.CharField(choices=[('office', '办公室'), ('group', '工作组'), ('team', '专班')], max_length=6, verbose_name='类别')),
                ('order', models.PositiveSmallIntegerField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sections', to='campaign.leadinggroup')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('group', 'name'), name='section_name_once')],
            },
        ),
        migrations.CreateModel(
            name='GroupMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('head', '组长'), ('deputy', '副组长'), ('director', '办公室主任'), ('member', '成员'), ('liaison', '联络员')], max_length=8, verbose_name='职责')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='人员')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='campaign.groupsection', verbose_name='机构')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='campaign.leadinggroup')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='membership_ends_after_start'), models.CheckConstraint(condition=models.Q(('role__in', [qingyuan.campaign.kinds.MemberRole['HEAD'], qingyuan.campaign.kinds.MemberRole['DEPUTY'], qingyuan.campaign.kinds.MemberRole['DIRECTOR'], qingyuan.campaign.kinds.MemberRole['MEMBER'], qingyuan.campaign.kinds.MemberRole['LIAISON']])), name='membership_role_known'), models.UniqueConstraint(condition=models.Q(('section__isnull', True), ('to_on__isnull', True)), fields=('group', 'person'), name='member_of_group_once'), models.UniqueConstraint(condition=models.Q(('to_on__isnull', True)), fields=('section', 'person'), name='member_of_section_once'), models.UniqueConstraint(condition=models.Q(('role', 'head'), ('section__isnull', True), ('to_on__isnull', True)), fields=('group',), name='one_head_of_group')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('teleconference', '电视电话会议'), ('leading_group', '领导小组会议'), ('office', '办公室会议'), ('party_committee', '党委会议'), ('other', '其他会议')], max_length=16, verbose_name='会议类型')),
                ('title', models.CharField(max_length=120, verbose_name='会议名称')),
                ('held_at', models.DateTimeField(verbose_name='召开时间')),
                ('venues', models.PositiveSmallIntegerField(default=1, verbose_name='会场数')),
                ('attendance', models.PositiveIntegerField(verbose_name='参会人数')),
                ('recorded_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='campaign.campaign')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='召开单位')),
            ],
            options={
                'indexes': [models.Index(fields=['campaign', '-held_at'], name='meeting_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('attendance__gte', 1), ('venues__gte', 1)), name='meeting_has_people')],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300, verbose_name='议定事项')),
                ('due_on', models.DateField(verbose_name='完成时限')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='责任人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='责任单位')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='campaign.meeting')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'order'), name='decision_order_once')],
            },
        ),
        migrations.CreateModel(
            name='Objective',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=80, verbose_name='目标')),
                ('evidence', models.TextField(blank=True, max_length=500, verbose_name='结果佐证')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='objectives', to='campaign.campaign')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('campaign', 'title'), name='objective_once'), models.UniqueConstraint(fields=('campaign', 'order'), name='objective_order_once')],
            },
        ),
        migrations.CreateModel(
            name='PilotFinding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.TextField(max_length=500, verbose_name='试点发现')),
                ('measure', models.TextField(max_length=500, verbose_name='有效措施')),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(choices=[('gap', '存在差距'), ('explained', '说明无差距')], max_length=10, verbose_name='对照结果')),
                ('words', models.TextField(max_length=500, verbose_name='差距或说明')),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='gaps', to='campaign.pilotfinding')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('finding', 'unit'), name='gap_once_a_unit'), models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='gap_has_words')],
            },
        ),
        migrations.CreateModel(
            name='PilotUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('output', models.TextField(blank=True, max_length=1000, verbose_name='试点成果')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pilots', to='campaign.campaign')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='试点单位')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'unit'), name='pilot_once_a_unit'), models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='pilot_ends_after_start')],
            },
        ),
        migrations.AddField(
            model_name='pilotfinding',
            name='pilot',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='campaign.pilotunit'),
        ),
        migrations.CreateModel(
            name='PlanDocument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='方案名称')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plans', to='campaign.campaign')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'title'), name='plan_title_once')],
            },
        ),
        migrations.CreateModel(
            name='PlanVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='版本')),
                ('effective_on', models.DateField(verbose_name='生效日期')),
                ('file_name', models.CharField(blank=True, max_length=120)),
                ('file_sha256', models.CharField(blank=True, max_length=64)),
                ('file_size', models.PositiveIntegerField(null=True)),
                ('issued_at', models.DateTimeField()),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='campaign.plandocument')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('plan', 'number'), name='plan_version_once'), models.UniqueConstraint(fields=('plan', 'effective_on'), name='plan_version_once_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('file_sha256', ''), ('file_size__isnull', True)), models.Q(models.Q(('file_sha256', ''), _negated=True), ('file_size__isnull', False)), _connector='OR'), name='plan_file_known_by_hash_and_size')],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=40)),
                ('level', models.PositiveSmallIntegerField()),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.TextField()),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='campaign.planversion')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('version', 'number'), name='clause_number_once'), models.UniqueConstraint(fields=('version', 'order'), name='clause_order_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 4)), name='clause_level_known')],
            },
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('first', '第一责任人'), ('dual_duty', '一岗双责'), ('principal', '主体责任'), ('direct', '直接责任'), ('line', '条线指导责任'), ('support', '协同责任'), ('guidance', '督导指导责任'), ('public', '社会监督责任')], max_length=10, verbose_name='责任类型')),
                ('portfolio', models.CharField(blank=True, max_length=120, verbose_name='分管工作')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='responsibilities', to='campaign.campaign')),
                ('covers', models.ManyToManyField(blank=True, related_name='+', to='org.unit', verbose_name='分管单位')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='责任人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='responsibility_ends_after_start'), models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.campaign.kinds.Duty['FIRST'], qingyuan.campaign.kinds.Duty['DUAL'], qingyuan.campaign.kinds.Duty['PRINCIPAL'], qingyuan.campaign.kinds.Duty['DIRECT'], qingyuan.campaign.kinds.Duty['LINE'], qingyuan.campaign.kinds.Duty['SUPPORT'], qingyuan.campaign.kinds.Duty['GUIDANCE'], qingyuan.campaign.kinds.Duty['PUBLIC']])), name='responsibility_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'dual_duty'), _negated=True), models.Q(('portfolio', ''), _negated=True), _connector='OR'), name='dual_duty_names_its_line'), models.UniqueConstraint(condition=models.Q(('kind', 'first'), ('to_on__isnull', True)), fields=('campaign', 'unit'), name='one_first_responsible_a_unit'), models.UniqueConstraint(condition=models.Q(('kind', 'first')), fields=('campaign', 'unit', 'kind', 'from_on'), name='first_responsible_begins_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('code', models.SlugField(max_length=30)),
                ('name', models.CharField(max_length=40, verbose_name='环节名称')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(verbose_name='结束日期')),
                ('state', models.CharField(choices=[('open', '未转段'), ('closed', '已转段')], default=qingyuan.campaign.kinds.StageState['OPEN'], max_length=8)),
                ('closed_at', models.DateTimeField(null=True)),
                ('gate_report', models.JSONField(default=list)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stages', to='campaign.campaign')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'order'), name='stage_order_once'), models.UniqueConstraint(fields=('campaign', 'name'), name='stage_name_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='stage_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('state', 'open')), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', 'closed')), _connector='OR'), name='stage_closed_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='ExitItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('side', models.CharField(choices=[('entry', '进入条件'), ('exit', '转段条件')], default=qingyuan.campaign.kinds.Side['EXIT'], max_length=5, verbose_name='类别')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200, verbose_name='条件')),
                ('met_at', models.DateTimeField(null=True)),
                ('evidence', models.TextField(blank=True, max_length=500, verbose_name='佐证说明')),
                ('waiver_reason', models.TextField(blank=True, max_length=500, verbose_name='豁免理由')),
                ('waiver_asked_at', models.DateTimeField(null=True)),
                ('waiver_signed_at', models.DateTimeField(null=True)),
                ('met_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('waiver_asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('waiver_signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='campaign.stage')),
            ],
            options={
                'ordering': ['side', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('stage', 'side', 'text'), name='gate_condition_once'), models.CheckConstraint(condition=models.Q(('side__in', [qingyuan.campaign.kinds.Side['ENTRY'], qingyuan.campaign.kinds.Side['EXIT']])), name='gate_side_known'), models.CheckConstraint(condition=models.Q(models.Q(('met_at__isnull', False), ('met_by__isnull', False), models.Q(('evidence', ''), _negated=True)), models.Q(('evidence', ''), ('met_at__isnull', True), ('met_by__isnull', True)), _connector='OR'), name='gate_met_by_someone_with_evidence'), models.CheckConstraint(condition=models.Q(models.Q(('waiver_asked_at__isnull', False), ('waiver_asked_by__isnull', False), models.Q(('waiver_reason', ''), _negated=True)), models.Q(('waiver_asked_at__isnull', True), ('waiver_asked_by__isnull', True), ('waiver_reason', '')), _connector='OR'), name='waiver_asked_with_reason'), models.CheckConstraint(condition=models.Q(models.Q(('waiver_signed_at__isnull', True), ('waiver_signed_by__isnull', True)), models.Q(('waiver_signed_at__isnull', False), ('waiver_signed_by__isnull', False), ('waiver_asked_at__isnull', False), ('waiver_asked_by__isnull', False), models.Q(('waiver_reason', ''), _negated=True), models.Q(('waiver_signed_by', models.F('waiver_asked_by')), _negated=True)), _connector='OR'), name='waiver_signed_by_second_person')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='任务')),
                ('criterion', models.TextField(max_length=500, verbose_name='完成标准')),
                ('due_on', models.DateField(verbose_name='完成时限')),
                ('shared', models.BooleanField(default=False, verbose_name='共性任务')),
                ('issued_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='campaign.campaign')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='campaign.clause', verbose_name='方案条款')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('lead_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='牵头单位')),
                ('objective', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='campaign.objective', verbose_name='目标')),
            ],
            options={
                'indexes': [models.Index(fields=['campaign', 'due_on'], name='task_by_due')],
                'constraints': [models.UniqueConstraint(fields=('clause', 'title'), name='task_once_a_clause'), models.CheckConstraint(condition=models.Q(('criterion', ''), _negated=True), name='task_has_criterion')],
            },
        ),
        migrations.AddField(
            model_name='pilotfinding',
            name='task',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.task', verbose_name='推广任务'),
        ),
        migrations.CreateModel(
            name='TaskUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('done_at', models.DateTimeField(null=True)),
                ('result', models.TextField(blank=True, max_length=500, verbose_name='完成情况')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='allocations', to='campaign.task')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('task', 'unit'), name='task_once_a_unit'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True), ('result', '')), models.Q(('done_at__isnull', False), ('done_by__isnull', False), models.Q(('result', ''), _negated=True)), _connector='OR'), name='task_done_by_someone_with_result')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('visited_on', models.DateField(verbose_name='走访日期')),
                ('finding', models.TextField(blank=True, max_length=1000, verbose_name='发现的问题')),
                ('recorded_at', models.DateTimeField()),
                ('contact', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='campaign.contactpoint')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'ordering': ['-visited_on', '-pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='pilotfinding',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('finding', ''), _negated=True), models.Q(('measure', ''), _negated=True)), name='pilot_finding_has_measure'),
        ),
    ]
