"""Shape of a contest, of a ballot, and of why one is called off."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qingyuan.study.models import ContestEntry
from qingyuan.study.policy.contests import PICKS_AT_MOST
from qingyuan.study.queries.contests import Line


class ContestForm(forms.Form):
    """A contest and its jury."""

    title = forms.CharField(label=_("名称"), max_length=80)
    effect = forms.CharField(
        label=_("想达到的效果"),
        max_length=120,
        help_text=_("一句话，例如“好做法有别的单位照着做”。公布以后用一句话对照它写结果"),
    )
    entries_until = forms.DateField(
        label=_("推荐截止"), help_text=_("到这一天为止，各单位从现有的事例里推荐")
    )
    votes_until = forms.DateField(label=_("投票截止"), help_text=_("推荐截止的次日开始投票"))
    picks = forms.IntegerField(label=_("每位评委最多选几个"), min_value=1, max_value=PICKS_AT_MOST, initial=3)
    jury = forms.CharField(
        label=_("评委警号"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("每行一个警号，不少于3人。评委不投本单位和自己联系点的事例"),
    )

    def clean_jury(self) -> list[str]:
        """The police numbers as they were typed."""
        return re.split(r"[\s,，、;；]+", str(self.cleaned_data["jury"]).strip())


def _told(entry: ContestEntry) -> str:
    said = {"unit": entry.unit.label, "result": entry.result, "evidence": entry.evidence}
    return gettext("%(unit)s：%(result)s（%(evidence)s）") % said


class BallotForm(forms.Form):
    """The entries that a juror votes on; none ticked is a ballot, too."""

    def __init__(self, data: Any = None, *, lines: Iterable[Line], **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["picked"] = forms.TypedMultipleChoiceField(
            label=_("值得推广的事例"),
            required=False,
            coerce=int,
            choices=[(line.entry.pk, _told(line.entry)) for line in lines],
            widget=forms.CheckboxSelectMultiple,
        )


class OutcomeForm(forms.Form):
    """What came of it, in one line."""

    came_of = forms.CharField(label=_("结果"), max_length=200)


class WhyForm(forms.Form):
    """Why a contest does not take place."""

    why = forms.CharField(label=_("取消原因"), max_length=200)
