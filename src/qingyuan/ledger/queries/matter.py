"""One matter: everything that its page shows, how the reader stands to it, and its story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, prefetch_related_objects

from qingyuan.kit.words import Words, _
from qingyuan.ledger.policy import RECHECK_AHEAD, Position
from qingyuan.matters.api import (
    Evidence,
    Extension,
    Hot,
    Matter,
    Milestone,
    Recheck,
    Sent,
    Step,
    kinds,
    policy,
    rules,
    visible,
)
from qingyuan.org.api import Person, Unit, may, standing

PERSONS = ("owner", "leader", "opened_by", "submitted_by", "closed_by", "reviewer")


def whole(by: Person, pk: int, *, at: datetime) -> Matter | None:
    """A matter with all that hangs on it, in a fixed number of queries; None if it does not exist for ``by``.

    ``individuals`` are loaded for a common matter only: no other has any.
    """
    matter = (
        visible(by, at=at)
        .filter(pk=pk)
        .select_related("unit", "category", "task", "campaign", "common", "hot")
        .prefetch_related(
            Prefetch("steps", Step.objects.select_related("by")),
            Prefetch("evidence", Evidence.objects.select_related("by")),
            Prefetch("extensions", Extension.objects.select_related("asked_by", "answered_by")),
            Prefetch("milestones", Milestone.objects.select_related("met_by")),
            Prefetch("rechecks", Recheck.objects.select_related("done_by")),
            Prefetch("reminders", Sent.objects.select_related("person").order_by("at", "pk")),
        )
        .first()
    )
    if matter is None:
        return None
    _name(matter)
    if matter.breadth == kinds.Breadth.COMMON:
        seen = visible(by, at=at).select_related("unit").order_by("number")
        prefetch_related_objects([matter], Prefetch("individuals", seen))
    return matter


def _name(matter: Matter) -> None:
    """The persons of a matter in one query: planning a join for each took longer than the rest of the page."""
    hot = hot_of(matter)
    named: list[tuple[Matter | Hot, str]] = [(matter, name) for name in PERSONS]
    named += [(hot, name) for name in ("marked_by", "responded_by")] if hot else []
    people = Person.objects.in_bulk({key for row, name in named if (key := getattr(row, f"{name}_id"))})
    for row, name in named:
        if key := getattr(row, f"{name}_id"):
            setattr(row, name, people.get(key))


def hot_of(matter: Matter) -> Hot | None:
    """The mark of what the public feels strongly about, if the matter has it."""
    found: Hot | None = getattr(matter, "hot", None)
    return found


def next_recheck(matter: Matter) -> Recheck | None:
    """The look back that comes next, if one is planned."""
    return next((recheck for recheck in matter.rechecks.all() if not recheck.result), None)


def open_extension(matter: Matter) -> Extension | None:
    """The request for more time that waits for an answer, if there is one."""
    return next((one for one in matter.extensions.all() if not one.answer), None)


def position(matter: Matter, by: Person, *, at: datetime, today: date) -> Position:
    """How a person stands to a matter. Asks nothing that is not already loaded but the person's roles."""
    asked, recheck, hot = open_extension(matter), next_recheck(matter), hot_of(matter)

    def can(permission: str, own: bool = False) -> bool:
        return may(by, permission, at=at, path=matter.unit_path, own=own)

    return Position(
        state=kinds.State(matter.state),
        term=kinds.Term(matter.term),
        may_fix=can("matters.fix"),
        may_work=can("matters.work", own=matter.owner_id == by.pk),
        may_close=can("matters.close"),
        may_reopen=can("matters.reopen"),
        may_recheck=can("matters.recheck"),
        may_void=can("matters.void"),
        may_answer=can("matters.answer_extension"),
        owner=matter.owner_id == by.pk,
        member=policy.is_member(standing(by, at).home_path, matter.unit_path),
        outside=policy.RULES[kinds.Kind(matter.kind)].outside,
        extension_open=asked is not None,
        extension_mine=asked is not None and asked.asked_by_id == by.pk,
        stages_open=sum(stage.met_at is None for stage in matter.milestones.all()),
        recheck_due=recheck is not None and recheck.due_on <= today + RECHECK_AHEAD,
        recheck_planned=recheck is not None,
        may_mark_hot=not matter.restricted and can("matters.mark_hot"),
        hot=hot is not None,
        unanswered=hot is not None and hot.responded_at is None,
    )


@dataclass(frozen=True)
class Line:
    """One line of a matter's story: when, who, what was done, in whose words."""

    at: datetime
    who: str
    act: Words
    words: str = ""
    tone: str = ""


TONES = {kinds.Act.CLOSE: "ok", kinds.Act.RETURN: "late", kinds.Act.REOPEN: "late", kinds.Act.VOID: "late"}
SENT_WORDS: dict[str, Words] = {
    "before": _("系统提醒责任人：即将到期"),
    "due": _("系统提醒责任人：今天到期"),
    "late_head": _("已超期，系统提醒单位主要负责人"),
    "late_above": _("已超期，系统提醒上一级教育整顿办公室"),
    "hot_due": _("系统提醒责任人：今天须首次答复群众"),
    "hot_head": _("首次答复已超时，系统提醒单位主要负责人"),
    "hot_above": _("首次答复已超时，系统提醒上一级教育整顿办公室"),
}


STEPS = {step.name: place for place, step in enumerate((*policy.LADDER, *policy.HOT_LADDER))}


def story(matter: Matter) -> list[Line]:
    """Everything that happened, newest first: acts in their doers' words, files, reminders."""
    lines = [
        Line(
            step.at,
            step.by.name,
            kinds.ACT_WORDS[kinds.Act(step.act)],
            step.words,
            TONES.get(kinds.Act(step.act), ""),
        )
        for step in matter.steps.all()
    ]
    lines += [Line(kept.at, kept.by.name, _("上传佐证"), kept.name) for kept in matter.evidence.all()]
    grouped: dict[tuple[datetime, str], list[str]] = {}
    for sent in sorted(matter.reminders.all(), key=lambda sent: (sent.at, STEPS.get(sent.step, 0), sent.pk)):
        grouped.setdefault((sent.at, sent.step), []).append(sent.person.name)
    lines += [
        Line(at, _("、").join(names), SENT_WORDS.get(step, step), tone="late" if "late" in step else "")
        for (at, step), names in grouped.items()
    ]
    return sorted(lines, key=lambda line: line.at)[::-1]


def twin(by: Person, unit: Unit, statement: str, *, at: datetime) -> Matter | None:
    """An open matter of the same unit that says the same, but for spacing, punctuation, width and case."""
    same = visible(by, at=at).open().filter(unit=unit, fingerprint=rules.fingerprint(statement))
    return same.order_by("-pk").first()


def stages_of(matter: Matter) -> Sequence[Milestone]:
    """The stages not yet reached, the earliest first."""
    return [stage for stage in matter.milestones.all() if stage.met_at is None]
