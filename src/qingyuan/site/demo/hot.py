"""The fast lane in the demo city: six problems of the public, answered soon, late or not yet."""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from qingyuan.matters.api import Matter, kinds, policy
from qingyuan.matters.api import rules as matters
from qingyuan.publication.api import PublicAnswer
from qingyuan.publication.api import rules as publication
from qingyuan.site.demo.cast import HERE
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import day_of, moment, moment_of
from qingyuan.site.demo.tasks import done


def plan(city: City) -> None:
    """Put the six on the story's calendar."""
    for row in json.loads((HERE / "hot.json").read_text(encoding="utf-8")):
        city.story.at(moment_of(row["at"]), partial(_raised, city=city, row=row))


def _raised(at: datetime, *, city: City, row: dict[str, Any]) -> None:
    unit = city.unit(row["unit"])
    owner = city.person((city.cast.middles[unit.code] or city.cast.officers[unit.code])[0])
    draft = matters.Draft(
        kind=kinds.Kind.OPINION,
        statement=row["statement"],
        unit=unit,
        source="report",
        owner=owner,
        measures=row["measures"],
        due_on=policy.proposed_deadline(kinds.Kind.OPINION, at.date()),
    )
    matter = matters.open_matter(campaign=city.campaign, draft=draft, by=city.clerk(unit.code), at=at)
    on = city.story.at
    on(at + timedelta(minutes=20), partial(_marked, city=city, matter=matter, row=row))
    if row["responded"]:
        on(moment_of(row["responded"]), partial(_responded, city=city, matter=matter, row=row))
    if row["submitted"]:
        day = day_of(row["submitted"])
        on(moment(day, 15, 20), partial(_submitted, matter=matter, row=row))
        on(moment(city.on(day, 1), 16, 20), partial(_closed, city=city, matter=matter))
        on(moment(city.on(day, 2), 9, 50), partial(_drafted, city=city, matter=matter, row=row))
    if row["published"]:
        on(moment(day_of(row["published"]), 10, 15), partial(_published, city=city, matter=matter))


def _marked(at: datetime, *, city: City, matter: Matter, row: dict[str, Any]) -> None:
    matters.mark_hot(matter_id=matter.pk, reason=row["reason"], place=row["place"], by=city.office, at=at)


def _responded(at: datetime, *, city: City, matter: Matter, row: dict[str, Any]) -> None:
    matters.respond(matter_id=matter.pk, words=row["words"], by=city.clerk(matter.unit.code), at=at)


def _submitted(at: datetime, *, matter: Matter, row: dict[str, Any]) -> None:
    if matter.owner is not None:
        matters.submit_matter(matter_id=matter.pk, statement=done(row["done"]), by=matter.owner, at=at)


def _closed(at: datetime, *, city: City, matter: Matter) -> None:
    matters.close_matter(matter_id=matter.pk, words="已回访，情况属实。", by=city.office, at=at)


def _drafted(at: datetime, *, city: City, matter: Matter, row: dict[str, Any]) -> None:
    publication.draft_answer(
        matter_id=matter.pk,
        question=row["question"],
        done=row["done"],
        by=city.clerk(matter.unit.code),
        at=at,
    )


def _published(at: datetime, *, city: City, matter: Matter) -> None:
    made = PublicAnswer.objects.get(matter=matter, withdrawn_at=None)
    publication.publish_answer(answer_id=made.pk, by=city.office, at=at)
