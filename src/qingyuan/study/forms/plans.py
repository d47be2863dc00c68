"""Shape of lines of a plan, rules of recurrence, attendance and codes."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign, units_of
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, scope
from qingyuan.study.kinds import ATTENDED_WORDS, SESSION_WORDS, STATE_WORDS, Attended, SessionKind
from qingyuan.study.models import Node
from qingyuan.study.queries.places import PLAN, branches
from qingyuan.study.queries.sessions import Expected
from qingyuan.study.rules.plans import LessonDraft
from qingyuan.study.rules.sessions import NOTE_AT_MOST

WEEKDAYS = [
    ("0", _("周一")),
    ("1", _("周二")),
    ("2", _("周三")),
    ("3", _("周四")),
    ("4", _("周五")),
    ("5", _("周六")),
    ("6", _("周日")),
]
NTH = [
    ("0", _("每周")),
    ("1", _("每月第一个")),
    ("2", _("每月第二个")),
    ("3", _("每月第三个")),
    ("4", _("每月第四个")),
]


class PlaceForm(forms.Form):
    """Which unit or branch: those within reach."""

    at = forms.ChoiceField(label=_("单位或支部"), required=False)

    def __init__(self, *, by: Person, at: datetime, campaign: Campaign, **given: Any) -> None:
        super().__init__(**given)
        covered = units_of(campaign).filter(scope(by, PLAN, at=at, path="path"))
        own = branches(by, PLAN, at=at).filter(secretary=by)
        self.fields["at"].choices = [  # type: ignore[attr-defined]
            *((f"b{one.pk}", f"{one.unit.label} {one}") for one in own),
            *((f"u{one.pk}", str(one)) for one in covered),
        ]
        self.several = len(self.fields["at"].choices) > 1  # type: ignore[attr-defined]


class ClockField(forms.TimeField):
    """A time of day, asked for with the browser's own input."""

    def __init__(self, **given: Any) -> None:
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}), **given)


class LessonForm(forms.Form):
    """What is studied, from when to when, where."""

    title = forms.CharField(label=_("学习主题"), max_length=80)
    kind = forms.TypedChoiceField(label=_("形式"), coerce=SessionKind, choices=choices(SESSION_WORDS))
    starts = ClockField(label=_("开始"))
    ends = ClockField(label=_("结束"))
    node = forms.ModelChoiceField(
        label=_("学习内容"), queryset=Node.objects.none(), required=False, empty_label=_("不归类")
    )
    place = forms.CharField(label=_("地点"), max_length=60, required=False)

    def __init__(self, data: object = None, *, campaign: Campaign, **given: Any) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        self.fields["node"].queryset = Node.objects.filter(campaign=campaign, active=True)  # type: ignore[attr-defined]

    @property
    def draft(self) -> LessonDraft:
        """What was said, for a rule."""
        said = self.cleaned_data
        return LessonDraft(
            said["kind"], said["title"], said["starts"], said["ends"], said["node"], said["place"]
        )


class LineForm(LessonForm):
    """A line of the plan of a week."""

    day = forms.TypedChoiceField(label=_("日期"), coerce=date.fromisoformat)
    field_order = ("day", "title", "kind", "starts", "ends", "node", "place")

    def __init__(self, data: object = None, *, monday: date, campaign: Campaign, **given: Any) -> None:
        super().__init__(data, campaign=campaign, **given)
        days = [monday + timedelta(days=n) for n in range(7)]
        self.fields["day"].choices = [  # type: ignore[attr-defined]
            (day.isoformat(), f"{WEEKDAYS[day.weekday()][1]} {day:%m-%d}") for day in days
        ]


class RecurrenceForm(LessonForm):
    """A rule of recurrence."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期"), coerce=int, choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    nth = forms.TypedChoiceField(label=_("多久一次"), coerce=int, choices=NTH)
    from_on = forms.DateField(label=_("起始日期"), widget=forms.DateInput)
    until_on = forms.DateField(label=_("截止日期"), required=False, widget=forms.DateInput)
    field_order = (
        "title",
        "nth",
        "weekdays",
        "starts",
        "ends",
        "kind",
        "node",
        "place",
        "from_on",
        "until_on",
    )


class AttendanceForm(forms.Form):
    """One line a member; those whom a roster took away are filled in already."""

    words = forms.CharField(
        label=_("要点"),
        max_length=NOTE_AT_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("讨论了什么、定了什么，一两句即可；可以不写，不要求照片和实录"),
    )

    def __init__(self, data: object = None, *, members: list[Expected], **given: Any) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        self.members = members
        for one in members:
            self.fields[f"p{one.person.pk}"] = forms.TypedChoiceField(
                label=one.person.name,
                coerce=Attended,
                choices=choices(ATTENDED_WORDS),
                widget=forms.RadioSelect,
                initial=one.state,
                required=False,
                empty_value=one.state,
            )

    @property
    def states(self) -> dict[int, Attended]:
        """What was said, by person."""
        return {one.person.pk: self.cleaned_data[f"p{one.person.pk}"] for one in self.members}


class SessionsForm(forms.Form):
    """What a list of sessions is narrowed to."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[
            ("", _("全部")),
            ("waiting", _("待登记")),
            ("make_up", _("还有人待补学")),
            *choices(STATE_WORDS),
        ],
    )
    node = forms.ModelChoiceField(
        label=_("学习内容"), queryset=Node.objects.none(), required=False, empty_label=_("全部")
    )

    def __init__(self, data: object = None, *, campaign: Campaign) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["node"].queryset = Node.objects.filter(campaign=campaign)  # type: ignore[attr-defined]


class SpanForm(forms.Form):
    """From one day to another."""

    first = forms.DateField(label=_("从"), required=False, widget=forms.DateInput)
    last = forms.DateField(label=_("到"), required=False, widget=forms.DateInput)


class MakeUpForm(forms.Form):
    """When those who were on duty or on leave made it up."""

    on = forms.DateField(label=_("补学日期"), widget=forms.DateInput)


class CancelForm(forms.Form):
    """Why a session is not held."""

    why = forms.CharField(label=_("取消原因"), max_length=100)


class CodeForm(forms.Form):
    """The six figures of the screen."""

    code = forms.CharField(
        label=_("屏幕上的六位数字"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class HoursForm(forms.Form):
    """When the bureau works."""

    opens = ClockField(label=_("上班时间"))
    shuts = ClockField(label=_("下班时间"))
    reason = forms.CharField(
        label=_("理由"),
        max_length=300,
        required=False,
        help_text=_("提早上班或者推迟下班必填，随签名保存；缩短可以不写"),
    )
