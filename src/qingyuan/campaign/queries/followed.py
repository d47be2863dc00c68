"""What was told upwards, in words, and what became of it there."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from qingyuan.campaign.kinds import Followable
from qingyuan.campaign.models import Campaign, Decision, Gap, GuidanceOpinion, TaskUnit, Visit
from qingyuan.campaign.shelves import Followed, Results, followers, results
from qingyuan.org.api import Person


@dataclass(frozen=True)
class Source:
    """What a fact is about: enough to open a matter from it, and to show where the matter came from."""

    title: str
    text: str
    campaign_id: int
    unit_id: int
    url: str
    person_id: int | None = None
    due_on: date | None = None
    criterion: str = ""


def _line(text: str) -> str:
    first = text.split("\n", 1)[0]
    return first if len(first) <= 80 else first[:79] + "…"


def sources(kind: Followable, ids: Sequence[int]) -> dict[int, Source]:
    """By id, what things of one kind are about. One query, whatever the number."""
    found: Iterable[tuple[int, Source]]
    if kind is Followable.TASK:
        found = (
            (
                s.pk,
                Source(
                    s.task.title,
                    f"{s.task.clause.number} {s.task.clause.text}",
                    s.task.campaign_id,
                    s.unit_id,
                    reverse("campaign:task", args=[s.task_id]),
                    due_on=s.task.due_on,
                    criterion=s.task.criterion,
                ),
            )
            for s in TaskUnit.objects.filter(pk__in=ids).select_related("task__clause")
        )
    elif kind is Followable.DECISION:
        found = (
            (
                d.pk,
                Source(
                    _line(d.text),
                    d.text,
                    d.meeting.campaign_id,
                    d.unit_id,
                    reverse("campaign:meeting", args=[d.meeting_id]),
                    d.person_id,
                    d.due_on,
                ),
            )
            for d in Decision.objects.filter(pk__in=ids).select_related("meeting")
        )
    elif kind is Followable.VISIT:
        found = (
            (
                v.pk,
                Source(
                    _line(v.finding),
                    v.finding,
                    v.contact.campaign_id,
                    v.contact.unit_id,
                    reverse("campaign:contact", args=[v.contact_id]),
                ),
            )
            for v in Visit.objects.filter(pk__in=ids).select_related("contact")
        )
    elif kind is Followable.GAP:
        found = (
            (
                g.pk,
                Source(
                    _line(g.words), g.words, g.finding.pilot.campaign_id, g.unit_id, reverse("campaign:pilot")
                ),
            )
            for g in Gap.objects.filter(pk__in=ids).select_related("finding__pilot")
        )
    else:
        found = (
            (
                o.pk,
                Source(
                    _line(o.text),
                    o.text,
                    o.visit.campaign_id,
                    o.unit_id,
                    reverse("campaign:guidance"),
                    due_on=o.due_on,
                ),
            )
            for o in GuidanceOpinion.objects.filter(pk__in=ids).select_related("visit")
        )
    return dict(found)


def followed(
    kind: Followable, ids: Sequence[int], *, by: Person | None = None, at: datetime | None = None
) -> Mapping[int, Followed]:
    """What became of things upstairs, with addresses that ``by`` may open; empty where no upper room follows them."""
    follower = followers.get(kind)
    return follower(ids, by=by, at=at) if follower is not None and ids else {}


def results_of(
    groups: Mapping[str, Sequence[int]], campaign: Campaign, *, by: Person, at: datetime
) -> Mapping[str, Results]:
    """By name of a group of tasks, its matters closed of all as far as ``by`` sees them. Empty without a ledger."""
    count = results.get("tasks")
    return count(by, at, campaign.pk, groups) if count is not None and groups else {}
