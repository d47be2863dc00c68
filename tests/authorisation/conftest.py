"""The city is built once for all tests of a process, inside a transaction that is never committed."""

import logging
from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.authorisation.asking import Asker
from tests.authorisation.world import the_world


@pytest.fixture(scope="package")
def asker(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Asker]:
    """Who asks in this city."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    with django_db_blocker.unblock():
        outermost = transaction.atomic()
        outermost.__enter__()
        try:
            yield Asker(the_world())
        finally:
            transaction.set_rollback(True)
            outermost.__exit__(None, None, None)
            logging.disable(before)


@pytest.fixture
def _django_db_helper(asker: Asker) -> None:
    """In place of pytest-django's transaction for each test: the tests here are marked ``django_db`` so that there
    is a database, and share the one transaction above."""
