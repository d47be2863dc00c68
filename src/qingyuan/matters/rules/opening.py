"""Opening: a matter is put on the ledger, one or many at once; a mistaken import is taken back."""

import hashlib
import itertools
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, ProtectedError

from qingyuan.campaign.api import Campaign, Task
from qingyuan.kit import bus
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters import policy
from qingyuan.matters.errors import CannotRegister, Gap, Missing, reasons
from qingyuan.matters.events import MatterOpened
from qingyuan.matters.kinds import Act, Breadth, Kind, State, Term
from qingyuan.matters.models import Category, Counter, Matter, Naming, Step
from qingyuan.matters.rules._moving import Count, place_anew, searchable
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import Act as Recorded
from qingyuan.trail.api import record, record_many, take_turn

AT_ONCE = 500
KEYS = "keys"  # the counter of serial keys
FIRST_BY_CHANCE, LAST_BY_CHANCE = 2**40, 2**53


@dataclass(frozen=True)
class Draft:
    """What is known of a matter when it is opened. With person, measures and deadline it starts work at once.

    ``number``: the matter's own where a serial would tell how many there are; else the next of its kind and year.
    """

    kind: Kind
    statement: str
    unit: Unit
    category: Category | None = None
    source: str = "typed"
    source_ref: str = ""
    task: Task | None = None
    basis: str = ""
    breadth: Breadth = Breadth.INDIVIDUAL
    owner: Person | None = None
    leader: Person | None = None
    key_few: bool = False
    measures: str = ""
    criterion: str = ""
    term: Term = Term.DATED
    due_on: date | None = None
    opened_on: date | None = None
    names_people: tuple[Person, ...] = ()
    names_units: tuple[Unit, ...] = ()
    import_ref: str = ""
    notes: str = field(default="", compare=False)
    number: str = ""

    @property
    def fixed(self) -> bool:
        """Whether all three fixes are there (for a dated matter)."""
        return bool(self.owner and self.measures.strip() and self.due_on and self.term is Term.DATED)


def fingerprint(statement: str) -> str:
    """The same for statements that differ only in spacing, punctuation, width or case."""
    plain = unicodedata.normalize("NFKC", statement).casefold()
    letters = "".join(letter for letter in plain if letter.isalnum())
    return hashlib.sha256(letters.encode()).hexdigest()


