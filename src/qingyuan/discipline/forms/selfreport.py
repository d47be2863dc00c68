"""Forms of self-examination, declarations and talks; and sealed things as a script sends them."""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.errors import CannotAnswer, Reason
from qingyuan.discipline.forms.fields import DayField, PersonChoice, UnitChoice, long_text
from qingyuan.discipline.kinds import GRADE_WORDS, Grade
from qingyuan.discipline.policy.selfreport import Sealed
from qingyuan.kit.words import choices
from qingyuan.org.api import kinds as org_kinds

BETWEEN = "｜|"
UNREADABLE = Reason("bad_seal", _("内容没有按要求加密，没有接收。请刷新页面后重试。"))
RANKS = [
    (org_kinds.Rank.LEADER.value, _("领导干部")),
    (org_kinds.Rank.MIDDLE.value, _("中层干部")),
    (org_kinds.Rank.OFFICER.value, _("基层民警")),
]


def octets(text: str) -> bytes:
    """Base64 as a script sends it, or CannotAnswer."""
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        raise CannotAnswer(UNREADABLE) from None


def sealed_of(post: Mapping[str, Any]) -> Sealed:
    """A sealed self-report as a script sends it, or CannotAnswer."""
    try:
        slots = json.loads(str(post.get("slots", "")))
    except (ValueError, RecursionError):
        slots = None
    if (
        not isinstance(slots, dict)
        or len(slots) > 200
        or not all(isinstance(one, str) for one in slots.values())
    ):
        raise CannotAnswer(UNREADABLE)
    return Sealed(
        recipient=str(post.get("recipient", ""))[:80],
        body=octets(str(post.get("body", ""))),
        slots={str(key)[:10]: octets(one) for key, one in slots.items()},
        own=octets(str(post.get("own", ""))),
    )


class SpeakForm(forms.Form):
    words = long_text(
        _("公开的检视和承诺"),
        limit=1000,
        help_text=_("本单位和下级单位的人都看得到。写明查到什么、改什么、什么时候改完；不写别人的姓名。"),
    )


class PolicyForm(forms.Form):
    """A new version of the policy."""

    unit = UnitChoice(label=_("适用单位"))
    title = forms.CharField(label=_("标题"), max_length=120)
    words = long_text(_("政策原文"), limit=6000, help_text=_("逐字照录，不写摘要"))
    basis = forms.CharField(
        label=_("依据"), max_length=300, help_text=_("写到条款，如政务处分法第十一条第一项、第十二条")
    )
    answer_days = forms.IntegerField(
        label=_("几个工作日内告知处理情况"),
        min_value=1,
        max_value=60,
        help_text=_("这是本单位对说明人的承诺"),
    )
    adviser = forms.CharField(
        label=_("咨询联系方式"), max_length=120, help_text=_("决定之前可以问谁：岗位和电话")
    )


class ItemsField(forms.CharField):
    """Lines of "what | article"."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        found = []
        for line in str(super().clean(value)).splitlines():
            if line.strip():
                words, _between, basis = line.replace("|", "｜").partition("｜")
                found.append((words.strip()[:200], basis.strip()[:120]))
        return tuple(found)


class WindowForm(forms.Form):
    """A self-examination window."""

    unit = UnitChoice(label=_("单位"))
    title = forms.CharField(label=_("名称"), max_length=80)
    opens_on = DayField(label=_("开始日期"))
    closes_on = DayField(label=_("截止日期"))
    items = ItemsField(
        label=_("对照内容"),
        max_length=6000,
        help_text=_("每行一条：行为｜违反的条款。只写行为，不写思想、家庭和健康。"),
    )
    auxiliaries = forms.BooleanField(label=_("辅警也参加"), required=False)


class TakeUpForm(forms.Form):
    """What of a self-report stands on the ledger of leads."""

    unit = UnitChoice(label=_("登记单位"))
    statement = long_text(_("反映的问题"), limit=1000, help_text=_("线索台账上的表述，只写办理必需的"))


class CategoryForm(forms.Form):
    """By which article a category is asked, and of whom."""

    basis = forms.CharField(label=_("依据条款"), max_length=200)
    grade = forms.TypedChoiceField(label=_("依据来源"), coerce=Grade, choices=choices(GRADE_WORDS))
    ranks = forms.MultipleChoiceField(
        label=_("适用人员"),
        choices=RANKS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只选依据写明的；没有写明的不得要求申报"),
    )


class RoundForm(forms.Form):
    """One time that a category is asked."""

    category = forms.ChoiceField(label=_("申报事项"))
    unit = UnitChoice(label=_("单位"))
    opens_on = DayField(label=_("开始日期"))
    due_on = DayField(label=_("截止日期"))


class DeclareForm(forms.Form):
    words = long_text(_("申报内容"), limit=1000)


class TalkForm(forms.Form):
    """With whom, and when. There is no field for what is said."""

    other = PersonChoice(label=_("和谁谈"))
    on = DayField(label=_("日期"))
