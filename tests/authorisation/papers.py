"""What the clerks of either county write, submit, register and look into: drafts, issued ones, lines, topics."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile

from qingyuan.campaign.api import Campaign
from qingyuan.kit.uploads import Checked
from qingyuan.publication import rules
from qingyuan.publication.kinds import Cadence, Origin
from qingyuan.publication.models import Template
from qingyuan.publication.testing import a_writing, words_of
from tests.authorisation.people import FOREIGN, OWN

if TYPE_CHECKING:
    from tests.authorisation.world import World

NAMES = {
    **dict.fromkeys(("words", "refresh", "discard_writing", "issue_writing"), "writing"),
    **dict.fromkeys(("writing", "writing_word", "writing_pdf", "withdraw_writing"), "writing_out"),
    **dict.fromkeys(("end_submission", "send_submission"), "submission"),
    "begin_turn": "submission_report",
    **dict.fromkeys(("replace_guidance", "end_guidance", "guidance_file"), "guidance"),
    "conclude_research": "research",
    "change_template": "template",
}
THINGS = {f"publication:{name}": thing for name, thing in NAMES.items()}
PDF = b"%PDF-1.4 of this matter"


def set_up(world: "World", campaign: Campaign, at: datetime) -> None:
    """A draft and an issued document, a weekly and a quarterly line, a guidance document and a topic of each county."""
    people = world.people
    report = Template.objects.get(code="report")
    world.put("template", "-", report.pk)
    top = people.by["office_city"]
    sides = {
        "own": (people.ours, people.by["clerk"], people.by["office"], people.by["officer"], OWN),
        "foreign": (people.theirs, people.by["stranger"], people.their_office, people.their_officer, FOREIGN),
    }
    for side, (unit, clerk, office, officer, tag) in sides.items():
        made = [a_writing(campaign, unit, by=clerk, at=at, template="summary") for _n in range(2)]
        for one in made:
            words = words_of(one, {4: f"4月30日前补录{tag}"})
            rules.change_writing(writing_id=one.pk, words=words, by=clerk, at=at)
        rules.issue_writing(writing_id=made[1].pk, by=office, at=at)
        world.put("writing", side, made[0].pk)
        world.put("writing_out", side, made[1].pk)
        world.put("writing_out", f"{side}_draft", made[0].pk)
        weekly = rules.Owed(f"周报{tag}", "市委整顿办", "通知", Cadence.WEEKLY, 5, date(2021, 3, 1))
        quarter = rules.Owed(
            f"季报{tag}",
            "市局政治部",
            "通知",
            Cadence.QUARTERLY,
            10,
            date(2021, 1, 1),
            Origin.TEMPLATE,
            report,
        )
        for thing, owed in (("submission", weekly), ("submission_report", quarter)):
            line = rules.owe_submission(campaign=campaign, unit=unit, owed=owed, by=top, at=at)
            world.put(thing, side, line.pk)
        file = Checked(f"{tag}.pdf", "application/pdf", PDF)
        entry = rules.Entry(f"指导意见{tag}", f"{unit.name}〔2021〕1号", date(2021, 3, 1), file)
        kept = rules.register_guidance(unit=unit, entry=entry, by=office, at=at)
        world.put("guidance", side, kept.pk)
        topic = rules.Topic(f"课题{tag}", "要几个人", officer, date(2021, 5, 31))
        asked = rules.set_research(campaign=campaign, unit=unit, topic=topic, by=office, at=at)
        world.put("research", side, asked.pk)


def sound(name: str, side: str, world: "World") -> dict[str, object] | None:
    """A form that lacks nothing, for these pages."""
    people = world.people
    unit = people.ours if side == "own" else people.theirs
    officer = people.by["officer"] if side == "own" else people.their_officer
    template = world.of["template"]["-"]
    line = {
        "unit": unit.pk, "name": "月报", "receiver": "省公安厅", "basis": "通知", "cadence": "monthly", "day": 5,
        "origin": "figures", "begins_on": "2021-03-01",
    }  # fmt: skip
    words = {
        "name": "报告",
        "title": "关于整改的报告",
        "active": "on",
        "text_1": "累计{问题累计}件",
        "wants_1": "free",
    }
    entry = {"unit": unit.pk, "title": "新意见", "number": "新〔2021〕2号", "from_on": "2021-03-19"}
    forms: dict[str, Callable[[], dict[str, object]]] = {
        "start": lambda: {
            "template": template, "unit": unit.pk, "period_from": "2021-03-12", "period_to": "2021-03-19",
        },
        "words": lambda: {"title": "小结", "part_1": "新增{问题新增}件"},
        "withdraw_writing": lambda: {"reason": "数据有误"},
        "add_template": lambda: {**words, "code": "another", "genre": "report"},
        "change_template": lambda: {**words},
        "add_submission": lambda: {**line},
        "end_submission": lambda: {"ended_on": "2021-03-19"},
        "begin_turn": lambda: {"last_on": "2021-03-31"},
        "send_submission": lambda: {"last_on": "2021-03-12"},
        "register_guidance": lambda: {**entry, "file": _file()},
        "replace_guidance": lambda: {**entry, "file": _file()},
        "end_guidance": lambda: {"to_on": "2021-03-19"},
        "set_research": lambda: {
            "unit": unit.pk, "title": "新课题", "question": "要几个人", "lead": officer.police_no,
            "due_on": "2021-05-31",
        },
        "conclude_research": lambda: {"found": "两个人", "measure": "两人轮值"},
    }  # fmt: skip
    room, _colon, act = name.partition(":")
    return forms[act]() if room == "publication" and act in forms else None


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("意见.pdf", b"%PDF-1.4 words\n%%EOF", "application/pdf")
