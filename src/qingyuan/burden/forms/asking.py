"""Shape of what is sent, filled, capped and said."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.burden.forms.register import DayField
from qingyuan.burden.kinds import OUTCOME_WORDS, SIGN_WORDS, Outcome, Sign
from qingyuan.burden.models import Passport
from qingyuan.burden.queries.requests import Line
from qingyuan.kit.words import choices
from qingyuan.org.api import Unit


class SendForm(forms.Form):
    """A form to send, to whom, by when."""

    passport = forms.ModelChoiceField(
        label=_("表单"), queryset=Passport.objects.none(), empty_label=_("请选择"),
        help_text=_("只列有效期内的表单；没有登记的不能下发"),
    )  # fmt: skip
    unit = forms.ModelChoiceField(label=_("发出单位"), queryset=Unit.objects.none(), empty_label=None)
    due_on = DayField(label=_("填报期限"))
    words = forms.CharField(label=_("说明"), max_length=200, required=False)
    units = forms.ModelMultipleChoiceField(
        label=_("要填的单位"),
        queryset=Unit.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class PostponeForm(forms.Form):
    due_on = DayField(label=_("新的填报期限"))


class MergeForm(forms.Form):
    """Which form is filled in the same sitting."""

    passport = forms.ModelChoiceField(
        label=_("并入的表单"), queryset=Passport.objects.none(), empty_label=_("请选择")
    )


class FillForm(forms.Form):
    """The fields of a request, with what is known of them."""

    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *given: Any, lines: Sequence[Line], **more: Any) -> None:
        super().__init__(*given, **more)
        for line in lines:
            self.fields[f"f{line.field.pk}"] = forms.CharField(
                label=str(line.field),
                initial=line.brought,
                max_length=300,
                required=False,
                help_text=_("已带出，核对即可（来源：%(source)s）") % {"source": line.field.source}
                if line.brought
                else "",
            )

    def values(self) -> dict[int, str]:
        """What was answered, by field."""
        return {int(name[1:]): words for name, words in self.cleaned_data.items() if name != "opened"}


class CapForm(forms.Form):
    """A new value of a cap."""

    value = forms.IntegerField(label=_("新的上限"), min_value=0, max_value=99999)
    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        required=False,
        help_text=_("提高上限必填，随签名保存；降低上限可以不写"),
    )


class SayForm(forms.Form):
    """What weighs on somebody."""

    sign = forms.TypedChoiceField(label=_("哪一类负担"), coerce=Sign, choices=choices(SIGN_WORDS))
    words = forms.CharField(
        label=_("具体情况"), widget=forms.Textarea, max_length=500,
        help_text=_("什么事、多久一次、为什么觉得没有必要；一两句就行，不写他人姓名。答复时内容和答复一起公开"),
    )  # fmt: skip
    page = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)


class HandOverForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("责任单位"), queryset=Unit.objects.filter(depth__lte=2).order_by("path"), empty_label=None
    )


class AnswerForm(forms.Form):
    """What was done about a burden."""

    outcome = forms.TypedChoiceField(label=_("处理结果"), coerce=Outcome, choices=choices(OUTCOME_WORDS))
    words = forms.CharField(
        label=_("答复"), widget=forms.Textarea, max_length=500, help_text=_("全局都能看到；不写提意见的人")
    )


class SurveyForm(forms.Form):
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2999)
    opens_on = DayField(label=_("开始日期"))
    closes_on = DayField(label=_("截止日期"))
