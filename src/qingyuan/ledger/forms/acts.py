"""One form for each thing that can be done to a matter. What is missing is said by the rule, all at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.doubts import Doubting
from qingyuan.kit.words import choices
from qingyuan.ledger.forms.places import PersonField, UnitField
from qingyuan.matters.api import Milestone, kinds, rules
from qingyuan.org.api import Person, Unit

STAGES = 6  # rows for the stages of a long-term matter


def lines(
    label: Any, *, rows: int = 3, most: int = 2000, help_text: Any = "", first: str = ""
) -> forms.CharField:
    """A box for some lines of text that the rule will ask for, not the browser."""
    box = forms.Textarea(attrs={"rows": rows, **({"placeholder": first} if first else {})})
    return forms.CharField(label=label, max_length=most, required=False, widget=box, help_text=help_text)


def marked(form: forms.Form, names: tuple[str, ...]) -> list[forms.BoundField]:
    """The visible fields of a form, some marked as needed. Call it only to draw: it changes what is asked for."""
    for name in names:
        form.fields[name].required = True
    return form.visible_fields()


class MatterForm(forms.Form):
    """Anything done to a matter carries the version that the person had before his eyes."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    NEEDED: tuple[str, ...] = ()

    def marked(self) -> list[forms.BoundField]:
        """The fields as a page draws them: what the rule will ask for is marked, though the rule asks for it."""
        return marked(self, self.NEEDED)

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"{name}_%s" if name else "id_%s"
        super().__init__(*args, **kwargs)


class FixForm(Doubting, MatterForm):
    """Person, measures, deadline; a long-term matter has stages instead of the one deadline."""

    NEEDED = ("owner", "measures", "due_on")
    owner = PersonField(label=_("① 责任人"), required=False, help_text=_("一件事只定一个人"))
    measures = lines(_("② 整改措施"), help_text=_("写清做什么、怎么做，一条一行"))
    term = forms.TypedChoiceField(
        label=_("整改类型"),
        coerce=kinds.Term,
        choices=choices(kinds.TERM_WORDS),
        initial=kinds.Term.DATED,
        widget=forms.RadioSelect,
    )
    due_on = forms.DateField(label=_("③ 整改时限"), required=False, widget=forms.DateInput)
    criterion = forms.CharField(
        label=_("完成标准"), max_length=300, required=False, help_text=_("做到什么程度算改好了（可不填）")
    )

    def __init__(self, *args: Any, people: QuerySet[Person], address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, PersonField):
            owner.asked = True
            owner.among(people, address)
        for n in range(1, STAGES + 1):
            self.fields[f"stage_on_{n}"] = forms.DateField(
                label=_("第%(n)s阶段日期") % {"n": n}, required=False, widget=forms.DateInput
            )
            self.fields[f"stage_words_{n}"] = forms.CharField(
                label=_("第%(n)s阶段目标") % {"n": n}, required=False, max_length=200
            )

    def stage_fields(self) -> list[tuple[Any, Any]]:
        """The rows of the stages, (date, words), as a page draws them."""
        return [(self[f"stage_on_{n}"], self[f"stage_words_{n}"]) for n in range(1, STAGES + 1)]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for n in range(1, STAGES + 1):
            on, words = said.get(f"stage_on_{n}"), said.get(f"stage_words_{n}", "")
            if said.get("term") == kinds.Term.LONG and bool(on) != bool(words):
                field = f"stage_words_{n}" if on else f"stage_on_{n}"
                if field not in self.errors:
                    self.add_error(field, _("阶段目标和日期要一起填写"))
        return said

    def days(self, said: dict[str, Any]) -> tuple[Any, Mapping[str, date | None]]:
        """The deadline, or the ends of the stages of a long-term matter."""
        if said.get("term") is not kinds.Term.LONG:
            return super().days(said)
        return said.get("owner"), {f"stage_on_{n}": said.get(f"stage_on_{n}") for n in range(1, STAGES + 1)}

    def plan(self) -> rules.Plan:
        """The three fixes as the rule takes them. Of deadline and stages only what the chosen type has."""
        said = self.cleaned_data
        long = said["term"] is kinds.Term.LONG
        pairs: Sequence[tuple[date | None, str]] = [
            (said[f"stage_on_{n}"], said[f"stage_words_{n}"]) for n in range(1, STAGES + 1)
        ]
        return rules.Plan(
            owner=said["owner"],
            measures=said["measures"],
            due_on=None if long else said["due_on"],
            term=said["term"],
            milestones=tuple((on, words) for on, words in pairs if on and words) if long else (),
            criterion=said["criterion"],
        )


