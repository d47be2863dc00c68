"""Shape of what an import asks: the file, which column is what, and what doubtful words mean."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.ledger.queries.columns import FIELDS, NAMES, REQUIRED
from qingyuan.ledger.queries.reading import Choices, Read

ASK_WORDS = {
    "unit": _("责任单位“%(text)s”是哪个单位"),
    "category": _("问题类别“%(text)s”属于哪一类"),
    "owner": _("责任人“%(text)s”是哪一位"),
    "leader": _("责任领导“%(text)s”是哪一位"),
}
LATER = {"owner": _("先不定"), "leader": _("先不定")}
SAMPLE = 24  # characters of a cell shown beside its column


class UploadForm(forms.Form):
    """The file. Its size is asked for before it is read, its content when it is."""

    file = forms.FileField(
        label=_("Excel 或 CSV 文件"),
        help_text=_(
            "可直接用现有台账：标题行、合并表头、多行表头、合计行都能识别。"
            "不超过 20 MB、50,000 行；不收旧版 .xls 和带宏的文件。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )


class ColumnsForm(forms.Form):
    """Which column holds which field, with what was found as the proposal."""

    def __init__(self, *args: Any, read: Read, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("（表中没有）")), *self._offered(read)]
        for field in FIELDS:
            if field.key == "serial":
                continue
            required = field.key in REQUIRED
            found = read.columns.get(field.key)
            near = read.mapping.ambiguous.get(field.key, ())
            best = near[0].column if near and found is None else found
            doubt = (
                _("请核对")
                if field.key in read.doubtful
                else _("请选择")
                if field.key in read.missing
                else ""
            )
            self.fields[field.key] = forms.ChoiceField(
                label=cast(Any, NAMES[field.key]),
                required=required,
                choices=offered,
                initial=best.letter if best is not None else "",
                help_text=doubt,
            )

    @staticmethod
    def _offered(read: Read) -> list[tuple[str, str]]:
        rows = read.table.rows[:3]
        offered = []
        for column in read.table.columns:
            texts = [" ".join(read.table.cell(row, column).text.split()) for row in rows]
            sample = next((text for text in texts if text), "")
            sample = sample if len(sample) <= SAMPLE else sample[: SAMPLE - 1] + "…"
            offered.append(
                (column.letter, f"{column.letter} · {column.display}" + (f"：{sample}" if sample else ""))
            )
        return offered

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        taken: dict[str, str] = {}
        for key, letter in list(said.items()):
            if letter and letter in taken:
                self.add_error(
                    key,
                    _("%(column)s 列已用于“%(name)s”") % {"column": letter, "name": NAMES[taken[letter]]},
                )
            elif letter:
                taken[letter] = key
        return said

    def columns(self) -> dict[str, str]:
        """Field to column letter."""
        return {key: letter for key, letter in self.cleaned_data.items() if letter}


def ask_name(ask: Mapping[str, Any]) -> str:
    """The name of the input of a question: the same for the same question, whatever else is asked."""
    return "ask_" + hashlib.sha256(f"{ask['field']}\n{ask['key']}".encode()).hexdigest()[:16]


class ChoicesForm(forms.Form):
    """What doubtful words mean, the category of rows without one, and likely duplicates that are taken."""

    def __init__(
        self, *args: Any, report: Mapping[str, Any], choices: Choices, categories: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.report, self.before = report, choices
        self.asks = {ask_name(ask): ask for ask in report.get("asks", ())}
        for name, ask in self.asks.items():
            offered = [(one["code"], one["words"]) for one in ask["proposals"]]
            self.fields[name] = forms.ChoiceField(
                label=ASK_WORDS[ask["field"]] % {"text": ask["text"]},
                required=False,
                choices=[("", LATER.get(ask["field"], _("请选择"))), *offered],
                help_text=_("%(place)s 起，共 %(rows)s 行") % {"place": ask["place"], "rows": ask["rows"]},
            )
        blank = any(one["code"] == "category_blank" for one in report["findings"]["error"])
        if blank or choices.default_category:
            self.fields["default_category"] = forms.ChoiceField(
                label=_("没有写类别的行"),
                required=False,
                choices=[("", _("请选择")), *[(one.code, str(one)) for one in categories]],
                initial=choices.default_category,
            )
        self.likely = [twin for twin in report.get("twins", ()) if twin["similarity"] < 1]
        if self.likely:
            self.fields["accepted"] = forms.TypedMultipleChoiceField(
                required=False,
                coerce=int,
                choices=[(str(twin["row"]), twin["place"]) for twin in self.likely],
                initial=[str(row) for row in choices.accepted],
            )

    def asked(self) -> list[Any]:
        """The questions as fields of the page; the duplicates have a table of their own."""
        return [self[name] for name in self.fields if name != "accepted"]

    def choices(self) -> Choices:
        """What was decided before, with what is decided now."""
        said = self.cleaned_data
        new: dict[str, dict[str, str]] = {"unit": {}, "category": {}, "people": {}}
        for name, ask in self.asks.items():
            if said.get(name):
                new[ask["field"] if ask["field"] in new else "people"][ask["key"]] = said[name]
        shown = {twin["row"] for twin in self.likely}
        return replace(
            self.before,
            units={**self.before.units, **new["unit"]},
            categories={**self.before.categories, **new["category"]},
            people={**self.before.people, **new["people"]},
            default_category=said.get("default_category") or self.before.default_category,
            accepted=frozenset(self.before.accepted - shown) | frozenset(said.get("accepted") or ()),
        )
