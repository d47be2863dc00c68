"""The record that an administrator reads: what concerns a reporter or an accused does not stand in it."""

import re
from pathlib import Path

import pytest

from qingyuan.kit import clock
from qingyuan.org.api import Role, Unit
from qingyuan.org.testing import a_client, a_person
from qingyuan.portal.queries import PRIVATE
from qingyuan.trail.api import record
from tests.matters.conftest import AT, City

ROOMS = Path(__file__).resolve().parents[2] / "src" / "qingyuan"
# Whoever records acts on a new kind of thing decides here, or among the private ones, who reads of them.
SHOWN = {
    *("account", "answer", "asked", "branch", "bulletin", "campaign", "category", "checklist", "clock"),
    *("day", "desk", "import", "matter", "meeting", "objective", "occasion", "person", "policy", "quarter"),
    *("round", "screen", "setting", "stage", "task", "theme", "topic", "unit", "view", "weekly", "window"),
    *("witness", "recurrence", "study_node", "study_plan", "study_session"),
    *("clerk_class", "handout", "material", "study_topic", "warning_case"),
    *("column_post", "education_base", "event", "life_date", "life_rule", "rotation", "special_duty"),
    *("essay_call", "essay_source", "study_node", "witness"),
    *("witness", "writing", "template", "submission", "guidance", "research"),
    "witness",
    "contest",
    *("passport", "field", "ceiling", "request", "ask", "cap", "survey", "week", "own_refusal"),
}
NO_KIND = {"but", "slot"}  # keys of the wall chart, parts of a digest
KIND = re.compile(r'f"([a-z_]+):\{[^"}]*(?:pk|public_id|key|code|id|isoformat\(\))\}"')


def test_of_every_kind_that_acts_are_done_to_it_is_decided_who_reads_of_them() -> None:
    found = {
        kind
        for file in ROOMS.glob("*/**/*.py")
        if "testing" not in file.parts and file.name != "testing.py"
        for kind in KIND.findall(file.read_text("utf-8"))
    } | {"selfreport"}
    assert found - NO_KIND - SHOWN == set(PRIVATE)


@pytest.mark.django_db
def test_the_record_of_the_audit_administrator_holds_nothing_private(city: City) -> None:
    open_one = record(actor=city.office.key, act="org.see", subject="unit:7777", at=AT)
    hidden = [record(actor=city.office.key, act="x.y", subject=f"{kind}:7777", at=AT) for kind in PRIVATE]
    with clock.stopped_at(AT):
        audit = a_client(a_person(Unit.objects.get(pk=city.root.pk), Role.AUDIT_ADMIN))
        assert "unit:7777" in audit.get("/record/").content.decode()
        assert audit.get(f"/record/{open_one.index}/proof/").status_code == 200
        for entry in hidden:
            for asked in ({"subject": entry.subject}, {"act": "x.y"}, {"actor": city.office.police_no}):
                lines = audit.get("/record/", asked).content.decode()
                assert entry.subject not in re.sub(r'value="[^"]*"', "", lines)
            assert audit.get(f"/record/{entry.index}/proof/").status_code == 404
