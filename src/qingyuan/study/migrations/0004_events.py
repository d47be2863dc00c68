import django.db.models.deletion
import qingyuan.study.kinds.events
import qingyuan.study.kinds.life
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaign', '0002_alter_campaign_deployment_days'),
        ('org', '0003_second_factor'),
        ('study', '0003_sessions'),
    ]

    operations = [
        migrations.CreateModel(
            name='EducationBase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cemetery', '烈士陵园'), ('memorial', '纪念馆'), ('integrity', '廉政教育基地'), ('old_site', '革命旧址'), ('other_base', '其他教育基地')], max_length=12, verbose_name='类别')),
                ('name', models.CharField(max_length=80, verbose_name='基地名称')),
                ('address', models.CharField(max_length=120, verbose_name='地址')),
                ('booking', models.CharField(blank=True, max_length=120, verbose_name='怎样预约')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='登记单位')),
            ],
            options={
                'ordering': ['kind', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.study.kinds.events.BaseKind['CEMETERY'], qingyuan.study.kinds.events.BaseKind['MEMORIAL'], qingyuan.study.kinds.events.BaseKind['INTEGRITY'], qingyuan.study.kinds.events.BaseKind['OLD_SITE'], qingyuan.study.kinds.events.BaseKind['OTHER_BASE']])), name='base_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('address', ''), _negated=True)), name='base_has_name_and_address'), models.UniqueConstraint(fields=('unit', 'name'), name='base_once_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='LifeRule',
            fields=[
                ('code', models.SlugField(max_length=30, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=40, verbose_name='名称')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='英文名称')),
                ('whom', models.CharField(choices=[('branch', '党支部'), ('committee', '党委')], max_length=10, verbose_name='对象')),
                ('often', models.CharField(choices=[('month', '每月'), ('quarter', '每季度'), ('year', '每年')], max_length=8, verbose_name='频次')),
                ('month', models.PositiveSmallIntegerField(default=1, verbose_name='期内第几个月')),
                ('week', models.PositiveSmallIntegerField(default=1, verbose_name='第几个')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(1, '星期一'), (2, '星期二'), (3, '星期三'), (4, '星期四'), (5, '星期五'), (6, '星期六'), (7, '星期日')], default=5, verbose_name='星期几')),
                ('by_event', models.CharField(blank=True, choices=[('lecture', '专题报告'), ('party_lesson', '党课'), ('site_visit', '现场教育'), ('lecture_hall', '大讲堂'), ('story_telling', '讲述活动'), ('reading', '读书活动'), ('central_group', '中心组学习'), ('meeting_study', '会议学习'), ('local_form', '早课、夜校'), ('quiz', '答题挑战赛')], max_length=16)),
                ('basis', models.CharField(blank=True, max_length=120, verbose_name='依据')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('from_on', models.DateField(blank=True, null=True, verbose_name='从哪天起要求')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('whom__in', [qingyuan.study.kinds.life.Whom['BRANCH'], qingyuan.study.kinds.life.Whom['COMMITTEE']])), name='life_rule_whom_known'), models.CheckConstraint(condition=models.Q(('often__in', [qingyuan.study.kinds.life.Often['MONTH'], qingyuan.study.kinds.life.Often['QUARTER'], qingyuan.study.kinds.life.Often['YEAR']])), name='life_rule_often_known'), models.CheckConstraint(condition=models.Q(('week__range', (1, 4)), ('weekday__range', (1, 7)), models.Q(models.Q(('month', 1), ('often', qingyuan.study.kinds.life.Often['MONTH'])), models.Q(('month__range', (1, 3)), ('often', qingyuan.study.kinds.life.Often['QUARTER'])), models.Q(('month__range', (1, 12)), ('often', qingyuan.study.kinds.life.Often['YEAR'])), _connector='OR')), name='life_rule_day_exists')],
            },
        ),
        migrations.CreateModel(
            name='LifeDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_on', models.DateField(verbose_name='期间首日')),
                ('planned_on', models.DateField(blank=True, null=True, verbose_name='确定日期')),
                ('planned_at', models.DateTimeField(null=True)),
                ('theme', models.CharField(blank=True, max_length=120, verbose_name='主题')),
                ('held_on', models.DateField(blank=True, null=True, verbose_name='开展日期')),
                ('held_at', models.DateTimeField(null=True)),
                ('branch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.branch', verbose_name='党支部')),
                ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('planned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='study.liferule', verbose_name='项目')),
            ],
            options={
                'indexes': [models.Index(fields=['period_on', 'rule'], name='life_of_period')],
                'constraints': [models.UniqueConstraint(fields=('rule', 'branch', 'period_on'), name='life_once_a_branch_and_period'), models.CheckConstraint(condition=models.Q(models.Q(('planned_at__isnull', True), ('planned_by__isnull', True), ('planned_on__isnull', True)), models.Q(('planned_at__isnull', False), ('planned_by__isnull', False), ('planned_on__isnull', False)), _connector='OR'), name='life_planned_by_someone'), models.CheckConstraint(condition=models.Q(models.Q(('held_at__isnull', True), ('held_by__isnull', True), ('held_on__isnull', True)), models.Q(('held_at__isnull', False), ('held_by__isnull', False), ('held_on__isnull', False), models.Q(('theme', ''), _negated=True)), _connector='OR'), name='life_held_by_someone_with_a_line')],
            },
        ),
        migrations.CreateModel(
            name='Rotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('to_on', models.DateField(verbose_name='结束日期')),
                ('effect', models.CharField(max_length=120, verbose_name='想达到的效果')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='组织单位')),
            ],
            options={
                'ordering': ['-from_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='rotation_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('effect', ''), _negated=True)), name='rotation_says_what_and_why'), models.UniqueConstraint(fields=('unit', 'name'), name='rotation_once_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('first_on', models.DateField(verbose_name='首日')),
                ('last_on', models.DateField(verbose_name='末日')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='名额')),
                ('rotation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='batches', to='study.rotation')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('rotation', 'number'), name='batch_number_once'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on')), ('seats__gte', 1)), name='batch_has_days_and_seats')],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='study.batch')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='人员')),
                ('rotation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='study.rotation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('rotation', 'person'), name='placed_once_a_rotation')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='系列名称')),
                ('created_at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='主办单位')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='series_has_name'), models.UniqueConstraint(fields=('unit', 'name'), name='study_series_once_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('lecture', '专题报告'), ('party_lesson', '党课'), ('site_visit', '现场教育'), ('lecture_hall', '大讲堂'), ('story_telling', '讲述活动'), ('reading', '读书活动'), ('central_group', '中心组学习'), ('meeting_study', '会议学习'), ('local_form', '早课、夜校'), ('quiz', '答题挑战赛')], max_length=16, verbose_name='类型')),
                ('open_to', models.CharField(choices=[('unit', '本单位'), ('below', '本单位和下属单位'), ('all', '各单位都可参加')], default=qingyuan.study.kinds.events.Openness['UNIT'], max_length=8, verbose_name='对谁开放')),
                ('title', models.CharField(max_length=120, verbose_name='主题')),
                ('on', models.DateField(verbose_name='日期')),
                ('begins', models.TimeField(blank=True, null=True, verbose_name='开始时间')),
                ('place', models.CharField(blank=True, max_length=80, verbose_name='地点')),
                ('speaker', models.CharField(blank=True, max_length=80, verbose_name='主讲人')),
                ('audience', models.CharField(blank=True, max_length=80, verbose_name='听众范围')),
                ('texts', models.TextField(blank=True, max_length=500, verbose_name='学习篇目')),
                ('first_item', models.BooleanField(default=False, verbose_name='列为第一议题')),
                ('effect', models.CharField(max_length=120, verbose_name='想达到的效果')),
                ('state', models.CharField(choices=[('planned', '已安排'), ('held', '已开展'), ('called_off', '已取消')], default=qingyuan.study.kinds.events.EventState['PLANNED'], max_length=12, verbose_name='状态')),
                ('headcount', models.PositiveIntegerField(blank=True, null=True, verbose_name='到场人数')),
                ('came_of', models.CharField(blank=True, max_length=200, verbose_name='结果')),
                ('called_off_why', models.CharField(blank=True, max_length=120, verbose_name='取消原因')),
                ('planned_at', models.DateTimeField()),
                ('held_at', models.DateTimeField(null=True)),
                ('base', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='study.educationbase', verbose_name='教育基地')),
                ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.branch', verbose_name='党支部')),
                ('giver', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='授课领导')),
                ('held_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('meeting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.meeting', verbose_name='会议')),
                ('planned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='安排人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='主办单位')),
                ('series', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='study.series', verbose_name='系列')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', '-on'], name='events_of_unit'), models.Index(fields=['open_to', '-on'], name='events_open'), models.Index(fields=['giver', 'on'], name='events_of_giver')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.study.kinds.events.EventKind['LECTURE'], qingyuan.study.kinds.events.EventKind['PARTY_LESSON'], qingyuan.study.kinds.events.EventKind['SITE_VISIT'], qingyuan.study.kinds.events.EventKind['LECTURE_HALL'], qingyuan.study.kinds.events.EventKind['STORY_TELLING'], qingyuan.study.kinds.events.EventKind['READING'], qingyuan.study.kinds.events.EventKind['CENTRAL_GROUP'], qingyuan.study.kinds.events.EventKind['MEETING_STUDY'], qingyuan.study.kinds.events.EventKind['LOCAL_FORM'], qingyuan.study.kinds.events.EventKind['QUIZ']])), name='event_kind_known'), models.CheckConstraint(condition=models.Q(('open_to__in', [qingyuan.study.kinds.events.Openness['UNIT'], qingyuan.study.kinds.events.Openness['BELOW'], qingyuan.study.kinds.events.Openness['ALL']])), name='event_openness_known'), models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('effect', ''), _negated=True)), name='event_says_what_and_why'), models.CheckConstraint(condition=models.Q(models.Q(('held_at__isnull', False), ('held_by__isnull', False), ('state', qingyuan.study.kinds.events.EventState['HELD']), models.Q(('came_of', ''), _negated=True)), models.Q(('came_of', ''), ('headcount__isnull', True), ('state', qingyuan.study.kinds.events.EventState['PLANNED']), ('held_at__isnull', True), ('held_by__isnull', True)), models.Q(('came_of', ''), ('headcount__isnull', True), ('state', qingyuan.study.kinds.events.EventState['CALLED_OFF']), ('held_at__isnull', True), ('held_by__isnull', True)), _connector='OR'), name='event_held_means_who_when_and_what_came'), models.CheckConstraint(condition=models.Q(models.Q(('state', qingyuan.study.kinds.events.EventState['CALLED_OFF']), models.Q(('called_off_why', ''), _negated=True)), models.Q(models.Q(('state', qingyuan.study.kinds.events.EventState['CALLED_OFF']), _negated=True), ('called_off_why', '')), _connector='OR'), name='event_called_off_says_why'), models.CheckConstraint(condition=models.Q(('open_to', qingyuan.study.kinds.events.Openness['UNIT']), models.Q(('kind__in', [qingyuan.study.kinds.events.EventKind['CENTRAL_GROUP'], qingyuan.study.kinds.events.EventKind['MEETING_STUDY']]), _negated=True), _connector='OR'), name='what_a_team_studies_stays_in_its_unit'), models.CheckConstraint(condition=models.Q(models.Q(('open_to', qingyuan.study.kinds.events.Openness['ALL']), _negated=True), ('kind', qingyuan.study.kinds.events.EventKind['LECTURE_HALL']), _connector='OR'), name='only_lecture_halls_open_to_all'), models.CheckConstraint(condition=models.Q(('first_item', False), ('meeting__isnull', False), _connector='OR'), name='first_item_is_of_a_meeting'), models.CheckConstraint(condition=models.Q(('meeting__isnull', True), ('kind__in', [qingyuan.study.kinds.events.EventKind['CENTRAL_GROUP'], qingyuan.study.kinds.events.EventKind['MEETING_STUDY']]), _connector='OR'), name='only_study_of_meetings_has_a_meeting'), models.CheckConstraint(condition=models.Q(('kind', qingyuan.study.kinds.events.EventKind['PARTY_LESSON']), ('giver__isnull', True), _connector='OR'), name='only_party_lessons_have_givers'), models.UniqueConstraint(condition=models.Q(models.Q(('state', qingyuan.study.kinds.events.EventState['CALLED_OFF']), _negated=True), ('meeting__isnull', False)), fields=('meeting',), name='one_study_record_a_meeting')],
            },
        ),
        migrations.CreateModel(
            name='Joining',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('headcount', models.PositiveIntegerField(verbose_name='参加人数')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joinings', to='study.event')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ['unit__path'],
                'constraints': [models.UniqueConstraint(fields=('event', 'unit'), name='a_unit_joins_once'), models.CheckConstraint(condition=models.Q(('headcount__gte', 1)), name='joining_has_people')],
            },
        ),
        migrations.CreateModel(
            name='QuizEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prize', models.CharField(blank=True, max_length=20, verbose_name='奖项')),
                ('at', models.DateTimeField()),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='study.event')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='人员')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'person'), name='quiz_entered_once')],
            },
        ),
        migrations.CreateModel(
            name='SpecialDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=80, verbose_name='任务')),
                ('from_on', models.DateField(verbose_name='开始日期')),
                ('to_on', models.DateField(verbose_name='结束日期')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ['-from_on', '-pk'],
                'indexes': [models.Index(fields=['to_on', 'from_on'], name='special_duty_days')],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='special_duty_ends_after_start'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='special_duty_says_why')],
            },
        ),
        migrations.CreateModel(
            name='SpecialDutyItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=80)),
                ('done_on', models.DateField(null=True)),
                ('duty', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='study.specialduty')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('duty', 'order'), name='special_duty_item_once')],
            },
        ),
        migrations.CreateModel(
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(editable=False, max_length=64, null=True, unique=True)),
                ('since', models.DateTimeField()),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('token_hash__isnull', True), models.Q(('token_hash', ''), _negated=True), _connector='OR'), name='feed_hash_or_none')],
            },
        ),
        migrations.CreateModel(
            name='ColumnPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('on', models.DateField(verbose_name='发布日期')),
                ('link', models.CharField(max_length=300, verbose_name='链接')),
                ('drawn_from', models.CharField(blank=True, editable=False, max_length=40)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', '-on'], name='posts_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('link', ''), _negated=True)), name='post_has_title_and_link'), models.UniqueConstraint(condition=models.Q(('drawn_from', ''), _negated=True), fields=('unit', 'drawn_from'), name='a_result_is_posted_once')],
            },
        ),
    ]
