"""The figures of a campaign as anybody can ask for them: each one query over rows, none stored.

``docs/figures.md`` lists the same names; a test compares the two. A name is here once its table is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from qingyuan.burden.api import headline
from qingyuan.campaign.api import Campaign, contact_figures, deployment_figures, units_of
from qingyuan.discipline.api import Handling, Lead, Record, SelfReport, Window, asked_of
from qingyuan.discipline.api import kinds as discipline_kinds
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import Category, Matter, kinds
from qingyuan.org.api import Person, Unit, leaders, setting
from qingyuan.org.api import kinds as org_kinds
from qingyuan.publication.api import bulletins_issued, outcome_totals
from qingyuan.publication.api import kinds as told
from qingyuan.publication.api import queries as publication
from qingyuan.study.api import EssayCount, Event, LifeDate, QuizEntry, WeeklyPlan
from qingyuan.study.api import kinds as study_kinds
from qingyuan.study.api import queries as study
from qingyuan.study.api import totals as study_totals

MARK = "demo.snapshot"  # the setting that a demo city keeps the name of its snapshot under
Ask = Callable[[Campaign, datetime], int]
State, Breadth, Term, RuleChange = kinds.State, kinds.Breadth, kinds.Term, kinds.RuleChange


@dataclass(frozen=True)
class Figure:
    """A figure by name. ``snapshot``: from which snapshot of the demo city on it is shown there."""

    name: str
    ask: Ask
    snapshot: str = "A"


def people(campaign: Campaign, at: datetime) -> QuerySet[Person]:
    """The people whose main post on the day is in the campaign's unit or below it."""
    day = local_day(at)
    held = Q(posts__main=True, posts__from_on__lte=day, posts__unit__path__startswith=campaign.unit.path)
    return Person.objects.filter(held & (Q(posts__to_on__isnull=True) | Q(posts__to_on__gte=day)))


def matters(campaign: Campaign, at: datetime, kind: kinds.Kind) -> QuerySet[Matter]:
    """What stands on the ledger of one kind, restricted matters included; nothing that was struck out."""
    found = Matter.objects.filter(campaign=campaign, kind=kind, opened_at__lte=at)
    return found.exclude(state=State.VOID)


def _of_category(category: org_kinds.Category) -> Ask:
    return lambda campaign, at: people(campaign, at).filter(category=category).count()


def _party_members(campaign: Campaign, at: datetime) -> int:
    return people(campaign, at).filter(branch__isnull=False).count()


def _branches(campaign: Campaign, at: datetime) -> int:  # noqa: ARG001
    below = Unit.objects.filter(path__startswith=campaign.unit.path)
    return int(below.aggregate(n=Count("branches"))["n"])


def _expanded_meetings(campaign: Campaign, at: datetime) -> int:
    return campaign.meetings.filter(kind="party_committee", title__contains="扩大", held_at__lte=at).count()


def _findings_units(campaign: Campaign, at: datetime) -> int:
    """Units of the campaign in which, or below which, something was found."""
    inside = matters(campaign, at, kinds.Kind.FINDING).filter(unit_path__startswith=OuterRef("path"))
    return units_of(campaign).filter(Exists(inside)).count()


def _outcome(kind: told.OutcomeKind) -> Ask:
    return lambda campaign, at: outcome_totals(campaign, at).get(kind.value, 0)


def _submissions_late(campaign: Campaign, at: datetime) -> int:
    return sum(one.late for one in publication.calendar.handed_in(campaign, at))


def _first_responsible(campaign: Campaign, at: datetime) -> int:
    """Units covered that have a first responsible person on the day."""
    day = local_day(at)
    held = campaign.responsibilities.filter(kind="first", from_on__lte=day).exclude(to_on__lt=day)
    return held.filter(unit__in=units_of(campaign)).values("unit").distinct().count()


def _guidance_opinions(campaign: Campaign, at: datetime) -> int:
    visits = campaign.guidance_visits.filter(opinions__given_at__lte=at)
    return int(visits.aggregate(n=Count("opinions"))["n"])


def _issues(condition: Q) -> Ask:
    return lambda campaign, at: matters(campaign, at, kinds.Kind.PROBLEM).filter(condition).count()


