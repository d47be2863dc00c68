"""Every breach found is dealt with; and from a matter to its bulletin and outcomes and back."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.kit import clock
from qingyuan.kit.errors import Missing
from qingyuan.matters.rules import close_matter, reopen_matter
from qingyuan.matters.testing import a_matter, at_work, submitted
from qingyuan.org.testing import a_client
from qingyuan.publication import queries, rules
from qingyuan.publication.kinds import OutcomeKind
from qingyuan.publication.models import Outcome
from qingyuan.publication.testing import an_issued, some_findings
from qingyuan.trail.api import acts_on

EMPTY = "没有漏处理的"
DECIDED = {
    "kind": "criticism_education",
    "persons": "2",
    "decided_on": "2021-03-17",
    "decided_by": "分局党委",
    "basis": "《公安机关人民警察纪律条令》第二十条",
    "duty_checked": "on",
}


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


def a_breach(city, at, *, breach=True, names=(), statement="值班饮酒", unit=None):
    """A matter signed off, with or without the words that a breach is confirmed."""
    matter = a_matter(
        campaign=city.campaign,
        unit=unit or city.ours,
        by=city.office,
        at=at,
        names=names,
        statement=statement,
    )
    due = at.date() + timedelta(days=9)
    at_work(matter, owner=city.officer, by=city.office, at=at, due_on=due)
    submitted(matter, by=city.officer, at=at)
    return close_matter(matter_id=matter.pk, breach=breach, by=city.office, at=at)


def an_end(matter, city, at, *, persons=2):
    said = rules.Decision(
        OutcomeKind.CRITICISM_EDUCATION, persons, at.date(), "分局党委", "第二十条", duty_checked=True
    )
    return rules.record_outcome(said=said, matter_id=matter.pk, by=city.office, at=at)


def orphans(person):
    return a_client(person).get(reverse("publication:orphans"))


def words(answer):
    return answer.content.decode()


def page_of(person, matter):
    return words(a_client(person).get(reverse("ledger:matter", args=[matter.pk])))


def test_a_confirmed_breach_is_an_orphan_until_its_outcome_is_recorded_and_again_when_that_is_removed(
    city, at
):
    assert EMPTY in words(orphans(city.office))
    a_breach(city, at, breach=False, statement="台账缺页")
    assert EMPTY in words(orphans(city.office))
    matter = a_breach(city, at)
    page = orphans(city.office)
    assert page.context["count"] == 1 and matter.number in words(page) and "台账缺页" not in words(page)
    assert reverse("publication:handle", args=[matter.pk]) in words(page)
    made = an_end(matter, city, at)
    assert orphans(city.office).context["count"] == 0 and EMPTY in words(orphans(city.office))
    rules.remove_outcome(outcome_id=made.pk, by=city.office, at=at)
    assert orphans(city.office).context["count"] == 1


def test_an_outcome_of_a_whole_bulletin_handles_no_breach(city, at):
    matter = a_breach(city, at)
    issued = an_issued(city.campaign, by=city.office, issuer=city.head, at=at)
    Outcome.objects.create(
        bulletin=issued,
        unit=city.ours,
        kind=OutcomeKind.REMINDER_TALK,
        persons=1,
        recorded_at=at,
        recorded_by=city.office,
    )
    assert list(queries.orphans(city.office, at=at)) == [matter]


def test_a_breach_that_was_opened_again_is_not_forgotten(city, at):
    matter = a_breach(city, at)
    reopen_matter(matter_id=matter.pk, reason="反弹", by=city.office, at=at)
    page = orphans(city.office)
    assert page.context["count"] == 1 and "销号后又重新启动" in words(page)


def test_the_sign_off_form_says_whether_there_was_a_breach_and_the_record_keeps_it(city, at):
    matter = a_breach(city, at, breach=False)
    assert not matter.breach
    reopen_matter(matter_id=matter.pk, reason="反弹", by=city.office, at=at)
    submitted(matter, by=city.officer, at=at)
    client, address = a_client(city.office), reverse("ledger:close", args=[matter.pk])
    assert 'name="breach"' in page_of(city.office, matter)
    client.post(address, {"words": "属实", "breach": "on"})
    matter.refresh_from_db()
    assert matter.breach and matter.state == "closed"
    signed = acts_on(f"matter:{matter.pk}").filter(act="matters.close")
    said = [json.loads(entry.detail)["breach"] for entry in signed]
    assert sorted(said) == [False, True]
    assert "验收时确认有人员违纪违法" in page_of(city.office, matter)


def test_other_units_and_the_person_it_is_about_see_no_orphan(city, at):
    matter = a_breach(city, at, names=(city.clerk,))
    plain = a_breach(city, at, statement="办案超期")
    assert set(queries.orphans(city.office, at=at)) == {matter, plain}
    assert list(queries.orphans(city.clerk, at=at)) == [plain]
    assert list(queries.orphans(city.their_clerk, at=at)) == []
    for person, status in ((city.clerk, 404), (city.their_clerk, 404), (city.office, 200)):
        address = reverse("publication:handle", args=[matter.pk])
        assert a_client(person).get(address).status_code == status
        assert a_client(person).post(address, DECIDED).status_code in (status, 302)
    made = Outcome.objects.get()
    assert made.recorded_by == city.office
    with pytest.raises(Missing):
        rules.remove_outcome(outcome_id=made.pk, by=city.clerk, at=at)


def test_the_page_of_orphans_is_read_only_and_only_for_those_who_record_outcomes(city, at):
    a_breach(city, at)
    address = reverse("publication:orphans")
    assert orphans(city.discipline).context["count"] == 1
    assert a_client(city.office).post(address).status_code == 405
    for person in (city.officer, city.head, city.guidance, city.admin):
        assert orphans(person).status_code == 403
    assert a_client(city.their_clerk).get(address).context["count"] == 0


def test_the_outcome_of_a_matter_is_recorded_and_removed_on_its_own_page(city, at):
    matter = a_breach(city, at)
    client, address = a_client(city.discipline), reverse("publication:handle", args=[matter.pk])
    assert "decided_on" in client.post(address, DECIDED | {"decided_on": ""}).context["form"].errors
    assert "这里不写姓名" in words(client.post(address, DECIDED | {"decided_by": "白知秋"}))
    assert "duty_checked" in client.post(address, DECIDED | {"duty_checked": ""}).context["form"].errors
    assert client.post(address, DECIDED).status_code == 302
    made = Outcome.objects.get()
    assert (made.matter_id, made.persons, made.unit_id) == (matter.pk, 2, city.ours.pk)
    page = words(client.get(address))
    remove = reverse("publication:unhandle", args=[matter.pk, made.pk])
    assert remove in page and "批评教育" in page and "· 已核对排班和请假" in page
    assert client.get(remove).status_code == 405
    assert a_client(city.their_clerk).post(remove).status_code == 404
    assert a_client(city.officer).post(remove).status_code == 403
    other = a_breach(city, at, statement="另一件")
    assert client.post(reverse("publication:unhandle", args=[other.pk, made.pk])).status_code == 404
    assert client.post(remove).status_code == 302 and not Outcome.objects.exists()


def test_an_outcome_that_an_issued_bulletin_told_is_not_removed_here(city, at):
    (matter,) = some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    made = an_end(matter, city, at)
    an_issued(city.campaign, by=city.office, issuer=city.head, at=at)
    client = a_client(city.office)
    remove = reverse("publication:unhandle", args=[matter.pk, made.pk])
    assert remove not in words(client.get(reverse("publication:handle", args=[matter.pk])))
    client.post(remove)
    assert Outcome.objects.filter(pk=made.pk).exists()


def test_from_a_matter_to_its_bulletin_and_outcome_and_back(city, at):
    (matter,) = some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    assert "通报与处理" not in page_of(city.office, matter)
    an_end(matter, city, at)
    issued = an_issued(city.campaign, by=city.office, issuer=city.head, at=at)
    bulletin = reverse("publication:bulletin", args=[issued.pk])
    page = page_of(city.office, matter)
    assert "通报与处理" in page and issued.number in page and "批评教育 2 人" in page
    assert f'href="{bulletin}"' in page
    assert f'href="{reverse("publication:handle", args=[matter.pk])}"' in page
    back = words(a_client(city.office).get(bulletin))
    assert f'href="{reverse("ledger:matter", args=[matter.pk])}"' in back
    assert f'id="matter-{matter.pk}"' in back and f'href="#matter-{matter.pk}"' in back
    outcomes = words(a_client(city.office).get(reverse("publication:handle", args=[matter.pk])))
    assert f'href="{reverse("ledger:matter", args=[matter.pk])}"' in outcomes
    assert f'href="{bulletin}"' in outcomes
    rules.withdraw_bulletin(bulletin_id=issued.pk, reason="数字有误", by=city.head, at=at)
    assert issued.number not in page_of(city.office, matter)


def test_a_reader_learns_of_an_outcome_only_when_a_bulletin_told_it(city, at):
    (matter,) = some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    at_work(matter, owner=city.officer, by=city.office, at=at, due_on=at.date() + timedelta(days=9))
    an_end(matter, city, at)
    assert "批评教育" in page_of(city.discipline, matter)
    assert "通报与处理" not in page_of(city.officer, matter)
    assert "通报与处理" not in page_of(city.guidance, matter)
    issued = an_issued(city.campaign, by=city.office, issuer=city.head, at=at)
    page = page_of(city.officer, matter)
    assert "批评教育 2 人" in page and issued.number in page
    assert reverse("publication:handle", args=[matter.pk]) not in page


def test_who_must_act_is_told_on_the_matters_page_that_an_outcome_is_missing(city, at):
    matter = a_breach(city, at)
    assert "已确认违规，尚无处理记录" in page_of(city.discipline, matter)
    assert "已确认违规，尚无处理记录" not in page_of(city.officer, matter)
    an_end(matter, city, at)
    assert "已确认违规，尚无处理记录" not in page_of(city.discipline, matter)


def test_the_pages_ask_the_same_number_of_questions_whatever_they_show(city, at):
    def asked(address):
        client = a_client(city.office)
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    (matter,) = some_findings(city.campaign, [city.ours], by=city.office, at=at, count=1)
    a_breach(city, at)
    an_end(matter, city, at)
    addresses = [
        reverse("ledger:matter", args=[matter.pk]),
        reverse("publication:handle", args=[matter.pk]),
        reverse("publication:orphans"),
    ]
    few = [asked(address) for address in addresses]
    for n in range(5):
        an_end(matter, city, at, persons=n + 3)
        a_breach(city, at, statement=f"又一件{n}")
    assert [asked(address) for address in addresses] == few
