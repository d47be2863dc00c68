"""``python -m qingyuan.site.demo A`` builds a snapshot in QINGYUAN_DATA (or DATABASE_URL), for ``qingyuan demo``."""

import gc
import os
import sys
from contextlib import nullcontext

import django
from tqdm import tqdm

from qingyuan.site.demo import place


def main(snapshot: str) -> int:
    """Prepare, look, build, write the clock. What stands against it is printed; 2 then."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingyuan.site.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection, transaction

    from qingyuan.kit import clock
    from qingyuan.org.api import Unit, setting
    from qingyuan.site import running
    from qingyuan.site.demo import accounts, building
    from qingyuan.site.demo.story import SNAPSHOTS

    settings.DATA.mkdir(parents=True, exist_ok=True, mode=0o700)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")
    running.prepare()
    if Unit.objects.exists():
        place.refuse_other(settings.DATA, setting(accounts.MARK, ""), snapshot)
        return 0
    place.refuse_kept(settings.DATA)
    gc.set_threshold(
        100_000, 20, 20
    )  # else looking through the whole city for what may go takes a tenth of the time
    with tqdm(
        desc=f"building the demo city, snapshot {snapshot}", unit="acts", file=sys.stderr, disable=None
    ) as bar:

        def told(done: int, whole: int) -> None:
            bar.total = whole
            bar.update(done - bar.n)

        # on a server the rows come last, all at once: whoever is cut short leaves an empty database and no clock
        with transaction.atomic() if connection.vendor != "sqlite" else nullcontext():
            place.keep_accounts(settings.DATA, snapshot, [])
            built = building.build(snapshot, told)
            place.keep_accounts(
                settings.DATA, snapshot, [account.said() for account in built.accounts], built.codes
            )
            began = f"{SNAPSHOTS[snapshot].isoformat()} {clock.real_now().isoformat()}\n"
            (settings.DATA / place.CLOCK).write_text(began, encoding="utf-8")
    connection.close()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except place.CannotBuild as refusal:
        print(refusal)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
