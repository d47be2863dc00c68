"""The page of tasks: one line a task for who sees several units, and no link to what the reader may not open."""

from django.urls import reverse

from qingyuan.campaign.kinds import Followable
from qingyuan.campaign.shelves import Followed, followers
from qingyuan.campaign.testing import a_task
from qingyuan.org.testing import a_client

PAGE = "campaign:tasks"


def as_if_followed(monkeypatch, done: set[int], hidden: set[int] = frozenset()):
    """A ledger that follows every share: ``done`` are signed off, ``hidden`` have no page for the reader."""

    def follower(ids, /, *, by=None, at=None):
        return {
            pk: Followed(
                "已销号" if pk in done else "整改中", "" if pk in hidden else f"/ledger/{pk}/", pk in done
            )
            for pk in ids
        }

    monkeypatch.setitem(followers._things, Followable.TASK, follower)


def shares(city):
    task = a_task(city.campaign)
    return task, {share.unit_id: share for share in task.allocations.all()}


def test_who_sees_several_units_has_one_line_a_task_with_how_many_have_done_it(city, monkeypatch):
    task, own = shares(city)
    done = {own[city.a.pk].pk}
    as_if_followed(monkeypatch, done)
    page = a_client(city.office).get(reverse(PAGE))
    assert [(line["task"], line["done"], line["units"]) for line in page.context["groups"]] == [
        (task, 1, len(own))
    ]
    assert page.context["lines"] == []


def test_done_and_not_done_are_what_the_ledger_says(city, monkeypatch):
    _task, own = shares(city)
    done = {own[city.a.pk].pk}
    as_if_followed(monkeypatch, done)
    client = a_client(city.office)
    shown = {
        state: {line["share"].pk for line in client.get(reverse(PAGE), {"state": state}).context["lines"]}
        for state in ("done", "open")
    }
    assert shown["done"] == done
    assert shown["open"] == {share.pk for share in own.values()} - done


def test_a_matter_that_the_reader_may_not_open_is_named_without_a_link(city, monkeypatch):
    _task, own = shares(city)
    share = own[city.a.pk]
    as_if_followed(monkeypatch, set(), hidden={share.pk})
    page = a_client(city.office).get(reverse(PAGE), {"unit": city.a.pk}).content.decode()
    assert "整改中" in page
    assert f"/ledger/{share.pk}/" not in page
