"""Shape of dates of party life, its rules, rotation training and special-duty mode."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.org.api import Person, Unit
from qingyuan.study.forms.events import day_field, offer_units
from qingyuan.study.kinds import WEEKDAYS
from qingyuan.study.models import Batch


class AcceptForm(forms.Form):
    """The day that is accepted."""

    day = day_field(_("日期"))


class HeldForm(forms.Form):
    """That it was held, in one line."""

    held_on = day_field(_("开展日期"))
    theme = forms.CharField(label=_("主题"), max_length=120)


class BeginForm(forms.Form):
    """From which day the rules are asked."""

    on = day_field(_("从哪天起要求"))


class LifeRuleForm(forms.Form):
    """Which day of the period a rule proposes."""

    month = forms.IntegerField(
        label=_("本期第几个月"),
        min_value=1,
        max_value=12,
        help_text=_("每月的填1，每季度的填1到3，每年的填1到12"),
    )
    week = forms.IntegerField(
        label=_("这个月的第几个"),
        min_value=1,
        max_value=4,
        help_text=_("填1到4，如2和星期三就是第二个星期三"),
    )
    weekday = forms.TypedChoiceField(label=_("星期几"), coerce=int, choices=list(WEEKDAYS.items()))
    active = forms.BooleanField(label=_("启用"), required=False)
    from_on = day_field(_("从哪天起要求"), required=False, help_text=_("不填即还不要求"))


class WithUnit(forms.Form):
    """A form that asks for a unit first."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=Unit.objects.none())

    def __init__(self, data: object = None, *, units: Any, **given: object) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        offer_units(self, units)


class SpecialDutyForm(WithUnit):
    """Special-duty mode for a unit."""

    reason = forms.CharField(label=_("任务"), max_length=80)
    from_on = day_field(_("开始日期"))
    to_on = day_field(_("结束日期"))


class RotationForm(WithUnit):
    """A cycle of rotation training."""

    name = forms.CharField(label=_("名称"), max_length=80)
    effect = forms.CharField(label=_("想达到的效果"), max_length=120)
    from_on = day_field(_("开始日期"))
    to_on = day_field(_("结束日期"))


class ResultForm(forms.Form):
    came_of = forms.CharField(label=_("结果"), max_length=200)


class BatchForm(forms.Form):
    """One batch."""

    first_on = day_field(_("首日"))
    last_on = day_field(_("末日"))
    place = forms.CharField(label=_("地点"), max_length=80, required=False)
    seats = forms.IntegerField(label=_("名额"), min_value=1, max_value=1000)


class MoveForm(forms.Form):
    """Somebody into another batch."""

    person = forms.CharField(label=_("警号"), max_length=16)
    number = forms.TypedChoiceField(label=_("调到第几批"), required=False, coerce=int, empty_value=None)

    def __init__(self, data: object = None, *, batches: Iterable[Batch], **given: object) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        self.fields["number"].choices = [  # type: ignore[attr-defined]
            ("", _("先移出，待下一批安排")),
            *(
                (
                    one.number,
                    _("第%(n)d批（%(first)s至%(last)s）")
                    % {"n": one.number, "first": one.first_on, "last": one.last_on},
                )
                for one in batches
            ),
        ]

    def clean_person(self) -> Person:
        found = Person.objects.filter(police_no=self.cleaned_data["person"].strip()).first()
        if found is None:
            raise forms.ValidationError(_("没有找到，或者不在您的权限范围内"))
        return found
