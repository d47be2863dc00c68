"""Tables of the room: forms and what was answered, the meter, the list of burdens."""

from qingyuan.burden.models.forms import (
    LEVEL_WORDS,
    Ask,
    Carried,
    Ceiling,
    Field,
    FormRequest,
    Passport,
    PassportField,
    Value,
)
from qingyuan.burden.models.listed import BurdenItem, Survey
from qingyuan.burden.models.meter import CapChange, Claim, Share, Spent, Use, Week
from qingyuan.burden.models.own import OwnRefusal, OwnSeen

__all__ = [
    "LEVEL_WORDS",
    "Ask",
    "BurdenItem",
    "CapChange",
    "Carried",
    "Ceiling",
    "Claim",
    "Field",
    "FormRequest",
    "OwnRefusal",
    "OwnSeen",
    "Passport",
    "PassportField",
    "Share",
    "Spent",
    "Survey",
    "Use",
    "Value",
    "Week",
]
