"""Forms of units and of the working calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.kit import clock
from qingyuan.org.forms.places import UnitField
from qingyuan.org.kinds import Level
from qingyuan.org.models import LEVEL_WORDS, Person

AREA_HELP = _("GB/T 2260 的6位代码")


class RenameForm(forms.Form):
    """The names of a unit."""

    name = forms.CharField(label=_("单位名称"), max_length=80)
    short = forms.CharField(label=_("简称"), max_length=30, required=False, help_text=_("挂图等窄表头用"))
    name_en = forms.CharField(label=_("英文名称"), max_length=120, required=False)


class UnitForm(RenameForm):
    """A new unit below another."""

    code = forms.CharField(label=_("机构代码"), max_length=12, help_text=_("12位：6位行政区划 + 6位单位"))
    area = forms.CharField(label=_("行政区划代码"), max_length=6, help_text=AREA_HELP)
    level = forms.TypedChoiceField(
        label=_("层级"), coerce=Level, choices=[(level.value, LEVEL_WORDS[level.value]) for level in Level]
    )
    field_order = ["name", "short", "code", "area", "level", "name_en"]


class MoveForm(forms.Form):
    """Where a unit goes."""

    above = UnitField(label=_("移到哪个单位之下"))

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = self.fields["above"]
        if isinstance(above, UnitField):
            above.among(by, "org.change_units", clock.now())


class DayForm(forms.Form):
    """A day of the bureau's own calendar."""

    day = forms.DateField(label=_("日期"), widget=forms.DateInput)
    worked = forms.TypedChoiceField(
        label=_("安排"),
        coerce=lambda value: value == "yes",
        choices=[("no", _("休息")), ("yes", _("上班"))],
    )
    words = forms.CharField(label=_("说明"), max_length=80, required=False)
