"""Of either county: material and its handouts, topics with questions, warning cases, and a clerks' class."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from qingyuan.campaign.api import Campaign
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person
from qingyuan.study.kinds import MaterialKind, Medium, NodeKind, QuestionKind
from qingyuan.study.models import EducationType, WarningCase
from qingyuan.study.policy.understanding import QuestionText
from qingyuan.study.rules import cases, classes, curriculum, materials, understanding
from tests.authorisation.people import FOREIGN, OWN

if TYPE_CHECKING:
    from tests.authorisation.world import World

NAMES = {
    **dict.fromkeys(("material", "change_material", "hand_out"), "material"),
    **dict.fromkeys(("receive", "take_back"), "handout"),
    **dict.fromkeys(("topic", "change_topic", "open_topic", "add_question"), "study_topic"),
    **dict.fromkeys(("question", "explained", "again", "change_question"), "study_topic"),
    **dict.fromkeys(("case", "case_names", "return_case", "release_case", "take_down_case"), "case"),
    **dict.fromkeys(("change_case", "submit_case"), "draft_case"),
    "approve_case": "waiting_case",
    **dict.fromkeys(("class", "enrol", "remove_member", "survey"), "clerk_class"),
}
THINGS = {f"study:{name}": thing for name, thing in NAMES.items()} | {"portal:check_list": "case"}
KEYS = {"question_pk": "bank_question", "member_pk": "class_member"}
NAMED = {
    *THINGS,
    *(f"study:{name}" for name in ("add_material", "add_topic", "add_case", "add_class")),
}  # of these the forms are told here


def set_up(world: "World", campaigns: dict[str, Campaign], at: datetime) -> None:
    """Each county's own campaign hands out, asks and teaches; its discipline writes cases, a second approves."""
    people = world.people
    for side, tag in (("own", OWN), ("foreign", FOREIGN)):
        campaign, unit = campaigns[side], people.unit(side)
        office = people.by["office"] if side == "own" else people.their_office
        _handed(world, side, campaign, (office, tag), at)
        _asked(world, side, campaign, (office, tag), at)
        _told(world, side, unit, tag, at)
        _taught(world, side, campaign, (office, tag), at)


def _handed(world: "World", side: str, campaign: Campaign, by: tuple[Person, str], at: datetime) -> None:
    office, tag = by
    made = materials.keep_material(
        campaign=campaign, kind=MaterialKind.BOOK, title=f"百问{tag}", by=office, at=at, reading=True
    )
    (one,) = materials.hand_out(
        material_id=made.pk, quantities={campaign.unit_id: 5}, on=at.date(), by=office, at=at
    )
    world.put("material", side, made.pk)
    world.put("handout", side, one.pk)


def _asked(world: "World", side: str, campaign: Campaign, by: tuple[Person, str], at: datetime) -> None:
    office, tag = by
    law = EducationType.objects.get(pk="law")
    node = curriculum.add_node(
        campaign=campaign, kind=NodeKind.ACTIVITY, title=f"法律{tag}", education=law, by=office, at=at
    )
    topic = understanding.keep_topic(
        node=node, title=f"逢问必录{tag}", text="要点", source="规定", by=office, at=at
    )
    for n in range(4):
        text = QuestionText(QuestionKind.SINGLE, f"问{n}{tag}", "解", "源", (("对", True), ("错", False)))
        kept = understanding.keep_question(topic_id=topic.pk, said=text, by=office, at=at)
        world.put("bank_question", side, kept.pk)
    understanding.open_topic(topic_id=topic.pk, open_now=True, by=office, at=at)
    world.put("topic_node", side, node.pk)
    world.put("study_topic", side, topic.pk)


