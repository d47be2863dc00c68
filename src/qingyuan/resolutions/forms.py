"""Shapes of input: an occasion, what was said, and rows of what was resolved."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.resolutions.kinds import KIND_WORDS, OccasionKind

BETWEEN = "，、；;\n\r\t"
ROWS, MOST_ROWS = 5, 20


def split(text: str) -> list[str]:
    """What stands between commas, in Chinese or Latin, or on lines of its own."""
    for between in BETWEEN:
        text = text.replace(between, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


class PeopleField(forms.CharField):
    """Several people, by police number, or by a name that only one has. ``max_length`` bounds what is typed."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("help_text", _("写警号；没有重名的也可以写姓名"))
        super().__init__(max_length=2000, **given)

    def clean(self, value: Any) -> Any:
        typed = split(str(super().clean(value)))
        found = list(Person.objects.filter(Q(police_no__in=typed) | Q(name__in=typed)).order_by("police_no"))
        return tuple(self._one(one, found) for one in typed)

    def _one(self, typed: str, found: list[Person]) -> Person:
        for person in found:
            if person.police_no == typed:
                return person
        named = [person for person in found if person.name == typed]
        if len(named) == 1:
            return named[0]
        words = _("有多人叫“%(typed)s”，请写警号") if named else _("名册里没有“%(typed)s”，请写警号")
        raise forms.ValidationError(words, params={"typed": typed})


class OnePersonField(PeopleField):
    """One person, typed the same way; None where nothing was typed."""

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if len(found) > 1:
            raise forms.ValidationError(_("这里只能写一个人"))
        return found[0] if found else None


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One person out of the few who may be chosen."""

    def __init__(self, **given: Any) -> None:
        super().__init__(queryset=Person.objects.none(), empty_label=_("请选择"), **given)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.police_no}）"


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One unit of a list that the view narrows."""

    def __init__(self, **given: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), empty_label=_("请选择"), **given)

    def label_from_instance(self, obj: Any) -> str:
        return f"{'　' * max(0, int(obj.depth) - 1)}{obj}"


def among(form: forms.Form, field: str, rows: QuerySet[Any]) -> None:
    """Narrow a field of choices to these rows."""
    chosen = form.fields[field]
    if isinstance(chosen, forms.ModelChoiceField):
        chosen.queryset = rows


class ListForm(forms.Form):
    """How a list is narrowed."""

    q = forms.CharField(label=_("名称或单位"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[("", _("全部")), *choices(KIND_WORDS)])


class OccasionForm(forms.Form):
    """A meeting or a talk, and who took part."""

    kind = forms.TypedChoiceField(label=_("类型"), coerce=OccasionKind, choices=choices(KIND_WORDS))
    title = forms.CharField(label=_("名称"), max_length=100)
    unit = UnitChoice(label=_("单位"), help_text=_("哪个单位的班子或支部；约谈写被约谈的单位"))
    held_on = forms.DateField(label=_("日期"))
    chair = OnePersonField(label=_("主持人或约谈人"))
    recorder = OnePersonField(label=_("记录人"), required=False)
    members = PeopleField(
        label=_("参加人"), widget=forms.Textarea,
        help_text=_("警号或不重名的姓名，用顿号或换行隔开；约谈写被约谈的班子成员"),
    )  # fmt: skip
    observers = PeopleField(label=_("列席人"), required=False)
    reason = forms.CharField(
        label=_("约谈事由"), max_length=500, required=False, widget=forms.Textarea,
        help_text=_("只有约谈填写，写具体的事"),
    )  # fmt: skip


class LinesForm(forms.Form):
    """Opinions or demands, one on a line."""

    words = forms.CharField(label=_("内容"), widget=forms.Textarea, max_length=20_000)

    def clean_words(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["words"]).splitlines() if line.strip()]


class CriticismForm(forms.Form):
    """Who, whom, what he did, and when. The same person twice: self-criticism."""

    speaker = PersonChoice(label=_("谁提出"))
    about = PersonChoice(label=_("批评谁"), help_text=_("自我批评选同一个人"))
    happened_on = forms.DateField(label=_("事情发生的日期"), help_text=_("多次的写最近一次"))
    fact = forms.CharField(
        label=_("具体事实"), widget=forms.Textarea, max_length=500,
        help_text=_("写做了什么、没做什么，不写信仰、忠诚和思想动机"),
    )  # fmt: skip


class ResolvedForm(forms.Form):
    """One row of what was resolved; an empty row is none."""

    statement = forms.CharField(label=_("事项"), max_length=2000)
    measures = forms.CharField(
        label=_("具体措施"), max_length=2000, required=False, help_text=_("不写的，以事项为准")
    )
    unit = UnitChoice(label=_("责任单位"))
    owner = OnePersonField(label=_("责任人"))
    due_on = forms.DateField(label=_("完成时限"))

    def offer(self, units: "list[tuple[Any, Any]]", rows: QuerySet[Unit]) -> None:
        """Let one of these units be chosen: drawn from one list for all rows, checked against ``rows``."""
        chosen = self.fields["unit"]
        if isinstance(chosen, UnitChoice):
            chosen.queryset = rows
            chosen.choices = units

    @property
    def filled(self) -> bool:
        """Whether somebody wrote in this row; unit and day are only proposed."""
        return any(self[name].data for name in ("statement", "measures", "owner"))


def resolved_rows(
    data: Any, units: QuerySet[Unit], initial: dict[str, Any], rows: int = ROWS
) -> list[ResolvedForm]:
    """So many rows, one list of units for all of them."""
    number = str(data.get("rows", "")) if data is not None else str(rows)
    wanted = min(int(number), MOST_ROWS) if number.isascii() and number.isdigit() and number != "0" else ROWS
    label = UnitChoice().label_from_instance
    offered: list[tuple[Any, Any]] = [("", _("请选择")), *((unit.pk, label(unit)) for unit in units)]
    found = []
    for row in range(wanted):
        form = ResolvedForm(data, prefix=f"r{row}", initial=initial, use_required_attribute=False)
        form.offer(offered, units)
        found.append(form)
    return found
