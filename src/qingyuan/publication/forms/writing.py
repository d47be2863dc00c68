"""Forms of writing: begin a document, its words, the signature, a template."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.org.api import Unit
from qingyuan.publication.forms.bulletins import NOT_BEFORE, UnitChoice
from qingyuan.publication.kinds import GENRE_WORDS, NUMBERED, WANTS_WORDS, Genre, Wants
from qingyuan.publication.models import Template, Writing, WritingSection

SECTIONS = 8


class TemplateChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A template in use, with the kind of document it makes."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.get_genre_display()}"


class StartForm(forms.Form):
    """From which template, for which unit, about which period."""

    template = TemplateChoice(label=_("模板"), queryset=Template.objects.none(), empty_label=None)
    unit = UnitChoice(label=_("单位"), queryset=Unit.objects.none(), empty_label=None)
    period_from = forms.DateField(label=_("期间起"), widget=forms.DateInput, validators=[NOT_BEFORE])
    period_to = forms.DateField(label=_("期间止"), widget=forms.DateInput, validators=[NOT_BEFORE])

    def __init__(self, *args: Any, writers: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template, unit = self.fields["template"], self.fields["unit"]
        if isinstance(template, forms.ModelChoiceField) and isinstance(unit, forms.ModelChoiceField):
            template.queryset = Template.objects.filter(active=True)
            unit.queryset = Unit.objects.filter(pk__in=[one.pk for one in writers]).order_by("path")
        if len(writers) == 1:
            unit.widget = unit.hidden_widget()


class WordsForm(forms.Form):
    """The words of a document: title, addressees, and each of its sections."""

    title = forms.CharField(label=_("标题"), max_length=120)
    code = forms.CharField(
        label=_("机关代字"), max_length=20, help_text=_("例如“示公通”；序号在签发时自动取得")
    )
    addressees = forms.CharField(
        label=_("主送"), max_length=300, required=False, help_text=_("多个单位用逗号分开")
    )
    copy_to = forms.CharField(
        label=_("抄送"), max_length=300, required=False, help_text=_("多个单位用逗号分开")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, made: Writing, sections: Sequence[WritingSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if made.genre not in NUMBERED:
            del self.fields["code"]
            self.fields["addressees"].label, self.fields["copy_to"].label = _("报"), _("送")
        for one in sections:
            self.fields[f"part_{one.order}"] = forms.CharField(
                label=one.heading or _("第 %(n)s 部分") % {"n": one.order},
                help_text=one.guidance,
                max_length=5000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 5, "data-figures": ""}),
            )

    def parts(self) -> dict[int, str]:
        """The sections by their order."""
        named = ((name, value) for name, value in self.cleaned_data.items() if name.startswith("part_"))
        return {int(name.removeprefix("part_")): value for name, value in named}


class SignForm(forms.Form):
    """The second person's signature, under what he had before his eyes."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    names_cleared = forms.BooleanField(
        label=_("文中点名的人员已听取本人陈述申辩，点名已经批准"), required=False
    )


class TemplateForm(forms.Form):
    """A template: what it makes, and its sections."""

    code = forms.CharField(label=_("代码"), max_length=40, help_text=_("小写英文字母、数字和连字符"))
    genre = forms.TypedChoiceField(label=_("文种"), coerce=Genre, choices=choices(GENRE_WORDS))
    name = forms.CharField(label=_("名称"), max_length=60)
    title = forms.CharField(
        label=_("标题的写法"), max_length=120, help_text=_("可用 {单位}、{期间}、{起日}、{止日} 和台账数字")
    )
    active = forms.BooleanField(label=_("启用"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, SECTIONS + 1):
            self.fields[f"heading_{n}"] = forms.CharField(
                label=_("第 %(n)s 部分：小标题") % {"n": n}, max_length=60, required=False
            )
            self.fields[f"wants_{n}"] = forms.TypedChoiceField(
                label=_("内容"),
                coerce=Wants,
                choices=choices(WANTS_WORDS),
                required=False,
                empty_value=Wants.FREE,
            )
            self.fields[f"guidance_{n}"] = forms.CharField(label=_("写什么"), max_length=300, required=False)
            self.fields[f"text_{n}"] = forms.CharField(
                label=_("开头的文字"),
                max_length=2000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "data-figures": ""}),
            )

    def groups(self) -> list[tuple[int, list[Any]]]:
        """The fields of each section, for the page."""
        names = ("heading", "wants", "guidance", "text")
        return [(n, [self[f"{name}_{n}"] for name in names]) for n in range(1, SECTIONS + 1)]

    def sections(self) -> list[dict[str, Any]]:
        """The sections as they were written."""
        said = self.cleaned_data
        names = ("heading", "wants", "guidance", "text")
        return [{name: said[f"{name}_{n}"] for name in names} for n in range(1, SECTIONS + 1)]
