"""What comes later in a matter's life: extension, reassignment, void, recheck; two people at once; common problems."""

from datetime import date, timedelta

from qingyuan.kit import clock
from qingyuan.matters.api import kinds
from qingyuan.matters.models import Extension, Matter, Recheck
from qingyuan.matters.rules import make_common
from qingyuan.org.api import Role
from qingyuan.org.testing import a_client, holds

from .conftest import AT, CLAIM, City, at, offered, state, text

# -- extension, reassignment, void, recheck -----------------------------------------------------------------


def test_more_time_is_asked_for_and_granted_by_another(city: City, as_) -> None:
    matter = city.working()
    client = as_(city.owner)
    page = client.post(at("extend", matter), {"new_due_on": "2021-04-01", "reason": ""})
    assert "新时限应晚于现在的时限" in text(page)
    assert "请写明延期理由" in text(page)
    client.post(at("extend", matter), {"new_due_on": "2021-04-30", "reason": "外地协查"})
    assert "extend" not in offered(client.get(at("matter", matter)))
    assert "外地协查" in text(as_(city.office).get(at("matter", matter)))
    assert "不同意延期请写明理由" in text(
        as_(city.office).post(at("answer", matter), {"answer": "refused", "words": ""})
    )
    assert as_(city.office).post(at("answer", matter), {"answer": "granted"}).status_code == 302
    assert Matter.objects.get(pk=matter.pk).due_on == date(2021, 4, 30)
    assert Extension.objects.get().answered_by == city.office


def test_a_matter_goes_to_another_unit_and_person(city: City, as_) -> None:
    matter = city.working()
    said = {"unit": city.theirs.code, "owner": "B00001", "reason": "属郾川辖区"}
    assert as_(city.clerk).post(at("reassign", matter), said).status_code == 200, "not within his reach"
    assert as_(city.office).post(at("reassign", matter), said).status_code == 302
    assert Matter.objects.get(pk=matter.pk).unit == city.theirs
    assert as_(city.owner).get(at("matter", matter)).status_code == 404


def test_who_hands_a_matter_out_of_his_sight_lands_on_a_page(city: City, as_) -> None:
    holds(city.clerk, Role.CLERK, city.theirs)
    matter = city.working()
    said = {"unit": city.theirs.code, "owner": "B00001", "reason": "属郾川辖区"}
    assert as_(city.clerk).post(at("reassign", matter), said, follow=True).status_code == 200


def test_a_mistake_is_struck_out_only_from_outside_and_stays_readable(city: City, as_) -> None:
    matter = city.registered()
    assert as_(city.clerk).post(at("void", matter), {"reason": "重复"}).status_code == 403
    assert as_(city.inspector).post(at("void", matter), {"reason": "重复"}).status_code == 302
    page = as_(city.clerk).get(at("matter", matter))
    assert "已作废" in text(page)
    assert offered(page) == set()


def test_a_relapse_found_at_a_recheck_opens_the_matter_again(city: City, as_) -> None:
    matter = city.closed()
    planned = Recheck.objects.filter(matter=matter).first()
    address = at("recheck", matter, planned.pk)
    assert "请写明看了什么" in text(as_(city.office).post(address, {"result": "held", "words": ""}))
    assert as_(city.office).post(address, {"result": "relapsed", "words": "又有三起"}).status_code == 302
    assert state(matter) == kinds.State.WORKING


def test_a_recheck_of_another_matter_does_not_fit(city: City, as_) -> None:
    one, other = city.closed(statement="一"), city.closed(statement="二")
    planned = Recheck.objects.filter(matter=other).first()
    answer = as_(city.office).post(at("recheck", one, planned.pk), {"result": "held", "words": "看过"})
    assert answer.status_code == 404


def test_a_recheck_is_asked_for_only_when_its_day_comes_near(city: City, as_) -> None:
    matter = city.closed()
    assert [card["do"] for card in as_(city.office).get(at("matter", matter)).context["asked"]] == []
    with clock.stopped_at(AT + timedelta(days=85)):
        page = a_client(city.office).get(at("matter", matter))
    assert [card["do"] for card in page.context["asked"]] == ["recheck"]


# -- two people at once -------------------------------------------------------------------------------------


def test_who_was_overtaken_sees_the_newer_state_and_overwrites_nothing(city: City, as_) -> None:
    matter = city.working()
    seen = as_(city.owner).get(at("matter", matter)).context["matter"].version
    as_(city.clerk).post(at("progress", matter), {"words": "内勤先填了一条", "version": seen})
    page = as_(city.owner).post(at("progress", matter), {"words": "责任人后填", "version": seen})
    assert page.status_code == 200
    assert "已有人办理过这个事项" in text(page)
    assert "内勤先填了一条" in text(page)
    assert "责任人后填" in text(page)
    assert matter.steps.filter(words="责任人后填").count() == 0
    newer = page.context["matter"].version
    assert f'name="version" value="{newer}"' in text(page)
    assert (
        as_(city.owner).post(at("progress", matter), {"words": "责任人后填", "version": newer}).status_code
        == 302
    )


def test_who_was_overtaken_by_a_move_keeps_his_words(city: City, as_) -> None:
    matter = city.working()
    seen = as_(city.clerk).get(at("matter", matter)).context["matter"].version
    as_(city.owner).post(at("submit", matter), CLAIM | {"version": seen})
    page = as_(city.clerk).post(at("progress", matter), {"words": "我写了很久", "version": seen})
    assert "已有人办理过这个事项" in text(page)
    assert "我写了很久" in text(page)
    assert "待验收" in text(page)


# -- common problems ----------------------------------------------------------------------------------------


def test_a_common_problem_and_its_individual_ones_lead_to_one_another(city: City, as_) -> None:
    alike = [city.registered(unit=unit) for unit in (city.ours, city.theirs, city.third)]
    common = make_common(
        matter_ids=[one.pk for one in alike], statement="全市共性", unit=city.root, by=city.office, at=AT
    )
    page = as_(city.office).get(at("matter", common))
    assert all(one.number in text(page) for one in alike)
    assert common.number in text(as_(city.office).get(at("matter", alike[0])))
    assert common.number not in text(as_(city.head).get(at("matter", alike[0]))), "out of his sight"


def test_the_page_speaks_english(city: City, as_) -> None:
    client = as_(city.owner)
    client.cookies["qingyuan_language"] = "en"
    page = text(client.get(at("matter", city.working())))
    for words in ("What you can do now", "Ask for sign-off", "Corrective measures", "In progress"):
        assert words in page
    assert "您现在可以做的" not in page
