"""The fields that the rosters know: in every registry from the start, so that no form asks for them."""

from django.db import migrations

FIELDS = (
    ("police", "民警人数", "Police officers"),
    ("auxiliaries", "辅警人数", "Auxiliary police"),
    ("branches", "党支部数", "Party branches"),
)


def fill(apps, schema_editor):
    field = apps.get_model("burden", "Field")
    for code, words, english in FIELDS:
        made = {"words": words, "words_en": english, "source": "人员花名册"}
        field.objects.get_or_create(code=code, defaults=made)


class Migration(migrations.Migration):
    dependencies = [("burden", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
