"""Shape of lists, items, units, answers and topics."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from qingyuan.inspection.kinds import GRADE_WORDS, KIND_WORDS, RESULT_WORDS, Grade, ListKind, Result
from qingyuan.inspection.models import Paper, Topic
from qingyuan.kit.uploads import Checked, CheckedFile
from qingyuan.kit.words import choices
from qingyuan.matters.api import Category
from qingyuan.org.api import Unit

PLACES_AT_MOST = 10  # to put files of one answer, whatever the cap says
PAPER_HELP = _("PDF、图片、Word、Excel，每份不超过 10 MB；只附程序留下的材料，不附对人的评价意见")


class DayField(forms.DateField):
    """A day, asked for with the browser's own input."""

    widget = forms.DateInput


def long_text(label: Any, *, limit: int, **given: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea, max_length=limit, **given)


def _grade() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("出处等级"),
        coerce=Grade,
        choices=choices(GRADE_WORDS),
        help_text=_("没有查到原文的选U"),
    )


class ListForm(forms.Form):
    """The head of a list."""

    topic = forms.ModelChoiceField(
        label=_("专题"), queryset=Topic.objects.filter(active=True), empty_label=_("请选择")
    )
    title = forms.CharField(label=_("标题"), max_length=100)
    source = forms.CharField(
        label=_("出处"), max_length=200, help_text=_("依据哪份文件，或哪个通报的典型案例；案例不写当事人姓名")
    )
    article = forms.CharField(label=_("条款"), max_length=200, required=False)
    grade = _grade()
    failed = long_text(
        _("哪道关口失守"),
        limit=500,
        required=False,
        help_text=_("典型案例必填：当时哪一项制度或哪个岗位没有把住关"),
    )
    function = forms.CharField(
        label=_("涉及的职能"), max_length=200, help_text=_("没有这项职能的单位不问，并记为“未问”")
    )
    effect = forms.CharField(
        label=_("想达到的效果"), max_length=120, required=False,
        help_text=_("一句话，例如“查询都写明事由”。下发前必填，结束时用一句话对照它写结果"),
    )  # fmt: skip
    due_on = DayField(label=_("答复期限"))


class MakeForm(ListForm):
    """A new list: also at which unit it is drawn up."""

    unit = forms.ModelChoiceField(label=_("拟订单位"), queryset=Unit.objects.none(), empty_label=None)
    field_order = ("unit",)


class ItemForm(forms.Form):
    """One item."""

    what = forms.CharField(
        label=_("看什么"), max_length=200, help_text=_("一项只看一件事；只看执勤装备、程序和法律禁止的行为")
    )
    how = forms.CharField(label=_("怎么看"), max_length=300, required=False)
    basis = forms.CharField(label=_("法律依据"), max_length=200, required=False, help_text=_("写到条款"))
    grade = _grade()
    criterion = forms.CharField(label=_("怎样算合格"), max_length=300, required=False)
    paper = forms.CharField(
        label=_("需附的过程材料"), max_length=60, required=False,
        help_text=_("这一步程序本来就留下的材料，如公示原件、表决记录；不要载有对人的评价意见的。不要材料的不填"),
    )  # fmt: skip
    category = forms.ModelChoiceField(
        label=_("问题类别"), queryset=Category.objects.filter(active=True), empty_label=_("请选择"),
        help_text=_("发现的问题按这一类登记到台账"),
    )  # fmt: skip
    example = forms.BooleanField(
        label=_("仍是示例，内容和依据还没有核对"), required=False, help_text=_("还有示例的清单不能下发")
    )


class UnitsForm(forms.Form):
    """Which units have the function."""

    units = forms.ModelMultipleChoiceField(
        label=_("有这项职能的单位"), queryset=Unit.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class AgainForm(forms.Form):
    due_on = DayField(label=_("答复期限"))


class WordsForm(forms.Form):
    words = long_text(_("理由"), limit=300)


class CloseForm(forms.Form):
    came_of = forms.CharField(
        label=_("结果"), max_length=200, help_text=_("一句话，对照想达到的效果写；没有达到的照实写，不写人名")
    )


class VersionForm(forms.Form):
    """The version that somebody had before his eyes."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """What a unit says to one item; left without a result, the item is answered another time.

    ``paper``: what the item asks for; without it there is nowhere to put a file. ``most``: the cap of files.
    """

    result = forms.TypedChoiceField(
        label=_("结果"), coerce=Result, empty_value=None, choices=choices(RESULT_WORDS), widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip
    words = forms.CharField(
        label=_("问题或理由"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    done = forms.CharField(
        label=_("当场整改做了什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("没有当场整改的不填"),
    )  # fmt: skip
    number = forms.CharField(
        label=_("已在台账的编号"),
        max_length=20,
        required=False,
        help_text=_("同一个问题已经登记过的填编号，不再重复登记"),
    )
    no_paper = forms.CharField(
        label=_("没有材料的理由"), max_length=200, required=False, help_text=_("附了材料的不填")
    )

    def __init__(self, *given: Any, paper: str, most: int, **more: Any) -> None:
        super().__init__(*given, **more)
        places = range(1, min(most, PLACES_AT_MOST) + 1)
        self.places = [f"paper_{number}" for number in places] if paper else []
        for number, name in enumerate(self.places, 1):
            self.fields[name] = CheckedFile(
                label=_("材料%(n)d（%(paper)s）") % {"n": number, "paper": paper},
                required=False,
                help_text="" if number > 1 else PAPER_HELP,
            )
        if self.places:
            self.fields["no_paper"] = self.fields.pop("no_paper")
        else:
            del self.fields["no_paper"]

    @property
    def paper_fields(self) -> list[forms.BoundField]:
        """Where the files go, and why there is none."""
        return [self[name] for name in [*self.places, "no_paper"] if name in self.fields]

    def papers(self) -> tuple[Checked, ...]:
        """The files of a cleaned form."""
        found = (self.cleaned_data.get(name) for name in self.places)
        return tuple(one for one in found if one)


class CorrectForm(AnswerForm):
    """An answer written anew, and why."""

    result = forms.TypedChoiceField(
        label=_("结果"), coerce=Result, choices=choices(RESULT_WORDS), widget=forms.RadioSelect
    )
    removed = forms.TypedMultipleChoiceField(
        label=_("移除已附的材料"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("移除后内容和文件名不再保存，何时由谁、为什么移除留有记录"),
    )  # fmt: skip
    reason = forms.CharField(label=_("更正理由"), max_length=300)

    def __init__(self, *given: Any, there: Sequence[Paper], **more: Any) -> None:
        super().__init__(*given, **more)
        if there:
            shown = [(one.pk, f"{one.name} · {filesizeformat(one.size)}") for one in there]
            self.fields["removed"].choices = shown  # type: ignore[attr-defined]
        else:
            del self.fields["removed"]


class TopicForm(forms.Form):
    """A topic of the table."""

    code = forms.SlugField(label=_("代码"), max_length=40)
    kind = forms.TypedChoiceField(label=_("用于"), coerce=ListKind, choices=choices(KIND_WORDS))
    name = forms.CharField(label=_("专题名称"), max_length=60)
    name_en = forms.CharField(label=_("英文名称"), max_length=80, required=False)
    days = forms.IntegerField(
        label=_("间隔天数"), min_value=0, max_value=366,
        help_text=_("同一单位在这些天里不再被问同一专题；0为不限。规定没有给出天数，由本局确定"),
    )  # fmt: skip
    active = forms.BooleanField(label=_("启用"), required=False)
