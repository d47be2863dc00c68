import django.db.models.deletion
import qingyuan.study.kinds.essays
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaign', '0002_alter_campaign_deployment_days'),
        ('org', '0003_second_factor'),
        ('study', '0006_materials'),
    ]

    operations = [
        migrations.CreateModel(
            name='EssayCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ranks', models.JSONField(default=list, verbose_name='哪些人写')),
                ('most', models.PositiveIntegerField(verbose_name='最多字数')),
                ('due_on', models.DateField(verbose_name='提交期限')),
                ('made_at', models.DateTimeField()),
                ('counted_at', models.DateTimeField(null=True)),
                ('emptied_at', models.DateTimeField(null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('stage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.stage', verbose_name='环节')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'stage'), name='essay_once_a_stage'), models.UniqueConstraint(condition=models.Q(('stage__isnull', True)), fields=('campaign',), name='essay_once_without_stages')],
            },
        ),
        migrations.CreateModel(
            name='Essay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.CharField(max_length=10)),
                ('state', models.CharField(choices=[('asked', '待提交'), ('submitted', '已提交'), ('returned', '已退回'), ('read', '已阅')], default=qingyuan.study.kinds.essays.EssayState['ASKED'], max_length=10, verbose_name='状态')),
                ('authorship', models.CharField(blank=True, choices=[('self', '本人撰写'), ('helped', '有人帮助')], max_length=10, verbose_name='撰写情况')),
                ('text', models.BinaryField(null=True)),
                ('mark', models.CharField(blank=True, max_length=16)),
                ('submitted_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='退回理由')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('read_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='essays', to='study.essaycall')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-id'], name='essays_of_person'), models.Index(fields=['unit', 'state'], name='essays_of_unit')],
                'constraints': [models.UniqueConstraint(fields=('call', 'person'), name='essay_once_a_call'), models.CheckConstraint(condition=models.Q(('rank__in', ['leader', 'middle', 'officer'])), name='essay_rank_known'), models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.study.kinds.essays.EssayState['ASKED'], qingyuan.study.kinds.essays.EssayState['SUBMITTED'], qingyuan.study.kinds.essays.EssayState['RETURNED'], qingyuan.study.kinds.essays.EssayState['READ']])), name='essay_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', [qingyuan.study.kinds.essays.EssayState['ASKED'], qingyuan.study.kinds.essays.EssayState['RETURNED']]), ('authorship', ''), ('submitted_at__isnull', True), ('text__isnull', True)), models.Q(('state__in', (qingyuan.study.kinds.essays.EssayState['SUBMITTED'], qingyuan.study.kinds.essays.EssayState['READ'])), ('submitted_at__isnull', False), ('text__isnull', False), ('authorship__in', [qingyuan.study.kinds.essays.Authorship['SELF'], qingyuan.study.kinds.essays.Authorship['HELPED']])), _connector='OR'), name='essay_handed_in_has_text'), models.CheckConstraint(condition=models.Q(models.Q(('read_at__isnull', False), ('read_by__isnull', False), ('state', qingyuan.study.kinds.essays.EssayState['READ'])), models.Q(models.Q(('state', qingyuan.study.kinds.essays.EssayState['READ']), _negated=True), ('read_at__isnull', True), ('read_by__isnull', True)), _connector='OR'), name='essay_read_by_someone'), models.CheckConstraint(condition=models.Q(('read_by__isnull', True), models.Q(('read_by', models.F('person')), _negated=True), _connector='OR'), name='essay_read_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('state', qingyuan.study.kinds.essays.EssayState['RETURNED']), models.Q(('words', ''), _negated=True)), models.Q(models.Q(('state', qingyuan.study.kinds.essays.EssayState['RETURNED']), _negated=True), ('words', '')), _connector='OR'), name='essay_returned_says_why')],
            },
        ),
        migrations.CreateModel(
            name='EssayCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rank', models.CharField(max_length=10)),
                ('asked', models.PositiveIntegerField()),
                ('submitted', models.PositiveIntegerField()),
                ('much', models.PositiveIntegerField()),
                ('helped', models.PositiveIntegerField()),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='counts', to='study.essaycall')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('call', 'unit', 'rank'), name='essay_count_once'), models.CheckConstraint(condition=models.Q(('asked__gte', models.F('submitted')), ('submitted__gte', models.F('much')), ('submitted__gte', models.F('helped'))), name='essay_counts_fit')],
            },
        ),
        migrations.CreateModel(
            name='EssayDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('essay', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='study.essay')),
            ],
        ),
        migrations.CreateModel(
            name='EssaySource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('template', '范文'), ('document', '文件')], max_length=10, verbose_name='类别')),
                ('title', models.CharField(max_length=100, verbose_name='名称')),
                ('text', models.TextField(verbose_name='正文')),
                ('sha256', models.CharField(max_length=64)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.study.kinds.essays.SourceKind['TEMPLATE'], qingyuan.study.kinds.essays.SourceKind['DOCUMENT']])), name='essay_source_known'), models.UniqueConstraint(fields=('kind', 'sha256'), name='essay_source_once')],
            },
        ),
    ]
