"""Self-examination: the policy is published and read, a window opens, leaders speak first, people answer or tell."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from qingyuan.campaign.api import Campaign
from qingyuan.discipline.errors import CannotAnswer, CannotHold, Reason, missing
from qingyuan.discipline.kinds import Followed, Said
from qingyuan.discipline.models import (
    CheckItem,
    Draft,
    LeaderSaid,
    LeniencyPolicy,
    PolicyRead,
    SelfReport,
    SelfSlot,
    Window,
)
from qingyuan.discipline.policy import selfreport as policy
from qingyuan.discipline.queries import selfreport as queries
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, Unit, require
from qingyuan.org.api import queries as org
from qingyuan.trail.api import Act, record, record_many

TELL, HOLD, KEEP = "discipline.self_report", "discipline.hold_window", "discipline.publish_policy"
GAPS: dict[str, tuple[Words, str]] = {
    "not_asked": (_("这个窗口没有要求您对照自查；要主动说明问题，请用“主动说明”，随时可以"), ""),
    "not_open": (_("窗口还没有开始"), ""),
    "over": (_("窗口已经结束；要主动说明问题，请用“主动说明”，随时可以"), ""),
    "not_read": (_("请先阅读政策原文"), ""),
    "no_commitment": (_("领导先行：请先公开本人的检视和承诺，再作答"), ""),
    "leaders_first": (_("领导先行：还有领导没有作答，本单位民警的窗口还没有打开"), ""),
    "answered": (_("您已经作答；还有要说明的，请用“主动说明”"), ""),
    "nobody": (
        _("目前没有可以加密的办理密钥，暂不能在网上说明；请直接找纪检督察当面说明，时间以登记为准"),
        "",
    ),
    "wrong_readers": (_("阅读人刚刚有变化，没有接收。请刷新页面后重试。"), ""),
    "bad_seal": (_("内容没有按要求加密，没有接收。请刷新页面后重试。"), ""),
}


def reasons(gaps: Sequence[str]) -> list[Reason]:
    """The gaps in words, all at once."""
    return [Reason(gap, GAPS[gap][0], GAPS[gap][1]) for gap in gaps]


def nothing_said() -> CannotAnswer:
    """The refusal of an empty form."""
    return CannotAnswer(Reason("empty", _("请先填写内容；没有要说明的，请点“没有需要说明的”"), "text"))


# -- the policy -------------------------------------------------------------------------------------------------


@transaction.atomic
def publish_policy(
    *,
    unit: Unit,
    title: str,
    words: str,
    basis: str,
    answer_days: int,
    adviser: str,
    by: Person,
    at: datetime,
) -> LeniencyPolicy:
    """Publish a version of the policy; earlier ones stay as they are, for those who read them."""
    require(by, KEEP, at=at, unit=unit)
    blank = {"title": title, "words": words, "basis": basis, "adviser": adviser}
    problems = [Reason("blank", _("请填写这一项"), name) for name, text in blank.items() if not text.strip()]
    if answer_days < 1:
        problems.append(Reason("no_days", _("请写明几个工作日内告知处理情况"), "answer_days"))
    if problems:
        raise CannotHold(problems)
    Unit.objects.select_for_update().get(pk=unit.pk)
    last = LeniencyPolicy.objects.filter(unit=unit).order_by("-version").first()
    made = LeniencyPolicy.objects.create(
        unit=unit,
        version=last.version + 1 if last else 1,
        title=title.strip(),
        words=words.strip(),
        basis=basis.strip(),
        answer_days=answer_days,
        adviser=adviser.strip(),
        at=at,
        by=by,
    )
    detail: dict[str, str | int | bool | None] = {"version": made.version, "unit": unit.pk}
    record(actor=by.key, act="discipline.publish_policy", subject=f"policy:{made.pk}", at=at, detail=detail)
    return made


@transaction.atomic
def read_policy(*, policy_id: int, by: Person, at: datetime) -> PolicyRead:
    """Say that one has read a version of the policy. Once; the second time changes nothing."""
    require(by, TELL, at=at, own=True)
    above = queries.places_above(org.home_path(by, at))
    text = LeniencyPolicy.objects.filter(pk=policy_id, unit__path__in=above).first()
    if text is None:
        raise missing()
    made, new = PolicyRead.objects.get_or_create(policy=text, person=by, defaults={"at": at})
    if new:
        record(actor=by.key, act="discipline.read_policy", subject=f"policy:{text.pk}", at=at)
    return made


@transaction.atomic
def read_policy_many(*, policy_id: int, people: Sequence[Person], at: datetime) -> int:
    """The same of many at once, each of them the actor of his own; how many had not read it before."""
    text = LeniencyPolicy.objects.select_related("unit").filter(pk=policy_id).first()
    for person in people:
        require(person, TELL, at=at, own=True)
        if text is None or not org.home_path(person, at).startswith(text.unit.path):
            raise missing()
    known = set(PolicyRead.objects.filter(policy=text, person__in=people).values_list("person", flat=True))
    new = {person.pk: person for person in people if person.pk not in known}
    PolicyRead.objects.bulk_create([PolicyRead(policy=text, person=person, at=at) for person in new.values()])
    subject = f"policy:{policy_id}"
    record_many(Act(person.key, "discipline.read_policy", subject, at) for person in new.values())
    return len(new)


# -- windows ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WindowDraft:
    """A window as it is to be opened. ``items``: what is checked against, each with the article it breaks."""

    title: str
    opens_on: date
    closes_on: date
    items: tuple[tuple[str, str], ...]
    auxiliaries: bool = False


@transaction.atomic
def hold_window(*, campaign: Campaign, unit: Unit, draft: WindowDraft, by: Person, at: datetime) -> Window:
    """Set a window for a unit and all below it, with the policy in force there and the list to check against."""
    require(by, HOLD, at=at, unit=unit)
    problems = []
    text = queries.policy_for(unit.path)
    if text is None:
        problems.append(Reason("no_policy", _("请先发布政策原文，窗口打开时先给每个人看"), ""))
    if not draft.title.strip():
        problems.append(Reason("blank", _("请填写这一项"), "title"))
    if draft.opens_on < local_day(at):
        problems.append(Reason("past", _("开始日期不能早于今天"), "opens_on"))
    if draft.closes_on < draft.opens_on:
        problems.append(Reason("closes", _("截止日期不能早于开始日期"), "closes_on"))
    if not draft.items:
        problems.append(Reason("no_items", _("请写对照内容，每行一条，用“｜”隔开依据条款"), "items"))
    if any(not words.strip() or not basis.strip() for words, basis in draft.items):
        words = _("每条对照内容都要写明违反哪一条：只对照行为，不对照思想")
        problems.append(Reason("no_basis", words, "items"))
    if not queries.leaders(unit, at):
        problems.append(
            Reason(
                "no_leaders", _("名册里没有这个单位的领导（关键少数或主要负责人），不能保证领导先行"), "unit"
            )
        )
    if problems or text is None:
        raise CannotHold(problems)
    made = Window.objects.create(
        campaign=campaign,
        unit=unit,
        policy=text,
        title=draft.title.strip(),
        opens_on=draft.opens_on,
        closes_on=draft.closes_on,
        auxiliaries=draft.auxiliaries,
        at=at,
        by=by,
    )
    CheckItem.objects.bulk_create(
        [
            CheckItem(window=made, number=number, words=words.strip(), basis=basis.strip())
            for number, (words, basis) in enumerate(draft.items, 1)
        ]
    )
    detail: dict[str, str | int | bool | None] = {
        "unit": unit.pk,
        "policy": text.pk,
        "from": str(draft.opens_on),
        "to": str(draft.closes_on),
    }
    record(actor=by.key, act="discipline.hold_window", subject=f"window:{made.pk}", at=at, detail=detail)
    return made


def _window(window_id: int, by: Person, at: datetime) -> Window:
    found = queries.windows_for(by, at).filter(pk=window_id).first()
    if found is None:
        raise missing()
    return found


@transaction.atomic
def speak_first(*, window_id: int, words: str, by: Person, at: datetime) -> LeaderSaid:
    """A leader says in public what he found in himself and will change: before anybody below him is asked."""
    require(by, TELL, at=at, own=True)
    window = _window(window_id, by, at)
    stands = queries.place(window, by, at)
    problems = reasons([gap for gap in stands.gaps if gap not in ("no_commitment", "answered")])
    led = [one.path for one in queries.leaders(window.unit, at) if one.person == by.pk]
    if not led:
        problems.append(Reason("no_leader", _("您在这个窗口里不是领导，不需要公开承诺")))
    if len(words.strip()) < policy.PUBLIC_AT_LEAST:
        problems.append(Reason("short", _("请用一两句话写明查到什么、改什么、什么时候改完"), "words"))
    if stands.spoke:
        problems.append(Reason("again", _("已经公开过")))
    if problems:
        raise CannotAnswer(problems)
    unit = Unit.objects.get(path=min(led, key=len))
    made = LeaderSaid.objects.create(window=window, person=by, unit=unit, words=words.strip(), at=at)
    record(actor=by.key, act="discipline.speak_first", subject=f"window:{window.pk}", at=at)
    return made


# -- drafts: nobody is told, not even the record ---------------------------------------------------------------------


@transaction.atomic
def keep_draft(*, window_id: int | None, sealed: bytes, by: Person, at: datetime) -> Draft:
    """Keep what somebody is writing, sealed with his passphrase. It stands in no record: that he writes is his own."""
    require(by, TELL, at=at, own=True)
    window = _window(window_id, by, at) if window_id else None
    if not policy.is_draft(sealed):
        raise CannotAnswer(reasons(["bad_seal"]))
    made, _new = Draft.objects.update_or_create(
        window=window, person=by, defaults={"sealed": sealed, "at": at}
    )
    return made


@transaction.atomic
def withdraw_draft(*, window_id: int | None, by: Person, at: datetime) -> None:
    """Take one's draft back: it is gone, and no record says that it was there."""
    require(by, TELL, at=at, own=True)
    Draft.objects.filter(window=window_id, person=by).delete()


