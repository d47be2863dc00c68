"""Forms of the three rules: under a minute, with the least that the rules ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.forms.fields import DayField, among, long_text, numbered
from qingyuan.discipline.kinds import (
    ASKING_WORDS,
    INTERFERENCE_WORDS,
    OUTCOME_WORDS,
    SOURCE_WORDS,
    WAY_WORDS,
    Asking,
    Interference,
    Outcome,
    Source,
    Way,
)
from qingyuan.kit.uploads import CheckedFile
from qingyuan.kit.words import choices
from qingyuan.matters.api import Category
from qingyuan.org.api import Person


def _act(value: str) -> Interference | None:
    return Interference(value) if value else None


class RecordForm(forms.Form):
    """Who asked, about which case, when, how, what, and what was answered."""

    who = forms.CharField(label=_("过问人"), max_length=60)
    role = forms.CharField(label=_("单位和职务"), max_length=100)
    asker_no = forms.CharField(
        label=_("过问人警号"), max_length=16, required=False,
        help_text=_("是公安机关内部人员的填；这条记录对他和他主管的单位不存在"),
    )  # fmt: skip
    relation = forms.CharField(label=_("与案件或当事人的关系"), max_length=100, required=False)
    case = forms.CharField(label=_("案件"), max_length=100, help_text=_("案件编号或案由，不写当事人身份信息"))
    on = DayField(label=_("时间"))
    way = forms.TypedChoiceField(label=_("方式"), coerce=Way, choices=choices(WAY_WORDS))
    kind = forms.TypedChoiceField(label=_("性质"), coerce=Asking, choices=choices(ASKING_WORDS))
    forbidden = forms.TypedChoiceField(
        label=_("属于哪一类行为"), coerce=_act, empty_value=None, required=False,
        choices=[("", _("不属于八类行为")), *choices(INTERFERENCE_WORDS)],
    )  # fmt: skip
    content = long_text(_("内容"))
    answer = long_text(_("如何答复"), limit=500)

    material = CheckedFile(
        label=_("材料"), required=False,
        help_text=_("来函、短信截图等，PDF、图片、Word、Excel，不超过 10 MB；之后还可以再附"),
    )  # fmt: skip

    def clean_asker_no(self) -> Person | None:
        typed = str(self.cleaned_data.get("asker_no", "")).strip()
        return numbered(typed) if typed else None


class AnswerForm(forms.Form):
    words = long_text(_("核查结论"), help_text=_("写明人事变动的理由和程序，是否与记录、举报、作证有关"))


class MaterialForm(forms.Form):
    file = CheckedFile(
        label=_("材料"),
        help_text=_("PDF、图片、Word、Excel，每份不超过 10 MB，每条记录最多五份；附上后不能删改"),
    )


class ProtectForm(forms.Form):
    """Somebody known by name who is to be watched over."""

    person_no = forms.CharField(label=_("警号"), max_length=16)
    source = forms.TypedChoiceField(label=_("保护的原因"), coerce=Source, choices=choices(SOURCE_WORDS))

    def clean_person_no(self) -> Person:
        return numbered(str(self.cleaned_data["person_no"]))


class PieceForm(forms.Form):
    """What a spot check found in one piece."""

    outcome = forms.TypedChoiceField(
        label=_("抽查结论"), coerce=Outcome, choices=choices(OUTCOME_WORDS), widget=forms.RadioSelect
    )
    category = forms.ModelChoiceField(
        label=_("问题类别"),
        queryset=Category.objects.none(),
        required=False,
        empty_label=_("（发现问题的必填）"),
    )
    words = long_text(
        _("抽查意见"), limit=500, required=False,
        help_text=_("发现问题的必填，会作为检查发现登上台账；不写举报人、记录人和案情"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "category", Category.objects.filter(active=True))


class LimitsForm(forms.Form):
    """Numbers of the office for which no text gives a value."""

    silent_days = forms.IntegerField(
        label=_("线索多少天没有动静算沉默"), min_value=1, max_value=365,
        help_text=_("没有查到规定，由本局确定（出处等级 U）；“没有动静的”一页按它列出"),
    )  # fmt: skip
    spot_share = forms.IntegerField(
        label=_("每季度抽查比例（%）"), min_value=1, max_value=100,
        help_text=_("没有查到规定，由本局确定（出处等级 U）；每级至少三件"),
    )  # fmt: skip
