"""Answers that other rooms and pages rely on."""

from datetime import date, timedelta

from qingyuan.campaign.api import (
    contact_figures,
    current_campaign,
    deployment_figures,
    kinds,
    portfolio_leader,
    sources,
    timeline,
    units_of,
)
from qingyuan.campaign.kinds import Duty, Followable, GapAnswer
from qingyuan.campaign.queries.frame import deployments
from qingyuan.campaign.queries.people import first_responsible, portfolio_leaders
from qingyuan.campaign.queries.plan import tasks_of_unit
from qingyuan.campaign.rules import contacts, frame, gates, people, registers
from qingyuan.campaign.testing import (
    AT,
    KICK_OFF,
    a_campaign,
    a_contact_point,
    a_guidance_visit,
    a_lesson,
    a_meeting,
    a_responsibility,
    a_task,
)
from qingyuan.org.testing import a_person, a_unit


def test_a_station_has_the_portfolio_leader_of_the_nearest_unit_above_that_somebody_covers(city):
    station = a_unit(city.a, name="城关派出所")
    whole = a_responsibility(city.campaign, city.unit, kind=Duty.DUAL, covers=[city.unit])
    assert portfolio_leader(station, AT) == whole.person
    near = a_responsibility(city.campaign, city.unit, kind=Duty.DUAL, covers=[city.a], portfolio="治安")
    assert portfolio_leader(station, AT) == near.person
    assert portfolio_leader(city.b, AT) == whole.person
    assert portfolio_leader(city.elsewhere, AT) is None
    assert portfolio_leader(station, AT - timedelta(days=30)) is None


def test_portfolio_leaders_of_many_units_cost_two_queries(city, django_assert_num_queries):
    units = [city.a, city.b, *(a_unit(city.unit) for _ in range(26))]
    a_responsibility(city.campaign, city.unit, kind=Duty.DUAL, covers=units)
    with django_assert_num_queries(2):
        assert len(portfolio_leaders(units, AT)) == 28


def test_the_first_responsible_person_is_the_one_of_the_day(city):
    first = a_responsibility(city.campaign, city.a)
    second = a_responsibility(city.campaign, city.a, from_on=KICK_OFF + timedelta(days=10))
    assert first_responsible(city.a, AT) == first.person
    assert first_responsible(city.a, AT + timedelta(days=20)) == second.person
    assert first_responsible(city.b, AT) is None


def test_the_current_campaign_is_the_latest_that_runs_and_in_sight(city, still):
    later = a_campaign(city.unit, name="后一次", starts_on=KICK_OFF, template=kinds.Template.NO_STAGE)
    for person in (city.office, city.clerk_a, city.officer_a, city.guidance):
        assert current_campaign(person, still) == later
        assert current_campaign(person, still, chosen=str(city.campaign.pk)) == city.campaign
    assert current_campaign(city.stranger, still) is None
    frame.end_campaign(campaign=later, by=city.office, at=still)
    assert current_campaign(city.clerk_a, still) == city.campaign


def test_deployment_figures_are_counted_from_rows_and_the_latest_units_come_first(city, at):
    late = date(2021, 3, 11)
    moment = at + timedelta(days=4)
    frame.report_deployment(
        campaign=city.campaign,
        unit=city.a,
        organised_on=KICK_OFF,
        deployed_on=late,
        by=city.clerk_a,
        at=moment,
    )
    figures = deployment_figures(city.campaign, moment)
    assert (figures.units, figures.deployed, figures.in_time, figures.missing) == (2, 1, 0, 1)
    assert (figures.deploy_by, figures.latest_days) == (date(2021, 3, 10), 3)
    lines = deployments(city.campaign, moment.date())
    assert [(line.unit, line.lateness.days) for line in lines] == [(city.b, 3), (city.a, 1)]
    assert list(units_of(city.campaign)) == [city.a, city.b]


def test_a_unit_has_its_own_tasks_and_the_shared_ones(city):
    own = a_task(city.campaign, [city.a])
    shared = a_task(city.campaign, shared=True)
    other = a_task(city.campaign, [city.b])
    assert set(tasks_of_unit(city.a)) == {own, shared}
    assert set(tasks_of_unit(city.b, campaign=city.campaign)) == {shared, other}
    assert not tasks_of_unit(city.elsewhere)


def test_the_timeline_shows_the_first_open_stage_and_today(city, at):
    line = timeline(city.campaign, KICK_OFF)
    assert line.current.stage.order == 1
    assert [each.conditions for each in line.stages] == [4, 3, 3]
    assert (line.stages[0].begin, line.stages[-1].end) == (0, 1000)
    assert (line.day_number, line.days) == (10, 124)
    assert timeline(city.campaign, date(2022, 1, 1)).today is None
    for item in line.stages[0].stage.items.all():
        gates.meet_condition(item=item, evidence="台账", by=city.office, at=at)
    gates.close_stage(stage=line.stages[0].stage, by=city.office, at=at)
    line = timeline(city.campaign, date(2021, 6, 29))
    assert line.current.stage.order == 2
    assert line.current.overdue


def test_what_a_fact_is_about_can_be_asked_for(city, at):
    task = a_task(city.campaign, [city.a])
    share = task.allocations.get()
    resolved = people.Resolved("清理涉案财物", city.a, date(2021, 4, 1), city.head_a)
    decision = a_meeting(city.campaign, decisions=[resolved]).decisions.get()
    contact = a_contact_point(city.campaign, city.a)
    visit = contacts.record_visit(
        contact=contact, visited_on=KICK_OFF, finding="接处警超时\n另有两起", by=city.office, at=at
    )
    gap = registers.answer_lesson(
        lesson=a_lesson(city.campaign, city.b),
        unit=city.a,
        answer=GapAnswer.GAP,
        words="未核对",
        by=city.clerk_a,
        at=at,
    )
    opinion = registers.give_opinion(
        visit=a_guidance_visit(city.campaign, by=city.guidance),
        text="压实责任",
        unit=city.a,
        due_on=date(2021, 4, 1),
        by=city.guidance,
        at=at,
    )
    asked = {
        Followable.TASK: (share.pk, task.title, task.due_on),
        Followable.DECISION: (decision.pk, "清理涉案财物", date(2021, 4, 1)),
        Followable.VISIT: (visit.pk, "接处警超时", None),
        Followable.GAP: (gap.pk, "未核对", None),
        Followable.OPINION: (opinion.pk, "压实责任", date(2021, 4, 1)),
    }
    for kind, (pk, title, due_on) in asked.items():
        source = sources(kind, [pk, 10**9])[pk]
        assert (source.title, source.unit_id, source.due_on) == (title, city.a.pk, due_on)
        assert source.url.startswith("/campaign/")


def test_contact_points_are_counted_on_the_day(city):
    leader = a_person(city.unit, leader=True)
    a_contact_point(city.campaign, city.a, leader=leader)
    ended = a_contact_point(city.campaign, city.b, leader=leader)
    contacts.end_contact_point(contact=ended, to_on=KICK_OFF, by=city.office, at=AT)
    figures = contact_figures(city.campaign, AT)
    assert (figures.points, figures.leaders, figures.units) == (1, 1, 1)
