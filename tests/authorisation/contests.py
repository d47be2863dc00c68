"""Contests of either county: one that takes entries and one without any, one with its ballot open, one to be signed."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from qingyuan.campaign.api import Campaign
from qingyuan.study.rules import contests as rules
from tests.authorisation.people import FOREIGN, OWN

if TYPE_CHECKING:
    from tests.authorisation.world import World

NAMES = {
    **dict.fromkeys(("contest", "change_contest", "call_off_contest", "withdraw_entry"), "contest"),
    "enter_practice": "contest_without",
    "cast_ballot": "contest_ballot",
    **dict.fromkeys(("sign_contest", "tell_contest_result"), "contest_count"),
}
THINGS = {f"study:{name}": thing for name, thing in NAMES.items()}
KEYS = {"entry_pk": "contest_entry"}
DAYS = {  # until when practices are entered, and votes are cast
    "contest": (date(2021, 3, 26), date(2021, 4, 2)),
    "contest_without": (date(2021, 3, 26), date(2021, 4, 2)),
    "contest_ballot": (date(2021, 3, 18), date(2021, 3, 24)),
    "contest_count": (date(2021, 3, 10), date(2021, 3, 12)),
}


def set_up(world: "World", campaigns: Mapping[str, Campaign], at: datetime) -> None:
    """Each county's own campaign holds all four; the lesson of its pilot is entered, its people are the jury."""
    people = world.people
    for side, tag in (("own", OWN), ("foreign", FOREIGN)):
        own = side == "own"
        office = people.by["office"] if own else people.their_office
        jury = (
            (people.by["officer"], people.by["clerk"], people.our_helper)
            if own
            else (people.their_officer, people.by["stranger"], people.their_head)
        )
        for thing, (entries_until, votes_until) in DAYS.items():
            draft = rules.ContestDraft(
                f"亮点{tag}", entries_until, votes_until, 2, [one.police_no for one in jury], "有人照做"
            )
            made = rules.set_up_contest(campaign=campaigns[side], draft=draft, by=office, at=at)
            world.put(thing, side, made.pk)
            if thing == "contest_without":
                continue
            entry = rules.enter_practice(
                contest_id=made.pk, key=f"lesson-{world.of['lesson'][side]}", by=office, at=at
            )
            if thing == "contest":
                world.put("contest_entry", side, entry.pk)


def sound(name: str, side: str, world: "World") -> dict[str, object] | None:
    """A form that lacks nothing."""
    people = world.people
    jury = (people.our_helper, people.our_deputy, people.by["clerk"])
    if side == "foreign":
        jury = (people.their_officer, people.by["stranger"], people.their_head)
    contest = {
        "title": "亮点",
        "effect": "有人照做",
        "entries_until": "2021-03-26",
        "votes_until": "2021-04-02",
        "picks": 2,
        "jury": "\n".join(one.police_no for one in jury),
    }
    forms: dict[str, Callable[[], dict[str, object]]] = {
        "study:set_up_contest": lambda: contest,
        "study:change_contest": lambda: contest,
        "study:tell_contest_result": lambda: {"came_of": "两处照做"},  # not signed yet: the form again
        "study:call_off_contest": lambda: {"why": "不办"},
        "study:enter_practice": lambda: {"practice": f"lesson-{world.of['lesson'][side]}"},
        "study:cast_ballot": dict,
    }
    return forms[name]() if name in forms else None
