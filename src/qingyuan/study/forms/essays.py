"""Shape of calls, drafts, what is said on handing in, and texts of the library."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.uploads import MOST, Unfit
from qingyuan.kit.words import choices
from qingyuan.org.api import Unit
from qingyuan.org.api import kinds as org
from qingyuan.study.kinds import AUTHORSHIP_WORDS, SOURCE_WORDS, Authorship, SourceKind
from qingyuan.study.policy import essays as policy
from qingyuan.study.queries.essay_files import LONGEST, text_of

RANKS = [
    (org.Rank.LEADER.value, _("领导干部")),
    (org.Rank.MIDDLE.value, _("中层干部")),
    (org.Rank.OFFICER.value, _("基层民警")),
]


class TextFile(forms.FileField):
    """A .txt or .docx file; once cleaned it is its text, or nothing."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", forms.FileInput(attrs={"accept": ".txt,.docx"}))
        super().__init__(max_length=255, allow_empty_file=True, **given)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        if given is None and not self.required:
            return ""
        if not isinstance(given, UploadedFile) or (given.size or 0) > MOST:
            raise forms.ValidationError(_("文件超过 10 MB，请压缩后再上传"), code="large")
        try:
            return text_of(given.name or "", given.read())
        except Unfit as refusal:
            raise forms.ValidationError(str(refusal), code="unfit") from refusal


class CallForm(forms.Form):
    """An essay asked for."""

    stage = forms.TypedChoiceField(label=_("环节"), coerce=int, empty_value=None, required=False)
    ranks = forms.MultipleChoiceField(
        label=_("哪些人写"),
        choices=RANKS,
        widget=forms.CheckboxSelectMultiple,
        initial=[code for code, _words in RANKS],
        help_text=_("只问民警；正在执行专项勤务的单位不问"),
    )
    units = forms.ModelMultipleChoiceField(
        label=_("哪些单位"),
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("不选就是全部单位"),
    )
    due_on = forms.DateField(label=_("提交期限"), widget=forms.DateInput)
    most = forms.IntegerField(label=_("最多字数"), min_value=policy.LEAST, max_value=policy.MOST_AT_MOST)

    def __init__(self, data: object = None, *, campaign: Campaign, units: Any, **given: Any) -> None:
        super().__init__(data, **given)  # type: ignore[arg-type]
        stages = [
            (stage.pk, _("%(stage)s（到%(day)s）") % {"stage": stage.label, "day": stage.ends_on})
            for stage in campaign.stages.order_by("order")
            if not stage.closed
        ]
        if stages:
            self.fields["stage"].choices = stages  # type: ignore[attr-defined]
        else:
            del self.fields["stage"]
        self.fields["units"].queryset = units  # type: ignore[attr-defined]


class DueForm(forms.Form):
    due_on = forms.DateField(label=_("提交期限"), widget=forms.DateInput)


class DraftForm(forms.Form):
    """What an author has written: typed, pasted, or a file in place of it."""

    text = forms.CharField(
        label=_("正文"), widget=forms.Textarea(attrs={"rows": 14}), required=False, max_length=LONGEST
    )
    file = TextFile(
        label=_("或者上传文件"),
        required=False,
        help_text=_(".txt 或 .docx；上传的文件代替上面的正文，文件本身不保存"),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not (said.get("file") or said.get("text", "").strip()):
            self.add_error("text", _("请写心得，或者上传文件"))
        return said

    @property
    def said(self) -> str:
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])


class HandInForm(forms.Form):
    authorship = forms.TypedChoiceField(
        label=_("这篇心得是"),
        coerce=Authorship,
        choices=choices(AUTHORSHIP_WORDS),
        widget=forms.RadioSelect,
    )


class BackForm(forms.Form):
    words = forms.CharField(label=_("退回理由"), widget=forms.Textarea, max_length=300)


class OfferForm(forms.Form):
    """An essay offered to the bureau."""

    title = forms.CharField(label=_("心得题目"), max_length=60)
    named = forms.TypedChoiceField(
        label=_("署名"),
        coerce=lambda said: said == "yes",
        choices=[("yes", _("署我的名字")), ("no", _("不署名"))],
        initial="no",
        widget=forms.RadioSelect,
    )


class DeclineForm(forms.Form):
    """Why an essay is not published, and as what it was read."""

    words = forms.CharField(label=_("不公开的理由"), widget=forms.Textarea, max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SourceForm(forms.Form):
    """A text of the library."""

    kind = forms.TypedChoiceField(
        label=_("类别"),
        coerce=SourceKind,
        choices=choices(SOURCE_WORDS),
        help_text=_("与“文件”相同的算引用，与“范文”相同的算重复"),
    )
    title = forms.CharField(label=_("名称"), max_length=100)
    text = forms.CharField(
        label=_("正文"), widget=forms.Textarea(attrs={"rows": 10}), required=False, max_length=LONGEST
    )
    file = TextFile(label=_("或者上传文件"), required=False, help_text=_(".txt 或 .docx"))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not (said.get("file") or said.get("text", "").strip()):
            self.add_error("text", _("请粘贴正文，或者上传文件"))
        return said

    @property
    def said(self) -> str:
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])
