"""The three rules: record who asked, state nil, sum up a quarter, watch over who recorded."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qingyuan.discipline.errors import CannotRecord, Reason, missing
from qingyuan.discipline.kinds import Adverse, Asking, Form, Interference, Source, Way
from qingyuan.discipline.models import Alert, Handling, Material, Nil, Protected, Quarter, Record
from qingyuan.discipline.policy import interference as policy
from qingyuan.discipline.queries import interference as queries
from qingyuan.discipline.queries.people import subjects
from qingyuan.discipline.rules._desk import CLOCK
from qingyuan.kit import kept as files
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, Role, Unit, require
from qingyuan.org.api import queries as org
from qingyuan.trail.api import record

MATERIAL_AT_MOST = 5
GAPS: dict[str, tuple[Words, str]] = {
    "not_written": (_("工作指导须以书面形式；口头的按“过问”记录"), "way"),
    "no_act": (_("请选择属于哪一类行为"), "forbidden"),
    "ahead": (_("时间不能晚于今天"), "on"),
    "oneself": (_("过问人不能是记录人本人"), "asker"),
}


@dataclass(frozen=True)
class Note:
    """What somebody writes down about who asked."""

    who: str
    role: str
    case: str
    on: date
    way: Way
    kind: Asking
    content: str
    answer: str
    relation: str = ""
    forbidden: Interference | None = None
    asker: Person | None = None
    urgent: bool = False


@transaction.atomic
def record_interference(*, note: Note, by: Person, at: datetime) -> Record:
    """Record who asked about a case. The recorder is watched over from that day on."""
    require(by, "discipline.record_interference", at=at, own=True)
    today = local_day(at)
    asker_id = note.asker.pk if note.asker else None
    gaps = policy.record_gaps(
        policy.Asked(note.kind, note.way, note.forbidden, note.on, asker_id, by.pk), today
    )
    problems = [Reason(gap, GAPS[gap][0], GAPS[gap][1]) for gap in gaps]
    words = {
        "who": note.who,
        "role": note.role,
        "case": note.case,
        "content": note.content,
        "answer": note.answer,
    }
    problems += [Reason("blank", _("请填写这一项"), name) for name, text in words.items() if not text.strip()]
    if problems:
        raise CannotRecord(problems)
    headed = [path for one in subjects([note.asker], at) for path in one.heads] if note.asker else []
    home = Unit.objects.get(path=org.home_path(by, at))
    made = Record.objects.create(
        by=by,
        unit=home,
        at=at,
        on=note.on,
        asker=note.asker,
        hidden_path=min(headed, key=len) if headed else "",
        who=note.who.strip(),
        role=note.role.strip(),
        relation=note.relation.strip(),
        case=note.case.strip(),
        way=note.way,
        kind=note.kind,
        forbidden=note.forbidden or "",
        content=note.content.strip(),
        answer=note.answer.strip(),
        urgent=note.urgent,
    )
    _watch(by, Source.RECORDER, home, None, today)
    detail: dict[str, str | int | bool | None] = {"kind": note.kind.value, "urgent": note.urgent}
    record(
        actor=by.key,
        act="discipline.record_interference",
        subject=f"interference:{made.pk}",
        at=at,
        detail=detail,
    )
    return made


@transaction.atomic
def keep_material(
    *, record_id: int, name: str, media_type: str, content: bytes, by: Person, at: datetime
) -> Material:
    """Keep a file with one's own record, once its form has checked it (rule T2). It is never taken away again."""
    require(by, "discipline.record_interference", at=at, own=True)
    kept_with = Record.objects.select_for_update().filter(pk=record_id, by=by).first()
    if kept_with is None:
        raise missing()
    if kept_with.material.count() >= MATERIAL_AT_MOST:
        raise CannotRecord(Reason("too_many", _("每条记录最多附五份材料"), "file"))
    kept = files.keep(content)
    made = Material.objects.create(
        record=kept_with,
        name=name,
        media_type=media_type,
        size=kept.size,
        sha256=kept.sha256,
        key=kept.key,
        at=at,
    )
    detail: dict[str, str | int | bool | None] = {"sha256": kept.sha256, "size": kept.size}
    subject = f"interference:{kept_with.pk}"
    record(actor=by.key, act="discipline.keep_material", subject=subject, at=at, detail=detail)
    return made


def _watch(person: Person, source: Source, home: Unit, by: Person | None, today: date) -> Protected:
    found, _made = Protected.objects.get_or_create(
        person=person,
        source=source,
        since=today,
        defaults={"until": policy.watched_until(today), "unit": home, "by": by},
    )
    return found


