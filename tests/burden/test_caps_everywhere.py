"""Every room asks for the caps when it asks something of people: lowered or raised, the next one finds them so."""

import pytest

from qingyuan.burden.api import left
from qingyuan.burden.errors import CannotChangeCap
from qingyuan.burden.kinds import Cap, Filler, Spending
from qingyuan.burden.models import CapChange
from qingyuan.burden.policy.caps import DEFAULTS
from qingyuan.burden.queries.budget import cap
from qingyuan.burden.rules.caps import set_cap
from qingyuan.inspection.queries.answers import asked_this_month
from qingyuan.ledger.queries import attachments
from qingyuan.publication.kinds import Genre
from qingyuan.publication.policy.writing import cap_of
from qingyuan.study.queries.plans import caps as study_caps
from tests.burden.conftest import TODAY

ELSEWHERE = {
    Cap.ESSAYS_A_STAGE,  # none or one: tests/study/test_essays.py
    Cap.PLAN_MINUTES,  # a promise, shown beside the minutes of plans: tests/study/test_plans.py
}


def weighed(city, kind, filler=None):
    return {
        one.cap: one.most for one in left(city.ours, kind=kind, on=TODAY, filler=filler, sender=city.root)
    }


def as_rooms_hold_them(city, at):
    """Each cap as the rooms say it when they ask, warn or refuse."""
    said = [weighed(city, Spending.FORM, filler) for filler in Filler]
    said += [weighed(city, Spending.STUDY), weighed(city, Spending.INSPECTION)]
    study = study_caps()
    said += [
        {Cap.STUDY_OUTSIDE_SESSIONS: study.sessions, Cap.STUDY_OUTSIDE_MINUTES: study.minutes},
        {Cap.ATTACHMENTS: attachments([city.root.path], at).most},
        {Cap.INSPECTIONS_MONTH: asked_this_month([city.root.path], at).most},
        *({cap_of(genre): cap(cap_of(genre))} for genre in Genre),
    ]
    found = {}
    for one in said:
        for code, most in one.items():
            assert found.setdefault(code, most) == most, code  # two rooms never hold two numbers
    return found


def test_a_cap_that_is_lowered_or_raised_is_so_in_every_room(city, at):
    asked = set(Cap) - ELSEWHERE
    assert as_rooms_hold_them(city, at) == {code: DEFAULTS[code] for code in asked}
    for code in asked:
        set_cap(cap=code, value=DEFAULTS[code] - 1, by=city.office, at=at)
    assert as_rooms_hold_them(city, at) == {code: DEFAULTS[code] - 1 for code in asked}
    for code in asked:
        set_cap(cap=code, value=DEFAULTS[code] + 7, by=city.chief, at=at, reason="集中清查两周")
    assert as_rooms_hold_them(city, at) == {code: DEFAULTS[code] + 7 for code in asked}


def test_a_second_essay_a_stage_is_allowed_by_nobody(city, at):
    with pytest.raises(CannotChangeCap, match="谁也不能提高"):
        set_cap(cap=Cap.ESSAYS_A_STAGE, value=2, by=city.chief, at=at, reason="多写一篇")
    set_cap(cap=Cap.ESSAYS_A_STAGE, value=0, by=city.office, at=at)
    set_cap(cap=Cap.ESSAYS_A_STAGE, value=1, by=city.chief, at=at, reason="恢复")
    assert CapChange.objects.count() == 2
