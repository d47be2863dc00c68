"""Builders for the tests of any room: forms at any point of their way, made by the rules that make real ones."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count

from qingyuan.burden import policy
from qingyuan.burden.kinds import Filler, Frequency
from qingyuan.burden.models import Ask, FormRequest, Passport
from qingyuan.burden.rules import approving, passports, requests
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Level, Person, Unit

_numbers = count(1)


def a_draft_text(on: date, **given: object) -> passports.PassportDraft:
    """The head of a form that lacks nothing."""
    number = next(_numbers)
    whole: dict[str, object] = {
        "number": f"示公{number:04d}",
        "name": f"第{number}号表",
        "basis": "实施方案第三条",
        "purpose": "安排整改",
        "filler": Filler.CLERK,
        "frequency": Frequency.ONCE,
        "minutes": 10,
        "valid_until": policy.weeks.last_day(on),
        "approval": "示公批〔2021〕1号",
        "level": Level.CITY,
    }
    return passports.PassportDraft(**{**whole, **given})  # type: ignore[arg-type]


def a_draft(
    unit: Unit,
    *,
    by: Person,
    at: datetime,
    fields: Sequence[str] = (),
    existing: bool = False,
    own: str = "",
    **given: object,
) -> Passport:
    """A form at the desk with its fields, one of its own if none are named."""
    made = passports.make_passport(
        unit=unit, draft=a_draft_text(local_day(at), **given), existing=existing, own=own, by=by, at=at
    )
    for words in fields or (f"第{next(_numbers)}项独有数据甲乙丙丁",):
        passports.ask_for(
            passport_id=made.pk, words=words, source="花名册", different="另一件事", by=by, at=at
        )
    return Passport.objects.get(pk=made.pk)


def a_passport(unit: Unit, *, by: Person, second: Person, at: datetime, **given: object) -> Passport:
    """A form that a second person approved."""
    made = a_draft(unit, by=by, at=at, **given)  # type: ignore[arg-type]
    approving.submit_passport(passport_id=made.pk, version=made.version, by=by, at=at)
    return approving.approve_passport(passport_id=made.pk, version=made.version, by=second, at=at)


def a_request(
    form: Passport,
    units: Sequence[Unit],
    *,
    by: Person,
    at: datetime,
    due_on: date | None = None,
    unit: Unit | None = None,
) -> FormRequest:
    """A form on its way to units."""
    return requests.send_request(
        unit=unit or form.unit,
        passports=[form.pk],
        units=units,
        due_on=due_on or local_day(at),
        by=by,
        at=at,
    )


def asked_of(request: FormRequest, unit: Unit) -> Ask:
    """The asking of one unit."""
    return request.asks.get(unit=unit)
