"""What a person's first page shows: what waits for him, how the campaign stands, and the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from qingyuan.burden.api import headline
from qingyuan.burden.api import queries as burden
from qingyuan.campaign.api import Campaign, current_campaign, deployment_figures, timeline
from qingyuan.discipline.api import waiting as discipline_waiting
from qingyuan.kit import certificates, workdays
from qingyuan.kit.certificates import Authority
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words, _
from qingyuan.matters.api import (
    Extension,
    Figures,
    Matter,
    Recheck,
    Sent,
    cells,
    kinds,
    policy,
    queries,
    visible,
)
from qingyuan.org.api import Person, may, reach, scope
from qingyuan.portal.models import Witness
from qingyuan.publication.api import queries as publication
from qingyuan.trail.api import Entry, acts, public_checkpoint

SHOWN = 8
COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the person: how many, how many of them late, and where to do it."""

    words: Words
    count: int
    url: str
    icon: str
    late: int = 0
    query: str = ""

    @property
    def more(self) -> bool:
        """Whether there are more than were counted."""
        return self.count >= COUNTED_AT_MOST


@dataclass(frozen=True)
class Home:
    """The first page of one person on one day; ``works`` not: an administrator, who sees no matters."""

    campaign: Campaign | None
    line: object | None
    deployment: object | None
    waiting: tuple[Waiting, ...]
    mine: tuple[Matter, ...]
    late: tuple[Matter, ...]
    figures: Figures | None
    leaders: Figures | None
    burden: object | None
    works: bool


def home(by: Person, *, at: datetime) -> Home:
    """What waits for ``by``, his most urgent matters, and the figures of what he answers for."""
    today = local_day(at)
    campaign = current_campaign(by, at)
    seen = reach(by, "matters.see", at)
    own = visible(by, at=at).filter(owner=by)
    figures = leaders = None
    late: tuple[Matter, ...] = ()
    if campaign is not None and seen.paths:
        soon = workdays.shift(today, policy.SOON)
        found = cells(campaign.pk, seen.paths, by=by, at=at, today=today, soon=soon)
        figures = queries.total(cell.figures for cell in found)
        leaders = queries.total(cell.figures for cell in found if cell.key_few)
        rows = visible(by, at=at).filter(campaign=campaign).overdue(today)
        late = tuple(rows.select_related("unit", "owner").order_by("due_rank", "pk")[:SHOWN])
    return Home(
        campaign=campaign,
        line=timeline(campaign, today) if campaign else None,
        deployment=deployment_figures(campaign, at) if campaign and seen.paths else None,
        waiting=tuple(one for one in _waiting(by, own, at) if one.count),
        mine=tuple(own.open().select_related("unit", "owner").order_by("due_rank", "pk")[:SHOWN]),
        late=late,
        figures=figures,
        leaders=leaders,
        burden=headline(at) if figures is not None else None,
        works=bool(seen),
    )


def _waiting(by: Person, own: QuerySet[Matter], at: datetime) -> list[Waiting]:
    today = local_day(at)
    late = Q(due_on__lt=today, term=kinds.Term.DATED)
    mine = own.filter(state=kinds.State.WORKING).aggregate(all=Count("pk"), late=Count("pk", filter=late))
    still_open = visible(by, at=at).open()  # what is done meanwhile waits for nobody
    unread = Sent.objects.filter(person=by, read_at__isnull=True, matter__in=still_open).count()
    found = [
        Waiting(_("我负责的事项"), mine["all"], "ledger:mine", "circle-user", mine["late"]),
        Waiting(_("新的提醒"), unread, "ledger:reminders", "bell"),
    ]
    if may_anywhere(by, "matters.fix", at):
        found.append(
            Waiting(
                _("等待三定"),
                _state(by, "matters.fix", kinds.State.REGISTERED, at),
                "ledger:list",
                "list-checks",
                query="?state=registered",
            )
        )
    if may_anywhere(by, "matters.close", at):
        count = _state(by, "matters.close", kinds.State.SUBMITTED, at)
        found.append(Waiting(_("等待验收"), count, "ledger:to_sign", "stamp"))
        looks = Recheck.objects.filter(
            result="", due_on__lte=today, matter__in=_within(by, "matters.recheck", at)
        )
        found.append(Waiting(_("应回头看"), _capped(looks), "ledger:rechecks", "history"))
    if may_anywhere(by, "matters.answer_extension", at):
        asked = Extension.objects.filter(answer="", matter__in=_within(by, "matters.answer_extension", at))
        found.append(Waiting(_("延期待批"), _capped(asked), "ledger:extensions", "calendar-clock"))
    if may_anywhere(by, "publication.see_calendar", at):
        due = publication.calendar.waiting(by, at=at)
        late_ones = sum(1 for one in due if one.late)
        found.append(Waiting(_("该报送的"), len(due), "publication:calendar", "calendar-range", late_ones))
    if reach(by, "burden.fill", at) or reach(by, "burden.fill_own", at):
        forms = burden.requests.waiting(by, at=at)
        found.append(Waiting(_("要填的表"), forms.whole, "burden:asks", "clipboard-pen", forms.late))
    if reach(by, "burden.close_stock", at):
        running_out = burden.own.to_settle(today)
        found.append(Waiting(_("已停止和将停止的自带表单"), running_out, "burden:own", "package"))
    rows = discipline_waiting(by, at)
    return found + [Waiting(one.words, one.count, one.url, one.icon, one.late) for one in rows]


