"""The fast lane: the mark, the first response, and how long its clock is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.ledger.forms.acts import MatterForm, lines
from qingyuan.matters.api import policy


class HotForm(MatterForm):
    """What the public says, and where."""

    NEEDED = ("reason", "place")
    reason = lines(_("群众反映了什么"), most=500, help_text=_("写问题本身，不写是谁反映的"))
    place = forms.CharField(
        label=_("在哪里反映的"),
        max_length=100,
        required=False,
        help_text=_("例如：市长热线、办事窗口、社区座谈、网上留言"),
    )


class RespondForm(MatterForm):
    """What the public was told first."""

    NEEDED = ("words",)
    words = lines(
        _("怎样答复群众的"), most=500, help_text=_("向谁、用什么方式、说了什么；不写群众的姓名和电话")
    )


class HotClockForm(forms.Form):
    """Working days to the first response."""

    days = forms.IntegerField(
        label=_("首次答复时限（工作日）"), min_value=1, max_value=policy.HOT_DAYS_AT_MOST
    )