# -- answers ------------------------------------------------------------------------------------------------------


@transaction.atomic
def answer_nil(*, window_id: int, by: Person, at: datetime) -> SelfReport:
    """Answer that there is nothing to tell: one tap. The receipt looks like that of a self-report."""
    require(by, TELL, at=at, own=True)
    return _answer(_window(window_id, by, at), None, by, at)


@transaction.atomic
def answer_nil_many(*, window_id: int, people: Sequence[Person], at: datetime) -> int:
    """The same of many at once, each of them the actor of his own. What stands against one stands against all."""
    each = {person.pk: person for person in people}
    window = (
        Window.objects.filter(pk=window_id, opens_on__lte=local_day(at))
        .select_related("unit", "policy")
        .first()
    )
    homes = {key: org.home_path(person, at) for key, person in each.items()}
    for person in each.values():
        require(person, TELL, at=at, own=True)
        if window is None or not homes[person.pk].startswith(window.unit.path):
            raise missing()
    list(Person.objects.select_for_update().filter(pk__in=each).order_by("pk").values_list("pk"))
    if window is None:
        return 0
    stands = queries.places(window, list(each.values()), at)
    if gaps := sorted({gap for one in stands.values() for gap in one.gaps}):
        raise CannotAnswer(reasons(gaps))
    units = {unit.path: unit for unit in Unit.objects.filter(path__in=set(homes.values()))}
    made = [_nil(window, person, units[homes[key]], at) for key, person in each.items()]
    SelfReport.objects.bulk_create(made)
    Draft.objects.filter(window=window, person__in=each).delete()
    record_many(_act(one, at) for one in made)
    return len(made)


