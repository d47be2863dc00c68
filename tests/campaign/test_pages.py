"""What the pages do, and what they cost."""

from datetime import date

import pytest
from django.urls import reverse

from qingyuan.campaign.kinds import Duty, GapAnswer, Side
from qingyuan.campaign.models import Campaign, Deployment, ExitItem, Meeting, PlanVersion, Stage, Task
from qingyuan.campaign.rules import frame, gates, plans, registers
from qingyuan.campaign.testing import (
    a_campaign,
    a_contact_point,
    a_key_task,
    a_lesson,
    a_meeting,
    a_plan,
    a_responsibility,
    a_task,
)
from qingyuan.org.testing import a_client, a_duty, a_person, a_unit

pytestmark = pytest.mark.usefixtures("still")


# --- what pages do


def post(person, name, data, *args, query=""):
    return a_client(person).post(reverse(f"campaign:{name}", args=args) + query, data, follow=True)


def test_the_office_sets_a_campaign_up_on_the_page(city):
    data = {"template": "no_stage", "name": "2022年", "unit": city.unit.pk, "starts_on": "2022-01-01"}
    more = {"ends_on": "2022-06-30", "deployment_days": "3"}
    answer = post(city.office, "create", data | more)
    assert answer.status_code == 200
    made = Campaign.objects.get(name="2022年")
    assert (made.deployment_days, made.stages.count(), made.deployments.count()) == (3, 0, 2)


def test_a_wrong_form_is_shown_again_with_every_reason(city):
    data = {
        "template": "three_stage",
        "name": city.campaign.name,
        "unit": city.unit.pk,
        "starts_on": "2022-01-02",
    }
    answer = post(city.office, "create", data | {"ends_on": "2022-01-01", "deployment_days": "2"})
    text = answer.content.decode()
    assert "本单位已有同名的教育整顿" in text
    assert "结束日期不能早于开始日期" in text
    assert Campaign.objects.count() == 1


def test_a_unit_reports_its_deployment_with_one_tap(city, still):
    row = Deployment.objects.get(campaign=city.campaign, unit=city.a)
    post(city.clerk_a, "deployment_today", {}, row.pk)
    row.refresh_from_db()
    assert (row.deployed_on, row.reported_by) == (still.date(), city.clerk_a)


def test_the_plan_is_pasted_looked_at_and_issued(city):
    data = {"title": "实施方案", "effective_on": "2021-03-08", "text": "一、学习\n(一)政治教育<b>\n二、查纠"}
    looked = post(city.office, "version_issue", data | {"look": "1"}).content.decode()
    assert "&lt;b&gt;" in looked
    assert "<b>" not in looked
    assert not PlanVersion.objects.exists()
    post(city.office, "version_issue", data)
    assert PlanVersion.objects.get().clauses.count() == 3
    shown = a_client(city.officer_a).get(reverse("campaign:plan")).content.decode()
    assert "政治教育" in shown


def test_a_task_is_issued_from_a_clause_and_reported_by_its_unit(city):
    clause = a_plan(city.campaign).clauses.first()
    data = {"clause": clause.pk, "title": "集中学习", "criterion": "每周两次", "due_on": "2021-04-30"}
    post(city.office, "task_issue", data | {"lead_unit": city.unit.pk, "units": [city.a.pk]})
    task = Task.objects.get()
    share = task.allocations.get()
    post(city.clerk_a, "share_report", {"result": "已学四次"}, share.pk)
    share.refresh_from_db()
    assert share.done_by == city.clerk_a
    assert "集中学习" not in a_client(city.clerk_b).get(reverse("campaign:tasks")).content.decode()


def test_a_waiver_goes_from_the_office_to_the_head_on_the_page(city):
    stage = Stage.objects.get(campaign=city.campaign, order=1)
    item = stage.items.filter(side=Side.EXIT).first()
    post(city.office, "waiver_ask", {"reason": "疫情防控"}, item.pk)
    page = a_client(city.head).get(reverse("campaign:gate", args=[stage.pk])).content.decode()
    assert reverse("campaign:waiver_sign", args=[item.pk]) in page
    page = a_client(city.office).get(reverse("campaign:gate", args=[stage.pk])).content.decode()
    assert reverse("campaign:waiver_sign", args=[item.pk]) not in page
    post(city.head, "waiver_sign", {}, item.pk, query=f"?from={stage.pk}")
    item.refresh_from_db()
    assert item.waiver_signed_by == city.head


