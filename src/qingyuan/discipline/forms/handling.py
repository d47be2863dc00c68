"""Forms about people: a measure, the defence, the decision, an appeal and its answer, a name cleared."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.forms.fields import DayField, PersonChoice, UnitChoice, long_text
from qingyuan.discipline.kinds import (
    APPEAL_WORDS,
    FORM_WORDS,
    MEASURES_WORDS,
    REACH_WORDS,
    AppealAnswer,
    Measures,
    Reach,
)
from qingyuan.discipline.policy.handling import BY_FORM
from qingyuan.kit.words import choices

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
