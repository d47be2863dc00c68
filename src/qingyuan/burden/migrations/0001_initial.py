import django.db.models.deletion
import qingyuan.burden.kinds
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '0003_second_factor'),
    ]

    operations = [
        migrations.CreateModel(
            name='Ceiling',
            fields=[
                ('level', models.CharField(choices=[('ministry', '部级'), ('province', '省级'), ('city', '市级'), ('county', '县级'), ('station', '基层所队')], max_length=10, primary_key=True, serialize=False)),
                ('most', models.PositiveSmallIntegerField()),
                ('counted', models.PositiveSmallIntegerField()),
                ('counted_on', models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name='Week',
            fields=[
                ('first', models.DateField(primary_key=True, serialize=False)),
                ('officers', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Field',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='代码')),
                ('words', models.CharField(max_length=60, verbose_name='字段')),
                ('words_en', models.CharField(blank=True, max_length=80, verbose_name='英文名称')),
                ('source', models.CharField(max_length=80, verbose_name='数据来源')),
                ('different', models.CharField(blank=True, max_length=200, verbose_name='与相近字段的区别')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('made_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='主管单位')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('words',), name='field_named_once')],
            },
        ),
        migrations.CreateModel(
            name='FormRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filler', models.CharField(choices=[('officer', '基层民警'), ('secretary', '党支部书记'), ('clerk', '内勤文秘')], max_length=10, verbose_name='由谁填')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='说明')),
                ('due_on', models.DateField(verbose_name='填报期限')),
                ('sent_at', models.DateTimeField()),
                ('cancelled_at', models.DateTimeField(null=True)),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='发出单位')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('filler__in', [qingyuan.burden.kinds.Filler['OFFICER'], qingyuan.burden.kinds.Filler['SECRETARY'], qingyuan.burden.kinds.Filler['CLERK']])), name='request_filler_known')],
            },
        ),
        migrations.CreateModel(
            name='Ask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', '待填'), ('answered', '已填'), ('refused', '已拒绝填报'), ('cancelled', '已取消')], default=qingyuan.burden.kinds.AskState['OPEN'], max_length=10, verbose_name='状态')),
                ('refusal', models.CharField(blank=True, choices=[('no_passport', '没有经批准的表单护照'), ('retired', '表单已停用'), ('expired', '超过有效期限')], max_length=12, verbose_name='拒绝理由')),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='填报单位')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asks', to='burden.formrequest')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'state'], name='asks_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('request', 'unit'), name='asked_once_a_request'), models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.burden.kinds.AskState['OPEN'], qingyuan.burden.kinds.AskState['ANSWERED'], qingyuan.burden.kinds.AskState['REFUSED'], qingyuan.burden.kinds.AskState['CANCELLED']])), name='ask_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('refusal__in', [qingyuan.burden.kinds.Unfit['NO_PASSPORT'], qingyuan.burden.kinds.Unfit['RETIRED'], qingyuan.burden.kinds.Unfit['EXPIRED']]), ('state', 'refused')), models.Q(models.Q(('state', 'refused'), _negated=True), ('refusal', '')), _connector='OR'), name='refused_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('done_at__isnull', False)), _connector='OR'), name='ask_done_has_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='Passport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='表号')),
                ('name', models.CharField(max_length=80, verbose_name='表单名称')),
                ('maker', models.CharField(blank=True, max_length=80, verbose_name='制定机关')),
                ('level', models.CharField(choices=[('ministry', '部级'), ('province', '省级'), ('city', '市级'), ('county', '县级'), ('station', '基层所队')], max_length=10, verbose_name='层级')),
                ('approval', models.CharField(max_length=60, verbose_name='批准或者备案文号')),
                ('basis', models.CharField(max_length=200, verbose_name='依据')),
                ('purpose', models.CharField(max_length=200, verbose_name='用途')),
                ('filler', models.CharField(choices=[('officer', '基层民警'), ('secretary', '党支部书记'), ('clerk', '内勤文秘')], max_length=10, verbose_name='由谁填')),
                ('frequency', models.CharField(choices=[('once', '一次'), ('weekly', '每周'), ('monthly', '每月'), ('quarterly', '每季度'), ('yearly', '每年'), ('occasion', '有情况时')], max_length=10, verbose_name='多久填一次')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='预计用时（分钟）')),
                ('valid_until', models.DateField(verbose_name='有效期限至')),
                ('state', models.CharField(choices=[('draft', '拟订中'), ('submitted', '待批准'), ('in_force', '有效'), ('retired', '已停用')], default=qingyuan.burden.kinds.PassportState['DRAFT'], max_length=10, verbose_name='状态')),
                ('existing', models.BooleanField(default=False)),
                ('own', models.CharField(blank=True, max_length=40)),
                ('version', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('return_words', models.CharField(blank=True, max_length=300, verbose_name='退回理由')),
                ('approved_at', models.DateTimeField(null=True)),
                ('retired_at', models.DateTimeField(null=True)),
                ('retired_on', models.DateField(null=True, verbose_name='停用日期')),
                ('retired_why', models.CharField(blank=True, choices=[('known', '数据系统里已有'), ('merged', '并入其他表单'), ('idle', '没有人用'), ('over', '任务结束'), ('baseless', '没有依据')], max_length=10, verbose_name='停用原因')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('replaced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='burden.passport')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='制表单位')),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'level'], name='passports_of_level')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.burden.kinds.PassportState['DRAFT'], qingyuan.burden.kinds.PassportState['SUBMITTED'], qingyuan.burden.kinds.PassportState['IN_FORCE'], qingyuan.burden.kinds.PassportState['RETIRED']])), name='passport_state_known'), models.CheckConstraint(condition=models.Q(('filler__in', [qingyuan.burden.kinds.Filler['OFFICER'], qingyuan.burden.kinds.Filler['SECRETARY'], qingyuan.burden.kinds.Filler['CLERK']])), name='passport_filler_known'), models.CheckConstraint(condition=models.Q(('frequency__in', [qingyuan.burden.kinds.Frequency['ONCE'], qingyuan.burden.kinds.Frequency['WEEKLY'], qingyuan.burden.kinds.Frequency['MONTHLY'], qingyuan.burden.kinds.Frequency['QUARTERLY'], qingyuan.burden.kinds.Frequency['YEARLY'], qingyuan.burden.kinds.Frequency['OCCASION']])), name='passport_frequency_known'), models.CheckConstraint(condition=models.Q(('level__in', ['ministry', 'province', 'city', 'county', 'station'])), name='passport_level_known'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('state__in', ['draft', 'submitted'])), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('state__in', ['in_force', 'retired'])), _connector='OR'), name='passport_in_force_means_approved'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(models.Q(('approved_by', models.F('made_by')), _negated=True), models.Q(('approved_by', models.F('changed_by')), _negated=True)), _connector='OR'), name='passport_has_a_second_person'), models.CheckConstraint(condition=models.Q(models.Q(('retired_at__isnull', False), ('retired_on__isnull', False), ('state', 'retired'), ('retired_why__in', [qingyuan.burden.kinds.Retired['KNOWN'], qingyuan.burden.kinds.Retired['MERGED'], qingyuan.burden.kinds.Retired['IDLE'], qingyuan.burden.kinds.Retired['OVER'], qingyuan.burden.kinds.Retired['BASELESS']])), models.Q(models.Q(('state', 'retired'), _negated=True), ('retired_at__isnull', True), ('retired_on__isnull', True), ('retired_why', '')), _connector='OR'), name='passport_retired_says_why'), models.UniqueConstraint(condition=models.Q(models.Q(('own', ''), _negated=True), models.Q(('state', 'retired'), _negated=True)), fields=('own',), name='own_form_once')],
            },
        ),
        migrations.CreateModel(
            name='Carried',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='carries', to='burden.formrequest')),
                ('passport', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='burden.passport')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('request', 'passport'), name='form_once_a_request')],
            },
        ),
        migrations.CreateModel(
            name='PassportField',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('prefilled', models.BooleanField(default=False, verbose_name='系统带出')),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='asked_by', to='burden.field')),
                ('passport', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asks_for', to='burden.passport')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('passport', 'field'), name='field_once_a_form')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField()),
                ('group', models.CharField(choices=[('leader', '领导干部'), ('middle', '中层干部'), ('officer', '基层民警'), ('auxiliary', '辅警和文职')], max_length=10)),
                ('kind', models.CharField(blank=True, choices=[('form', '填表'), ('study', '班外学习'), ('meeting', '会议'), ('inspection', '迎检')], max_length=10)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('people', models.PositiveSmallIntegerField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('week', 'kind', 'unit', 'group', 'minutes'), name='share_once'), models.CheckConstraint(condition=models.Q(('group__in', [qingyuan.burden.kinds.Group['LEADER'], qingyuan.burden.kinds.Group['MIDDLE'], qingyuan.burden.kinds.Group['OFFICER'], qingyuan.burden.kinds.Group['AUXILIARY']])), name='share_group_known')],
            },
        ),
        migrations.CreateModel(
            name='Spent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.CharField(choices=[('leader', '领导干部'), ('middle', '中层干部'), ('officer', '基层民警'), ('auxiliary', '辅警和文职')], max_length=10)),
                ('week', models.DateField(db_index=True)),
                ('kind', models.CharField(choices=[('form', '填表'), ('study', '班外学习'), ('meeting', '会议'), ('inspection', '迎检')], max_length=10)),
                ('source', models.CharField(max_length=60)),
                ('seconds', models.PositiveIntegerField()),
                ('times', models.PositiveSmallIntegerField(default=1)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.burden.kinds.Spending['FORM'], qingyuan.burden.kinds.Spending['STUDY'], qingyuan.burden.kinds.Spending['MEETING'], qingyuan.burden.kinds.Spending['INSPECTION']])), name='spent_kind_known'), models.CheckConstraint(condition=models.Q(('group__in', [qingyuan.burden.kinds.Group['LEADER'], qingyuan.burden.kinds.Group['MIDDLE'], qingyuan.burden.kinds.Group['OFFICER'], qingyuan.burden.kinds.Group['AUXILIARY']])), name='spent_group_known')],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年度')),
                ('opens_on', models.DateField(verbose_name='开始日期')),
                ('closes_on', models.DateField(verbose_name='截止日期')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='survey_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='BurdenItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('complaint', '页面上的意见'), ('survey', '排查起底')], max_length=10, verbose_name='来源')),
                ('sign', models.CharField(choices=[('repeated', '重复要数据、多头报送'), ('sudden', '随意要材料、限时太急'), ('traces', '要照片、截图、台账留痕'), ('meetings', '会议学习太多'), ('inspections', '检查太多'), ('apps', '打卡接龙、强制安装'), ('system', '系统不好用'), ('other', '其他负担')], max_length=12, verbose_name='哪一类负担')),
                ('words', models.TextField(max_length=500, verbose_name='具体情况')),
                ('page', models.CharField(blank=True, max_length=200, verbose_name='所在页面')),
                ('said_at', models.DateTimeField()),
                ('due_on', models.DateField(verbose_name='答复期限')),
                ('outcome', models.CharField(blank=True, choices=[('stopped', '已取消'), ('merged', '已合并'), ('simpler', '已简化'), ('fixed', '已改进'), ('kept', '保留，说明理由')], max_length=10, verbose_name='处理结果')),
                ('answer', models.TextField(blank=True, max_length=500, verbose_name='答复')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_on', models.DateField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='责任单位')),
                ('said_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('survey', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='items', to='burden.survey')),
            ],
            options={
                'indexes': [models.Index(fields=['outcome', 'due_on'], name='items_by_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('origin__in', [qingyuan.burden.kinds.Origin['COMPLAINT'], qingyuan.burden.kinds.Origin['SURVEY']])), name='item_origin_known'), models.CheckConstraint(condition=models.Q(('sign__in', [qingyuan.burden.kinds.Sign['REPEATED'], qingyuan.burden.kinds.Sign['SUDDEN'], qingyuan.burden.kinds.Sign['TRACES'], qingyuan.burden.kinds.Sign['MEETINGS'], qingyuan.burden.kinds.Sign['INSPECTIONS'], qingyuan.burden.kinds.Sign['APPS'], qingyuan.burden.kinds.Sign['SYSTEM'], qingyuan.burden.kinds.Sign['OTHER']])), name='item_sign_known'), models.CheckConstraint(condition=models.Q(models.Q(('origin', 'survey'), ('survey__isnull', False)), models.Q(('origin', 'complaint'), ('survey__isnull', True)), _connector='OR'), name='item_of_a_survey_has_one'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_on__isnull', True), ('outcome', '')), models.Q(('answered_at__isnull', False), ('answered_on__isnull', False), ('outcome__in', [qingyuan.burden.kinds.Outcome['STOPPED'], qingyuan.burden.kinds.Outcome['MERGED'], qingyuan.burden.kinds.Outcome['SIMPLER'], qingyuan.burden.kinds.Outcome['FIXED'], qingyuan.burden.kinds.Outcome['KEPT']]), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='item_answered_with_words')],
            },
        ),
        migrations.CreateModel(
            name='Use',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.DateField()),
                ('group', models.CharField(choices=[('leader', '领导干部'), ('middle', '中层干部'), ('officer', '基层民警'), ('auxiliary', '辅警和文职')], max_length=10)),
                ('kind', models.CharField(choices=[('form', '填表'), ('study', '班外学习'), ('meeting', '会议'), ('inspection', '迎检')], max_length=10)),
                ('source', models.CharField(max_length=60)),
                ('minutes', models.PositiveIntegerField()),
                ('times', models.PositiveIntegerField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('week', 'unit', 'group', 'kind', 'source'), name='use_once')],
            },
        ),
        migrations.CreateModel(
            name='Value',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(blank=True, max_length=300)),
                ('prefilled', models.BooleanField(default=False)),
                ('ask', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='burden.ask')),
                ('field', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='burden.field')),
            ],
            options={
                'indexes': [models.Index(fields=['field', '-id'], name='values_of_field')],
                'constraints': [models.UniqueConstraint(fields=('ask', 'field'), name='value_once')],
            },
        ),
        migrations.CreateModel(
            name='CapChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(choices=[('officer_form_minutes', '基层民警每周填表（分钟）'), ('officer_forms', '基层民警每周表单（张）'), ('secretary_form_minutes', '党支部书记每周填表（分钟）'), ('clerk_form_minutes', '内勤文秘每周填表（分钟）'), ('study_outside_minutes', '每周班外学习（分钟）'), ('study_outside_sessions', '每周晚上和周末学习（场）'), ('essays_a_stage', '每个环节心得体会（篇）'), ('inspections_body_month', '同一部门每月检查同一单位（次）'), ('inspections_month', '每月检查同一单位（次）'), ('attachments', '每个问题的附件（份）'), ('bulletin_characters', '每期通报（字）'), ('plan_minutes', '填一份周计划（分钟）')], max_length=30, verbose_name='上限')),
                ('before', models.PositiveIntegerField()),
                ('value', models.PositiveIntegerField()),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('code__in', [qingyuan.burden.kinds.Cap['OFFICER_FORM_MINUTES'], qingyuan.burden.kinds.Cap['OFFICER_FORMS'], qingyuan.burden.kinds.Cap['SECRETARY_FORM_MINUTES'], qingyuan.burden.kinds.Cap['CLERK_FORM_MINUTES'], qingyuan.burden.kinds.Cap['STUDY_OUTSIDE_MINUTES'], qingyuan.burden.kinds.Cap['STUDY_OUTSIDE_SESSIONS'], qingyuan.burden.kinds.Cap['ESSAYS_A_STAGE'], qingyuan.burden.kinds.Cap['INSPECTIONS_BODY_MONTH'], qingyuan.burden.kinds.Cap['INSPECTIONS_MONTH'], qingyuan.burden.kinds.Cap['ATTACHMENTS'], qingyuan.burden.kinds.Cap['BULLETIN_CHARACTERS'], qingyuan.burden.kinds.Cap['PLAN_MINUTES']])), name='cap_known'), models.CheckConstraint(condition=models.Q(('value__lt', models.F('before')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='raised_cap_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(blank=True, max_length=40)),
                ('kind', models.CharField(choices=[('form', '填表'), ('study', '班外学习'), ('meeting', '会议'), ('inspection', '迎检')], max_length=10)),
                ('filler', models.CharField(blank=True, choices=[('officer', '基层民警'), ('secretary', '党支部书记'), ('clerk', '内勤文秘')], max_length=10)),
                ('on', models.DateField()),
                ('minutes', models.PositiveSmallIntegerField()),
                ('source', models.CharField(max_length=60)),
                ('label', models.CharField(max_length=100)),
                ('sender', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'on'], name='claims_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('source', 'unit', 'part'), name='claimed_once'), models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.burden.kinds.Spending['FORM'], qingyuan.burden.kinds.Spending['STUDY'], qingyuan.burden.kinds.Spending['MEETING'], qingyuan.burden.kinds.Spending['INSPECTION']])), name='claim_kind_known')],
            },
        ),
        migrations.AddField(
            model_name='formrequest',
            name='passports',
            field=models.ManyToManyField(related_name='requests', through='burden.Carried', to='burden.passport'),
        ),
    ]
