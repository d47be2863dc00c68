"""The verbs of a campaign, by subject: its frame, its gates, its plan, its people, its registers."""

from qingyuan.campaign.rules import contacts, frame, gates, people, plans, registers

__all__ = ["contacts", "frame", "gates", "people", "plans", "registers"]
