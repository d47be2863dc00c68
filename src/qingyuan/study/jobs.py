"""Work on a schedule and in the background: find what is due, then call one rule each.

What asks the engine is done by the worker for long tasks: the process that keeps the clock never loads it.
"""

from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks import task

from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.study.models import EssayCall
from qingyuan.study.queries import essay_index
from qingyuan.study.queries import essays as queries
from qingyuan.study.rules import essays as rules

A_DAY = timedelta(days=1)


def tend_essays(at: datetime) -> int:
    """Delete drafts of stages that are over, and have the worker do what is due."""
    done = 0
    left = EssayCall.objects.filter(emptied_at__isnull=True, made_at__lte=at)
    for call in left.select_related("stage", "campaign__unit"):
        if not queries.is_open(call, local_day(at)):
            done += rules.drop_drafts(call_id=call.pk, at=at)
        elif not essay_index.is_near(call.campaign_id):
            prepare_collections.enqueue(call.campaign_id)
        if call.campaign.ended_at is not None or _count_is_due(call, at):
            count_essays.enqueue(call.pk)
    return done


def _count_is_due(call: EssayCall, at: datetime) -> bool:
    """Once a day, if something has happened since the last count."""
    since = call.counted_at
    if since is None:
        return True
    moved = Q(submitted_at__gt=since) | Q(draft__at__gt=since)
    return since + A_DAY <= at and call.essays.filter(moved).exists()


@task()
def prepare_collections(campaign_id: int) -> None:
    """Make the collections that essays are compared with, where that takes longer than a page may."""
    essay_index.prepare(campaign_id)


@task()
def count_essays(call_id: int) -> None:
    """Count a call; or for the last time, and let go of it. Does nothing the second time."""
    at = clock.now()
    call = EssayCall.objects.select_related("campaign").get(pk=call_id)
    if call.campaign.ended_at is not None:
        rules.let_go(call_id=call_id, at=at)
    elif _count_is_due(call, at):
        rules.count(call_id=call_id, at=at)
