"""Shape of passports and of their fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.burden.kinds import FILLER_WORDS, FREQUENCY_WORDS, RETIRED_WORDS, Filler, Frequency, Retired
from qingyuan.burden.models import LEVEL_WORDS, Field, Passport
from qingyuan.kit.words import choices
from qingyuan.org.api import Level, Unit


class DayField(forms.DateField):
    """A day, asked for with the browser's own input."""

    widget = forms.DateInput


class PassportForm(forms.Form):
    """The head of a passport."""

    name = forms.CharField(label=_("表单名称"), max_length=80)
    number = forms.CharField(label=_("表号"), max_length=30, help_text=_("填表人凭表号核对，如：示公整办001"))
    level = forms.TypedChoiceField(label=_("层级"), coerce=Level, choices=choices(LEVEL_WORDS))
    maker = forms.CharField(
        label=_("制定机关"), max_length=80, required=False, help_text=_("上级下发的表单必填；本局制定的不填")
    )
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("哪份文件第几条要求填这张表"))
    approval = forms.CharField(
        label=_("批准或者备案文号"), max_length=60, required=False, help_text=_("送批前必须填写")
    )
    purpose = forms.CharField(label=_("用途"), max_length=200, help_text=_("数据收上来办什么事；不用的不要"))
    filler = forms.TypedChoiceField(label=_("由谁填"), coerce=Filler, choices=choices(FILLER_WORDS))
    frequency = forms.TypedChoiceField(
        label=_("多久填一次"), coerce=Frequency, choices=choices(FREQUENCY_WORDS)
    )
    minutes = forms.IntegerField(label=_("预计用时（分钟）"), min_value=1, max_value=240)
    valid_until = DayField(label=_("有效期限至"), help_text=_("最长12个月；过期后填表人可以拒绝"))


class MakeForm(PassportForm):
    """A new passport: also of which unit, and whether the form is in use already."""

    unit = forms.ModelChoiceField(label=_("制表单位"), queryset=Unit.objects.none(), empty_label=None)
    existing = forms.BooleanField(
        label=_("存量表单：清理时已经在填的"), required=False, help_text=_("只在存量清理期间可选")
    )
    field_order = ("unit",)


class FieldForm(forms.Form):
    """A field that a form asks for: a known one, or a new one."""

    field = forms.ModelChoiceField(
        label=_("选用已有字段"),
        queryset=Field.objects.filter(active=True).order_by("words"),
        required=False,
        empty_label=_("（写新字段）"),
        help_text=_("系统里已有的由系统带出，填表人只看不填"),
    )
    words = forms.CharField(label=_("新字段名称"), max_length=60, required=False)
    source = forms.CharField(
        label=_("数据来源"), max_length=80, required=False, help_text=_("数据现在在哪里、由谁维护")
    )
    different = forms.CharField(
        label=_("与相近字段的区别"), max_length=200, required=False, help_text=_("系统提示有相近字段时才写")
    )


class KeepFieldForm(forms.Form):
    """A field of the registry."""

    words_en = forms.CharField(label=_("英文名称"), max_length=80, required=False)
    owner = forms.ModelChoiceField(
        label=_("主管单位"), queryset=Unit.objects.filter(depth__lte=2).order_by("path"), required=False,
        empty_label=_("本系统"),
    )  # fmt: skip
    source = forms.CharField(label=_("数据来源"), max_length=80)
    active = forms.BooleanField(label=_("启用"), required=False)


class VersionForm(forms.Form):
    """The version that somebody had before his eyes."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class ApproveForm(VersionForm):
    """An approval, with what is switched off in the same act."""

    replaces = forms.ModelMultipleChoiceField(
        label=_("同时停用、由它顶替"), queryset=Passport.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class WordsForm(forms.Form):
    words = forms.CharField(label=_("理由"), widget=forms.Textarea, max_length=300)


class RetireForm(forms.Form):
    why = forms.TypedChoiceField(label=_("停用原因"), coerce=Retired, choices=choices(RETIRED_WORDS))


class ProlongForm(forms.Form):
    valid_until = DayField(label=_("有效期限至"))
    approval = forms.CharField(label=_("批准或者备案文号"), max_length=60)


def units(form: forms.Form, name: str, rows: Any) -> forms.Form:
    """The same form with the units that may be chosen."""
    form.fields[name].queryset = rows  # type: ignore[attr-defined]
    return form
