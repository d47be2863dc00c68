"""Fields that several forms share: a person out of a few, several people as typed, a unit, a day, longer text."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qingyuan.org.api import Person, Unit

BETWEEN = "，、；;\n\r\t"


class PersonChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One person out of the few who may be chosen."""

    def __init__(self, **given: Any) -> None:
        super().__init__(queryset=Person.objects.none(), empty_label=_("请选择"), **given)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.police_no}）"


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One unit of a list that the view narrows."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("empty_label", _("请选择"))
        super().__init__(queryset=Unit.objects.none(), **given)

    def label_from_instance(self, obj: Any) -> str:
        indent = "　" * max(0, int(obj.depth) - 1)
        return f"{indent}{obj}"


def split(text: str) -> list[str]:
    """What stands between commas, in Chinese or Latin, or on lines of its own."""
    for between in BETWEEN:
        text = text.replace(between, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


class PeopleField(forms.CharField):
    """Several people, by police number, or by a name that only one has."""

    def clean(self, value: Any) -> Any:
        return tuple(self._one(typed) for typed in split(str(super().clean(value))))

    def _one(self, typed: str) -> Person:
        found = list(Person.objects.filter(Q(police_no=typed) | Q(name=typed)).order_by("police_no")[:9])
        exact = [person for person in found if person.police_no == typed]
        if exact or len(found) == 1:
            return (exact or found)[0]
        words = (
            _("有多人叫“%(typed)s”，请写警号")
            if found
            else _("名册里没有“%(typed)s”，请写警号，或写在“被反映人”里")
        )
        raise forms.ValidationError(words, params={"typed": typed})


class UnitsField(forms.CharField):
    """Several units, by code, name or short name."""

    def clean(self, value: Any) -> Any:
        return tuple(self._one(typed) for typed in split(str(super().clean(value))))

    def _one(self, typed: str) -> Unit:
        fits = Q(code=typed) | Q(name=typed) | Q(short=typed) | Q(name_en=typed)
        found: list[Unit] = list(Unit.objects.filter(fits)[:9])
        if len(found) != 1:
            words = _("有多个单位叫“%(typed)s”，请写机构代码") if found else _("没有“%(typed)s”这个单位")
            raise forms.ValidationError(words, params={"typed": typed})
        return found[0]


def numbered(typed: str) -> Person:
    """The person with a police number, or words that there is none."""
    found: Person | None = Person.objects.filter(police_no=typed.strip()).first()
    if found is None:
        raise forms.ValidationError(_("没有这个警号"))
    return found


class DayField(forms.DateField):
    """A day, asked for with the browser's own input."""

    widget = forms.DateInput


def long_text(label: Any, *, limit: int = 1000, **given: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea, max_length=limit, **given)


def among(form: forms.Form, field: str, rows: QuerySet[Any]) -> None:
    """Narrow a field of choices to these rows."""
    chosen = form.fields[field]
    if isinstance(chosen, forms.ModelChoiceField):
        chosen.queryset = rows
