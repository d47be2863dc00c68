"""Cursors come from addresses, and anybody can write an address."""

import json
from base64 import urlsafe_b64encode

import pytest

from qingyuan.kit.paging import page
from qingyuan.org.models import Person
from qingyuan.org.testing import a_person

pytestmark = pytest.mark.django_db


def cursor(values: object) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "asked",
    [
        "x",
        "é",
        cursor(["a\x00b"]),
        cursor(["\ud800"]),
        cursor([1]),
        cursor([[1]]),
        cursor(["a", "b"]),
        urlsafe_b64encode(b"[" * 40_000).decode(),
    ],
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_cursor_that_is_not_ours_gives_a_page_and_never_an_error(asked: str, way: str) -> None:
    a_person(police_no="000001")
    assert [row.police_no for row in page(Person.objects.all(), ["police_no"], **{way: asked}).rows] in (
        ["000001"],
        [],
    )


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30, True, 1.5])
def test_a_number_that_no_column_holds_gives_the_first_page(number: object) -> None:
    a_person(police_no="000001")
    assert len(page(Person.objects.all(), ["-id"], after=cursor([number])).rows) in (0, 1)


def test_pages_go_on_after_a_name_in_any_script() -> None:
    for name in ("０\u3000全角", "a", "é\u200b", "中"):
        a_person(police_no=name)
    seen: list[str] = []
    after = ""
    for _page in range(4):
        found = page(Person.objects.all(), ["police_no"], after=after, size=1)
        seen += [row.police_no for row in found.rows]
        after = found.after
    assert len(set(seen)) == 4
