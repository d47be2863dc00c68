"""Everything the overview of a campaign says, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from qingyuan.campaign import policy
from qingyuan.campaign.kinds import Duty, MemberRole
from qingyuan.campaign.models import Campaign, Clause, GroupMember, Responsibility, Task, TaskUnit
from qingyuan.campaign.models.people import held_on
from qingyuan.campaign.queries.frame import DeploymentFigures, UnitDeployment, figures_of
from qingyuan.campaign.queries.people import ContactFigures, contact_figures
from qingyuan.campaign.queries.plan import clauses_in_force
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, scope


@dataclass(frozen=True)
class Overview:
    """``lacking`` clauses of ``clauses`` have no task; ``without_first`` units have no first responsible person.

    ``own``: the deployment of the person's own units that still has to be reported.
    """

    deployment: DeploymentFigures
    contacts: ContactFigures
    leaders: tuple[GroupMember, ...]
    clauses: int
    lacking: int
    adrift: int
    tasks: int
    shares: int
    shares_done: int
    without_first: int
    units: int
    own: tuple[UnitDeployment, ...]


def overview_of(campaign: Campaign, by: Person, at: datetime, lines: Iterable[UnitDeployment]) -> Overview:
    """The figures of the overview; ``lines``, the tracker, is already loaded."""
    lines = list(lines)
    on = local_day(at)
    clauses: list[Clause] = list(clauses_in_force(campaign))
    tasks = list(Task.objects.filter(campaign=campaign).values_list("clause", flat=True))
    in_force = {clause.pk for clause in clauses}
    by_version: dict[int, list[policy.ClauseLine]] = {}
    for clause in clauses:
        by_version.setdefault(clause.version_id, []).append(clause.line)
    shares = TaskUnit.objects.filter(task__campaign=campaign).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False))
    )
    firsts = Responsibility.objects.filter(held_on(on), campaign=campaign, kind=Duty.FIRST)
    with_first = set(firsts.values_list("unit", flat=True))
    sitting = GroupMember.objects.filter(
        held_on(on), group__campaign=campaign, group__unit=campaign.unit_id, section__isnull=True
    )
    lead = sitting.filter(role__in=[MemberRole.HEAD, MemberRole.DEPUTY]).select_related("person")
    reporting = campaign.deployments.filter(scope(by, "campaign.report_deployment", at=at))
    mine = set(reporting.filter(deployed_on__isnull=True).values_list("pk", flat=True))
    return Overview(
        deployment=figures_of(campaign, lines),
        contacts=contact_figures(campaign, at),
        leaders=tuple(sorted(lead, key=lambda m: (m.role != MemberRole.HEAD, m.from_on, m.pk))),
        clauses=len(clauses),
        lacking=sum(len(policy.uncovered(part, set(tasks))) for part in by_version.values()),
        adrift=sum(pk not in in_force for pk in tasks),
        tasks=len(tasks),
        shares=shares["all"],
        shares_done=shares["done"],
        without_first=sum(line.unit.pk not in with_first for line in lines),
        units=len(lines),
        own=tuple(line for line in lines if line.pk in mine),
    )
