"""The form of a screen on a wall."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.kit import clock
from qingyuan.org.api import Person, Unit, units_within

PROPOSED_DAYS = 90


class ScreenForm(forms.Form):
    """Where the screen hangs, what it shows, and until when."""

    name = forms.CharField(
        label=_("屏幕名称"), max_length=60, help_text=_("写明放在哪里，例如“三楼指挥室”。")
    )
    unit = forms.ModelChoiceField(
        label=_("显示单位"),
        queryset=Unit.objects.none(),
        empty_label=_("请选择单位"),
        help_text=_("屏幕显示这个单位及其下级单位的汇总数。"),
    )
    last_day = forms.DateField(
        label=_("有效期至"),
        help_text=_("到期后屏幕自动停止显示，最长一年。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = clock.now()
        within = units_within(by, "ledger.open_screen", at=now)
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        above = within.filter(numchild__gt=0)
        field.queryset = above if above.exists() else within
        self.fields["last_day"].initial = clock.local_day(now) + timedelta(days=PROPOSED_DAYS)
