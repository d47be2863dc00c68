"""Anticipated failures of the room, each with words for the person."""

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import _


class CannotChangeCurriculum(Refused):
    """A part of the curriculum cannot be kept like this."""


class CannotPlan(Refused):
    """A rule of recurrence, a weekly plan or one of its lines cannot be kept like this."""


class CannotRecord(Refused):
    """A session cannot be recorded, cancelled, signed into or made up like this."""


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


class CannotKeepEvent(Refused):
    """An event cannot be planned, recorded, called off or joined like this."""


class CannotEnter(Refused):
    """A quiz cannot be entered, or its prizes given, like this."""


class CannotKeepBase(Refused):
    """An education base cannot be kept like this."""


class CannotPost(Refused):
    """A column post cannot be kept like this."""


class CannotKeepLife(Refused):
    """A date of party life, or its rule, cannot be kept like this."""


class CannotPlace(Refused):
    """A cycle of rotation training cannot be planned like this."""


class CannotSwitch(Refused):
    """Special-duty mode cannot be switched like this."""


__all__ = ["Forbidden", "Missing", "Reason"]
