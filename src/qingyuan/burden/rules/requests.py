"""Forms sent to units: under the caps, with a passport in order; merged, postponed, cancelled; filled or refused."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from qingyuan.burden import policy
from qingyuan.burden.errors import CannotFill, CannotSend, missing
from qingyuan.burden.kinds import UNFIT_WORDS, AskState, Filler, Spending
from qingyuan.burden.models import Ask, Carried, FormRequest, Passport, PassportField, Value
from qingyuan.burden.queries import register
from qingyuan.burden.queries import requests as queries
from qingyuan.burden.rules import claims
from qingyuan.burden.rules.spending import measure
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _, listed
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record

LENGTH = 300
UNFIT = _("“%(form)s”不能下发：%(why)s（《统计法》第十七条）")


@transaction.atomic
def send_request(
    *,
    unit: Unit,
    passports: Sequence[int],
    units: Sequence[Unit],
    due_on: date,
    by: Person,
    at: datetime,
    words: str = "",
) -> FormRequest:
    """Send a form to units. Without a passport in order, or beyond the caps of one of them, it is not sent."""
    require(by, queries.SEND, at=at, unit=unit)
    forms = list(register.visible(by, at=at).filter(pk__in=passports).order_by("pk"))
    if not forms or len(forms) != len(set(passports)):
        raise missing()
    reach = set(
        queries.askable(by, at=at).filter(pk__in=[one.pk for one in units]).values_list("pk", flat=True)
    )
    problems = _against(forms, due_on, local_day(at))
    if not units:
        problems.append(Reason("no_units", _("请选择要填的单位"), "units"))
    if outside := [one for one in units if one.pk not in reach]:
        said = {"names": listed(one.label for one in outside)}
        problems.append(Reason("outside", _("不在您能发的范围内：%(names)s"), "units", said))
    if problems:
        raise CannotSend(problems)
    made = FormRequest.objects.create(
        unit=unit, filler=forms[0].filler, words=words.strip(), due_on=due_on, sent_at=at, sent_by=by
    )
    Carried.objects.bulk_create(Carried(request=made, passport=one) for one in forms)
    Ask.objects.bulk_create(Ask(request=made, unit=one) for one in units)
    _claim(made, units)
    detail: dict[str, str | int | bool | None] = {
        "forms": ",".join(str(one.pk) for one in forms),
        "units": len(units),
        "due_on": str(due_on),
    }
    _note(made, "send_request", by=by, at=at, detail=detail)
    return made


def _against(forms: Sequence[Passport], due_on: date, today: date) -> list[Reason]:
    problems = [
        Reason("unfit", UNFIT, "passports", {"form": str(form), "why": str(UNFIT_WORDS[why])})
        for form in forms
        if (why := form.unfit(max(today, due_on)))
    ]
    if due_on < today:
        problems.append(Reason("past", _("填报期限不能早于今天"), "due_on"))
    if len({one.filler for one in forms}) > 1:
        problems.append(Reason("fillers", _("不是同一类人填的表单，不能并在一起"), "passports"))
    return problems


def _source(found: FormRequest) -> str:
    return f"request:{found.pk}"


def _minutes(found: FormRequest) -> int:
    """How long the forms of a request take in one sitting: what is asked twice among them is filled once."""
    seen: set[int] = set()
    whole = 0
    for form in [one.passport for one in found.carries.select_related("passport")]:
        mine = set(PassportField.objects.filter(passport=form).values_list("field", flat=True))
        whole += policy.merged_minutes(form.minutes, len(mine), len(mine - seen))
        seen |= mine
    return whole


def _claim(found: FormRequest, units: Sequence[Unit]) -> None:
    claims.claim(
        kind=Spending.FORM,
        units=units,
        on=found.due_on,
        minutes=_minutes(found),
        sender=found.unit,
        filler=Filler(found.filler),
        source=_source(found),
        label=listed(one.name for one in found.passports.all()),
    )


def _note(
    found: FormRequest,
    act: str,
    *,
    by: Person,
    at: datetime,
    detail: dict[str, str | int | bool | None] | None = None,
) -> None:
    record(actor=by.key, act=f"burden.{act}", subject=f"request:{found.pk}", at=at, detail=detail or {})


def _locked(request_id: int, *, by: Person, at: datetime) -> tuple[FormRequest, list[Ask]]:
    """A request of one's own that still runs, and its open asks."""
    if queries.one(by, request_id, at=at) is None:
        raise missing()
    found = FormRequest.objects.select_for_update().get(pk=request_id)
    open_asks = list(found.asks.filter(state=AskState.OPEN).select_related("unit").order_by("pk"))
    if found.cancelled_at or not open_asks:
        raise CannotSend(Reason("over", _("这次填报已经结束")))
    return found, open_asks


