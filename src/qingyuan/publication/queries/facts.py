"""The facts that a document may hold: read off the ledger for a unit and a period, each with the page it comes from.

Counted is what may be told to others (as in a bulletin): no leads, and nothing that names a person or a unit. So a
figure is the same for everybody who may write for the unit, and tells nobody what he may not know.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import translation

from qingyuan.kit.words import Words, _
from qingyuan.matters.api import Matter, kinds
from qingyuan.publication.models import PublicAnswer
from qingyuan.publication.policy.writing import Fact, Known, Value, renamed, said
from qingyuan.publication.queries import figures
from qingyuan.publication.queries.figures import Week
from qingyuan.publication.queries.weekly import TOLD, weekly
from qingyuan.publication.shelves import Question, Source, facts
from qingyuan.study.api import queries as study

MOST_OFTEN = 3

FROM_WEEKLY = (
    Fact("problems_new", _("问题新增"), (("新增",), ("新发现",))),
    Fact("problems_all", _("问题累计"), (("累计", "问题"), ("累计登记",), ("共登记",), ("共发现",))),
    Fact("problems_closed_in", _("本期销号"), (("本期", "销号"), ("本周", "销号"), ("本月", "销号"))),
    Fact("problems_closed", _("累计销号"), (("累计销号",), ("已销号",), ("整改完成",), ("已整改",))),
    Fact("problems_late", _("到期未销号"), (("到期未销号",), ("逾期",), ("超期",))),
    Fact("problems_long_open", _("长期坚持"), (("长期坚持",),)),
    Fact("problems_reopened_in", _("本期重新启动"), (("重新启动",), ("反弹",))),
    Fact("problems_rate", _("销号率"), (("销号率",), ("整改率",), ("完成率",)), rate=True),
    Fact("problems_on_time", _("按期销号率"), (("按期销号率",), ("按期率",), ("按期", "率")), rate=True),
    Fact("leaders_new", _("关键少数问题新增"), (("关键少数", "新增"), ("领导干部", "新增"))),
    Fact("leaders_all", _("关键少数问题累计"), (("关键少数", "累计"), ("领导干部", "累计"))),
    Fact("leaders_late", _("关键少数到期未销号"), (("关键少数", "到期未销号"), ("关键少数", "逾期"))),
    Fact("leaders_rate", _("关键少数销号率"), (("关键少数", "销号率"), ("领导干部", "销号率")), rate=True),
    Fact("opinions_new", _("意见收到"), (("收到", "意见"), ("征求", "意见"), ("征集", "意见"))),
    Fact("opinions_rate", _("意见反馈率"), (("反馈率",),), rate=True),
    Fact("pledges_rate", _("承诺兑现率"), (("兑现率",),), rate=True),
    Fact("pledges_late", _("承诺逾期"), (("承诺", "逾期"),)),
    Fact("deployment", _("部署完成率"), (("部署", "率"),), rate=True),
    Fact("tasks", _("任务完成率"), (("任务完成率",), ("任务", "完成率")), rate=True),
    Fact("reminders", _("发出提醒"), (("提醒",),)),
    Fact("bulletins", _("印发通报"), (("通报", "期"), ("印发通报",))),
)
FROM_STORY = (
    Fact("categories", _("主要问题类别")),
    Fact("rules_changed", _("完善制度"), (("完善制度",), ("修订制度",), ("建立制度",), ("制度", "项"))),
    Fact("answers", _("公开答复"), (("公开答复",), ("公开", "办理结果"))),
)
FROM_STUDY = (
    Fact("study_sessions", _("已学场次"), (("集中学习", "场"), ("已学", "场")), rate=True),
    Fact("study_rate", _("参学率"), (("参学率",), ("参学", "率")), rate=True),
    Fact("study_leaders", _("领导干部参学率"), (("领导", "参学率"),), rate=True),
    Fact("study_made_up", _("补学率"), (("补学", "率"), ("已补学",)), rate=True),
    Fact("study_after_hours", _("班后学习场次"), (("班后", "场"),)),
)
RULES_CHANGED = (kinds.RuleChange.MADE, kinds.RuleChange.REVISED)


def week_of(asked: Question) -> Week:
    return Week(asked.first_on, asked.last_on)


def of_weekly(asked: Question) -> Mapping[str, Value]:
    """The lines of the weekly figures."""
    found = weekly(asked.by, asked.campaign, asked.unit, week_of(asked), at=asked.at, to_be_told=True)
    lines = {line.code: line for line in found.lines}
    return {one.code: Value(lines[one.code].numerator, lines[one.code].denominator) for one in FROM_WEEKLY}


def of_the_ledger(asked: Question) -> Mapping[str, Value]:
    """What problems are about most often, rules that were changed when one was closed, results made public."""
    week = week_of(asked)
    seen = figures.open_to_all(figures.in_sight(asked.by, asked.campaign, asked.unit, at=asked.at))
    rows = seen.exclude(state=kinds.State.VOID).order_by()
    told = rows.filter(kind__in=TOLD, opened_on__gte=week.first_on, opened_on__lte=week.last_on)
    closed = rows.filter(closed_at__gte=week.begins, closed_at__lt=week.ends, rule_change__in=RULES_CHANGED)
    public = PublicAnswer.objects.filter(
        matter__in=rows.values("pk"),
        published_at__gte=week.begins,
        published_at__lt=week.ends,
        withdrawn_at=None,
    )
    return {
        "categories": Value(text=_often(told)),
        "rules_changed": Value(closed.count()),
        "answers": Value(public.count()),
    }


def _often(rows: Iterable[Matter]) -> str:
    counted = rows.values_list("category__name").annotate(n=Count("pk")).order_by("-n", "category")  # type: ignore[attr-defined]
    found = [f"{name}{n}件" for name, n in counted[:MOST_OFTEN] if name]
    return "、".join(found) or "本期没有新增问题"


def weekly_page(asked: Question) -> str:
    """The weekly figures of the same unit and period."""
    words = {
        "campaign": asked.campaign.pk,
        "unit": asked.unit.pk,
        "first": asked.first_on.isoformat(),
        "last": asked.last_on.isoformat(),
    }
    return f"{reverse('publication:weekly')}?{urlencode(words)}"


def of_study(asked: Question) -> Mapping[str, Value]:
    """What branches recorded of their sessions."""
    line = study.figures.of_span(asked.campaign, asked.unit, asked.first_on, asked.last_on)
    counted = line.tally
    return {
        "study_sessions": Value(line.held, line.planned),
        "study_rate": Value(counted.took_part, counted.expected),
        "study_leaders": Value(counted.leaders_took_part, counted.leaders_expected),
        "study_made_up": Value(counted.made_up, counted.to_make_up),
        "study_after_hours": Value(line.outside_sessions),
    }


def study_page(asked: Question) -> str:
    """The study figures of the same days."""
    words = {
        "campaign": asked.campaign.pk,
        "first": asked.first_on.isoformat(),
        "last": asked.last_on.isoformat(),
    }
    return f"{reverse('study:figures')}?{urlencode(words)}"


SHIPPED = {
    "weekly": Source(_("问题台账（周报口径）"), FROM_WEEKLY, of_weekly, weekly_page),
    "study": Source(_("学习登记"), FROM_STUDY, of_study, study_page),
    "ledger": Source(_("问题台账"), FROM_STORY, of_the_ledger, weekly_page),
}


# -- asked for -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A fact with what it comes to, and where it is from."""

    fact: Fact
    value: Value
    source: Words
    page: str

    @property
    def name(self) -> str:
        return in_chinese(self.fact.name)

    @property
    def gloss(self) -> str:
        """The name in the language of the page, where that is not the document's."""
        return "" if str(self.fact.name) == self.name else str(self.fact.name)

    @property
    def said(self) -> str:
        return said(self.value)


