"""Forms of people, posts, roles and rosters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.kit import clock
from qingyuan.org.forms.places import PersonField, UnitField
from qingyuan.org.kinds import Category, Rank, Role
from qingyuan.org.models import CATEGORY_WORDS, RANK_WORDS, ROLE_WORDS, Branch, Person, Unit


class FindForm(forms.Form):
    """What a list is narrowed by."""

    q = forms.CharField(
        label=_("姓名或警号"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    unit = UnitField(required=False)
    category = forms.ChoiceField(
        label=_("人员类别"),
        required=False,
        choices=[("", _("全部")), *((kind.value, CATEGORY_WORDS[kind.value]) for kind in Category)],
    )
    leader = forms.BooleanField(label=_("只看关键少数"), required=False)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "unit", by, "org.see_units")


class AboutPerson(forms.Form):
    """What is said about a person himself."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    category = forms.TypedChoiceField(
        label=_("人员类别"),
        coerce=Category,
        choices=[(kind.value, CATEGORY_WORDS[kind.value]) for kind in Category],
    )
    rank = forms.TypedChoiceField(
        label=_("职级组"),
        coerce=Rank,
        choices=[(rank.value, RANK_WORDS[rank.value]) for rank in Rank],
        initial=Rank.OFFICER,
    )


class PersonForm(AboutPerson):
    """A new person with the main post, in a unit that is known."""

    police_no = forms.CharField(label=_("警号"), max_length=16, help_text=_("不要填写身份证号"))
    title = forms.CharField(label=_("职务"), max_length=60, required=False)
    leader = forms.BooleanField(label=_("关键少数（院局领导班子等）"), required=False)
    branch = forms.ModelChoiceField(
        label=_("党支部"), queryset=Branch.objects.none(), required=False, empty_label=_("（无）")
    )
    from_on = forms.DateField(label=_("起始日期"), widget=forms.DateInput)
    outside = forms.BooleanField(
        label=_("不在本局任职（派驻机构、上级机关的人员）"),
        required=False,
        help_text=_("只登记姓名和警号，没有职务；再由安全管理员授予角色。举报办理的派驻、上级岗位用。"),
    )
    field_order = ["police_no", "name", "category", "rank", "title", "leader", "branch", "from_on", "outside"]

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches_of(self, unit)

    def clean(self) -> dict[str, Any] | None:
        """A post needs its title; who serves elsewhere has none."""
        said = super().clean() or {}
        if not said.get("outside") and not said.get("title", "").strip():
            self.add_error("title", _("请填写职务"))
        return said


class ChangePersonForm(AboutPerson):
    """Corrections to a person's record."""

    branch = forms.ModelChoiceField(
        label=_("党支部"), queryset=Branch.objects.none(), required=False, empty_label=_("（无）")
    )

    def __init__(self, *args: Any, unit: Unit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches_of(self, unit)


class TransferForm(forms.Form):
    """A new main post."""

    unit = UnitField(label=_("调往单位"))
    title = forms.CharField(label=_("职务"), max_length=60)
    leader = forms.BooleanField(label=_("关键少数（院局领导班子等）"), required=False)
    from_on = forms.DateField(label=_("起始日期"), widget=forms.DateInput)

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "unit", by, "org.change_people")


class BranchForm(forms.Form):
    """A party branch and its secretary."""

    name = forms.CharField(label=_("党支部名称"), max_length=80)
    secretary = PersonField(label=_("书记"), required=False, help_text=_("写警号或姓名，可以以后再填"))

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "secretary", by, "org.see_units")


class AppointForm(forms.Form):
    """A role at a unit, for a person who is known."""

    role = forms.TypedChoiceField(
        label=_("角色"),
        coerce=Role,
        choices=[(role.value, ROLE_WORDS[role.value]) for role in Role if role is not Role.OFFICER],
    )
    unit = UnitField(label=_("在哪个单位"))

    def __init__(self, *args: Any, by: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "unit", by, "org.appoint")


class RosterForm(forms.Form):
    """A roster file: looked at first, taken over only when asked to."""

    file = forms.FileField(
        label=_("名册文件"),
        help_text=_(
            "Excel（.xlsx）或 CSV。列：警号、姓名、单位、职务、人员类别、职级组、关键少数、党支部、起始日期"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )


def among(form: forms.Form, name: str, by: Person, permission: str) -> None:
    """Let a field of a form find only what the person may use."""
    field = form.fields[name]
    if isinstance(field, UnitField | PersonField):
        field.among(by, permission, clock.now())


def branches_of(form: forms.Form, unit: Unit | None) -> None:
    """Offer the branches of one unit."""
    field = form.fields["branch"]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = Branch.objects.filter(unit=unit).order_by("name")