def test_a_gate_that_stays_shut_says_why(city):
    stage = Stage.objects.get(campaign=city.campaign, order=1)
    text = post(city.office, "stage_close", {}, stage.pk).content.decode()
    assert "参学率达到规定要求" in text
    stage.refresh_from_db()
    assert not stage.closed


def test_a_person_is_found_by_number_or_by_a_name_that_only_one_bears(city):
    group = city.campaign.groups.get()
    twins = [a_person(city.a, name="王伟"), a_person(city.b, name="王伟")]
    outside = a_person(city.elsewhere, name="外单位")
    for text, found in (
        ("王伟", False),
        (twins[0].police_no, True),
        (outside.police_no, False),
        ("无此人", False),
    ):
        data = {"person": text, "role": "member", "from_on": "2021-03-08"}
        post(city.office, "member_join", data, group.pk)
        assert group.members.filter(person__police_no=text).exists() is found
    assert group.members.count() == 1


def test_a_meeting_and_its_decision_are_put_down_on_the_page(city):
    data = {
        "kind": "teleconference",
        "title": "动员部署会",
        "unit": city.unit.pk,
        "held_at": "2021-03-08T09:00",
    }
    post(city.office, "meeting_hold", data | {"venues": "7", "attendance": "900"})
    meeting = Meeting.objects.get()
    post(
        city.office,
        "decision_add",
        {"text": "开展自查", "unit": city.a.pk, "due_on": "2021-04-01"},
        meeting.pk,
    )
    assert meeting.decisions.get().unit == city.a


def test_what_is_decided_for_one_person_is_doubted_on_his_duty_day_and_may_be_kept(city):
    meeting = a_meeting(city.campaign)
    a_duty(city.officer_a, date(2021, 4, 1))
    data = {"text": "开展自查", "unit": city.a.pk, "due_on": "2021-04-01"}
    post(city.office, "decision_add", data, meeting.pk)
    assert meeting.decisions.count() == 1, "nobody is named, so nobody is on duty"
    data |= {"text": "清理线索", "person": city.officer_a.police_no}
    page = post(city.office, "decision_add", data, meeting.pk)
    (doubt,) = page.context["form"].doubts
    assert (doubt.instead, meeting.decisions.count()) == (date(2021, 3, 31), 1)
    post(city.office, "decision_add", data | {"doubt_due_on": f"keep {doubt.about}"}, meeting.pk)
    assert meeting.decisions.get(person=city.officer_a).due_on == date(2021, 4, 1)


def test_a_unit_answers_a_lesson_for_itself_and_never_for_another(city):
    lesson = a_lesson(city.campaign, city.b)
    answer = {"answer": "gap", "words": "账物未核对"}
    assert (
        post(city.clerk_a, "lesson_answer", answer, lesson.pk, query=f"?unit={city.b.pk}").status_code == 404
    )
    post(city.clerk_a, "lesson_answer", answer, lesson.pk, query=f"?unit={city.a.pk}")
    assert lesson.gaps.get().unit == city.a


def test_a_lesson_shows_its_measure_in_the_city_and_how_many_units_have_done_it(city, still):
    lesson, task = a_lesson(city.campaign, city.b), a_task(city.campaign, title="每月账物核对")
    special = a_task(city.campaign, [city.a], title="甲单位专项")
    page = a_client(city.office).get(reverse("campaign:pilot"))
    assert page.context["loose"] == [lesson]
    assert "还没有对应全市措施的经验" in page.content.decode()
    post(city.office, "lesson_link", {"task": task.pk}, lesson.pk)
    share = task.allocations.get(unit=city.a)
    plans.report_task(share=share, result="三月已核对", by=city.clerk_a, at=still)
    page = a_client(city.clerk_b).get(reverse("campaign:pilot"))
    measure = page.context["rows"][0]["lessons"][0]["measure"]
    assert (measure.task, measure.done, measure.units) == (task, 1, 2)
    assert "每月账物核对" in page.content.decode()
    assert "1/2" in page.content.decode()
    assert page.context["loose"] == []
    assert reverse("campaign:lesson_link", args=[lesson.pk]) not in page.content.decode()
    post(city.office, "lesson_link", {"task": special.pk}, lesson.pk)
    text = a_client(city.clerk_b).get(reverse("campaign:pilot")).content.decode()
    assert "甲单位专项" not in text
    assert "由其他单位的任务推广" in text


