"""Shape of materials, handouts and what came; a list of quantities read from Excel."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.engines import sheets
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import choices
from qingyuan.org.api import Unit
from qingyuan.study.errors import CannotHandOut
from qingyuan.study.kinds import MATERIAL_WORDS, MaterialKind
from qingyuan.study.policy.materials import AT_MOST

FIELDS = (
    sheets.Field("unit", ("单位", "单位名称", "部门"), required=True),
    sheets.Field("quantity", ("数量", "发放数量", "本数", "份数", "册数"), required=True),
)
SHEET_BYTES = 2 * 1024 * 1024


class MaterialForm(forms.Form):
    """A line of the list of materials."""

    kind = forms.TypedChoiceField(label=_("类别"), coerce=MaterialKind, choices=choices(MATERIAL_WORDS))
    title = forms.CharField(label=_("名称"), max_length=100)
    reading = forms.BooleanField(
        label=_("列入推荐书目"), required=False, help_text=_("全体民警可见；读不读、读多少不检查")
    )
    note = forms.CharField(label=_("读什么、为什么读"), max_length=300, required=False)
    active = forms.BooleanField(label=_("启用"), required=False, initial=True)


class HandOutForm(forms.Form):
    """How many copies to which unit: one field for each, named after the unit."""

    on = forms.DateField(label=_("发放日期"))

    def __init__(self, data: Any = None, *, units: Iterable[Unit], **given: Any) -> None:
        super().__init__(data, **given)
        for unit in units:
            self.fields[f"u{unit.pk}"] = forms.IntegerField(
                label=unit.label, required=False, min_value=0, max_value=AT_MOST
            )

    def quantities(self) -> dict[int, int]:
        """Copies by id of the unit."""
        return {
            int(name[1:]): copies for name, copies in self.cleaned_data.items() if name != "on" and copies
        }


class SheetForm(forms.Form):
    """A list of quantities by unit."""

    file = forms.FileField(
        label=_("数量表"),
        help_text=_("Excel（.xlsx）或CSV，两列：单位、数量；只带入下面的表，核对以后再保存"),
    )


class ReceiveForm(forms.Form):
    """What a unit's clerk counted."""

    received = forms.IntegerField(label=_("实收数量"), min_value=0, max_value=AT_MOST)
    words = forms.CharField(
        label=_("短少的原因"), max_length=200, required=False, help_text=_("实收少于发放时填写")
    )


def read_quantities(content: bytes, name: str, units: Iterable[Unit]) -> dict[str, int]:
    """Copies by field of the form, from a list of units. Refused whole, every reason with its cell."""
    if len(content) > SHEET_BYTES:
        raise CannotHandOut(Reason("large", _("文件太大，数量表不超过2 MB"), "file"))
    try:
        found = sheets.find_table(
            sheets.open_workbook(content, name), [one for f in FIELDS for one in f.labels]
        )
    except sheets.SheetError as wrong:
        raise CannotHandOut(Reason(wrong.code, str(wrong.problem.message), "file")) from None
    matches = sheets.match_columns(found, FIELDS).matches
    if len(matches) < len(FIELDS):
        raise CannotHandOut(Reason("columns", _("表头要有“单位”和“数量”两列"), "file"))
    by_code = {unit.code: unit for unit in units}
    known = sheets.Resolver(
        [sheets.Entry(one.code, one.name, (one.short,) if one.short else ()) for one in by_code.values()]
    )
    read: dict[str, int] = {}
    problems: list[Reason] = []
    for row in found.rows:
        cell = found.cell(row, matches["unit"].column)
        copies = sheets.parse_int(found.cell(row, matches["quantity"].column), 0, AT_MOST)
        unit = by_code.get(known.resolve(cell).code or "")
        place = {"cell": cell.address}
        if copies.problem is not None:
            problems.append(
                Reason(
                    "copies",
                    _("%(cell)s：数量应是0到%(most)d的整数"),
                    "file",
                    {"cell": copies.problem.place, "most": AT_MOST},
                )
            )
        if unit is None:
            problems.append(
                Reason("unit", _("%(cell)s：没有这个单位，或者不在本次教育整顿范围内"), "file", place)
            )
        elif f"u{unit.pk}" in read:
            problems.append(Reason("twice", _("%(cell)s：同一个单位写了两行"), "file", place))
        elif copies.value:
            read[f"u{unit.pk}"] = copies.value
    if problems:
        raise CannotHandOut(problems)
    return read