def _told(world: "World", side: str, unit: Unit, tag: str, at: datetime) -> None:
    people = world.people
    first = people.by["inspector"] if side == "own" else a_person(unit, Role.DISCIPLINE, name="外督察")
    second = a_person(unit, Role.DISCIPLINE, name=f"{'内' if side == 'own' else '外'}督察乙")

    def write(title: str, **given: str) -> WarningCase:
        draft = cases.CaseDraft(
            title=f"{title}{tag}", medium=Medium.PRINTED, rule="第五条", force="[[赵大明]]打听案情", **given
        )
        return cases.write_case(unit=unit, draft=draft, by=first, at=at)

    full = {"public": "一人受到处理", "failed": "没有记录", "control": "每季抽查", "function": "办案"}
    world.put("draft_case", side, write("拟稿", **full).pk)
    for thing in ("waiting_case", "case"):
        made = write("案例", **full)
        cases.submit_case(case_id=made.pk, version=made.version, by=first, at=at)
        if thing == "case":
            cases.approve_case(case_id=made.pk, version=made.version, by=second, at=at)
        world.put(thing, side, made.pk)


def _taught(world: "World", side: str, campaign: Campaign, by: tuple[Person, str], at: datetime) -> None:
    """In a class of today: the clerk and a head; the officer of ours is in it, too."""
    people, (office, tag) = world.people, by
    campaign.deployments.get_or_create(unit=campaign.unit)
    made = classes.set_up_class(
        campaign=campaign, title=f"文秘班{tag}", starts_on=at.date(), ends_on=at.date(), by=office, at=at
    )
    own = (people.by["clerk"], people.by["officer"], people.our_deputy)
    theirs = (people.by["stranger"], people.their_officer, people.their_head)
    who = own if side == "own" else theirs
    classes.enrol(class_id=made.pk, people=[one.police_no for one in who], by=office, at=at)
    world.put("clerk_class", side, made.pk)
    world.put("class_member", side, made.members.get(person=who[2]).pk)


CASE = {
    "title": "新案",
    "medium": "printed",
    "rule": "第五条",
    "force": "文",
    "failed": "没有",
    "control": "有",
}


def sound(name: str, side: str, world: "World") -> dict[str, object] | None:
    """A form that lacks nothing, for the pages of this part."""
    people = world.people
    unit = people.unit(side)

    def version(thing: str) -> dict[str, object]:
        return {"version": WarningCase.objects.get(pk=world.of[thing][side]).version}

    forms: dict[str, Callable[[], dict[str, object]]] = {
        "study:add_material": lambda: {"kind": "book", "title": "新书", "active": "on"},
        "study:change_material": lambda: {"kind": "book", "title": "改名", "active": "on"},
        "study:hand_out": lambda: {"on": "2021-03-19", f"u{unit.pk}": 3},
        "study:receive": lambda: {"received": 5},
        "study:add_topic": lambda: {
            "node": world.of["topic_node"][side],
            "title": "新专题",
            "text": "要点",
            "source": "源",
        },
        "study:change_topic": lambda: {
            "node": world.of["topic_node"][side],
            "title": "改名",
            "text": "要点",
            "source": "源",
        },
        "study:open_topic": lambda: {"open": "1"},
        "study:add_question": _question,
        "study:change_question": _question,
        "study:add_case": lambda: {**CASE, "unit": unit.pk, "version": 0},
        "study:change_case": lambda: {**CASE, **version("draft_case")},
        "study:submit_case": lambda: version("draft_case"),
        "study:approve_case": lambda: version("waiting_case"),
        "study:release_case": lambda: version("case"),
        "study:return_case": lambda: {"words": "有误"},
        "study:add_class": lambda: {"title": "新班", "starts_on": "2021-03-22", "ends_on": "2021-03-23"},
        "study:enrol": lambda: {"people": people.our_helper.police_no},
        "study:survey": lambda: {"hurdle": "cannot", "feedback": "useful"},
        "portal:check_list": lambda: {
            "unit": unit.pk,
            "topic": "charging_by_vehicle",
            "title": "自查",
            "source": "案例",
            "failed": "没有",
            "function": "办案",
            "due_on": str(date(2021, 4, 2)),
            "what": "有没有抽查",
            "category": "other",
        },
    }
    return forms[name]() if name in forms else None


def _question() -> dict[str, object]:
    return {
        "kind": "single",
        "text": "新题",
        "choices": "* 对\n错",
        "explanation": "解",
        "source": "源",
        "active": "on",
    }