def _closed(condition: Q) -> Ask:
    return _issues(Q(state=State.CLOSED) & condition)


def _leads(condition: Q) -> Ask:
    """Leads of the campaign that meet a condition, those transferred left aside; received up to the moment.

    Those of sealed reports are left aside as well: how many there are is for those who may read them.
    """
    return lambda campaign, at: (
        Lead.objects.filter(condition, matter__campaign=campaign, matter__opened_at__lte=at)
        .exclude(matter__source="reports")
        .exclude(matter__state=State.VOID)
        .count()
    )


def _handled(campaign: Campaign, at: datetime) -> int:
    """Measures by the four forms that were decided, one a person and lead."""
    decided = Handling.objects.filter(lead__matter__campaign=campaign, decided_on__lte=local_day(at))
    return decided.count()


def _interference(campaign: Campaign, at: datetime) -> int:
    """Interference records since the campaign began, in its unit and below."""
    rows = Record.objects.filter(unit__path__startswith=campaign.unit.path, on__gte=campaign.starts_on)
    return rows.filter(at__lte=at).count()


def _self_reports(said: discipline_kinds.Said) -> Ask:
    """Answers in the campaign's windows; what was told at another time is in none."""
    return lambda campaign, at: SelfReport.objects.filter(
        window__campaign=campaign, said=said, at__lte=at
    ).count()


def _self_asked(campaign: Campaign, at: datetime) -> int:
    """People whom at least one window of the campaign has asked."""
    asked: set[int] = set()
    for window in Window.objects.filter(campaign=campaign, opens_on__lte=local_day(at)).select_related(
        "unit"
    ):
        asked |= set(asked_of(window, at).values_list("pk", flat=True))
    return len(asked)


def _handled_lenient(campaign: Campaign, at: datetime) -> int:
    decided = Handling.objects.filter(lead__matter__campaign=campaign, decided_on__lte=local_day(at))
    return decided.filter(lenient=True).count()


def _events(condition: Q) -> Ask:
    """Events of study that were held, in the campaign's unit and below, since it began."""
    return lambda campaign, at: Event.objects.filter(
        condition,
        unit__path__startswith=campaign.unit.path,
        state="held",
        on__gte=campaign.starts_on,
        on__lte=local_day(at),
    ).count()


def _series(campaign: Campaign, at: datetime) -> int:
    """Series of a lecture hall of which at least one session was held."""
    rows = Event.objects.filter(unit__path__startswith=campaign.unit.path, kind="lecture_hall", state="held")
    return rows.filter(on__gte=campaign.starts_on, on__lte=local_day(at)).values("series").distinct().count()


def _party_days(campaign: Campaign, at: datetime) -> int:
    """Theme party days that branches of the campaign held since its kick-off."""
    rows = LifeDate.objects.filter(rule="party_day", branch__unit__path__startswith=campaign.unit.path)
    return rows.filter(held_on__gte=campaign.starts_on, held_on__lte=local_day(at)).count()


def _quiz(condition: Q) -> Ask:
    """People who entered a quiz of their own will."""
    return lambda campaign, at: QuizEntry.objects.filter(
        condition,
        event__unit__path__startswith=campaign.unit.path,
        event__on__gte=campaign.starts_on,
        at__lte=at,
    ).count()


def _weekly_plans(campaign: Campaign, at: datetime) -> int:
    """Plans of units (those of single branches left aside) that were settled."""
    rows = WeeklyPlan.objects.filter(campaign=campaign, branch__isnull=True, settled_at__lte=at)
    return rows.count()


def _attendance(name: str) -> Ask:
    return lambda campaign, at: getattr(study_totals(campaign, at).tally, name)


def _handed_out(kind: study_kinds.MaterialKind) -> Ask:
    return lambda campaign, at: study.materials.copies(campaign, kind, at=at)


def _before_class(choice: study_kinds.SurveyChoice) -> Ask:
    before = study_kinds.Survey.BEFORE
    return lambda campaign, at: study.classes.times_chosen(campaign, before, choice)