def test_the_responsibility_of_a_leader_is_given_with_the_units_covered(city):
    data = {"unit": city.unit.pk, "kind": "dual_duty", "person": city.head.police_no, "from_on": "2021-03-08"}
    post(
        city.office,
        "responsibility_assign",
        data | {"portfolio": "执法办案", "covers": [city.a.pk, city.b.pk]},
    )
    given = city.campaign.responsibilities.get(kind=Duty.DUAL)
    assert set(given.covers.all()) == {city.a, city.b}


def test_another_campaign_is_chosen_by_the_address_only_if_in_sight(city):
    second = a_campaign(city.unit, name="第二次整顿")
    foreign = a_campaign(a_unit(name="远方市局"), name="远方整顿")
    client = a_client(city.office)
    for chosen, shown in (
        (second, "第二次整顿"),
        (foreign, "第二次整顿"),
        (city.campaign, city.campaign.name),
    ):
        text = client.get(reverse("campaign:overview") + f"?campaign={chosen.pk}").content.decode()
        assert f"<h1>{shown}</h1>" in text.replace("\n", "")
        assert "远方整顿" not in text
    assert client.get(reverse("campaign:overview") + "?campaign=9'--").status_code == 200


def test_an_ended_campaign_can_be_read_but_offers_nothing_to_do(city, still):
    for stage in city.campaign.stages.order_by("order"):
        for item in ExitItem.objects.filter(stage=stage):
            gates.meet_condition(item=item, evidence="台账", by=city.office, at=still)
        if not stage.closed and stage.order == 1:
            for item in ExitItem.objects.filter(stage__campaign=city.campaign, side=Side.ENTRY):
                gates.meet_condition(item=item, evidence="台账", by=city.office, at=still)
        gates.close_stage(stage=stage, by=city.office, at=still)
    frame.end_campaign(campaign=city.campaign, by=city.office, at=still)
    text = a_client(city.office).get(reverse("campaign:tasks")).content.decode()
    assert "只能查看" in text
    assert reverse("campaign:task_issue") not in text


def test_what_people_wrote_is_never_markup(city, still):
    evil = "<script>alert(1)</script>"
    lesson = a_lesson(city.campaign, city.b)
    registers.answer_lesson(
        lesson=lesson, unit=city.a, answer=GapAnswer.GAP, words=evil, by=city.clerk_a, at=still
    )
    text = a_client(city.office).get(reverse("campaign:pilot")).content.decode()
    assert evil not in text
    assert "&lt;script&gt;" in text


# --- how many queries


QUERIES = {
    "overview": 26,
    "plan": 16,
    "tasks": 18,
    "deployment": 14,
    "responsibility": 14,
    "group": 14,
    "meetings": 14,
    "contacts": 12,
    "key_tasks": 14,
    "pilot": 18,
    "guidance": 14,
    "objectives": 14,
}


@pytest.mark.parametrize("name", QUERIES)
def test_twenty_eight_units_cost_no_more_queries_than_three(city, name, django_assert_max_num_queries):
    campaign = a_campaign(city.unit, name="二十八个单位", units=28)
    a_plan(campaign)
    a_task(campaign, shared=True)
    a_meeting(campaign)
    for unit in frame.Unit.objects.filter(depth=city.unit.depth + 1, path__startswith=city.unit.path)[:6]:
        a_responsibility(campaign, unit)
        a_contact_point(campaign, unit)
        a_key_task(campaign, unit)
        a_lesson(campaign, unit, task=a_task(campaign))
    client = a_client(city.office)
    with django_assert_max_num_queries(QUERIES[name]):
        assert client.get(reverse(f"campaign:{name}") + f"?campaign={campaign.pk}").status_code == 200
