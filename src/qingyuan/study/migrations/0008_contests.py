import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('campaign', '0002_alter_campaign_deployment_days'),
        ('org', '0003_second_factor'),
        ('study', '0007_essays'),
    ]

    operations = [
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=80, verbose_name='名称')),
                ('entries_until', models.DateField(verbose_name='推荐截止')),
                ('votes_until', models.DateField(verbose_name='投票截止')),
                ('picks', models.PositiveSmallIntegerField(verbose_name='每位评委最多选几个')),
                ('made_at', models.DateTimeField()),
                ('called_off_why', models.CharField(blank=True, max_length=200, verbose_name='取消原因')),
                ('signed_at', models.DateTimeField(null=True)),
                ('campaign', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.campaign')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), ('picks__gte', 1)), name='contest_has_title'), models.CheckConstraint(condition=models.Q(('votes_until__gt', models.F('entries_until'))), name='contest_votes_after_entries'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at__isnull', True), ('signed_by__isnull', True)), models.Q(('called_off_why', ''), ('signed_at__isnull', False), ('signed_by__isnull', False)), _connector='OR'), name='contest_signed_by_someone'), models.CheckConstraint(condition=models.Q(('signed_by__isnull', True), models.Q(models.Q(('signed_by', models.F('made_by')), _negated=True), models.Q(('signed_by', models.F('changed_by')), _negated=True)), _connector='OR'), name='contest_signed_by_a_second')],
            },
        ),
        migrations.CreateModel(
            name='ContestEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('result', models.TextField(max_length=500, verbose_name='做法和成效')),
                ('evidence', models.TextField(max_length=500, verbose_name='佐证')),
                ('entered_at', models.DateTimeField()),
                ('in_favour', models.PositiveSmallIntegerField(default=0)),
                ('asked', models.PositiveSmallIntegerField(default=0)),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='study.contest')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('leader', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('lesson', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.pilotfinding')),
                ('point', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='campaign.contactpoint')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lesson__isnull', True), ('point__isnull', False)), models.Q(('lesson__isnull', False), ('point__isnull', True)), _connector='OR'), name='entry_is_one_practice'), models.UniqueConstraint(fields=('contest', 'point'), name='entry_point_once'), models.UniqueConstraint(fields=('contest', 'lesson'), name='entry_lesson_once'), models.CheckConstraint(condition=models.Q(('in_favour__lte', models.F('asked'))), name='entry_sums_fit')],
            },
        ),
        migrations.CreateModel(
            name='ContestJuror',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('voted', models.BooleanField(default=False)),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jury', to='study.contest')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('contest', 'person'), name='juror_once')],
            },
        ),
    ]
