"""The templates as they are shipped, for the office to change."""

import json
from pathlib import Path

from django.db import migrations


def fill(apps, schema_editor):
    template, section = (apps.get_model("publication", name) for name in ("Template", "TemplateSection"))
    shipped = json.loads((Path(__file__).parent.parent / "shipped.json").read_text(encoding="utf-8"))
    for row in shipped["templates"]:
        sections = row.pop("sections")
        made, new = template.objects.get_or_create(code=row["code"], defaults=row)
        if new:
            section.objects.bulk_create(
                section(template=made, order=order, **one) for order, one in enumerate(sections, 1)
            )


class Migration(migrations.Migration):
    dependencies = [("publication", "0004_writing")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
