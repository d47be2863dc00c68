"""Keys that were lost, what is kept of them elsewhere, and who asks for what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from qingyuan.org.api import Person
from qingyuan.reports.errors import missing
from qingyuan.reports.models import DutyKey, KeyShare, Recovery, RecoveryShare
from qingyuan.reports.queries import reading
from qingyuan.reports.queries.reading import holdings, is_supervisor


def lost(by: Person) -> QuerySet[DutyKey]:
    """A person's own keys that have retired, at desks where he still sits, and of which shares lie elsewhere."""
    shares = KeyShare.objects.filter(of=OuterRef("pk"))
    rows = DutyKey.objects.filter(
        Exists(shares), holder__in=holdings(by).order_by(), retired_at__isnull=False
    )
    return rows.select_related("holder__desk").order_by("-pk")


def _sitting() -> QuerySet[KeyShare]:
    """Shares whose keepers still sit at their desks; their key may have been followed by another."""
    return KeyShare.objects.filter(
        keeper__holder__to_at__isnull=True,
        keeper__holder__agreed_by__isnull=False,
        keeper__holder__desk__closed_at__isnull=True,
    ).select_related("keeper__holder__desk", "keeper__holder__person")


def sitting(key: DutyKey) -> list[KeyShare]:
    """The shares of a key that can be asked for."""
    return list(_sitting().filter(of=key).order_by("pk"))


def asked_by(by: Person) -> list[Recovery]:
    """What a person asked for and has not finished, with the shares that came."""
    rows = Recovery.objects.filter(asked_by=by, ended_at__isnull=True, into__retired_at__isnull=True)
    rows = rows.select_related("of__holder__desk", "into").prefetch_related("shares__keeper__holder__desk")
    return list(rows.order_by("pk"))


def waiting_for(by: Person) -> QuerySet[Recovery]:
    """Recoveries to which a person could give a share and has not."""
    mine = _sitting().filter(of=OuterRef("of"), keeper__holder__person=by)
    given = RecoveryShare.objects.filter(recovery=OuterRef("pk"), by=by)
    rows = Recovery.objects.filter(
        Exists(mine.order_by()), ~Exists(given), ended_at__isnull=True, into__retired_at__isnull=True
    )
    return rows.exclude(asked_by=by).select_related("of__holder__desk", "into", "asked_by").order_by("pk")


def one_waiting(by: Person, pk: int) -> Recovery:
    """One of those, or Missing."""
    found = waiting_for(by).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


def share_of(recovery: Recovery, by: Person) -> KeyShare:
    """The share that a person keeps of the key in question, or Missing."""
    found = _sitting().filter(of=recovery.of, keeper__holder__person=by).first()
    if found is None:
        raise missing()
    return found


@dataclass(frozen=True)
class Kept:
    """How well a current key is provided for: shares left, and how many of their keepers still sit."""

    key: DutyKey
    shares: int
    sitting: int


def kept(keys: "list[DutyKey]") -> dict[int, Kept]:
    """Of each key. Two queries."""
    left = [one.of_id for one in KeyShare.objects.filter(of__in=keys)]
    able = [one.of_id for one in _sitting().filter(of__in=keys)]
    return {key.pk: Kept(key, left.count(key.pk), able.count(key.pk)) for key in keys}


def all_for(by: Person, at: datetime, most: int = 100) -> list[Recovery]:
    """Every recovery, for those who watch over them: holders of desks outside the bureau; to others their own."""
    rows = Recovery.objects.select_related("of__holder__desk", "of__holder__person", "asked_by", "ended_by")
    rows = rows.prefetch_related("shares__by", "shares__keeper__holder__desk").filter(asked_at__lte=at)
    if not is_supervisor(by):
        rows = rows.filter(of__holder__person=F("asked_by"), asked_by=by)
    return list(rows.order_by("-pk")[:most])


def waits(by: Person) -> int:
    """How many things others ask of a person: identities, lost keys, more time."""
    return len(reading.waiting_for(by)) + len(reading.more_time_for(by)) + waiting_for(by).count()
