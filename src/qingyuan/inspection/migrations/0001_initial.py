"""Topics, check lists, units, answers."""

import django.db.models.deletion
import qingyuan.inspection.kinds
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
            name='Topic',
            fields=[
                ('code', models.SlugField(max_length=40, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('alert', '典型案例自查'), ('seven_risks', '枪车酒赌毒密网专项检查'), ('selection', '选人用人专项检查'), ('other', '其他专题检查')], max_length=12, verbose_name='用于')),
                ('name', models.CharField(max_length=60, verbose_name='专题')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='英文名称')),
                ('days', models.PositiveSmallIntegerField(default=30, verbose_name='间隔天数')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'ordering': ['order', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.inspection.kinds.ListKind['ALERT'], qingyuan.inspection.kinds.ListKind['SEVEN_RISKS'], qingyuan.inspection.kinds.ListKind['SELECTION'], qingyuan.inspection.kinds.ListKind['OTHER']])), name='topic_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='CheckList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('alert', '典型案例自查'), ('seven_risks', '枪车酒赌毒密网专项检查'), ('selection', '选人用人专项检查'), ('other', '其他专题检查')], max_length=12, verbose_name='类型')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('source', models.CharField(max_length=200, verbose_name='出处')),
                ('article', models.CharField(blank=True, max_length=200, verbose_name='条款')),
                ('grade', models.CharField(choices=[('A', 'A 原文'), ('B', 'B 转载或报道'), ('C', 'C 单一来源'), ('U', 'U 未查到原文，须核对')], max_length=1, verbose_name='出处等级')),
                ('failed', models.TextField(blank=True, max_length=500, verbose_name='哪道关口失守')),
                ('function', models.CharField(max_length=200, verbose_name='涉及的职能')),
                ('due_on', models.DateField(verbose_name='答复期限')),
                ('state', models.CharField(choices=[('draft', '拟订中'), ('submitted', '待批准'), ('sent', '已下发'), ('withdrawn', '已撤回')], default=qingyuan.inspection.kinds.ListState['DRAFT'], max_length=10, verbose_name='状态')),
                ('edition', models.PositiveSmallIntegerField(default=1, verbose_name='期次')),
                ('version', models.PositiveIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('return_words', models.CharField(blank=True, max_length=300, verbose_name='退回理由')),
                ('approved_at', models.DateTimeField(null=True)),
                ('sent_on', models.DateField(null=True, verbose_name='下发日期')),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_words', models.CharField(blank=True, max_length=300, verbose_name='撤回理由')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('before', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspection.checklist')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='拟订单位')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspection.topic', verbose_name='专题')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', '-id'], name='lists_of_unit'), models.Index(fields=['topic', 'sent_on'], name='lists_of_topic')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.inspection.kinds.ListKind['ALERT'], qingyuan.inspection.kinds.ListKind['SEVEN_RISKS'], qingyuan.inspection.kinds.ListKind['SELECTION'], qingyuan.inspection.kinds.ListKind['OTHER']])), name='list_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.inspection.kinds.ListState['DRAFT'], qingyuan.inspection.kinds.ListState['SUBMITTED'], qingyuan.inspection.kinds.ListState['SENT'], qingyuan.inspection.kinds.ListState['WITHDRAWN']])), name='list_state_known'), models.CheckConstraint(condition=models.Q(('grade__in', [qingyuan.inspection.kinds.Grade['A'], qingyuan.inspection.kinds.Grade['B'], qingyuan.inspection.kinds.Grade['C'], qingyuan.inspection.kinds.Grade['U']])), name='list_grade_known'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', True), ('approved_by__isnull', True), ('sent_on__isnull', True), ('state__in', (qingyuan.inspection.kinds.ListState['DRAFT'], qingyuan.inspection.kinds.ListState['SUBMITTED']))), models.Q(models.Q(('state__in', (qingyuan.inspection.kinds.ListState['DRAFT'], qingyuan.inspection.kinds.ListState['SUBMITTED'])), _negated=True), ('approved_at__isnull', False), ('approved_by__isnull', False), ('sent_on__isnull', False)), _connector='OR'), name='list_sent_means_approved'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(models.Q(('approved_by', models.F('made_by')), _negated=True), models.Q(('approved_by', models.F('changed_by')), _negated=True)), _connector='OR'), name='list_approved_by_a_second'), models.CheckConstraint(condition=models.Q(('sent_on__isnull', True), ('due_on__gte', models.F('sent_on')), _connector='OR'), name='list_due_after_sent'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_words', '')), models.Q(('state', qingyuan.inspection.kinds.ListState['WITHDRAWN']), ('withdrawn_at__isnull', False), models.Q(('withdrawn_words', ''), _negated=True)), _connector='OR'), name='list_withdrawn_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.BooleanField()),
                ('asked_on', models.DateField(null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('check_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='inspection.checklist')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'asked_on'], name='asked_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('check_list', 'unit'), name='unit_once_a_list'), models.CheckConstraint(condition=models.Q(('asked', True), ('asked_on__isnull', True), _connector='OR'), name='spared_means_not_asked')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('what', models.CharField(max_length=200, verbose_name='看什么')),
                ('how', models.CharField(blank=True, max_length=300, verbose_name='怎么看')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='法律依据')),
                ('grade', models.CharField(choices=[('A', 'A 原文'), ('B', 'B 转载或报道'), ('C', 'C 单一来源'), ('U', 'U 未查到原文，须核对')], max_length=1, verbose_name='依据等级')),
                ('criterion', models.CharField(blank=True, max_length=300, verbose_name='怎样算合格')),
                ('example', models.BooleanField(default=False, verbose_name='仍是示例')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.category', verbose_name='问题类别')),
                ('check_list', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='inspection.checklist')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('grade__in', [qingyuan.inspection.kinds.Grade['A'], qingyuan.inspection.kinds.Grade['B'], qingyuan.inspection.kinds.Grade['C'], qingyuan.inspection.kinds.Grade['U']])), name='item_grade_known'), models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='item_says_what')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('fine', '合格'), ('problem', '发现问题'), ('not_applicable', '不适用')], max_length=16, verbose_name='结果')),
                ('words', models.TextField(blank=True, max_length=1000, verbose_name='说明')),
                ('fixed', models.BooleanField(default=False, verbose_name='当场整改')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('matter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='inspection.asked')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspection.item')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('asked', 'item'), name='answered_once'), models.CheckConstraint(condition=models.Q(('result__in', [qingyuan.inspection.kinds.Result['FINE'], qingyuan.inspection.kinds.Result['PROBLEM'], qingyuan.inspection.kinds.Result['NOT_APPLICABLE']])), name='answer_result_known'), models.CheckConstraint(condition=models.Q(models.Q(('matter__isnull', False), ('result', qingyuan.inspection.kinds.Result['PROBLEM'])), models.Q(models.Q(('result', qingyuan.inspection.kinds.Result['PROBLEM']), _negated=True), ('fixed', False), ('matter__isnull', True)), _connector='OR'), name='problem_is_on_the_ledger'), models.CheckConstraint(condition=models.Q(models.Q(('result', qingyuan.inspection.kinds.Result['NOT_APPLICABLE']), _negated=True), models.Q(('words', ''), _negated=True), _connector='OR'), name='not_applicable_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Sent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=12)),
                ('at', models.DateTimeField()),
                ('asked', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='inspection.asked')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-at'], name='list_reminders_of_person')],
                'constraints': [models.UniqueConstraint(fields=('asked', 'step', 'person'), name='list_reminder_once')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.CharField(choices=[('fine', '合格'), ('problem', '发现问题'), ('not_applicable', '不适用')], max_length=16)),
                ('words', models.TextField(blank=True, max_length=1000)),
                ('reason', models.CharField(max_length=300, verbose_name='更正理由')),
                ('at', models.DateTimeField()),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='inspection.answer')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('matter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_says_why')],
            },
        ),
    ]
