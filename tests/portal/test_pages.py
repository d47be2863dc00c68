"""The first page, the record and what outsiders may keep: four questions each."""

from datetime import date, timedelta

import pytest
from django.test import Client

from qingyuan.engines.merkle import check_bundle
from qingyuan.matters.api import rules
from qingyuan.matters.testing import a_matter, at_work, closed, submitted
from qingyuan.org.api import Role, Unit
from qingyuan.org.testing import a_client, a_person, a_unit
from qingyuan.trail.api import public_checkpoint, verifier_key
from tests.matters.conftest import AT, City

DUE = date(2021, 4, 16)


@pytest.fixture(autouse=True)
def _time_stands_still():  # type: ignore[no-untyped-def]
    from qingyuan.kit import clock

    with clock.stopped_at(AT):
        yield


@pytest.fixture
def late(city: City):  # type: ignore[no-untyped-def]
    matter = a_matter(
        campaign=city.campaign, unit=city.ours, by=city.clerk, at=AT, statement="值班台账缺三日"
    )
    return at_work(matter, owner=city.owner, by=city.head, at=AT, due_on=DUE)


def test_the_first_page_shows_what_waits_for_whom(city: City, late) -> None:  # type: ignore[no-untyped-def]
    a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=AT, statement="还没有三定的问题")
    owner, head = (
        a_client(city.owner).get("/").content.decode(),
        a_client(city.head).get("/").content.decode(),
    )
    assert "值班台账缺三日" in owner
    assert "等待三定" not in owner
    assert "等待三定" in head


def test_a_reminder_of_what_is_done_meanwhile_waits_for_nobody(city: City, late) -> None:  # type: ignore[no-untyped-def]
    rules.send_reminders(at=AT + timedelta(days=27))
    client = a_client(city.owner)
    assert "新的提醒" in client.get("/").content.decode()
    closed(submitted(late, by=city.owner, at=AT), by=city.office, at=AT)
    assert "新的提醒" not in client.get("/").content.decode()


def test_the_first_page_of_a_stranger_knows_nothing_of_it(city: City, late) -> None:  # type: ignore[no-untyped-def]
    assert "值班台账缺三日" not in a_client(city.stranger).get("/").content.decode()


def test_the_first_page_costs_the_same_for_one_matter_and_for_twenty(  # type: ignore[no-untyped-def]
    city: City,
    late,
    django_assert_max_num_queries,
) -> None:
    for _n in range(20):
        matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=AT)
        at_work(matter, owner=city.owner, by=city.head, at=AT, due_on=DUE)
    client = a_client(city.head)
    with django_assert_max_num_queries(40):
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("where", ["/", "/help/", "/record/"])
def test_who_is_not_signed_in_is_led_to_the_door(city: City, where: str) -> None:
    assert Client().get(where).headers["Location"].startswith("/org/sign-in/")


def test_the_record_is_for_the_audit_administrator_of_the_bureau_only(city: City, late) -> None:  # type: ignore[no-untyped-def]
    audit = a_person(Unit.objects.get(pk=city.root.pk), Role.AUDIT_ADMIN)
    below = a_person(city.ours, Role.AUDIT_ADMIN)
    page = a_client(audit).get("/record/", {"subject": f"matter:{late.pk}"}).content.decode()
    assert "matters.fix" in page
    assert "值班台账缺三日" not in page
    for other in (below, city.office, city.head, city.guidance, city.stranger):
        assert a_client(other).get("/record/").status_code == 403
        assert a_client(other).get("/record/0/proof/").status_code == 403
    assert a_client(audit).post("/record/").status_code == 405


def test_acts_are_found_by_police_number_and_a_proof_can_be_checked_elsewhere(city: City, late) -> None:  # type: ignore[no-untyped-def]
    client = a_client(a_person(Unit.objects.get(pk=city.root.pk), Role.AUDIT_ADMIN))
    page = client.get("/record/", {"actor": city.head.police_no, "act": "matters.fix"}).content.decode()
    assert city.head.name in page
    assert city.clerk.name not in page
    proof = client.get("/record/0/proof/")
    assert check_bundle(proof.content, verifier_key()).ok
    assert client.get("/record/999999/proof/").status_code == 404


def test_anybody_may_keep_the_checkpoint(city: City, late) -> None:  # type: ignore[no-untyped-def]
    answer = Client().get("/checkpoint")
    assert answer.content.decode() == public_checkpoint()
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_the_pages_speak_english(city: City, late) -> None:  # type: ignore[no-untyped-def]
    client = a_client(city.head)
    client.cookies["qingyuan_language"] = "en"
    assert "Waiting for you" in client.get("/").content.decode()
    assert "five steps" in client.get("/help/").content.decode()


def test_a_bureau_without_a_campaign_has_a_first_page_too(db: None) -> None:
    assert a_client(a_person(a_unit(name="新建局"), Role.CAMPAIGN_OFFICE)).get("/").status_code == 200


def test_the_first_page_of_an_administrator_leads_to_what_he_manages_and_speaks_of_no_matters(
    city: City,
) -> None:
    admin = a_person(city.root, Role.SYSTEM_ADMIN)
    page = a_client(admin).get("/").content.decode().split("<main", 1)[1]
    assert 'class="card" href="/org/units/"' in page
    assert "我负责的事项" not in page
    assert "等您办理" not in page
    assert "等您办理" in a_client(city.clerk).get("/").content.decode()
