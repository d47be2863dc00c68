"""What the 28 units do in the campaign: deploy, compare with the pilot, and the guidance group's opinions to them."""

from datetime import date, datetime
from functools import partial
from typing import Any

from qingyuan.campaign.api import kinds, rules
from qingyuan.site.demo.cast import Place
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import day_of, moment

PILOT, GROUP_NAME = "源河分局", "省教育整顿第十一驻点指导组"
DEPLOYED = (date(2021, 3, 8), date(2021, 3, 9), date(2021, 3, 9), date(2021, 3, 10))


def plan(city: City, words: dict[str, Any]) -> None:
    """Put deployment, pilot lessons and guidance on the story's calendar."""
    at = city.story.at
    for n, unit in enumerate(city.cast.units):
        day = DEPLOYED[city.story.dice.randrange(len(DEPLOYED))]
        at(moment(day, 15 + n % 3, n), partial(_deploy, city, unit=unit))
    at(moment(date(2021, 3, 5), 16), partial(_name_pilot, city, words))
    for n, unit in enumerate(city.cast.units):
        if unit.name != PILOT:
            day = city.on(date(2021, 3, 15), city.story.dice.randrange(12))
            at(moment(day, 10, n), partial(_compare, city, words, unit=unit))
    at(moment(date(2021, 3, 18), 16), partial(_guide, city, words))


def _deploy(city: City, at: datetime, *, unit: Place) -> None:
    """A unit reports on the day; its own leading group was named that morning."""
    clerk = city.clerk(unit.code)
    rules.frame.report_deployment(
        campaign=city.campaign,
        unit=city.units[unit.code],
        organised_on=at.date(),
        deployed_on=at.date(),
        by=clerk,
        at=at,
    )


def _name_pilot(city: City, words: dict[str, Any], at: datetime) -> None:
    pilot = rules.registers.name_pilot(
        campaign=city.campaign,
        unit=city.unit(PILOT),
        from_on=date(2020, 8, 1),
        to_on=date(2020, 10, 31),
        output="形成第二人验收、满三个月回头看、账物月度核对、一次采集共用四项做法。",
        by=city.office,
        at=at,
    )
    for finding, measure in words["lessons"]:
        rules.registers.record_lesson(pilot=pilot, finding=finding, measure=measure, by=city.office, at=at)


def _compare(city: City, words: dict[str, Any], at: datetime, *, unit: Place) -> None:
    """A unit compares itself with the pilot's lessons and says why it has no gap (see ``docs/figures.md``)."""
    pilot = city.campaign.pilots.get()
    for n, lesson in enumerate(pilot.findings.order_by("pk")):
        without_cases = n == 0 and not unit.county and not unit.name.endswith("支队")
        rules.registers.answer_lesson(
            lesson=lesson,
            unit=city.units[unit.code],
            answer=kinds.GapAnswer.EXPLAINED,
            words=words["explained"][1 if without_cases else (0, 2, 3, 2)[n]],
            by=city.clerk(unit.code),
            at=at,
        )


def _guide(city: City, words: dict[str, Any], at: datetime) -> None:
    """The provincial guidance group's visit: three opinions, each with a unit and a deadline."""
    visit = rules.registers.record_guidance_visit(
        campaign=city.campaign,
        unit=city.root,
        group_name=GROUP_NAME,
        visited_on=at.date(),
        note="听取汇报，查阅台账，随机走访两个支部和一个派出所。",
        by=city.guidance[0],
        at=at,
    )
    for unit, text, due in words["opinions"]:
        rules.registers.give_opinion(
            visit=visit, text=text, unit=city.unit(unit), due_on=day_of(due), by=city.guidance[0], at=at
        )