def _essays(what: str, rank: str = "") -> Ask:
    """A sum over the groups of the campaign's essays, as the engine last counted them."""

    def ask(campaign: Campaign, at: datetime) -> int:
        rows = EssayCount.objects.filter(call__campaign=campaign, call__counted_at__lte=at)
        return int((rows.filter(rank=rank) if rank else rows).aggregate(n=Sum(what))["n"] or 0)

    return ask


NAMED_GAPS = (RuleChange.MADE, RuleChange.REVISED, RuleChange.ABOLISHED, RuleChange.PLANNED)

FIGURES: tuple[Figure, ...] = (
    Figure("units", lambda campaign, at: deployment_figures(campaign, at).units),
    Figure("units_deployed", lambda campaign, at: deployment_figures(campaign, at).deployed),
    Figure("units_deployed_in_time", lambda campaign, at: deployment_figures(campaign, at).in_time),
    Figure("branches", _branches),
    Figure("officers", _of_category(org_kinds.Category.POLICE)),
    Figure("party_members", _party_members),
    Figure("auxiliaries", _of_category(org_kinds.Category.AUXILIARY)),
    Figure("leaders", lambda campaign, at: leaders(at).filter(pk__in=people(campaign, at)).count()),
    Figure("first_responsible", _first_responsible),
    Figure("contact_points", lambda campaign, at: contact_figures(campaign, at).points),
    Figure("contact_leaders", lambda campaign, at: contact_figures(campaign, at).leaders),
    Figure("expanded_meetings", _expanded_meetings),
    Figure("key_tasks", lambda campaign, at: campaign.key_tasks.filter(year=local_day(at).year).count()),
    Figure(
        "guidance_visits", lambda campaign, at: campaign.guidance_visits.filter(recorded_at__lte=at).count()
    ),
    Figure("guidance_opinions", _guidance_opinions),
    Figure("findings", lambda campaign, at: matters(campaign, at, kinds.Kind.FINDING).count()),
    Figure("findings_units", _findings_units),
    Figure("bulletins", bulletins_issued),
    Figure("criticised", _outcome(told.OutcomeKind.CRITICISM_EDUCATION)),
    Figure("warned", _outcome(told.OutcomeKind.PARTY_WARNING)),
    Figure("study_meetings", _events(Q(kind="central_group", meeting__isnull=False))),
    Figure("lectures", _events(Q(kind="lecture"))),
    Figure("party_lessons", _events(Q(kind="party_lesson"))),
    Figure("lecture_series", _series),
    Figure("party_days", _party_days),
    Figure("quiz_entries", _quiz(Q())),
    Figure("quiz_prizes", _quiz(~Q(prize=""))),
    Figure("weekly_plans", _weekly_plans),
    Figure("study_sessions", lambda campaign, at: study_totals(campaign, at).held),
    Figure("attendance", _attendance("expected")),
    Figure("attendance_present", _attendance("present")),
    Figure("attendance_on_duty", _attendance("on_duty")),
    Figure("attendance_on_leave", _attendance("on_leave")),
    Figure("attendance_absent", _attendance("absent")),
    Figure("attendance_made_up", _attendance("made_up")),
    Figure("notebooks", _handed_out(study_kinds.MaterialKind.NOTEBOOK)),
    Figure("compendium", _handed_out(study_kinds.MaterialKind.COMPENDIUM)),
    Figure("books", _handed_out(study_kinds.MaterialKind.BOOK)),
    Figure("clerks_trained", lambda campaign, at: study.classes.members_begun(campaign, at=at)),
    Figure("clerks_cannot_write", _before_class(study_kinds.SurveyChoice.CANNOT)),
    Figure("clerks_unwilling", _before_class(study_kinds.SurveyChoice.UNWILLING)),
    Figure("clerks_afraid", _before_class(study_kinds.SurveyChoice.AFRAID)),
    Figure("documents", publication.writing.documents_issued),
    Figure("submissions", lambda campaign, at: len(publication.calendar.handed_in(campaign, at))),
    Figure("submissions_late", _submissions_late),
    Figure("guidance_documents", lambda campaign, at: publication.register.valid(campaign.unit, at)),
    Figure("forms_active", lambda campaign, at: headline(at).active),
    Figure("fields_asked_twice", lambda campaign, at: headline(at).twice),
    Figure("officer_week_median", lambda campaign, at: headline(at).load.median),
    Figure("officer_week_p90", lambda campaign, at: headline(at).load.p90),
    Figure("forms_active_at_first", lambda campaign, at: headline(at).first_active, "B"),
    Figure("forms_retired", lambda campaign, at: headline(at).retired, "B"),
    Figure("officer_week_median_at_first", lambda campaign, at: headline(at).first.median, "B"),
    Figure("officer_week_p90_at_first", lambda campaign, at: headline(at).first.p90, "B"),
    Figure("issues", _issues(Q()), "B"),
    Figure("issues_closed", _closed(Q()), "B"),
    Figure("issues_closed_on_time", _closed(Q(on_time=True)), "B"),
    Figure("issues_reopened", _issues(Q(reopened__gt=0)), "B"),
    Figure("issues_long_term", _issues(Q(term=Term.LONG)), "B"),
    Figure("issues_common", _issues(Q(breadth=Breadth.COMMON)), "B"),
    Figure("issues_individual", _issues(Q(breadth=Breadth.INDIVIDUAL)), "B"),
    Figure("leads", _leads(Q()), "B"),
    Figure("leads_closed", _leads(Q(matter__state=State.CLOSED)), "B"),
    Figure("leads_on_time", _leads(Q(matter__state=State.CLOSED, matter__on_time=True)), "B"),
    Figure("leads_real_name", _leads(Q(real_name=True)), "B"),
    Figure("handled", _handled, "B"),
    Figure("handled_lenient", _handled_lenient, "B"),
    Figure("self_reports", _self_reports(discipline_kinds.Said.TOLD), "B"),
    Figure("self_reports_nil", _self_reports(discipline_kinds.Said.NIL), "B"),
    Figure("self_reports_asked", _self_asked, "B"),
    Figure("interference_records", _interference, "B"),
    Figure("rule_gaps", _issues(Q(rule_change__in=NAMED_GAPS)), "B"),
    Figure("rules_made", _issues(Q(rule_change=RuleChange.MADE)), "B"),
    Figure("rules_revised", _issues(Q(rule_change=RuleChange.REVISED)), "B"),
    Figure("rules_abolished", _issues(Q(rule_change=RuleChange.ABOLISHED)), "B"),
    Figure("essays_asked", _essays("asked"), "B"),
    Figure("essays_submitted", _essays("submitted"), "B"),
    *(Figure(f"essays_submitted_{rank.value}", _essays("submitted", rank), "B") for rank in org_kinds.Rank),
    *(Figure(f"essays_copied_{rank.value}", _essays("much", rank), "B") for rank in org_kinds.Rank),
)
PER_CATEGORY = "issues_in_"  # and the code of a category of problems


def snapshot_held() -> str:
    """Which snapshot of the demo city the database holds; empty for a bureau of its own."""
    return str(setting(MARK, ""))


def campaign_in_question() -> Campaign | None:
    """The campaign that the figures are of: the latest that still runs, else the latest."""
    every = Campaign.objects.select_related("unit")
    return (
        every.filter(ended_at__isnull=True).order_by("-starts_on").first()
        or every.order_by("-starts_on").first()
    )


def figures(campaign: Campaign, at: datetime, *, snapshot: str = "") -> dict[str, int]:
    """Every figure by name. In snapshot A of the demo city those of the problems are not shown yet."""
    shown = [figure for figure in FIGURES if snapshot != "A" or figure.snapshot == "A"]
    found = {figure.name: figure.ask(campaign, at) for figure in shown}
    return found if snapshot == "A" else found | _per_category(campaign, at)


def _per_category(campaign: Campaign, at: datetime) -> dict[str, int]:
    counted = dict(
        matters(campaign, at, kinds.Kind.PROBLEM).order_by().values_list("category").annotate(n=Count("pk"))
    )
    return {
        f"{PER_CATEGORY}{category.pk}": counted.get(category.pk, 0) for category in Category.objects.all()
    }
