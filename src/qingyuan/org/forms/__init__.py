"""Shape and cleaning of input."""

from qingyuan.org.forms.accounts import (
    CodeForm,
    OpenAccountForm,
    PasswordForm,
    SecondFactorRolesForm,
    SignInForm,
)
from qingyuan.org.forms.duty import DutyForm, DutyListForm, DutyWeekForm
from qingyuan.org.forms.people import (
    AppointForm,
    BranchForm,
    ChangePersonForm,
    FindForm,
    PersonForm,
    RosterForm,
    TransferForm,
)
from qingyuan.org.forms.settings import SettingsForm
from qingyuan.org.forms.units import DayForm, MoveForm, RenameForm, UnitForm

__all__ = [
    "AppointForm",
    "BranchForm",
    "ChangePersonForm",
    "CodeForm",
    "DayForm",
    "DutyForm",
    "DutyListForm",
    "DutyWeekForm",
    "FindForm",
    "MoveForm",
    "OpenAccountForm",
    "PasswordForm",
    "PersonForm",
    "RenameForm",
    "RosterForm",
    "SecondFactorRolesForm",
    "SettingsForm",
    "SignInForm",
    "TransferForm",
    "UnitForm",
]
