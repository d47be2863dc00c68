"""Desks and reports of the table: one that our inspector may read, one that he may not."""

import os
from datetime import datetime
from typing import TYPE_CHECKING

from qingyuan.engines import envelope
from qingyuan.reports import rules
from qingyuan.reports.kinds import DeskKind, Why
from qingyuan.reports.models import Desk, DutyKey, Holder, KeyShare, MoreTime, Recovery, Report
from qingyuan.reports.queries.routing import Facts
from qingyuan.reports.testing import Seat, a_report, a_seat

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
        longer = MoreTime.objects.create(
            report=Report.objects.get(pk=told.report.pk), why="complex", asked_by=city.person, asked_at=at
        )
        world.put("more_time", side, longer.pk)
    for side, seat in (("own", unit), ("foreign", resident)):
        world.put("duty_key", side, seat.key.key)
        world.put("seat", side, seat.key.holder_id)
        world.put("desk", side, seat.desk.pk)
    _lost(world, {"own": unit, "foreign": resident}, {"own": (city, unit), "foreign": (resident, city)}, at)
    waiting = Holder.objects.create(
        desk=Desk.objects.get(pk=city.desk.pk),
        person=people.by["legal"],
        from_at=at,
        proposed_by=resident.person,
    )
    world.put("proposed", "-", waiting.pk)


def _lost(world: "World", mine: dict[str, Seat], asked: dict[str, tuple[Seat, Seat]], at: datetime) -> None:
    """Retired keys: ``mine`` may be asked for by their holders; ``asked`` are asked for, each with a keeper."""
    for side, seat in mine.items():
        keepers = [other for other in asked["own"] if other is not seat]
        world.put("lost_key", side, _retired(seat, keepers, at).key)
    for side, (seat, keeper) in asked.items():
        old = _retired(seat, [keeper], at)
        made = Recovery.objects.create(of=old, into=seat.key, asked_by=seat.person, why="device", asked_at=at)
        world.put("recovery", side, made.pk)


def _retired(seat: Seat, keepers: list[Seat], at: datetime) -> DutyKey:
    recipient = envelope.recipient_of(envelope.new_identity())
    old = DutyKey.objects.create(
        holder=seat.key.holder,
        recipient=recipient,
        fingerprint=envelope.fingerprint(recipient),
        made_at=at,
        retired_at=at,
    )
    for keeper in keepers:
        sealed = envelope.seal(bytes(50), keeper.key.recipient)
        KeyShare.objects.create(of=old, keeper=keeper.key, sealed=sealed, at=at)
    return old
