"""Meetings and talks in the demo city: a station's organisation-life meeting, the bureau's democratic-life meeting and
its ten measures, and a talk to which a county team was summoned. All words are invented.
"""

import json
from datetime import date, datetime
from functools import partial
from typing import Any

from qingyuan.matters.api import Matter
from qingyuan.matters.api import rules as matters
from qingyuan.org.api import Person, Unit
from qingyuan.resolutions.api import Occasion, kinds, rules
from qingyuan.site.demo.cast import HERE
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import day_of, moment, moment_of
from qingyuan.site.demo.tasks import done

EFFECT = "已按承诺落实，结果在班子会上通报。"


def plan(city: City) -> None:
    """Put the four occasions on the story's calendar."""
    for row in json.loads((HERE / "occasions.json").read_text(encoding="utf-8")):
        city.story.at(moment_of(row["at"]), partial(_held, city=city, row=row))


def _held(at: datetime, *, city: City, row: dict[str, Any]) -> None:
    unit, people, recorder = _who(city, row["kind"])
    keeper = recorder
    draft = rules.Draft(
        kind=kinds.OccasionKind(row["kind"]),
        unit=unit,
        title=row["title"],
        held_on=at.date(),
        chair=people[0],
        members=tuple(people[1:]),
        recorder=recorder,
        reason=row.get("reason", ""),
    )
    made = rules.hold_occasion(campaign=city.campaign, draft=draft, by=keeper, at=at)
    for kind in (kinds.SaidKind.OPINION, kinds.SaidKind.DEMAND):
        if lines := row.get(kind.value, []):
            rules.note_lines(occasion_id=made.pk, kind=kind, lines=lines, by=keeper, at=at)
    for speaker, about, on, fact in row.get("criticism", []):
        rules.note_criticism(
            occasion_id=made.pk,
            speaker=people[speaker],
            about=people[about],
            fact=fact,
            happened_on=day_of(on),
            by=keeper,
            at=at,
        )
    _resolve(at, city=city, made=made, people=people, row=row)


def _resolve(at: datetime, *, city: City, made: Occasion, people: list[Person], row: dict[str, Any]) -> None:
    """Resolved by who registers for the unit: the office for the bureau, the clerk for a county and its stations."""
    by = city.office if made.unit == city.root else city.clerk(made.unit.code)
    resolved = [
        rules.Resolved(statement=words, unit=made.unit, owner=people[owner], due_on=day_of(due), measures=how)
        for words, how, owner, due, _finished in row["resolved"]
    ]
    found = rules.resolve(occasion_id=made.pk, resolved=resolved, by=by, at=at)
    for resolution, (_words, _how, _owner, _due, finished) in zip(found, row["resolved"], strict=True):
        if finished:
            _finish(city, resolution.matter, day_of(finished))


def _finish(city: City, matter: Matter, on: date) -> None:
    """Its owner asks for sign-off, and the office signs off a working day later."""
    city.story.at(moment(on, 15, matter.pk % 45), partial(_submit, matter=matter))
    city.story.at(moment(city.on(on, 1), 16, matter.pk % 45), partial(_close, city=city, matter=matter))


def _submit(at: datetime, *, matter: Matter) -> None:
    if matter.owner is not None:
        matters.submit_matter(matter_id=matter.pk, statement=done(EFFECT), by=matter.owner, at=at)


def _close(at: datetime, *, city: City, matter: Matter) -> None:
    matters.close_matter(matter_id=matter.pk, words="情况属实，同意销号。", by=city.office, at=at)


def _who(city: City, kind: str) -> tuple[Unit, list[Person], Person]:
    """Whose team it is, its people with the chair first, and who kept the minutes."""
    bureau = [city.person(member) for member in city.cast.bureau]
    if kind in (kinds.OccasionKind.DEMOCRATIC_LIFE, kinds.OccasionKind.OWN_MEASURES):
        return city.root, bureau, city.office
    if kind == kinds.OccasionKind.SUMMONED_TALK:
        place = city.cast.unit("召原分局")
        team = [city.head(place.code), *(city.person(one) for one in city.cast.middles[place.code][:2])]
        return city.units[place.code], [bureau[1], *team], city.office
    first = city.cast.units[0]
    station = city.cast.below(first)[0]
    inside = [one for one in city.cast.members if one.place == station.code and not one.secretary]
    secretary = next(one for one in city.cast.members if one.place == station.code and one.secretary)
    team = [city.person(one) for one in (secretary, *inside[:5])]
    return city.units[station.code], team, city.clerk(first.code)
