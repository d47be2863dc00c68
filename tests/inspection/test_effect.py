"""A list says what effect it wants before it goes out and in one line what came of it when it is closed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from qingyuan.inspection import testing
from qingyuan.inspection.errors import CannotAnswer, CannotMake, CannotSend, Forbidden, Missing
from qingyuan.inspection.kinds import ListState, Result
from qingyuan.inspection.models import CheckList
from qingyuan.inspection.queries import answers as waiting
from qingyuan.inspection.queries import lists as queries
from qingyuan.inspection.queries import progress
from qingyuan.inspection.rules import answers, lists, reminding, sending
from qingyuan.kit import clock
from qingyuan.org.testing import a_client
from qingyuan.trail.api import acts

from .test_lists import codes

CAME = "两个分局查询都写明了事由"
LATE = timedelta(days=11)


def closed(made, *, by, at, came_of=CAME):
    return sending.close_list(list_id=made.pk, came_of=came_of, by=by, at=at)


def to(name, *args):
    return reverse(f"inspection:{name}", args=args)


def words(answer):
    return answer.content.decode()


def test_no_list_leaves_the_desk_before_it_says_what_effect_it_wants(city, at):
    made = testing.a_draft(city.campaign, by=city.inspector, at=at, units=[city.ours])
    CheckList.objects.filter(pk=made.pk).update(effect="")
    with pytest.raises(CannotSend) as refusal:
        sending.submit_list(list_id=made.pk, version=made.version, by=city.inspector, at=at)
    assert codes(refusal) == ["no_effect"]
    head = testing.a_head(due_on=made.due_on, effect="家属不参与经营")
    with pytest.raises(CannotMake) as refusal:
        lists.change_list(list_id=made.pk, draft=head, version=made.version, by=city.inspector, at=at)
    assert codes(refusal) == ["private"]


def test_a_list_is_closed_when_all_have_answered_or_the_deadline_is_over_and_not_sooner(city, sent, at):
    with pytest.raises(CannotSend) as refusal:
        closed(sent, by=city.inspector, at=at, came_of=" ")
    assert codes(refusal) == ["too_soon", "no_came_of"]
    with pytest.raises(CannotSend) as refusal:
        closed(sent, by=city.inspector, at=at + LATE, came_of=f"{sent.effect}。")
    assert codes(refusal) == ["repeats_effect"]
    for unit, clerk in ((city.ours, city.clerk), (city.theirs, city.stranger)):
        assert not CheckList.objects.get(pk=sent.pk).came_of
        said = (Result.FINE, Result.PROBLEM, Result.FINE)
        testing.answered(testing.asked_of(sent, unit), *said, by=clerk, at=at)
    assert progress.tally(sent) == progress.Tally(asked=2, complete=2, problems=2)
    assert closed(sent, by=city.inspector, at=at).state == ListState.CLOSED


def test_a_draft_or_a_withdrawn_list_is_not_closed_and_a_closed_one_not_withdrawn(city, sent, at):
    draft = testing.a_draft(city.campaign, by=city.office, at=at, topic="guns")
    closed(sent, by=city.inspector, at=at + LATE)
    with pytest.raises(CannotSend):
        sending.withdraw_list(list_id=sent.pk, words="发错", by=city.approver, at=at + LATE)
    with pytest.raises(CannotSend) as refusal:
        closed(draft, by=city.office, at=at + LATE)
    assert codes(refusal) == ["not_sent"]


def test_who_may_not_close_is_told_so_and_who_must_not_see_the_list_hears_nothing(city, sent, at):
    for person in (city.clerk, city.head, city.guidance, city.chief, city.local):
        with pytest.raises(Forbidden):
            closed(sent, by=person, at=at + LATE)
    for person in (city.spared, city.officer, city.system, city.security, city.audit):
        with pytest.raises(Missing):
            closed(sent, by=person, at=at + LATE)
    sent.refresh_from_db()
    assert (sent.state, sent.came_of) == (ListState.SENT, "")


def test_a_closed_list_asks_and_reminds_nobody_still_bars_the_topic_and_can_be_corrected(city, sent, at):
    asked = testing.asked_of(sent, city.ours)
    answer, *_more = testing.answered(asked, Result.FINE, by=city.clerk, at=at)
    late = at + LATE
    assert list(queries.to_close(city.inspector, at=late)) == [sent]
    assert not queries.to_close(city.inspector, at=at).exists()
    assert not queries.to_close(city.guidance, at=late).exists()
    closed(sent, by=city.inspector, at=late)
    assert not queries.to_close(city.inspector, at=late).exists()
    assert not waiting.to_answer(city.clerk, at=late).exists()
    assert reminding.send_reminders(at=late) == 0
    with pytest.raises(CannotAnswer) as refusal:
        answers.answer_items(
            asked_id=asked.pk,
            said=[answers.Said(sent.items.last().pk, Result.FINE)],
            by=city.clerk,
            at=late,
        )
    assert codes(refusal) == ["closed"]
    said = answers.Said(answer.item_id, Result.NOT_APPLICABLE, words="没有这项业务")
    assert answers.correct_answer(answer_id=answer.pk, said=said, reason="看错", by=city.clerk, at=late)
    draft = testing.a_draft(city.campaign, by=city.office, at=late)
    assert city.ours.pk in queries.repeating(draft, [city.ours.pk], late.date())
    (month,) = progress.months(city.office, at=late)
    assert month.inspections == 1
    sent.refresh_from_db()
    assert progress.progress(sent, city.office, at=late).late == 2  # what was never answered stays in sight


def test_the_line_may_be_written_anew_and_the_record_holds_both_acts_and_no_words(city, sent, at):
    closed(sent, by=city.inspector, at=at + LATE)
    closed(sent, by=city.office, at=at + LATE * 2, came_of="一个分局还没有做到")
    sent.refresh_from_db()
    assert (sent.came_of, sent.closed_by) == ("一个分局还没有做到", city.office)
    rows = [row for row in acts().order_by("index") if row.act == "inspection.close_list"]
    details = [row.detail.replace(" ", "") for row in rows]
    assert ['"again":true' in one for one in details] == [False, True]
    assert all('"asked":2' in one and '"complete":0' in one for one in details)
    assert not any("分局" in one for one in details)
    fresh = lists.repeat_list(
        list_id=sent.pk, due_on=(at + LATE * 3).date(), by=city.office, at=at + LATE * 2
    )
    assert fresh.effect == sent.effect


def test_the_database_keeps_closed_and_what_came_of_it_together(city, sent):
    for wrong in ({"came_of": CAME}, {"state": ListState.CLOSED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CheckList.objects.filter(pk=sent.pk).update(**wrong)


def test_units_and_the_guidance_group_read_what_was_wanted_and_what_came_of_it(city, sent, asked, at):
    with clock.stopped_at(at):
        team = a_client(city.inspector)
        page = words(team.get(to("list", sent.pk)))
        assert sent.effect in page
        assert "还在答复，结束时写" in page
        assert to("close", sent.pk) not in page
        assert sent.effect in words(a_client(city.clerk).get(to("asked", asked.pk)))
        page = words(team.post(to("close", sent.pk), {"came_of": CAME}))
        assert "还有单位没有答完" in page
        assert CAME in page
    with clock.stopped_at(at + LATE):
        team = a_client(city.inspector)
        page = words(a_client(city.guidance).get(to("list", sent.pk)))
        assert "待写结果" in page
        assert to("close", sent.pk) not in page
        assert "期限已过，待写结果" not in words(a_client(city.guidance).get(to("lists")))
        page = words(team.get(to("lists")))
        assert "期限已过，待写结果" in page
        assert to("close", sent.pk) in page
        page = words(team.get(to("close", sent.pk)))
        assert f"想达到的效果：{sent.effect}。问了2个单位，答完0个，发现问题0个" in page
        answer = a_client(city.guidance).get(to("close", sent.pk))
        assert answer.status_code == 403
        assert "拟订和结束检查清单" in words(answer)
        assert a_client(city.spared).post(to("close", sent.pk), {"came_of": CAME}).status_code in (403, 404)
        page = words(team.post(to("close", sent.pk), {"came_of": CAME}, follow=True))
        assert "改写结果" in page
        for person in (city.guidance, city.clerk, city.inspector):
            for address in (to("lists"), to("list", sent.pk)):
                page = words(a_client(person).get(address))
                assert sent.effect in page
                assert CAME in page
        page = words(a_client(city.clerk).get(to("asked", asked.pk)))
        assert f"结果：{CAME}" in page
        assert "保存已填的答复" not in page
