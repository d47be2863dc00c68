"""What a witness remembers of leads changes when somebody changes or deletes a row behind the product's back."""

import io
from datetime import timedelta

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingyuan.discipline.errors import CannotDecide
from qingyuan.discipline.kinds import Event, Measures, Reach, Result
from qingyuan.discipline.models import Clarification, Disposal, Handling, Happened, Lead, Report
from qingyuan.discipline.queries import handling as queries
from qingyuan.discipline.queries.held import held
from qingyuan.discipline.rules import handling, leads
from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.org.testing import a_client
from qingyuan.trail.api import acts
from tests.discipline.test_handling import a_verified, decided


def digests(lead):
    entries = list(acts().filter(subject=f"lead:{lead.pk}").order_by("index"))
    return dict(zip([(entry.index, entry.act) for entry in entries], held(entries), strict=True))


@pytest.fixture
def lead(city, at):
    made = a_verified(city, at, Result.FOUNDED)
    decided(made, city, at)
    return made


def test_what_belongs_to_an_entry_stays_the_same_while_the_lead_goes_on(city, lead, at):
    before = digests(lead)
    assert sum(1 for value in before.values() if value) >= 8
    leads.note_event(
        lead_id=lead.pk, event=Event.TALKED, on=local_day(at), words="谈话", by=city.handler, at=at
    )
    leads.note_event(
        lead_id=lead.pk, event=Event.ANSWERED, on=local_day(at), words="答复", by=city.handler, at=at
    )
    appeal = Handling.objects.get()
    handling.appeal_handling(handling_id=appeal.pk, words="不服", by=city.officer, at=at + timedelta(days=1))
    after = digests(lead)
    assert {key: after[key] for key in before} == before
    noted = [value for (_index, act), value in after.items() if act == "discipline.note_event"]
    assert len(set(noted)) == 2


@pytest.mark.parametrize(
    ("model", "change", "act"),
    [
        (Lead, {"received_on": "2021-01-01"}, "register_lead"),
        (Lead, {"real_name": True}, "submit_report"),
        (Report, {"words": "没有问题"}, "submit_report"),
        (Report, {"answer": "不同意"}, "decide_report"),
        (Disposal, {"opinion": "了结"}, "propose_disposal"),
        (Handling, {"facts": "别的"}, "propose_handling"),
    ],
)
def test_a_row_that_was_changed_shows_in_what_was_remembered(lead, model, change, act):
    before = digests(lead)
    model.objects.all().update(**change)
    after = digests(lead)
    assert {key[1] for key in before if before[key] != after[key]} >= {f"discipline.{act}"}


def test_a_row_and_a_lead_that_are_gone_show(lead):
    before = digests(lead)
    Report.objects.all().delete()
    after = digests(lead)
    gone = {key[1] for key in before if before[key] and not after[key]}
    assert gone == {"discipline.submit_report", "discipline.decide_report"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM discipline_lead WHERE id = %s", [lead.pk])
    entries = list(acts().filter(subject=f"lead:{lead.pk}"))
    for entry in entries:
        entry.subject = "lead:999999"
    assert set(held(entries)) == {b""}


def test_a_tile_of_many_entries_costs_a_fixed_number_of_queries(city, lead, at):
    def cost():
        entries = list(acts().filter(subject__startswith="lead:"))
        with CaptureQueriesContext(connection) as asked:
            held(entries)
        return len(asked)

    few = cost()
    decided(a_verified(city, at, Result.FOUNDED), city, at)
    assert cost() == few


# -- export filter: the accuser's material never reaches the accused (信访工作条例 art. 30) -----------------

accusations = st.text("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳", min_size=14, max_size=60)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=accusations, data=st.data())
def test_no_page_or_paper_of_the_accused_holds_twelve_signs_of_the_accuser(city, at, said, data):
    start = data.draw(st.integers(0, len(said) - 12))
    piece = said[start : start + 12]
    mine = data.draw(st.sampled_from(["查明违反规定一次", f"查明：{piece}。", f"{piece[:6]}，{piece[6:]}"]))
    founded, unfounded = a_verified(city, at, Result.FOUNDED), a_verified(city, at, Result.UNFOUNDED)
    for lead in (founded, unfounded):
        type(lead.matter).objects.filter(pk=lead.matter_id).update(statement=said)
    propose = {
        "person": city.officer,
        "measure": Measures.REMINDER_TALK,
        "basis": "第一条",
        "by": city.handler,
    }
    try:
        made = handling.propose_handling(lead_id=founded.pk, facts=mine, at=at, **propose)
        handling.decide_handling(handling_id=made.pk, decided_on=local_day(at), by=city.approver, at=at)
    except CannotDecide as refusal:
        assert {reason.code for reason in refusal.reasons} == {"quoted"}
    try:
        cleared = handling.clear_name(
            lead_id=unfounded.pk, reach=Reach.PERSON, told=mine, by=city.handler, at=at, person=city.officer
        )
        paper = "".join(p.text for p in docx.Document(io.BytesIO(queries.notice(cleared))).paragraphs)
    except CannotDecide as refusal:
        assert {reason.code for reason in refusal.reasons} == {"quoted"}
        paper = ""
    with clock.stopped_at(at):
        page = a_client(city.officer).get(reverse("discipline:own")).content.decode()
    shown = "".join(sign for sign in page + paper if sign.isalnum())
    assert not any(said[place : place + 12] in shown for place in range(len(said) - 11))
    assert Clarification.objects.exists() == bool(paper)
    Handling.objects.all().delete()
    Clarification.objects.all().delete()
    assert Happened.objects.exists()
