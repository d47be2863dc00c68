"""Forms sent to units: what one sent, what one has to fill, what is known of it already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from qingyuan.burden.kinds import AskState, Filler, Unfit
from qingyuan.burden.models import Ask, Field, FormRequest, Passport, PassportField, Value
from qingyuan.burden.shelves import known
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit, scope

SEND, FILL, FILL_OWN = "burden.send_request", "burden.fill", "burden.fill_own"


def sent(by: Person, *, at: datetime) -> QuerySet[FormRequest]:
    """The requests that a person's units sent, with how many were asked and how many are done."""
    rows = FormRequest.objects.filter(scope(by, SEND, at=at)).select_related("unit", "sent_by")
    return rows.prefetch_related("passports").annotate(
        asked=Count("asks"),
        answered=Count("asks", filter=Q(asks__state=AskState.ANSWERED)),
        refused=Count("asks", filter=Q(asks__state=AskState.REFUSED)),
        waiting=Count("asks", filter=Q(asks__state=AskState.OPEN)),
    )


def one(by: Person, request_id: int, *, at: datetime) -> FormRequest | None:
    """A request that the person's unit sent."""
    return sent(by, at=at).filter(pk=request_id).first()


def _mine(by: Person, at: datetime) -> Q:
    """Forms of the unit for who works for it; those for officers for every officer of the unit."""
    own = scope(by, FILL_OWN, at=at) & Q(request__filler=Filler.OFFICER)
    return scope(by, FILL, at=at) | own


def fillable(by: Person, *, at: datetime) -> QuerySet[Ask]:
    """The forms that a person's units were asked to fill, done or not."""
    rows = Ask.objects.filter(_mine(by, at)).select_related("unit", "request__unit", "done_by")
    return rows.prefetch_related("request__passports")


def to_fill(by: Person, *, at: datetime) -> QuerySet[Ask]:
    """What still waits to be filled, the first deadline first."""
    return fillable(by, at=at).filter(state=AskState.OPEN).order_by("request__due_on", "pk")


@dataclass(frozen=True)
class ToFill:
    """How many forms wait to be filled, and how many of them past their day."""

    whole: int
    late: int


def waiting(by: Person, *, at: datetime) -> ToFill:
    """What a first page says of the forms to fill. One query."""
    today = local_day(at)
    rows = Ask.objects.filter(_mine(by, at), state=AskState.OPEN)
    found = rows.aggregate(whole=Count("pk"), late=Count("pk", filter=Q(request__due_on__lt=today)))
    return ToFill(found["whole"], found["late"])


def ask_of(by: Person, ask_id: int, *, at: datetime) -> Ask | None:
    """A form that the person fills, or that his unit sent."""
    rows = Ask.objects.filter(_mine(by, at) | scope(by, SEND, at=at, path="request__unit__path"))
    rows = rows.select_related("unit", "request__unit", "request__sent_by", "done_by")
    return rows.prefetch_related("request__passports").filter(pk=ask_id).first()


def unfit(passports: Iterable[Passport], today: date) -> tuple[Passport, Unfit] | None:
    """The first of these forms that must not be sent and may be refused, and why."""
    for passport in passports:
        if why := passport.unfit(today):
            return passport, why
    return None


@dataclass(frozen=True)
class Line:
    """One field of a form to fill; ``brought``: what is known of it; ``value``: what was answered."""

    field: Field
    brought: str
    value: str
    prefilled: bool


def lines(ask: Ask, *, at: datetime) -> list[Line]:
    """The fields of all forms of a request, each once, with what is known of them. Three queries, and the rooms'."""
    passports = list(ask.request.passports.all())
    rows = PassportField.objects.filter(passport__in=passports).select_related("field", "field__owner")
    fields: dict[int, PassportField] = {}
    for row in rows.order_by("passport", "order"):
        fields.setdefault(row.field_id, row)
    given = {one.field_id: one for one in ask.values.all()}
    before = _before(ask, list(fields))
    found = []
    for key, row in fields.items():
        tell = known.get(row.field.code)
        brought = (tell(ask.unit, at) if tell else "") or before.get(key, "")
        mine = given.get(key)
        found.append(Line(row.field, brought, mine.words if mine else "", bool(mine and mine.prefilled)))
    return found


def _before(ask: Ask, fields: Sequence[int]) -> dict[int, str]:
    """What the unit answered to these fields last, in any form."""
    rows = Value.objects.filter(field__in=fields, ask__unit=ask.unit_id).exclude(ask=ask).exclude(words="")
    last: dict[int, str] = {}
    for field, words in rows.order_by("-pk").values_list("field", "words")[:200]:
        last.setdefault(field, words)
    return last


def askable(by: Person, *, at: datetime) -> QuerySet[Unit]:
    """Whom one may send forms to: the units in reach, two levels deep."""
    units: QuerySet[Unit] = Unit.objects.filter(scope(by, SEND, at=at, path="path"), depth__lte=3)
    return units.order_by("path")


def mergeable(found: FormRequest) -> QuerySet[Passport]:
    """Forms in force with the same filler that could be filled in the same sitting."""
    have = found.passports.values("pk")
    return Passport.objects.filter(state="in_force", filler=found.filler).exclude(pk__in=have)


def merge_into(
    by: Person, passports: Sequence[Passport], units: Sequence[Unit], *, at: datetime
) -> list[FormRequest]:
    """Open requests of one's own into which these forms could go instead: same filler, all these units still open."""
    if not passports or not units:
        return []
    wanted = {unit.pk for unit in units}
    rows = sent(by, at=at).filter(
        filler=passports[0].filler, cancelled_at__isnull=True, asks__unit__in=wanted
    )
    open_ones = rows.prefetch_related(Prefetch("asks", Ask.objects.filter(state=AskState.OPEN), "open_asks"))
    found = open_ones.distinct().order_by("due_on", "pk")[:20]
    return [
        one
        for one in found
        if wanted <= {ask.unit_id for ask in one.open_asks} and one.waiting == one.asked  # type: ignore[attr-defined]
    ]
