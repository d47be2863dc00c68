import django.db.models.deletion
import qingyuan.publication.kinds
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('campaign', '0001_initial'),
        ('matters', '0002_words_and_categories'),
        ('org', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bulletin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', '起草中'), ('issued', '已印发'), ('withdrawn', '已撤回')], default=qingyuan.publication.kinds.State['DRAFT'], max_length=10, verbose_name='状态')),
                ('code', models.CharField(max_length=20, verbose_name='机关代字')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('serial', models.PositiveIntegerField(blank=True, null=True)),
                ('number', models.CharField(blank=True, max_length=40, verbose_name='发文字号')),
                ('title', models.CharField(max_length=120, verbose_name='标题')),
                ('period_from', models.DateField(verbose_name='期间起')),
                ('period_to', models.DateField(verbose_name='期间止')),
                ('addressees', models.CharField(blank=True, max_length=300, verbose_name='主送')),
                ('copy_to', models.CharField(blank=True, max_length=300, verbose_name='抄送')),
                ('purpose', models.TextField(blank=True, max_length=600, verbose_name='引言')),
                ('method', models.CharField(blank=True, max_length=80, verbose_name='督导方式')),
                ('groups', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='督导组数')),
                ('praise', models.TextField(blank=True, max_length=2000, verbose_name='好的做法')),
                ('demands', models.TextField(blank=True, max_length=1500, verbose_name='补充的工作要求')),
                ('drafted_at', models.DateTimeField(verbose_name='起草时间')),
                ('issued_at', models.DateTimeField(blank=True, null=True, verbose_name='印发时间')),
                ('characters', models.PositiveIntegerField(blank=True, null=True)),
                ('names_cleared', models.BooleanField(default=False)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_why', models.CharField(blank=True, max_length=300, verbose_name='撤回理由')),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign', verbose_name='教育整顿')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='起草人')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person', verbose_name='签发人')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='发文单位')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'indexes': [models.Index(fields=['campaign', 'state', '-issued_at'], name='bulletins_of_campaign'), models.Index(fields=['unit', 'state'], name='bulletins_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', [qingyuan.publication.kinds.State['DRAFT'], qingyuan.publication.kinds.State['ISSUED'], qingyuan.publication.kinds.State['WITHDRAWN']])), name='bulletin_state_known'), models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='bulletin_period_ends_after_start'), models.CheckConstraint(condition=models.Q(models.Q(('number', ''), ('serial__isnull', True), ('state', qingyuan.publication.kinds.State['DRAFT']), ('year__isnull', True), ('issued_at__isnull', True), ('issued_by__isnull', True)), models.Q(models.Q(('state', qingyuan.publication.kinds.State['DRAFT']), _negated=True), ('serial__isnull', False), ('year__isnull', False), ('issued_at__isnull', False), ('issued_by__isnull', False), models.Q(('number', ''), _negated=True)), _connector='OR'), name='bulletin_issued_means_number_who_and_when'), models.CheckConstraint(condition=models.Q(('issued_by__isnull', True), models.Q(('issued_by', models.F('drafted_by')), _negated=True), _connector='OR'), name='bulletin_issued_by_a_second_person'), models.CheckConstraint(condition=models.Q(models.Q(('state', qingyuan.publication.kinds.State['WITHDRAWN']), ('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), models.Q(models.Q(('state', qingyuan.publication.kinds.State['WITHDRAWN']), _negated=True), ('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True), ('withdrawn_why', '')), _connector='OR'), name='bulletin_withdrawn_means_who_when_and_why'), models.UniqueConstraint(fields=('code', 'year', 'serial'), name='bulletin_number_once')],
            },
        ),
        migrations.CreateModel(
            name='BulletinFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('docx', 'docx'), ('pdf', 'pdf')], max_length=4)),
                ('edited', models.BooleanField()),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('key', models.CharField(max_length=64, unique=True)),
                ('characters', models.PositiveIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='publication.bulletin')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('bulletin', 'kind'), name='one_file_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='BulletinItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('included', models.BooleanField(default=True)),
                ('told', models.TextField(blank=True, max_length=2000)),
                ('bulletin', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='publication.bulletin')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter')),
            ],
            options={
                'ordering': ['order', 'pk'],
                'indexes': [models.Index(fields=['matter', 'included'], name='bulletins_of_matter')],
                'constraints': [models.UniqueConstraint(fields=('bulletin', 'matter'), name='matter_once_a_bulletin'), models.UniqueConstraint(fields=('bulletin', 'order'), name='order_once_a_bulletin')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=1000, verbose_name='异议内容')),
                ('at', models.DateTimeField()),
                ('answer_by', models.DateField()),
                ('answer', models.CharField(blank=True, choices=[('upheld', '维持原通报'), ('corrected', '予以更正')], max_length=10, verbose_name='答复')),
                ('answer_words', models.TextField(blank=True, max_length=1000, verbose_name='复核说明')),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='publication.bulletinitem')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('item',), name='one_open_objection'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(models.Q(('answer', ''), _negated=True), models.Q(('answer_words', ''), _negated=True), ('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='objection_answered_means_who_when_and_words'), models.CheckConstraint(condition=models.Q(('answered_by__isnull', True), models.Q(('answered_by', models.F('by')), _negated=True), _connector='OR'), name='objection_answered_by_another')],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reminder_talk', '谈话提醒'), ('criticism_education', '批评教育'), ('ordered_self_criticism', '责令检查'), ('admonition', '诫勉'), ('org_adjustment', '组织调整'), ('party_warning', '党内警告'), ('party_serious_warning', '党内严重警告'), ('administrative_sanction', '政务处分')], max_length=24, verbose_name='处理方式')),
                ('persons', models.PositiveSmallIntegerField(verbose_name='人数')),
                ('heard_on', models.DateField(blank=True, null=True, verbose_name='听取陈述申辩日期')),
                ('decided_on', models.DateField(blank=True, null=True, verbose_name='决定日期')),
                ('decided_by', models.CharField(blank=True, max_length=80, verbose_name='决定单位')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='依据')),
                ('recorded_at', models.DateTimeField()),
                ('bulletin', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='outcomes', to='publication.bulletin', verbose_name='通报')),
                ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.matter', verbose_name='事项')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'ordering': ['unit', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [qingyuan.publication.kinds.OutcomeKind['REMINDER_TALK'], qingyuan.publication.kinds.OutcomeKind['CRITICISM_EDUCATION'], qingyuan.publication.kinds.OutcomeKind['ORDERED_SELF_CRITICISM'], qingyuan.publication.kinds.OutcomeKind['ADMONITION'], qingyuan.publication.kinds.OutcomeKind['ORG_ADJUSTMENT'], qingyuan.publication.kinds.OutcomeKind['PARTY_WARNING'], qingyuan.publication.kinds.OutcomeKind['PARTY_SERIOUS_WARNING'], qingyuan.publication.kinds.OutcomeKind['ADMINISTRATIVE_SANCTION']])), name='outcome_kind_known'), models.CheckConstraint(condition=models.Q(('persons__gte', 1)), name='outcome_of_someone'), models.CheckConstraint(condition=models.Q(('bulletin__isnull', False), ('matter__isnull', False), _connector='OR'), name='outcome_of_something'), models.CheckConstraint(condition=models.Q(('decided_on__isnull', True), models.Q(models.Q(('decided_by', ''), _negated=True), models.Q(('basis', ''), _negated=True)), _connector='OR'), name='outcome_decided_means_by_whom_and_why'), models.CheckConstraint(condition=models.Q(('decided_on__isnull', True), models.Q(('kind__in', [qingyuan.publication.kinds.OutcomeKind['ADMINISTRATIVE_SANCTION'], qingyuan.publication.kinds.OutcomeKind['ORG_ADJUSTMENT'], qingyuan.publication.kinds.OutcomeKind['PARTY_SERIOUS_WARNING'], qingyuan.publication.kinds.OutcomeKind['PARTY_WARNING']]), _negated=True), models.Q(('heard_on__isnull', False), ('heard_on__lte', models.F('decided_on'))), _connector='OR'), name='sanction_only_after_hearing')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'unit', 'code', 'year'), name='series_once'), models.UniqueConstraint(condition=models.Q(('code', '周报'), _negated=True), fields=('code', 'year'), name='a_code_belongs_to_one_series')],
            },
        ),
        migrations.CreateModel(
            name='Weekly',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period_from', models.DateField(verbose_name='期间起')),
                ('period_to', models.DateField(verbose_name='期间止')),
                ('year', models.PositiveSmallIntegerField()),
                ('serial', models.PositiveIntegerField(verbose_name='期号')),
                ('issued_at', models.DateTimeField()),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('issued_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit', verbose_name='单位')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('campaign', 'unit', 'year', 'serial'), name='weekly_number_once'), models.UniqueConstraint(fields=('campaign', 'unit', 'period_from', 'period_to'), name='weekly_once_a_period'), models.CheckConstraint(condition=models.Q(('period_to__gte', models.F('period_from'))), name='weekly_period_ends_after_start')],
            },
        ),
    ]
