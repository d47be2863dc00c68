"""What a list is narrowed by. Everything is optional, and an address with nonsense in it is never an error."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign, tasks_seen
from qingyuan.kit import clock
from qingyuan.kit.words import choices
from qingyuan.ledger.forms.places import PersonField, UnitField
from qingyuan.ledger.kinds import Sort
from qingyuan.ledger.queries import Asked, below, on_duty_days, reads_rosters
from qingyuan.matters.api import Category, kinds, sources
from qingyuan.org.api import Person, Unit

ALL = ("", _("全部"))
TASKS_AT_MOST = 300


class FilterForm(forms.Form):
    """Filters of the ledger; their names are those of the address."""

    q = forms.CharField(label=_("关键词"), required=False, max_length=80)
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[ALL, *choices(kinds.KIND_WORDS)])
    unit = UnitField(label=_("责任单位"), required=False)
    category = forms.ChoiceField(label=_("问题类别"), required=False)
    owner = forms.CharField(
        label=_("责任人"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"placeholder": _("警号或姓名")}),
    )
    source = forms.ChoiceField(label=_("来源"), required=False)
    breadth = forms.ChoiceField(
        label=_("共性/个性"), required=False, choices=[ALL, *choices(kinds.BREADTH_WORDS)]
    )
    task = forms.ChoiceField(label=_("方案任务"), required=False)
    due_from = forms.DateField(label=_("时限从"), required=False, widget=forms.DateInput)
    due_to = forms.DateField(label=_("时限到"), required=False, widget=forms.DateInput)
    opened_from = forms.DateField(label=_("发现日期从"), required=False, widget=forms.DateInput)
    opened_to = forms.DateField(label=_("发现日期到"), required=False, widget=forms.DateInput)
    key_few = forms.BooleanField(label=_("只看关键少数"), required=False)
    on_duty = forms.BooleanField(label=_("只看时限落在值班日的"), required=False)
    state = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[ALL, ("open", ""), ("kept", ""), ("all", ""), *choices(kinds.STATE_WORDS)],
    )
    due = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[ALL, ("overdue", ""), ("soon", "")]
    )
    term = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[ALL, *choices(kinds.TERM_WORDS)]
    )
    sort = forms.ChoiceField(
        required=False, widget=forms.HiddenInput, choices=[ALL, *((sort.value, "") for sort in Sort)]
    )
    campaign = forms.CharField(required=False, widget=forms.HiddenInput)
    imported = forms.IntegerField(required=False, min_value=1, max_value=2**31, widget=forms.HiddenInput)

    lane = forms.RegexField(
        r"^((but:)?(task:\d{1,18}|category:[-\w]{1,40}|kind:[a-z]{1,10})(,|$))+$",
        required=False,
        max_length=4000,
        widget=forms.HiddenInput,
    )
    own = forms.BooleanField(required=False, widget=forms.HiddenInput)

    FIRST = ("kind", "unit", "category", "owner")
    MORE = (
        "source",
        "breadth",
        "task",
        "due_from",
        "due_to",
        "opened_from",
        "opened_to",
        "key_few",
        "on_duty",
    )

    def __init__(
        self, *args: Any, by: Person, campaign: Campaign, units: Any, unit_address: str, **kwargs: Any
    ) -> None:
        kwargs["auto_id"] = "f_%s"
        super().__init__(*args, **kwargs)
        self.by = by
        unit = self.fields["unit"]
        if isinstance(unit, UnitField):
            unit.among(units, unit_address)
        if not reads_rosters(by, clock.now()):
            del self.fields["on_duty"]
        self._offer("category", [(one.pk, str(one)) for one in Category.objects.all()])
        self._offer("source", [(name, sources[name].words) for name in sources])
        tasks = tasks_seen(by, clock.now(), campaign).order_by("pk").values_list("pk", "title")
        self._offer("task", [(str(pk), title) for pk, title in tasks[:TASKS_AT_MOST]])

    def _offer(self, name: str, offered: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [ALL, *offered]

    def first(self) -> list[Any]:
        """The filters that stand in the open."""
        return [self[name] for name in self.FIRST]

    def more(self) -> list[Any]:
        """The filters behind "more"."""
        return [self[name] for name in self.MORE if name in self.fields]

    def kept(self) -> list[Any]:
        """What the tabs chose, carried along."""
        return self.hidden_fields()

    @property
    def more_used(self) -> bool:
        """Whether one of the filters behind "more" is set."""
        return any(self.data.get(name) for name in self.MORE)

    def clean_owner(self) -> Person | None:
        """A person by police number or name; ``me`` is the reader himself. Only people one could see are found."""
        typed = self.cleaned_data["owner"].strip()
        if typed in ("", "me"):
            return self.by if typed else None
        unit = self.fields["unit"]
        field = PersonField(required=False)
        field.people = Person.objects.all()
        if isinstance(unit, UnitField):
            tops: list[Unit] = list(unit.units.order_by("path")[:1])
            if tops:
                field.people = Person.objects.filter(below(tops[0].path, "posts__unit__path")).distinct()
            else:
                field.people = Person.objects.filter(pk=self.by.pk)
        return field.clean(typed)

    def asked(self) -> Asked:
        """What was asked for; a filter that cannot be read is left out, and its error shown."""
        self.is_valid()
        said, at = self.cleaned_data, clock.now()
        task = said.get("task") or ""
        return Asked(
            q=said.get("q", "").strip(),
            state=said.get("state", ""),
            due=said.get("due", ""),
            term=said.get("term", ""),
            kind=said.get("kind", ""),
            unit=said.get("unit"),
            category=said.get("category", ""),
            source=said.get("source", ""),
            owner=said.get("owner"),
            breadth=said.get("breadth", ""),
            key_few=bool(said.get("key_few")),
            task=int(task) if task else None,
            due_from=said.get("due_from"),
            due_to=said.get("due_to"),
            opened_from=said.get("opened_from"),
            opened_to=said.get("opened_to"),
            sort=said.get("sort", ""),
            imported=said.get("imported"),
            lanes=tuple(lane for lane in said.get("lane", "").split(",") if lane),
            own=bool(said.get("own")),
            on_duty=on_duty_days(self.by, at=at, today=clock.local_day(at)) if said.get("on_duty") else None,
        )
