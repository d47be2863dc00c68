"""The three rules as far as a person may know: records, nil returns, summaries, and alerts of the watch."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import translation

from qingyuan.discipline.kinds import ASKING_WORDS, INTERFERENCE_WORDS, Asking, Interference
from qingyuan.discipline.models import Alert, Material, Nil, Protected, Quarter, Record
from qingyuan.engines import officialdoc as doc
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit, reach, scope, standing

SEE, NIL, WATCH = "discipline.see_records", "discipline.report_nil", "discipline.see_watch"
STEP = 4


def _above(places: tuple[str, ...]) -> list[str]:
    """The places and everything above them."""
    return sorted({place[:end] for place in places for end in range(STEP, len(place) + 1, STEP)})


def records(by: Person, *, at: datetime, permission: str = SEE) -> QuerySet[Record]:
    """The records that exist for a person who supervises: in scope, and not about him or the unit of who asked."""
    who = standing(by, at)
    rows = Record.objects.filter(scope(by, permission, at=at)).exclude(asker=by)
    hidden = Q(hidden_path__in=_above(who.places)) & ~Q(hidden_path="")
    return rows.exclude(hidden).select_related("by", "unit")


def material(by: Person, pk: int, *, at: datetime) -> Material | None:
    """A file of a record that exists for a supervisor, or that the person made himself."""
    mine = Q(record__by=by) | Q(record__in=records(by, at=at))
    return Material.objects.filter(mine, pk=pk).first()


def own(person: Person) -> QuerySet[Record]:
    """What a person recorded himself."""
    return Record.objects.filter(by=person).order_by("-at", "-pk")


@dataclass(frozen=True)
class Due:
    """A unit that states for itself whether anybody asked in a month, and the statement if it is there."""

    unit: Unit
    nil: Nil | None


def nil_units(by: Person, month: date, *, at: datetime) -> list[Due]:
    """The units for which a person makes the monthly statement, with what was said."""
    units = Unit.objects.filter(path__in=reach(by, NIL, at).paths).order_by("path")
    said = {nil.unit_id: nil for nil in Nil.objects.filter(unit__in=units, month=month).select_related("by")}
    return [Due(unit, said.get(unit.pk)) for unit in units]


def nils(by: Person, month: date, *, at: datetime) -> QuerySet[Nil]:
    """The statements of units that a supervisor may see."""
    return Nil.objects.filter(scope(by, SEE, at=at), month=month).select_related("unit", "by")


def quarters(by: Person, *, at: datetime) -> QuerySet[Quarter]:
    """Summaries of units in reach, newest first; made only of what stood in those units."""
    return (
        Quarter.objects.filter(scope(by, SEE, at=at))
        .select_related("unit")
        .order_by("-begins_on", "unit__path")
    )


def _inside(by: Person, at: datetime, path: str) -> Q:
    """What is about the person's own unit, or one above it below the top: for him it does not exist."""
    found = Q(pk__in=[])
    for place in standing(by, at).places:
        found |= Q(**{f"{path}__in": [place[:end] for end in range(2 * STEP, len(place) + 1, STEP)]})
    return found


def protected(by: Person, today: date, *, at: datetime) -> QuerySet[Protected]:
    """Who is watched over in the units that a person supervises, except in his own; never himself."""
    rows = Protected.objects.filter(scope(by, WATCH, at=at), until__gte=today).exclude(person=by)
    rows = rows.exclude(_inside(by, at, "unit__path"))
    return rows.select_related("person", "unit", "by").annotate(alerted=Count("alerts"))


def alerts(by: Person, *, at: datetime) -> QuerySet[Alert]:
    """Alerts for a level that a person supervises, unless the unit that it is about is his own."""
    rows = Alert.objects.filter(scope(by, WATCH, at=at, path="level__path")).exclude(protected__person=by)
    rows = rows.exclude(_inside(by, at, "protected__unit__path"))
    return rows.select_related("protected__person", "protected__unit", "level", "answered_by").order_by(
        "-on", "-pk"
    )


def watched(today: date) -> QuerySet[Protected]:
    """Everybody who is watched over on a day."""
    return Protected.objects.filter(since__lte=today, until__gte=today).select_related("person", "unit")


def counted(unit: Unit, first: date, last: date) -> dict[str, int]:
    """How many records of each kind and act a unit with all below it has in a period, and units with a nil return."""
    rows = Record.objects.filter(unit__path__startswith=unit.path, on__range=(first, last))
    found: dict[str, int] = {"all": 0, "urgent": 0}
    for kind, act, urgent in rows.values_list("kind", "forbidden", "urgent"):
        for name in ("all", kind, *((act,) if act else ()), *(("urgent",) if urgent else ())):
            found[name] = found.get(name, 0) + 1
    nil = Nil.objects.filter(unit__path__startswith=unit.path, month__range=(first, last))
    return found | {"nils": nil.count()}


def summary(made: Quarter) -> bytes:
    """The quarterly report as Word: counts by kind and act, nothing of cases or people."""
    with translation.override("zh-hans"):
        counts = made.counted
        kinds = "；".join(f"{ASKING_WORDS[one]} {counts.get(one.value, 0)} 件" for one in Asking)
        acts = [
            f"{INTERFERENCE_WORDS[one]}：{counts[one.value]} 件"
            for one in Interference
            if counts.get(one.value)
        ]
        period = doc.written_period(made.begins_on, made.ends_on)
        body: tuple[doc.Block, ...] = (
            doc.Heading("总体情况"),
            doc.Paragraph.of(
                f"{period}，共记录过问、干预、插手案件办理的情况 {counts.get('all', 0)} 件，其中紧急报告 "
                f"{counts.get('urgent', 0)} 件；{kinds}。零报告 {counts.get('nils', 0)} 份。"
            ),
            doc.Heading("涉及的行为"),
            *(doc.Paragraph.of(f"{line}。") for line in acts or ["本季度没有记录到八类行为"]),
        )
        document = doc.OfficialDocument(
            head=doc.RedHead(f"{made.unit.name}文件", None),
            title="关于执行“三个规定”情况的季度报告",
            genre="报告",
            body=body,
            signature=made.unit.name,
            dated_on=local_day(made.at),
        )
        return doc.to_docx(document, properties=doc.Properties(author=made.unit.name, subject="报告"))