class ManyForm(Doubting, MatterForm):
    """The same person, measures and deadline for several matters."""

    NEEDED = ("owner", "measures", "due_on")
    owner = PersonField(label=_("① 责任人"), required=False)
    measures = lines(_("② 整改措施"))
    due_on = forms.DateField(label=_("③ 整改时限"), required=False, widget=forms.DateInput)

    def __init__(self, *args: Any, people: QuerySet[Person], address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        if isinstance(owner, PersonField):
            owner.asked = True
            owner.among(people, address)

    def plan(self) -> rules.Plan:
        said = self.cleaned_data
        return rules.Plan(owner=said["owner"], measures=said["measures"], due_on=said["due_on"])


class ProgressForm(MatterForm):
    NEEDED = ("words",)
    words = lines(_("进展"), help_text=_("一两句话：做了什么，还差什么"))


class SubmitForm(MatterForm):
    """What the responsible side states when it asks for sign-off."""

    NEEDED = ("effect", "cause", "cause_words", "rule_change", "rule_words")
    effect = lines(_("整改成效"), help_text=_("改到什么程度，有什么变化"))
    cause = forms.TypedChoiceField(
        label=_("问题根源"),
        coerce=kinds.Cause,
        empty_value=None,
        choices=[("", _("请选择")), *choices(kinds.CAUSE_WORDS)],
        required=False,
    )
    cause_words = lines(_("根源说明"), rows=2, most=1000, help_text=_("为什么会出这个问题，一两句话"))
    rule_change = forms.TypedChoiceField(
        label=_("制度漏洞"),
        coerce=kinds.RuleChange,
        empty_value=None,
        choices=[("", _("请选择")), *choices(kinds.RULE_CHANGE_WORDS)],
        required=False,
        help_text=_("没有漏洞的选“无制度漏洞”，并写明理由"),
    )
    rule_words = lines(_("制度名称或理由"), rows=2, most=1000)
    ground = forms.TypedChoiceField(
        label=_("销号理由"),
        coerce=kinds.Ground,
        choices=choices(kinds.GROUND_WORDS),
        initial=kinds.Ground.FIXED,
    )

    def statement(self) -> rules.Statement:
        """What is stated, as the rule takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return rules.Statement(**said)


class ReturnForm(MatterForm):
    NEEDED = ("reason",)
    reason = lines(_("退回理由"), help_text=_("写清还差什么，责任人照着补"))


class CloseForm(MatterForm):
    words = lines(_("验收意见"), rows=2, most=500, help_text=_("可不填"))
    breach = forms.BooleanField(
        label=_("确认有人员违纪违法"),
        required=False,
        help_text=_("经核实确有违纪违法的才勾选；勾选后须登记处理结果"),
    )

    def __init__(
        self, *args: Any, people: QuerySet[Person], again: bool, address: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if again:
            self.fields["review_note"] = lines(
                _("复核说明"), help_text=_("责任单位称此前已查过。请写明本次复核新查了什么")
            )
            reviewer = PersonField(label=_("第二复核人"), required=False, help_text=_("写警号或姓名"))
            reviewer.among(people, address)
            self.fields["reviewer"] = reviewer


class ExtendForm(Doubting, MatterForm):
    NEEDED = ("reason",)
    new_due_on = forms.DateField(label=_("申请延至"), widget=forms.DateInput)
    reason = lines(_("延期理由"), most=500, help_text=_("批准之前，原时限不变"))

    def __init__(self, *args: Any, owner: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owner = owner

    def days(self, said: dict[str, Any]) -> tuple[Any, Mapping[str, date | None]]:
        return self.owner, {"new_due_on": said.get("new_due_on")}


class AnswerForm(MatterForm):
    answer = forms.TypedChoiceField(
        label=_("批复"), coerce=kinds.Answer, choices=choices(kinds.ANSWER_WORDS), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("意见"), max_length=300, required=False, help_text=_("不同意的，请写明理由")
    )


class ReassignForm(MatterForm):
    NEEDED = ("reason",)
    unit = UnitField(label=_("改派到单位"))
    owner = PersonField(label=_("新的责任人"), help_text=_("写警号或姓名"))
    reason = lines(_("改派理由"), rows=2, most=500, help_text=_("时限不变"))

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        people: QuerySet[Person],
        unit_address: str = "",
        address: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        unit, owner = self.fields["unit"], self.fields["owner"]
        if isinstance(unit, UnitField) and isinstance(owner, PersonField):
            unit.among(units, unit_address)
            owner.among(people, address)


class ReopenForm(MatterForm):
    NEEDED = ("reason",)
    reason = lines(_("重新启动理由"), help_text=_("时限仍是原来的；需要时再申请延期"))


class VoidForm(MatterForm):
    NEEDED = ("reason",)
    reason = lines(_("作废理由"), rows=2, help_text=_("只用于重复登记或登记有误；作废后仍可查看"))


class StageField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A stage by its day and words."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.due_on} {obj.words}"


class MilestoneForm(MatterForm):
    NEEDED = ("note",)
    stage = StageField(label=_("阶段目标"), queryset=Milestone.objects.none(), empty_label=None)
    note = forms.CharField(label=_("完成情况"), max_length=300, required=False)

    def __init__(self, *args: Any, stages: QuerySet[Milestone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["stage"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = stages


class RecheckForm(MatterForm):
    NEEDED = ("words",)
    result = forms.TypedChoiceField(
        label=_("回头看结果"),
        coerce=kinds.Result,
        choices=choices(kinds.RESULT_WORDS),
        widget=forms.RadioSelect,
        help_text=_("反弹的，事项会自动重新启动"),
    )
    words = lines(_("看了什么、结果怎样"), most=500)
