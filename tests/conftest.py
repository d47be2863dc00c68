"""For every test: a data directory of its own, keys that belong to this run, and Chinese to begin with."""

import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as of_this_run

os.environ.setdefault("QINGYUAN_DATA", tempfile.mkdtemp(prefix="qingyuan-test-"))
os.environ.setdefault("QINGYUAN_CALENDAR_SECONDS", "0")
os.environ.pop("QINGYUAN_CLOCK", None)

# pytest-django has read the settings before this file: without these lines tests would write into ./var, where a
# bureau keeps its data.
of_this_run.DATA = Path(os.environ["QINGYUAN_DATA"])
of_this_run.STORAGES["default"]["OPTIONS"]["location"] = of_this_run.DATA / "files"
of_this_run.CALENDAR_SECONDS = int(os.environ["QINGYUAN_CALENDAR_SECONDS"])
of_this_run.CLOCK_OFFSET = timedelta(0)


@pytest.fixture(autouse=True)
def _chinese_first() -> Iterator[None]:
    """A page that was asked for in English does not leave its language to the next test."""
    from django.conf import settings

    if settings.configured:
        from django.utils import translation

        translation.activate(settings.LANGUAGE_CODE)
    yield
