"""Anticipated refusals of the room, in the words of the one who is refused."""

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import _


class CannotReport(Refused):
    """A report, a message or a file was not taken: every reason, and nothing was kept."""


class CannotHandle(Refused):
    """A report cannot be accepted, declined, answered or re-sealed like this."""


class CannotKeepKey(Refused):
    """A desk, a holder or a key cannot be made or changed like this."""


class CannotOpenVault(Refused):
    """The reporter's identity is not opened like this."""


MISSING = Reason("missing", _("没有找到，或者不在您的权限范围内"))
WRONG_FACTS = Reason("facts", _("与举报时承诺的内容不符，不能增加阅读人"))
INCOMPLETE = Reason("incomplete", _("请先选择"))
NO_CODE = Reason("no_code", _("没有找到这个查询码对应的举报，请核对后再试"), "code")


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(MISSING)


__all__ = [
    "CannotHandle",
    "CannotKeepKey",
    "CannotOpenVault",
    "CannotReport",
    "Forbidden",
    "Missing",
    "missing",
]