@transaction.atomic
def protect_person(*, person: Person, source: Source, by: Person, at: datetime) -> Protected:
    """Have a reporter or a witness who is known by name watched over from today on."""
    home = Unit.objects.get(path=org.home_path(person, at))
    require(by, "discipline.see_watch", at=at, path=home.path)
    made = _watch(person, source, home, by, local_day(at))
    record(actor=by.key, act="discipline.protect_person", subject=f"protected:{made.pk}", at=at)
    return made


@transaction.atomic
def report_nil(*, unit: Unit, month: date, by: Person, at: datetime) -> Nil:
    """State for a unit that nobody asked in a month. It says nothing about what its people recorded themselves."""
    require(by, "discipline.report_nil", at=at, unit=unit)
    today = local_day(at)
    if month.day != 1 or month > today:
        raise CannotRecord(Reason("month", _("只能报告本月和以前的月份"), "month"))
    made, new = Nil.objects.get_or_create(unit=unit, month=month, defaults={"at": at, "by": by})
    if new:
        detail: dict[str, str | int | bool | None] = {"month": f"{month:%Y-%m}"}
        record(actor=by.key, act="discipline.report_nil", subject=f"unit:{unit.pk}", at=at, detail=detail)
    return made


@transaction.atomic
def sum_up_quarter(*, at: datetime) -> int:
    """Make the summary of the quarter that has ended, for every unit with somebody on discipline duty. Once each."""
    first, last = policy.quarter_before(local_day(at))
    if not Record.objects.filter(on__lte=last).exists():
        return 0
    made = 0
    paths = sorted(org.holders_by_path(Role.DISCIPLINE, at=at))
    for unit in Unit.objects.filter(path__in=paths):
        found, new = Quarter.objects.get_or_create(
            unit=unit,
            begins_on=first,
            defaults={"ends_on": last, "at": at, "counted": queries.counted(unit, first, last)},
        )
        if new:
            detail: dict[str, str | int | bool | None] = {"unit": unit.pk, "from": str(first)}
            record(
                actor=CLOCK,
                act="discipline.sum_up_quarter",
                subject=f"quarter:{found.pk}",
                at=at,
                detail=detail,
            )
            made += 1
    return made


@transaction.atomic
def watch_over(*, at: datetime) -> int:
    """Show to the level above every adverse personnel act on somebody protected. Once an act, however often run."""
    today = local_day(at)
    made = 0
    units = {unit.path: unit for unit in Unit.objects.all()}
    for one in queries.watched(today).select_for_update(of=("self",)):
        posts = [
            policy.Post(str(post.pk), post.unit_id, post.from_on, post.to_on, post.main)
            for post in one.person.posts.all()
        ]
        found = policy.adverse(posts, one.since, one.until, today)
        decided = Handling.objects.filter(
            person=one.person, decided_on__range=(one.since, min(one.until, today))
        ).exclude(form=Form.FIRST)
        found += [
            (Adverse.SANCTIONED, f"handling:{pk}", on)
            for pk, on in decided.values_list("pk", "decided_on")
            if on is not None
        ]
        level = units[one.unit.path[: -Unit.steplen] or one.unit.path]
        for kind, ref, on in found:
            alert, new = Alert.objects.get_or_create(
                protected=one, kind=kind, ref=ref, defaults={"on": on, "at": at, "level": level}
            )
            if new:
                detail: dict[str, str | int | bool | None] = {"kind": kind.value, "level": level.pk}
                record(
                    actor=CLOCK,
                    act="discipline.watch_over",
                    subject=f"alert:{alert.pk}",
                    at=at,
                    detail=detail,
                )
                made += 1
    return made


@transaction.atomic
def answer_alert(*, alert_id: int, words: str, by: Person, at: datetime) -> Alert:
    """Say what the level above found: the cause and procedure of the act, or that it was retaliation."""
    found = queries.alerts(by, at=at).filter(pk=alert_id).first()
    if found is None:
        raise missing()
    alert = Alert.objects.select_for_update().get(pk=alert_id)
    problems = []
    if alert.words:
        problems.append(Reason("answered", _("已经核查过")))
    if not words.strip():
        problems.append(Reason("no_words", _("请写明核查了什么、是否有正当理由和程序"), "words"))
    if problems:
        raise CannotRecord(problems)
    alert.words, alert.answered_at, alert.answered_by = words.strip(), at, by
    alert.save(update_fields=["words", "answered_at", "answered_by"])
    record(actor=by.key, act="discipline.answer_alert", subject=f"alert:{alert.pk}", at=at)
    return alert
