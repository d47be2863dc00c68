"""Clocks of reviews and appeals as they are shipped; an objection to having been sent a lead stops its transfer clock."""

import json
from pathlib import Path

from django.db import migrations

STOPPED = ("petition_transfer", "report_transfer")


def fill(apps, schema_editor):
    clock = apps.get_model("discipline", "Clock")
    place = Path(__file__).parent.parent / "presets_appeals.json"
    for row in json.loads(place.read_text(encoding="utf-8")):
        clock.objects.get_or_create(code=row["code"], defaults={k: v for k, v in row.items() if k != "code"})
    for row in clock.objects.filter(code__in=STOPPED):
        if "disputed" not in row.stops:
            row.stops = [*row.stops, "disputed"]
            row.save(update_fields=["stops"])


class Migration(migrations.Migration):
    dependencies = [("discipline", "0006_appeals_reviews_and_adjustments")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
