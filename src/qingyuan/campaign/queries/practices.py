"""What worked in one unit and others can copy: demonstration points and lessons of the pilot, as they stand."""

from dataclasses import dataclass
from datetime import date

from qingyuan.campaign.kinds import PracticeKind
from qingyuan.campaign.models import Campaign, PilotFinding
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Unit


@dataclass(frozen=True)
class Practice:
    """A practice card: what worked, and what shows it. ``leader_id``: whose contact point it is."""

    kind: PracticeKind
    pk: int
    unit: Unit
    result: str
    evidence: str
    on: date
    leader_id: int | None = None

    @property
    def key(self) -> str:
        """The same for the same practice for ever, as ``point-12``."""
        return f"{self.kind.value}-{self.pk}"


def practices(campaign: Campaign) -> list[Practice]:
    """All of a campaign, in the order of the units. Two queries."""
    points = campaign.contact_points.filter(shown_on__isnull=False).select_related("unit")
    lessons = PilotFinding.objects.filter(pilot__campaign=campaign).select_related("pilot__unit")
    found = [
        Practice(
            PracticeKind.POINT,
            point.pk,
            point.unit,
            point.shown_reason,
            point.shown_evidence,
            point.shown_on,
            point.leader_id,
        )
        for point in points
        if point.shown_on is not None
    ]
    found += [
        Practice(
            PracticeKind.LESSON,
            lesson.pk,
            lesson.pilot.unit,
            lesson.measure,
            lesson.finding,
            local_day(lesson.recorded_at),
        )
        for lesson in lessons
    ]
    return sorted(found, key=lambda one: (one.unit.path, one.key))
