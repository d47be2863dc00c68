"""Fields that find a person or a unit: a short list to choose from, or what people type where there are many."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import listed
from qingyuan.org.api import Person, Unit

FEW = 60  # up to so many, a list to choose from; beyond, one types


class Proposing(forms.TextInput):
    """An input that proposes what fits while one types; without script one types the whole of it."""

    def __init__(self, address: str) -> None:
        super().__init__({"autocomplete": "off"})
        self.address = address

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        found = f"{(attrs or {}).get('id', name)}_found"
        more = {
            "list": found,
            "hx-get": self.address,
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{found}",
            "hx-sync": "this:replace",
        }
        box = super().render(name, value, {**(attrs or {}), **more}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', box, found)


class PersonField(forms.CharField):
    """A person by police number, or by a name that only one has, among those that may be chosen."""

    default_error_messages = {
        "unknown": _("没有找到“%(typed)s”，请写警号，或从可选人员中挑选"),
        "ambiguous": _("有多人叫“%(typed)s”，请写警号：%(numbers)s"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("责任人"))
        kwargs.setdefault("max_length", 40)
        super().__init__(**kwargs)
        self.people: QuerySet[Person] = Person.objects.none()
        self.asked = False  # whether the rule will ask for somebody, though the field does not

    def among(self, people: QuerySet[Person], address: str = "") -> None:
        """Who may be chosen. A few are listed; for many, names are proposed by the page at ``address``."""
        self.people = people
        few = list(people[: FEW + 1])
        if len(few) <= FEW:
            empty = _("请选择") if self.required or self.asked else _("（暂不指定）")
            named = [(one.police_no, f"{one.name}（{one.police_no}）") for one in few]
            self.widget = forms.Select(choices=[("", empty), *named])
        else:
            self.widget = Proposing(address)
            self.help_text = self.help_text or _("写警号或姓名，会列出本单位的人")
        self.widget.is_required = self.required

    def prepare_value(self, value: Any) -> Any:
        return value.police_no if isinstance(value, Person) else value

    def clean(self, value: Any) -> Person | None:
        typed = str(super().clean(value))
        return self._one(typed) if typed else None

    def _one(self, typed: str) -> Person:
        found = list(self.people.filter(Q(police_no=typed) | Q(name=typed))[:10])
        exact = [person for person in found if person.police_no == typed]
        if exact or len(found) == 1:
            return (exact or found)[0]
        code = "ambiguous" if found else "unknown"
        numbers = listed(person.police_no for person in found)
        raise forms.ValidationError(
            self.error_messages[code], code=code, params={"typed": typed, "numbers": numbers}
        )


class PeopleField(PersonField):
    """Several people, by police number or name, with a comma or a new line between them."""

    def among(self, people: QuerySet[Person], address: str = "") -> None:  # noqa: ARG002
        self.people = people

    def prepare_value(self, value: Any) -> Any:
        return value

    def clean(self, value: Any) -> tuple[Person, ...]:  # type: ignore[override]
        typed = str(forms.CharField.clean(self, value))
        for between in "，、；;\n\r\t":
            typed = typed.replace(between, ",")
        return tuple(self._one(name.strip()) for name in typed.split(",") if name.strip())


class UnitField(forms.CharField):
    """A unit by code, name or short name, among those that may be chosen."""

    default_error_messages = {
        "unknown": _("没有“%(typed)s”这个单位，或者不在您的权限范围内"),
        "ambiguous": _("有多个单位叫“%(typed)s”，请写机构代码：%(codes)s"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("责任单位"))
        super().__init__(max_length=80, **kwargs)
        self.units: QuerySet[Unit] = Unit.objects.none()
        self.any = False  # whether there is anything to choose from

    def among(self, units: QuerySet[Unit], address: str = "") -> None:
        """Which units may be chosen. A few are listed as a tree; for many, names are proposed."""
        self.units = units
        few = list(units[: FEW + 1])
        self.any = bool(few)
        if len(few) <= FEW:
            top = min((unit.depth for unit in few), default=0)
            named = [(unit.code, "　" * (unit.depth - top) + str(unit)) for unit in few]
            first = [("", _("请选择") if self.required else _("全部"))] * (not self.required or len(few) != 1)
            self.widget = forms.Select(choices=[*first, *named])
        else:
            self.widget = Proposing(address)
            self.help_text = self.help_text or _("写单位名称、简称或机构代码")
        self.widget.is_required = self.required

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Unit):
            return value
        return value.code if isinstance(self.widget, forms.Select) else value.name

    def clean(self, value: Any) -> Unit | None:
        typed = str(super().clean(value))
        if not typed:
            return None
        fits = Q(code=typed) | Q(name=typed) | Q(short=typed) | Q(name_en=typed)
        found = list(self.units.filter(fits)[:10])
        if len(found) == 1:
            return found[0]
        code = "ambiguous" if found else "unknown"
        codes = listed(unit.code for unit in found)
        raise forms.ValidationError(
            self.error_messages[code], code=code, params={"typed": typed, "codes": codes}
        )
