"""For every test: a data directory of its own, keys that belong to this run, and Chinese to begin with."""

import os
import tempfile
from collections.abc import Iterator

import pytest

os.environ.setdefault("QINGYUAN_DATA", tempfile.mkdtemp(prefix="qingyuan-test-"))
os.environ.setdefault("QINGYUAN_CALENDAR_SECONDS", "0")
os.environ.pop("QINGYUAN_CLOCK", None)


@pytest.fixture(autouse=True)
def _chinese_first() -> Iterator[None]:
    """A page that was asked for in English does not leave its language to the next test."""
    from django.conf import settings

    if settings.configured:
        from django.utils import translation

        translation.activate(settings.LANGUAGE_CODE)
    yield
