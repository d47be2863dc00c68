"""The problems of the campaign: found by units, inspectors and lawyers, drawn together where alike, and lived."""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from qingyuan.matters.api import Category, Matter, kinds, rules
from qingyuan.org.api import Person
from qingyuan.site.demo.city import City
from qingyuan.site.demo.handling import Handling
from qingyuan.site.demo.lives import Life, Living
from qingyuan.site.demo.problem_sheet import LEADING, LOOKED_BACK, Problem, Sheet
from qingyuan.site.demo.rechecks import Rechecks
from qingyuan.site.demo.story import moment

NO_GAP = ("现行规定明确，属执行问题，已通过抽查督促落实。", "有制度可依，通过培训和提醒解决，不需要修订。")
PROGRESS = (
    "措施已按计划开展，正在逐件核对。",
    "已完成大部分核对，剩余部分本周内完成。",
    "已制定清单，承办人和日期已明确。",
)
BACK = "成效只写了开会部署，请补充核查结果和具体数据。"
STAGES = ("完成底数清查并建立清单", "机制运行并开展第一次评估", "评估结果通报，机制固化")
THEMES = (
    ("有案不立、压案不查专项整治", ("no_case_filing", "case_overdue")),
    ("逐利性执法专项整治", ("profit_driven_enforcement",)),
    ("涉案财物管理专项整治", ("property_in_case",)),
    ("违规经商办企业和参股借贷专项整治", ("business", "shareholding_lending", "family_business")),
)
THEMES_NAMED = date(2021, 3, 15)


class Problems:
    """Opens each problem on its day, by who found it."""

    def __init__(self, city: City) -> None:
        self.city, self.living, self.looking = city, Living(city), Rechecks(city)
        self.handling = Handling(city)

    def found(self, at: datetime, *, problem: Problem) -> None:
        """One problem goes on the ledger; if it is drawn together, over the like ones that stand open."""
        opened = self._draw_together(problem, at) if problem.group else self._open(problem, at)
        problem.matter_id = opened.pk
        life = self._life(problem)
        self.living.begin(opened.pk, life)
        if life.breach:
            self.handling.plan_outcome(opened.pk, life, problem.words)
        if problem.early and problem.closed <= LOOKED_BACK:
            self.looking.plan_look(opened.pk, life, relapsing=problem.relapsing)

    def _open(self, problem: Problem, at: datetime) -> Matter:
        draft = rules.Draft(
            kind=kinds.Kind.PROBLEM,
            statement=problem.words["statement"],
            unit=self.city.units[problem.place.code],
            category=Category.objects.get(pk=problem.category),
            source=problem.source,
            basis=problem.words["basis"],
            breadth=kinds.Breadth.COMMON if problem.common else kinds.Breadth.INDIVIDUAL,
            key_few="领导干部" in problem.words["statement"],
            opened_on=at.date(),
            names_people=(self.city.person(problem.named),) if problem.named else (),
        )
        return rules.open_matter(campaign=self.city.campaign, draft=draft, by=self._finder(problem), at=at)

    def _finder(self, problem: Problem) -> Person:
        """Units register what they found themselves, lawyers their reviews, inspectors their visits."""
        city = self.city
        if problem.common or problem.source == "assigned":
            return city.office
        if problem.source == "self_check":
            return city.clerk(problem.place.code)
        able = city.lawyers if problem.source == "review" else city.inspectors
        return city.person(able[problem.opened.toordinal() % len(able)])

    def _draw_together(self, problem: Problem, at: datetime) -> Matter:
        return rules.make_common(
            matter_ids=[one.matter_id for one in problem.alike],
            statement=problem.words["statement"],
            unit=self.city.unit(LEADING[problem.category]),
            by=self.city.office,
            at=at,
        )

    def _life(self, problem: Problem) -> Life:
        dice, words = self.city.story.dice, problem.words
        change, name = problem.rule or (kinds.RuleChange.NONE.value, dice.choice(NO_GAP))
        returned = None
        room = self.city.on(problem.submitted, 4)
        if not problem.long and not problem.late and dice.random() < 0.06 and room <= problem.due:
            returned = (self.city.on(problem.submitted, 1), BACK)
        half = problem.fixed + (problem.submitted - problem.fixed) // 2
        progress = (self.city.on(half, 0), dice.choice(PROGRESS)) if dice.random() < 0.45 else None
        if progress and not problem.fixed < progress[0] < problem.submitted:
            progress = None
        return Life(
            code=problem.place.code,
            owner=problem.owner,
            measures=words["measures"],
            fixed=problem.fixed,
            due=None if problem.long else problem.due,
            criterion="",
            progress=progress if not problem.long else None,
            submitted=None if problem.long else problem.submitted,
            returned=returned,
            closed=None
            if problem.long
            else (self.city.on(problem.submitted, 4) if returned else problem.closed),
            stages=_stages(problem.fixed) if problem.long else (),
            met=dice.randrange(1, 3) if problem.long else 0,
            statement=rules.Statement(
                effect=words["effect"],
                cause=kinds.Cause(words["cause"]),
                cause_words=words["cause_words"],
                rule_change=kinds.RuleChange(change),
                rule_words=name,
            ),
            turn=dice.randrange(5),
            breach=not (problem.long or problem.common) and "breach" in words,
        )


def _stages(fixed: date) -> tuple[tuple[date, str], ...]:
    """A long-term matter goes on after the campaign: its stages lie one, four and nine months ahead."""
    return tuple(
        (fixed + timedelta(days=days), words) for days, words in zip((30, 120, 270), STAGES, strict=True)
    )


def _name_themes(city: City, at: datetime) -> None:
    for name, codes in THEMES:
        categories = list(Category.objects.filter(pk__in=codes))
        rules.change_theme(campaign=city.campaign, name=name, categories=categories, by=city.office, at=at)


def plan(city: City, words: dict[str, Any]) -> None:
    """Put every problem on the story's calendar."""
    problems = Problems(city)
    city.story.at(moment(THEMES_NAMED, 17), partial(_name_themes, city))
    for n, problem in enumerate(Sheet(city, words).draw()):
        hour, minute = 9 + n % 8, n * 7 % 60
        city.story.at(moment(problem.opened, hour, minute), partial(problems.found, problem=problem))
