"""The city is built once for all tests of a process: on SQLite inside a transaction that is never committed, on
PostgreSQL in a copy of the test database, for there a transaction grows slower with every savepoint it has seen.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from tests.authorisation.asking import Asker
from tests.authorisation.world import the_world


@pytest.fixture(scope="package")
def asker(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Asker]:
    """Who asks in this city."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with django_db_blocker.unblock(), _never_kept() if connection.vendor == "sqlite" else _in_a_copy():
            with transaction.atomic():
                made = Asker(the_world())
                connection.run_on_commit.clear()  # files beside the database are of the one that all tests share
            yield made
    finally:
        logging.disable(before)


@contextmanager
def _never_kept() -> Iterator[None]:
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def _in_a_copy() -> Iterator[None]:
    """The city is written for good, and each question is a transaction of its own."""
    whole, made = connection.settings_dict["NAME"], connection.creation
    made.clone_test_db("city", verbosity=0)
    copy = made.get_test_db_clone_settings("city")["NAME"]
    connection.settings_dict["NAME"] = copy
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = whole
        made.destroy_test_db(suffix="city", verbosity=0)


@pytest.fixture
def _django_db_helper(asker: Asker) -> None:
    """In place of pytest-django's transaction for each test: the tests here are marked ``django_db`` so that there
    is a database, and share the one city above."""
