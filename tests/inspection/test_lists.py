"""A list from the desk to the units: a second person, examples, units with the function, no repeated inspection."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from qingyuan.inspection import testing
from qingyuan.inspection.errors import CannotChangeTopic, CannotMake, CannotSend, Forbidden, Missing
from qingyuan.inspection.kinds import ListKind, ListState, Result
from qingyuan.inspection.models import CheckList, Topic
from qingyuan.inspection.queries import lists as queries
from qingyuan.inspection.queries import progress
from qingyuan.inspection.rules import lists, sending, topics
from qingyuan.trail.api import acts

from .conftest import more_room


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def sent(city, at, units, *, by=None, topic="network", **given):
    return testing.a_sent_list(
        city.campaign, units, by=by or city.inspector, approver=city.approver, at=at, topic=topic, **given
    )


def test_a_case_from_elsewhere_goes_to_units_with_the_function_and_every_other_unit_is_kept_as_not_asked(
    city, at
):
    made = sent(city, at, [city.ours], topic="cameras", title="对照外地案例自查")
    assert made.kind == ListKind.ALERT
    assert made.failed == "没有抽查"
    assert {row.unit.name: row.asked for row in made.units.all()} == {
        "源河分局": True, "郾川分局": False, "召原分局": False, "政治部": False,
    }  # fmt: skip
    shown = progress.progress(made, city.office, at=at)
    assert (shown.spared, shown.every) == (3, 4)
    month = progress.months(city.office, at=at)[0]
    assert (month.spared, month.every, month.asked) == (3, 4, 1)


def test_neither_the_maker_nor_the_last_who_wrote_in_it_approves(city, at):
    made = testing.a_draft(city.campaign, by=city.inspector, at=at, units=[city.ours])
    lists.write_item(list_id=made.pk, item=testing.an_item("再看一项"), by=city.office, at=at)
    made.refresh_from_db()
    sending.submit_list(list_id=made.pk, version=made.version, by=city.inspector, at=at)
    for second in (city.inspector, city.office):
        with pytest.raises(CannotSend) as refusal:
            sending.approve_list(list_id=made.pk, version=made.version, by=second, at=at)
        assert codes(refusal) == ["second"]
    assert (
        sending.approve_list(list_id=made.pk, version=made.version, by=city.chief, at=at).state
        == ListState.SENT
    )


def test_the_database_refuses_an_approval_by_the_maker(city, at, sent):
    with pytest.raises(IntegrityError), transaction.atomic():
        CheckList.objects.filter(pk=sent.pk).update(approved_by=city.inspector)


def test_only_the_version_that_was_read_is_approved(city, at):
    made = testing.a_draft(city.campaign, by=city.inspector, at=at, units=[city.ours])
    read = made.version
    sending.submit_list(list_id=made.pk, version=read, by=city.inspector, at=at)
    sending.return_list(list_id=made.pk, words="补依据", by=city.approver, at=at)
    lists.remove_item(list_id=made.pk, item_id=made.items.first().pk, by=city.inspector, at=at)
    made.refresh_from_db()
    assert made.return_words == "补依据"
    sending.submit_list(list_id=made.pk, version=made.version, by=city.inspector, at=at)
    with pytest.raises(CannotSend) as refusal:
        sending.approve_list(list_id=made.pk, version=read, by=city.approver, at=at)
    assert codes(refusal) == ["changed"]


def test_an_example_does_not_leave_the_desk_before_it_was_looked_through(city, at):
    items = [testing.an_item(), testing.an_item("枪弹账物是否一致", example=True)]
    made = testing.a_draft(city.campaign, by=city.inspector, at=at, units=[city.ours], items=items)
    with pytest.raises(CannotSend) as refusal:
        sending.submit_list(list_id=made.pk, version=made.version, by=city.inspector, at=at)
    assert codes(refusal) == ["example"]
    assert "第2项" in str(refusal.value.reasons[0])
    item = made.items.get(example=True)
    lists.write_item(
        list_id=made.pk, item=testing.an_item(item.what), item_id=item.pk, by=city.inspector, at=at
    )
    made.refresh_from_db()
    assert sending.submit_list(list_id=made.pk, version=made.version, by=city.inspector, at=at)


def test_an_item_about_private_life_is_refused_in_words_and_nothing_is_kept(city, at):
    made = testing.a_draft(city.campaign, by=city.inspector, at=at, topic="drink_driving")
    with pytest.raises(CannotMake) as refusal:
        lists.write_item(list_id=made.pk, item=testing.an_item("家属是否参与经营"), by=city.inspector, at=at)
    assert "“家属”涉及私人生活" in str(refusal.value.reasons[0])
    assert made.items.count() == 3
    with pytest.raises(CannotMake):
        testing.a_draft(city.campaign, by=city.inspector, at=at, items=[testing.an_item("八小时外去了哪里")])
    with pytest.raises(CannotMake):
        testing.a_draft(city.campaign, by=city.inspector, at=at, title="民警健康状况检查")


def test_a_check_of_personnel_selection_keeps_steps_and_refuses_opinions(city, at):
    items = [
        testing.an_item("任前有没有公示", category="other"),
        testing.an_item("有没有表决记录", category="other"),
    ]
    made = sent(city, at, [city.ours], topic="selection", title="选人用人专项检查", items=items)
    assert made.kind == ListKind.SELECTION
    with pytest.raises(CannotMake) as refusal:
        testing.a_draft(
            city.campaign, by=city.inspector, at=at, topic="selection",
            items=[testing.an_item("同事对他的评价", category="other")],
        )  # fmt: skip
    assert codes(refusal) == ["opinion"]


def test_the_same_unit_is_not_asked_the_same_topic_again_and_the_earlier_list_is_named(city, at):
    sent(city, at, [city.ours], title="三月数据查询检查")
    later = at + timedelta(days=10)
    made = testing.a_draft(city.campaign, by=city.office, at=later, title="四月检查")
    with pytest.raises(CannotMake) as refusal:
        lists.choose_units(list_id=made.pk, units=[city.ours, city.theirs], by=city.office, at=later)
    (reason,) = refusal.value.reasons
    assert reason.code == "repeated"
    assert all(
        words in str(reason)
        for words in ("源河分局", "2021-03-19", "三月数据查询检查", "示例市公安局", "2021-04-18")
    )
    assert lists.choose_units(list_id=made.pk, units=[city.theirs], by=city.office, at=later)
    free = at + timedelta(days=30)
    assert queries.against_repeating(made, [city.ours.pk], free.date()) == []


def test_another_topic_may_be_asked_at_once_and_a_withdrawn_list_bars_nobody(city, at):
    more_room(city, at)
    first = sent(city, at, [city.ours])
    assert sent(city, at, [city.ours], topic="guns")
    sending.withdraw_list(list_id=first.pk, words="发错单位", by=city.approver, at=at)
    assert sent(city, at, [city.ours])


def test_of_two_lists_drawn_up_at_once_the_second_is_refused_when_it_is_approved(city, at):
    more_room(city, at)
    both = [testing.a_draft(city.campaign, by=city.inspector, at=at, units=[city.ours]) for _n in range(2)]
    for made in both:
        sending.submit_list(list_id=made.pk, version=made.version, by=city.inspector, at=at)
    sending.approve_list(list_id=both[0].pk, version=both[0].version, by=city.approver, at=at)
    with pytest.raises(CannotSend) as refusal:
        sending.approve_list(list_id=both[1].pk, version=both[1].version, by=city.approver, at=at)
    assert codes(refusal) == ["repeated"]


def test_the_period_of_a_topic_is_the_bureaus_and_nought_bars_nobody(city, at):
    more_room(city, at)
    sent(city, at, [city.ours])
    topic = Topic.objects.get(pk="network")
    topics.change_topic(
        code="network", kind=ListKind.SEVEN_RISKS, name=topic.name, days=0, active=True, by=city.office, at=at
    )
    assert sent(city, at, [city.ours])
    with pytest.raises(Forbidden):
        topics.change_topic(
            code="network", kind=ListKind.SEVEN_RISKS, name="网", days=1, active=True, by=city.local, at=at
        )
    with pytest.raises(CannotChangeTopic):
        topics.change_topic(
            code="network", kind=ListKind.ALERT, name="网", days=999, active=True, by=city.office, at=at
        )


def test_a_county_asks_its_own_stations_and_nobody_elses(city, at):
    made = testing.a_draft(city.campaign, by=city.local, at=at, unit=city.ours)
    assert list(queries.askable(made)) == [city.ours, city.station]
    with pytest.raises(CannotMake) as refusal:
        lists.choose_units(list_id=made.pk, units=[city.theirs], by=city.local, at=at)
    assert codes(refusal) == ["outside"]
    with pytest.raises(Forbidden):
        testing.a_draft(city.campaign, by=city.local, at=at, unit=city.theirs)
    with pytest.raises(Forbidden):
        testing.a_draft(city.campaign, by=city.clerk, at=at, unit=city.ours)


def test_another_edition_has_the_same_items_and_no_units_and_another_number(city, at):
    old = sent(city, at, [city.ours])
    fresh = lists.repeat_list(list_id=old.pk, due_on=date(2021, 6, 1), by=city.office, at=at)
    assert (fresh.edition, fresh.before, fresh.state) == (2, old, ListState.DRAFT)
    assert [item.what for item in fresh.items.all()] == [item.what for item in old.items.all()]
    assert not fresh.units.exists()
    assert old.items.count() == 3


def test_what_was_sent_is_written_in_no_more(city, at, sent):
    for act in (
        lambda: lists.write_item(list_id=sent.pk, item=testing.an_item("再看"), by=city.inspector, at=at),
        lambda: lists.remove_item(list_id=sent.pk, item_id=sent.items.first().pk, by=city.inspector, at=at),
        lambda: lists.choose_units(list_id=sent.pk, units=[city.third], by=city.inspector, at=at),
        lambda: lists.discard_list(list_id=sent.pk, by=city.inspector, at=at),
    ):
        with pytest.raises(CannotMake):
            act()


def test_a_draft_does_not_exist_for_the_units_that_it_will_ask(city, at):
    made = testing.a_draft(city.campaign, by=city.inspector, at=at, units=[city.ours])
    for person in (city.clerk, city.head, city.local, city.guidance, city.stranger, city.system):
        assert queries.one(person, made.pk, at=at) is None
        with pytest.raises(Missing):
            lists.discard_list(list_id=made.pk, by=person, at=at)
    assert queries.one(city.legal, made.pk, at=at) == made
    assert queries.one(city.chief, made.pk, at=at) == made


def test_several_lists_of_one_topic_by_one_team_in_a_month_count_once(city, at):
    more_room(city, at)
    for days, unit in enumerate((city.ours, city.theirs, city.third)):
        sent(city, at + timedelta(days=days), [unit])
    sent(city, at, [city.ours], topic="guns")
    (month,) = progress.months(city.office, at=at)
    assert month.inspections == 2
    assert dict(month.units) == {"源河分局": 2, "郾川分局": 1, "召原分局": 1}


def test_every_step_stands_in_the_record_without_words(city, at, sent):
    testing.answered(testing.asked_of(sent, city.ours), Result.FINE, by=city.clerk, at=at)
    rows = [row for row in acts().order_by("index") if row.act.startswith("inspection.")]
    assert [row.act.removeprefix("inspection.") for row in rows] == [
        "make_list", "choose_units", "submit_list", "approve_list", "answer",
    ]  # fmt: skip
    assert not any("自查" in row.detail or "证书" in row.detail for row in rows)
    assert '"spared":2' in rows[3].detail.replace(" ", "")
