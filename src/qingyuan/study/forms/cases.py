"""Shape of a warning case."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.org.api import Unit
from qingyuan.study.kinds import MEDIUM_WORDS, Medium

LONG = 8000


def _long(label: Any, help_text: Any = "", rows: int = 6, most: int = LONG) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label,
        required=False,
        max_length=most,
        widget=area,
        help_text=help_text,
    )


class CaseForm(forms.Form):
    """A case with its texts; what is to be hidden stands in double brackets."""

    title = forms.CharField(label=_("标题"), max_length=100)
    medium = forms.TypedChoiceField(label=_("形式"), coerce=Medium, choices=choices(MEDIUM_WORDS))
    rule = forms.CharField(
        label=_("违反的规定"), max_length=200, required=False, help_text=_("哪部规定第几条")
    )
    source = forms.CharField(label=_("出处"), max_length=200, required=False)
    audience = forms.CharField(label=_("面向对象"), max_length=100, required=False)
    external = forms.BooleanField(
        label=_("外单位案例"), required=False, help_text=_("批准以后可以转为自查清单，只问有这项职能的单位")
    )
    function = forms.CharField(label=_("涉及的职能"), max_length=200, required=False)
    internal = _long(
        _("内部稿"),
        _("只有纪检督察能看。要隐去的姓名、单位、警号写在双方括号里，如[[张三]]：标一次，全篇都隐去"),
    )
    leaders = _long(_("领导干部稿"))
    force = _long(_("全体民警稿"))
    public = _long(_("公开稿"), _("对外宣传时用；不写就不公开"))
    failed = _long(_("哪道关口失守"), _("制度、审批、监督、公开，哪一道没有起作用"), 3, 500)
    control = _long(_("现在的关口"), _("哪条制度、哪项措施已经到位"), 3, 500)
    number = forms.CharField(
        label=_("台账编号"),
        max_length=30,
        required=False,
        help_text=_("落实这项措施的事项，会显示它现在的状态"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class NewCaseForm(CaseForm):
    """A case that is not there yet: also whose it is."""

    unit = forms.ModelChoiceField(label=_("拟稿单位"), queryset=Unit.objects.none(), empty_label=None)
    field_order = ("unit",)


class VersionForm(forms.Form):
    """Which version was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReturnForm(forms.Form):
    """Why a case goes back."""

    words = forms.CharField(label=_("理由"), max_length=300)
