"""Fields that several forms share: a person by police number or name, a unit, a day."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from qingyuan.org.api import Person, Unit

ANYWHERE = Q()


class Suggesting(forms.TextInput):
    """A text input that proposes people while one types."""

    people: QuerySet[Person] | None = None

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        known = self.people[:80] if self.people is not None else []
        list_id = f"{(attrs or {}).get('id', name)}_known"
        drawn = super().render(
            name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer
        )
        options = format_html_join(
            "", '<option value="{}">{}</option>', ((p.police_no, p.name) for p in known)
        )
        return format_html('{}<datalist id="{}">{}</datalist>', drawn, list_id, options)


class PersonField(forms.CharField):
    """A person, by police number, or by name where only one bears it. Cleans to a Person or None."""

    widget = Suggesting

    def __init__(self, **given: Any) -> None:
        self.among: QuerySet[Person] = Person.objects.none()
        super().__init__(max_length=40, help_text=_("填警号；没有重名的，也可以填姓名"), **given)

    def of(self, unit: Unit, reach: Q = ANYWHERE) -> None:
        """Look among the people who hold a post in a unit or below it, and within reach; propose its leaders.

        ``reach``: a predicate over the unit of the post (``posts__unit__path``).
        """
        inside = Q(posts__unit__path__startswith=unit.path, posts__to_on__isnull=True) & reach
        self.among = Person.objects.filter(inside).distinct()
        leaders = Person.objects.filter(inside, posts__leader=True)
        self.widget.people = leaders.distinct().order_by("police_no")

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = list(self.among.filter(police_no=text)[:1]) or list(self.among.filter(name=text)[:3])
        if not found:
            raise forms.ValidationError(_("没有找到“%(text)s”，请核对警号"), params={"text": text})
        if len(found) > 1:
            raise forms.ValidationError(_("有多人叫“%(text)s”，请填警号"), params={"text": text})
        return found[0]


class UnitField(forms.ModelChoiceField[Unit]):
    """One unit of a list that the view narrows."""

    def __init__(self, **given: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **given)


class UnitsField(forms.ModelMultipleChoiceField[Unit]):
    """Several units of a list that the view narrows."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **given: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), **given)


class DayField(forms.DateField):
    """A day, asked for with the browser's own input."""

    widget = forms.DateInput


def long_text(label: Any, *, required: bool = True, limit: int = 500, **given: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea, required=required, max_length=limit, **given)
