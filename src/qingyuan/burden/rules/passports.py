"""At the desk: draw a form's passport up, write its fields, throw it away. What is known is not asked again."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from qingyuan.burden import policy
from qingyuan.burden.errors import CannotMake, missing
from qingyuan.burden.kinds import Filler, Frequency
from qingyuan.burden.models import Ceiling, Field, Passport, PassportField
from qingyuan.burden.queries import register
from qingyuan.burden.rules._desk import at_desk, in_words, locked, note, touched
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Level, Person, Unit, require

MAKE = register.MAKE
LATER = {"no_fields", "no_approval"}  # what may still be missing while it lies at the desk
KNOWN = _("已有字段“%(words)s”（%(owner)s，来源：%(source)s）。请直接选用，由系统带出，不再让基层填一遍")
NEAR = _(
    "与已有字段“%(words)s”（%(owner)s，来源：%(source)s）相近。是同一件事的请直接选用；不是的，请写明区别"
)


@dataclass(frozen=True)
class PassportDraft:
    """A passport as it is written, without its fields."""

    number: str
    name: str
    basis: str
    purpose: str
    filler: Filler
    frequency: Frequency
    minutes: int
    valid_until: date
    approval: str = ""
    level: Level = Level.CITY
    maker: str = ""


def said_by(found: Passport, fields: int) -> policy.FormText:
    """A passport as the policy reads it."""
    return policy.FormText(
        found.name,
        found.number,
        found.basis,
        found.approval,
        found.purpose,
        found.minutes,
        fields,
        found.valid_until,
    )


def _check(draft: PassportDraft, unit: Unit, today: date, *, own_id: int = 0) -> None:
    text = policy.FormText(
        draft.name,
        draft.number,
        draft.basis,
        draft.approval,
        draft.purpose,
        draft.minutes,
        0,
        draft.valid_until,
    )
    problems = in_words(code for code in policy.passport_faults(text, today) if code not in LATER)
    if Passport.objects.filter(number=draft.number.strip()).exclude(pk=own_id).exists():
        problems.append(Reason("taken", _("这个表号已经有了"), "number"))
    above = list(Level).index(draft.level) < list(Level).index(Level(unit.level))
    if above and not draft.maker.strip():
        problems.append(Reason("no_maker", _("上级下发的表单，请写明制定机关"), "maker"))
    if problems:
        raise CannotMake(problems)


def _fields(draft: PassportDraft) -> dict[str, object]:
    texts = ("number", "name", "basis", "purpose", "approval", "maker")
    return {name: value.strip() if name in texts else value for name, value in asdict(draft).items()}


@transaction.atomic
def make_passport(
    *, unit: Unit, draft: PassportDraft, by: Person, at: datetime, existing: bool = False, own: str = ""
) -> Passport:
    """Begin a passport. ``existing``: the form is in use and is entered for the stock, while that is being taken."""
    require(by, MAKE, at=at, unit=unit)
    _check(draft, unit, local_day(at))
    if existing and Ceiling.objects.filter(level=draft.level).exists():
        raise CannotMake(Reason("stock", _("这一级的存量清理已经结束，不能再补登存量表单"), "existing"))
    if own and Passport.objects.filter(own=own).exclude(state="retired").exists():
        raise CannotMake(Reason("own_taken", _("这张系统自带的表单已经登记过了")))
    made = Passport.objects.create(
        unit=unit, existing=existing, own=own, made_at=at, made_by=by, changed_by=by, **_fields(draft)
    )
    detail: dict[str, str | int | bool | None] = {
        "unit": unit.pk,
        "level": made.level,
        "existing": existing,
        "minutes": made.minutes,
    }
    note(made, "make_passport", by=by, at=at, detail=detail)
    return made


@transaction.atomic
def change_passport(
    *, passport_id: int, draft: PassportDraft, version: int, by: Person, at: datetime
) -> Passport:
    """Write the head of a draft anew."""
    found = locked(passport_id, by=by, at=at, permission=MAKE)
    at_desk(found, version)
    _check(draft, found.unit, local_day(at), own_id=found.pk)
    for name, value in _fields(draft).items():
        setattr(found, name, value)
    found.version += 1
    found.changed_by = by
    found.save()
    note(found, "change_passport", by=by, at=at, detail={"version": found.version})
    return found


@transaction.atomic
def ask_for(
    *,
    passport_id: int,
    by: Person,
    at: datetime,
    field_id: int | None = None,
    words: str = "",
    source: str = "",
    different: str = "",
) -> PassportField:
    """Have a form ask for a field: a known one, which is brought along where it can be; or a new one, which is
    refused when it is known under this name, or under one so near that its difference has to be said.

    A form of the stock is entered as it is: it may type what others ask for too, and is counted for it.
    """
    found = locked(passport_id, by=by, at=at, permission=MAKE)
    at_desk(found)
    if found.asks_for.count() >= policy.FIELDS_AT_MOST:
        raise CannotMake(in_words(["too_many_fields"]))
    if field_id is not None:
        field = Field.objects.filter(pk=field_id, active=True).first()
        if field is None:
            raise missing()
    else:
        field = _new_field(found, words, source, different, by=by, at=at)
    if found.asks_for.filter(field=field).exists():
        raise CannotMake(Reason("twice", _("这张表单已经有这个字段"), "field"))
    brought = not found.existing and register.is_known(field, but=found, today=local_day(at))
    last = found.asks_for.aggregate(last=Max("order"))["last"] or 0
    made = PassportField.objects.create(passport=found, field=field, order=last + 1, prefilled=brought)
    touched(found, by=by)
    note(found, "ask_for", by=by, at=at, detail={"field": field.pk, "prefilled": brought})
    return made


def _new_field(
    found: Passport, words: str, source: str, different: str, *, by: Person, at: datetime
) -> Field:
    problems = []
    if not policy.plain_name(words):
        problems.append(Reason("no_words", _("请写字段名称，或者从已有字段中选"), "words"))
    elif same := register.same_as(words):
        known, exactly = same
        if exactly and found.existing:
            return known
        if exactly or not different.strip():
            params = {
                "words": str(known),
                "owner": known.owner.label if known.owner else str(_("本系统")),
                "source": known.source,
            }
            problems.append(
                Reason("known" if exactly else "near", KNOWN if exactly else NEAR, "words", params)
            )
    if not source.strip() and all(one.code == "no_words" for one in problems):
        problems.append(Reason("no_source", _("请写数据来源：数据现在在哪里、由谁维护"), "source"))
    if problems:
        raise CannotMake(problems)
    number = (Field.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    return Field.objects.create(
        code=f"f{number:04d}",
        words=words.strip(),
        owner=found.unit,
        source=source.strip(),
        different=different.strip(),
        made_at=at,
        made_by=by,
    )


@transaction.atomic
def drop_field(*, passport_id: int, field_id: int, by: Person, at: datetime) -> None:
    """Take a field out of a draft."""
    found = locked(passport_id, by=by, at=at, permission=MAKE)
    at_desk(found)
    gone, _by_kind = found.asks_for.filter(field=field_id).delete()
    if not gone:
        raise missing()
    touched(found, by=by)
    note(found, "drop_field", by=by, at=at, detail={"field": field_id})


@transaction.atomic
def discard_passport(*, passport_id: int, by: Person, at: datetime) -> None:
    """Throw a draft away that nobody has approved."""
    found = locked(passport_id, by=by, at=at, permission=MAKE)
    at_desk(found)
    note(found, "discard_passport", by=by, at=at)
    found.delete()
