"""Sessions: recorded once by a branch, corrected, made up, cancelled; and the code on the screen."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime

from django.db import transaction

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import spend, take_back
from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, queries, reach, require
from qingyuan.study.errors import CannotRecord, missing
from qingyuan.study.kinds import EXCUSED, Attended, SessionState
from qingyuan.study.models import Attendance, Session, SignIn
from qingyuan.study.policy.sessions import Row, falsely_absent, tally
from qingyuan.study.queries import sessions as asked
from qingyuan.study.queries.places import FIGURES, RECORD, Place
from qingyuan.study.rules._desk import Detail, allowed, note

NOTE_AT_MOST = 300
COUNTS = (
    *("expected", "present", "on_duty", "on_leave", "absent", "made_up"),
    *("leaders_expected", "leaders_present", "leaders_made_up"),
)
ATTEND = "study.attend"
OUTSIDE = "study.session"  # what the minutes after hours are told under


@dataclass(frozen=True)
class Held:
    """What a branch says of a session: states by person; who is not named was present, or as the roster has it."""

    session_id: int
    states: Mapping[int, Attended] = field(default_factory=dict)
    words: str = ""


@transaction.atomic
def record_session(
    *,
    session_id: int,
    states: Mapping[int, Attended],
    by: Person,
    at: datetime,
    words: str = "",
) -> Session:
    """Enter the attendance of a session once; said again, it is corrected and the record has both."""
    (found,) = record_sessions(held=[Held(session_id, states, words)], by=by, at=at)
    return found


@transaction.atomic
def record_sessions(*, held: Sequence[Held], by: Person, at: datetime) -> list[Session]:
    """Enter the attendance of several sessions, all or none. As many queries for a hundred as for one."""
    said = {one.session_id: one for one in held}
    rows = list(
        asked.recordable(by, at=at).select_for_update(of=("self",)).filter(pk__in=said).order_by("pk")
    )
    if len(rows) != len(said):
        raise missing()
    for place in {one.branch_id: Place(one.branch.unit, one.branch) for one in rows}.values():
        allowed(by, RECORD, place, at=at)
    before = _attendance(rows)
    members = _members([one for one in rows if one.pk not in before], at)
    people = {person for one in rows for person in before.get(one.pk) or members[one.branch_id]}
    rosters = asked.rosters(rows, sorted(people))
    signed = {
        (session, person)
        for session, person in SignIn.objects.filter(session__in=rows).values_list("session", "person")
    }
    fresh, problems = [], []
    for one in rows:
        known = before.get(one.pk)
        leading = {p: row.leader for p, row in known.items()} if known else members[one.branch_id]
        states = {
            person: said[one.pk].states.get(
                person,
                asked.proposed(rosters[one.pk].get(person), signed_in=(one.pk, person) in signed),
            )
            for person in leading
        }
        problems += _against(one, said[one.pk], states, rosters[one.pk], at=at)
        made_up = {p: row.made_up_on for p, row in known.items() if row.made_up_on} if known else {}
        new = [
            Attendance(
                session=one,
                person_id=person,
                state=state,
                leader=leading[person],
                made_up_on=made_up.get(person) if state in EXCUSED else None,
            )
            for person, state in states.items()
        ]
        fresh += new
        one.note = said[one.pk].words.strip()
        one.state, one.recorded_at, one.recorded_by = SessionState.HELD, at, by
        _count(one, new)
    if problems:
        raise CannotRecord(problems)
    if before:
        Attendance.objects.filter(session__in=before).delete()
    Attendance.objects.bulk_create(fresh, batch_size=500)
    _kept(rows, ["note", "state", "recorded_at", "recorded_by", *COUNTS])
    _noted(rows, corrected=len(before), by=by, at=at)
    told = [row for known in before.values() for row in known.values()]
    _spent(rows, told=told, fresh=fresh, at=at)
    return rows


def _spent(
    rows: Sequence[Session], *, told: Collection[Attendance], fresh: Collection[Attendance], at: datetime
) -> None:
    """Study after hours is load: each minute of it counts for who was there, once; a correction corrects it."""
    after_hours = {one.pk: one for one in rows if one.outside}
    if not after_hours:
        return
    known = {(row.session_id, row.person_id) for row in told if row.state == Attended.PRESENT}
    there = {(row.session_id, row.person_id) for row in fresh if row.state == Attended.PRESENT}
    for found, tell in ((known - there, take_back), (there - known, spend)):
        days: dict[date, Counter[int]] = {}
        for session, person in found:
            if one := after_hours.get(session):
                days.setdefault(one.day, Counter())[person] += one.outside
        for on, people in sorted(days.items()):
            tell(kind=burden.Spending.STUDY, people=people, on=on, source=OUTSIDE, at=at)


def _members(rows: Sequence[Session], at: datetime) -> dict[int, dict[int, bool]]:
    """By branch: its members on the day, and whether each is of the key few. Two queries."""
    found: dict[int, dict[int, bool]] = {one.branch_id: {} for one in rows}
    if found:
        leading = asked.leading_of(list(found), at)
        for branch, person in queries.members_of(list(found), at).values_list("branch_id", "pk"):
            found[branch][person] = person in leading
    return found


def _attendance(rows: Sequence[Session]) -> dict[int, dict[int, Attendance]]:
    found: dict[int, dict[int, Attendance]] = {}
    for row in Attendance.objects.filter(session__in=rows):
        found.setdefault(row.session_id, {})[row.person_id] = row
    return found


def _against(
    one: Session, held: Held, states: Mapping[int, Attended], roster: Mapping[int, Attended], *, at: datetime
) -> list[Reason]:
    problems = []
    where = {"title": one.title, "on": one.day}
    if one.state == SessionState.CANCELLED:
        problems.append(Reason("cancelled", _("%(on)s“%(title)s”已经取消，不能登记"), "", where))
    if one.starts_at > at:
        problems.append(Reason("early", _("%(on)s“%(title)s”还没有开始"), "", where))
    if held.states.keys() - states.keys():
        problems.append(Reason("stranger", _("有人不是这个党支部的党员，请刷新后再登记"), "", where))
    if not states:
        problems.append(Reason("nobody", _("这个党支部还没有党员，请系统管理员先维护人员"), "", where))
    if len(held.words.strip()) > NOTE_AT_MOST:
        problems.append(Reason("long", _("要点不超过300字"), "note"))
    if wrong := falsely_absent(states, roster):
        words = _("%(on)s有%(n)d人在值班排班上，不能记为缺席；请改为值班或请假")
        problems.append(Reason("on_duty", words, "", {"n": len(wrong), "on": one.day}))
    return problems


def _count(one: Session, rows: Collection[Attendance]) -> None:
    counted = tally(Row(Attended(row.state), row.leader, row.made_up_on is not None) for row in rows)
    for name, value in asdict(counted).items():
        setattr(one, name, value)


def _kept(rows: Sequence[Session], fields: Sequence[str]) -> None:
    """Write these fields of sessions that are there: inserts that meet their rows cost a tenth of updates."""
    Session.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=100
    )


def _noted(rows: Sequence[Session], *, corrected: int, by: Person, at: datetime) -> None:
    if len(rows) == 1:
        (one,) = rows
        detail: Detail = {name: getattr(one, name) for name in COUNTS} | {"corrected": bool(corrected)}
        note(f"study_session:{one.pk}", RECORD, by=by, at=at, detail=detail)
    elif rows:
        sums: Detail = {name: sum(getattr(one, name) for one in rows) for name in COUNTS}
        detail = sums | {"sessions": len(rows), "corrected": corrected, "last": rows[-1].pk}
        note(f"study_session:{rows[0].pk}", RECORD, by=by, at=at, detail=detail)


@transaction.atomic
def make_up(*, made: Mapping[int, Collection[int]], on: date, by: Person, at: datetime) -> int:
    """Note make-up study (补学) of people by session: only of those who were on duty or on leave. How many."""
    rows = list(
        asked.recordable(by, at=at)
        .select_for_update(of=("self",))
        .filter(pk__in=made, state=SessionState.HELD)
        .order_by("pk")
    )
    if len(rows) != len(made):
        raise missing()
    for place in {one.branch_id: Place(one.branch.unit, one.branch) for one in rows}.values():
        allowed(by, RECORD, place, at=at)
    if on > local_day(at) or any(on < one.day for one in rows):
        raise CannotRecord(Reason("day", _("补学日期在学习当天到今天之间"), "on"))
    held = _attendance(rows)
    changed = []
    for one in rows:
        for person in set(made[one.pk]):
            row = held[one.pk].get(person)
            if row is None:
                raise missing()
            if row.state not in EXCUSED:
                raise CannotRecord(Reason("state", _("补学只记值班和请假的人；缺席的请先问明原因")))
            if row.made_up_on is None:
                row.made_up_on = on
                changed.append(row.pk)
        _count(one, list(held[one.pk].values()))
    for start in range(0, len(changed), 500):
        Attendance.objects.filter(pk__in=changed[start : start + 500]).update(made_up_on=on)
    _kept(rows, ["made_up", "leaders_made_up"])
    if rows:
        detail: Detail = {"people": len(changed), "sessions": len(rows), "on": on.isoformat()}
        note(f"study_session:{rows[0].pk}", RECORD, by=by, at=at, detail=detail)
    return len(changed)


@transaction.atomic
def cancel_session(*, session_id: int, why: str, by: Person, at: datetime) -> Session:
    """Cancel a session that was not held: nobody is absent from it."""
    found = asked.recordable(by, at=at).select_for_update(of=("self",)).filter(pk=session_id).first()
    if found is None:
        raise missing()
    allowed(by, RECORD, Place(found.branch.unit, found.branch), at=at)
    problems = []
    if found.state != SessionState.PLANNED:
        problems.append(Reason("state", _("只有还没有登记的学习可以取消")))
    if not why.strip():
        problems.append(Reason("why", _("请写明取消原因"), "why"))
    if problems:
        raise CannotRecord(problems)
    found.state, found.why_cancelled = SessionState.CANCELLED, why.strip()
    found.save(update_fields=["state", "why_cancelled"])
    note(f"study_session:{found.pk}", RECORD, by=by, at=at, detail={"cancelled": True})
    return found


@transaction.atomic
def sign_in(*, session_id: int, code: str, by: Person, at: datetime) -> SignIn:
    """Type the code of the room's screen. It says that one was near the picture; the secretary still records."""
    require(by, ATTEND, at=at, own=True)
    found = asked.visible(by, at=at).filter(pk=session_id, branch=by.branch_id, day=local_day(at)).first()
    if found is None:
        raise missing()
    problems = []
    if found.state != SessionState.PLANNED:
        problems.append(Reason("state", _("这次学习已经登记或取消，不用再签到")))
    elif code.strip() not in asked.codes_taken(found, at):
        problems.append(Reason("code", _("数字不对，或者已经换了，请看屏幕上现在的六位数字"), "code"))
    if problems:
        raise CannotRecord(problems)
    made, new = SignIn.objects.get_or_create(session=found, person=by, defaults={"at": at})
    if new:
        note(f"study_session:{found.pk}", ATTEND, by=by, at=at)
    return made


@transaction.atomic
def export_figures(*, campaign: Campaign, write: Callable[[], int], by: Person, at: datetime) -> int:
    """Have the file written, then record how many rows left; it is handed over only after this."""
    if not reach(by, FIGURES, at):
        raise missing()
    rows = write()
    note(f"campaign:{campaign.pk}", FIGURES, by=by, at=at, detail={"rows": rows})
    return rows
