"""Desks and reports of the table: one that our inspector may read, one that he may not."""

import os
from datetime import datetime
from typing import TYPE_CHECKING

from qingyuan.reports import rules
from qingyuan.reports.kinds import DeskKind, Why
from qingyuan.reports.models import Desk, Holder
from qingyuan.reports.queries.routing import Facts
from qingyuan.reports.testing import a_report, a_seat

if TYPE_CHECKING:
    from tests.authorisation.world import World


def set_up(world: "World", at: datetime) -> None:
    """``own``: about a station of ours, for our desk and the city's. ``foreign``: about theirs, for the city's only."""
    people = world.people
    unit = a_seat(DeskKind.UNIT, people.ours, at=at, person=people.by["inspector"])
    city = a_seat(DeskKind.CITY, people.politics, at=at, person=people.city_inspector)
    resident = a_seat(DeskKind.RESIDENT, None, at=at)
    a_seat(DeskKind.UPPER, None, at=at)
    for side, about in (("own", people.station.code), ("foreign", people.theirs.code)):
        facts = Facts(units=((about, "head"),), nonce=os.urandom(16))
        told = a_report(at=at, facts=facts, words="收受烟酒", name="举报人甲")
        world.put("report", side, told.report.public_id)
        asked = rules.ask_identity(
            report_id=told.report.pk, why=Why.VERIFY, tell_reporter=True, by=city.person, at=at
        )
        world.put("asked", side, asked.pk)
    for side, seat in (("own", unit), ("foreign", resident)):
        world.put("duty_key", side, seat.key.key)
        world.put("seat", side, seat.key.holder_id)
        world.put("desk", side, seat.desk.pk)
    waiting = Holder.objects.create(
        desk=Desk.objects.get(pk=city.desk.pk),
        person=people.by["legal"],
        from_at=at,
        proposed_by=resident.person,
    )
    world.put("proposed", "-", waiting.pk)
