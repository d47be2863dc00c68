"""Burden in the demo city: 46 forms are counted in March and 11 are left in June; what each week cost; complaints.

The minutes of a week are told on its Sunday, person by person, so that together with what other parts of the story
told already the median and the 90th percentile come out; what is kept of them afterwards are figures of groups.
"""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from qingyuan.burden.api import Passport, kinds, queries
from qingyuan.burden.api import rules as burden
from qingyuan.org.api import Level, Person, Unit
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import SEED, day_of, moment

STOCK, SWITCHED_OFF = date(2021, 3, 2), date(2021, 4, 2)
FIRST, LAST = date(2021, 3, 1), date(2021, 6, 21)  # the Mondays of the weeks that are told
MARCH, JUNE = (74, 168), (14, 31)  # median and 90th percentile of an officer's week
FULL_UNTIL, EASED_FROM = date(2021, 3, 29), date(2021, 5, 31)
FORMS_IN_MARCH, FORMS_IN_JUNE = 0.7, 0.35  # which part of it went into forms
SITTING = 20  # minutes that somebody sits over a form, at most
A_WEEK = 6  # forms that most of a week's time goes into
SURVEY = (date(2021, 4, 12), date(2021, 4, 23))
OWNERS = ("政治部", "督察支队", "情报指挥中心", "机关党委", "新闻宣传中心")


