import django.db.models.deletion
import qingyuan.study.kinds.cases
import qingyuan.study.kinds.classes
import qingyuan.study.kinds.materials
import qingyuan.study.kinds.understanding
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaign', '0002_alter_campaign_deployment_days'),
        ('matters', '0007_reminders_by_due'),
        ('org', '0003_second_factor'),
        ('study', '0005_life_rules'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClerkClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('starts_on', models.DateField(verbose_name='开始日期')),
                ('ends_on', models.DateField(verbose_name='结束日期')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='class_has_title'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='class_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='ClassMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('clerk_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='study.clerkclass')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('clerk_class', 'person'), name='class_member_once')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('notebook', '专用笔记本'), ('compendium', '学习资料汇编'), ('book', '书籍'), ('other', '其他资料')], max_length=12, verbose_name='类别')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('reading', models.BooleanField(default=False, verbose_name='列入推荐书目')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='读什么、为什么读')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.study.kinds.materials.MaterialKind['NOTEBOOK'], qingyuan.study.kinds.materials.MaterialKind['COMPENDIUM'], qingyuan.study.kinds.materials.MaterialKind['BOOK'], qingyuan.study.kinds.materials.MaterialKind['OTHER']])), name='material_kind_known'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='material_has_title'), models.UniqueConstraint(fields=('campaign', 'title'), name='material_once_a_campaign')],
            },
        ),
        migrations.CreateModel(
            name='Handout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quantity', models.PositiveIntegerField(verbose_name='发放数量')),
                ('handed_on', models.DateField(verbose_name='发放日期')),
                ('at', models.DateTimeField()),
                ('received', models.PositiveIntegerField(null=True, verbose_name='实收数量')),
                ('words', models.CharField(blank=True, max_length=200, verbose_name='短少的原因')),
                ('received_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('received_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
                ('material', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handouts', to='study.material')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'received'], name='handouts_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gt', 0)), name='handout_has_copies'), models.CheckConstraint(condition=models.Q(models.Q(('received__isnull', True), ('received_at__isnull', True), ('received_by__isnull', True)), models.Q(('received__isnull', False), ('received_at__isnull', False), ('received_by__isnull', False)), _connector='OR'), name='handout_received_by_somebody'), models.CheckConstraint(condition=models.Q(('received__isnull', True), ('received', models.F('quantity')), models.Q(('received__lt', models.F('quantity')), models.Q(('words', ''), _negated=True)), _connector='OR'), name='handout_short_says_why')],
            },
        ),
        migrations.CreateModel(
            name='SurveyAnswered',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('survey', models.CharField(choices=[('before', '训前调查'), ('after', '训后调查')], max_length=6)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answered', to='study.classmember')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('survey__in', [qingyuan.study.kinds.classes.Survey['BEFORE'], qingyuan.study.kinds.classes.Survey['AFTER']])), name='answered_survey_known'), models.UniqueConstraint(fields=('member', 'survey'), name='survey_answered_once')],
            },
        ),
        migrations.CreateModel(
            name='SurveySum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('survey', models.CharField(choices=[('before', '训前调查'), ('after', '训后调查')], max_length=6)),
                ('choice', models.CharField(choices=[('cannot', '不会写'), ('unwilling', '不想写'), ('afraid', '不敢写'), ('able', '没有困难'), ('useful', '有用'), ('partly', '部分有用'), ('useless', '没有用')], max_length=10)),
                ('times', models.PositiveIntegerField(default=0)),
                ('clerk_class', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sums', to='study.clerkclass')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('choice__in', [qingyuan.study.kinds.classes.SurveyChoice['CANNOT'], qingyuan.study.kinds.classes.SurveyChoice['UNWILLING'], qingyuan.study.kinds.classes.SurveyChoice['AFRAID'], qingyuan.study.kinds.classes.SurveyChoice['ABLE'], qingyuan.study.kinds.classes.SurveyChoice['USEFUL'], qingyuan.study.kinds.classes.SurveyChoice['PARTLY'], qingyuan.study.kinds.classes.SurveyChoice['USELESS']])), name='survey_choice_known'), models.UniqueConstraint(fields=('clerk_class', 'survey', 'choice'), name='survey_sum_once')],
            },
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='专题')),
                ('article', models.CharField(blank=True, max_length=200, verbose_name='条款')),
                ('text', models.TextField(max_length=3000, verbose_name='要点')),
                ('source', models.CharField(max_length=200, verbose_name='出处')),
                ('open', models.BooleanField(default=False, verbose_name='开放')),
                ('node', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='study.node', verbose_name='学习内容')),
            ],
            options={
                'ordering': ['node__order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='study_topic_has_title'), models.UniqueConstraint(fields=('node', 'title'), name='study_topic_once_a_node')],
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('single', '单选'), ('several', '多选')], max_length=10, verbose_name='题型')),
                ('text', models.CharField(max_length=300, verbose_name='题目')),
                ('explanation', models.CharField(max_length=500, verbose_name='解析')),
                ('source', models.CharField(max_length=200, verbose_name='出处')),
                ('active', models.BooleanField(default=True, verbose_name='启用')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='study.topic')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.study.kinds.understanding.QuestionKind['SINGLE'], qingyuan.study.kinds.understanding.QuestionKind['SEVERAL']])), name='question_kind_known'), models.CheckConstraint(condition=models.Q(('explanation', ''), _negated=True), name='question_is_explained')],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(default=1)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='org.person')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='study.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'person'), name='one_attempt_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Choice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=200, verbose_name='选项')),
                ('right', models.BooleanField(default=False, verbose_name='正确')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='choices', to='study.question')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('question', 'order'), name='choice_has_its_place')],
            },
        ),
        migrations.CreateModel(
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('right', models.BooleanField()),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='study.attempt')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='study.question')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('attempt', 'question'), name='replied_once')],
            },
        ),
        migrations.CreateModel(
            name='Understanding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('topic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='study.topic')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('topic', 'person'), name='understood_once')],
            },
        ),
        migrations.CreateModel(
            name='WarningCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=100, verbose_name='标题')),
                ('medium', models.CharField(choices=[('printed', '印发案例'), ('film', '警示教育片')], max_length=10, verbose_name='形式')),
                ('rule', models.CharField(blank=True, max_length=200, verbose_name='违反的规定')),
                ('source', models.CharField(blank=True, max_length=200, verbose_name='出处')),
                ('audience', models.CharField(blank=True, max_length=100, verbose_name='面向对象')),
                ('external', models.BooleanField(default=False, verbose_name='外单位案例')),
                ('function', models.CharField(blank=True, max_length=200, verbose_name='涉及的职能')),
                ('internal', models.TextField(blank=True, max_length=8000, verbose_name='内部稿')),
                ('leaders', models.TextField(blank=True, max_length=8000, verbose_name='领导干部稿')),
                ('force', models.TextField(blank=True, max_length=8000, verbose_name='全体民警稿')),
                ('public', models.TextField(blank=True, max_length=8000, verbose_name='公开稿')),
                ('failed', models.TextField(blank=True, max_length=500, verbose_name='哪道关口失守')),
                ('control', models.TextField(blank=True, max_length=500, verbose_name='现在的关口')),
                ('state', models.CharField(choices=[('draft', '拟稿中'), ('submitted', '待批准'), ('approved', '已批准')], default=qingyuan.study.kinds.cases.CaseState['DRAFT'], max_length=10, verbose_name='状态')),
                ('version', models.PositiveIntegerField(default=0)),
                ('return_words', models.CharField(blank=True, max_length=300, verbose_name='退回理由')),
                ('made_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('matter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='拟稿单位')),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-id'], name='cases_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(('medium__in', [qingyuan.study.kinds.cases.Medium['PRINTED'], qingyuan.study.kinds.cases.Medium['FILM']])), name='case_medium_known'), models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.study.kinds.cases.CaseState['DRAFT'], qingyuan.study.kinds.cases.CaseState['SUBMITTED'], qingyuan.study.kinds.cases.CaseState['APPROVED']])), name='case_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('state', qingyuan.study.kinds.cases.CaseState['APPROVED']), models.Q(('failed', ''), _negated=True), models.Q(('control', ''), _negated=True), models.Q(('rule', ''), _negated=True), models.Q(('force', ''), _negated=True)), models.Q(models.Q(('state', qingyuan.study.kinds.cases.CaseState['APPROVED']), _negated=True), ('approved_at__isnull', True), ('approved_by__isnull', True)), _connector='OR'), name='case_approved_says_both'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(models.Q(('approved_by', models.F('made_by')), _negated=True), models.Q(('approved_by', models.F('changed_by')), _negated=True)), _connector='OR'), name='case_approved_by_a_second')],
            },
        ),
        migrations.CreateModel(
            name='HiddenName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('words', models.CharField(max_length=60)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='study.warningcase')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('case', 'order'), name='hidden_name_has_its_place')],
            },
        ),
    ]
