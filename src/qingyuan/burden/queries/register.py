"""The register of forms: what is in force, what is asked twice, how the number went down."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from qingyuan.burden import policy
from qingyuan.burden.kinds import (
    FILLER_WORDS,
    FREQUENCY_WORDS,
    RETIRED_WORDS,
    Filler,
    Frequency,
    PassportState,
    Retired,
)
from qingyuan.burden.models import LEVEL_WORDS, Ceiling, Field, Passport, PassportField
from qingyuan.burden.shelves import known
from qingyuan.engines.sheets import ExportColumn
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Level, Person, scope

MAKE, APPROVE = "burden.make_passport", "burden.approve_passport"
OURS = (Level.CITY, Level.COUNTY, Level.STATION)  # levels whose forms only become fewer
AT_DESK = (PassportState.DRAFT, PassportState.SUBMITTED)


def visible(by: Person, *, at: datetime) -> QuerySet[Passport]:
    """What is or was in force is for everybody to look up; what lies at the desk for those who make and approve."""
    desk = scope(by, MAKE, at=at, path="unit__path") | scope(by, APPROVE, at=at, path="unit__path")
    rows = Passport.objects.filter(~Q(state__in=AT_DESK) | desk)
    return rows.select_related("unit", "made_by", "changed_by", "approved_by", "replaced_by")


def one(by: Person, passport_id: int, *, at: datetime) -> Passport | None:
    """A passport that exists for the person."""
    return visible(by, at=at).filter(pk=passport_id).first()


def active(today: date) -> QuerySet[Passport]:
    """The forms that may be sent on a day."""
    return Passport.objects.filter(state=PassportState.IN_FORCE, valid_until__gte=today)


def asked_fields(found: Passport) -> list[PassportField]:
    """What a form asks for, in its order."""
    return list(found.asks_for.select_related("field", "field__owner"))


def fields(*, today: date) -> QuerySet[Any]:
    """Every field with ``forms``, how many active forms have it, and ``typed``, how many have it typed in."""
    on = Q(asked_by__passport__state=PassportState.IN_FORCE, asked_by__passport__valid_until__gte=today)
    rows = Field.objects.select_related("owner").order_by("-active", "words")
    return rows.annotate(
        forms=Count("asked_by", filter=on), typed=Count("asked_by", filter=on & Q(asked_by__prefilled=False))
    )


def asked_twice(today: date) -> int:
    """How many fields are typed into more than one active form. One query."""
    rows = PassportField.objects.filter(
        passport__state=PassportState.IN_FORCE, passport__valid_until__gte=today, prefilled=False
    )
    return rows.values("field").annotate(n=Count("pk")).filter(n__gt=1).count()


def is_known(field: Field, *, but: Passport, today: date) -> bool:
    """Whether a form need not ask for a field: a room knows it, or another active form asks for it already."""
    if field.code in known:
        return True
    others = PassportField.objects.filter(field=field).exclude(passport=but)
    return others.filter(passport__in=active(today)).exists()


def same_as(words: str) -> tuple[Field, bool] | None:
    """The known field that a name means, and whether it is exactly that. Two queries."""
    found = policy.same_field(words, Field.objects.filter(active=True).values_list("code", "words"))
    if found is None:
        return None
    return Field.objects.select_related("owner").get(code=found[0]), found[1]


# -- the number only goes down -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class LevelLine:
    """A level: ``active`` forms now, ``most`` allowed (None: the stock is not taken), ``counted`` when it was."""

    level: Level
    active: int
    most: int | None
    counted: int | None
    counted_on: date | None

    @property
    def words(self) -> str:
        return str(LEVEL_WORDS[self.level])


def levels(today: date) -> list[LevelLine]:
    """The levels whose forms only become fewer. Two queries."""
    counted = dict(active(today).order_by().values_list("level").annotate(n=Count("pk")))
    kept = Ceiling.objects.in_bulk(list(OURS))
    return [
        LevelLine(
            level,
            counted.get(level, 0),
            kept[level].most if level in kept else None,
            kept[level].counted if level in kept else None,
            kept[level].counted_on if level in kept else None,
        )
        for level in OURS
    ]


@dataclass(frozen=True)
class MonthLine:
    """A month: how many forms were active on its last day (or today), and how many were switched off in it."""

    first: date
    active: int
    retired: int


Life = tuple[date, date, date | None]
"""Approved on, valid until, retired on."""


def lives() -> list[Life]:
    """From when to when each form was in force. One query."""
    rows = Passport.objects.filter(approved_at__isnull=False)
    return [
        (local_day(approved), until, retired)
        for approved, until, retired in rows.values_list("approved_at", "valid_until", "retired_on")
        if approved
    ]


def active_on(found: Iterable[Life], day: date) -> int:
    """How many of these were active on a day."""
    return sum(begun <= day <= until and (gone is None or gone > day) for begun, until, gone in found)


def months(today: date, *, at_most: int = 12) -> list[MonthLine]:
    """Month by month, the last first, since the first form was registered. One query."""
    found = lives()
    if not found:
        return []
    first = min(begun for begun, _until, _gone in found).replace(day=1)
    lines: list[MonthLine] = []
    month = today.replace(day=1)
    while month >= first and len(lines) < at_most:
        last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        gone = sum(bool(day) and month <= day <= last for _begun, _until, day in found)  # type: ignore[operator]
        lines.append(MonthLine(month, active_on(found, min(last, today)), gone))
        month = (month - timedelta(days=1)).replace(day=1)
    return lines


def quarter_of(day: date) -> date:
    """The first day of a day's quarter."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


# -- export ------------------------------------------------------------------------------------------------------------


def columns() -> list[ExportColumn]:
    """The columns of the exported register."""
    names = (
        (_("表号"), 16),
        (_("表单名称"), 28),
        (_("制定机关"), 20),
        (_("层级"), 8),
        (_("批准或者备案文号"), 20),
        (_("依据"), 36),
        (_("用途"), 36),
        (_("字段"), 50),
        (_("由谁填"), 12),
        (_("多久填一次"), 10),
        (_("预计用时（分钟）"), 10),
        (_("有效期限至"), 12),
        (_("状态"), 10),
        (_("停用日期"), 12),
        (_("停用原因"), 16),
    )
    return [ExportColumn(name, width) for name, width in names]


def table(by: Person, *, at: datetime) -> Iterator[list[Any]]:
    """A row for each form that was ever approved. Two queries."""
    today = local_day(at)
    asked = Prefetch("asks_for", PassportField.objects.select_related("field"))
    rows = visible(by, at=at).exclude(state__in=AT_DESK).prefetch_related(asked).order_by("number")
    for row in rows:
        expired = row.state == PassportState.IN_FORCE and row.valid_until < today
        yield [
            row.number,
            row.name,
            row.maker or str(row.unit),
            row.get_level_display(),
            row.approval,
            row.basis,
            row.purpose,
            "；".join(str(one.field) for one in row.asks_for.all()),
            str(FILLER_WORDS[Filler(row.filler)]),
            str(FREQUENCY_WORDS[Frequency(row.frequency)]),
            row.minutes,
            row.valid_until,
            _("已过期") if expired else row.get_state_display(),
            row.retired_on,
            str(RETIRED_WORDS[Retired(row.retired_why)]) if row.retired_why else "",
        ]
