"""Check lists of either county at every point of their way, and one of the city that asks both."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import rules as budget
from qingyuan.campaign.api import Campaign
from qingyuan.inspection import testing
from qingyuan.inspection.kinds import Result
from qingyuan.inspection.models import Asked, CheckList
from qingyuan.inspection.rules import answers, sending
from tests.authorisation.people import FOREIGN, OWN

if TYPE_CHECKING:
    from tests.authorisation.world import World

NAMES = {
    **dict.fromkeys(
        (
            *("change", "add_item", "change_item", "remove_item", "units", "discard", "submit"),
            *("leave_out", "put_off", "merge"),
        ),
        "draft_list",
    ),
    **dict.fromkeys(("approve", "return"), "submitted_list"),
    **dict.fromkeys(("export", "again", "withdraw"), "sent_list"),
    "close": "answered_list",
    "list": "any_list",
    "asked": "asked_list",
    "correct": "list_answer",
    "paper": "list_paper",
}
THINGS = {f"inspection:{name}": thing for name, thing in NAMES.items()}


def set_up(world: "World", campaign: Campaign, at: datetime) -> None:
    """Drafts, submitted and sent lists made and approved by each county; answers to the city's list."""
    people = world.people
    sides = {
        "own": (people.ours, people.station, people.by["office"], people.our_deputy, people.by["clerk"], OWN),
        "foreign": (
            *(people.theirs, people.their_station, people.their_office),
            *(people.their_head, people.by["stranger"], FOREIGN),
        ),
    }
    first, second = people.city_inspector, people.second_inspector
    for code in (burden.Cap.INSPECTIONS_BODY_MONTH, burden.Cap.INSPECTIONS_MONTH):
        budget.caps.set_cap(cap=code, value=9, reason="专项行动", by=people.city_head, at=at)
    items = [testing.an_item(what) for what in testing.WHAT[:2]]
    items.append(testing.an_item("任前有没有公示", paper="公示原件"))
    above = testing.a_sent_list(
        campaign,
        [people.ours, people.theirs],
        by=first,
        approver=second,
        at=at,
        topic="selection",
        items=items,
    )
    world.put("any_list", "above", above.pk)
    for side, (unit, station, maker, head, clerk, tag) in sides.items():
        draft = testing.a_draft(
            campaign, by=maker, at=at, unit=unit, units=[station], topic="vehicles", title=f"警车自查{tag}"
        )
        world.put("draft_list", side, draft.pk)
        world.put("list_item", side, draft.items.order_by("order")[0].pk)
        waiting = testing.a_draft(
            campaign, by=maker, at=at, unit=unit, units=[station], topic="secrets", title=f"保密自查{tag}"
        )
        sending.submit_list(list_id=waiting.pk, version=waiting.version, by=maker, at=at)
        world.put("submitted_list", side, waiting.pk)
        sent = testing.a_sent_list(
            campaign,
            [station],
            by=maker,
            approver=head,
            at=at,
            unit=unit,
            topic="guns",
            title=f"枪支自查{tag}",
        )
        world.put("sent_list", side, sent.pk)
        world.put("any_list", side, sent.pk)
        over = testing.a_sent_list(
            campaign,
            [station],
            by=maker,
            approver=head,
            at=at,
            unit=unit,
            topic="drugs",
            title=f"禁毒自查{tag}",
        )
        testing.answered(testing.asked_of(over, station), *[Result.FINE] * 3, by=clerk, at=at)
        world.put("answered_list", side, over.pk)
        asked = testing.asked_of(above, unit)
        item, _left, with_paper = above.items.order_by("order")
        paper = testing.a_paper(f"公示{tag}.pdf", b"%PDF-1.4 of this matter")
        said = [
            answers.Said(item.pk, Result.NOT_APPLICABLE, words=f"没有这项业务{tag}"),
            answers.Said(with_paper.pk, Result.FINE, papers=(paper,)),
        ]
        answer, shown = answers.answer_items(asked_id=asked.pk, said=said, by=clerk, at=at)
        world.put("asked_list", side, asked.pk)
        world.put("list_answer", side, answer.pk)
        world.put("list_paper", side, shown.papers.get().pk)


HEAD = {
    "topic": "network", "title": "查询自查", "source": "通报", "grade": "B", "failed": "没有抽查",
    "function": "有查询权限", "due_on": "2021-03-31",
}  # fmt: skip
ITEM = {
    "what": "再看一项", "how": "抽查", "basis": "第三条", "grade": "A", "criterion": "齐全", "category": "other",
}  # fmt: skip
TOPIC = {"code": "parking", "kind": "other", "name": "停车", "days": 30, "active": "on"}


def sound(name: str, side: str, world: "World") -> dict[str, object] | None:
    """A form that lacks nothing, for the pages of this room."""
    people = world.people
    unit, station = (people.ours, people.station) if side == "own" else (people.theirs, people.their_station)

    def version(thing: str) -> dict[str, object]:
        return {"version": CheckList.objects.get(pk=world.of[thing][side]).version}

    def an_answer() -> dict[str, object]:
        items = Asked.objects.get(pk=world.of["asked_list"][side]).check_list.items.order_by("order")
        return {f"i{items[1].pk}-result": "fine"}

    forms: dict[str, Callable[[], dict[str, object]]] = {
        "make": lambda: {**HEAD, "unit": unit.pk},
        "change": lambda: {**HEAD, "topic": "vehicles", **version("draft_list")},
        "add_item": lambda: {**ITEM},
        "change_item": lambda: {**ITEM},
        "units": lambda: {"units": [station.pk]},
        "submit": lambda: version("draft_list"),
        "approve": lambda: version("submitted_list"),
        "return": lambda: {"words": "补依据"},
        "withdraw": lambda: {"words": "另行部署"},
        "close": lambda: {"came_of": f"本级问到的单位都做到了{OWN if side == 'own' else FOREIGN}"},
        "again": lambda: {"due_on": "2021-06-30"},
        "asked": an_answer,
        "correct": lambda: {"result": "fine", "reason": "看错"},
        "add_topic": lambda: {**TOPIC},
        "change_topic": lambda: {**TOPIC},
    }
    room, _colon, act = name.partition(":")
    return forms[act]() if room == "inspection" and act in forms else None