def in_chinese(words: Words) -> str:
    """Words as a document has them, whatever the language of the page."""
    with translation.override("zh-hans"):
        return str(words)


def names() -> dict[str, str]:
    """The names of all facts by their codes."""
    return {one.code: in_chinese(one.name) for source in facts.values() for one in source.facts}


def codes() -> dict[str, str]:
    """The codes of all facts by their names, and by themselves."""
    by_name = {name: code for code, name in names().items()}
    return by_name | {code: code for code in by_name.values()}


def with_names(text: str) -> str:
    """The text as a clerk reads and writes it: facts by their names in braces."""
    return renamed(text, names())


def asked_for(asked: Question, wanted: Iterable[str] | None = None) -> dict[str, Shown]:
    """Facts by code, in the order of their sources; those of sources from which nothing is wanted are not computed."""
    few = None if wanted is None else set(wanted)
    found: dict[str, Shown] = {}
    for source in facts.values():
        which = [one for one in source.facts if few is None or one.code in few]
        if which:
            values, page = source.ask(asked), source.page(asked)
            found |= {one.code: Shown(one, values[one.code], source.words, page) for one in which}
    return found


def known(found: Mapping[str, Shown]) -> dict[str, Known]:
    """Facts as the check of a text wants them."""
    return {
        code: Known(one.name, one.said, one.value.part, one.value.whole, one.fact.said)
        for code, one in found.items()
    }
