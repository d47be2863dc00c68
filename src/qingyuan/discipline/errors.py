"""Anticipated failures of the room, each with words for the person."""

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import _


class CannotRegister(Refused):
    """A lead cannot be put on the ledger like this."""


class CannotHandle(Refused):
    """The act does not fit where the lead stands, or who acts."""


class CannotChangeClock(Refused):
    """A clock cannot be changed like this."""


class CannotDecide(Refused):
    """A handling cannot be proposed, heard, decided or appealed against like this."""


class CannotRecord(Refused):
    """An interference record, a nil return or an answer to an alert cannot be written like this."""


class CannotAnswer(Refused):
    """A self-examination cannot be answered, or a self-report told, like this."""


class CannotHold(Refused):
    """A policy, a window, a category or a round of declarations cannot be set up like this."""


class CannotBook(Refused):
    """A talk cannot be booked or closed like this."""


class CannotCheck(Refused):
    """A piece of a spot check cannot be answered like this."""


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


__all__ = ["Forbidden", "Missing", "Reason"]
