"""Shape of topics, their questions, and an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.study.kinds import QUESTION_WORDS, QuestionKind
from qingyuan.study.models import Node, Question
from qingyuan.study.policy.understanding import QuestionText, written


class TopicForm(forms.Form):
    """A topic of study."""

    node = forms.ModelChoiceField(label=_("学习内容"), queryset=Node.objects.none(), empty_label=_("请选择"))
    title = forms.CharField(label=_("专题"), max_length=80)
    article = forms.CharField(
        label=_("条款"), max_length=200, required=False, help_text=_("法律和业务专题写明哪部法第几条")
    )
    text = forms.CharField(
        label=_("要点"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("一两分钟能看完，看完要能回答三个小题"),
    )
    source = forms.CharField(label=_("出处"), max_length=200)

    def __init__(self, data: Any = None, *, campaign: Campaign, **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["node"].queryset = Node.objects.filter(campaign=campaign)  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """A question of the bank; its choices are typed one a line, a star before what is right."""

    kind = forms.TypedChoiceField(label=_("题型"), coerce=QuestionKind, choices=choices(QUESTION_WORDS))
    text = forms.CharField(label=_("题目"), max_length=300)
    choices = forms.CharField(
        label=_("选项"),
        max_length=1300,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一个，2到6个，正确的前面加*"),
    )
    explanation = forms.CharField(label=_("解析"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    source = forms.CharField(label=_("出处"), max_length=200)
    active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def clean_choices(self) -> tuple[tuple[str, bool], ...]:
        said = written(self.cleaned_data["choices"])
        if any(len(text) > 200 for text, _right in said):
            raise forms.ValidationError(_("每个选项不超过200字"))
        return said

    def said(self) -> QuestionText:
        """The question as it was written."""
        given = self.cleaned_data
        return QuestionText(
            given["kind"], given["text"], given["explanation"], given["source"], given["choices"]
        )


class AnswerForm(forms.Form):
    """One question: buttons of which one or several are pressed. Knows nothing of what is right."""

    def __init__(
        self, data: Any = None, *, question: Question, offered: list[tuple[int, str]], **given: Any
    ) -> None:
        super().__init__(data, **given)
        several = question.kind == QuestionKind.SEVERAL
        kind = forms.TypedMultipleChoiceField if several else forms.TypedChoiceField
        self.fields["chosen"] = kind(
            label=_("可以选几个") if several else _("选一个"),
            coerce=int,
            choices=offered,
            widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
            error_messages={"required": _("请选择")},
        )
        self.fields["question"] = forms.IntegerField(widget=forms.HiddenInput, initial=question.pk)

    def chosen(self) -> set[int]:
        """What was chosen."""
        given = self.cleaned_data["chosen"]
        return set(given) if isinstance(given, list) else {given}
