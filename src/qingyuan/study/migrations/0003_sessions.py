import django.db.models.deletion
import django.db.models.expressions
import qingyuan.study.kinds.sessions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaign', '0002_alter_campaign_deployment_days'),
        ('org', '0003_second_factor'),
        ('study', '0002_education_types'),
    ]

    operations = [
        migrations.CreateModel(
            name='WeeklyPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('monday', models.DateField(verbose_name='周一')),
                ('made_at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.branch', verbose_name='党支部')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'indexes': [models.Index(fields=['monday', 'unit'], name='plans_of_week')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('branch__isnull', True)), fields=('campaign', 'unit', 'monday'), name='plan_once_a_unit_and_week'), models.UniqueConstraint(condition=models.Q(('branch__isnull', False)), fields=('campaign', 'branch', 'monday'), name='plan_once_a_branch_and_week'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at__isnull', True), ('settled_by__isnull', True)), models.Q(('settled_at__isnull', False), ('settled_by__isnull', False)), _connector='OR'), name='plan_settled_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='PlanLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('group', '集中学习'), ('discussion', '分组讨论'), ('meeting', '支部党员大会'), ('early_class', '早课'), ('night_school', '夜校'), ('skills', '业务学习')], default=qingyuan.study.kinds.sessions.SessionKind['GROUP'], max_length=12, verbose_name='形式')),
                ('title', models.CharField(max_length=80, verbose_name='学习主题')),
                ('starts', models.TimeField(verbose_name='开始')),
                ('ends', models.TimeField(verbose_name='结束')),
                ('place', models.CharField(blank=True, max_length=60, verbose_name='地点')),
                ('day', models.DateField(verbose_name='日期')),
                ('dropped_at', models.DateTimeField(null=True)),
                ('node', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='study.node', verbose_name='学习内容')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='study.weeklyplan')),
            ],
            options={
                'ordering': ['day', 'starts', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.study.kinds.sessions.SessionKind['GROUP'], qingyuan.study.kinds.sessions.SessionKind['DISCUSSION'], qingyuan.study.kinds.sessions.SessionKind['MEETING'], qingyuan.study.kinds.sessions.SessionKind['EARLY_CLASS'], qingyuan.study.kinds.sessions.SessionKind['NIGHT_SCHOOL'], qingyuan.study.kinds.sessions.SessionKind['SKILLS']])), name='line_kind_known'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='line_ends_after_start'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='line_has_title')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('group', '集中学习'), ('discussion', '分组讨论'), ('meeting', '支部党员大会'), ('early_class', '早课'), ('night_school', '夜校'), ('skills', '业务学习')], max_length=12, verbose_name='形式')),
                ('title', models.CharField(max_length=80, verbose_name='学习主题')),
                ('day', models.DateField(verbose_name='日期')),
                ('starts_at', models.DateTimeField(verbose_name='开始')),
                ('ends_at', models.DateTimeField(verbose_name='结束')),
                ('outside', models.PositiveSmallIntegerField(default=0, verbose_name='班后分钟数')),
                ('place', models.CharField(blank=True, max_length=60, verbose_name='地点')),
                ('state', models.CharField(choices=[('planned', '待学'), ('held', '已学'), ('cancelled', '已取消')], default=qingyuan.study.kinds.sessions.SessionState['PLANNED'], max_length=10, verbose_name='状态')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='要点')),
                ('why_cancelled', models.CharField(blank=True, max_length=100, verbose_name='取消原因')),
                ('recorded_at', models.DateTimeField(null=True)),
                ('expected', models.PositiveSmallIntegerField(default=0, verbose_name='应到')),
                ('present', models.PositiveSmallIntegerField(default=0, verbose_name='实到')),
                ('on_duty', models.PositiveSmallIntegerField(default=0, verbose_name='值班')),
                ('on_leave', models.PositiveSmallIntegerField(default=0, verbose_name='请假')),
                ('absent', models.PositiveSmallIntegerField(default=0, verbose_name='缺席')),
                ('made_up', models.PositiveSmallIntegerField(default=0, verbose_name='已补学')),
                ('leaders_expected', models.PositiveSmallIntegerField(default=0)),
                ('leaders_present', models.PositiveSmallIntegerField(default=0)),
                ('leaders_made_up', models.PositiveSmallIntegerField(default=0)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.branch', verbose_name='党支部')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('line', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='study.planline')),
                ('node', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='study.node', verbose_name='学习内容')),
                ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'indexes': [models.Index(fields=['branch', 'day'], name='sessions_of_branch'), models.Index(fields=['unit', 'day'], name='sessions_of_unit'), models.Index(fields=['-day', '-id'], name='sessions_latest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.study.kinds.sessions.SessionKind['GROUP'], qingyuan.study.kinds.sessions.SessionKind['DISCUSSION'], qingyuan.study.kinds.sessions.SessionKind['MEETING'], qingyuan.study.kinds.sessions.SessionKind['EARLY_CLASS'], qingyuan.study.kinds.sessions.SessionKind['NIGHT_SCHOOL'], qingyuan.study.kinds.sessions.SessionKind['SKILLS']])), name='session_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.study.kinds.sessions.SessionState['PLANNED'], qingyuan.study.kinds.sessions.SessionState['HELD'], qingyuan.study.kinds.sessions.SessionState['CANCELLED']])), name='session_state_known'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('recorded_at__isnull', False), ('recorded_by__isnull', False), ('state', qingyuan.study.kinds.sessions.SessionState['HELD'])), models.Q(models.Q(('state', qingyuan.study.kinds.sessions.SessionState['HELD']), _negated=True), ('recorded_at__isnull', True), ('recorded_by__isnull', True)), _connector='OR'), name='session_held_means_recorded'), models.CheckConstraint(condition=models.Q(('expected', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('present'), '+', models.F('on_duty')), '+', models.F('on_leave')), '+', models.F('absent')))), name='session_counts_add_up'), models.CheckConstraint(condition=models.Q(('made_up__lte', django.db.models.expressions.CombinedExpression(models.F('on_duty'), '+', models.F('on_leave')))), name='session_made_up_of_excused'), models.CheckConstraint(condition=models.Q(('leaders_present__lte', django.db.models.expressions.CombinedExpression(models.F('leaders_expected'), '-', models.F('leaders_made_up')))), name='session_leaders_add_up'), models.UniqueConstraint(fields=('line', 'branch'), name='session_once_a_line_and_branch')],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('present', '实到'), ('duty', '值班'), ('leave', '请假'), ('absent', '缺席')], max_length=8)),
                ('leader', models.BooleanField(default=False)),
                ('made_up_on', models.DateField(null=True, verbose_name='补学日期')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='study.session')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'state'], name='attended_by_person')],
                'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='attended_once'), models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.study.kinds.sessions.Attended['PRESENT'], qingyuan.study.kinds.sessions.Attended['DUTY'], qingyuan.study.kinds.sessions.Attended['LEAVE'], qingyuan.study.kinds.sessions.Attended['ABSENT']])), name='attended_state_known'), models.CheckConstraint(condition=models.Q(('made_up_on__isnull', True), ('state__in', [qingyuan.study.kinds.sessions.Attended['DUTY'], qingyuan.study.kinds.sessions.Attended['LEAVE']]), _connector='OR'), name='only_excused_make_up')],
            },
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sign_ins', to='study.session')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='signed_in_once')],
            },
        ),
        migrations.CreateModel(
            name='Recurrence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('group', '集中学习'), ('discussion', '分组讨论'), ('meeting', '支部党员大会'), ('early_class', '早课'), ('night_school', '夜校'), ('skills', '业务学习')], default=qingyuan.study.kinds.sessions.SessionKind['GROUP'], max_length=12, verbose_name='形式')),
                ('title', models.CharField(max_length=80, verbose_name='学习主题')),
                ('starts', models.TimeField(verbose_name='开始')),
                ('ends', models.TimeField(verbose_name='结束')),
                ('place', models.CharField(blank=True, max_length=60, verbose_name='地点')),
                ('weekdays', models.PositiveSmallIntegerField(verbose_name='星期')),
                ('nth', models.PositiveSmallIntegerField(default=0, verbose_name='每月第几个')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('node', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='study.node', verbose_name='学习内容')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.study.kinds.sessions.SessionKind['GROUP'], qingyuan.study.kinds.sessions.SessionKind['DISCUSSION'], qingyuan.study.kinds.sessions.SessionKind['MEETING'], qingyuan.study.kinds.sessions.SessionKind['EARLY_CLASS'], qingyuan.study.kinds.sessions.SessionKind['NIGHT_SCHOOL'], qingyuan.study.kinds.sessions.SessionKind['SKILLS']])), name='recurrence_kind_known'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='recurrence_ends_after_start'), models.CheckConstraint(condition=models.Q(('weekdays__gte', 1), ('weekdays__lte', 127)), name='recurrence_has_a_day'), models.CheckConstraint(condition=models.Q(('nth__lte', 4)), name='recurrence_nth_sane'), models.CheckConstraint(condition=models.Q(('until_on__isnull', True), ('until_on__gte', models.F('from_on')), _connector='OR'), name='recurrence_until_after_from')],
            },
        ),
    ]
