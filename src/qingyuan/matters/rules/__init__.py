"""The verbs of the spine: open, fix, work, submit, return, close, reopen. The only code that writes matters."""

from qingyuan.matters.rules.categories import change_category
from qingyuan.matters.rules.closing import (
    against_closing,
    close_matter,
    recheck_matter,
    reopen_matter,
    return_matter,
    void_matter,
)
from qingyuan.matters.rules.fixing import Plan, fix_many, fix_matter, reassign_matter
from qingyuan.matters.rules.following import recount
from qingyuan.matters.rules.grouping import make_common
from qingyuan.matters.rules.hot import change_hot_clock, mark_hot, respond
from qingyuan.matters.rules.opening import (
    Draft,
    fingerprint,
    open_many,
    open_matter,
    put_on_ledger,
    take_back,
)
from qingyuan.matters.rules.reminding import mark_read, send_reminders
from qingyuan.matters.rules.themes import change_theme
from qingyuan.matters.rules.working import (
    Statement,
    answer_extension,
    ask_extension,
    keep_evidence,
    meet_milestone,
    note_progress,
    remove_evidence,
    submit_matter,
)

__all__ = [
    "Draft",
    "Plan",
    "Statement",
    "against_closing",
    "answer_extension",
    "ask_extension",
    "change_category",
    "change_hot_clock",
    "change_theme",
    "close_matter",
    "fingerprint",
    "fix_many",
    "fix_matter",
    "keep_evidence",
    "make_common",
    "mark_hot",
    "mark_read",
    "meet_milestone",
    "note_progress",
    "open_many",
    "open_matter",
    "put_on_ledger",
    "reassign_matter",
    "recheck_matter",
    "recount",
    "remove_evidence",
    "reopen_matter",
    "respond",
    "return_matter",
    "send_reminders",
    "submit_matter",
    "take_back",
    "void_matter",
]