def plan(city: City, words: dict[str, Any]) -> None:
    """Put stock-taking, switching off, the weeks and what people said on the story's calendar."""
    at = city.story.at
    forms = [(*row, "") for row in words["kept"]] + [
        (name, level, "weekly", _why(name, words["why"])) for name, level in words["gone"]
    ]
    dice = random.Random(f"{SEED} burden")
    for number, form in enumerate(forms):
        at(
            moment(STOCK, 9 + number // 30, 2 * (number % 30)),
            partial(_enter, city=city, number=number, form=form, words=words),
        )
    at(moment(date(2021, 3, 4), 17), partial(_close, city=city))
    gone = [number for number, form in enumerate(forms) if form[3]]
    for turn, number in enumerate(gone):
        day = city.on(SWITCHED_OFF, 3 * (turn // 2))
        at(moment(day, 15, turn), partial(_switch_off, city=city, number=number, why=forms[number][3]))
    _sendings(city)
    monday = FIRST
    while monday <= LAST:
        at(moment(monday + timedelta(days=6), 22), partial(_tell, monday=monday, dice=dice))
        at(moment(monday + timedelta(days=9), 0, 30), _add_up)
        monday += timedelta(days=7)
    _said(city, words)


def _why(name: str, known: dict[str, str]) -> str:
    return next((why for part, why in known.items() if part in name), "over")


# -- forms -------------------------------------------------------------------------------------------------------------


def _number(number: int) -> str:
    return f"示公表{number + 1:03d}"


def _held(number: int) -> Passport:
    return Passport.objects.get(number=_number(number))


def _second(city: City) -> Person:
    return city.person(city.office_members[1])


def _enter(
    at: datetime, *, city: City, number: int, form: tuple[str, str, str, str], words: dict[str, Any]
) -> None:
    """A form in use, as it is: one field of its own, and of the nineteen that several ask for."""
    name, level, frequency, why = form
    draft = burden.passports.PassportDraft(
        number=_number(number),
        name=name,
        basis="存量表单清理通知第一条",
        purpose="按原用途登记，清理时逐张核对",
        filler=kinds.Filler.CLERK,
        frequency=kinds.Frequency(frequency),
        minutes=4 + number % 9,
        valid_until=date(2022, 2, 28),
        approval=f"示公减〔2021〕{number + 1}号",
        level=Level(level),
    )
    by = city.office
    made = burden.passports.make_passport(unit=city.root, draft=draft, existing=True, by=by, at=at)
    asked = [name.removesuffix("表") + "主要数据"]
    shared = words["shared"]
    if why:
        turn = number - len(words["kept"])
        asked += [shared[turn % len(shared)], shared[(turn + 7) % len(shared)]]
    else:
        asked += [shared[number]]
    for field in asked:
        burden.passports.ask_for(
            passport_id=made.pk,
            words=field,
            source="各单位手工统计",
            different="存量表单原样登记",
            by=by,
            at=at,
        )
    made.refresh_from_db()
    burden.approving.submit_passport(passport_id=made.pk, version=made.version, by=by, at=at)
    burden.approving.approve_passport(passport_id=made.pk, version=made.version, by=_second(city), at=at)


def _close(at: datetime, *, city: City) -> None:
    for level in (Level.CITY, Level.COUNTY, Level.STATION):
        burden.approving.close_stock(level=level, by=city.office, at=at)


def _switch_off(at: datetime, *, city: City, number: int, why: str) -> None:
    burden.approving.retire_passport(
        passport_id=_held(number).pk, why=kinds.Retired(why), by=_second(city), at=at
    )


def _sendings(city: City) -> None:
    """A form that is in order is filled, in June with what is known brought along; one that is gone is refused."""
    at = city.story.at
    counties = [unit.name for unit in city.cast.units if unit.county]
    at(moment(date(2021, 3, 9), 10), partial(_send, city=city, number=3, names=counties, days=5, filled=True))
    at(moment(date(2021, 6, 8), 10), partial(_send, city=city, number=3, names=counties, days=5, filled=True))
    at(
        moment(date(2021, 4, 1), 10),
        partial(_send, city=city, number=11, names=counties[:3], days=6, filled=False),
    )
    at(
        moment(date(2021, 6, 28), 10),
        partial(_send, city=city, number=8, names=counties, days=6, filled=None),
    )


def _send(at: datetime, *, city: City, number: int, names: list[str], days: int, filled: bool | None) -> None:
    units = [city.unit(name) for name in names]
    made = burden.requests.send_request(
        unit=city.root,
        passports=[_held(number).pk],
        units=units,
        due_on=city.on(at.date(), days),
        by=city.office,
        at=at,
    )
    if filled is None:
        return
    for turn, unit in enumerate(units):
        when = moment(city.on(at.date(), 2 if filled else 4), 14, 5 * turn)
        city.story.at(when, partial(_answer, city=city, request=made.pk, unit=unit, turn=turn, filled=filled))


def _answer(at: datetime, *, city: City, request: int, unit: Unit, turn: int, filled: bool) -> None:
    by = city.clerk(unit.code)
    rows = queries.requests.to_fill(by, at=at)
    ask = rows.get(request=request, unit=unit)
    if not filled:
        burden.requests.refuse(ask_id=ask.pk, by=by, at=at)
        return
    lines = queries.requests.lines(ask, at=at)
    values = {line.field.pk: line.brought or str(40 + 3 * turn) for line in lines}
    burden.requests.fill(ask_id=ask.pk, values=values, by=by, at=at)


# -- minutes -----------------------------------------------------------------------------------------------------------


def eased(monday: date) -> float:
    """How far a week is on the way from March to June."""
    way = (monday - FULL_UNTIL).days / (EASED_FROM - FULL_UNTIL).days
    return min(max(way, 0.0), 1.0)


def targets(people: int, median: int, p90: int, dice: random.Random) -> list[int]:
    """As many weeks as people, smallest first, of which the median and the 90th percentile are these."""
    found = []
    for place in range(people):
        share = (place + 1) / people
        if share < 0.48:
            found.append(round(median * (0.1 + 0.88 * share / 0.48 * dice.uniform(0.8, 1))))
        elif share <= 0.52:
            found.append(median)
        elif share < 0.88:
            found.append(median + round((p90 - median) * (share - 0.52) / 0.36 * dice.uniform(0.7, 1)))
        elif share <= 0.92:
            found.append(p90)
        else:
            found.append(p90 + round(p90 * (share - 0.92) / 0.08 * dice.uniform(0.2, 1)))
    return sorted(found)


def _tell(at: datetime, *, monday: date, dice: random.Random) -> None:
    """What is still missing of each officer's week. Who was asked more already has the longer week."""
    told = burden.spending.told_so_far(week=monday)
    people = list(Person.objects.filter(category="police").order_by("police_no").values_list("pk", flat=True))
    way = eased(monday)
    median, p90 = (round(a + (b - a) * way) for a, b in zip(MARCH, JUNE, strict=True))
    order = sorted(people, key=lambda key: (told.get(key, 0), dice.random()))
    forms = list(
        Passport.objects.filter(state=kinds.PassportState.IN_FORCE)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    chosen = dice.sample(forms, min(A_WEEK, len(forms)))
    part = FORMS_IN_MARCH + (FORMS_IN_JUNE - FORMS_IN_MARCH) * way
    heaps: dict[tuple[kinds.Spending, str, int], dict[int, int]] = defaultdict(dict)
    for key, minutes in zip(order, targets(len(people), median, p90, dice), strict=True):
        left = minutes - told.get(key, 0) // 60
        on_forms = round(left * part * dice.uniform(0.7, 1.3)) if dice.random() < 0.9 else 0
        on_forms = min(on_forms, left)
        heaps[kinds.Spending.FORM, f"passport:{dice.choice(chosen)}", -(-on_forms // SITTING)][key] = on_forms
        heaps[kinds.Spending.MEETING, "campaign.meeting", 1][key] = left - on_forms
    for (kind, source, times), each in heaps.items():
        given = {key: minutes for key, minutes in each.items() if minutes > 0}
        burden.spending.spend(
            kind=kind, people=given, on=at.date(), source=source, at=at, times=max(times, 1)
        )


def _add_up(at: datetime) -> None:
    burden.spending.add_up_weeks(at=at)


# -- what people said --------------------------------------------------------------------------------------------------


def _said(city: City, words: dict[str, Any]) -> None:
    at = city.story.at
    officers = [member for unit in city.cast.units for member in city.cast.officers[unit.code][1:2]]
    for turn, (day, sign, text, outcome, answer) in enumerate(words["complaints"]):
        when = moment(day_of(day), 11, turn)
        said = partial(
            _complain, city=city, by=officers[turn], sign=sign, words=text, outcome=outcome, answer=answer
        )
        at(when, said)
    opens, closes = SURVEY
    at(moment(opens, 9), partial(_hold, city=city))
    for turn, (sign, text, outcome, answer) in enumerate(words["survey"]):
        day = city.on(opens, turn % 8)
        owner = OWNERS[turn % len(OWNERS)]
        said = partial(
            _complain, city=city, by=officers[10 + turn], sign=sign, words=text, outcome=outcome, answer=answer,
            survey=True, owner=owner,
        )  # fmt: skip
        at(moment(day, 12, turn), said)
    assert closes > opens


def _hold(at: datetime, *, city: City) -> None:
    opens, closes = SURVEY
    burden.listed.hold_survey(year=opens.year, opens_on=opens, closes_on=closes, by=city.office, at=at)


def _complain(
    at: datetime, *, city: City, by: Any, sign: str, words: str, outcome: str, answer: str,
    survey: bool = False, owner: str = "",
) -> None:  # fmt: skip
    held = queries.listed.running_survey(at.date()) if survey else None
    made = burden.listed.say(
        sign=kinds.Sign(sign), words=words, by=city.person(by), at=at, survey_id=held.pk if held else None
    )
    if owner:
        later = at + timedelta(hours=3)
        unit = city.unit(owner)
        city.story.at(later, partial(_hand_over, city=city, item=made.pk, unit=unit))
    if outcome:
        when = moment(city.on(at.date(), 12 if survey else 3), 16, made.pk % 60)
        city.story.at(when, partial(_reply, city=city, item=made.pk, outcome=outcome, words=answer))


def _hand_over(at: datetime, *, city: City, item: int, unit: Unit) -> None:
    burden.listed.hand_over(item_id=item, owner=unit, by=city.office, at=at)


def _reply(at: datetime, *, city: City, item: int, outcome: str, words: str) -> None:
    burden.listed.answer_item(
        item_id=item, outcome=kinds.Outcome(outcome), words=words, by=city.office, at=at
    )
