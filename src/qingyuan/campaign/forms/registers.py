"""Forms about the pilot, key tasks and the upper guidance group's register."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingyuan.campaign.forms.fields import DayField, PersonField, UnitField, long_text
from qingyuan.campaign.models import Task
from qingyuan.campaign.models.words import GAP_WORDS, QUARTER_WORDS, choices


class PilotForm(forms.Form):
    unit = UnitField(label=_("试点单位"))
    from_on = DayField(label=_("起始日期"))
    to_on = DayField(label=_("截止日期"), required=False)
    output = long_text(_("试点成果"), required=False, limit=1000)


class LessonForm(forms.Form):
    finding = long_text(_("试点发现"))
    measure = long_text(_("有效措施"))
    task = forms.ModelChoiceField(
        label=_("推广任务"), queryset=Task.objects.none(), required=False, empty_label=_("暂无对应任务")
    )


class MeasureForm(forms.Form):
    task = forms.ModelChoiceField(
        label=_("全市措施"),
        queryset=Task.objects.none(),
        required=False,
        empty_label=_("暂无对应任务"),
        help_text=_("从方案任务中选择；还没有的，先从方案条款下达任务"),
    )


class GapForm(forms.Form):
    answer = forms.ChoiceField(label=_("对照结果"), choices=choices(GAP_WORDS), widget=forms.RadioSelect)
    words = long_text(_("差距或说明"), help_text=_("存在差距的进入问题台账；没有差距的说明理由"))


class KeyTaskForm(forms.Form):
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    number = forms.IntegerField(label=_("序号"), min_value=1, max_value=999)
    title = forms.CharField(label=pgettext_lazy("key task", "事项"), max_length=120)
    unit = UnitField(label=_("责任单位"))
    owner = PersonField(label=_("责任人"))
    q1 = forms.CharField(label=_("一季度目标"), max_length=200, required=False)
    q2 = forms.CharField(label=_("二季度目标"), max_length=200, required=False)
    q3 = forms.CharField(label=_("三季度目标"), max_length=200, required=False)
    q4 = forms.CharField(label=_("四季度目标"), max_length=200, required=False)


class QuarterForm(forms.Form):
    state = forms.ChoiceField(label=_("进度"), choices=choices(QUARTER_WORDS))
    words = forms.CharField(
        label=_("进展说明"), max_length=300, required=False, help_text=_("进度滞后的须说明原因和下一步打算")
    )


class GuidanceVisitForm(forms.Form):
    group_name = forms.CharField(label=_("指导组"), max_length=80)
    unit = UnitField(label=_("被指导单位"))
    visited_on = DayField(label=_("指导日期"))
    note = long_text(_("工作情况"), required=False)


class OpinionForm(forms.Form):
    text = long_text(_("指导意见"), limit=1000)
    unit = UnitField(label=_("责任单位"))
    due_on = DayField(label=_("整改时限"))
