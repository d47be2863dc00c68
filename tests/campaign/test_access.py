"""Every page, four questions: works, wrong method, another unit, not permitted."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.urls import get_resolver, reverse

from qingyuan.campaign import urls
from qingyuan.campaign.models import Campaign, Deployment, ExitItem
from qingyuan.campaign.rules import people, plans, registers
from qingyuan.campaign.testing import (
    a_contact_point,
    a_guidance_visit,
    a_key_task,
    a_lesson,
    a_meeting,
    a_plan,
    a_responsibility,
    a_task,
)
from qingyuan.org.testing import a_client, a_person, a_unit

pytestmark = pytest.mark.usefixtures("still")


@dataclass
class Full:
    """A city with at least one of everything, and the address arguments of each page."""

    city: object
    pk: dict[str, int]

    def url(self, name: str) -> str:
        key = PAGES[name][1]
        return reverse(f"campaign:{name}", args=[self.pk[key]] if key else [])


# name: (methods, thing, who may open it, who is inside but may not, who sees nothing of it)
READ, FORM, PRESS = "read", "form", "press"
ALL = ("office", "head", "guidance", "clerk_a", "officer_a")
WORK = ("office", "head", "guidance", "clerk_a")
PAGES = {
    "overview": (READ, "", ALL),
    "plan": (READ, "", ALL),
    "objectives": (READ, "", ALL),
    "tasks": (READ, "", ALL),
    "task": (READ, "task_a", ALL),
    "gate": (READ, "stage", ALL),
    "contacts": (READ, "", ALL),
    "contact": (READ, "contact_a", WORK),
    "key_tasks": (READ, "", ALL),
    "deployment": (READ, "", WORK),
    "responsibility": (READ, "", WORK),
    "group": (READ, "", WORK),
    "meetings": (READ, "", WORK),
    "meeting": (READ, "meeting", WORK),
    "pilot": (READ, "", WORK),
    "guidance": (READ, "", WORK),
    "settings": (READ, "", ("office",)),
    "create": (FORM, "", ("office",)),
    "basics": (FORM, "", ("office",)),
    "cover": (FORM, "", ("office",)),
    "kick_off": (FORM, "", ("office",)),
    "end": (PRESS, "", ("office",)),
    "deployment_report": (FORM, "deployment_a", ("office", "head", "clerk_a")),
    "deployment_today": (PRESS, "deployment_a", ("office", "head", "clerk_a")),
    "stage_add": (FORM, "", ("office",)),
    "stage_change": (FORM, "stage", ("office",)),
    "stage_move": (PRESS, "stage", ("office",)),
    "stage_remove": (PRESS, "stage", ("office",)),
    "stage_close": (PRESS, "stage", ("office", "head")),
    "condition_add": (FORM, "stage", ("office",)),
    "condition_remove": (PRESS, "item", ("office",)),
    "condition_meet": (FORM, "item", ("office",)),
    "condition_unmeet": (PRESS, "item", ("office",)),
    "waiver_ask": (FORM, "item", ("office",)),
    "waiver_sign": (PRESS, "item", ("head",)),
    "waiver_refuse": (PRESS, "item", ("head",)),
    "version_issue": (FORM, "", ("office",)),
    "objective_add": (FORM, "", ("office",)),
    "objective_evidence": (FORM, "objective", ("office",)),
    "task_issue": (FORM, "", ("office",)),
    "task_allot": (FORM, "task_a", ("office",)),
    "task_relink": (FORM, "task_a", ("office",)),
    "share_report": (FORM, "share_a", ("office", "head", "clerk_a")),
    "responsibility_assign": (FORM, "", ("office",)),
    "responsibility_end": (FORM, "responsibility", ("office",)),
    "group_set_up": (FORM, "", ("office",)),
    "member_join": (FORM, "group", ("office",)),
    "section_add": (FORM, "group", ("office",)),
    "member_leave": (FORM, "member", ("office",)),
    "meeting_hold": (FORM, "", ("office",)),
    "decision_add": (FORM, "meeting", ("office",)),
    "contact_set": (FORM, "", ("office",)),
    "contact_end": (FORM, "contact_a", ("office",)),
    "contact_show": (FORM, "contact_a", ("office",)),
    "visit_record": (FORM, "contact_a", ("office", "leader")),
    "key_task_list": (FORM, "", ("office",)),
    "quarter_report": (FORM, "quarter_a", ("office", "head", "clerk_a", "officer_a")),
    "pilot_name": (FORM, "", ("office",)),
    "lesson_record": (FORM, "pilot", ("office",)),
    "lesson_link": (FORM, "lesson", ("office",)),
    "lesson_answer": (FORM, "lesson", ("office", "head", "clerk_a", "clerk_b")),
    "guidance_visit": (FORM, "", ("guidance",)),
    "opinion_give": (FORM, "guidance_visit", ("guidance",)),
}
PEOPLE = (
    "office",
    "head",
    "guidance",
    "clerk_a",
    "clerk_b",
    "officer_a",
    "leader",
    "stranger",
    "administrator",
)
# Things of unit a that unit b's clerk must not find, though the page as such is open to clerks.
FOREIGN = ("contact", "deployment_report", "deployment_today", "share_report", "quarter_report", "task")


@pytest.fixture
def full(city, still) -> Full:
    city.leader = a_person(city.unit, leader=True, name="副局长")
    campaign, by, at = city.campaign, city.office, still
    a_plan(campaign)
    task = a_task(campaign, [city.a])
    stage = campaign.stages.get(order=1)
    group = campaign.groups.get()
    member = people.join_group(
        group=group, person=city.head, role=people.MemberRole.HEAD, from_on=date(2021, 3, 8), by=by, at=at
    )
    objective = plans.add_objective(campaign=campaign, title="纪律作风进一步严明", by=by, at=at)
    lesson = a_lesson(campaign, a_unit(city.unit, name="试点分局"))
    visit = a_guidance_visit(campaign, by=city.guidance)
    registers.give_opinion(
        visit=visit, text="压实责任", unit=city.a, due_on=date(2021, 4, 1), by=city.guidance, at=at
    )
    resolved = people.Resolved("清理涉案财物", city.a, date(2021, 4, 1), city.head_a)
    key_task = a_key_task(campaign, city.a, owner=city.officer_a)
    return Full(
        city,
        {
            "task_a": task.pk,
            "share_a": task.allocations.get().pk,
            "stage": stage.pk,
            "item": ExitItem.objects.filter(stage=stage).first().pk,
            "deployment_a": Deployment.objects.get(campaign=campaign, unit=city.a).pk,
            "objective": objective.pk,
            "responsibility": a_responsibility(campaign, city.a).pk,
            "group": group.pk,
            "member": member.pk,
            "meeting": a_meeting(campaign, decisions=[resolved]).pk,
            "contact_a": a_contact_point(campaign, city.a, leader=city.leader).pk,
            "quarter_a": key_task.quarters.first().pk,
            "pilot": lesson.pilot_id,
            "lesson": lesson.pk,
            "guidance_visit": visit.pk,
        },
    )


def test_every_address_of_the_room_is_in_this_table():
    assert {pattern.name for pattern in urls.urlpatterns} == set(PAGES)
    assert get_resolver("qingyuan.campaign.urls")


def test_pages_open_to_those_who_may_and_to_nobody_else(full):
    """Each page by each person: 200 (a page), 302 (a button pressed), 403, or 404 as if it were not there."""
    wrong = []
    for person in PEOPLE:
        client = a_client(getattr(full.city, person))
        for name, (kind, _key, may) in PAGES.items():
            if kind == PRESS:
                continue
            status = client.get(full.url(name)).status_code
            allowed = status == 200
            if allowed != _expected(name, person, may):
                wrong.append((person, name, status))
    assert wrong == []


# The contact's leader sees what every officer of the bureau sees, and the own contact point.
LEADER = {
    "overview",
    "plan",
    "objectives",
    "tasks",
    "task",
    "gate",
    "contacts",
    "contact",
    "visit_record",
    "key_tasks",
}


def _expected(name: str, person: str, may: tuple[str, ...]) -> bool:
    if person == "stranger":  # the office of another bureau: none of this is there, it may begin its own
        return name in ("overview", "create")
    if person == "leader":
        return name in LEADER
    if person == "administrator":  # sees no business, not even as the officer that he is besides
        return False
    if person == "clerk_b":
        return person in may or ("clerk_a" in may and name not in FOREIGN)
    return person in may


def test_buttons_do_nothing_for_those_who_may_not(full):
    wrong = []
    for person in PEOPLE:
        for name, (kind, _key, may) in PAGES.items():
            if kind == PRESS and person not in may:
                status = a_client(getattr(full.city, person)).post(full.url(name)).status_code
                if status not in (403, 404) and not (person == "stranger" and status == 302):
                    wrong.append((person, name, status))
    assert wrong == []
    assert not Campaign.objects.get(pk=full.city.campaign.pk).ended_at


def test_the_wrong_method_is_refused(full):
    client = a_client(full.city.office)
    for name, (kind, _key, _may) in PAGES.items():
        if kind == READ:
            assert client.post(full.url(name)).status_code == 405, name
        elif kind == PRESS:
            assert client.get(full.url(name)).status_code == 405, name
        else:
            assert client.delete(full.url(name)).status_code == 405, name


def test_without_an_account_every_page_leads_to_the_sign_in(full, client):
    for name, (kind, _key, _may) in PAGES.items():
        answer = client.post(full.url(name)) if kind == PRESS else client.get(full.url(name))
        assert answer.status_code == 302, name
        assert "sign-in" in answer["Location"], name


def test_what_is_not_there_is_missing(full):
    client = a_client(full.city.office)
    for name, (kind, key, _may) in PAGES.items():
        if key:
            address = reverse(f"campaign:{name}", args=[10**15])
            assert (client.post(address) if kind == PRESS else client.get(address)).status_code in (
                403,
                404,
            ), name
