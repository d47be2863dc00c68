"""What can go wrong with the record, in words."""

from qingyuan.kit.errors import Reason, Refused
from qingyuan.kit.words import _


class RecordBroken(Refused):
    """The record in the database is not the one that was last signed: nothing more is written to it."""


BROKEN = Reason(
    "record_broken",
    _("操作记录与最后一次签名不符，可能被改动，已停止写入。请联系审计管理员核验（qingyuan trail verify）"),
)
