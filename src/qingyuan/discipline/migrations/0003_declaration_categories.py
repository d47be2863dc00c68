"""The categories of declarations as they are shipped: none asks anybody before its basis is written and confirmed."""

from django.db import migrations

SHIPPED = (
    (
        "business",
        "违规经商办企业",
        "本人从事或者参与营利性活动、在企业或其他营利性组织中兼任职务的：名称、起始时间、方式",
        False,
    ),
    ("shareholding_lending", "违规参股借贷", "本人违规入股、放贷或者向管理服务对象借贷的：对象、起始时间、金额范围", False),
    (
        "family_business",
        "配偶、子女及其配偶经商办企业",
        "依据条款写明的配偶、子女及其配偶经商办企业情况：行业、地点、起始时间",
        True,
    ),
)


def fill(apps, schema_editor):
    category = apps.get_model("discipline", "DeclarationCategory")
    for code, name, asks, family in SHIPPED:
        category.objects.get_or_create(code=code, defaults={"name": name, "asks": asks, "family": family})


class Migration(migrations.Migration):
    dependencies = [("discipline", "0002_presets")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
