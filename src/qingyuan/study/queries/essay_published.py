"""Essays that their authors let be read in the bureau: which are, which wait for the second person, and their text."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from qingyuan.campaign.api import Campaign
from qingyuan.org.api import Person
from qingyuan.study.models import Essay, EssayPublication
from qingyuan.study.queries.curriculum import campaign_of
from qingyuan.study.queries.essay_sealed import unsealed

PUBLISH = "study.publish_essay"


def published(campaign: Campaign) -> QuerySet[EssayPublication]:
    """What may be read: signed off, and the campaign is not over. The latest first."""
    found = EssayPublication.objects.filter(
        essay__call__campaign=campaign,
        essay__call__campaign__ended_at__isnull=True,
        published_at__isnull=False,
    )
    return found.select_related("essay__person", "essay__unit").defer("essay__text").order_by("-pk")


def one(by: Person, pk: int, *, at: datetime) -> EssayPublication | None:
    """A published essay of a campaign in the reader's sight."""
    row = EssayPublication.objects.select_related("essay__call__campaign__unit").filter(pk=pk).first()
    if (
        row is None
        or campaign_of(by, at=at, chosen=str(row.essay.call.campaign_id)) != row.essay.call.campaign
    ):
        return None
    return published(row.essay.call.campaign).defer(None).filter(pk=pk).first()


def waiting(before: QuerySet[Essay]) -> list[EssayPublication]:
    """What was offered and waits to be signed, of the essays before a reader."""
    rows = EssayPublication.objects.filter(
        essay__in=before.order_by().values("pk"), published_at__isnull=True, words=""
    )
    return list(rows.select_related("essay__person", "essay__unit").defer("essay__text").order_by("pk"))


def text_of(row: EssayPublication) -> str:
    """What is read: the essay as it was handed in."""
    return unsealed(row.essay.text, essay=row.essay_id)


def of(essay: Essay) -> EssayPublication | None:
    """What an author has said about publishing an essay, and what became of it."""
    return EssayPublication.objects.filter(essay=essay).select_related("published_by").first()


@dataclass(frozen=True)
class Named:
    """A published essay as the source of a passage: its title, and its author if he stands by it."""

    pk: int
    title: str
    author: str
    text: str


def named(keys: set[int]) -> dict[int, Named]:
    """By essay, published ones with their text, while the campaign lasts. One query, none without keys."""
    if not keys:
        return {}
    rows = EssayPublication.objects.filter(
        essay__in=keys, published_at__isnull=False, essay__call__campaign__ended_at__isnull=True
    )
    return {
        row.essay_id: Named(row.pk, row.title, row.essay.person.name if row.named else "", text_of(row))
        for row in rows.select_related("essay__person")
    }