def may_anywhere(by: Person, permission: str, at: datetime) -> bool:
    """Whether the person holds a permission for at least one unit."""
    return any(may(by, permission, at=at, path=path) for path in reach(by, permission, at).paths)


def _within(by: Person, permission: str, at: datetime) -> QuerySet[Matter]:
    return visible(by, at=at).filter(scope(by, permission, at=at, path="unit_path"))


def _state(by: Person, permission: str, state: str, at: datetime) -> int:
    return _capped(_within(by, permission, at).filter(state=state))


def _capped(rows: "QuerySet[Matter] | QuerySet[Recheck] | QuerySet[Extension]") -> int:
    """How many, but not beyond a thousand: past that the exact number helps nobody, and counting costs."""
    return len(rows.order_by().values_list("pk", flat=True)[:COUNTED_AT_MOST])


# -- the record --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What is looked for in the record."""

    act: str = ""
    actor: str = ""
    subject: str = ""


# What happens to these is for those whom it concerns, and stands on pages of its own: in the record that an
# administrator reads it would tell that there is one, when, and who works on it.
PRIVATE = (
    *("report", "lead", "handling", "spot_check", "selfreport", "talk"),
    *("protected", "alert", "interference", "essay", "complaint"),
    "understanding",
    *("calendar_feed", "quiz_entry"),  # what somebody does for himself, of his own will
)


def record(asked: Asked) -> QuerySet[Entry]:
    """The acts that fit, newest first. Actors are random keys: a police number is turned into one."""
    leads = Matter.objects.filter(kind=kinds.Kind.LEAD).annotate(
        subject=Concat(Value("matter:"), Cast("pk", CharField()))
    )
    rows = acts()
    for kind in PRIVATE:
        rows = rows.exclude(subject__startswith=f"{kind}:")
    rows = rows.exclude(subject__in=leads.values("subject"))
    if asked.act:
        rows = rows.filter(act__startswith=asked.act)
    if asked.actor:
        key = Person.objects.filter(police_no=asked.actor).values_list("key", flat=True).first()
        rows = rows.filter(actor=key or asked.actor)
    if asked.subject:
        rows = rows.filter(subject=asked.subject)
    return rows


def names_of(entries: Sequence[Entry]) -> dict[str, Person]:
    """The people behind the keys of these entries. One query."""
    return {
        person.key: person for person in Person.objects.filter(key__in={entry.actor for entry in entries})
    }


# -- for outsiders -----------------------------------------------------------------------------------------


def size() -> int:
    """How many entries the record has."""
    return acts().count()


def witnesses() -> QuerySet[Witness]:
    """All who ever were witnesses, those at work first."""
    return Witness.objects.order_by(F("ended_at").asc(nulls_first=True), "pk")


def cosigned_checkpoint() -> str:
    """The newest checkpoint with the cosignatures over just that one."""
    newest = public_checkpoint()
    text = newest.partition("\n\n")[0] + "\n\n"
    return _with_cosignatures(newest, [one for one in _vouching() if one.startswith(text)]) if newest else ""


def witnessed_checkpoint() -> str:
    """The largest checkpoint that a witness at work has vouched for; empty without one."""
    notes = _vouching()
    return (
        _with_cosignatures(notes[0], [one for one in notes[1:] if _text(one) == _text(notes[0])])
        if notes
        else ""
    )


def _vouching() -> list[str]:
    rows = Witness.objects.filter(ended_at__isnull=True, size__gt=0).order_by("-size", "pk")
    return list(rows.values_list("checkpoint", flat=True))


def _text(note: str) -> str:
    return note.partition("\n\n")[0]


def _with_cosignatures(note: str, others: Sequence[str]) -> str:
    """One note with the signature lines of the others, each line once."""
    lines = dict.fromkeys(line for one in (note, *others) for line in one.partition("\n\n")[2].splitlines())
    return f"{_text(note)}\n\n" + "".join(f"{line}\n" for line in lines)


def authority() -> Authority | None:
    """The bureau's own certificate authority, if it has one."""
    return certificates.authority(settings.DATA)