def open_matter(*, campaign: Campaign, draft: Draft, by: Person, at: datetime) -> Matter:
    """Put one matter on the ledger, or raise CannotRegister with every reason."""
    return open_many(campaign=campaign, drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def open_many(*, campaign: Campaign, drafts: Sequence[Draft], by: Person, at: datetime) -> list[Matter]:
    """Put many matters on the ledger: all of them, or none. A few statements for any number."""
    for path in {draft.unit.path for draft in drafts}:
        require(by, "matters.register", at=at, path=path)
    return put_on_ledger(campaign=campaign, drafts=drafts, by=by, at=at)


@transaction.atomic
def put_on_ledger(*, campaign: Campaign, drafts: Sequence[Draft], by: Person, at: datetime) -> list[Matter]:
    """Write, record and tell, for callers that have asked who may."""
    on = local_day(at)
    problems = [problem for draft in drafts for problem in _problems(draft, on)]
    if problems:
        raise CannotRegister(problems)
    take_turn()
    keys, numbers = _keys(drafts), _numbers(drafts, on)
    matters = [
        _matter(campaign, draft, key, number, by, at)
        for draft, key, number in zip(drafts, keys, numbers, strict=True)
    ]
    Matter.objects.bulk_create(matters, batch_size=AT_ONCE)
    place_anew(matters)
    _name_and_tell_story(matters, drafts, by, at)
    searchable(matters)
    record_many(
        Recorded(
            by.key,
            "matters.register",
            f"matter:{matter.pk}",
            at,
            {
                "kind": matter.kind,
                "unit": matter.unit_id,
                "source": matter.source,
                "fixed": matter.fixed_at is not None,
                "for_good": not matter.import_ref,  # what one import brought may be taken back as a whole
            },
        )
        for matter in matters
    )
    count = Count()
    for matter in matters:
        count.plus(matter)
    count.write()
    for matter in matters:
        kind = Kind(matter.kind)
        bus.tell(MatterOpened(matter.pk, kind, matter.unit_id, matter.source, matter.source_ref, at))
    return matters


def _problems(draft: Draft, on: date) -> list[Reason]:
    problems = []
    if not draft.statement.strip():
        problems.append(Reason("no_statement", _("请写明问题表述"), "statement"))
    if draft.kind in (Kind.PROBLEM, Kind.FINDING) and draft.category is None:
        problems.append(Reason("no_category", _("请选择问题类别"), "category"))
    if draft.opened_on and draft.opened_on > on:
        problems.append(Reason("opened_later", _("发现日期不能晚于今天"), "opened_on"))
    if draft.due_on and draft.due_on < (draft.opened_on or on):
        problems += reasons([Gap.DEADLINE_PAST])
    if draft.owner is not None and draft.owner.pk in {person.pk for person in draft.names_people}:
        problems.append(Reason("named", _("不能把事项交给它所反映的人办理"), "owner"))
    return problems


def _numbers(drafts: Sequence[Draft], on: date) -> list[str]:
    """Numbers in the order of the drafts: kind, year of registration, serial."""
    numbers: list[str] = []
    last: dict[str, Counter] = {}
    serial = (draft for draft in drafts if not draft.number)
    for prefix in sorted({f"{policy.RULES[draft.kind].prefix}{on.year}" for draft in serial}):
        Counter.objects.get_or_create(prefix=prefix)
        last[prefix] = Counter.objects.select_for_update().get(prefix=prefix)
    for draft in drafts:
        if draft.number:
            numbers.append(draft.number)
            continue
        counter = last[f"{policy.RULES[draft.kind].prefix}{on.year}"]
        counter.last += 1
        numbers.append(f"{counter.prefix}{counter.last:05d}")
    for counter in last.values():
        counter.save(update_fields=["last"])
    return numbers


def _keys(drafts: Sequence[Draft]) -> list[int]:
    """Keys in the order of the drafts: serial, but of a lead by chance, so that none that was skipped tells of one.

    A lead's key fits into what a browser counts exactly (53 bits) and stands beyond all serial ones.
    """
    serial = sum(draft.kind is not Kind.LEAD for draft in drafts)
    last = 0
    if serial:
        counter, new = Counter.objects.get_or_create(prefix=KEYS)
        counter = Counter.objects.select_for_update().get(prefix=KEYS)
        if new:
            before = Matter.objects.filter(pk__lt=FIRST_BY_CHANCE)
            counter.last = before.aggregate(last=Max("pk"))["last"] or 0
        last, counter.last = counter.last, counter.last + serial
        counter.save(update_fields=["last"])
    ours = itertools.count(last + 1)
    span = LAST_BY_CHANCE - FIRST_BY_CHANCE
    return [
        FIRST_BY_CHANCE + secrets.randbelow(span) if draft.kind is Kind.LEAD else next(ours)
        for draft in drafts
    ]


def _matter(campaign: Campaign, draft: Draft, key: int, number: str, by: Person, at: datetime) -> Matter:
    return Matter(
        pk=key,
        number=number,
        campaign=campaign,
        kind=draft.kind,
        state=State.WORKING if draft.fixed else State.REGISTERED,
        source=draft.source,
        source_ref=draft.source_ref,
        category=draft.category,
        task=draft.task,
        statement=draft.statement.strip(),
        basis=draft.basis,
        breadth=draft.breadth,
        unit=draft.unit,
        unit_path=draft.unit.path,
        owner=draft.owner,
        leader=draft.leader,
        key_few=draft.key_few,
        measures=draft.measures.strip(),
        criterion=draft.criterion,
        term=draft.term,
        due_on=draft.due_on,
        opened_at=at,
        opened_on=draft.opened_on or local_day(at),
        opened_by=by,
        fixed_at=at if draft.fixed else None,
        restricted=bool(draft.names_people or draft.names_units) or draft.kind is Kind.LEAD,
        import_ref=draft.import_ref,
        fingerprint=fingerprint(draft.statement),
    )


def _name_and_tell_story(
    matters: Sequence[Matter], drafts: Sequence[Draft], by: Person, at: datetime
) -> None:
    pairs = list(zip(matters, drafts, strict=True))
    Naming.objects.bulk_create(
        [Naming(matter=matter, person=person) for matter, draft in pairs for person in draft.names_people]
        + [Naming(matter=matter, unit=unit) for matter, draft in pairs for unit in draft.names_units],
        batch_size=AT_ONCE,
    )
    steps = []
    for matter, draft in pairs:
        steps.append(Step(matter=matter, at=at, by=by, act=Act.REGISTER, words=draft.notes))
        if draft.fixed:
            steps.append(Step(matter=matter, at=at, by=by, act=Act.FIX))
    Step.objects.bulk_create(steps, batch_size=AT_ONCE)


@transaction.atomic
def take_back(*, import_ref: str, by: Person, at: datetime) -> int:
    """Remove what one import put on the ledger, as long as nobody has touched any of it. Returns how many.

    The record keeps both: that they were registered, and that they were taken back.
    """
    matters = list(Matter.objects.select_for_update().filter(import_ref=import_ref).order_by("pk"))
    if not matters or not import_ref:
        raise Missing(Reason("missing", _("没有找到这次导入的事项")))
    for path in {matter.unit_path for matter in matters}:
        require(by, "matters.register", at=at, path=path)
    touched = [matter.number for matter in matters if matter.version]
    if touched:
        raise CannotRegister(
            Reason(
                "touched",
                _("已有 %(count)s 个事项开始办理（如 %(first)s）,这次导入不能整体撤销"),
                params={"count": len(touched), "first": touched[0]},
            )
        )
    count = Count()
    for matter in matters:
        count.minus(matter)
    try:
        Matter.objects.filter(import_ref=import_ref).delete()
    except ProtectedError as held:
        words = _("已有事项被其他工作引用（如已列入通报），这次导入不能整体撤销")
        raise CannotRegister(Reason("referred_to", words)) from held
    record(
        actor=by.key,
        act="matters.take_back",
        subject=f"import:{import_ref}",
        at=at,
        detail={"count": len(matters)},
    )
    count.write()
    return len(matters)
