"""Anticipated failures of the room, each with words for the person."""

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import _


class CannotMake(Refused):
    """A check list, one of its items or its units cannot be written like this."""


class CannotSend(Refused):
    """A check list cannot be submitted, approved, returned withdrawn or closed like this."""


class CannotAnswer(Refused):
    """An item cannot be answered, or an answer not be corrected, like this."""


class CannotChangeTopic(Refused):
    """A topic cannot be kept like this."""


class CannotExport(Refused):
    """The answers do not fit into a file."""


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


__all__ = ["Forbidden", "Missing", "Reason"]
