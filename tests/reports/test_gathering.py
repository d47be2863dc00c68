"""Reports that arrive together: one transaction, nobody told too early, nobody brought down by another."""

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from qingyuan.reports.kinds import Channel
from qingyuan.reports.models import Report
from qingyuan.reports.policy.sealing import the_hour
from qingyuan.reports.queries.routing import Facts, routed
from qingyuan.reports.rules._gathering import Gathering
from qingyuan.reports.rules.intake import Arrived, _report, _write
from qingyuan.reports.testing import sealed_report
from tests.reports.conftest import City

STATEMENTS = 8  # challenge, report, allowed, slots, body; head of the record, entry, head again


def arrived(at: datetime, count: int) -> list[Arrived]:
    found = []
    for number in range(count):
        facts = Facts(nonce=bytes([number]) * 16)
        sealed, _code, _content = sealed_report(facts, at=at)
        keys = routed(facts, at).keys
        found.append(Arrived(_report(sealed, facts, keys, the_hour(at), Channel.BROWSER), sealed, None, {}))
    return found


def test_many_reports_cost_as_many_statements_as_one(city: City, at: datetime) -> None:
    for count in (1, 5):
        several = arrived(at, count)
        with CaptureQueriesContext(connection) as asked:
            _write(several)
        assert len(asked) == STATEMENTS - 1  # none of them brought a challenge
    assert Report.objects.count() == 6


def test_a_report_of_a_transaction_that_was_brought_down_is_written_anew(city: City, at: datetime) -> None:
    *several, other = arrived(at, 3)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _write(several)
        raise ZeroDivisionError
    _write([other])  # on SQLite it gets the number that one of them had
    _write(several)
    assert {one.report.pk for one in (other, *several)} == set(Report.objects.values_list("pk", flat=True))


@pytest.fixture
def threads_may_ask(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database for threads of their own, which write nothing into it: so there is nothing to clear away."""
    with django_db_blocker.unblock():
        yield


@pytest.mark.usefixtures("threads_may_ask")
def test_who_comes_while_another_writes_is_taken_along_and_a_wrong_one_takes_nobody_with_it() -> None:
    first_writes, go_on = threading.Event(), threading.Event()
    batches: list[list[str]] = []
    told: dict[str, str] = {}

    def write(things: Sequence[str]) -> None:
        assert connection.in_atomic_block
        batches.append(list(things))
        if things == ["first"]:
            first_writes.set()
            assert go_on.wait(20)
        if "wrong" in things:
            raise IntegrityError

    gathering = Gathering(write)

    def bring(thing: str) -> None:
        try:
            gathering.put(thing)
            told[thing] = "taken"
        except IntegrityError:
            told[thing] = "refused"
        finally:
            connection.close()

    threads = [threading.Thread(target=bring, args=(name,)) for name in ("first", "a", "wrong", "b")]
    threads[0].start()
    assert first_writes.wait(20)
    for thread in threads[1:]:
        thread.start()
    while len(gathering._waiting) < 3:
        threads[1].join(0.01)
    assert told == {}  # nobody before the commit
    go_on.set()
    for thread in threads:
        thread.join(20)
    assert told == {"first": "taken", "a": "taken", "b": "taken", "wrong": "refused"}
    assert [sorted(batch) for batch in batches[:2]] == [["first"], ["a", "b", "wrong"]]
    assert sorted(batch[0] for batch in batches[2:]) == ["a", "b", "wrong"]