def _nil(window: Window, by: Person, unit: Unit, at: datetime) -> SelfReport:
    made = SelfReport(
        window=window,
        policy=window.policy,
        person=by,
        unit=unit,
        said=Said.NIL,
        at=at,
        nonce=secrets.token_bytes(16),
    )
    made.digest = queries.digest_of(made, ())
    return made


def _act(made: SelfReport, at: datetime) -> Act:
    """One act with one shape for nil and told: whoever reads the record does not see which it was."""
    detail = {"digest": bytes(made.digest).hex()}
    return Act(made.person.key, "discipline.self_report", f"{queries.SUBJECT}:{made.public_id}", at, detail)


@transaction.atomic
def tell(
    *, window_id: int | None, sealed: policy.Sealed, by: Person, at: datetime, plain: bool = False
) -> SelfReport:
    """Tell something of oneself, in a window or at any time: it is in the record before the receipt is shown."""
    require(by, TELL, at=at, own=True)
    return _answer(_window(window_id, by, at) if window_id else None, sealed, by, at, plain)


def _answer(
    window: Window | None, sealed: policy.Sealed | None, by: Person, at: datetime, plain: bool = False
) -> SelfReport:
    Person.objects.select_for_update().get(pk=by.pk)
    gaps: list[str] = []
    home = org.home_path(by, at)
    text = window.policy if window else queries.policy_for(home)
    if window is not None:
        gaps += queries.place(window, by, at).gaps
    elif text is None or not queries.has_read(by, text):
        gaps.append("not_read")
    readers = {one.key: one for one in queries.readers(by, at)} if sealed else {}
    if sealed is not None:
        gaps += policy.sealed_faults(sealed, readers)
    if gaps or text is None:
        raise CannotAnswer(reasons(gaps or ["not_read"]))
    made = SelfReport(
        window=window,
        policy=text,
        person=by,
        unit=Unit.objects.get(path=home),
        said=Said.TOLD if sealed else Said.NIL,
        at=at,
        nonce=secrets.token_bytes(16),
        plain=plain,
    )
    slots: dict[str, bytes] = {}
    if sealed is not None:
        made.recipient, made.sealed, made.own = sealed.recipient, sealed.body, sealed.own or None
        made.followed, slots = Followed.WAITING, dict(sealed.slots)
    made.digest = queries.digest_of(made, slots.items())
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError:
        raise CannotAnswer(reasons(["answered"])) from None
    SelfSlot.objects.bulk_create(
        [
            SelfSlot(report=made, key=key, holder_id=readers[key].person, sealed=slot)
            for key, slot in slots.items()
        ]
    )
    Draft.objects.filter(window=window, person=by).delete()
    record_many([_act(made, at)])
    return made
