"""Shape of events, what came of them, joining, bases and posts."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.study.kinds import BASE_WORDS, OF_MEETINGS, OPENNESS_WORDS, BaseKind, EventKind, Openness
from qingyuan.study.models import EducationBase
from qingyuan.study.policy import events as policy


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput, **more)


def offer_units(form: forms.Form, units: Any) -> None:
    """The units to choose from; where there is one only, it is chosen."""
    field: Any = form.fields["unit"]
    field.queryset = units
    if len(few := list(units[:2])) == 1:
        field.empty_label, field.initial = None, few[0].pk


class EventForm(forms.Form):
    """An event of one kind: only the fields that this kind needs."""

    unit = forms.ModelChoiceField(label=_("主办单位"), queryset=Unit.objects.none(), empty_label=_("请选择"))
    branch = forms.ModelChoiceField(
        label=_("党支部"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("整个单位"),
        help_text=_("只由一个党支部开展的，选这个支部"),
    )
    meeting = forms.ModelChoiceField(
        label=_("会议"), queryset=Unit.objects.none(), required=False, empty_label=_("不对应会议")
    )
    first_item = forms.BooleanField(label=_("列为第一议题"), required=False)
    series = forms.CharField(
        label=_("系列名称"), max_length=80, help_text=_("同名的归入同一系列，没有的自动建立")
    )
    title = forms.CharField(label=_("主题"), max_length=120)
    on = day_field(_("日期"))
    begins = forms.TimeField(
        label=_("开始时间"), required=False, widget=forms.TimeInput(attrs={"type": "time"})
    )
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    base = forms.ModelChoiceField(
        label=_("教育基地"), queryset=EducationBase.objects.none(), empty_label=_("请选择")
    )
    speaker = forms.CharField(label=_("主讲人"), max_length=80)
    giver = forms.ModelChoiceField(
        label=_("授课领导"), queryset=Person.objects.none(), empty_label=_("请选择")
    )
    texts = forms.CharField(label=_("学习篇目"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    audience = forms.CharField(label=_("听众范围"), max_length=80, required=False)
    open_to = forms.TypedChoiceField(label=_("对谁开放"), coerce=Openness)
    effect = forms.CharField(
        label=_("想达到的效果"),
        max_length=120,
        help_text=_("一句话，例如“窗口人员会用新的办事指南”。结束以后用一句话对照它写结果"),
    )

    ONLY = {
        "series": {EventKind.LECTURE_HALL},
        "base": {EventKind.SITE_VISIT},
        "giver": {EventKind.PARTY_LESSON},
        "speaker": {EventKind.LECTURE, EventKind.LECTURE_HALL, EventKind.CENTRAL_GROUP},
        "texts": OF_MEETINGS,
        "meeting": OF_MEETINGS,
        "first_item": OF_MEETINGS,
        "branch": frozenset(EventKind) - OF_MEETINGS,
        "audience": {EventKind.LECTURE, EventKind.PARTY_LESSON, EventKind.LECTURE_HALL},
    }

    def __init__(
        self, data: object = None, *, kind: EventKind, offered: dict[str, Any], **given: object
    ) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        for name, kinds in self.ONLY.items():
            if kind not in kinds:
                del self.fields[name]
        for name, rows in offered.items():
            if name in self.fields:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
        if kind is EventKind.MEETING_STUDY:
            self.fields["meeting"].required = True
        if kind is EventKind.CENTRAL_GROUP:
            self.fields["speaker"].required = False
            self.fields["speaker"].label = _("发言人")
        allowed = policy.openness(kind)
        if len(allowed) == 1:
            del self.fields["open_to"]
        else:
            words = {one: OPENNESS_WORDS[one] for one in allowed}
            self.fields["open_to"].choices = choices(words)  # type: ignore[attr-defined]


class CameForm(forms.Form):
    """What came of it, in one line."""

    headcount = forms.IntegerField(
        label=_("到场人数"), min_value=0, required=False, help_text=_("只要一个总数，可以不填；不记名单")
    )
    came_of = forms.CharField(label=_("结果"), max_length=200)


class CallOffForm(forms.Form):
    why = forms.CharField(label=_("取消原因"), max_length=120)


class JoinForm(forms.Form):
    """A unit joins, with how many."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    headcount = forms.IntegerField(label=_("参加人数"), min_value=0, help_text=_("填0即为不参加"))

    def __init__(self, data: object = None, *, units: Any, **given: object) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        offer_units(self, units)


class BaseForm(forms.Form):
    """A base of the catalogue."""

    unit = forms.ModelChoiceField(label=_("登记单位"), queryset=Unit.objects.none())
    kind = forms.TypedChoiceField(label=_("类别"), coerce=BaseKind, choices=choices(BASE_WORDS))
    name = forms.CharField(label=_("基地名称"), max_length=80)
    address = forms.CharField(label=_("地址"), max_length=120)
    booking = forms.CharField(label=_("怎样预约"), max_length=120, required=False)
    active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, data: object = None, *, units: Any, **given: object) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        if units is None:
            del self.fields["unit"]
        else:
            offer_units(self, units)


class PostForm(forms.Form):
    """A post of the column."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())
    title = forms.CharField(label=_("标题"), max_length=120)
    on = day_field(_("发布日期"))
    link = forms.CharField(label=_("链接"), max_length=300)
    drawn_from = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, units: Any, **given: object) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        offer_units(self, units)


def prizes_of(data: Any) -> dict[int, str]:
    """The prizes by entry, of fields named ``p`` and the entry's number."""
    found = {}
    for name in data:
        if name[:1] == "p" and name[1:].isdecimal() and len(name) < 19:
            found[int(name[1:])] = str(data[name])[:60]
    return found


def years(today: date) -> list[int]:
    """The years that a page offers, this one first."""
    return [today.year - n for n in range(3)]
