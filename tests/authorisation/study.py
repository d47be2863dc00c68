"""Study of either county: the curriculum, a plan settled and one at the desk, a session held and one to come."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from qingyuan.campaign.api import Campaign
from qingyuan.org.models import Branch
from qingyuan.org.testing import a_branch, a_person
from qingyuan.study.kinds import NodeKind
from qingyuan.study.models import EducationType
from qingyuan.study.rules import curriculum, plans, sessions
from qingyuan.study.testing import a_lesson, a_plan, sessions_of
from tests.authorisation.people import FOREIGN

if TYPE_CHECKING:
    from tests.authorisation.world import World

MONDAY, NEXT = date(2021, 3, 15), date(2021, 3, 22)
THINGS = {
    **dict.fromkeys(("study:settle_plan", "study:add_line"), "study_plan"),
    **dict.fromkeys(("study:change_line", "study:drop_line"), "study_line"),
    "study:change_recurrence": "recurrence",
    "study:session": "study_session",
    "study:change_node": "study_node",
    **dict.fromkeys(("study:screen", "study:sign", "study:cancel"), "study_today"),
    "study:make_up": "study_session",
}


def set_up(world: "World", campaign: Campaign, at: datetime) -> None:
    """Made by the clerk of either county; the secretary has a branch of his own, with one more member."""
    people = world.people
    political = EducationType.objects.get(pk="political")
    kept = world.of["campaign"]
    for side in ("own", "foreign"):
        own = Campaign.objects.select_related("unit").get(pk=kept[side])
        node = curriculum.add_node(
            campaign=own,
            kind=NodeKind.LINE,
            title=f"主线{FOREIGN if side == 'foreign' else ''}",
            education=political,
            by=people.by["office"] if side == "own" else people.their_office,
            at=at,
        )
        world.put("study_node", side, node.pk)
    sides = (
        ("own", people.ours, people.by["clerk"], people.by["secretary"], ""),
        ("foreign", people.theirs, people.by["stranger"], people.their_officer, FOREIGN),
    )
    for side, unit, clerk, secretary, tag in sides:
        branch = a_branch(unit, name="支部" if side == "own" else "外支部", secretary=secretary)
        member = people.by["officer"] if side == "own" else a_person(unit, name="外党员")
        for one in (secretary, member):
            one.branch = branch
            one.save(update_fields=["branch"])
        rule = plans.keep_recurrence(
            campaign=campaign,
            unit=unit,
            draft=a_lesson(f"固定学习{tag}"),
            weekdays=[1],
            nth=0,
            from_on=MONDAY,
            until_on=None,
            by=clerk,
            at=at,
        )
        world.put("recurrence", side, rule.pk)
        today = (date(2021, 3, 19), a_lesson(f"今天学习{tag}", "09:00", "09:30"))
        settled = a_plan(campaign, unit, MONDAY, [today], by=clerk, at=at)
        held, open_one = sessions_of(settled)
        sessions.record_session(session_id=held.pk, states={member.pk: "leave"}, by=clerk, at=at)  # type: ignore[dict-item]
        world.put("study_session", side, held.pk)
        world.put("study_today", side, open_one.pk)
        waiting = a_plan(campaign, unit, NEXT, by=clerk, at=at, settled=False)
        world.put("study_plan", side, waiting.pk)
        first = waiting.lines.order_by("pk").first()
        assert first is not None
        world.put("study_line", side, first.pk)
        world.put("study_branch", side, branch.pk)


LINE = {"title": "办案程序", "kind": "skills", "starts": "09:00", "ends": "10:00"}


def sound(name: str, side: str, world: "World") -> dict[str, object] | None:
    """A form that lacks nothing, for the pages of this room."""
    branch = Branch.objects.filter(pk=world.of["study_branch"].get(side)).first()
    member = branch.members.order_by("pk").last() if branch else None
    forms: dict[str, dict[str, object]] = {
        "add_node": {"kind": "activity", "title": "另一项", "education": "law"},
        "change_node": {"title": "改名", "education": "law", "active": "on"},
        "add_line": {**LINE, "day": "2021-03-24"},
        "change_line": {**LINE, "day": "2021-03-24"},
        "add_recurrence": {**LINE, "weekdays": ["2"], "nth": "0", "from_on": "2021-03-20"},
        "change_recurrence": {**LINE, "weekdays": ["2"], "nth": "0", "from_on": "2021-03-20"},
        "session": {"words": "一句话"},
        "cancel": {"why": "全员出警"},
        "make_up": {"on": "2021-03-19", "person": [member.pk if member else 0]},
        "set_hours": {"opens": "09:00", "shuts": "17:30"},
        "sign": {"code": "000000"},
    }
    return forms.get(name.removeprefix("study:")) if name.startswith("study:") else None


def questions(name: str, world: "World") -> dict[str, str]:
    """The words behind the question mark of pages that take a unit or a campaign from there."""
    units = {"own": world.people.ours, "foreign": world.people.theirs}
    campaign = world.of["campaign"]["above"]
    if name in ("week", "make_plan", "recurrences", "add_recurrence"):
        week = "2021-03-15" if name == "week" else "2021-03-29"
        return {side: f"?campaign={campaign}&at=u{unit.pk}&week={week}" for side, unit in units.items()}
    if name in ("curriculum", "use_pattern", "add_node", "contests", "set_up_contest", "published_essays"):
        return {side: f"?campaign={world.of['campaign'][side]}" for side in units}
    return {}
