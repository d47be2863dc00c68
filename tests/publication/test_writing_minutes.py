"""How long a document takes: measured between opening and saving, shown as a mean of groups, kept of nobody."""

import re
from datetime import timedelta

from django.urls import reverse

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import rules as spending
from qingyuan.burden.models import Spent
from qingyuan.kit import clock
from qingyuan.org.testing import a_client, a_person
from qingyuan.publication import rules
from qingyuan.publication.models import Template, Writing
from qingyuan.publication.queries.minutes import WRITTEN, minutes_of_documents
from qingyuan.publication.testing import a_writing
from qingyuan.trail.models import Entry


def stamp_of(client, page):
    found = re.search('name="opened" value="([^"]+)"', client.get(page).content.decode())
    return found[1]


def minutes_kept():
    rows = Spent.objects.filter(source=WRITTEN).order_by("pk").values_list("person", "kind", "seconds")
    return [(person, kind, seconds // 60) for person, kind, seconds in rows]


def test_from_opening_to_saving_counts_once_for_the_one_who_opened_it(city, at):
    client, start = a_client(city.clerk), reverse("publication:start")
    with clock.stopped_at(at):
        opened = stamp_of(client, start)
    news = {"template": Template.objects.get(code="news").pk, "unit": city.ours.pk}
    period = {"period_from": "2021-03-12", "period_to": "2021-03-18"}
    with clock.stopped_at(at + timedelta(minutes=3)):
        client.post(start, news | period | {"opened": opened})
    made = Writing.objects.get()
    page = reverse("publication:words", args=[made.pk])
    said = {"title": "源河分局新增{问题新增}件", "version": made.version}
    before = Entry.objects.count()
    with clock.stopped_at(at + timedelta(minutes=5)):
        opened = stamp_of(client, page)
    with clock.stopped_at(at + timedelta(minutes=9)):
        wrong = client.post(page, said | {"part_1": "{没有}", "opened": opened})
    assert f'value="{opened}"' in wrong.content.decode()  # what was refused goes on, it does not begin anew
    assert len(minutes_kept()) == 1
    with clock.stopped_at(at + timedelta(minutes=17)):
        client.post(page, said | {"part_1": "新增{问题新增}件。", "opened": opened})
    kept = burden.Spending.WRITING
    assert minutes_kept() == [(city.clerk.pk, kept, 3), (city.clerk.pk, kept, 12)]
    assert Entry.objects.count() == before + 1  # that it was changed, and not how long it took
    made.refresh_from_db()
    with clock.stopped_at(at + timedelta(minutes=30)):
        foreign = {"title": "源河分局", "version": made.version, "opened": opened}
        assert a_client(city.office).post(page, foreign).status_code == 302
        made.refresh_from_db()
        assert client.post(page, {"title": "分局", "version": made.version}).status_code == 302
    assert len(minutes_kept()) == 2  # another's stamp, and none, count nothing and stop nobody


def test_minutes_stand_beside_the_documents_signed_and_never_of_fewer_than_five(city, at):
    few, *_more = [a_person(city.third) for _turn in range(2)]
    for unit in (city.ours, city.theirs):
        for _turn in range(6):
            a_person(unit)
    made = a_writing(city.campaign, city.ours, by=city.clerk, at=at)
    spent = {city.clerk.pk: 24, few.pk: 8}
    spending.spending.spend(
        kind=burden.Spending.WRITING, people=spent, on=at.date(), source=WRITTEN, at=at, times=4
    )
    rules.issue_writing(writing_id=made.pk, by=city.office, at=at, names_cleared=True)
    whole, ours = [city.root.path], [city.ours.path]
    later = at + timedelta(days=14)
    assert minutes_of_documents(whole, at) is None  # no week is over
    spending.spending.add_up_weeks(at=later)
    assert not Spent.objects.filter(source=WRITTEN).exists()
    found = minutes_of_documents(whole, later)
    assert (found.part, found.whole, found.mean) == (32, 1, 32.0)
    assert minutes_of_documents(ours, later).part == 24
    assert minutes_of_documents([city.third.path], later) is None
    with clock.stopped_at(later):
        page = a_client(city.office).get(reverse("burden:meter")).content.decode()
    assert "每份签发的文稿用时" in page
    assert "写文稿" in page and "写材料" in page
