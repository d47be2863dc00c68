"""The duty roster (值班排班) of a unit: take a list over, whole or not at all; add and remove one entry."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Missing, Reason
from qingyuan.kit.words import Words, listed
from qingyuan.org import policy
from qingyuan.org.errors import CannotRoster
from qingyuan.org.kinds import DutyKind
from qingyuan.org.models import Duty, DutyDraft, Person, Post, Unit
from qingyuan.org.policy import DutyLine
from qingyuan.org.queries import during, require, scope, within
from qingyuan.org.rules.roster import AT_ONCE, DRAFT_BYTES, too_large
from qingyuan.trail.api import record

SHORTEST = timedelta(microseconds=1)  # what is half-open ends just before its end
FAULTS: dict[str, Words] = {
    "reversed": _("结束时间应晚于开始时间"),
    "too_long": _("一条安排最长%(most)d天，请核对年份"),
}


@dataclass(frozen=True)
class DutyTaken:
    """What came of a list: the days that it settles, and the entries that it added, replaced and left as they were."""

    first_on: date
    last_on: date
    added: int
    removed: int
    unchanged: int


def _entry(
    person: Person, home: Unit, roster: Unit, kind: DutyKind, span: tuple[datetime, datetime], source: str
) -> Duty:
    """One entry with the days that it touches; nothing is written yet."""
    from_at, to_at = span
    return Duty(
        person=person,
        unit=home,
        roster=roster,
        kind=kind,
        from_at=from_at,
        to_at=to_at,
        first_on=local_day(from_at),
        last_on=local_day(to_at - SHORTEST),
        source=source,
    )


def _locked(unit: Unit, by: Person, at: datetime) -> Unit:
    """Who, then lock: one list of a unit is written at a time."""
    require(by, "org.keep_duty", at=at, unit=unit)
    roster: Unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    return roster


def _homes(roster: Unit, at: datetime) -> list[Post]:
    """The people of a unit and of all below it by their main posts: who may stand on its list."""
    held = Post.objects.on(local_day(at)).filter(within([roster.path], "unit__path"), main=True)
    return list(held.select_related("person", "unit").order_by("person__police_no"))


def _fault(from_at: datetime, to_at: datetime, place: str) -> list[Reason]:
    code = policy.duty_fault(from_at, to_at)
    return [Reason(code, FAULTS[code], place, {"most": policy.DUTY_DAYS})] if code else []


@transaction.atomic
def add_duty(
    *,
    unit: Unit,
    person: Person,
    kind: DutyKind,
    from_at: datetime,
    to_at: datetime,
    by: Person,
    at: datetime,
) -> Duty:
    """Put one entry on the list of a unit."""
    roster = _locked(unit, by, at)
    home = next((post.unit for post in _homes(roster, at) if post.person_id == person.pk), None)
    problems = _fault(from_at, to_at, "to_at")
    if home is None:
        words = _("%(name)s目前不在%(unit)s")
        problems.append(Reason("elsewhere", words, "person", {"name": person.name, "unit": roster.name}))
    if not problems and Duty.objects.filter(during(from_at, to_at), roster=roster, person=person).exists():
        words = _("这段时间%(name)s已有安排，请先删除原来的")
        problems.append(Reason("overlaps", words, "from_at", {"name": person.name}))
    if home is None or problems:
        raise CannotRoster(problems)
    duty = _entry(person, home, roster, kind, (from_at, to_at), "")
    duty.save()
    _told("org.add_duty", duty, by, at)
    return duty


@transaction.atomic
def remove_duty(*, duty_id: int, by: Person, at: datetime) -> Duty:
    """Take one entry off the list that it stands on."""
    seen = Duty.objects.filter(scope(by, "org.see_duty", at=at, owner="person"))
    duty = seen.select_related("roster", "unit", "person").filter(pk=duty_id).first()
    if duty is None:
        raise Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))
    _locked(duty.roster, by, at)
    Duty.objects.filter(pk=duty.pk).delete()
    _told("org.remove_duty", duty, by, at)
    return duty


def _told(act: str, duty: Duty, by: Person, at: datetime) -> None:
    detail: dict[str, str | int | bool | None] = {
        "unit": duty.roster.code,
        "kind": str(duty.kind),
        "from": duty.first_on.isoformat(),
        "to": duty.last_on.isoformat(),
    }
    record(actor=by.key, act=act, subject=f"person:{duty.person.key}", at=at, detail=detail)


class _Reading:
    """The lines of a list against who is there; gathers every reason why not."""

    def __init__(self, roster: Unit, source: str, at: datetime) -> None:
        self.roster, self.source = roster, source
        self.reasons: list[Reason] = []
        self.named: dict[str, list[Post]] = defaultdict(list)
        self.numbered: dict[str, Post] = {}
        for post in _homes(roster, at):
            self.named[post.person.name].append(post)
            self.numbered[post.person.police_no] = post

    def against(self, line: DutyLine, column: str, code: str, words: Words, **params: object) -> None:
        self.reasons.append(Reason(code, words, line.cells.get(column, line.place), dict(params)))

    def entry(self, line: DutyLine) -> Duty | None:
        """The entry that a line means, or None if it means none."""
        faults = _fault(line.from_at, line.to_at, line.cells.get("to_at", line.place))
        self.reasons += faults
        post = self._numbered(line) if line.police_no else self._named(line)
        if post is None or faults:
            return None
        span = (line.from_at, line.to_at)
        return _entry(post.person, post.unit, self.roster, line.kind, span, self.source)

    def _numbered(self, line: DutyLine) -> Post | None:
        post = self.numbered.get(line.police_no)
        if post is None:
            words = _("%(unit)s没有警号为%(no)s的人")
            self.against(line, "police_no", "unknown", words, unit=self.roster.name, no=line.police_no)
        elif line.name and line.name != post.person.name:
            words = _("警号 %(no)s 是%(near)s，不是%(name)s")
            self.against(line, "name", "name_differs", words, no=line.police_no, near=post.person.name,
                         name=line.name)  # fmt: skip
            return None
        return post

    def _named(self, line: DutyLine) -> Post | None:
        found = self.named.get(line.name, [])
        if len(found) == 1:
            return found[0]
        if found:
            numbers = listed(post.person.police_no for post in found)
            words = _("有多人叫“%(name)s”，请在“警号”列写明：%(numbers)s")
            self.against(line, "name", "ambiguous", words, name=line.name, numbers=numbers)
        elif near := process.extractOne(line.name, list(self.named), scorer=fuzz.ratio, score_cutoff=50):
            post = self.named[near[0]][0]
            words = _("%(unit)s没有“%(name)s”，是不是“%(near)s”（%(no)s）")
            self.against(line, "name", "unknown", words, unit=self.roster.name, name=line.name, near=near[0],
                         no=post.person.police_no)  # fmt: skip
        else:
            words = _("%(unit)s没有“%(name)s”这个人")
            self.against(line, "name", "unknown", words, unit=self.roster.name, name=line.name)
        return None

    def overlaps(self, placed: Iterable[tuple[DutyLine, Duty]]) -> None:
        """Nobody is in two places: two lines of one person must not overlap."""
        of: dict[int, list[DutyLine]] = defaultdict(list)
        for line, duty in placed:
            of[duty.person_id].append(line)
        for lines in of.values():
            pair = policy.first_overlap([(line.from_at, line.to_at) for line in lines])
            if pair is not None:
                other, line = lines[pair[0]], lines[pair[1]]
                place = other.cells.get("from_at", other.place)
                self.against(line, "from_at", "overlaps", _("与 %(place)s 的安排时间重叠"), place=place)

    def outside(self, placed: Iterable[tuple[DutyLine, Duty]], first: date, last: date) -> None:
        """Each line begins on one of the days that the list is for."""
        for line, duty in placed:
            if not first <= duty.first_on <= last:
                params = {"first": first.isoformat(), "last": last.isoformat()}
                self.against(line, "from_at", "outside", _("不在本次排班的日期（%(first)s 至 %(last)s）之内"),
                             **params)  # fmt: skip


@transaction.atomic
def import_duty(
    *,
    unit: Unit,
    lines: Sequence[DutyLine],
    by: Person,
    at: datetime,
    source: str = "",
    first_on: date | None = None,
    last_on: date | None = None,
    dry: bool = False,
) -> DutyTaken:
    """Take a duty roster over for some days: what the unit's list held of entries that begin on them is replaced.

    Without ``first_on`` and ``last_on`` the days are those on which the lines begin. Everything is checked first;
    with any error nothing is changed and :class:`CannotRoster` tells all of them, each with its cell. Sent again,
    corrected or as it was before, it undoes itself. ``dry``: only check and count.
    """
    roster = _locked(unit, by, at)
    reading = _Reading(roster, source[:120], at)
    read = [(line, reading.entry(line)) for line in lines]
    placed = [(line, duty) for line, duty in read if duty is not None]
    if not lines:
        reading.reasons.append(Reason("empty", _("表里没有排班"), "file"))
    days = [duty.first_on for _line, duty in placed]
    first = first_on or min(days, default=local_day(at))
    last = last_on or max(days, default=first)
    if last < first:
        reading.reasons.append(Reason("period", _("截止日期不能早于起始日期"), "last_on"))
    reading.outside(placed, first, last)
    reading.overlaps(placed)
    standing = list(Duty.objects.filter(roster=roster, first_on__range=(first, last)))
    if not reading.reasons:
        _beside(reading, placed, [duty.pk for duty in standing])
    if reading.reasons:
        raise CannotRoster(reading.reasons)
    wanted = {_same(duty): duty for _line, duty in placed}
    held = {_same(duty): duty for duty in standing}
    new = [duty for key, duty in wanted.items() if key not in held]
    gone = [duty.pk for key, duty in held.items() if key not in wanted]
    taken = DutyTaken(first, last, len(new), len(gone), len(wanted) - len(new))
    if not dry and (new or gone):
        Duty.objects.filter(pk__in=gone).delete()
        Duty.objects.bulk_create(new, batch_size=AT_ONCE)
        period: dict[str, str | int | bool | None] = {"from": first.isoformat(), "to": last.isoformat()}
        counts = {"added": taken.added, "removed": taken.removed, "unchanged": taken.unchanged}
        subject = f"unit:{roster.code}"
        record(actor=by.key, act="org.import_duty", subject=subject, at=at, detail={**period, **counts})
    return taken


def _same(duty: Duty) -> tuple[object, ...]:
    """What makes two entries of one list the same."""
    return duty.person_id, str(duty.kind), duty.from_at, duty.to_at


def _beside(reading: _Reading, placed: Sequence[tuple[DutyLine, Duty]], replaced: Sequence[int]) -> None:
    """What stays on the list beside the new lines must not overlap them: one query for all."""
    spans = [(duty.from_at, duty.to_at) for _line, duty in placed]
    near = during(min(begin for begin, _end in spans), max(end for _begin, end in spans))
    stays = Duty.objects.filter(near, roster=reading.roster).exclude(pk__in=replaced)
    others: dict[int, list[Duty]] = defaultdict(list)
    for other in stays:
        others[other.person_id].append(other)
    for line, duty in placed:
        if any(o.from_at < duty.to_at and o.to_at > duty.from_at for o in others[duty.person_id]):
            words = _("与本单位已有的安排重叠，请先删除原来的或把日期一并导入")
            reading.against(line, "from_at", "overlaps", words)


@transaction.atomic
def keep_duty_list(
    *,
    unit: Unit,
    name: str,
    content: bytes,
    by: Person,
    at: datetime,
    first_on: date | None = None,
    last_on: date | None = None,
) -> DutyDraft:
    """Keep a list until its sender has looked at it; an older one of his goes."""
    require(by, "org.keep_duty", at=at, unit=unit)
    if len(content) > DRAFT_BYTES:
        raise too_large()
    fields = {"unit": unit, "name": name[:120], "content": content, "at": at}
    period = {"first_on": first_on, "last_on": last_on}
    draft, _made = DutyDraft.objects.update_or_create(by=by, defaults={**fields, **period})
    return draft


@transaction.atomic
def drop_duty_list(*, by: Person) -> None:
    """Let the list go that was kept for looking at."""
    DutyDraft.objects.filter(by=by).delete()