@transaction.atomic
def merge_form(*, request_id: int, passport_id: int, by: Person, at: datetime) -> FormRequest:
    """Put another form into a request that nobody has answered yet: one sitting, each field once."""
    found, open_asks = _locked(request_id, by=by, at=at)
    form = register.one(by, passport_id, at=at)
    if form is None:
        raise missing()
    problems = _against([form], found.due_on, local_day(at))
    if form.filler != found.filler:
        problems.append(Reason("fillers", _("不是同一类人填的表单，不能并在一起"), "passport"))
    if found.asks.exclude(state=AskState.OPEN).exists():
        problems.append(Reason("begun", _("已经有单位办了，不能再加内容")))
    if found.carries.filter(passport=form).exists():
        problems.append(Reason("twice", _("这张表单已经在里面了"), "passport"))
    if problems:
        raise CannotSend(problems)
    Carried.objects.create(request=found, passport=form)
    _claim(found, [one.unit for one in open_asks])
    _note(found, "merge_form", by=by, at=at, detail={"form": form.pk})
    return found


@transaction.atomic
def postpone_request(*, request_id: int, due_on: date, by: Person, at: datetime) -> FormRequest:
    """Give the units that have not answered more time; in the week of the new day they must have room."""
    found, open_asks = _locked(request_id, by=by, at=at)
    problems = _against(list(found.passports.all()), due_on, local_day(at))
    if due_on <= found.due_on:
        problems.append(Reason("sooner", _("只能往后延"), "due_on"))
    if problems:
        raise CannotSend(problems)
    found.due_on = due_on
    found.save(update_fields=["due_on"])
    _claim(found, [one.unit for one in open_asks])
    _note(found, "postpone_request", by=by, at=at, detail={"due_on": str(due_on)})
    return found


@transaction.atomic
def cancel_request(*, request_id: int, by: Person, at: datetime) -> FormRequest:
    """Stop asking. What was answered stays, and the units have their time back."""
    found, open_asks = _locked(request_id, by=by, at=at)
    keys = [one.pk for one in open_asks]
    Ask.objects.filter(pk__in=keys).update(state=AskState.CANCELLED, done_at=at, done_by=by)
    found.cancelled_at = at
    found.save(update_fields=["cancelled_at"])
    claims.release(source=_source(found), units=[one.unit for one in open_asks])
    _note(found, "cancel_request", by=by, at=at, detail={"units": len(keys)})
    return found


# -- the unit's side ---------------------------------------------------------------------------------------------------


def _asked(ask_id: int, *, by: Person, at: datetime) -> Ask:
    if not queries.fillable(by, at=at).filter(pk=ask_id).exists():
        raise missing()
    found = Ask.objects.select_for_update().get(pk=ask_id)
    if found.state != AskState.OPEN:
        raise CannotFill(Reason("done", _("这张表单已经办过了")))
    return found


@transaction.atomic
def fill(*, ask_id: int, values: Mapping[int, str], by: Person, at: datetime, stamp: str = "") -> Ask:
    """Answer every field; what was brought along and left as it was is not counted as typed. Time is measured."""
    found = _asked(ask_id, by=by, at=at)
    lines = queries.lines(found, at=at)
    given = {line.field.pk: values.get(line.field.pk, "").strip() for line in lines}
    problems = [
        Reason("empty", _("还没有填；没有的请写“无”"), f"f{line.field.pk}")
        for line in lines
        if not given[line.field.pk]
    ]
    problems += [
        Reason("long", _("不超过%(most)d字"), f"f{key}", {"most": LENGTH})
        for key, words in given.items()
        if len(words) > LENGTH
    ]
    if problems:
        raise CannotFill(problems)
    Value.objects.bulk_create(
        Value(
            ask=found,
            field=line.field,
            words=given[line.field.pk],
            prefilled=bool(line.brought) and given[line.field.pk] == line.brought,
        )
        for line in lines
    )
    _done(found, AskState.ANSWERED, by=by, at=at)
    first = found.request.carries.values_list("passport", flat=True)[0]
    measure(form=f"passport:{first}", stamp=stamp, by=by, at=at)
    record(actor=by.key, act="burden.fill", subject=f"ask:{found.pk}", at=at, detail={"fields": len(lines)})
    return found


def _done(found: Ask, state: AskState, *, by: Person, at: datetime) -> None:
    found.state, found.done_at, found.done_by = state, at, by
    found.save(update_fields=["state", "refusal", "done_at", "done_by"])


@transaction.atomic
def refuse(*, ask_id: int, by: Person, at: datetime) -> Ask:
    """Refuse a form that has no passport in order, in one tap (统计法 art. 17). The reason is the form's own."""
    found = _asked(ask_id, by=by, at=at)
    why = queries.unfit(found.request.passports.all(), local_day(at))
    if why is None:
        words = _("这张表单经过批准并在有效期内，不能拒绝；觉得负担重或者重复，请点“提意见”")
        raise CannotFill(Reason("in_order", words))
    found.refusal = why[1]
    _done(found, AskState.REFUSED, by=by, at=at)
    claims.release(source=_source(found.request), units=[found.unit])
    detail: dict[str, str | int | bool | None] = {"why": why[1], "form": why[0].pk}
    record(actor=by.key, act="burden.refuse", subject=f"ask:{found.pk}", at=at, detail=detail)
    return found
