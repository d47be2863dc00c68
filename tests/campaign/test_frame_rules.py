"""Setting up, deployment and gates: what may be done, by whom, and what it leaves behind."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from qingyuan.campaign.errors import (
    CannotCloseStage,
    CannotRecord,
    CannotSetUp,
    CannotWaive,
)
from qingyuan.campaign.events import (
    StageClosed,
)
from qingyuan.campaign.kinds import Side, Template
from qingyuan.campaign.models import (
    Campaign,
    Deployment,
    ExitItem,
)
from qingyuan.campaign.queries.gates import gate_items
from qingyuan.campaign.rules import frame, gates
from qingyuan.campaign.shelves import GateFigure, gate_figures
from qingyuan.campaign.testing import (
    AT,
    KICK_OFF,
    a_campaign,
    a_plan,
)
from qingyuan.kit.errors import Forbidden
from qingyuan.org.testing import a_person
from tests.campaign.asking import acts, codes

# --- setting up


@pytest.mark.parametrize(
    ("template", "names"),
    [
        (Template.NO_STAGE, []),
        (Template.THREE_STAGE, ["学习教育", "查纠整改", "总结提升"]),
        (Template.PILOT_2020, ["学习教育", "查纠问题", "整改总结"]),
    ],
)
def test_each_template_brings_its_stages_its_units_and_its_office(city, template, names):
    campaign = a_campaign(city.unit, name="另一次", template=template, kicked_off_on=None)
    assert list(campaign.stages.order_by("order").values_list("name", flat=True)) == names
    assert set(campaign.deployments.values_list("unit", flat=True)) == {city.a.pk, city.b.pk}
    sections = campaign.groups.get().sections
    assert [sections.filter(kind=kind).count() for kind in ("office", "group", "team")] == [1, 3, 4]
    assert acts(f"campaign:{campaign.pk}") == ["campaign.create_campaign"]


def test_several_campaigns_run_side_by_side_but_not_under_one_name(city):
    with pytest.raises(CannotSetUp) as refused:
        a_campaign(city.unit, name=city.campaign.name)
    assert codes(refused) == ["name_taken"]
    assert a_campaign(city.unit, name="第二次").pk != city.campaign.pk


def test_only_the_office_of_the_unit_sets_a_campaign_up(city):
    for person in (city.head, city.clerk_a, city.guidance, city.stranger, city.administrator, city.officer_a):
        with pytest.raises(Forbidden):
            frame.create_campaign(
                name="无权",
                unit=city.unit,
                starts_on=KICK_OFF,
                ends_on=KICK_OFF,
                template=Template.NO_STAGE,
                by=person,
                at=AT,
            )
    assert Campaign.objects.count() == 1


def test_stages_can_be_added_renamed_reordered_and_removed_while_they_hold_no_record(city, at):
    first, second, third = city.campaign.stages.order_by("order")
    frame.move_stage(stage=third, earlier=True, by=city.office, at=at)
    assert list(city.campaign.stages.order_by("order")) == [first, third, second]
    frame.change_stage(
        stage=first, name="学习动员", starts_on=first.starts_on, ends_on=first.ends_on, by=city.office, at=at
    )
    added = frame.add_stage(
        campaign=city.campaign,
        name="回头看",
        starts_on=date(2021, 6, 1),
        ends_on=date(2021, 6, 30),
        by=city.office,
        at=at,
    )
    frame.remove_stage(stage=second, by=city.office, at=at)
    assert [s.name for s in city.campaign.stages.order_by("order")] == ["学习动员", "总结提升", "回头看"]
    gates.meet_condition(item=first.items.first(), evidence="会议记录", by=city.office, at=at)
    with pytest.raises(CannotSetUp) as refused:
        frame.remove_stage(stage=first, by=city.office, at=at)
    assert codes(refused) == ["has_records"]
    assert acts(f"stage:{added.pk}") == ["campaign.change_stages"]


def test_every_mistake_in_the_frame_is_told_at_once(city, at):
    with pytest.raises(CannotSetUp) as refused:
        frame.change_campaign(
            campaign=city.campaign,
            name=" ",
            basis="",
            starts_on=date(2021, 5, 1),
            ends_on=date(2021, 4, 1),
            deployment_days=99,
            by=city.office,
            at=at,
        )
    assert codes(refused) == ["name", "dates", "days"]


def test_a_unit_that_has_reported_stays_covered(city, at):
    frame.report_deployment(
        campaign=city.campaign,
        unit=city.a,
        organised_on=KICK_OFF,
        deployed_on=KICK_OFF,
        by=city.clerk_a,
        at=at,
    )
    with pytest.raises(CannotSetUp) as refused:
        frame.cover_units(campaign=city.campaign, units=[city.b, city.elsewhere], by=city.office, at=at)
    assert codes(refused) == ["outside", "reported"]
    assert frame.cover_units(campaign=city.campaign, units=[city.a, city.unit], by=city.office, at=at) == 2
    assert set(city.campaign.deployments.values_list("unit", flat=True)) == {city.a.pk, city.unit.pk}


def test_a_campaign_is_kicked_off_once_and_ends_only_after_its_gates(city, at):
    with pytest.raises(CannotSetUp) as refused:
        frame.kick_off(campaign=city.campaign, on=KICK_OFF, by=city.office, at=at)
    assert codes(refused) == ["begun"]
    with pytest.raises(CannotSetUp) as refused:
        frame.end_campaign(campaign=city.campaign, by=city.office, at=at)
    assert codes(refused) == ["stage_open"] * 3
    free = a_campaign(city.unit, name="无环节", template=Template.NO_STAGE)
    ended = frame.end_campaign(campaign=free, by=city.office, at=at)
    with pytest.raises(CannotSetUp) as refused:
        a_plan(ended)
    assert codes(refused) == ["ended"]


# --- deployment


def test_a_unit_reports_its_own_deployment_and_can_correct_it(city, at):
    for organised in (KICK_OFF, KICK_OFF + timedelta(days=1)):
        frame.report_deployment(
            campaign=city.campaign,
            unit=city.a,
            organised_on=organised,
            deployed_on=KICK_OFF + timedelta(days=1),
            by=city.clerk_a,
            at=at,
        )
    row = Deployment.objects.get(campaign=city.campaign, unit=city.a)
    assert (row.organised_on, row.reported_by) == (KICK_OFF + timedelta(days=1), city.clerk_a)
    assert acts(f"campaign:{city.campaign.pk}").count("campaign.report_deployment") == 2


def test_nobody_reports_for_another_unit_or_for_tomorrow(city, at):
    later = {"organised_on": KICK_OFF, "deployed_on": KICK_OFF + timedelta(days=30)}
    for person in (city.clerk_b, city.officer_a, city.guidance, city.stranger):
        with pytest.raises(Forbidden):
            frame.report_deployment(
                campaign=city.campaign,
                unit=city.a,
                organised_on=KICK_OFF,
                deployed_on=KICK_OFF,
                by=person,
                at=at,
            )
    with pytest.raises(CannotRecord) as refused:
        frame.report_deployment(campaign=city.campaign, unit=city.a, **later, by=city.clerk_a, at=at)
    assert codes(refused) == ["future"]


# --- gates


def settle(stage, by, at):
    for item in gate_items(stage):
        gates.meet_condition(item=item, evidence="台账可查", by=by, at=at)


def test_a_gate_names_every_condition_that_is_open_and_opens_when_none_is(city, at, facts):
    first, second, _third = city.campaign.stages.order_by("order")
    with pytest.raises(CannotCloseStage) as refused:
        gates.close_stage(stage=second, by=city.office, at=at)
    assert codes(refused) == ["earlier", "unmet", "unmet", "unmet"]
    settle(first, city.office, at)
    closed = gates.close_stage(stage=first, by=city.head, at=at)
    assert (closed.state, closed.closed_at, closed.closed_by) == ("closed", at, city.head)
    assert facts[-1] == StageClosed(first.pk, city.campaign.pk, second.pk, at)
    with pytest.raises(CannotSetUp):
        gates.unmeet_condition(item=first.items.first(), by=city.office, at=at)
    with pytest.raises(CannotCloseStage) as refused:
        gates.close_stage(stage=first, by=city.office, at=at)
    assert codes(refused) == ["closed"]


def test_a_gate_keeps_the_figures_it_was_passed_on(city, at, monkeypatch):
    monkeypatch.setitem(gate_figures._things, "x", lambda campaign, moment: [GateFigure("问题销号", 7, 9)])
    stage = city.campaign.stages.get(order=1)
    settle(stage, city.office, at)
    gates.close_stage(stage=stage, by=city.office, at=at)
    stage.refresh_from_db()
    assert {"words": "问题销号", "part": 7, "whole": 9} in stage.gate_report


def test_a_waiver_needs_the_head_of_the_unit_and_not_the_one_who_asked(city, at):
    item = ExitItem.objects.filter(stage__campaign=city.campaign, side=Side.EXIT).first()
    gates.ask_waiver(item=item, reason="疫情防控期间不能集中", by=city.office, at=at)
    for person in (city.office, city.head_a, city.clerk_a, city.guidance, city.stranger):
        with pytest.raises(Forbidden):
            gates.sign_waiver(item=item, by=person, at=at)
    signed = gates.sign_waiver(item=item, by=city.head, at=at)
    assert signed.waiver_signed_by == city.head
    assert acts(f"stage:{item.stage_id}") == ["campaign.ask_waiver", "campaign.sign_waiver"]


def test_one_who_is_office_and_head_does_not_sign_the_own_waiver(city, at):
    from qingyuan.org.api import Role
    from qingyuan.org.testing import holds

    both = a_person(city.unit, Role.CAMPAIGN_OFFICE)
    holds(both, Role.UNIT_HEAD, city.unit)
    item = ExitItem.objects.filter(stage__campaign=city.campaign).first()
    gates.ask_waiver(item=item, reason="理由", by=both, at=at)
    with pytest.raises(CannotWaive) as refused:
        gates.sign_waiver(item=item, by=both, at=at)
    assert codes(refused) == ["same_person"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ExitItem.objects.filter(pk=item.pk).update(waiver_signed_by=both, waiver_signed_at=at)


def test_a_refused_waiver_leaves_the_condition_open(city, at):
    item = ExitItem.objects.filter(stage__campaign=city.campaign).first()
    gates.ask_waiver(item=item, reason="理由", by=city.office, at=at)
    gates.refuse_waiver(item=item, by=city.head, at=at)
    item.refresh_from_db()
    assert (item.waiver_reason, item.waiver_asked_by) == ("", None)
