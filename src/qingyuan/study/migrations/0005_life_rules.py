"""The rules of party life as they are shipped, for the office to change."""

import json
from pathlib import Path

from django.db import migrations


def fill(apps, schema_editor):
    rule = apps.get_model("study", "LifeRule")
    shipped = json.loads((Path(__file__).parent.parent / "events.json").read_text(encoding="utf-8"))
    for row in shipped["life_rules"]:
        rule.objects.get_or_create(code=row["code"], defaults={k: v for k, v in row.items() if k != "code"})


class Migration(migrations.Migration):
    dependencies = [("study", "0004_events")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
