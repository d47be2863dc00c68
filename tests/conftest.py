"""For every test: a data directory of its own, and keys that belong to this run."""

import os
import tempfile

os.environ.setdefault("QINGYUAN_DATA", tempfile.mkdtemp(prefix="qingyuan-test-"))
os.environ.setdefault("QINGYUAN_CALENDAR_SECONDS", "0")
os.environ.pop("QINGYUAN_CLOCK", None)

import pytest  # noqa: E402


@pytest.fixture(autouse=True)
def _chinese_first():  # type: ignore[no-untyped-def]
    """A page that was asked for in English does not leave its language to the next test."""
    from django.conf import settings

    if settings.configured:
        from django.utils import translation

        translation.activate(settings.LANGUAGE_CODE)
    yield
