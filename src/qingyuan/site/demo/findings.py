"""The three inspections of March 2021: 34 findings in 17 units, as ``findings.json`` has them, and their lives."""

from datetime import datetime
from functools import partial
from typing import Any

from qingyuan.matters.api import Category, kinds, rules
from qingyuan.publication.api import kinds as told
from qingyuan.publication.api import rules as publication
from qingyuan.site.demo.cast import Member
from qingyuan.site.demo.city import City
from qingyuan.site.demo.lives import Life, Living
from qingyuan.site.demo.problem_sheet import LOOKED_BACK
from qingyuan.site.demo.rechecks import Rechecks
from qingyuan.site.demo.story import day_of, moment

OUTCOMES = {
    "criticised": told.OutcomeKind.CRITICISM_EDUCATION,
    "warned": told.OutcomeKind.PARTY_WARNING,
}
BASES = {"criticised": "《公安机关人民警察内务条令》", "warned": "《中国共产党纪律处分条例》"}
DECIDERS = {"criticised": "市公安局督察支队", "warned": "市公安局党委"}


class Findings:
    """Registers what the inspection groups found on the evening of the day, and lets it live."""

    def __init__(self, city: City, words: dict[str, Any]) -> None:
        self.city, self.words, self.living = city, words, Living(city)
        self.looking = Rechecks(city)

    def register(self, at: datetime, *, rows: list[dict[str, Any]], group: int) -> None:
        """One inspection group puts what it found that day on the ledger."""
        city = self.city
        drafts = [
            rules.Draft(
                kind=kinds.Kind.FINDING,
                statement=row["statement"],
                unit=city.unit(row["unit"]),
                category=Category.objects.get(pk=row["category"]),
                source="inspection",
                source_ref=f"2021-{row['visit']:02d}",
                basis=row["basis"],
                opened_on=at.date(),
                notes=f"第{row['visit']}轮督导，第{group + 1}督导组。",
            )
            for row in rows
        ]
        inspector = city.person(city.inspectors[group])
        for matter, row in zip(
            rules.open_many(campaign=city.campaign, drafts=drafts, by=inspector, at=at), rows, strict=True
        ):
            life = self._life(row)
            self.living.begin(matter.pk, life)
            if day_of(row["close"]) <= LOOKED_BACK:
                self.looking.plan_look(matter.pk, life, relapsing=False)
            if row["outcome"]:
                city.story.at(
                    at.replace(hour=20), partial(self.outcome, matter_id=matter.pk, row=row, group=group)
                )

    def _life(self, row: dict[str, Any]) -> Life:
        city, dice = self.city, self.city.story.dice
        code = city.cast.unit(row["unit"]).code
        progress = (city.on(day_of(row["fix"]), 0), row["progress"]) if row["progress"] else None
        return Life(
            code=code,
            owner=self._owner(code),
            measures=row["measures"],
            criterion=row["criterion"],
            fixed=day_of(row["fix"]),
            due=day_of(row["due"]),
            progress=progress,
            submitted=day_of(row["submit"]),
            closed=day_of(row["close"]),
            statement=rules.Statement(
                effect=row["effect"],
                cause=kinds.Cause(row["cause"]),
                cause_words=row["cause_words"],
                rule_change=kinds.RuleChange(row["rule"]),
                rule_words=row["rule_words"],
            ),
            turn=dice.randrange(5),
            breach=bool(row["outcome"]),
        )

    def _owner(self, code: str) -> Member:
        """In the first branch bureau the officer of the demo accounts has a share."""
        cast, dice = self.city.cast, self.city.story.dice
        if code == cast.units[0].code and dice.random() < 0.5:
            return cast.officers[code][0]
        middles = cast.middles[code]
        return middles[dice.randrange(len(middles))]

    def outcome(self, at: datetime, *, matter_id: int, row: dict[str, Any], group: int) -> None:
        """What followed for the person, decided after he was heard; the bulletin tells how many, never who."""
        publication.record_outcome(
            matter_id=matter_id,
            said=publication.Decision(
                kind=OUTCOMES[row["outcome"]],
                persons=1,
                heard_on=at.date(),
                decided_on=at.date(),
                decided_by=DECIDERS[row["outcome"]],
                basis=BASES[row["outcome"]],
                duty_checked=True,
            ),
            by=self.city.person(self.city.inspectors[group]),
            at=at,
        )


def plan(city: City, words: dict[str, Any]) -> None:
    """Put the inspections on the story's calendar: each day's findings of each group, in the evening."""
    findings = Findings(city, words)
    days: dict[tuple[str, int], list[dict[str, Any]]] = {}
    order = {unit.name: place for place, unit in enumerate(city.cast.units)}
    for row in words["findings"]:
        days.setdefault((row["on"], order[row["unit"]] % 5), []).append(row)
    for (day, group), rows in sorted(days.items()):
        city.story.at(moment(day_of(day), 18, 10 * group), partial(findings.register, rows=rows, group=group))
