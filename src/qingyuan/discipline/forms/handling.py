"""Forms about people: a measure, the defence, the decision, an appeal and its answer, a name cleared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.forms.fields import DayField, PersonChoice, UnitChoice, long_text, numbered
from qingyuan.discipline.kinds import (
    APPEAL_WORDS,
    FORM_WORDS,
    MEASURES_WORDS,
    REACH_WORDS,
    AppealAnswer,
    Measures,
    Reach,
)
from qingyuan.discipline.policy.handling import ADJUSTMENTS, BY_FORM
from qingyuan.kit.words import choices
from qingyuan.org.api import Person

BY_FORMS = [
    (FORM_WORDS[form], [(one.value, MEASURES_WORDS[one]) for one in measures])
    for form, measures in BY_FORM.items()
]


class HandlingForm(forms.Form):
    person = PersonChoice(label=_("处理对象"))
    measure = forms.TypedChoiceField(label=_("处理方式"), coerce=Measures, choices=BY_FORMS)
    basis = forms.CharField(
        label=_("依据"),
        max_length=200,
        help_text=_("写到条款"),
    )
    facts = long_text(_("违纪违法事实"))


class AdjustForm(forms.Form):
    """An organisational adjustment for a problem on the ledger."""

    number = forms.CharField(label=_("台账编号"), max_length=40)
    person_no = forms.CharField(label=_("警号"), max_length=16)
    measure = forms.TypedChoiceField(
        label=_("处理方式"),
        coerce=Measures,
        choices=[(one.value, MEASURES_WORDS[one]) for one in Measures if one in ADJUSTMENTS],
    )
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("写到条款"))
    facts = long_text(_("违纪违法事实"))

    def clean_person_no(self) -> Person:
        return numbered(str(self.cleaned_data["person_no"]))


class ReleaseForm(forms.Form):
    on = DayField(label=_("解除日期"))


class FalseReportForm(forms.Form):
    words = long_text(
        _("认定依据"),
        help_text=_("写明捏造的事实和诬告的证据；不写举报人的姓名和身份。错告、检举失实的只作澄清"),
    )


class HearForm(forms.Form):
    on = DayField(label=_("听取日期"))
    words = long_text(_("陈述申辩"), limit=2000, help_text=_("没有意见的写“没有意见”"))


class DecisionForm(forms.Form):
    decided_on = DayField(label=_("决定日期"))


class AppealForm(forms.Form):
    words = long_text(_("申诉或说明"), limit=2000)


def _measure(value: str) -> Measures | None:
    return Measures(value) if value else None


class AnswerAppealForm(forms.Form):
    answer = forms.TypedChoiceField(
        label=_("答复"), coerce=AppealAnswer, choices=choices(APPEAL_WORDS), widget=forms.RadioSelect
    )
    measure = forms.TypedChoiceField(
        label=_("改变为"), coerce=_measure, empty_value=None, required=False,
        choices=[("", _("（减轻时必填）")), *BY_FORMS],
    )  # fmt: skip
    words = long_text(_("复核情况和理由"))


class ClearForm(forms.Form):
    """Whose name is cleared, before whom, and with what words."""

    person = PersonChoice(label=_("澄清对象（个人）"), required=False)
    unit = UnitChoice(label=_("澄清对象（单位）"), required=False)
    reach = forms.TypedChoiceField(
        label=_("澄清范围"),
        coerce=Reach,
        choices=choices(REACH_WORDS),
        help_text=_("公开范围由本人同意后确定"),
    )
    told = long_text(_("澄清内容"), help_text=_("不写举报人，也不写能推知举报人的情节"))
