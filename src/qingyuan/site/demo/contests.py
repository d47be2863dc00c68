"""Contests of practices in the demo city: one whose outcome is signed, one in which the jury is voting."""

import json
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from qingyuan.campaign.api import practices
from qingyuan.campaign.api import rules as campaign
from qingyuan.org.api import Person
from qingyuan.site.demo.cast import HERE
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import day_of, moment
from qingyuan.study.api import queries, rules

PICKS = 3
BALLOTS = (
    (0, 3, 5),
    (0, 2),
    (0, 2, 5),
    (3, 5),
    (0, 2, 5),
    (0, 2),
    (2, 5),
)  # by juror: of the entries open to him


def plan(city: City) -> None:
    """Put demonstration points and both contests on the story's calendar."""
    words = json.loads((HERE / "contests.json").read_text(encoding="utf-8"))
    city.story.at(moment(day_of("04-29"), 16), partial(_show, city=city, rows=words["points"]))
    for row in words["contests"]:
        city.story.at(moment(day_of(row["set_up"]), 9, 20), partial(_begin, city=city, row=row, words=words))


def _show(at: datetime, *, city: City, rows: list[list[str]]) -> None:
    for name, reason, evidence in rows:
        point = city.campaign.contact_points.filter(unit=city.unit(name)).order_by("pk")[0]
        campaign.contacts.show_contact_point(
            contact=point, reason=reason, evidence=evidence, by=city.office, at=at
        )


def _begin(at: datetime, *, city: City, row: dict[str, Any], words: dict[str, Any]) -> None:
    jury = _jury(city)
    draft = rules.contests.ContestDraft(
        title=row["title"],
        effect=row["effect"],
        entries_until=day_of(row["entries_until"]),
        votes_until=day_of(row["votes_until"]),
        picks=PICKS,
        jury=[one.police_no for one in jury],
    )
    made = rules.contests.set_up_contest(campaign=city.campaign, draft=draft, by=city.office, at=at)
    tell = city.story.at
    tell(at + timedelta(hours=3), partial(_enter, city=city, row=row, words=words, contest=made.pk))
    open_on = moment(draft.entries_until + timedelta(days=1), 10)
    for n, juror in enumerate(jury if row["sign"] else jury[3:]):
        tell(
            open_on + timedelta(minutes=7 * n),
            partial(_vote, juror=juror, turn=n, contest=made.pk),
        )
    if row["sign"]:
        tell(moment(day_of(row["sign"]), 9), partial(_sign, city=city, contest=made.pk))
        tell(
            moment(day_of(row["told"]), 16),
            partial(_outcome, city=city, contest=made.pk, words=row["came_of"]),
        )


def _jury(city: City) -> list[Person]:
    """Of the bureau's own divisions, two leaders of it, and a head of a county that entered something."""
    members = [city.lawyers[0], city.inspectors[0], city.residents[0], *city.cast.bureau[6:8]]
    return [
        *map(city.person, members),
        city.head(city.unit("召原分局").code),
        city.head(city.unit("刑侦支队").code),
    ]


def _enter(at: datetime, *, city: City, row: dict[str, Any], words: dict[str, Any], contest: int) -> None:
    units = {city.unit(words["points"][n][0]).pk for n in row["points"]}
    cards = practices(city.campaign)
    lessons = sorted((one for one in cards if one.kind == "lesson"), key=lambda one: one.pk)
    points = [one for one in cards if one.kind == "point" and one.unit.pk in units]
    for card in [*points, *(lessons[n] for n in row["lessons"])]:
        rules.contests.enter_practice(contest_id=contest, key=card.key, by=city.clerk(card.unit.code), at=at)


def _vote(at: datetime, *, juror: Person, turn: int, contest: int) -> None:
    """For some of the entries on which he has a vote."""
    found = queries.contests.one(juror, contest, at=at)
    if found is None:
        raise LookupError("a juror sees his contest")
    votes = sorted(queries.contests.votes_on(found, juror, at=at))
    picked = [votes[n] for n in BALLOTS[turn] if n < len(votes)]
    rules.contests.cast_ballot(contest_id=contest, picked=picked, by=juror, at=at)


def _sign(at: datetime, *, city: City, contest: int) -> None:
    rules.contests.sign_contest(contest_id=contest, by=city.chief, at=at)


def _outcome(at: datetime, *, city: City, contest: int, words: str) -> None:
    rules.contests.tell_result(contest_id=contest, came_of=words, by=city.office, at=at)
