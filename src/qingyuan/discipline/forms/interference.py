"""Forms of the three rules: under a minute, with the least that the rules ask for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.forms.fields import DayField, long_text, numbered
from qingyuan.discipline.kinds import ASKING_WORDS, INTERFERENCE_WORDS, WAY_WORDS, Asking, Interference, Way
from qingyuan.kit.words import choices
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

    def clean_asker_no(self) -> Person | None:
        typed = str(self.cleaned_data.get("asker_no", "")).strip()
        return numbered(typed) if typed else None


class AnswerForm(forms.Form):
    words = long_text(_("核查结论"), help_text=_("写明人事变动的理由和程序，是否与记录、举报、作证有关"))
