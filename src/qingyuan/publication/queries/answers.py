"""Answers to the public: those that a person sees at his desk, and those that everybody may read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from qingyuan.ledger.api import Mention
from qingyuan.matters.api import Hot, Matter, visible
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.api import queries as matters
from qingyuan.org.api import Person, may, scope
from qingyuan.publication import policy
from qingyuan.publication.models import PublicAnswer
from qingyuan.study.api import shelves

SEE = "publication.see_answers"


def answers(by: Person, *, at: datetime) -> QuerySet[PublicAnswer]:
    """The answers about matters that a person sees, in the units whose answers he sees."""
    rows = PublicAnswer.objects.filter(matter__in=visible(by, at=at))
    rows = rows.filter(scope(by, SEE, at=at, path="matter__unit_path"))
    return rows.select_related("matter__unit", "drafted_by", "published_by")


def unanswered(by: Person, *, at: datetime) -> QuerySet[Hot]:
    """Hot matters signed off whose result is not public, and about which nothing is written; the oldest first."""
    standing = PublicAnswer.objects.filter(matter=OuterRef("matter"), withdrawn_at=None)
    rows = matters.hot(by, at=at).filter(scope(by, SEE, at=at, path="matter__unit_path"))
    return rows.filter(~Exists(standing), matter__state=matter_kinds.State.CLOSED).order_by("marked_at", "pk")


def hot_of(matter_id: int, by: Person, *, at: datetime) -> Hot | None:
    """A hot matter that exists for the person."""
    return matters.hot(by, at=at).filter(matter=matter_id).first()


def names_in(made: PublicAnswer) -> frozenset[str]:
    """Names of the roster that stand in an answer."""
    names = Person.objects.order_by().values_list("name", flat=True).distinct()
    return policy.names_in([made.question, made.done], names)


@dataclass(frozen=True)
class Shown:
    """One answer as the public reads it: no unit, no person, no number of the matter. ``again``: opened again."""

    question: str
    done: str
    published_on: date
    again: bool


@dataclass(frozen=True)
class Page:
    """What the public reads: the newest answers, how many there are, and how quickly they had a first response."""

    answers: tuple[Shown, ...]
    all: int
    figures: matters.HotFigures


def public_page(today: date, *, most: int = 100) -> Page:
    """The published answers in force. Nothing here depends on who reads. Two queries."""
    rows = PublicAnswer.objects.filter(
        published_at__isnull=False, withdrawn_at=None, matter__restricted=False
    ).exclude(matter__state=matter_kinds.State.VOID)
    found = list(rows.select_related("matter").order_by("-published_at", "-pk"))
    figures = matters.hot_figures(Hot.objects.filter(matter__in=rows.values("matter")), today)
    shown = tuple(
        Shown(one.question, one.done, one.published_on, one.matter.state != matter_kinds.State.CLOSED)
        for one in found[:most]
    )
    return Page(shown, len(found), figures)


def published_answers(_by: Person, _at: datetime) -> list[shelves.Published]:
    """The published answers in force, the latest first, for the register of column posts. One query."""
    rows = PublicAnswer.objects.filter(
        published_at__isnull=False, withdrawn_at=None, matter__restricted=False
    ).exclude(matter__state=matter_kinds.State.VOID)
    address = reverse("publication:public")
    return [
        shelves.Published(f"answer:{one.pk}", one.question[:120], one.published_on, address)
        for one in rows.order_by("-published_at", "-pk")[:50]
    ]


def answers_of(matter: Matter, by: Person, at: datetime) -> list[Mention]:
    """What the page of a matter tells of the public answer, to who sees answers. Nothing for most matters."""
    hot = getattr(matter, "hot", None)
    if hot is None or not may(by, SEE, at=at, path=matter.unit_path):
        return []
    made = PublicAnswer.objects.filter(matter=matter.pk, withdrawn_at=None).first()
    desk = reverse("publication:answers")
    if made is not None and made.published_at is not None:
        return [Mention("bulletin", _("办理结果已公开答复"), desk, made.published_on)]
    if made is not None:
        return [Mention("bulletin", _("公开答复等待第二人批准"), desk)]
    if matter.state == matter_kinds.State.CLOSED:
        return [Mention("bulletin", _("办理结果还没有公开答复"), desk)]
    return []
