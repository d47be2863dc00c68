"""Forms about the plan: versions, tasks, objectives."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.forms.fields import DayField, UnitField, UnitsField, long_text
from qingyuan.campaign.models import Clause, Objective
from qingyuan.campaign.policy import ClauseText, split_clauses

MOST_CHARACTERS = 100_000
MOST_BYTES = 10 * 1024 * 1024


class VersionForm(forms.Form):
    title = forms.CharField(label=_("方案名称"), max_length=120)
    effective_on = DayField(label=_("生效日期"))
    text = long_text(
        _("方案正文"),
        limit=MOST_CHARACTERS,
        help_text=_("从Word中全选复制、粘贴到这里，系统按“一、（一）1.（1）”的编号拆成条款"),
    )
    file = forms.FileField(
        label=_("方案原件"),
        required=False,
        help_text=_("可不选。系统只记下文件名、大小和SHA-256指纹，用来核对手中的文件是不是这一版"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件不能超过10 MB"))
        return file

    @property
    def clauses(self) -> tuple[ClauseText, ...]:
        """The clauses of the text as it was sent."""
        return split_clauses(str(self.data.get("text", ""))[:MOST_CHARACTERS])


class ClauseField(forms.ModelChoiceField[Clause]):
    def __init__(self, **given: Any) -> None:
        super().__init__(queryset=Clause.objects.none(), **given)

    def label_from_instance(self, obj: Clause) -> str:
        return f"{obj.number} {obj.heading}"


class TaskForm(forms.Form):
    clause = ClauseField(label=_("方案条款"), help_text=_("每项任务都要对应方案中的一条"))
    title = forms.CharField(label=_("任务"), max_length=120)
    criterion = long_text(_("完成标准"), help_text=_("做到什么程度算完成，写成可以核对的事实"))
    due_on = DayField(label=_("完成时限"))
    lead_unit = UnitField(label=_("牵头单位"))
    objective = forms.ModelChoiceField(
        label=_("目标"), queryset=Objective.objects.none(), required=False, empty_label=_("不归入目标")
    )
    shared = forms.BooleanField(label=_("共性任务：分解到全部单位"), required=False)
    units = UnitsField(label=_("分解到单位"), required=False)


class RelinkForm(forms.Form):
    clause = ClauseField(label=_("现行条款"))


class AllotForm(forms.Form):
    units = UnitsField(label=_("增加单位"))


class ResultForm(forms.Form):
    result = long_text(_("完成情况"), help_text=_("对照完成标准写事实，不需要照片和附件"))


class ObjectiveForm(forms.Form):
    title = forms.CharField(label=_("目标"), max_length=80)


class ObjectiveEvidenceForm(forms.Form):
    evidence = long_text(_("结果佐证"), help_text=_("用可核对的事实说明，如已销号的问题、已办结的线索"))
