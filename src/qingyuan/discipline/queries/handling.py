"""What followed for people, as far as one may know of it; and the notice that clears a name."""

from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import translation

from qingyuan.discipline.models import Clarification, Handling
from qingyuan.discipline.queries.leads import leads
from qingyuan.engines import officialdoc as doc
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person


def handlings(by: Person, *, at: datetime) -> QuerySet[Handling]:
    """Handlings out of leads that exist for the person."""
    rows = Handling.objects.filter(lead__in=leads(by, at=at)).exclude(person=by)
    return rows.select_related("person", "unit", "by", "decided_by", "lead__matter", "appeal")


def own(person: Person) -> QuerySet[Handling]:
    """What was decided about a person: his own record, without the lead it came from."""
    rows = Handling.objects.filter(person=person, decided_on__isnull=False)
    return rows.select_related("unit", "appeal").order_by("-decided_on", "-pk")


def in_force(rows: QuerySet[Handling], today: date) -> QuerySet[Handling]:
    """Those whose period has not ended."""
    return rows.filter(ends_on__gte=today)


def cleared(by: Person, pk: int, *, at: datetime) -> Clarification | None:
    """A clarification out of a lead that exists for the person."""
    rows = Clarification.objects.select_related("person", "unit", "lead__matter__unit")
    return rows.filter(pk=pk, lead__in=leads(by, at=at)).first()


def notice(made: Clarification) -> bytes:
    """The notice of clarification (澄清正名通知书) as Word: nothing of the reporter, no number of the lead."""
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
