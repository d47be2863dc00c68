"""Forms of bulletins, outcomes, objections and the weekly figures: shape and cleaning, nothing else."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.org.api import Unit
from qingyuan.publication import policy
from qingyuan.publication.kinds import ANSWER_WORDS, OUTCOME_WORDS, Answer, OutcomeKind
from qingyuan.publication.models import BulletinItem, Outcome
from qingyuan.publication.policy import word_file

NOT_BEFORE = MinValueValidator(date(2000, 1, 1))
KINDS = [(kind.value, matter_kinds.KIND_WORDS[kind]) for kind in policy.TOLD_KINDS]


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A unit of a short list."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.label)


class DraftForm(forms.Form):
    """What a bulletin is drawn from."""

    unit = UnitChoice(label=_("发文单位"), queryset=Unit.objects.none(), empty_label=None)
    period_from = forms.DateField(label=_("期间起"), widget=forms.DateInput, validators=[NOT_BEFORE])
    period_to = forms.DateField(label=_("期间止"), widget=forms.DateInput, validators=[NOT_BEFORE])
    kinds = forms.MultipleChoiceField(
        label=_("列入的事项"), choices=KINDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    units = forms.ModelMultipleChoiceField(
        label=_("只写这些单位"),
        help_text=_("一个也不选就是全部"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, issuers: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, units = self.fields["unit"], self.fields["units"]
        if isinstance(unit, forms.ModelChoiceField) and isinstance(units, forms.ModelMultipleChoiceField):
            unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in issuers]).order_by("path")
            if issuers:
                top = issuers[0]
                units.queryset = Unit.objects.filter(path__startswith=top.path, depth=top.depth + 1).order_by(
                    "path"
                )
        if len(issuers) == 1:
            unit.widget = unit.hidden_widget()


class WordingForm(forms.Form):
    """The words around the facts."""

    title = forms.CharField(label=_("标题"), max_length=120, help_text=_("事由加文种，建议不超过20字"))
    code = forms.CharField(
        label=_("机关代字"), max_length=20, help_text=_("例如“示公通”；序号在签发时自动取得")
    )
    addressees = forms.CharField(
        label=_("主送"), max_length=300, required=False, help_text=_("多个单位用逗号分开")
    )
    copy_to = forms.CharField(
        label=_("抄送"), max_length=300, required=False, help_text=_("多个单位用逗号分开")
    )
    purpose = forms.CharField(label=_("引言"), max_length=600, required=False, widget=forms.Textarea)
    method = forms.CharField(
        label=_("督导方式"), max_length=80, required=False, help_text=_("例如“明察暗访、查阅案卷”")
    )
    groups = forms.IntegerField(label=_("督导组数"), min_value=1, max_value=99, required=False)
    praise = forms.CharField(
        label=_("好的做法"),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
        help_text=_("每行一条，写作“单位：做法”"),
    )
    demands = forms.CharField(
        label=_("补充的工作要求"),
        max_length=1500,
        required=False,
        widget=forms.Textarea,
        help_text=_("每行一条。整改时限已由台账自动列出，不必重写"),
    )


class ItemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A matter of the bulletin."""

    def label_from_instance(self, obj: Any) -> str:
        statement = obj.matter.statement
        return f"{obj.matter.number} {obj.matter.unit.label} {statement[:30]}"


class DecidedForm(forms.Form):
    """When, by whom and on what basis an outcome was decided."""

    decided_on = forms.DateField(
        label=_("决定日期"),
        widget=forms.DateInput,
        required=False,
        help_text=_("还没有决定就不填；未决定的不写入通报"),
    )
    heard_on = forms.DateField(
        label=_("听取陈述申辩日期"),
        widget=forms.DateInput,
        required=False,
        help_text=_("处分和组织调整必须先听取本人陈述申辩"),
    )
    decided_by = forms.CharField(label=_("决定单位"), max_length=80, required=False)
    basis = forms.CharField(
        label=_("依据"),
        max_length=200,
        required=False,
        help_text=_("写条款，例如“《公安机关人民警察纪律条令》第二十条”"),
    )
    duty_checked = forms.BooleanField(
        label=_("已核对排班和请假：其中没有人是因执勤、值班、出差、培训或者请假而缺席"),
        required=False,
        help_text=_("批评教育须先核对；因勤务缺席的不批评"),
    )


