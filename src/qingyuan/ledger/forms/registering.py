"""Putting one matter on the ledger: what was found, where; and at once person, measures and deadline, if known."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.doubts import Doubting
from qingyuan.kit.words import choices
from qingyuan.ledger.forms.acts import lines, marked
from qingyuan.ledger.forms.places import PeopleField, PersonField, UnitField
from qingyuan.ledger.queries import people_of
from qingyuan.matters.api import Category, kinds, rules, sources
from qingyuan.org.api import Person, Unit

TYPED = ("typed", "inspection", "self_check", "review", "report", "assigned")
KEPT = ("kind", "unit", "category", "source")


class RegisterForm(Doubting):
    """One problem. What was chosen once stays for the next one (``KEPT``)."""

    statement = lines(_("问题表述"), rows=3, help_text=_("一次写一个问题：何处、何事、违反什么"))
    unit = UnitField(label=_("责任单位"))
    category = forms.ModelChoiceField(
        label=_("问题类别"),
        queryset=Category.objects.filter(active=True),
        required=False,
        empty_label=_("请选择"),
    )
    kind = forms.TypedChoiceField(
        label=_("类型"), coerce=kinds.Kind, choices=choices(kinds.KIND_WORDS), initial=kinds.Kind.PROBLEM
    )
    source = forms.ChoiceField(label=_("来源"))
    owner = PersonField(required=False, help_text=_("责任人、措施、时限现在填齐，登记后直接进入整改"))
    measures = lines(_("整改措施"), rows=2)
    due_on = forms.DateField(label=_("整改时限"), required=False, widget=forms.DateInput)
    opened_on = forms.DateField(
        label=_("发现日期"), required=False, widget=forms.DateInput, help_text=_("不填就是今天")
    )
    basis = forms.CharField(label=_("法规政策依据"), max_length=200, required=False)
    criterion = forms.CharField(label=_("完成标准"), max_length=300, required=False)
    breadth = forms.TypedChoiceField(
        label=_("共性/个性"),
        coerce=kinds.Breadth,
        choices=choices(kinds.BREADTH_WORDS),
        initial=kinds.Breadth.INDIVIDUAL,
    )
    key_few = forms.BooleanField(label=_("涉及关键少数（领导干部）"), required=False)
    names_people = PeopleField(
        label=_("反映的人员"),
        required=False,
        max_length=400,
        help_text=_("写警号或姓名，多人用逗号隔开。所写的人看不到这个事项"),
    )
    again = forms.BooleanField(required=False, widget=forms.HiddenInput)

    FIRST = ("statement", "unit", "category", "kind", "source")
    FIXES = ("owner", "measures", "due_on")
    MORE = ("opened_on", "basis", "criterion", "breadth", "key_few", "names_people")

    def __init__(
        self,
        *args: Any,
        units: QuerySet[Unit],
        people: QuerySet[Person],
        today: date,
        unit_address: str,
        person_address: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        for name, field in self.fields.items():
            if isinstance(field, UnitField):
                field.among(units, unit_address)
            elif isinstance(field, PersonField):
                field.among(people, person_address)
            elif name == "source" and isinstance(field, forms.ChoiceField):
                field.choices = [(code, sources[code].words) for code in TYPED if code in sources]

    def first(self) -> list[Any]:
        marked(self, ("statement", "category"))
        return [self[name] for name in self.FIRST]

    def fixes(self) -> list[Any]:
        return [self[name] for name in self.FIXES]

    def more(self) -> list[Any]:
        return [self[name] for name in self.MORE]

    @property
    def more_used(self) -> bool:
        """Whether something behind "more" was filled in or is wrong."""
        return any(self.errors.get(name) for name in self.MORE)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        owner, unit = said.get("owner"), said.get("unit")
        if owner and unit and not people_of(unit.path, self.today).filter(pk=owner.pk).exists():
            self.add_error("owner", _("责任人应是责任单位（含下属单位）的人"))
        return said

    def draft(self) -> rules.Draft:
        """The matter as the rule takes it."""
        said = self.cleaned_data
        return rules.Draft(
            kind=said["kind"],
            statement=said["statement"],
            unit=said["unit"],
            category=said["category"],
            source=said["source"],
            basis=said["basis"],
            breadth=said["breadth"],
            owner=said["owner"],
            key_few=said["key_few"],
            measures=said["measures"],
            criterion=said["criterion"],
            due_on=said["due_on"],
            opened_on=said["opened_on"],
            names_people=said["names_people"],
        )
