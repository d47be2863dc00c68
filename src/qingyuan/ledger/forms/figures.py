"""Forms of the pages about many matters: causes, common problems, themes, categories, what is late."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qingyuan.ledger.forms.acts import lines
from qingyuan.ledger.forms.places import UnitField
from qingyuan.matters.api import Category
from qingyuan.org.api import Unit


class UnitsForm(forms.Form):
    """A form with a unit in it, among those that the reader reaches."""

    unit = UnitField(required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], unit_address: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        if isinstance(unit, UnitField):
            unit.among(units, unit_address)


class LateForm(UnitsForm):
    """What is late, in one unit and below it."""


class CausesForm(UnitsForm):
    """Root causes of a stretch of time."""

    first = forms.DateField(label=_("申请销号从"), required=False, widget=forms.DateInput)
    last = forms.DateField(label=_("到"), required=False, widget=forms.DateInput)
    field_order = ["first", "last", "unit"]


class CommonForm(UnitsForm):
    """A common problem over alike ones."""

    statement = lines(_("共性问题表述"), help_text=_("写这些问题的共同之处，从面上整改"))
    unit = UnitField(label=_("牵头整改单位"))
    field_order = ["statement", "unit"]


class ThemeForm(forms.Form):
    """A thematic rectification and the categories it is about."""

    name = forms.CharField(label=_("专项整治名称"), max_length=80)
    categories = forms.ModelMultipleChoiceField(
        label=_("问题类别"),
        queryset=Category.objects.filter(active=True),
        widget=forms.CheckboxSelectMultiple,
    )


class CategoryForm(forms.Form):
    """A line of the code table. The code of an existing category does not change."""

    code = forms.CharField(
        label=_("代码"),
        max_length=40,
        help_text=_("英文字母、数字和下划线，例如 case_overdue"),
    )
    name = forms.CharField(label=_("类别名称"), max_length=60)
    name_en = forms.CharField(label=_("英文名称"), max_length=80, required=False)
    order = forms.IntegerField(label=_("次序"), min_value=0, max_value=9999, initial=500)
    active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, *args: Any, known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known:
            self.fields["code"].required = False
            self.fields["code"].widget.attrs["readonly"] = True
