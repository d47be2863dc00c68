"""The list: who sees what, tabs and their counts, filters, words, order, pages, views, bulk assignment."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.ledger.models import SavedView
from qingyuan.matters.api import kinds
from qingyuan.matters.models import Matter
from qingyuan.matters.testing import long_term
from qingyuan.org.api import Role
from qingyuan.org.testing import holds

from .conftest import AT, DUE, City, text

LIST = reverse("ledger:list")


def numbers(answer) -> list[str]:
    return [row.matter.number for row in answer.context["rows"]]


def counts(answer) -> dict[str, int | None]:
    return {tab.words: tab.count for tab in answer.context["tabs"]}


# -- the four questions -------------------------------------------------------------------------------------


def test_the_list_shows_what_is_open_with_person_and_deadline(city: City, as_) -> None:
    matter = city.working()
    page = as_(city.clerk).get(LIST)
    assert page.status_code == 200
    assert numbers(page) == [matter.number]
    assert "2021-04-16" in text(page)
    assert city.owner.name in text(page)


def test_the_list_answers_only_to_get(city: City, as_) -> None:
    assert as_(city.clerk).post(LIST).status_code == 405


def test_a_clerk_of_another_unit_sees_an_empty_list_and_what_to_do(city: City, as_) -> None:
    city.working()
    page = as_(city.stranger).get(LIST)
    assert numbers(page) == []
    assert "台账上还没有未销号的事项" in text(page)
    assert reverse("ledger:register") in text(page)


def test_who_may_not_see_the_ledger_is_turned_away(city: City, as_) -> None:
    from qingyuan.org.models import RoleHolding

    RoleHolding.objects.filter(person=city.admin, role=Role.OFFICER).delete()
    assert as_(city.admin).get(LIST).status_code == 403


def test_an_officer_sees_his_own_matters_and_no_others_and_they_are_counted(city: City, as_) -> None:
    mine = city.working()
    city.registered(statement="别人的")
    page = as_(city.owner).get(LIST)
    assert numbers(page) == [mine.number]
    assert counts(page)["未销号"] == 1


def test_who_is_named_in_a_matter_finds_it_in_no_list_count_or_search(city: City, as_) -> None:
    city.registered(statement="反映局长公车私用", names=(city.head,))
    for asked in ({}, {"q": "公车"}, {"state": "all"}):
        page = as_(city.head).get(LIST, asked)
        assert numbers(page) == []
        assert counts(page)["未销号"] == 0
        assert "反映局长" not in text(page)
    assert len(numbers(as_(city.office).get(LIST))) == 1


# -- tabs, filters, words -------------------------------------------------------------------------------------


def test_each_tab_counts_what_it_shows(city: City, as_) -> None:
    city.registered(statement="一")
    city.working(statement="三", due_on=date(2021, 3, 22))
    city.working(statement="四")
    city.submitted(statement="五")
    city.closed(statement="六")
    long_term(
        city.registered(statement="七"), owner=city.owner, by=city.office, at=AT, stages=((DUE, "建制度"),)
    )
    client = as_(city.office)
    shown = counts(client.get(LIST))
    assert shown == {
        "未销号": 5,
        "待三定": 1,
        "已超期": 0,
        "即将到期": 1,
        "待验收": 1,
        "长期坚持": 1,
        "已销号": 1,
        "全部": None,
    }
    for tab in client.get(LIST).context["tabs"]:
        asked = {"state": tab.state, "due": tab.due, "term": tab.term}
        rows = numbers(client.get(LIST, {name: value for name, value in asked.items() if value}))
        assert len(rows) == (6 if tab.count is None else tab.count), tab.words


def test_counts_from_kept_figures_and_counts_over_rows_agree(city: City, as_) -> None:
    for n in range(3):
        city.working(statement=f"问题{n}", due_on=date(2021, 3, 22))
    city.registered(statement="涉人问题", names=(city.stranger,))
    client = as_(city.office)
    coarse = counts(client.get(LIST, {"kind": "problem"}))
    fine = counts(client.get(LIST, {"category": "no_case_filing"}))
    assert coarse == fine
    assert coarse["未销号"] == 4


def test_a_late_matter_is_marked_in_words_and_not_by_colour_alone(city: City, as_) -> None:
    from qingyuan.kit import clock

    city.working(due_on=date(2021, 3, 22))
    with clock.stopped_at(AT + timedelta(days=8)):
        page = as_(city.office).get(LIST, {"due": "overdue"})
    assert "已超期5天" in text(page)
    assert "data-late" in text(page)


def test_filters_combine(city: City, as_) -> None:
    wanted = city.working(statement="甲", category="case_overdue")
    city.working(statement="乙", category="formalism")
    city.registered(statement="丙", category="case_overdue", unit=city.theirs)
    asked = {
        "category": "case_overdue",
        "unit": city.ours.code,
        "owner": city.owner.police_no,
        "kind": "problem",
    }
    assert numbers(as_(city.office).get(LIST, asked)) == [wanted.number]
    assert numbers(as_(city.office).get(LIST, asked | {"kind": "lead"})) == []
    assert numbers(as_(city.office).get(LIST, asked | {"due_from": "2021-05-01"})) == []
    assert numbers(as_(city.office).get(LIST, asked | {"opened_to": "2021-03-19"})) == [wanted.number]
    assert numbers(as_(city.office).get(LIST, asked | {"breadth": "common"})) == []
    assert numbers(as_(city.office).get(LIST, asked | {"source": "import"})) == []


def test_a_unit_filter_takes_the_units_below_it_along(city: City, as_) -> None:
    below = city.registered(unit=city.station)
    beside = city.registered(unit=city.theirs)
    page = as_(city.office).get(LIST, {"unit": city.ours.code})
    assert numbers(page) == [below.number]
    assert beside.number not in text(page)


def test_leaders_can_be_listed_apart(city: City, as_) -> None:
    from qingyuan.matters.testing import at_work

    few = at_work(city.registered(statement="甲"), owner=city.head, by=city.office, at=AT, due_on=DUE)
    city.working(statement="乙")
    page = as_(city.office).get(LIST, {"key_few": "on"})
    assert numbers(page) == [few.number]
    assert counts(page)["未销号"] == 1


@pytest.mark.parametrize("words", ["报案", "登记", "接报案登记", "WT2021", "wt202100001"])
def test_two_characters_are_enough_to_find_a_matter(city: City, as_, words: str) -> None:
    found = city.registered(statement="接报案登记不及时")
    city.registered(statement="窗口服务态度生硬")
    if words == "WT2021":
        assert len(numbers(as_(city.office).get(LIST, {"q": words}))) == 2
    else:
        assert numbers(as_(city.office).get(LIST, {"q": words})) == [found.number]


def test_a_search_also_finds_what_is_closed_and_never_what_merely_shares_characters(city: City, as_) -> None:
    done = city.closed(statement="接报案登记不及时")
    assert numbers(as_(city.office).get(LIST, {"q": "接报案"})) == [done.number]
    assert numbers(as_(city.office).get(LIST, {"q": "案报接"})) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"q": '"; DROP TABLE x; --'},
        {"q": "*^%_()"},
        {"kind": "nonsense"},
        {"unit": "没有这个单位"},
        {"owner": "查无此人"},
        {"due_from": "昨天"},
        {"task": "abc"},
        {"after": "!!!", "sort": "due"},
        {"after": "WyIyMDIxIiwxXQ"},
        {"campaign": "99999999999999999999"},
        {"state": "open", "due": "overdue", "term": "long"},
    ],
)
def test_nonsense_in_the_address_is_never_an_error(city: City, as_, asked: dict[str, str]) -> None:
    city.registered()
    assert as_(city.office).get(LIST, asked).status_code == 200


def test_the_list_can_stand_by_deadline_by_opening_or_by_unit(city: City, as_) -> None:
    late = city.working(statement="甲", due_on=date(2021, 5, 1))
    soon = city.working(statement="乙", due_on=date(2021, 4, 1))
    client = as_(city.office)
    assert numbers(client.get(LIST)) == [soon.number, late.number]
    assert numbers(client.get(LIST, {"sort": "opened"})) == [soon.number, late.number]
    other = city.registered(unit=city.theirs, statement="丙", at=AT - timedelta(hours=1))
    assert numbers(client.get(LIST, {"sort": "opened"})) == [soon.number, late.number, other.number]
    assert numbers(client.get(LIST, {"sort": "unit"})) == [soon.number, late.number, other.number]


def test_fifty_rows_a_page_and_every_matter_on_exactly_one(city: City, as_) -> None:
    for n in range(53):
        city.registered(statement=f"问题{n}")
    client = as_(city.office)
    first = client.get(LIST)
    second = client.get(LIST, {"after": first.context["page"].after})
    assert (len(numbers(first)), len(numbers(second))) == (50, 3)
    assert len({*numbers(first), *numbers(second)}) == 53
    back = client.get(LIST, {"before": second.context["page"].before})
    assert numbers(back) == numbers(first)


def test_fifty_rows_cost_as_many_queries_as_five(city: City, as_) -> None:
    def spent() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert as_(city.office).get(LIST).status_code == 200
        return sum("org_dayoff" not in one["sql"] for one in asked.captured_queries)

    for n in range(5):
        city.working(statement=f"问题{n}")
    as_(city.office).get(LIST)
    few = spent()
    for n in range(45):
        city.working(statement=f"问题{n + 5}", due_on=date(2021, 4, 1 + n % 28))
    assert len(numbers(as_(city.office).get(LIST))) == 50
    assert spent() == few
    assert few <= 15, few


# -- saved views --------------------------------------------------------------------------------------------


def test_a_view_is_kept_offered_and_forgotten(city: City, as_) -> None:
    client = as_(city.clerk)
    kept = client.post(
        reverse("ledger:save_view"), {"name": "我的积案", "query": "category=case_overdue&after=xyz&q="}
    )
    assert kept.status_code == 302
    view = SavedView.objects.get()
    assert view.query == "category=case_overdue"
    assert "我的积案" in text(client.get(LIST))
    assert client.post(reverse("ledger:remove_view", args=[view.pk])).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_is_nobody_elses(city: City, as_) -> None:
    as_(city.clerk).post(reverse("ledger:save_view"), {"name": "只归内勤", "query": "kind=lead"})
    assert "只归内勤" not in text(as_(city.head).get(LIST))
    view = SavedView.objects.get()
    assert as_(city.head).post(reverse("ledger:remove_view", args=[view.pk])).status_code == 404
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_view_needs_a_name_and_the_same_name_replaces_it(city: City, as_) -> None:
    client = as_(city.clerk)
    client.post(reverse("ledger:save_view"), {"name": " ", "query": "kind=lead"})
    assert not SavedView.objects.exists()
    for kind in ("lead", "task"):
        client.post(reverse("ledger:save_view"), {"name": "看", "query": f"kind={kind}"})
    assert [view.query for view in SavedView.objects.all()] == ["kind=task"]
    assert client.get(reverse("ledger:save_view")).status_code == 405


def test_a_view_cannot_lead_out_of_the_ledger(city: City, as_) -> None:
    answer = as_(city.clerk).post(
        reverse("ledger:save_view"), {"name": "坏", "query": "//evil.example/?x=1\r\nLocation: x"}
    )
    assert answer["Location"].startswith(f"{LIST}?")
    assert "\n" not in answer["Location"]


# -- several at once ------------------------------------------------------------------------------------------


def _bulk(matters: list[Matter], **said: object) -> dict[str, object]:
    plan = {"owner": "A00001", "measures": "逐案核对", "due_on": "2021-04-16"}
    return {"id": [matter.pk for matter in matters], **plan, **said}


def test_several_matters_get_their_three_fixes_at_once(city: City, as_) -> None:
    matters = [city.registered(statement=f"问题{n}") for n in range(3)]
    client = as_(city.head)
    page = client.get(reverse("ledger:assign"), {"id": [matter.pk for matter in matters]})
    assert len(page.context["rows"]) == 3
    assert client.post(reverse("ledger:assign"), _bulk(matters)).status_code == 302
    assert {m.state for m in Matter.objects.all()} == {kinds.State.WORKING}


def test_one_that_cannot_be_fixed_keeps_all_and_every_reason_is_said(city: City, as_) -> None:
    matters = [city.registered(statement="一"), city.working(statement="二"), city.working(statement="三")]
    page = as_(city.head).post(reverse("ledger:assign"), _bulk(matters))
    assert page.status_code == 200
    for matter in matters[1:]:
        assert f"{matter.number}: " in text(page)
    assert Matter.objects.get(pk=matters[0].pk).state == kinds.State.REGISTERED


def test_what_is_missing_for_several_is_said_and_nothing_changes(city: City, as_) -> None:
    matters = [city.registered(statement="一"), city.registered(statement="二")]
    page = as_(city.head).post(reverse("ledger:assign"), _bulk(matters, measures="", due_on=""))
    assert "还没有填写整改措施" in text(page)
    assert "还没有确定整改时限" in text(page)
    assert {m.state for m in Matter.objects.all()} == {kinds.State.REGISTERED}


def test_a_matter_of_another_unit_among_the_ticked_ones_is_not_there(city: City, as_) -> None:
    ours, theirs = city.registered(), city.registered(unit=city.theirs)
    assert as_(city.head).post(reverse("ledger:assign"), _bulk([ours, theirs])).status_code == 404
    assert Matter.objects.get(pk=ours.pk).state == kinds.State.REGISTERED


def test_who_may_not_fix_is_turned_away_from_bulk_assignment(city: City, as_) -> None:
    matter = city.registered()
    assert as_(city.owner).post(reverse("ledger:assign"), _bulk([matter])).status_code == 403
    assert as_(city.guidance).get(reverse("ledger:assign")).status_code == 403


def test_ticking_nothing_leads_back_with_words(city: City, as_) -> None:
    answer = as_(city.head).get(reverse("ledger:assign"), follow=True)
    assert "请先在列表里勾选" in text(answer)


# -- words of other languages, proposals ----------------------------------------------------------------------


def test_the_list_speaks_english(city: City, as_) -> None:
    city.working()
    client = as_(city.office)
    client.cookies["qingyuan_language"] = "en"
    page = text(client.get(LIST))
    for words in ("Issue ledger", "Responsible unit", "Due date", "In progress"):
        assert words in page
    assert "责任单位" not in page


def test_names_are_proposed_only_within_reach(city: City, as_) -> None:
    people = reverse("ledger:suggest_people")
    assert "A00001" in text(as_(city.head).get(people, {"in": city.ours.pk, "owner": "责任"}))
    assert as_(city.head).get(people, {"in": city.theirs.pk, "owner": "外"}).status_code == 404
    assert "B00001" not in text(as_(city.head).get(people, {"for": "matters.fix", "owner": "外人"}))
    units = reverse("ledger:suggest_units")
    assert "郾川" not in text(as_(city.head).get(units, {"for": "matters.see", "unit": "分局"}))
    assert "源河" in text(as_(city.head).get(units, {"for": "matters.see", "unit": "分局"}))
    assert as_(city.head).get(units, {"for": "org.appoint", "unit": "分局"}).status_code == 404


def test_a_second_role_elsewhere_adds_to_what_is_counted(city: City, as_) -> None:
    city.registered(unit=city.theirs)
    holds(city.clerk, Role.CLERK, city.theirs)
    city.registered(statement="自己的")
    page = as_(city.clerk).get(LIST)
    assert counts(page)["未销号"] == len(numbers(page)) == 2
