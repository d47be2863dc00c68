"""How often a unit is inspected in a month: at a cap it is left out, put off, or two lists become one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import queries as budget
from qingyuan.burden.api import rules as meter
from qingyuan.burden.models import OwnSeen
from qingyuan.inspection import testing
from qingyuan.inspection.errors import CannotAnswer, CannotMake, CannotSend, Missing
from qingyuan.inspection.kinds import ListState, Result
from qingyuan.inspection.models import CheckList
from qingyuan.inspection.queries import room as queries
from qingyuan.inspection.rules import answers, reminding, room, sending
from qingyuan.kit import clock
from qingyuan.org.testing import a_client
from qingyuan.trail.api import acts

from .papers import a_selection


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def again(city, at, units, **given):
    given = {"topic": "guns", "title": "枪弹检查", "by": city.inspector, **given}
    return testing.a_draft(city.campaign, at=at, units=units, **given)


def submit(made, city, at):
    return sending.submit_list(list_id=made.pk, version=made.version, by=city.inspector, at=at)


def test_a_second_list_in_a_month_is_refused_and_says_who_took_the_room(city, at, sent):
    made = again(city, at, [city.ours, city.third])
    with pytest.raises(CannotSend) as refusal:
        submit(made, city, at)
    assert codes(refusal) == ["over_inspections_body_month"]
    assert "数据查询自查（示例市公安局）" in str(refusal.value.reasons[0])
    assert submit(again(city, at, [city.third]), city, at).state == ListState.SUBMITTED


def test_two_bodies_share_the_month_of_a_unit_and_a_third_finds_no_room(city, at, sent):
    local = testing.a_draft(
        city.campaign, by=city.local, at=at, unit=city.ours, units=[city.ours], topic="guns"
    )
    local = sending.submit_list(list_id=local.pk, version=local.version, by=city.local, at=at)
    sending.approve_list(list_id=local.pk, version=local.version, by=city.head, at=at)
    meter.caps.set_cap(
        cap=burden.Cap.INSPECTIONS_BODY_MONTH, value=5, reason="专项行动", by=city.chief, at=at
    )
    with pytest.raises(CannotSend) as refusal:
        submit(again(city, at, [city.ours], topic="cameras"), city, at)
    assert codes(refusal) == ["over_inspections_month"]


def test_a_cap_that_is_lowered_reaches_the_next_list(city, at):
    made = again(city, at, [city.ours])
    meter.caps.set_cap(cap=burden.Cap.INSPECTIONS_MONTH, value=0, by=city.office, at=at)
    with pytest.raises(CannotSend) as refusal:
        submit(made, city, at)
    assert codes(refusal) == ["over_inspections_month"]
    assert queries.ways(made, city.inspector, at=at, today=at.date()).day is None
    with pytest.raises(CannotMake):
        room.put_off_list(list_id=made.pk, by=city.inspector, at=at)


def test_of_two_lists_before_the_second_person_the_first_takes_the_room_and_a_withdrawn_one_gives_it_back(
    city, at
):
    both = [submit(again(city, at, [city.ours], topic=topic), city, at) for topic in ("guns", "cameras")]
    first = sending.approve_list(list_id=both[0].pk, version=both[0].version, by=city.approver, at=at)
    assert [one.label for one in budget.meter.claimed(city.ours, at.date())] == [first.title]
    with pytest.raises(CannotSend):
        sending.approve_list(list_id=both[1].pk, version=both[1].version, by=city.approver, at=at)
    sending.withdraw_list(list_id=first.pk, words="发错", by=city.approver, at=at)
    assert sending.approve_list(list_id=both[1].pk, version=both[1].version, by=city.approver, at=at)


def test_full_units_are_left_out_in_one_press_and_the_others_are_asked(city, at, sent):
    made = again(city, at, [city.ours, city.third])
    room.leave_out_full(list_id=made.pk, by=city.inspector, at=at)
    made.refresh_from_db()
    assert [one.unit for one in made.units.filter(asked=True)] == [city.third]
    assert submit(made, city, at)
    with pytest.raises(CannotMake):
        room.leave_out_full(list_id=made.pk, by=city.inspector, at=at)


def test_a_list_that_is_put_off_waits_for_its_day_and_its_deadline_moves_as_far(city, at, sent):
    made = again(city, at, [city.ours])
    before = made.due_on
    made = room.put_off_list(list_id=made.pk, by=city.inspector, at=at)
    assert made.not_before == date(2021, 4, 2)
    assert made.due_on - before == made.not_before - at.date()
    made = submit(made, city, at)
    with pytest.raises(CannotSend) as refusal:
        sending.approve_list(list_id=made.pk, version=made.version, by=city.approver, at=at)
    assert codes(refusal) == ["put_off"]
    later = at + timedelta(days=14)
    assert sending.approve_list(list_id=made.pk, version=made.version, by=city.approver, at=later)
    with pytest.raises(CannotMake):
        room.put_off_list(list_id=made.pk, by=city.inspector, at=later)


def test_a_list_that_nobody_answered_is_taken_into_the_draft_each_item_once(city, at, sent):
    items = [testing.an_item("枪柜有没有双人双锁"), testing.an_item(testing.WHAT[0])]
    made = again(city, at, [city.ours, city.theirs], items=items)
    ways = queries.ways(made, city.approver, at=at, today=at.date())
    assert (list(ways.merge), ways.fitting) == ([sent], ())
    room.merge_list(list_id=made.pk, other_id=sent.pk, by=city.approver, at=at)
    made.refresh_from_db()
    sent.refresh_from_db()
    assert [one.what for one in made.items.all()] == ["枪柜有没有双人双锁", *testing.WHAT]
    assert (sent.state, sent.withdrawn_words) == (ListState.WITHDRAWN, "并入“枪弹检查”")
    assert submit(made, city, at).state == ListState.SUBMITTED
    assert [row.act for row in acts().order_by("index")][-3:] == [
        "inspection.merge_list", "inspection.withdraw_list", "inspection.submit_list",
    ]  # fmt: skip


def test_a_list_is_locked_before_it_is_looked_at_whether_anybody_has_answered(city, at, sent):
    made = again(city, at, [city.ours, city.theirs])
    with CaptureQueriesContext(connection) as asked:
        room.merge_list(list_id=made.pk, other_id=sent.pk, by=city.approver, at=at)
    said = [one["sql"] for one in asked]
    locked = next(n for n, sql in enumerate(said) if f'"inspection_checklist"."id" = {sent.pk}' in sql)
    looked = next(n for n, sql in enumerate(said) if "NOT EXISTS" in sql.upper())
    assert locked < looked


def test_what_somebody_answered_or_others_were_asked_is_not_taken_in(city, at, sent):
    fewer = again(city, at, [city.ours])
    with pytest.raises(Missing):
        room.merge_list(list_id=fewer.pk, other_id=sent.pk, by=city.inspector, at=at)
    testing.answered(testing.asked_of(sent, city.ours), Result.FINE, by=city.clerk, at=at)
    made = again(city, at, [city.ours, city.theirs], topic="cameras")
    with pytest.raises(Missing):
        room.merge_list(list_id=made.pk, other_id=sent.pk, by=city.inspector, at=at)
    for act in (room.leave_out_full, room.put_off_list):
        with pytest.raises(Missing):
            act(list_id=made.pk, by=city.clerk, at=at)


def test_the_three_ways_stand_on_the_page_of_the_draft(city, at, sent):
    made = again(city, at, [city.ours, city.theirs])
    more = again(city, at, [city.ours, city.third], topic="cameras", title="视频侦查检查")
    client = a_client(city.inspector)

    def to(name, *args):
        return reverse(f"inspection:{name}", args=args)

    with clock.stopped_at(at):
        page = client.get(to("list", more.pk)).content.decode()
        assert to("leave_out", more.pk) in page
        page = client.get(to("list", made.pk)).content.decode()
        assert all(to(name, made.pk) in page for name in ("put_off",))
        assert to("leave_out", made.pk) not in page
        assert to("merge", made.pk, sent.pk) in page
        assert "已去掉" in client.post(to("leave_out", more.pk), follow=True).content.decode()
        assert "已推迟" in client.post(to("put_off", made.pk), follow=True).content.decode()
        CheckList.objects.filter(pk=made.pk).update(not_before=None)
        assert "已并入" in client.post(to("merge", made.pk, sent.pk), follow=True).content.decode()
        assert a_client(city.clerk).post(to("put_off", made.pk)).status_code == 403


def test_papers_of_an_answer_fall_under_the_cap_of_attachments(city, at):
    asked = testing.asked_of(a_selection(city, at, city.ours), city.ours)
    item = asked.check_list.items.first()
    meter.caps.set_cap(cap=burden.Cap.ATTACHMENTS, value=1, by=city.office, at=at)
    two = answers.Said(item.pk, Result.FINE, papers=(testing.a_paper("a.pdf"), testing.a_paper("b.pdf")))
    with pytest.raises(CannotAnswer) as refusal:
        answers.answer_items(asked_id=asked.pk, said=[two], by=city.clerk, at=at)
    assert "上限1份" in str(refusal.value.reasons[0])
    with clock.stopped_at(at):
        page = a_client(city.clerk).get(reverse("inspection:asked", args=[asked.pk])).content.decode()
        assert f"i{item.pk}-paper_1" in page
        assert f"i{item.pk}-paper_2" not in page
        meter.caps.set_cap(cap=burden.Cap.ATTACHMENTS, value=0, by=city.office, at=at)
        page = a_client(city.clerk).get(reverse("inspection:asked", args=[asked.pk])).content.decode()
    assert f"i{item.pk}-paper_1" not in page
    meter.caps.set_cap(cap=burden.Cap.ATTACHMENTS, value=99999, reason="多打了几个九", by=city.chief, at=at)
    with clock.stopped_at(at):
        page = a_client(city.clerk).get(reverse("inspection:asked", args=[asked.pk])).content.decode()
    assert page.count(f'name="i{item.pk}-paper_') == 10
    meter.caps.set_cap(cap=burden.Cap.ATTACHMENTS, value=0, by=city.office, at=at)
    one = answers.Said(item.pk, Result.FINE)
    assert answers.answer_items(asked_id=asked.pk, said=[one], by=city.clerk, at=at)


def test_a_list_whose_form_has_no_passport_is_not_asked_but_for_what_hangs_on_safety(city, at, sent):
    OwnSeen.objects.create(code="inspection.answer", on=date(2020, 12, 1))
    asked = testing.asked_of(sent, city.ours)
    address = reverse("inspection:asked", args=[asked.pk])
    item = sent.items.first()
    with clock.stopped_at(at):
        client = a_client(city.clerk)
        page = client.get(address).content.decode()
        assert "第十七条" in page
        assert reverse("burden:refuse_own", args=["inspection.answer"]) in page
        assert f"i{item.pk}-result" not in page
        client.post(address, {f"i{item.pk}-result": "fine"})
        assert not asked.answers.exists()
        assert f"i{item.pk}-result" in client.get(address + "?needed=1").content.decode()
        client.post(address + "?needed=1", {f"i{item.pk}-result": "fine"})
        assert asked.answers.count() == 1
    assert reminding.send_reminders(at=at + timedelta(days=30)) == 0
    OwnSeen.objects.all().delete()
    assert reminding.send_reminders(at=at + timedelta(days=30)) > 0
