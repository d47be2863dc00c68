"""Forms about a lead: registering, accepting, telling, disposing, verifying, closing."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.forms.fields import (
    DayField,
    PeopleField,
    PersonChoice,
    UnitChoice,
    UnitsField,
    long_text,
)
from qingyuan.discipline.kinds import (
    CHANNEL_WORDS,
    DISPOSAL_WORDS,
    EVENT_WORDS,
    GRADE_WORDS,
    MEASURE_WORDS,
    RESULT_WORDS,
    Channel,
    DisposalKind,
    Event,
    Grade,
    Measure,
    Result,
)
from qingyuan.kit.words import choices
from qingyuan.matters.api import Category, kinds

YES_NO = [("yes", _("同意")), ("no", _("退回"))]


class LeadForm(forms.Form):
    """A lead as it came in. Nothing is asked about who reported it."""

    channel = forms.TypedChoiceField(
        label=_("来源渠道"),
        coerce=Channel,
        choices=[pair for pair in choices(CHANNEL_WORDS) if pair[0] != Channel.REPORT],
    )
    received_on = DayField(label=_("收到日期"))
    at_unit = UnitChoice(label=_("收到单位"), empty_label=None)
    assigned_by = forms.CharField(
        label=_("交办单位"), max_length=80, required=False, help_text=_("上级交办的必填")
    )
    outside_number = forms.CharField(label=_("来文编号"), max_length=60, required=False)
    category = forms.ModelChoiceField(
        label=_("问题类别"), queryset=Category.objects.none(), required=False, empty_label=_("暂不分类")
    )
    statement = long_text(
        _("反映的问题"), limit=2000, help_text=_("只写具体事实；不写举报人的姓名、电话和任何身份信息")
    )
    people = PeopleField(
        label=_("被反映的人"),
        max_length=200,
        required=False,
        help_text=_("警号或姓名，多人用逗号分开；线索对他们和他们的单位不存在"),
    )
    units = UnitsField(
        label=_("被反映的单位"),
        max_length=300,
        required=False,
        help_text=_("名称、简称或机构代码，多个用逗号分开"),
    )
    about = forms.CharField(
        label=_("被反映人（职务或代号）"),
        max_length=120,
        required=False,
        help_text=_("不在名册上的，写职务或代号"),
    )
    real_name = forms.BooleanField(label=_("实名举报"), required=False)
    repeat = forms.BooleanField(label=_("重复举报"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        category = self.fields["category"]
        if isinstance(category, forms.ModelChoiceField):
            category.queryset = Category.objects.filter(active=True).order_by("order", "pk")


class ListForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(label=_("查找"), max_length=80, required=False)
    channel = forms.ChoiceField(
        label=_("来源渠道"), required=False, choices=[("", _("全部")), *choices(CHANNEL_WORDS)]
    )
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("open", _("办理中")),
            ("closed", _("已办结")),
            ("transferred", _("已转出")),
            ("all", _("全部")),
        ],
    )
    unit = UnitChoice(label=_("承办单位"), required=False, empty_label=_("全部"))
    watched = forms.BooleanField(label=_("只看超期升级的"), required=False)


class SheetForm(forms.Form):
    """A list of leads: looked at first, taken over only when asked to."""

    unit = UnitChoice(label=_("收到单位"), empty_label=None)
    file = forms.FileField(
        label=_("线索表"),
        help_text=_(
            "Excel（.xlsx）或 CSV。列：来源渠道、收到时间、反映的问题、被反映人、"
            "被反映单位、是否实名、是否重复、交办单位、来文编号"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class AcceptForm(forms.Form):
    handler = PersonChoice(label=_("承办人"), help_text=_("与被反映人和单位有关系的人不在其中"))
    due_on = DayField(label=_("办理时限"))
    plan = long_text(_("办理要求"), limit=2000)


class TransferForm(forms.Form):
    to = forms.CharField(label=_("转往机关"), max_length=80)
    reason = long_text(_("转出理由"), limit=500)


class EventForm(forms.Form):
    """What was told or asked on a day; only what fits the lead is offered."""

    event = forms.TypedChoiceField(label=_("事项"), coerce=Event, choices=())
    on = DayField(label=_("日期"))
    words = forms.CharField(label=_("方式和要点"), max_length=300, required=False)

    def __init__(self, *args: Any, events: list[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        event = self.fields["event"]
        if isinstance(event, forms.ChoiceField):
            event.choices = [(one.value, EVENT_WORDS[one]) for one in events]


class DisposalForm(forms.Form):
    kind = forms.TypedChoiceField(label=_("处置方式"), coerce=DisposalKind, choices=choices(DISPOSAL_WORDS))
    opinion = long_text(_("处置意见"))


class DecideForm(forms.Form):
    """The second person's word."""

    answer = forms.ChoiceField(label=_("意见"), choices=YES_NO, widget=forms.RadioSelect)
    words = forms.CharField(label=_("批示"), max_length=500, required=False, help_text=_("退回须写明理由"))


