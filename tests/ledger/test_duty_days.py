"""Two needs in one person (两不误): a deadline on a duty day is doubted and never blocked; the clashes are counted."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.campaign.testing import a_campaign
from qingyuan.kit import clock
from qingyuan.ledger.views.exports import asked_rows
from qingyuan.matters.api import Extension, Matter, kinds
from qingyuan.matters.testing import a_matter, at_work
from qingyuan.org.api import Role
from qingyuan.org.kinds import DutyKind
from qingyuan.org.models import Duty
from qingyuan.org.testing import a_client, a_duty, a_person
from tests.ledger.conftest import AT, DUE, City, text

MONDAY = date(2021, 4, 19)  # the next working day after DUE, a Friday
FIX = {"owner": "A00001", "measures": "逐案核对", "term": "dated", "due_on": DUE.isoformat()}


def url(name: str, *args: int) -> str:
    return reverse(f"ledger:{name}", args=args)


def fixed(matter: Matter) -> tuple[str, date | None]:
    kept = Matter.objects.get(pk=matter.pk)
    return kept.state, kept.due_on


def doubts_of(page, do: str):
    cards = [*page.context["asked"], *page.context["more"]]
    return next(card["form"].doubts for card in cards if card["do"] == do)


# -- when a deadline is set -----------------------------------------------------------------------------------


def test_a_deadline_on_a_duty_day_comes_back_with_the_nearest_free_day_and_two_ways_on(
    city: City, as_
) -> None:
    a_duty(city.owner, date(2021, 4, 15), DUE)
    matter = city.registered()
    page = as_(city.head).post(url("fix", matter.pk), FIX)
    (doubt,) = doubts_of(page, "fix")
    assert (doubt.field, doubt.instead) == ("due_on", date(2021, 4, 14))
    shown = text(page)
    assert "2021-04-16这天责任人有“值班”安排" in shown
    assert "改为2021-04-14（最近的空闲工作日）" in shown
    assert "仍定2021-04-16" in shown
    assert "octagon-alert" not in shown, "it is no error"
    assert fixed(matter) == (kinds.State.REGISTERED, None)


@pytest.mark.parametrize(
    ("answer", "due_on"), [("keep {} 2021-04-16", DUE), ("take {} 2021-04-16", date(2021, 4, 15))]
)
def test_the_day_is_kept_or_the_free_one_taken_as_one_answers(
    city: City, as_, answer: str, due_on: date
) -> None:
    a_duty(city.owner, DUE, kind=DutyKind.LEAVE)
    matter = city.registered()
    said = FIX | {"doubt_due_on": answer.format(city.owner.pk)}
    assert as_(city.head).post(url("fix", matter.pk), said).status_code == 302
    assert fixed(matter) == (kinds.State.WORKING, due_on)


def test_an_answer_to_another_day_or_person_does_not_count(city: City, as_) -> None:
    a_duty(city.owner, DUE)
    matter = city.registered()
    for answer in (f"keep {city.owner.pk} 2021-04-15", f"keep {city.head.pk} 2021-04-16", "keep", "take x"):
        as_(city.head).post(url("fix", matter.pk), FIX | {"doubt_due_on": answer})
        assert fixed(matter)[0] == kinds.State.REGISTERED


def test_what_was_kept_is_not_asked_again_when_the_rule_refuses_something_else(city: City, as_) -> None:
    a_duty(city.owner, DUE)
    matter = city.registered()
    answer = f"keep {city.owner.pk} 2021-04-16"
    page = as_(city.head).post(url("fix", matter.pk), FIX | {"measures": "", "doubt_due_on": answer})
    assert doubts_of(page, "fix") == []
    assert f'name="doubt_due_on" value="{answer}"' in text(page)


def test_a_free_day_and_another_persons_duty_are_no_doubt(city: City, as_) -> None:
    a_duty(city.owner, DUE - timedelta(days=1))
    a_duty(city.head, DUE)
    matter = city.registered()
    assert as_(city.head).post(url("fix", matter.pk), FIX).status_code == 302
    assert fixed(matter) == (kinds.State.WORKING, DUE)


def test_each_stage_of_a_long_term_matter_is_looked_at(city: City, as_) -> None:
    a_duty(city.owner, date(2021, 6, 1))
    matter = city.registered()
    said = FIX | {"term": "long", "due_on": "", "stage_on_1": "2021-05-07", "stage_words_1": "一"}
    said |= {"stage_on_2": "2021-06-01", "stage_words_2": "二"}
    (doubt,) = doubts_of(as_(city.head).post(url("fix", matter.pk), said), "fix")
    assert doubt.field == "stage_on_2"
    said["doubt_stage_on_2"] = f"take {doubt.about}"
    assert as_(city.head).post(url("fix", matter.pk), said).status_code == 302
    days = Matter.objects.get(pk=matter.pk).milestones.order_by("due_on").values_list("due_on", flat=True)
    assert list(days) == [date(2021, 5, 7), doubt.instead]


def test_an_extension_is_doubted_and_no_day_before_the_present_deadline_is_proposed(city: City, as_) -> None:
    matter = city.working()
    a_duty(city.owner, MONDAY, MONDAY + timedelta(days=1))
    said = {"new_due_on": MONDAY.isoformat(), "reason": "等鉴定"}
    (doubt,) = doubts_of(as_(city.owner).post(url("extend", matter.pk), said), "extend")
    assert doubt.instead == MONDAY + timedelta(days=2)
    said["doubt_new_due_on"] = f"take {doubt.about}"
    assert as_(city.owner).post(url("extend", matter.pk), said).status_code == 302
    assert Extension.objects.get().new_due_on == doubt.instead


def test_registering_and_fixing_several_ask_the_same(city: City, as_) -> None:
    a_duty(city.owner, DUE)
    new = {"statement": "甲", "category": "case_overdue", "kind": "problem", "source": "typed",
           "breadth": "individual", "unit": city.ours.code, "owner": "A00001", "measures": "核对",
           "due_on": DUE.isoformat()}  # fmt: skip
    page = as_(city.clerk).post(url("register"), new)
    assert "仍定2021-04-16" in text(page)
    assert not Matter.objects.exists()
    keep = {"doubt_due_on": f"keep {city.owner.pk} 2021-04-16"}
    assert as_(city.clerk).post(url("register"), new | keep).status_code == 302
    assert Matter.objects.get().due_on == DUE
    several = [city.registered(statement=f"问题{n}").pk for n in range(2)]
    plan = {"id": several, "owner": "A00001", "measures": "核对", "due_on": DUE.isoformat()}
    assert "仍定2021-04-16" in text(as_(city.head).post(url("assign"), plan))
    assert as_(city.head).post(url("assign"), plan | keep).status_code == 302
    assert Matter.objects.filter(due_on=DUE).count() == 3


# -- counted, and tending to zero ---------------------------------------------------------------------------------


def clashing(city: City, count: int = 2) -> list[Matter]:
    """Matters of the owner that are due on a duty day, and some beside that are not."""
    a_duty(city.owner, DUE)
    a_duty(city.owner, date(2021, 3, 19))
    made = [city.working(statement=f"撞{n}") for n in range(count)]
    city.working(statement="不撞", due_on=MONDAY)
    city.working(statement="今天", due_on=date(2021, 3, 19))
    city.submitted(statement="已申请")
    city.closed(statement="已销号")
    city.registered(statement="无人")
    return made


def listed(page) -> set[int]:
    return {row.matter.pk for row in page.context["rows"]}


def linked(page) -> str:
    start = text(page).split('id="clashes"')[1].split('href="')[1]
    return start.split('"')[0].replace("&amp;", "&")


def test_the_desk_counts_the_clashes_and_leads_to_exactly_those_matters(city: City, as_) -> None:
    made = clashing(city)
    with clock.stopped_at(AT + timedelta(days=3)):
        client = a_client(city.office)
        page = client.get(url("late"))
        assert page.context["clashes"] == 2
        there = client.get(linked(page))
        assert listed(there) == {matter.pk for matter in made}
        tab = next(tab for tab in there.context["tabs"] if tab.here)
        assert tab.count == 2
        at_unit = client.get(url("late"), {"unit": city.ours.code})
        assert listed(client.get(linked(at_unit))) == {matter.pk for matter in made}
        assert client.get(url("late"), {"unit": city.theirs.code}).context["clashes"] == 0


def test_the_count_falls_when_the_day_or_the_roster_changes(city: City, as_) -> None:
    clashing(city, 1)
    assert as_(city.office).get(url("late")).context["clashes"] == 2, "the one of today is still to come"
    Duty.objects.filter(first_on=date(2021, 3, 19)).delete()
    assert as_(city.office).get(url("late")).context["clashes"] == 1
    Duty.objects.all().delete()
    page = as_(city.office).get(url("late"))
    assert page.context["clashes"] == 0
    assert "没有时限与值班" in text(page)


def test_the_count_is_that_of_what_the_reader_sees(city: City, as_) -> None:
    clashing(city)
    hidden = city.registered(statement="反映局长", names=(city.head,))
    at_work(hidden, owner=city.owner, by=city.office, at=AT, due_on=DUE)
    other = at_work(
        city.registered(statement="外", unit=city.theirs),
        owner=city.stranger,
        by=city.office,
        at=AT,
        due_on=DUE,
    )
    a_duty(city.stranger, DUE)
    counts = {
        name: as_(getattr(city, name)).get(url("late")).context["clashes"]
        for name in ("office", "head", "clerk", "owner", "stranger", "guidance")
    }
    assert counts == {"office": 5, "head": 3, "clerk": 4, "owner": 4, "stranger": 1, "guidance": None}
    asked = {"on_duty": "on"}
    assert listed(as_(city.stranger).get(url("list"), asked)) == {other.pk}
    assert len(listed(as_(city.owner).get(url("list"), asked))) == 4


def test_who_may_read_no_roster_is_offered_no_filter_and_learns_nothing(city: City, as_) -> None:
    made = clashing(city)
    inspector = a_person(city.root, Role.GUIDANCE, name="联络员")
    page = as_(inspector).get(url("list"), {"on_duty": "on"})
    assert "on_duty" not in page.context["form"].fields
    assert {matter.pk for matter in made} < listed(page), "the word in the address narrows nothing"
    assert "clashes" not in text(as_(inspector).get(url("late")))


def test_the_filter_holds_for_the_export_and_a_saved_view_too(city: City, as_) -> None:
    made = clashing(city)
    rows = asked_rows(QueryDict("on_duty=on"), city.campaign, city.office, AT + timedelta(days=3))
    assert {matter.pk for matter in rows} >= {matter.pk for matter in made}
    as_(city.office).post(url("save_view"), {"name": "撞班", "query": "on_duty=on"})
    assert "on_duty=on" in text(as_(city.office).get(url("list")))


def test_counting_costs_one_query_and_another_campaign_is_not_counted(city: City, as_) -> None:
    clashing(city)
    other = a_campaign(city.root, name="另一次教育整顿")
    elsewhere = a_matter(campaign=other, unit=city.ours, by=city.office, at=AT, statement="别处")
    at_work(elsewhere, owner=city.owner, by=city.office, at=AT, due_on=DUE)
    client = as_(city.office)
    client.get(url("late"), {"campaign": city.campaign.pk})
    with CaptureQueriesContext(connection) as asked:
        page = client.get(url("late"), {"campaign": city.campaign.pk})
    assert page.context["clashes"] == 3
    assert sum("org_duty" in one["sql"] for one in asked.captured_queries) == 1
