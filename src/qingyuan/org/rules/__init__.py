"""Verbs of the organisation: units, people, posts, roles, duty rosters, accounts, sign-in, the founding of a bureau."""

from qingyuan.org.policy import DutyLine, RosterLine
from qingyuan.org.rules.accounts import (
    Opened,
    change_password,
    check_second_factor,
    choose_language,
    close_account,
    confirm_second_factor,
    enrol_second_factor,
    open_account,
    recover_account,
    reset_password,
    reset_second_factor,
    unlock_account,
)
from qingyuan.org.rules.bureau import (
    change_setting,
    forget_working_day,
    require_second_factor,
    set_working_day,
)
from qingyuan.org.rules.duty import (
    DutyTaken,
    add_duty,
    drop_duty_list,
    import_duty,
    keep_duty_list,
    remove_duty,
)
from qingyuan.org.rules.founding import Founded, Founder, found_bureau
from qingyuan.org.rules.people import add_branch, add_outsider, add_person, change_person, transfer
from qingyuan.org.rules.roles import appoint, dismiss, is_administrator
from qingyuan.org.rules.roster import (
    DRAFT_BYTES,
    Enrolled,
    drop_old_drafts,
    drop_roster,
    enrol,
    keep_roster,
    too_large,
)
from qingyuan.org.rules.sessions import note_failure, note_lock, note_sign_in, note_sign_out
from qingyuan.org.rules.units import add_unit, move_unit, rename_unit

__all__ = [
    "DRAFT_BYTES",
    "DutyLine",
    "DutyTaken",
    "Enrolled",
    "Founded",
    "Founder",
    "Opened",
    "RosterLine",
    "add_branch",
    "add_duty",
    "add_outsider",
    "add_person",
    "add_unit",
    "appoint",
    "change_password",
    "change_person",
    "change_setting",
    "check_second_factor",
    "choose_language",
    "close_account",
    "confirm_second_factor",
    "dismiss",
    "drop_duty_list",
    "drop_old_drafts",
    "drop_roster",
    "enrol",
    "enrol_second_factor",
    "forget_working_day",
    "found_bureau",
    "import_duty",
    "is_administrator",
    "keep_duty_list",
    "keep_roster",
    "move_unit",
    "note_failure",
    "note_lock",
    "note_sign_in",
    "note_sign_out",
    "open_account",
    "recover_account",
    "remove_duty",
    "rename_unit",
    "require_second_factor",
    "reset_password",
    "reset_second_factor",
    "set_working_day",
    "too_large",
    "transfer",
    "unlock_account",
]
