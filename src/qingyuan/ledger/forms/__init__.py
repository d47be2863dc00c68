"""Shape and cleaning of input."""

from qingyuan.ledger.forms.acts import (
    AnswerForm,
    CloseForm,
    ExtendForm,
    FixForm,
    ManyForm,
    MatterForm,
    MilestoneForm,
    ProgressForm,
    ReassignForm,
    RecheckForm,
    ReopenForm,
    ReturnForm,
    SubmitForm,
    VoidForm,
)
from qingyuan.ledger.forms.evidence import EvidenceForm
from qingyuan.ledger.forms.figures import CategoryForm, CausesForm, CommonForm, LateForm, ThemeForm
from qingyuan.ledger.forms.hot import HotClockForm, HotForm, RespondForm
from qingyuan.ledger.forms.listing import FilterForm
from qingyuan.ledger.forms.places import PeopleField, PersonField, UnitField
from qingyuan.ledger.forms.registering import RegisterForm

# Other files of the room add their forms below their own comment line.

__all__ = [
    "AnswerForm",
    "CategoryForm",
    "CausesForm",
    "CloseForm",
    "CommonForm",
    "EvidenceForm",
    "ExtendForm",
    "FilterForm",
    "FixForm",
    "HotClockForm",
    "HotForm",
    "LateForm",
    "ManyForm",
    "MatterForm",
    "MilestoneForm",
    "PeopleField",
    "PersonField",
    "ProgressForm",
    "ReassignForm",
    "RecheckForm",
    "RegisterForm",
    "ReopenForm",
    "RespondForm",
    "ReturnForm",
    "SubmitForm",
    "ThemeForm",
    "UnitField",
    "VoidForm",
]
