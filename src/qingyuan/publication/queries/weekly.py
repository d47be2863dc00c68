"""The weekly figures (周报): lines with numerator, denominator and the week before, a table by unit, the document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import translation

from qingyuan.campaign.api import Campaign
from qingyuan.engines import officialdoc as doc
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words, _
from qingyuan.matters.api import Matter, kinds
from qingyuan.org.api import Person, Unit, reach, units_within
from qingyuan.publication.models import Weekly
from qingyuan.publication.queries import figures as parts
from qingyuan.publication.queries.figures import Counts, Key, Week

SEE = "publication.see_weekly"


@dataclass(frozen=True)
class Line:
    """One figure: ``denominator`` None for a mere count. ``definition``: what is divided by what."""

    code: str
    words: Words
    numerator: int
    denominator: int | None
    before: tuple[int, int | None]
    definition: Words = ""

    @property
    def is_rate(self) -> bool:
        return self.denominator is not None

    @property
    def change(self) -> int:
        return self.numerator - self.before[0]

    @property
    def comparable(self) -> bool:
        return bool(self.denominator) and bool(self.before[1])

    @property
    def points(self) -> str:
        """The change of a rate in percentage points, of exact shares, with two decimals and sign."""
        if not self.denominator or not self.before[1]:
            return ""
        change = 100 * (self.numerator / self.denominator - self.before[0] / self.before[1])
        return f"{change:+.2f}" if abs(change) >= 0.005 else "0"


@dataclass(frozen=True)
class Group:
    """Lines that belong together, with a heading."""

    code: str
    words: Words
    lines: tuple[Line, ...]

    @property
    def said(self) -> bool:
        """Whether there is anything to say: a group without any row in either period is left out."""
        return any(n for line in self.lines for n in (line.numerator, line.denominator, *line.before))


@dataclass(frozen=True)
class UnitLine:
    """A unit's problems (with all below it) in the table by unit."""

    unit: Unit
    counts: Counts
    own: bool


@dataclass(frozen=True)
class Figures:
    """Everything on the weekly page."""

    unit: Unit
    week: Week
    groups: tuple[Group, ...]
    units: tuple[UnitLine, ...]

    @property
    def lines(self) -> list[Line]:
        return [line for group in self.groups for line in group.lines]

    def get(self, code: str) -> Line:
        return next(line for line in self.lines if line.code == code)

    @property
    def whole(self) -> Counts:
        return sum((line.counts for line in self.units), Counts())


RATES: tuple[tuple[str, Words, str, str, Words], ...] = (
    ("rate", _("销号率"), "closed", "due", _("已销号÷应销号（累计减去未完成的长期坚持）")),
    ("on_time", _("按期销号率"), "on_time", "dated_closed", _("按期申请并销号÷已销号的限期整改")),
)
PROBLEM_COUNTS: tuple[tuple[str, Words, str], ...] = (
    ("new", _("问题新增"), "new"),
    ("all", _("问题累计"), "all"),
    ("closed_in", _("本期销号"), "closed_in"),
    ("closed", _("累计销号"), "closed"),
    ("late", _("到期未销号"), "late"),
    ("long_open", _("长期坚持（另计）"), "long_open"),
    ("reopened_in", _("本期重新启动"), "reopened_in"),
)
TOLD = (kinds.Kind.PROBLEM, kinds.Kind.FINDING)


def weekly(
    by: Person | None,
    campaign: Campaign,
    unit: Unit,
    week: Week,
    *,
    at: datetime,
    today: date | None = None,
    to_be_told: bool = False,
) -> Figures:
    """The figures of a unit with all below it, as far as the reader sees. A fixed number of queries.

    ``to_be_told``: only of what may be told to others, so that no reader of the unit has other figures.
    """
    on = today or local_day(at)
    rows = parts.in_sight(by, campaign, unit, at=at)
    if to_be_told:
        rows = parts.open_to_all(rows)
    now, before = parts.counts(rows, week, on), parts.counts(rows, week.before, on)
    groups = (
        Group("problems", _("问题整改"), tuple(_problems(now, before))),
        Group("leaders", _("其中：关键少数"), tuple(_problems(now, before, few=True))),
        Group("leads", translation.pgettext_lazy("count", "线索"), tuple(_leads(now, before))),
        Group("replies", _("意见和承诺"), tuple(_replies(now, before))),
        Group("work", _("工作推进"), tuple(_work(campaign, unit, rows, week, now, before))),
    )
    return Figures(unit, week, groups, tuple(_by_unit(unit, now)))


def _of(found: Mapping[Key, Counts], kind: tuple[str, ...], few: bool | None = None) -> Counts:
    return sum((parts.summed(found, kind=one, few=few) for one in kind), Counts())


def _problems(now: Mapping[Key, Counts], before: Mapping[Key, Counts], few: bool | None = None) -> list[Line]:
    this, last = _of(now, TOLD, few), _of(before, TOLD, few)
    prefix = "leaders_" if few else "problems_"
    lines = [
        Line(f"{prefix}{code}", words, getattr(this, name), None, (getattr(last, name), None))
        for code, words, name in PROBLEM_COUNTS
    ]
    for code, words, above, below, said in RATES:
        pair = (getattr(last, above), getattr(last, below))
        lines.append(Line(f"{prefix}{code}", words, getattr(this, above), getattr(this, below), pair, said))
    return lines


