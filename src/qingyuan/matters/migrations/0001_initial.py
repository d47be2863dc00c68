import django.db.models.deletion
import django.db.models.functions.comparison
import qingyuan.matters.kinds
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('campaign', '0001_initial'),
        ('org', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Category',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='问题类别')),
                ('name_en', models.CharField(blank=True, max_length=80)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('active', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('prefix', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='编号')),
                ('kind', models.CharField(choices=[('problem', '问题'), ('lead', '线索'), ('opinion', '意见建议'), ('pledge', '承诺事项'), ('finding', '检查发现'), ('warning', '预警'), ('task', '任务'), ('decision', '议定事项')], max_length=10, verbose_name='类型')),
                ('state', models.CharField(choices=[('registered', '待三定'), ('working', '整改中'), ('submitted', '待验收'), ('closed', '已销号'), ('void', '已作废')], default=qingyuan.matters.kinds.State['REGISTERED'], max_length=10, verbose_name='状态')),
                ('source', models.CharField(max_length=40, verbose_name='来源')),
                ('source_ref', models.CharField(blank=True, max_length=80)),
                ('statement', models.TextField(max_length=2000, verbose_name='问题表述')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='法规政策依据')),
                ('breadth', models.CharField(choices=[('individual', '个性问题'), ('common', '共性问题')], default=qingyuan.matters.kinds.Breadth['INDIVIDUAL'], max_length=10, verbose_name='共性/个性')),
                ('unit_path', models.CharField(editable=False, max_length=255)),
                ('key_few', models.BooleanField(default=False, verbose_name='关键少数')),
                ('measures', models.TextField(blank=True, max_length=2000, verbose_name='整改措施')),
                ('criterion', models.CharField(blank=True, max_length=300, verbose_name='整改完成标准')),
                ('term', models.CharField(choices=[('dated', '限期整改'), ('long', '长期坚持')], default=qingyuan.matters.kinds.Term['DATED'], max_length=6, verbose_name='整改类型')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='整改时限')),
                ('due_rank', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce(models.F('due_on'), django.db.models.functions.comparison.Cast(models.Value('9999-12-31'), models.DateField())), output_field=models.DateField())),
                ('opened_at', models.DateTimeField(verbose_name='登记时间')),
                ('opened_on', models.DateField(verbose_name='发现日期')),
                ('fixed_at', models.DateTimeField(blank=True, null=True)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='销号时间')),
                ('on_time', models.BooleanField(null=True)),
                ('reopened', models.PositiveSmallIntegerField(default=0, verbose_name='重新启动次数')),
                ('effect', models.TextField(blank=True, max_length=2000, verbose_name='整改成效')),
                ('cause', models.CharField(blank=True, choices=[('no_rule', '制度缺失'), ('rule_unfit', '制度不适用'), ('not_followed', '有制度不执行'), ('no_supervision', '监督检查缺位'), ('skill', '业务能力不足'), ('resources', '保障不足'), ('duty', '责任心不强'), ('other', '其他')], max_length=20, verbose_name='问题根源')),
                ('cause_words', models.TextField(blank=True, max_length=1000, verbose_name='根源说明')),
                ('rule_change', models.CharField(blank=True, choices=[('none', '无制度漏洞'), ('made', '新建制度'), ('revised', '修订制度'), ('abolished', '废止制度'), ('planned', '制度待修订')], max_length=10, verbose_name='完善制度情况')),
                ('rule_words', models.TextField(blank=True, max_length=1000, verbose_name='制度名称或理由')),
                ('ground', models.CharField(blank=True, choices=[('fixed', '整改完成'), ('unfounded', '经核查不属实'), ('already_investigated', '此前已查过')], max_length=24, verbose_name='销号理由')),
                ('review_note', models.TextField(blank=True, max_length=2000, verbose_name='复核说明')),
                ('restricted', models.BooleanField(default=False)),
                ('import_ref', models.CharField(blank=True, max_length=40)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('version', models.PositiveIntegerField(default=0)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign', verbose_name='教育整顿')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.category', verbose_name='问题类别')),
                ('closed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='验收人')),
                ('common', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='individuals', to='matters.matter')),
                ('leader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='责任领导')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='责任人')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('submitted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('task', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.task', verbose_name='方案任务')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='责任单位')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', (qingyuan.matters.kinds.State['REGISTERED'], qingyuan.matters.kinds.State['WORKING'], qingyuan.matters.kinds.State['SUBMITTED']))), fields=['campaign', 'due_rank', 'id'], name='matter_open_by_due'), models.Index(fields=['campaign', '-opened_at', '-id'], name='matter_by_opening'), models.Index(condition=models.Q(('state__in', (qingyuan.matters.kinds.State['REGISTERED'], qingyuan.matters.kinds.State['WORKING'], qingyuan.matters.kinds.State['SUBMITTED']))), fields=['unit_path', 'due_rank', 'id'], name='matter_open_in_unit'), models.Index(fields=['unit_path', '-opened_at', '-id'], name='matter_in_unit'), models.Index(fields=['owner', 'state'], name='matter_of_owner'), models.Index(fields=['category', 'campaign', '-id'], name='matter_in_category'), models.Index(condition=models.Q(('state', qingyuan.matters.kinds.State['CLOSED'])), fields=['campaign', '-closed_at'], name='matter_by_closing'), models.Index(condition=models.Q(('restricted', True)), fields=['campaign', 'id'], name='matter_restricted'), models.Index(fields=['unit', 'fingerprint'], name='matter_alike'), models.Index(condition=models.Q(('import_ref', ''), _negated=True), fields=['import_ref'], name='matter_imported')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.matters.kinds.Kind['PROBLEM'], qingyuan.matters.kinds.Kind['LEAD'], qingyuan.matters.kinds.Kind['OPINION'], qingyuan.matters.kinds.Kind['PLEDGE'], qingyuan.matters.kinds.Kind['FINDING'], qingyuan.matters.kinds.Kind['WARNING'], qingyuan.matters.kinds.Kind['TASK'], qingyuan.matters.kinds.Kind['DECISION']])), name='matter_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.matters.kinds.State['REGISTERED'], qingyuan.matters.kinds.State['WORKING'], qingyuan.matters.kinds.State['SUBMITTED'], qingyuan.matters.kinds.State['CLOSED'], qingyuan.matters.kinds.State['VOID']])), name='matter_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('state', qingyuan.matters.kinds.State['CLOSED'])), models.Q(models.Q(('state', qingyuan.matters.kinds.State['CLOSED']), _negated=True), ('closed_at__isnull', True), ('closed_by__isnull', True)), _connector='OR'), name='matter_closed_means_who_and_when'), models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.matters.kinds.State['REGISTERED'], qingyuan.matters.kinds.State['VOID']]), models.Q(('fixed_at__isnull', False), ('owner__isnull', False), models.Q(('measures', ''), _negated=True)), _connector='OR'), name='matter_at_work_has_person_and_measures'), models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.matters.kinds.State['REGISTERED'], qingyuan.matters.kinds.State['VOID']]), models.Q(('due_on__isnull', False), ('term', qingyuan.matters.kinds.Term['DATED'])), models.Q(('due_on__isnull', True), ('term', qingyuan.matters.kinds.Term['LONG'])), _connector='OR'), name='matter_at_work_has_a_deadline_or_is_long_term'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', [qingyuan.matters.kinds.State['SUBMITTED'], qingyuan.matters.kinds.State['CLOSED']]), _negated=True), models.Q(('submitted_at__isnull', False), ('submitted_by__isnull', False), models.Q(('effect', ''), _negated=True), models.Q(('rule_change', ''), _negated=True)), _connector='OR'), name='matter_submitted_states_its_effect'), models.CheckConstraint(condition=models.Q(('closed_by__isnull', True), models.Q(models.Q(('closed_by', models.F('owner')), _negated=True), models.Q(('closed_by', models.F('submitted_by')), _negated=True)), _connector='OR'), name='matter_closed_by_a_second_person'), models.CheckConstraint(condition=models.Q(('statement', ''), _negated=True), name='matter_says_something'), models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('due_on__gte', models.F('opened_on')), _connector='OR'), name='matter_due_after_opened'), models.CheckConstraint(condition=models.Q(('breadth', qingyuan.matters.kinds.Breadth['INDIVIDUAL']), ('common__isnull', True), _connector='OR'), name='common_of_no_common')],
            },
        ),
        migrations.CreateModel(
            name='Text',
            fields=[
                ('matter', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='matters.matter')),
                ('grams', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('old_due_on', models.DateField()),
                ('new_due_on', models.DateField(verbose_name='申请延至')),
                ('reason', models.TextField(max_length=500, verbose_name='延期理由')),
                ('answer', models.CharField(blank=True, choices=[('granted', '同意'), ('refused', '不同意')], max_length=8)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answer_words', models.CharField(blank=True, max_length=300)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='matters.matter')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('matter',), name='one_open_extension'), models.CheckConstraint(condition=models.Q(('new_due_on__gt', models.F('old_due_on'))), name='extension_is_later'), models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('asked_by')), _negated=True), _connector='OR'), name='extension_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slot', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120, verbose_name='文件名')),
                ('media_type', models.CharField(max_length=80)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='matters.matter')),
            ],
            options={
                'ordering': ['slot'],
                'constraints': [models.UniqueConstraint(fields=('matter', 'slot'), name='one_file_a_slot'), models.CheckConstraint(condition=models.Q(('slot__gte', 1), ('slot__lte', 2)), name='two_files_at_most')],
            },
        ),
        migrations.CreateModel(
            name='Milestone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.CharField(max_length=200, verbose_name='阶段目标')),
                ('due_on', models.DateField(verbose_name='日期')),
                ('met_at', models.DateTimeField(null=True)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='完成情况')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='milestones', to='matters.matter')),
                ('met_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('matter', 'due_on'), name='one_milestone_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('met_at__isnull', True), ('met_by__isnull', True)), models.Q(('met_at__isnull', False), ('met_by__isnull', False)), _connector='OR'), name='milestone_met_means_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='Naming',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='namings', to='matters.matter')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('unit__isnull', False)), models.Q(('person__isnull', False), ('unit__isnull', True)), _connector='OR'), name='naming_of_one')],
            },
        ),
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('months', models.PositiveSmallIntegerField()),
                ('round', models.PositiveSmallIntegerField(default=0)),
                ('due_on', models.DateField()),
                ('result', models.CharField(blank=True, choices=[('held', '未反弹'), ('relapsed', '反弹')], max_length=10)),
                ('words', models.TextField(blank=True, max_length=500)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rechecks', to='matters.matter')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(condition=models.Q(('result', '')), fields=['due_on'], name='recheck_to_do')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'round', 'months'), name='one_recheck_a_date'), models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('done_by__isnull', True), ('result', '')), models.Q(models.Q(('result', ''), _negated=True), ('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='recheck_done_means_who_and_when')],
            },
        ),
        migrations.CreateModel(
            name='Sent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=12)),
                ('due_on', models.DateField()),
                ('at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='matters.matter')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='reminders_of_person')],
                'constraints': [models.UniqueConstraint(fields=('matter', 'step', 'due_on', 'person'), name='reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('act', models.CharField(choices=[('register', '登记'), ('fix', '三定'), ('reassign', '改派'), ('progress', '填报进展'), ('submit', '申请销号'), ('return', '退回整改'), ('close', '验收销号'), ('reopen', '重新启动'), ('void', '作废'), ('extend', '延期'), ('milestone', '完成阶段目标'), ('recheck', '回头看')], max_length=10)),
                ('words', models.TextField(blank=True, max_length=2000)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='matters.matter')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['matter', 'at'], name='steps_of_matter')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255)),
                ('kind', models.CharField(max_length=10)),
                ('lane', models.CharField(max_length=50)),
                ('key_few', models.BooleanField()),
                ('due_on', models.DateField()),
                ('open', models.IntegerField(default=0)),
                ('submitted', models.IntegerField(default=0)),
                ('registered', models.IntegerField(default=0)),
                ('long_open', models.IntegerField(default=0)),
                ('closed', models.IntegerField(default=0)),
                ('on_time', models.IntegerField(default=0)),
                ('dated_closed', models.IntegerField(default=0)),
                ('reopened', models.IntegerField(default=0)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='campaign.campaign')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'path', 'kind', 'lane', 'key_few', 'due_on'), name='tally_once')],
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='专项整治')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('categories', models.ManyToManyField(related_name='themes', to='matters.category')),
            ],
        ),
    ]
