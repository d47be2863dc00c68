"""What no room can show alone: what one tells, another takes up; and nothing asks the world outside for anything."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.html import escape

from qingyuan.campaign.api import Campaign, followers
from qingyuan.campaign.kinds import GapAnswer
from qingyuan.campaign.models import Objective
from qingyuan.campaign.rules import contacts, people, plans, registers
from qingyuan.campaign.testing import (
    AT,
    a_campaign,
    a_contact_point,
    a_guidance_visit,
    a_lesson,
    a_meeting,
    a_plan,
    a_task,
    an_office,
)
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden
from qingyuan.matters.api import Category, Matter, kinds
from qingyuan.matters.testing import at_work, closed, submitted
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_client, a_person, a_unit

DUE = date(2021, 4, 1)


@pytest.fixture
def campaign(db: None) -> Campaign:
    return a_campaign(a_unit(name="示例市公安局"))


@pytest.fixture
def unit(campaign: Campaign) -> Unit:
    unit: Unit = Unit.objects.filter(path__startswith=campaign.unit.path).order_by("path")[1]
    return unit


def told_by_task(campaign: Campaign, unit: Unit) -> int:
    return int(a_task(campaign, [unit]).allocations.get().pk)


def told_by_meeting(campaign: Campaign, unit: Unit) -> int:
    return int(a_meeting(campaign, decisions=[people.Resolved("清理", unit, DUE)]).decisions.get().pk)


def told_by_visit(campaign: Campaign, unit: Unit) -> int:
    leader = a_person(campaign.unit, leader=True)
    point = a_contact_point(campaign, unit, leader=leader)
    visited = AT.date()
    found = contacts.record_visit(contact=point, visited_on=visited, finding="接处警超时", by=leader, at=AT)
    return int(found.pk)


def told_by_gap(campaign: Campaign, unit: Unit) -> int:
    lesson = a_lesson(campaign, Unit.objects.filter(path__startswith=campaign.unit.path).order_by("path")[2])
    clerk = a_person(unit, Role.CLERK)
    gap = registers.answer_lesson(
        lesson=lesson, unit=unit, answer=GapAnswer.GAP, words="账物未核对", by=clerk, at=AT
    )
    return int(gap.pk)


def told_by_guidance(campaign: Campaign, unit: Unit) -> int:
    by = a_person(campaign.unit, Role.GUIDANCE)
    visit = a_guidance_visit(campaign, by=by)
    return int(registers.give_opinion(visit=visit, text="压实责任", unit=unit, due_on=DUE, by=by, at=AT).pk)


TOLD = {
    "campaign.task": (told_by_task, kinds.Kind.TASK),
    "campaign.decision": (told_by_meeting, kinds.Kind.DECISION),
    "campaign.visit": (told_by_visit, kinds.Kind.PROBLEM),
    "campaign.gap": (told_by_gap, kinds.Kind.PROBLEM),
    "campaign.opinion": (told_by_guidance, kinds.Kind.OPINION),
}


@pytest.mark.parametrize("source", TOLD)
def test_what_the_campaign_tells_is_a_matter_of_the_unit_with_a_deadline(
    source: str, campaign: Campaign, unit: Unit
) -> None:
    tell: Callable[[Campaign, Unit], int] = TOLD[source][0]
    ref = tell(campaign, unit)
    matter = Matter.objects.get(source=source, source_ref=str(ref))
    assert (matter.kind, matter.unit, matter.campaign) == (TOLD[source][1], unit, campaign)
    assert matter.state == kinds.State.REGISTERED
    assert matter.due_on is not None
    assert matter.due_on >= AT.date()
    if source in ("campaign.decision", "campaign.opinion"):
        assert matter.due_on == DUE


def test_a_visit_that_finds_nothing_puts_nothing_on_the_ledger(campaign: Campaign, unit: Unit) -> None:
    leader = a_person(campaign.unit, leader=True)
    point = a_contact_point(campaign, unit, leader=leader)
    contacts.record_visit(contact=point, visited_on=AT.date(), by=leader, at=AT)
    assert not Matter.objects.filter(source="campaign.visit").exists()


def test_the_campaign_learns_what_became_of_what_it_told(campaign: Campaign, unit: Unit) -> None:
    ref = told_by_visit(campaign, unit)
    matter = Matter.objects.get(source="campaign.visit", source_ref=str(ref))
    what_became = followers["campaign.visit"]
    assert not what_became([ref])[ref].done
    owner, head = a_person(unit), a_person(unit, Role.UNIT_HEAD)
    office = a_person(campaign.unit, Role.CAMPAIGN_OFFICE)
    at_work(matter, owner=owner, by=head, at=AT, due_on=DUE)
    closed(submitted(matter, by=owner, at=AT), by=office, at=AT)
    assert what_became([ref])[ref].done


def test_what_became_of_it_leads_nowhere_for_who_may_not_see_the_matter(
    campaign: Campaign, unit: Unit
) -> None:
    ref = told_by_visit(campaign, unit)
    what_became = followers["campaign.visit"]
    clerk, officer = a_person(unit, Role.CLERK), a_person(unit)
    assert what_became([ref], by=clerk, at=AT)[ref].url
    assert what_became([ref], by=officer, at=AT)[ref].url == ""
    assert what_became([ref], by=officer, at=AT)[ref].words == what_became([ref])[ref].words


def results_seen(by: Person, objective: Objective) -> tuple[int, int] | None:
    """Closed and all on the page of objectives; the links lead to exactly so many rows of the ledger."""
    client = a_client(by)
    with clock.stopped_at(AT):
        page = client.get(reverse("campaign:objectives"))
        (row,) = [row for row in page.context["rows"] if row["objective"] == objective]
        came = row["came"]
        if came is None:
            return None
        for address, whole in ((came.closed_url, came.closed), (came.all_url, came.all)):
            if address:
                assert len(client.get(address).context["rows"]) == whole
                assert escape(address) in page.content.decode() or not came.all
    return came.closed, came.all


def test_an_objective_leads_through_its_tasks_to_matters_with_a_result(
    campaign: Campaign, unit: Unit
) -> None:
    office = an_office(campaign.unit)
    objective = plans.add_objective(campaign=campaign, title="纪律作风进一步严明", by=office, at=AT)
    clause = a_plan(campaign).clauses.order_by("order")[1]
    task = plans.issue_task(
        campaign=campaign,
        clause=clause,
        title="集中学习",
        criterion="每周两次",
        due_on=DUE,
        lead_unit=campaign.unit,
        units=[unit],
        objective=objective,
        by=office,
        at=AT,
    )
    assert list(objective.tasks.all()) == [task]
    assert [matter.unit for matter in Matter.objects.filter(task__objective=objective)] == [unit]
    assert results_seen(office, objective) == (0, 1), "open, and so no result yet"
    owner, head = a_person(unit), a_person(unit, Role.UNIT_HEAD)
    matter = at_work(Matter.objects.get(task=task), owner=owner, by=head, at=AT, due_on=DUE)
    closed(submitted(matter, by=owner, at=AT), by=office, at=AT)
    assert results_seen(office, objective) == (1, 1)
    foreign = a_unit(campaign.unit, name="外分局")
    assert results_seen(a_person(foreign, Role.CLERK), objective) == (0, 0)
    assert results_seen(a_person(unit), objective) == (0, 0), "sees the task, and not the matter of another"
    assert results_seen(owner, objective) == (1, 1)
    told = "问题已全部销号，见台账"
    assert plans.evidence_objective(objective=objective, evidence=told, by=office, at=AT).evidence == told
    with pytest.raises(Forbidden):
        plans.evidence_objective(objective=objective, evidence="很好", by=a_person(unit, Role.CLERK), at=AT)


# -- a closed network ----------------------------------------------------------------------------------------

ALONE = """
import os, sys

