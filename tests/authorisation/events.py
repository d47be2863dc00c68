"""Events of study of either county, its bases, posts, branches with their dates, cycles and special-duty modes."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from qingyuan.org.testing import a_branch
from qingyuan.study.kinds import BaseKind, EventKind, Openness
from qingyuan.study.rules import bases, events, feed, life, rotation, special
from tests.authorisation.people import FOREIGN

if TYPE_CHECKING:
    from tests.authorisation.world import World

NAMES = {
    **dict.fromkeys(("event", "record_event", "call_off_event"), "study_event"),
    "join_event": "study_hall",
    **dict.fromkeys(("enter_quiz", "leave_quiz", "give_prizes"), "study_quiz"),
    "change_base": "study_base",
    "remove_post": "study_post",
    **dict.fromkeys(("accept_day", "record_held", "accept_proposed"), "life_branch"),
    **dict.fromkeys(("end_special", "tick_item"), "special_duty"),
    **dict.fromkeys(("rotation", "add_batch", "move_placement"), "rotation"),
    "tell_rotation_result": "over_rotation",
}
THINGS = {f"study:{name}": thing for name, thing in NAMES.items()}
ONE_FOR_ALL = ("study:change_life_rule", "study:feed")
FIXED = {"rule_code": "party_day", "period": "2021-04-01", "number": 1}
TODAY, SOON, PAST = date(2021, 3, 19), date(2021, 3, 24), date(2021, 3, 12)


def set_up(world: "World", at: datetime) -> None:
    """One of each by the campaign office of either county; a lecture of the city is open to both."""
    people = world.people
    offices = {"own": people.by["office"], "foreign": people.their_office}
    secretaries = {"own": people.by["secretary"], "foreign": people.by["stranger"]}

    def plan(side: str, kind: EventKind, title: str, on: date = TODAY, **more: object) -> int:
        by = people.by["office_city"] if side == "above" else offices[side]
        unit = people.root if side == "above" else people.unit(side)
        draft = events.Draft(kind=kind, unit=unit, title=title, on=on, effect="会用", **more)  # type: ignore[arg-type]
        return events.plan_event(draft=draft, by=by, at=at).pk

    for side, by in offices.items():
        unit, tag = people.unit(side), FOREIGN if side == "foreign" else ""
        hall = {"speaker": "讲师", "series": "大讲堂", "open_to": Openness.ALL}
        world.put("study_event", side, plan(side, EventKind.READING, f"读书{tag}"))
        world.put("study_hall", side, plan(side, EventKind.LECTURE_HALL, "向各单位开放的一讲", SOON, **hall))
        world.put("study_quiz", side, plan(side, EventKind.QUIZ, f"答题{tag}"))
        base = bases.keep_base(
            unit=unit, kind=BaseKind.MEMORIAL, name=f"纪念馆{tag}", address="一路", by=by, at=at
        )
        world.put("study_base", side, base.pk)
        post = bases.add_post(
            unit=unit, title=f"专栏{tag}", on=TODAY, link="https://example.org/1", by=by, at=at
        )
        world.put("study_post", side, post.pk)
        branch = a_branch(unit, name="党支部" if side == "own" else "外党支部", secretary=secretaries[side])
        world.put("life_branch", side, branch.pk)
        made = special.switch_on(
            unit=unit, reason=f"安保{tag}", from_on=date(2021, 5, 10), to_on=date(2021, 5, 12), by=by, at=at
        )
        world.put("special_duty", side, made.pk)
        cycle = rotation.begin_rotation(
            unit=unit, name=f"轮训{tag}", effect="会办", from_on=TODAY, to_on=SOON, by=by, at=at
        )
        world.put("rotation", side, cycle.pk)
        over = rotation.begin_rotation(
            unit=unit, name=f"上一轮{tag}", effect="会办", from_on=PAST, to_on=PAST, by=by, at=at
        )
        world.put("over_rotation", side, over.pk)
    life.begin_rules(on=TODAY, by=people.by["office_city"], at=at)
    lecture = {"speaker": "外请", "open_to": Openness.BELOW}
    world.put("study_event", "above", plan("above", EventKind.LECTURE, "全市报告", **lecture))
    world.put("feed", "-", feed.open_feed(by=people.by["officer"], at=at))


def key(name: str, take: str, variant: str, world: "World") -> object:
    """What stands in an address of these pages in one place."""
    if take == "token":
        return world.of["feed"]["-"]
    if take in FIXED:
        return FIXED[take]
    return world.of[THINGS[name]][variant]


def sound(name: str, side: str, world: "World") -> dict[str, object] | None:
    """A form that lacks nothing."""
    people = world.people
    unit = people.unit(side)
    person = people.by["officer"] if side == "own" else people.their_officer
    forms: dict[str, dict[str, object]] = {
        "record_event": {"came_of": "会用了"},
        "call_off_event": {"why": "讲师有事"},
        "join_event": {"unit": (people.ours if side == "foreign" else people.theirs).pk, "headcount": 3},
        "add_base": {"unit": unit.pk, "kind": "memorial", "name": "新馆", "address": "二路"},
        "change_base": {"kind": "memorial", "name": "旧馆", "address": "二路"},
        "add_post": {"unit": unit.pk, "title": "一文", "on": "2021-03-19", "link": "https://example.org/2"},
        "begin_rules": {"on": "2021-03-19"},
        "change_life_rule": {"month": 1, "week": 2, "weekday": 5, "active": "on"},
        "accept_day": {"day": "2021-04-02"},
        "record_held": {"held_on": "2021-04-02", "theme": "主题"},  # not yet: the answer is the form again
        "switch_on": {"unit": unit.pk, "reason": "防汛", "from_on": "2021-06-10", "to_on": "2021-06-11"},
        "begin_rotation": {
            "unit": unit.pk, "name": "又一轮", "effect": "会办", "from_on": "2021-04-01", "to_on": "2021-04-30",
        },
        "add_batch": {"first_on": "2021-03-22", "last_on": "2021-03-23", "seats": 2},
        "tell_rotation_result": {"came_of": "都会办了"},
        "move_placement": {"person": person.police_no},
    }  # fmt: skip
    room, _colon, act = name.partition(":")
    return forms.get(act) if room == "study" else None
