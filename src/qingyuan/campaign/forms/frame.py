"""Forms about the frame: the campaign itself, its stages, gates and deployment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.forms.fields import DayField, UnitField, UnitsField, long_text
from qingyuan.campaign.kinds import Side, Template
from qingyuan.campaign.models.words import SIDE_WORDS, choices

TEMPLATE_CHOICES = [
    (Template.THREE_STAGE, _("三个环节：学习教育、查纠整改、总结提升，每个环节有转段条件")),
    (Template.NO_STAGE, _("不分阶段：不设环节，学习、查摆、整改同步推进")),
    (Template.PILOT_2020, _("2020年试点：学习教育、查纠问题、整改总结")),
]


class BasicsForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    starts_on = DayField(label=_("开始日期"))
    ends_on = DayField(label=_("结束日期"))
    deployment_days = forms.IntegerField(
        label=_("部署时限（自然日）"),
        min_value=0,
        max_value=60,
        initial=2,
        help_text=_("启动后各单位完成部署的天数"),
    )
    basis = long_text(_("依据文件"), required=False, help_text=_("文件名称和文号，一行一个"))


class CampaignForm(BasicsForm):
    unit = UnitField(label=_("主办单位"), help_text=_("由它主办，覆盖它的全部下级单位"))
    template = forms.ChoiceField(
        label=_("模板"),
        choices=TEMPLATE_CHOICES,
        widget=forms.RadioSelect,
        initial=Template.THREE_STAGE,
        help_text=_("创建后环节、条件都可以增删和改名"),
    )
    field_order = ["template", "name", "unit", "starts_on", "ends_on", "deployment_days", "basis"]

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.use_required_attribute = True


class UnitsForm(forms.Form):
    units = UnitsField(label=_("覆盖的单位"))


class DayForm(forms.Form):
    on = DayField(label=_("启动日期"))


class StageForm(forms.Form):
    name = forms.CharField(label=_("环节名称"), max_length=40)
    starts_on = DayField(label=_("开始日期"))
    ends_on = DayField(label=_("结束日期"))


class ConditionForm(forms.Form):
    side = forms.ChoiceField(
        label=_("类别"), choices=choices(SIDE_WORDS), widget=forms.RadioSelect, initial=Side.EXIT
    )
    text = forms.CharField(label=_("条件"), max_length=200, help_text=_("写成能判断是或否的一句话"))


class EvidenceForm(forms.Form):
    evidence = long_text(_("佐证说明"), help_text=_("凭什么认定已达到：台账、记录或数字，不需要照片"))


class ReasonForm(forms.Form):
    reason = long_text(_("豁免理由"), help_text=_("须由主办单位主要负责人签批，申请人不能自己签批"))


class DeploymentForm(forms.Form):
    organised_on = DayField(label=_("组织机构成立日期"))
    deployed_on = DayField(label=_("完成部署日期"))
