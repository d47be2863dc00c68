"""What the lessons of a pilot changed in the whole city: the task that carries each, and how far it has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from qingyuan.campaign.kinds import Followable
from qingyuan.campaign.models import Campaign, Task, TaskUnit
from qingyuan.campaign.queries.followed import followed
from qingyuan.campaign.queries.plan import tasks_seen
from qingyuan.org.api import Person


@dataclass(frozen=True)
class Measure:
    """A task that carries a lesson to the city: ``done`` of ``units`` have reported it or had it signed off."""

    task: Task
    done: int
    units: int


def measures(by: Person, at: datetime, campaign: Campaign, ids: Collection[int]) -> dict[int, Measure]:
    """By id, the tasks in sight with the units that have done them. Three queries at most, none without a task.

    Where the ledger follows a share, its matter says whether it is done; else the unit's own report does.
    """
    if not ids:
        return {}
    tasks = {task.pk: task for task in tasks_seen(by, at, campaign).filter(pk__in=ids)}
    shares = list(TaskUnit.objects.filter(task__in=tasks).only("task_id", "done_at"))
    became = followed(Followable.TASK, [share.pk for share in shares])
    found = {}
    for pk, task in tasks.items():
        own = [share for share in shares if share.task_id == pk]
        done = sum(
            became[share.pk].done if share.pk in became else share.done_at is not None for share in own
        )
        found[pk] = Measure(task, done, len(own))
    return found