class OutcomeForm(DecidedForm):
    """An outcome of the bulletin being drafted. No name is asked for, and none is accepted."""

    item = ItemChoice(
        label=_("对应的事项"),
        queryset=BulletinItem.objects.none(),
        required=False,
        empty_label=_("（整期通报）"),
    )
    unit = UnitChoice(
        label=_("单位"), queryset=Unit.objects.none(), required=False, help_text=_("选了事项就不必再选单位")
    )
    kind = forms.TypedChoiceField(label=_("处理方式"), coerce=OutcomeKind, choices=choices(OUTCOME_WORDS))
    persons = forms.IntegerField(label=_("人数"), min_value=1, max_value=999)
    field_order = [
        "item",
        "unit",
        "kind",
        "persons",
        "decided_on",
        "heard_on",
        "decided_by",
        "basis",
        "duty_checked",
    ]

    def __init__(self, *args: Any, items: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item, unit = self.fields["item"], self.fields["unit"]
        if isinstance(item, forms.ModelChoiceField) and isinstance(unit, forms.ModelChoiceField):
            item.queryset, unit.queryset = items, units


class HandleForm(DecidedForm):
    """An outcome of one matter, decided already: what is still pending is written down with a draft bulletin."""

    kind = forms.TypedChoiceField(label=_("处理方式"), coerce=OutcomeKind, choices=choices(OUTCOME_WORDS))
    persons = forms.IntegerField(label=_("人数"), min_value=1, max_value=999)
    field_order = ["kind", "persons", "decided_on", "heard_on", "decided_by", "basis", "duty_checked"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("decided_on", "decided_by", "basis"):
            self.fields[name].required = True
        self.fields["decided_on"].help_text = ""


class DecideForm(DecidedForm):
    """That a pending outcome is decided now."""

    def __init__(self, *args: Any, outcome: Outcome, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("decided_on", "decided_by", "basis"):
            self.fields[name].required = True
        self.fields["decided_on"].help_text = ""
        self.outcome = outcome


class FileForm(forms.Form):
    """The Word file that the clerk has edited."""

    file = forms.FileField(
        label=_("改好的 Word 文件"),
        help_text=_("不超过 10 MB 的 .docx，不含宏；接受全部修订、删除批注后再上传"),
        widget=forms.ClearableFileInput(attrs={"accept": f".docx,{word_file.MEDIA_TYPE}"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > word_file.AT_MOST:
            raise forms.ValidationError(str(word_file.SAID["big"]))
        return file


class IssueForm(forms.Form):
    """The second person's signature, under what he had before his eyes."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    names_cleared = forms.BooleanField(
        label=_("文件中点名的人员已听取本人陈述申辩，点名已经批准"),
        required=False,
        help_text=_("只有上传的 Word 文件中出现姓名时才需要勾选"),
    )


class WithdrawForm(forms.Form):
    """Why an issued bulletin is withdrawn."""

    reason = forms.CharField(label=_("撤回理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class ObjectForm(forms.Form):
    """What a unit says against what is told of it."""

    words = forms.CharField(
        label=_("哪里与事实不符"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    """The answer to an objection."""

    answer = forms.TypedChoiceField(
        label=_("答复"), coerce=Answer, choices=choices(ANSWER_WORDS), widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("复核说明"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class WeekForm(forms.Form):
    """Whose figures, of which period."""

    unit = UnitChoice(label=_("单位"), queryset=Unit.objects.none(), empty_label=None)
    first = forms.DateField(label=_("期间起"), widget=forms.DateInput, validators=[NOT_BEFORE])
    last = forms.DateField(label=_("期间止"), widget=forms.DateInput, validators=[NOT_BEFORE])

    def __init__(self, *args: Any, units: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["unit"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = units

    def clean(self) -> dict[str, Any]:
        asked: dict[str, Any] = super().clean() or {}
        first, last = asked.get("first"), asked.get("last")
        if first and last:
            for gap in policy.period_gaps(first, last, self.today):
                self.add_error(*_PERIOD[gap.value])
        return asked


_PERIOD = {
    "period_backwards": ("last", _("期间的止日早于起日")),
    "period_ahead": ("last", _("期间不能晚于今天")),
    "period_long": ("first", _("期间最长一年")),
}


class PublicAnswerForm(forms.Form):
    """What the public will read of a hot problem."""

    question = forms.CharField(
        label=_("群众反映的问题"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("用群众的话说清楚是什么问题；不写谁反映的、谁办理的"),
    )
    done = forms.CharField(
        label=_("怎么解决的"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("做了什么，现在怎么样；不写姓名、电话、证件号码"),
    )


class PublishForm(forms.Form):
    """The approval to publish. ``seen``: when the text before the eyes was written."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    names_cleared = forms.BooleanField(
        label=_("我已核对：文中没有任何人的姓名，与姓名相同的只是普通词语"), required=False
    )
