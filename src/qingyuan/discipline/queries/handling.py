"""What followed for people, as far as one may know of it; and the notice that clears a name."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import translation

from qingyuan.discipline.kinds import Effect, Event, Measures, Of, Stage
from qingyuan.discipline.models import Clarification, Handling
from qingyuan.discipline.policy import clocks as policy
from qingyuan.discipline.queries.leads import SEE, Shown, clock_rules, leads
from qingyuan.engines import officialdoc as doc
from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import Matter, kinds, visible
from qingyuan.org.api import Person, scope


def handlings(by: Person, *, at: datetime) -> QuerySet[Handling]:
    """Handlings out of leads, or problems on the ledger, that exist for who handles leads there."""
    problems = visible(by, at=at).filter(scope(by, SEE, at=at, path="unit_path"))
    rows = Handling.objects.filter(Q(lead__in=leads(by, at=at)) | Q(matter__in=problems)).exclude(person=by)
    related = ("person", "unit", "by", "decided_by", "released_by", "lead__matter", "matter")
    return rows.select_related(*related).prefetch_related("appeals")


def own(person: Person) -> QuerySet[Handling]:
    """What was decided about a person: his own record, and of the lead the day it came."""
    rows = Handling.objects.filter(person=person, decided_on__isnull=False)
    return rows.select_related("unit", "lead").prefetch_related("appeals").order_by("-decided_on", "-pk")


def on_ledger(by: Person, *, at: datetime) -> QuerySet[Matter]:
    """Matters of the ledger from which an organisational adjustment may follow; no leads."""
    rows = visible(by, at=at).filter(scope(by, SEE, at=at, path="unit_path"))
    return rows.exclude(kind=kinds.Kind.LEAD)


# -- clocks of a handling: appeals, and entries that lapse ---------------------------------------------------------

STEPS = {
    Stage.APPEAL: (Event.APPEALED, Event.APPEAL_TOLD),
    Stage.REAPPEAL: (Event.REAPPEALED, Event.REAPPEAL_TOLD),
}


def subject(made: Handling) -> policy.Subject:
    """A handling as the clocks read it: decided, appealed against and answered, each on its day."""
    events = [(Event.DECIDED, made.decided_on)] if made.decided_on else []
    for appeal in made.appeals.all():
        asked, told = STEPS[Stage(appeal.stage)]
        events.append((asked, local_day(appeal.at)))
        if appeal.answered_at is not None:
            events.append((told, local_day(appeal.answered_at)))
    return policy.Subject(None, False, None, events, Of.HANDLING, Measures(made.measure))


def readings(rows: Iterable[Handling], today: date) -> dict[int, list[Shown]]:
    """What the clocks show for handlings that have been prefetched with their appeals. One query."""
    rules = clock_rules()
    by_code = {row.code: row for row, _rule in rules}
    shown = {}
    with workdays.remembering():
        for made in rows:
            read = policy.readings([rule for _row, rule in rules], subject(made))
            shown[made.pk] = [Shown(by_code[one.code], one, one.late(today), False) for one in read]
    return shown


def has_lapsed(shown: Iterable[Shown]) -> bool:
    """Whether an entry no longer counts: the clock that makes it lapse has passed."""
    return any(one.late and one.clock.effect == Effect.LAPSE for one in shown)


def too_late(made: Handling, event: Event, on: date) -> bool:
    """Whether the right to appeal had ended by a day."""
    return policy.too_late([rule for _row, rule in clock_rules()], subject(made), event, on)


def ended(today: date) -> QuerySet[Handling]:
    """Sanctions whose period has ended, of which nobody has been reminded yet."""
    return Handling.objects.filter(ends_on__lt=today, decided_on__isnull=False, end_told_at__isnull=True)


def cleared(by: Person, pk: int, *, at: datetime) -> Clarification | None:
    """A clarification out of a lead that exists for the person."""
    rows = Clarification.objects.select_related("person", "unit", "lead__matter__unit")
    return rows.filter(pk=pk, lead__in=leads(by, at=at)).first()


def notice(made: Clarification) -> bytes:
    """The notice of clarification (澄清正名通知书) as Word: nothing of the reporter, no number of the lead.

    It rests on 公安部令第153号 (2019). Its text was read in copies only, not in the original: grade B.
    """
    with translation.override("zh-hans"):
        unit = made.lead.matter.unit
        whom = made.person.name if made.person else (made.unit.name if made.unit else "")
        body = (
            doc.Paragraph.of(
                "经核查，近期反映的有关问题不属实。根据《公安机关维护民警执法权威工作规定》（公安部令第153号），"
                "现予澄清正名，消除不良影响。"
            ),
            *(doc.Paragraph.of(line) for line in made.told.splitlines() if line.strip()),
            doc.Paragraph.of("特此通知。"),
        )
        document = doc.OfficialDocument(
            head=doc.RedHead(f"{unit.name}文件", None),
            title="澄清正名通知书",
            genre="通知书",
            addressees=(whom,),
            body=body,
            signature=unit.name,
            dated_on=local_day(made.at),
        )
        return doc.to_docx(document, properties=doc.Properties(author=unit.name, subject="通知书"))
