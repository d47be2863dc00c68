"""The clocks as they are shipped: named presets with source and grade, all of them for the office to change."""

import json
from pathlib import Path

from django.db import migrations


def fill(apps, schema_editor):
    clock = apps.get_model("discipline", "Clock")
    shipped = json.loads((Path(__file__).parent.parent / "presets.json").read_text(encoding="utf-8"))
    for row in shipped:
        clock.objects.get_or_create(code=row["code"], defaults={k: v for k, v in row.items() if k != "code"})


class Migration(migrations.Migration):
    dependencies = [("discipline", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
