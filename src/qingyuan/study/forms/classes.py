"""Shape of a class, its members, and a survey."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.study.kinds import CHOICE_WORDS, FEEDBACK, HURDLES, Survey, SurveyChoice


class ClassForm(forms.Form):
    """A class."""

    title = forms.CharField(label=_("名称"), max_length=80)
    starts_on = forms.DateField(label=_("开始日期"))
    ends_on = forms.DateField(label=_("结束日期"))


class EnrolForm(forms.Form):
    """Who takes part."""

    people = forms.CharField(
        label=_("学员警号"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("每行一个警号，可以从表里整列粘贴"),
    )

    def numbers(self) -> list[str]:
        """The police numbers as they were typed."""
        return str(self.cleaned_data["people"]).replace(",", " ").replace("，", " ").split()


class SurveyForm(forms.Form):
    """One press or two, and nobody knows whose."""

    hurdle = forms.TypedChoiceField(
        label=_("写材料，主要困难是"),
        coerce=SurveyChoice,
        choices=[(one.value, CHOICE_WORDS[one]) for one in HURDLES],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, survey: Survey, **given: Any) -> None:
        super().__init__(data, **given)
        if survey is Survey.AFTER:
            self.fields["feedback"] = forms.TypedChoiceField(
                label=_("这次培训有没有用"),
                coerce=SurveyChoice,
                choices=[(one.value, CHOICE_WORDS[one]) for one in FEEDBACK],
                widget=forms.RadioSelect,
            )
