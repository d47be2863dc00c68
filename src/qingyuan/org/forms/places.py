"""Fields that find a unit or a person by what people type: a name, a short name, a code, a police number."""

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, process

from qingyuan.kit.words import listed
from qingyuan.org.models import Person, Unit
from qingyuan.org.queries import scope, units_within


class UnitField(forms.CharField):
    """A unit by code, name or short name, among those that the person may use.

    Scope is set by :meth:`among` when the form is made; without it nothing is found. The browser proposes
    names while one types, if it can; what is typed must be whole in the end.
    """

    default_error_messages = {
        "unknown": _("没有“%(typed)s”这个单位，或者不在您的权限范围内"),
        "near": _("没有“%(typed)s”这个单位，是不是“%(near)s”"),
        "ambiguous": _("有多个单位叫“%(typed)s”，请写机构代码：%(codes)s"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("单位"))
        kwargs.setdefault("help_text", _("写全称、简称或12位机构代码"))
        super().__init__(max_length=80, **kwargs)
        self.units: QuerySet[Unit] = Unit.objects.none()
        self.widget.attrs |= {
            "list": "units-found",
            "autocomplete": "off",
            "hx-get": reverse_lazy("org:suggest"),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#units-found",
            "hx-sync": "this:replace",
        }

    def among(self, by: Person, permission: str, at: datetime) -> None:
        self.units = units_within(by, permission, at=at)

    def prepare_value(self, value: Any) -> Any:
        return value.name if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Unit | None:
        typed = str(super().clean(value))
        if not typed:
            return None
        found = list(
            self.units.filter(Q(code=typed) | Q(name=typed) | Q(short=typed) | Q(name_en=typed))[:10]
        )
        if len(found) == 1:
            return found[0]
        if found:
            codes = listed(unit.code for unit in found)
            raise self._wrong("ambiguous", typed=typed, codes=codes)
        names = self.units.values_list("name", flat=True)
        near = process.extractOne(typed, list(names), scorer=fuzz.ratio, score_cutoff=60)
        raise self._wrong("near", typed=typed, near=near[0]) if near else self._wrong("unknown", typed=typed)

    def _wrong(self, code: str, **params: str) -> forms.ValidationError:
        return forms.ValidationError(self.error_messages[code], code=code, params=params)


class PersonField(forms.CharField):
    """A person by police number, or by a name that only one has, among those that the asker may see."""

    default_error_messages = {
        "unknown": _("没有找到“%(typed)s”，或者不在您的权限范围内"),
        "ambiguous": _("有多人叫“%(typed)s”，请写警号：%(numbers)s"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("人员"))
        kwargs.setdefault("help_text", _("写警号或姓名"))
        super().__init__(max_length=40, **kwargs)
        self.widget.attrs |= {"autocomplete": "off"}
        self.people: QuerySet[Person] = Person.objects.none()

    def among(self, by: Person, permission: str, at: datetime) -> None:
        self.people = Person.objects.filter(
            scope(by, permission, at=at, path="posts__unit__path"), posts__to_on__isnull=True
        ).distinct()

    def prepare_value(self, value: Any) -> Any:
        return value.police_no if isinstance(value, Person) else value

    def clean(self, value: Any) -> Person | None:
        typed = str(super().clean(value))
        if not typed:
            return None
        found = list(self.people.filter(Q(police_no=typed) | Q(name=typed)).order_by("police_no")[:10])
        exact = [person for person in found if person.police_no == typed]
        if exact or len(found) == 1:
            return (exact or found)[0]
        if found:
            numbers = listed(person.police_no for person in found)
            message, code = self.error_messages["ambiguous"], "ambiguous"
            raise forms.ValidationError(message, code=code, params={"typed": typed, "numbers": numbers})
        raise forms.ValidationError(self.error_messages["unknown"], code="unknown", params={"typed": typed})
