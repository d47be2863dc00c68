"""The other pages: registering, queues, what is late, reminders, causes, common problems, themes, categories."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.kit import clock
from qingyuan.ledger.jobs import tick
from qingyuan.matters.api import kinds
from qingyuan.matters.models import Matter
from qingyuan.matters.rules import ask_extension
from qingyuan.matters.testing import at_work
from qingyuan.org.api import Role
from qingyuan.org.testing import a_client, a_person, holds
from qingyuan.trail.api import acts_on

from .conftest import AT, DUE, City, text

NEW = {"kind": "problem", "category": "case_overdue", "source": "typed", "breadth": "individual"}
LATER = AT + timedelta(days=12)


def url(name: str, *more: object) -> str:
    return reverse(f"ledger:{name}", args=more)


# -- the four questions, for every page -------------------------------------------------------------------------

PAGES = {
    "register": ("office", "guidance"),
    "mine": ("owner", None),
    "to_sign": ("office", "clerk"),
    "extensions": ("office", "inspector"),
    "rechecks": ("office", "clerk"),
    "reminders": ("owner", None),
    "late": ("office", None),
    "causes": ("guidance", "owner"),
    "common": ("office", "head"),
    "themes": ("guidance", "owner"),
    "add_theme": ("office", "head"),
    "categories": ("guidance", None),
    "add_category": ("office", "head"),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_works_for_whom_it_is_meant(city: City, as_, name: str) -> None:
    city.closed()
    assert as_(getattr(city, PAGES[name][0])).get(url(name)).status_code == 200


@pytest.mark.parametrize("name", [name for name in PAGES if PAGES[name][1]])
def test_each_page_turns_away_whom_it_is_not_meant_for(city: City, as_, name: str) -> None:
    assert as_(getattr(city, PAGES[name][1])).get(url(name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_each_page_knows_its_methods(city: City, as_, name: str) -> None:
    wrong = "put" if name in ("register", "add_theme", "add_category") else "post"
    assert getattr(as_(getattr(city, PAGES[name][0])), wrong)(url(name)).status_code == 405


@pytest.mark.parametrize("name", ["mine", "reminders", "late", "categories"])
def test_a_stranger_reads_nothing_of_our_matters(city: City, as_, name: str) -> None:
    city.working(statement="只有本单位知道的事", due_on=date(2021, 3, 22))
    with clock.stopped_at(LATER):
        tick(LATER)
        page = a_client(city.stranger).get(url(name))
    assert page.status_code == 200
    assert "只有本单位知道的事" not in text(page)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_speaks_english(city: City, as_, name: str) -> None:
    import re

    city.closed()
    client = as_(getattr(city, PAGES[name][0]))
    client.cookies["qingyuan_language"] = "en"
    page = text(client.get(url(name)))
    heading = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert heading
    assert not re.search(r"[一-鿿]", heading[1]), heading[1]


def test_without_a_campaign_the_pages_say_so(db: None) -> None:
    from qingyuan.org.testing import a_person, a_unit

    clerk = a_person(a_unit(name="无教育整顿的局"), Role.CLERK)
    client = a_client(clerk)
    for name in ("list", "register", "late", "causes", "themes"):
        page = client.get(url(name))
        assert page.status_code == 200, name
        assert "还没有教育整顿" in text(page), name


# -- registering --------------------------------------------------------------------------------------------------


def test_one_problem_after_another_with_unit_and_category_kept(city: City, as_) -> None:
    client = as_(city.clerk)
    answer = client.post(url("register"), NEW | {"statement": "案件超期", "unit": city.ours.code})
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    made = Matter.objects.get()
    assert made.number in text(page)
    assert f'<option value="{city.ours.code}" selected' in text(page)
    assert '<option value="case_overdue" selected' in text(page)
    assert (made.state, made.opened_by) == (kinds.State.REGISTERED, city.clerk)
    assert [entry.act for entry in acts_on(f"matter:{made.pk}")] == ["matters.register"]


def test_with_all_three_fixes_the_matter_goes_to_work_at_once(city: City, as_) -> None:
    said = NEW | {"statement": "案件超期", "unit": city.ours.code, "then_open": "1"}
    said |= {"owner": "A00001", "measures": "限期办结", "due_on": "2021-04-16"}
    answer = as_(city.clerk).post(url("register"), said)
    made = Matter.objects.get()
    assert answer["Location"] == url("matter", made.pk)
    assert (made.state, made.owner) == (kinds.State.WORKING, city.owner)


def test_what_is_missing_is_said_at_its_field_and_nothing_is_registered(city: City, as_) -> None:
    page = as_(city.clerk).post(url("register"), NEW | {"category": "", "unit": city.ours.code})
    assert {"statement", "category"} <= set(page.context["form"].errors)
    page = as_(city.clerk).post(url("register"), NEW | {"statement": "甲", "unit": city.theirs.code})
    assert "不在您的权限范围内" in text(page)
    said = NEW | {"statement": "甲", "unit": city.ours.code, "opened_on": "2021-12-01"}
    assert "发现日期不能晚于今天" in text(as_(city.clerk).post(url("register"), said))
    assert not Matter.objects.exists()


def test_the_responsible_person_comes_from_the_responsible_unit(city: City, as_) -> None:
    said = NEW | {"statement": "甲", "unit": city.theirs.code, "owner": "A00001"}
    page = as_(city.office).post(url("register"), said)
    assert "责任人应是责任单位" in text(page)


def test_the_same_problem_twice_is_warned_of_once(city: City, as_) -> None:
    first = city.registered(statement="接报案登记,不及时。")
    said = NEW | {"statement": "接报案登记 不及时", "unit": city.ours.code}
    page = as_(city.clerk).post(url("register"), said)
    assert page.status_code == 200
    assert first.number in text(page)
    assert Matter.objects.count() == 1
    assert 'name="again" value="on"' in text(page)
    assert as_(city.clerk).post(url("register"), said | {"again": "on"}).status_code == 302
    assert Matter.objects.count() == 2


def test_a_twin_that_one_may_not_see_is_not_betrayed(city: City, as_) -> None:
    holds(city.head, Role.CLERK, city.ours)
    hidden = city.registered(statement="反映局长", names=(city.head,))
    answer = as_(city.head).post(url("register"), NEW | {"statement": "反映局长", "unit": city.ours.code})
    assert answer.status_code == 302
    assert hidden.number not in text(as_(city.head).get(answer["Location"]))


def test_a_problem_about_a_person_is_hidden_from_him_from_the_start(city: City, as_) -> None:
    said = NEW | {"statement": "反映某领导", "unit": city.ours.code, "names_people": "A00002，责任人"}
    assert as_(city.office).post(url("register"), said).status_code == 302
    made = Matter.objects.get()
    assert made.restricted
    assert as_(city.head).get(url("matter", made.pk)).status_code == 404
    assert as_(city.owner).get(url("matter", made.pk)).status_code == 404
    assert as_(city.clerk).get(url("matter", made.pk)).status_code == 200


# -- queues ---------------------------------------------------------------------------------------------------------


def test_the_sign_off_queue_leaves_out_ones_own_and_ones_units(city: City, as_) -> None:
    matter = city.submitted()
    holds(city.head, Role.CAMPAIGN_OFFICE, city.root)
    assert matter.number in text(as_(city.office).get(url("to_sign")))
    assert matter.number not in text(as_(city.head).get(url("to_sign")))
    holds(city.owner, Role.DISCIPLINE, city.root)
    assert matter.number not in text(as_(city.owner).get(url("to_sign")))


def test_an_extension_waits_for_the_office_and_then_no_longer(city: City, as_) -> None:
    matter = city.working()
    ask_extension(
        matter_id=matter.pk, new_due_on=DUE + timedelta(days=9), reason="协查", by=city.owner, at=AT
    )
    assert matter.number in text(as_(city.office).get(url("extensions")))
    as_(city.office).post(url("answer", matter.pk), {"answer": "granted"})
    assert matter.number not in text(as_(city.office).get(url("extensions")))


def test_my_matters_come_late_ones_first(city: City, as_) -> None:
    city.working(statement="不急的", due_on=date(2021, 6, 1))
    city.working(statement="超期的", due_on=date(2021, 3, 22))
    city.working(statement="快到的", due_on=date(2021, 4, 2))
    with clock.stopped_at(LATER):
        page = text(a_client(city.owner).get(url("mine")))
    assert page.index("超期的") < page.index("快到的") < page.index("不急的")


def test_rechecks_show_up_when_they_come_due(city: City, as_) -> None:
    matter = city.closed()
    assert as_(city.office).get(url("rechecks")).context["due"] == []
    with clock.stopped_at(AT + timedelta(days=85)):
        page = a_client(city.office).get(url("rechecks"))
    assert [one.matter for one in page.context["due"]] == [matter]


def test_reminders_come_are_read_and_are_only_ones_own(city: City, as_) -> None:
    matter = city.working(due_on=date(2021, 3, 22))
    assert tick(AT) == 1
    assert tick(AT) == 0, "each once"
    page = as_(city.owner).get(url("reminders"))
    assert matter.number in text(page)
    assert page.context["unread"] == 1
    assert matter.number not in text(as_(city.clerk).get(url("reminders")))
    assert as_(city.owner).post(url("mark_read")).status_code == 302
    assert as_(city.owner).get(url("mark_read")).status_code == 405
    assert as_(city.owner).get(url("reminders")).context["unread"] == 0


# -- what is late, and who owns it ---------------------------------------------------------------------------------


def test_what_is_late_stands_by_unit_and_person_with_working_days_and_the_step_reached(
    city: City, as_
) -> None:
    ours = city.working(statement="甲", due_on=date(2021, 3, 22))
    few = at_work(
        city.registered(statement="乙"), owner=city.head, by=city.office, at=AT, due_on=date(2021, 3, 26)
    )
    theirs = at_work(
        city.registered(statement="丙", unit=city.theirs),
        owner=city.stranger,
        by=city.office,
        at=AT,
        due_on=date(2021, 3, 29),
    )
    a_person(city.theirs, Role.UNIT_HEAD)
    city.submitted(statement="已申请的", due_on=date(2021, 3, 22))
    with clock.stopped_at(LATER):
        tick(LATER)
        page = a_client(city.office).get(url("late"))
    lines = page.context["lines"]
    assert [line.unit for line in lines] == [city.ours, city.theirs]
    assert [one.person for one in lines[0].people] == [city.head, city.owner], "leaders first"
    found = {
        late.matter.pk: (late.days, late.step)
        for line in lines
        for one in line.people
        for late in one.matters
    }
    assert found == {ours.pk: (7, "late_above"), few.pk: (3, "late_above"), theirs.pk: (2, "late_head")}
    assert page.context["total"] == 3
    assert "已申请的" not in text(page)


def test_what_is_late_can_be_asked_for_one_unit(city: City, as_) -> None:
    city.working(statement="甲", due_on=date(2021, 3, 22))
    with clock.stopped_at(LATER):
        client = a_client(city.office)
        assert client.get(url("late"), {"unit": city.theirs.code}).context["lines"] == []
        assert len(client.get(url("late"), {"unit": city.ours.code}).context["lines"]) == 1


def test_what_is_late_costs_the_same_for_one_and_for_thirty(city: City, as_) -> None:
    def spent() -> int:
        with clock.stopped_at(LATER), CaptureQueriesContext(connection) as asked:
            client.get(url("late"))
        return sum("org_dayoff" not in one["sql"] for one in asked.captured_queries)

    city.working(due_on=date(2021, 3, 22))
    with clock.stopped_at(LATER):
        client = a_client(city.office)
    spent()
    few = spent()
    for n in range(30):
        city.working(statement=f"问题{n}", due_on=date(2021, 3, 22))
    assert spent() == few
