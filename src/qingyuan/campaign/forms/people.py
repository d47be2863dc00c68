"""Forms about responsibility, the leading group, meetings and contact points."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.forms.fields import DayField, PersonField, UnitField, UnitsField, long_text
from qingyuan.campaign.models import GroupSection
from qingyuan.campaign.models.words import DUTY_WORDS, MEETING_WORDS, MEMBER_WORDS, SECTION_WORDS, choices
from qingyuan.kit.doubts import Doubting


class ResponsibilityForm(forms.Form):
    unit = UnitField(label=_("单位"))
    kind = forms.ChoiceField(label=_("责任类型"), choices=choices(DUTY_WORDS))
    person = PersonField(label=_("责任人"))
    from_on = DayField(label=_("起始日期"), help_text=_("新的第一责任人到任，原责任人自动在前一天结束"))
    portfolio = forms.CharField(
        label=_("分管工作"), max_length=120, required=False, help_text=_("一岗双责必填")
    )
    covers = UnitsField(label=_("分管单位"), required=False)


class EndForm(forms.Form):
    to_on = DayField(label=_("截止日期"))


class GroupForm(forms.Form):
    unit = UnitField(label=_("单位"))
    name = forms.CharField(
        label=_("名称"), max_length=80, required=False, help_text=_("不填则为“教育整顿领导小组”")
    )


class SectionForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=40)
    kind = forms.ChoiceField(label=_("类别"), choices=choices(SECTION_WORDS))


class MemberForm(forms.Form):
    section = forms.ModelChoiceField(
        label=_("机构"), queryset=GroupSection.objects.none(), required=False, empty_label=_("领导小组")
    )
    person = PersonField(label=_("人员"))
    role = forms.ChoiceField(label=_("职责"), choices=choices(MEMBER_WORDS), initial="member")
    from_on = DayField(label=_("起始日期"))


class MeetingForm(forms.Form):
    kind = forms.ChoiceField(label=_("会议类型"), choices=choices(MEETING_WORDS))
    title = forms.CharField(label=_("会议名称"), max_length=120)
    unit = UnitField(label=_("召开单位"))
    held_at = forms.DateTimeField(label=_("召开时间"), widget=forms.DateTimeInput)
    venues = forms.IntegerField(label=_("会场数"), min_value=1, max_value=9999, initial=1)
    attendance = forms.IntegerField(label=_("参会人数"), min_value=1, max_value=99999)


class DecisionForm(Doubting):
    text = forms.CharField(label=_("议定事项"), max_length=300)
    unit = UnitField(label=_("责任单位"))
    person = PersonField(label=_("责任人"), required=False)
    due_on = DayField(label=_("完成时限"))

    def days(self, said: dict[str, Any]) -> tuple[Any, Mapping[str, date | None]]:
        return said.get("person"), {"due_on": said.get("due_on")}


class ContactForm(forms.Form):
    leader = PersonField(label=_("联系领导"))
    unit = UnitField(label=_("联系单位"))
    from_on = DayField(label=_("起始日期"))


class VisitForm(forms.Form):
    visited_on = DayField(label=_("走访日期"))
    finding = long_text(
        _("发现的问题"), required=False, limit=1000, help_text=_("没有发现问题可不填。填写后会进入问题台账")
    )


class ShowForm(forms.Form):
    reason = long_text(_("可推广的成果"), help_text=_("其他单位能照着做的一项成果"))
    evidence = long_text(_("佐证"))
