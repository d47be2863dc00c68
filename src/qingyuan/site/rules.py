"""The one thing the house itself writes: background work whose worker died is put back into the queue."""

from django.db import transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult


@transaction.atomic
def requeue_lost_tasks() -> int:
    """Put work back that was running when its worker was killed. Called before a worker starts; every task may
    run twice. Returns how many there were."""
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )
