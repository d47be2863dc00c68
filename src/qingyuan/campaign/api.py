"""The door of the campaign. ``rules`` holds its verbs by subject (``rules.frame.create_campaign``)."""

from qingyuan.campaign import kinds, rules
from qingyuan.campaign.models import Campaign, Task
from qingyuan.campaign.policy import split_clauses
from qingyuan.campaign.queries.followed import sources
from qingyuan.campaign.queries.frame import current_campaign, deployment_figures, timeline, units_of
from qingyuan.campaign.queries.people import contact_figures, portfolio_leader
from qingyuan.campaign.queries.plan import tasks_seen
from qingyuan.campaign.queries.practices import practices
from qingyuan.campaign.shelves import Followed, GateFigure, Results, followers, gate_figures, results

__all__ = [
    "Campaign",
    "Followed",
    "GateFigure",
    "Results",
    "Task",
    "contact_figures",
    "current_campaign",
    "deployment_figures",
    "followers",
    "gate_figures",
    "kinds",
    "portfolio_leader",
    "practices",
    "results",
    "rules",
    "sources",
    "split_clauses",
    "tasks_seen",
    "timeline",
    "units_of",
]
