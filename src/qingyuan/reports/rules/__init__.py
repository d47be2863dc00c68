"""The verbs of the room: take reports, messages and files; handle them; keep desks and keys; open a vault by two."""

from qingyuan.reports.rules.desks import (
    agree_to_holder,
    close_desk,
    end_holder,
    keep_shares,
    make_key,
    open_desk,
    propose_holder,
)
from qingyuan.reports.rules.handling import decline, open_report, reply, reseal, take_up, tell_result
from qingyuan.reports.rules.intake import accept_report, attach, forget_spent, give_name, rate, say
from qingyuan.reports.rules.plain import attach_plain, say_plain, take_plain
from qingyuan.reports.rules.vault import agree_to_identity, ask_identity, take_identity

__all__ = [
    "accept_report",
    "agree_to_holder",
    "agree_to_identity",
    "ask_identity",
    "attach",
    "attach_plain",
    "close_desk",
    "decline",
    "end_holder",
    "forget_spent",
    "give_name",
    "keep_shares",
    "make_key",
    "open_desk",
    "open_report",
    "propose_holder",
    "rate",
    "reply",
    "reseal",
    "say",
    "say_plain",
    "take_identity",
    "take_plain",
    "take_up",
    "tell_result",
]
