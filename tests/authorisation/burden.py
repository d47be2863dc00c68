"""Forms of either county at every point of their way, sent and answered; burdens that either has to answer."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qingyuan.burden import testing
from qingyuan.burden.kinds import Sign
from qingyuan.burden.models import Passport
from qingyuan.burden.queries import register
from qingyuan.burden.rules import approving, listed
from qingyuan.org.api import Level
from tests.authorisation.people import FOREIGN, OWN

if TYPE_CHECKING:
    from tests.authorisation.world import World

NAMES = {
    **dict.fromkeys(("change", "ask_for", "drop_field", "discard", "submit"), "draft_form"),
    **dict.fromkeys(("approve", "return"), "submitted_form"),
    **dict.fromkeys(("passport", "paper", "prolong", "retire"), "any_form"),
    **dict.fromkeys(("ask", "refuse"), "form_ask"),
    **dict.fromkeys(("request", "merge", "postpone", "cancel"), "form_request"),
    **dict.fromkeys(("hand_over", "answer"), "burden_item"),
    "change_field": "form_field",
    "unit": "burden_unit",
}
THINGS = {f"burden:{name}": thing for name, thing in NAMES.items()}
ONE_FOR_ALL = ("burden:change_cap", "burden:close_stock", "burden:refuse_own")
HEAD = {
    "name": "清点表", "number": "源公9", "level": "county", "basis": "方案第三条", "approval": "批9号",
    "purpose": "安排检查", "filler": "clerk", "frequency": "monthly", "minutes": 5, "valid_until": "2022-03-01",
}  # fmt: skip


def set_up(world: "World", at: datetime) -> None:
    """What is in force is for everybody to read; what lies at the desk, was sent or was said bears its mark."""
    people = world.people
    sides = {
        "own": (
            people.ours,
            people.station,
            people.by["clerk"],
            people.our_deputy,
            people.by["secretary"],
            OWN,
        ),
        "foreign": (
            *(people.theirs, people.their_station, people.by["stranger"]),
            *(people.their_head, people.their_officer, FOREIGN),
        ),
    }
    for side, (unit, station, maker, head, teller, tag) in sides.items():
        said = {"by": maker, "at": at, "level": Level.COUNTY}
        form = testing.a_passport(unit, second=head, minutes=1, **said)  # type: ignore[arg-type]
        other = testing.a_passport(unit, second=head, minutes=1, **said)  # type: ignore[arg-type]
        world.put("any_form", side, form.pk)
        world.put("spare_form", side, other.pk)
        draft = testing.a_draft(unit, name=f"草表{tag}", **said)  # type: ignore[arg-type]
        world.put("draft_form", side, draft.pk)
        world.put("form_field", side, draft.asks_for.get().field_id)
        waiting = testing.a_draft(unit, name=f"待批表{tag}", **said)  # type: ignore[arg-type]
        approving.submit_passport(passport_id=waiting.pk, version=waiting.version, by=maker, at=at)
        world.put("submitted_form", side, waiting.pk)
        request = testing.a_request(
            form, [unit, station], by=maker, at=at, due_on=at.date() + timedelta(days=3)
        )
        request.words = f"月底前{tag}"
        request.save(update_fields=["words"])
        world.put("form_request", side, request.pk)
        world.put("form_ask", side, testing.asked_of(request, unit).pk)
        item = listed.say(sign=Sign.REPEATED, words=f"重复要数{tag}", by=teller, at=at)
        listed.hand_over(item_id=item.pk, owner=unit, by=people.by["office_city"], at=at)
        world.put("burden_item", side, item.pk)
        world.put("burden_unit", side, unit.pk)
    listed.hold_survey(year=2020, opens_on=at.date(), closes_on=at.date(), by=people.by["office_city"], at=at)


def sound(name: str, side: str, world: "World") -> dict[str, object] | None:
    """A form that lacks nothing, for the pages of this room."""
    unit = world.people.unit(side)

    def version(thing: str) -> dict[str, object]:
        return {"version": Passport.objects.get(pk=world.of[thing][side]).version}

    def filled() -> dict[str, object]:
        form = Passport.objects.get(pk=world.of["any_form"][side])
        return {f"f{one.field_id}": "12" for one in register.asked_fields(form)}

    forms: dict[str, Callable[[], dict[str, object]]] = {
        "make": lambda: {**HEAD, "unit": unit.pk},
        "change": lambda: {**HEAD, **version("draft_form")},
        "ask_for": lambda: {"words": "巡逻里程", "source": "车载设备"},
        "submit": lambda: version("draft_form"),
        "approve": lambda: version("submitted_form"),
        "return": lambda: {"words": "补依据"},
        "prolong": lambda: {"valid_until": "2022-03-10", "approval": "批10号"},
        "retire": lambda: {"why": "idle"},
        "change_field": lambda: {"source": "装备系统", "active": "on"},
        "ask": filled,
        "send": lambda: {
            "passport": world.of["spare_form"][side], "unit": unit.pk, "due_on": "2021-03-26", "units": [unit.pk],
        },
        "merge": lambda: {"passport": world.of["spare_form"][side]},
        "postpone": lambda: {"due_on": "2021-04-02"},
        "change_cap": lambda: {"value": 1},
        "complain": lambda: {"sign": "other", "words": "太多"},
        "answer_survey": lambda: {"sign": "other", "words": "太多"},
        "hold_survey": lambda: {"year": 2021, "opens_on": "2021-03-19", "closes_on": "2021-03-30"},
        "hand_over": lambda: {"owner": unit.pk},
        "answer": lambda: {"outcome": "stopped", "words": "已取消"},
    }  # fmt: skip
    room, _colon, act = name.partition(":")
    return forms[act]() if room == "burden" and act in forms else None
