"""Sessions: which exist for whom, who is expected, the code on the screen, what is one's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_otp.oath import hotp

from qingyuan.kit import secrets
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, may, queries, scope
from qingyuan.study.kinds import EXCUSED, Attended, SessionState
from qingyuan.study.models import Attendance, Session, SignIn
from qingyuan.study.policy.sessions import REST, excused
from qingyuan.study.queries.places import FIGURES, RECORD
from qingyuan.study.queries.plans import as_taken

STEP = timedelta(minutes=1)  # how long a code stands on the screen
CODE_KEY = "study-codes"
RELATED = ("branch__unit", "unit", "node__education", "recorded_by", "campaign")
OWN = "branch__secretary"


def recordable(by: Person, *, at: datetime) -> QuerySet[Session]:
    """The sessions whose attendance a person enters: of units in reach, of the branch that he is secretary of."""
    return Session.objects.filter(scope(by, RECORD, at=at, owner=OWN)).select_related(*RELATED)


def visible(by: Person, *, at: datetime) -> QuerySet[Session]:
    """The sessions that exist for a person: those that he records, counts, or is expected at as a member."""
    far = scope(by, RECORD, at=at, owner=OWN) | scope(by, FIGURES, at=at)
    if by.branch_id and may(by, "study.attend", at=at, own=True):
        far |= Q(branch=by.branch_id)
    return Session.objects.filter(far).select_related(*RELATED)


def counted(by: Person, *, at: datetime) -> QuerySet[Session]:
    """The sessions whose figures a person reads."""
    return Session.objects.filter(scope(by, RECORD, at=at, owner=OWN) | scope(by, FIGURES, at=at))


@dataclass(frozen=True)
class Expected:
    """A member and what stands for him: as recorded, else as roster and code propose."""

    person: Person
    leader: bool
    state: Attended
    roster: Attended | None
    signed_in: bool
    made_up_on: object = None


def expected(session: Session, *, at: datetime) -> list[Expected]:
    """The members of the branch on the day, leaders first. Five queries."""
    held = {row.person_id: row for row in Attendance.objects.filter(session=session).select_related("person")}
    if held:
        roster = rosters([session], list(held))
        rows = [
            Expected(
                row.person,
                row.leader,
                Attended(row.state),
                roster[session.pk].get(row.person_id),
                signed_in=False,
                made_up_on=row.made_up_on,
            )
            for row in held.values()
        ]
    else:
        members = list(queries.members_of([session.branch_id], at))
        leading = leading_of([session.branch_id], at)
        roster = rosters([session], [one.pk for one in members])
        signed = set(SignIn.objects.filter(session=session).values_list("person", flat=True))
        rows = [
            Expected(
                one,
                one.pk in leading,
                proposed(roster[session.pk].get(one.pk), signed_in=one.pk in signed),
                roster[session.pk].get(one.pk),
                signed_in=one.pk in signed,
            )
            for one in members
        ]
    return sorted(rows, key=lambda row: (not row.leader, row.person.police_no))


def leading_of(branches: Iterable[int], at: datetime) -> set[int]:
    """The key few among the members of branches on the day. One query."""
    return set(queries.leaders(at).filter(branch__in=branches).order_by().values_list("pk", flat=True))


def proposed(roster: Attended | None, *, signed_in: bool) -> Attended:
    """What a member's line begins with: who signed in is present, who a roster took away is not absent."""
    return Attended.PRESENT if signed_in or roster is None else roster


def rosters(sessions: list[Session], people: list[int]) -> dict[int, dict[int, Attended]]:
    """By session and person: what the rosters make of him while it lasts. One query for all."""
    if not sessions or not people:
        return {session.pk: {} for session in sessions}
    begin = min(one.starts_at for one in sessions) - REST
    spans = queries.taken(people, begin, max(one.ends_at for one in sessions))
    taken = {person: as_taken(rows) for person, rows in spans.items()}
    found: dict[int, dict[int, Attended]] = {}
    for session in sessions:
        states = {person: excused(rows, session.starts_at, session.ends_at) for person, rows in taken.items()}
        found[session.pk] = {person: state for person, state in states.items() if state}
    return found


# -- the code on the screen ---------------------------------------------------------------------------------


def code(session: Session, at: datetime) -> str:
    """The six figures that stand on the room's screen in this minute (RFC 4226)."""
    turn = int(at.timestamp() // STEP.total_seconds())
    key = secrets.seed(settings.DATA, CODE_KEY) + f" {session.pk}".encode()
    return f"{hotp(key, turn):06d}"


def codes_taken(session: Session, at: datetime) -> tuple[str, str]:
    """The codes that are taken: of this minute and of the last one, for who types slowly."""
    return code(session, at), code(session, at - STEP)


# -- one's own ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Own:
    """What a person has before him: sessions to come, with those that a roster frees him of left out, and make-ups."""

    coming: tuple[Session, ...]
    freed: int
    to_make_up: tuple[Attendance, ...]


def own(by: Person, *, at: datetime, days: int = 14) -> Own:
    """A member's own sessions of the next days, and what he has to make up. Who is on duty is not asked."""
    today = local_day(at)
    rows = Session.objects.filter(
        branch=by.branch_id, state=SessionState.PLANNED, day__gte=today, day__lt=today + timedelta(days=days)
    )
    planned = list(rows.select_related("node", "branch").order_by("starts_at")) if by.branch_id else []
    roster = rosters(planned, [by.pk])
    coming = tuple(one for one in planned if by.pk not in roster[one.pk])
    missed = Attendance.objects.filter(
        person=by, state__in=list(EXCUSED), made_up_on__isnull=True, session__state=SessionState.HELD
    )
    return Own(
        coming,
        len(planned) - len(coming),
        tuple(missed.select_related("session__node").order_by("-session__day")[:50]),
    )


def with_open_make_ups(rows: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with somebody who still has to make up."""
    missing = Attendance.objects.filter(
        session=OuterRef("pk"), state__in=list(EXCUSED), made_up_on__isnull=True
    )
    return rows.filter(Exists(missing))
