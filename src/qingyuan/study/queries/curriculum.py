"""The tree of a campaign's curriculum, and who may see it."""

from dataclasses import dataclass
from datetime import datetime

from qingyuan.campaign.api import Campaign, current_campaign
from qingyuan.org.api import Person
from qingyuan.study.kinds import NodeKind
from qingyuan.study.models import Node
from qingyuan.study.policy import curriculum


@dataclass(frozen=True)
class Part:
    """A part at the top with what stands below it."""

    node: Node
    below: tuple[Node, ...]


def campaign_of(by: Person, *, at: datetime, chosen: str = "") -> Campaign | None:
    """The campaign whose study a person sees: the one that runs, of those in sight."""
    return current_campaign(by, at, chosen=chosen)


def tree(campaign: Campaign) -> list[Part]:
    """The whole tree in its order. One query."""
    rows = list(Node.objects.filter(campaign=campaign).select_related("education"))
    return [
        Part(top, tuple(one for one in rows if one.above_id == top.pk))
        for top in rows
        if top.above_id is None
    ]


def pattern(parts: list[Part]) -> str:
    """The pattern of the active parts as it is said, as 1+3+1+3."""
    return curriculum.written(NodeKind(part.node.kind) for part in parts if part.node.active)
