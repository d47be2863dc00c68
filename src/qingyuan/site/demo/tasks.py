"""Tasks of the plan, decisions of meetings, opinions of the guidance group: issued, and lived as matters."""

from datetime import date, datetime
from functools import partial
from typing import Any

from qingyuan.campaign.api import kinds as told
from qingyuan.campaign.api import rules as campaign
from qingyuan.matters.api import Matter, kinds, rules
from qingyuan.site.demo.cast import Member
from qingyuan.site.demo.city import City
from qingyuan.site.demo.lives import Life, Living
from qingyuan.site.demo.story import day_of, moment

BY_HEAD = ("谈心", "责任分解")
DONE = "任务类事项，不涉及问题根源。"
NO_GAP = "按方案要求完成，未发现制度漏洞。"
BACK = "佐证只有通知文件，请补充实际落实情况。"


class Tasks:
    """Issues the tasks of the plan; whatever the campaign opens on the ledger is then lived by its unit."""

    def __init__(self, city: City, words: dict[str, Any]) -> None:
        self.city, self.words, self.living = city, words, Living(city)
        self.begun: set[int] = set()

    def issue(self, at: datetime, *, row: dict[str, Any]) -> None:
        city = self.city
        version = city.campaign.plans.get().versions.order_by("-number")[0]
        clause = next(c for c in version.clauses.all() if _plain(c.number) == _plain(row["clause"]))
        every = row["units"] == "all"
        task = campaign.plans.issue_task(
            campaign=city.campaign,
            clause=clause,
            title=row["title"],
            criterion=row["criterion"],
            due_on=day_of(row["due"]),
            lead_unit=city.unit(row["lead"]),
            units=[city.units[unit.code] for unit in city.cast.units if every or unit.name in row["units"]],
            objective=city.campaign.objectives.filter(title=row.get("objective", "")).first(),
            shared=every,
            by=city.office,
            at=at,
        )
        if finding := row.get("lesson"):
            lesson = city.campaign.pilots.get().findings.get(finding=finding)
            campaign.registers.link_lesson(lesson=lesson, task=task, by=city.office, at=at)
        for matter in Matter.objects.filter(task=task).select_related("unit").order_by("pk"):
            self.begun.add(matter.pk)
            self.living.begin(matter.pk, self._life(matter, row, at.date()))

    def _life(self, matter: Matter, row: dict[str, Any], issued: date) -> Life:
        """Most units keep the day; a few are late, and a very few never hand in."""
        city, dice = self.city, self.city.story.dice
        due = day_of(row["due"])
        code = matter.unit.code
        head = any(word in row["title"] for word in BY_HEAD)
        owner = city.cast.heads[code] if head else self._owner(code)
        quick = due <= city.on(issued, 3)
        fixed = issued if quick else city.on(issued, 1 + (dice.random() < 0.25) * dice.randrange(1, 5))
        late = dice.random()
        first = city.on(fixed, 0 if quick else 2)
        able = city.days.between(first, due) or [first]
        submitted: date | None = able[int(len(able) * dice.random() ** 0.6)]
        if late < 0.08 and submitted is not None:
            submitted = city.on(due, dice.randrange(1, 5))
        elif late < 0.11:
            submitted = None
        returned = None
        closed = city.on(submitted, dice.randrange(1, 4)) if submitted else None
        if submitted and dice.random() < 0.06:
            back = city.on(submitted, 1)
            returned, closed = (back, BACK), city.on(back, 3)
        return Life(
            code=code,
            owner=owner,
            measures=row["measures"],
            fixed=fixed,
            due=due,
            criterion=row["criterion"],
            submitted=submitted,
            returned=returned,
            closed=closed,
            statement=done(row["effect"]),
            turn=dice.randrange(5),
        )

    def _owner(self, code: str) -> Member:
        middles = self.city.cast.middles[code] or self.city.cast.officers[code]
        return middles[self.city.story.dice.randrange(len(middles))]

    def follow(self, at: datetime) -> None:
        """Each morning: what meetings and the guidance group put on the ledger gets its person and measures."""
        fresh = Matter.objects.filter(
            campaign=self.city.campaign,
            source__in=[told.Followable.DECISION.value, told.Followable.OPINION.value],
            state=kinds.State.REGISTERED,
        ).exclude(pk__in=self.begun)
        for matter in fresh.select_related("unit").order_by("pk"):
            self.begun.add(matter.pk)
            self.living.begin(matter.pk, self._answer(matter, at.date()))

    def _answer(self, matter: Matter, today: date) -> Life:
        """Decisions are due within days; each is worked on at once, and most are kept."""
        city, dice = self.city, self.city.story.dice
        due = max(matter.due_on or today, today)
        able = city.days.between(today, due) or [today]
        submitted = able[-1] if dice.random() < 0.7 else city.on(able[-1], 2)
        return Life(
            code=matter.unit.code,
            owner=self._owner(matter.unit.code),
            measures="由本单位主要负责人牵头，明确承办部门和时间节点，按期报结果。",
            fixed=today,
            due=due,
            submitted=submitted,
            closed=city.on(submitted, 1),
            statement=done("已按要求完成，结果报教育整顿办公室。"),
            turn=dice.randrange(5),
        )


def done(effect: str) -> rules.Statement:
    """How the end of something that was asked for is stated: there is no problem behind it."""
    return rules.Statement(
        effect=effect,
        cause=kinds.Cause.OTHER,
        cause_words=DONE,
        rule_change=kinds.RuleChange.NONE,
        rule_words=NO_GAP,
    )


def _plain(number: str) -> str:
    return number.replace("（", "(").replace("）", ")")


def plan(city: City, words: dict[str, Any]) -> None:
    """Put the tasks on the story's calendar."""
    tasks, at = Tasks(city, words), city.story.at
    for n, row in enumerate(words["tasks"]):
        at(moment(day_of(row["issued"]), 11, 20 + 3 * n), partial(tasks.issue, row=row))
    for day in city.days.between(date(2021, 3, 5), date(2021, 6, 29)):
        at(moment(day, 8, 40), tasks.follow)
