"""Forms of the calendar of submissions, of the register and of research topics."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.uploads import CheckedFile
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.publication.forms.bulletins import NOT_BEFORE, UnitChoice
from qingyuan.publication.kinds import CADENCE_WORDS, ORIGIN_WORDS, Cadence, Origin
from qingyuan.publication.models import Guidance, Template, Writing


def among(form: forms.Form, field: str, rows: QuerySet[Any]) -> None:
    """Narrow a field of choices to these rows."""
    chosen = form.fields[field]
    if isinstance(chosen, forms.ModelChoiceField):
        chosen.queryset = rows


def units_among(form: forms.Form, field: str, units: Sequence[Unit]) -> None:
    """Narrow a field to some units; where there is one, it need not be chosen."""
    among(form, field, Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("path"))
    if len(units) == 1:
        form.fields[field].widget = forms.HiddenInput()


class SubmissionForm(forms.Form):
    """What is owed to whom, how often, and where its figures come from."""

    unit = UnitChoice(label=_("报送单位"), queryset=Unit.objects.none(), empty_label=None)
    name = forms.CharField(label=_("报送什么"), max_length=80)
    receiver = forms.CharField(label=_("报给谁"), max_length=80, help_text=_("例如“市公安局政治部”"))
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("哪个文件要求报送"))
    cadence = forms.TypedChoiceField(label=_("周期"), coerce=Cadence, choices=choices(CADENCE_WORDS))
    day = forms.IntegerField(
        label=_("哪一天"),
        min_value=1,
        max_value=28,
        help_text=_("每周填 1 到 7（周一到周日）；每月、每季度填期后那个月的日期 1 到 28"),
    )
    origin = forms.TypedChoiceField(
        label=_("数字来源"), coerce=Origin, choices=choices(ORIGIN_WORDS), widget=forms.RadioSelect
    )
    template = forms.ModelChoiceField(
        label=_("模板"), queryset=Template.objects.none(), required=False, empty_label=_("（周报数据不用选）")
    )
    begins_on = forms.DateField(label=_("从哪天起"), widget=forms.DateInput, validators=[NOT_BEFORE])

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units_among(self, "unit", units)
        among(self, "template", Template.objects.filter(active=True))


class EndForm(forms.Form):
    """Until when something is owed."""

    ended_on = forms.DateField(label=_("到哪天止"), widget=forms.DateInput, validators=[NOT_BEFORE])


class WritingChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An issued document."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {obj.title}"


class GuidanceForm(forms.Form):
    """A guidance document: its number, since when in force, and its text."""

    unit = UnitChoice(label=_("发文单位"), queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(label=_("标题"), max_length=120, required=False)
    number = forms.CharField(label=_("文号"), max_length=40, required=False)
    from_on = forms.DateField(label=_("施行日期"), widget=forms.DateInput, validators=[NOT_BEFORE])
    writing = WritingChoice(
        label=_("已签发的文稿"),
        queryset=Writing.objects.none(),
        required=False,
        empty_label=_("（上传文件）"),
        help_text=_("选了文稿，标题和文号自动带入"),
    )
    file = CheckedFile(label=_("文件"), required=False)

    def __init__(self, *args: Any, units: Sequence[Unit], writings: QuerySet[Writing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units_among(self, "unit", units)
        among(self, "writing", writings)


class EndGuidanceForm(forms.Form):
    """From when on a document is no longer in force."""

    to_on = forms.DateField(label=_("废止日期"), widget=forms.DateInput, validators=[NOT_BEFORE])


class OneOf(forms.CharField):
    """A person by police number, or by name where only one of those in question bears it."""

    def __init__(self, **given: Any) -> None:
        self.people: QuerySet[Person] = Person.objects.none()
        super().__init__(max_length=40, help_text=_("写警号；没有重名的也可以写姓名"), **given)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        found = list(self.people.filter(police_no=text)[:1]) or list(self.people.filter(name=text)[:2])
        if len(found) != 1:
            words = _("有多人叫“%(typed)s”，请写警号") if found else _("名册里没有“%(typed)s”，请写警号")
            raise forms.ValidationError(words, params={"typed": text})
        return found[0]


class TopicForm(forms.Form):
    """A research topic: what is to be answered, who leads, until when."""

    unit = UnitChoice(label=_("承担单位"), queryset=Unit.objects.none(), empty_label=None)
    title = forms.CharField(label=_("课题"), max_length=120)
    question = forms.CharField(
        label=_("要回答的问题"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    lead = OneOf(label=_("课题负责人"))
    due_on = forms.DateField(label=_("完成时限"), widget=forms.DateInput, validators=[NOT_BEFORE])

    def __init__(self, *args: Any, units: Sequence[Unit], people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units_among(self, "unit", units)
        lead = self.fields["lead"]
        if isinstance(lead, OneOf):
            lead.people = people


class GuidanceChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A document of the register."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.number} {obj.title}"


class EndingForm(forms.Form):
    """In what a topic ends."""

    found = forms.CharField(label=_("结论"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    rule = GuidanceChoice(
        label=_("形成的制度"),
        queryset=Guidance.objects.none(),
        required=False,
        empty_label=_("（没有，写措施）"),
    )
    measure = forms.CharField(
        label=_("或者：采取的措施"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("会登记到台账，有人负责、有时限、要验收"),
    )
    unit = UnitChoice(
        label=_("措施由哪个单位办"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("（承担单位）"),
    )

    def __init__(self, *args: Any, rules: QuerySet[Guidance], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        among(self, "rule", rules)
        among(self, "unit", units)
