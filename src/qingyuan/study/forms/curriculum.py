"""Shape of a part of the curriculum."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.study.kinds import NODE_WORDS, NodeKind
from qingyuan.study.models import EducationType, Node


class NodeForm(forms.Form):
    """A part, at the top or below another."""

    above = forms.ModelChoiceField(
        label=_("放在"),
        queryset=Node.objects.none(),
        required=False,
        empty_label=_("最上一层"),
        help_text=_("放在某项之下的，类别跟它走"),
    )
    kind = forms.TypedChoiceField(label=_("类别"), coerce=NodeKind, choices=choices(NODE_WORDS))
    title = forms.CharField(label=_("内容"), max_length=80)
    education = forms.ModelChoiceField(
        label=_("教育类型"), queryset=EducationType.objects.filter(active=True), empty_label=_("请选择")
    )

    def __init__(self, data: object = None, *, campaign: Campaign, **given: object) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        self.fields["above"].queryset = Node.objects.filter(  # type: ignore[attr-defined]
            campaign=campaign, above__isnull=True, active=True
        )


class NodeChangeForm(forms.Form):
    """Words of a part, and whether it is still used."""

    title = forms.CharField(label=_("内容"), max_length=80)
    education = forms.ModelChoiceField(label=_("教育类型"), queryset=EducationType.objects.all())
    active = forms.BooleanField(
        label=_("启用"), required=False, help_text=_("停用以后不能再选，学过的仍然计入")
    )
