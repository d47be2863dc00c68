import django.core.validators
import django.db.models.deletion
import qingyuan.org.kinds
import qingyuan.org.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('username', models.CharField(max_length=40, unique=True, verbose_name='账号')),
                ('is_active', models.BooleanField(default=True, verbose_name='启用')),
                ('created_at', models.DateTimeField()),
                ('password_changed_at', models.DateTimeField(null=True)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Branch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='党支部')),
            ],
        ),
        migrations.CreateModel(
            name='DayOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='日期')),
                ('worked', models.BooleanField(verbose_name='上班')),
                ('words', models.CharField(blank=True, max_length=80, verbose_name='说明')),
            ],
        ),
        migrations.CreateModel(
            name='Setting',
            fields=[
                ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('value', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='FormerPassword',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128)),
                ('at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_passwords', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at'],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=qingyuan.org.models.person_key, editable=False, max_length=16, unique=True)),
                ('police_no', models.CharField(max_length=16, unique=True, verbose_name='警号')),
                ('name', models.CharField(max_length=40, verbose_name='姓名')),
                ('category', models.CharField(choices=[('police', '民警'), ('auxiliary', '辅警'), ('civilian', '文职')], max_length=10, verbose_name='人员类别')),
                ('rank', models.CharField(choices=[('leader', '领导干部'), ('middle', '中层干部'), ('officer', '基层民警')], default=qingyuan.org.kinds.Rank['OFFICER'], max_length=10, verbose_name='职级组')),
                ('branch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='org.branch', verbose_name='党支部')),
            ],
            options={
                'indexes': [models.Index(fields=['name'], name='org_person_name_bc77d5_idx')],
            },
        ),
        migrations.AddField(
            model_name='branch',
            name='secretary',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='org.person', verbose_name='书记'),
        ),
        migrations.AddField(
            model_name='account',
            name='person',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='org.person'),
        ),
        migrations.CreateModel(
            name='RosterDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('content', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('by', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='org.person')),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('code', models.CharField(max_length=12, unique=True, validators=[django.core.validators.RegexValidator('^\\d{12}$', '机构代码应为12位数字')], verbose_name='机构代码')),
                ('area', models.CharField(max_length=6, validators=[django.core.validators.RegexValidator('^\\d{6}$', '应为6位数字')], verbose_name='行政区划代码')),
                ('name', models.CharField(max_length=80, verbose_name='单位名称')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='英文名称')),
                ('short', models.CharField(blank=True, max_length=30, verbose_name='简称')),
                ('level', models.CharField(choices=[('ministry', '部级'), ('province', '省级'), ('city', '市级'), ('county', '县级'), ('station', '基层所队')], max_length=10, verbose_name='层级')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='次序')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', [qingyuan.org.kinds.Level['MINISTRY'], qingyuan.org.kinds.Level['PROVINCE'], qingyuan.org.kinds.Level['CITY'], qingyuan.org.kinds.Level['COUNTY'], qingyuan.org.kinds.Level['STATION']])), name='unit_level_known')],
            },
        ),
        migrations.CreateModel(
            name='RoleHolding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('campaign_office', '教育整顿办公室'), ('unit_head', '单位主要负责人'), ('clerk', '内勤文秘'), ('branch_secretary', '党支部书记'), ('officer', '民警辅警'), ('discipline', '纪检督察'), ('legal', '法制'), ('guidance', '上级指导组'), ('system_admin', '系统管理员'), ('security_admin', '安全管理员'), ('audit_admin', '审计管理员')], max_length=20, verbose_name='角色')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='org.person', verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holdings', to='org.unit', verbose_name='单位')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='holding_ends_after_start'), models.UniqueConstraint(condition=models.Q(('to_on__isnull', True)), fields=('person', 'unit', 'role'), name='role_held_once'), models.CheckConstraint(condition=models.Q(('role__in', [qingyuan.org.kinds.Role['CAMPAIGN_OFFICE'], qingyuan.org.kinds.Role['UNIT_HEAD'], qingyuan.org.kinds.Role['CLERK'], qingyuan.org.kinds.Role['BRANCH_SECRETARY'], qingyuan.org.kinds.Role['OFFICER'], qingyuan.org.kinds.Role['DISCIPLINE'], qingyuan.org.kinds.Role['LEGAL'], qingyuan.org.kinds.Role['GUIDANCE'], qingyuan.org.kinds.Role['SYSTEM_ADMIN'], qingyuan.org.kinds.Role['SECURITY_ADMIN'], qingyuan.org.kinds.Role['AUDIT_ADMIN']])), name='role_known')],
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='职务')),
                ('leader', models.BooleanField(default=False, verbose_name='关键少数')),
                ('main', models.BooleanField(default=True, verbose_name='主要职务')),
                ('from_on', models.DateField(verbose_name='起始日期')),
                ('to_on', models.DateField(blank=True, null=True, verbose_name='截止日期')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='org.person', verbose_name='人员')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='org.unit', verbose_name='单位')),
            ],
            options={
                'indexes': [models.Index(fields=['unit', 'to_on'], name='org_post_unit_id_3e084c_idx')],
                'constraints': [models.CheckConstraint(condition=models.Q(('to_on__isnull', True), ('to_on__gte', models.F('from_on')), _connector='OR'), name='post_ends_after_start'), models.UniqueConstraint(condition=models.Q(('main', True), ('to_on__isnull', True)), fields=('person',), name='one_main_post_at_a_time')],
            },
        ),
        migrations.AddField(
            model_name='branch',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='branches', to='org.unit', verbose_name='单位'),
        ),
        migrations.AddConstraint(
            model_name='branch',
            constraint=models.UniqueConstraint(fields=('unit', 'name'), name='branch_once_a_unit'),
        ),
    ]
