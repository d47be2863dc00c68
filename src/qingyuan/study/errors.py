"""Anticipated failures of the room, each with words for the person."""

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import _


class CannotChangeCurriculum(Refused):
    """A part of the curriculum cannot be kept like this."""


class CannotAskForEssay(Refused):
    """An essay cannot be asked for like this."""


class CannotKeepDraft(Refused):
    """A draft cannot be kept or looked at."""


class CannotHandIn(Refused):
    """An essay cannot be handed in, or taken back."""


class CannotSignEssay(Refused):
    """An essay cannot be signed as read, or returned."""


class CannotKeepSource(Refused):
    """A text cannot be put into the library, or taken out."""


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


__all__ = ["Forbidden", "Missing", "Reason"]
