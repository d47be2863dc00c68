"""Work on a schedule and in the background: find what is due, then call one rule each."""

from datetime import datetime, timedelta

from django.db.models import Q
from django_tasks import task

from qingyuan.kit.clock import local_day
from qingyuan.study.models import EssayCall
from qingyuan.study.queries import essay_index
from qingyuan.study.queries import essays as queries
from qingyuan.study.rules import essays as rules

A_DAY = timedelta(days=1)


def tend_essays(at: datetime) -> int:
    """Delete drafts of stages that are over, count once a day, let go of what an ended campaign leaves."""
    done = 0
    today = local_day(at)
    left = EssayCall.objects.filter(emptied_at__isnull=True).select_related("stage", "campaign__unit")
    for call in left.filter(made_at__lte=at):
        open_now = queries.is_open(call, today)
        if not open_now:
            done += rules.drop_drafts(call_id=call.pk, at=at)
        if call.campaign.ended_at is not None:
            done += rules.let_go(call_id=call.pk, at=at)
        elif call.counted_at is None or (_fresh(call) and call.counted_at + A_DAY <= at):
            done += rules.count(call_id=call.pk, at=at)
    return done


def _fresh(call: EssayCall) -> bool:
    """Whether something has happened since the last count."""
    since = call.counted_at
    moved = Q(submitted_at__gt=since) | Q(draft__at__gt=since)
    return call.essays.filter(moved).exists()


@task()
def prepare_collections(campaign_id: int) -> None:
    """Make the collections that essays are compared with, where that takes longer than a page may."""
    essay_index.prepare(campaign_id)