def _leads(now: Mapping[Key, Counts], before: Mapping[Key, Counts]) -> list[Line]:
    this, last = _of(now, (kinds.Kind.LEAD,)), _of(before, (kinds.Kind.LEAD,))
    return [
        Line("leads_new", _("线索接收"), this.new, None, (last.new, None)),
        Line("leads_reopened", _("线索重新启动"), this.reopened_in, None, (last.reopened_in, None)),
        Line("leads_rate", _("查结率"), this.closed, this.all, (last.closed, last.all), _("办结÷受理")),
        Line(
            "leads_on_time",
            _("线索按期办结率"),
            this.on_time,
            this.dated_closed,
            (last.on_time, last.dated_closed),
            _("按期办结÷办结"),
        ),
    ]


def _replies(now: Mapping[Key, Counts], before: Mapping[Key, Counts]) -> list[Line]:
    opinion, opinion_before = _of(now, (kinds.Kind.OPINION,)), _of(before, (kinds.Kind.OPINION,))
    pledge, pledge_before = _of(now, (kinds.Kind.PLEDGE,)), _of(before, (kinds.Kind.PLEDGE,))
    return [
        Line("opinions_new", _("意见收到"), opinion.new, None, (opinion_before.new, None)),
        Line(
            "opinions_rate",
            _("意见反馈率"),
            opinion.closed,
            opinion.all,
            (opinion_before.closed, opinion_before.all),
            _("已反馈÷收到"),
        ),
        Line(
            "pledges_rate",
            _("承诺兑现率"),
            pledge.closed,
            pledge.all,
            (pledge_before.closed, pledge_before.all),
            _("已兑现÷全部承诺"),
        ),
        Line("pledges_late", _("承诺逾期"), pledge.late, None, (pledge_before.late, None)),
    ]


def _work(
    campaign: Campaign,
    unit: Unit,
    rows: QuerySet[Matter],
    week: Week,
    now: Mapping[Key, Counts],
    before: Mapping[Key, Counts],
) -> list[Line]:
    """Deployment, tasks of the plan (each unit's share is a matter on the ledger), reminders, bulletins."""
    deployed, deployed_before = (parts.deployed(campaign, unit, period) for period in (week, week.before))
    task, task_before = _of(now, (kinds.Kind.TASK,)), _of(before, (kinds.Kind.TASK,))
    sent, sent_before = parts.reminded(rows, week), parts.reminded(rows, week.before)
    out, out_before = (
        parts.bulletins_in(campaign, unit, week),
        parts.bulletins_in(campaign, unit, week.before),
    )
    return [
        Line(
            "deployment",
            _("部署完成率"),
            deployed.part,
            deployed.whole,
            (deployed_before.part, deployed_before.whole),
            _("已部署单位÷教育整顿范围内单位"),
        ),
        Line(
            "tasks",
            _("任务完成率"),
            task.closed,
            task.all,
            (task_before.closed, task_before.all),
            _("已销号的任务事项÷已下达的任务事项"),
        ),
        Line("reminders", _("发出提醒"), sent, None, (sent_before, None)),
        Line("bulletins", _("印发通报"), out, None, (out_before, None)),
    ]


def _by_unit(unit: Unit, now: Mapping[Key, Counts]) -> list[UnitLine]:
    below = list(Unit.objects.get_children(unit))
    lines = [
        UnitLine(child, sum((parts.summed(now, child.path, kind) for kind in TOLD), Counts()), own=False)
        for child in below
    ]
    own = {key: one for key, one in now.items() if key[0] == unit.path}
    mine = _of(own, TOLD)
    return ([UnitLine(unit, mine, own=True)] if mine.all or not below else []) + lines


def units_to_show(by: Person, campaign: Campaign, *, at: datetime) -> QuerySet[Unit]:
    """The units whose figures a person may ask for: within reach, the campaign's own and those right below it,
    and the tops of the own reach."""
    own = campaign.unit
    seen = units_within(by, SEE, at=at).filter(path__startswith=own.path)
    return (seen.filter(depth__lte=own.depth + 1) | seen.filter(path__in=reach(by, SEE, at).paths)).order_by(
        "path"
    )


def issued(campaign: Campaign, unit: Unit, week: Week) -> Weekly | None:
    """That the figures of this very period went out."""
    return Weekly.objects.filter(
        campaign=campaign, unit=unit, period_from=week.first_on, period_to=week.last_on
    ).first()


def document(found: Figures, *, issue: int, issued_on: date) -> doc.OfficialDocument:
    """The figures as a briefing (简报). Always in Chinese. Groups without any row are left out."""
    with translation.override("zh-hans"):
        lines = []
        for group in found.groups:
            if group.said or group.code == "problems":
                lines += [_figure(group, line) for line in group.lines]
        return doc.weekly_figures(
            name="教育整顿周报",
            issue=issue,
            unit=f"{found.unit.name}教育整顿办公室",
            issued_on=issued_on,
            first_on=found.week.first_on,
            last_on=found.week.last_on,
            figures=lines,
        )


def _figure(group: Group, line: Line) -> doc.Figure:
    name = f"关键少数:{line.words}" if group.code == "leaders" else str(line.words)
    return doc.Figure(
        name=name.replace(":", "："),
        numerator=line.numerator,
        denominator=line.denominator,
        previous=line.before,
        definition="" if group.code == "leaders" else str(line.definition).replace(",", "，"),
    )


def as_word(made: doc.OfficialDocument) -> bytes:
    return doc.to_docx(made)


def as_pdf(made: doc.OfficialDocument) -> bytes:
    return doc.to_pdf(made)
