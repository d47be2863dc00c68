"""Keys of matters stand in addresses: they must not tell those who may not see all how much there is."""

from datetime import datetime

import pytest

from qingyuan.matters.kinds import Kind
from qingyuan.matters.models import Counter, Matter
from qingyuan.matters.rules.opening import FIRST_BY_CHANCE, KEYS, LAST_BY_CHANCE
from qingyuan.matters.testing import a_matter

from .conftest import City

pytestmark = pytest.mark.django_db


def opened(city: City, at: datetime, kind: Kind = Kind.PROBLEM) -> Matter:
    return a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at, kind=kind)


def test_no_key_that_was_skipped_tells_of_a_lead(city: City, at: datetime) -> None:
    first = opened(city, at)
    leads = [opened(city, at, Kind.LEAD) for _n in range(20)]
    assert opened(city, at).pk == first.pk + 1
    assert all(FIRST_BY_CHANCE <= lead.pk < LAST_BY_CHANCE for lead in leads)
    assert sorted(lead.pk for lead in leads) != [lead.pk for lead in leads]


def test_a_key_that_was_taken_back_is_never_given_again(city: City, at: datetime) -> None:
    first = opened(city, at)
    Matter.objects.get(pk=first.pk).delete()
    assert opened(city, at).pk == first.pk + 1


def test_a_ledger_that_knew_no_counter_goes_on_after_its_last_key(city: City, at: datetime) -> None:
    opened(city, at, Kind.LEAD)
    last = [opened(city, at) for _n in range(3)][-1]
    Counter.objects.get(prefix=KEYS).delete()
    assert opened(city, at).pk == last.pk + 1
