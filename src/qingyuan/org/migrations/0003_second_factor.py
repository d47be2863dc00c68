"""Secrets of the second factor lie sealed: those that stand in plain text are sealed here."""

from django.conf import settings
from django.db import migrations

from qingyuan.kit.secrets import seal

FACTOR_KEY = "second-factor"
PLAIN = 40  # hexadecimal digits of a secret that is not sealed yet


def seal_what_is_plain(apps, schema_editor):
    for device in apps.get_model("otp_totp", "TOTPDevice").objects.all():
        if len(device.key) == PLAIN:
            plain = bytes.fromhex(device.key)
            device.key = seal(settings.DATA, FACTOR_KEY, plain, f"account:{device.user_id}").hex()
            device.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("org", "0002_duty"), ("otp_totp", "0003_add_timestamps")]
    operations = [
        migrations.CreateModel(
            name="SecondFactor",
            fields=[],
            options={"proxy": True, "indexes": [], "constraints": []},
            bases=("otp_totp.totpdevice",),
        ),
        migrations.RunPython(seal_what_is_plain, migrations.RunPython.noop),
    ]
