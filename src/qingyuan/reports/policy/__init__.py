"""Decisions of the room: who may read, what is due when, what a sealed thing must look like, who opens a vault."""

from qingyuan.reports.policy import clocks, routing, sealing

__all__ = ["clocks", "routing", "sealing"]