def alone(event, args):
    if event == "socket.getaddrinfo" and args[0] not in ("127.0.0.1", "localhost", None):
        print("ASKED", event, args[0], flush=True); os._exit(3)
    if event == "socket.connect" and isinstance(args[1], tuple) and args[1][0] not in ("127.0.0.1", "::1"):
        print("ASKED", event, args[1], flush=True); os._exit(3)

sys.addaudithook(alone)
"""
FOUND = (
    "org found --code 990100000000 --area 990100 --name 示例市公安局 --system 000001 张三 "
    "--security 000002 李四 --audit 000003 王五 --json"
)
WORK = f"""
from qingyuan.site.command import main
assert main(["migrate"]) == 0
assert main({FOUND.split()!r}) == 0
assert main(["check"]) == 0
assert main(["trail", "verify"]) == 0
from django.test import Client
page = Client().get("/org/sign-in/", headers={{"host": "localhost"}})
assert page.status_code == 200
print("DONE")
"""


def run_alone(code: str, data: Path) -> "subprocess.CompletedProcess[str]":
    kept = ("PATH", "PYTHONPATH", "HOME", "LANG")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"QINGYUAN_DATA": str(data), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", ALONE + code]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_a_bureau_is_founded_and_served_without_asking_any_other_machine(tmp_path: Path) -> None:
    done = run_alone(WORK, tmp_path / "data")
    assert (done.returncode, done.stdout.splitlines()[-1:]) == (0, ["DONE"]), done.stderr[-2000:]


def test_the_guard_of_the_closed_network_would_notice(tmp_path: Path) -> None:
    asked = run_alone("import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)", tmp_path)
    assert asked.returncode == 3
    assert "ASKED" in asked.stdout


# -- code tables ---------------------------------------------------------------------------------------------

NATIONAL = {"interference", "business", "shareholding_lending", "family_business", "no_case_filing"}
POLICE = {
    *("cross_region_enforcement", "profit_driven_enforcement", "case_overdue", "data_query_misuse"),
    "abuse_of_power",
}


def test_the_shipped_categories_are_the_national_ones_and_those_of_the_police(db: None) -> None:
    shipped = dict(Category.objects.values_list("code", "active"))
    assert set(shipped) >= NATIONAL | POLICE
    assert all(shipped[code] for code in NATIONAL | POLICE)
    assert Category.objects.get(pk="abuse_of_power").name == "滥用职权"
    assert not shipped["detention_execution"]  # only where the bureau detains or executes
    assert not any(
        not name or not name_en for name, name_en in Category.objects.values_list("name", "name_en")
    )
