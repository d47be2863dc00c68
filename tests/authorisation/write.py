"""``python -m tests.authorisation.write``: ask everything anew and write the table.

Then read every line that changed: the table says what is right, not what happens to be answered.
"""

import csv
import logging
import os
import sys
import tempfile
from pathlib import Path

TABLE = Path(__file__).with_name("table.csv")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="qingyuan-table-") as data:
        os.environ.update(QINGYUAN_DATA=data, DJANGO_SETTINGS_MODULE="qingyuan.site.settings")
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        logging.disable(logging.WARNING)
        from django.db import transaction

        from qingyuan.site import running

        running.prepare()
        from tests.authorisation.asking import Asker
        from tests.authorisation.people import ROLES
        from tests.authorisation.world import the_world

        with transaction.atomic():
            asker = Asker(the_world())
            if asker.untold:
                print("\n".join(asker.untold), file=sys.stderr)
                return 1
            with TABLE.open("w", newline="", encoding="utf-8") as file:
                out = csv.writer(file, lineterminator="\n")
                out.writerow(["name", "method", "object", *ROLES])
                for row in asker.rows():
                    out.writerow([*row, *(asker.ask(role, row)[0] for role in ROLES)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
