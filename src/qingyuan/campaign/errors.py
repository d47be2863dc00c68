"""What can go wrong in a campaign, in words and with every reason at once."""

from qingyuan.kit.errors import Forbidden, Missing, Refused


class CannotSetUp(Refused):
    """A campaign or one of its stages cannot be set up or changed like this."""


class CannotCloseStage(Refused):
    """The gate stays shut: the reasons are the conditions that are neither met nor waived with a signature."""


class CannotWaive(Refused):
    """A waiver cannot be asked for or signed by this person, or not now."""


class CannotChangePlan(Refused):
    """A plan version, clause or task cannot be issued or changed like this."""


class CannotAssign(Refused):
    """A responsibility, membership or contact point cannot be given like this."""


class CannotRecord(Refused):
    """A meeting, visit, report or opinion cannot be recorded like this."""


__all__ = [
    "CannotAssign",
    "CannotChangePlan",
    "CannotCloseStage",
    "CannotRecord",
    "CannotSetUp",
    "CannotWaive",
    "Forbidden",
    "Missing",
]
