"""The types of education as they are shipped, for the office to change."""

import json
from pathlib import Path

from django.db import migrations


def fill(apps, schema_editor):
    kind = apps.get_model("study", "EducationType")
    shipped = json.loads((Path(__file__).parent.parent / "shipped.json").read_text(encoding="utf-8"))
    for row in shipped["education_types"]:
        kind.objects.get_or_create(code=row["code"], defaults={k: v for k, v in row.items() if k != "code"})


class Migration(migrations.Migration):
    dependencies = [("study", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
