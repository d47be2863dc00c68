"""Each cell of the wall chart leads to exactly the matters that it counts."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict

from qingyuan.campaign.testing import a_task
from qingyuan.kit.clock import local_day
from qingyuan.ledger.queries.wall import wall
from qingyuan.ledger.views.exports import asked_rows
from qingyuan.ledger.views.wall import list_address
from qingyuan.matters.api import Category

from .conftest import AT, City
from .test_wall_figures import LANES_AT_MOST, LATER, a_ledger


def rows_behind(city: City, address: str) -> int:
    query = QueryDict(urlsplit(address).query)
    return asked_rows(query, city.campaign, city.office, LATER).count()


@pytest.mark.parametrize("seed", [1, 2])
def test_a_cell_and_its_list_count_the_same(city: City, seed: int) -> None:
    a_ledger(city, seed)
    drawn = wall(city.campaign, by=city.office, at=LATER)
    address = list_address(drawn)
    assert local_day(LATER) > local_day(AT + timedelta(days=1))
    for row in drawn.rows:
        assert rows_behind(city, address(row.code, own=row.own)) == row.total.all, row.name
        for lane, figures in zip(drawn.lanes, row.figures, strict=True):
            link = address(row.code, lane, own=row.own)
            assert rows_behind(city, link) == figures.all, (
                row.name,
                lane.key,
                parse_qs(urlsplit(link).query),
            )


def test_the_column_of_the_rest_leads_to_all_it_gathers_by_a_short_address(city: City) -> None:
    for n in range(LANES_AT_MOST + 30):
        a_task(
            city.campaign, [city.ours], title=f"任务{n}", due_on=date(2021, 4, 1) + timedelta(days=n), at=AT
        )
    for category in Category.objects.filter(active=True):
        city.registered(category=category.pk)
    drawn = wall(city.campaign, by=city.office, at=LATER)
    address = list_address(drawn)
    rest = [(lane, n) for n, lane in enumerate(drawn.lanes) if lane.rest]
    assert len(rest) == 2
    for lane, n in rest:
        for row in drawn.rows:
            link = address(row.code, lane, own=row.own)
            assert rows_behind(city, link) == row.figures[n].all
            assert len(link) < 1000
        assert sum(row.figures[n].all for row in drawn.rows) == len(lane.members)


def test_an_address_with_nonsense_for_a_lane_is_no_error(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    for lane in (
        "task:",
        "task:x",
        "but:",
        "but:task:x",
        "'; DROP TABLE",
        "kind:problem,,",
        "category:" + "x" * 500,
    ):
        assert as_(city.office).get("/ledger/", {"lane": lane}).status_code == 200