class MemberForm(forms.Form):
    person = PersonChoice(label=_("核查组成员"), help_text=_("应当回避的人不在其中"))
    chief = forms.BooleanField(label=_("组长"), required=False)


class RecuseForm(forms.Form):
    person = PersonChoice(label=_("回避的人"))
    why = forms.CharField(label=_("回避理由"), max_length=300)


class ReportForm(forms.Form):
    words = long_text(_("核实情况"), limit=4000)
    result = forms.TypedChoiceField(label=_("核实结论"), coerce=Result, choices=choices(RESULT_WORDS))


class MoreTimeForm(forms.Form):
    code = forms.ChoiceField(label=_("时限"), choices=())
    reason = long_text(_("延期理由"), limit=500)

    def __init__(self, *args: Any, clocks: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        if isinstance(code, forms.ChoiceField):
            code.choices = clocks


class AnswerTimeForm(forms.Form):
    answer = forms.TypedChoiceField(
        label=_("意见"), coerce=kinds.Answer, choices=choices(kinds.ANSWER_WORDS), widget=forms.RadioSelect
    )


def _cause(value: str) -> kinds.Cause | None:
    return kinds.Cause(value) if value else None


def _change(value: str) -> kinds.RuleChange | None:
    return kinds.RuleChange(value) if value else None


class AskClosingForm(forms.Form):
    """The conclusion, with what lies behind it."""

    ground = forms.TypedChoiceField(
        label=_("办结理由"), coerce=kinds.Ground, choices=choices(kinds.GROUND_WORDS)
    )
    effect = long_text(_("查办结论"), limit=2000)
    cause = forms.TypedChoiceField(
        label=_("问题根源"), coerce=_cause, empty_value=None, required=False,
        choices=[("", _("（不属实的可不填）")), *choices(kinds.CAUSE_WORDS)],
    )  # fmt: skip
    cause_words = forms.CharField(label=_("根源说明"), max_length=1000, required=False)
    rule_change = forms.TypedChoiceField(
        label=_("完善制度情况"), coerce=_change, empty_value=None, required=False,
        choices=[("", _("（不属实的可不填）")), *choices(kinds.RULE_CHANGE_WORDS)],
    )  # fmt: skip
    rule_words = forms.CharField(label=_("制度名称或理由"), max_length=1000, required=False)


class CloseForm(forms.Form):
    """The second person's sign-off; the two lower fields are for a lead that had been investigated before."""

    words = forms.CharField(label=_("验收意见"), max_length=500, required=False)
    review_note = long_text(
        _("复核说明"), limit=2000, required=False, help_text=_("以“此前已查过”办结的必填：写明这次新查了什么")
    )
    reviewer = PersonChoice(label=_("第二复核人"), required=False)


class ReasonForm(forms.Form):
    reason = long_text(_("理由"), limit=500)


class ClockForm(forms.Form):
    """The value of a clock with where it comes from."""

    amount = forms.IntegerField(label=_("期限"), min_value=0, max_value=999)
    measure = forms.TypedChoiceField(label=_("单位"), coerce=Measure, choices=choices(MEASURE_WORDS))
    more = forms.IntegerField(label=_("可延长（日）"), min_value=0, max_value=999)
    source = forms.CharField(label=_("出处"), max_length=160)
    grade = forms.TypedChoiceField(label=_("出处等级"), coerce=Grade, choices=choices(GRADE_WORDS))
    confirmed = forms.BooleanField(label=_("已确认数值"), required=False)
    active = forms.BooleanField(label=_("启用"), required=False)
