import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('org', '0003_second_factor'),
        ('study', '0008_contests'),
    ]

    operations = [
        migrations.CreateModel(
            name='EssayPublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=60, verbose_name='题目')),
                ('named', models.BooleanField(default=False, verbose_name='署名')),
                ('version', models.PositiveSmallIntegerField(default=0)),
                ('offered_at', models.DateTimeField()),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='不公开的理由')),
                ('published_at', models.DateTimeField(null=True)),
                ('essay', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='publication', to='study.essay')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='org.person')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='publication_has_title'), models.CheckConstraint(condition=models.Q(models.Q(('published_at__isnull', True), ('published_by__isnull', True)), models.Q(('published_at__isnull', False), ('published_by__isnull', False), ('words', '')), _connector='OR'), name='publication_signed_by_someone')],
            },
        ),
    ]
