"""Anticipated failures of the room, each with words for the person."""

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import _


class CannotMake(Refused):
    """A passport or one of its fields cannot be written like this."""


class CannotApprove(Refused):
    """A passport cannot be submitted, approved, returned, prolonged or switched off like this."""


class CannotSend(Refused):
    """A form cannot be sent, merged, postponed or cancelled like this."""


class OverCap(CannotSend):
    """A unit has been asked as much as may be asked of it."""


class CannotFill(Refused):
    """A form cannot be filled or refused like this."""


class CannotSpend(Refused):
    """Minutes cannot be counted like this."""


class CannotChangeCap(Refused):
    """A cap cannot be set like this."""


class CannotSay(Refused):
    """A burden cannot be named, given to somebody or answered like this."""


class CannotExport(Refused):
    """The register does not fit into a file."""


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


__all__ = ["Forbidden", "Missing", "Reason"]
