"""The three rules in the demo city: 44 records of who asked about a case, nil returns of the units, and the summary."""

import random
from datetime import date, datetime
from functools import partial

from qingyuan.discipline.api import kinds
from qingyuan.discipline.api import rules as discipline
from qingyuan.site.demo.cast import Member
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import SEED, moment

Asking, Way, Act = kinds.Asking, kinds.Way, kinds.Interference
KINDS = ((Asking.ENQUIRY, 29), (Asking.GUIDANCE, 11), (Asking.PLEADING, 4))
FIRST, LAST = date(2021, 3, 22), date(2021, 6, 29)
WHO = (
    ("某局办公室负责人", "市直单位科级干部", "与当事人同乡"),
    ("上级业务部门来电人", "上级业务支队民警", "业务指导"),
    ("退休干部", "原区直单位干部", "当事人亲属"),
    ("企业负责人", "辖区企业", "当事人的单位"),
)
ASKED = {
    Asking.ENQUIRY: "询问案件办到哪一步、什么时候有结果。",
    Asking.GUIDANCE: "来函就证据收集提出指导意见，已附卷。",
    Asking.PLEADING: "请求对当事人从轻处理，当场谢绝。",
}
ANSWERED = "告知按程序办理，不透露案情，当日记录。"


def plan(city: City) -> None:
    """Put the records, the nil returns and the house's own clockwork on the calendar, with dice of their own."""
    dice = random.Random(SEED + 87)
    asked = [kind for kind, times in KINDS for _n in range(times)]
    dice.shuffle(asked)
    days = city.days.between(FIRST, LAST)
    units = [unit for unit in city.cast.units if city.cast.officers[unit.code]]
    for n, kind in enumerate(asked):
        officers = city.cast.officers[units[(n * 5) % len(units)].code]
        on = days[n * len(days) // len(asked)]
        record = partial(_record, city=city, member=officers[(n * 3) % len(officers)], kind=kind, n=n)
        city.story.at(moment(on, 16, n % 55), record)
    for month in (4, 5, 6):
        day = date(2021, month, 28)
        for turn, unit in enumerate(city.cast.units):
            city.story.at(
                moment(day, 17, turn), partial(_nil, city=city, code=unit.code, month=date(2021, month, 1))
            )
    for day in city.days.between(FIRST, date(2021, 6, 30)):
        city.story.at(moment(day, 8, 20), _clockwork)


def _record(at: datetime, *, city: City, member: Member, kind: kinds.Asking, n: int) -> None:
    who, role, relation = WHO[1 if kind is Asking.GUIDANCE else (0, 2, 3)[n % 3]]
    note = discipline.interference.Note(
        who=who,
        role=role,
        relation=relation,
        case=f"示例案〔2021〕{100 + n}号",
        on=at.date(),
        way=Way.LETTER if kind is Asking.GUIDANCE else (Way.PHONE, Way.FACE, Way.MESSAGE)[n % 3],
        kind=kind,
        forbidden=Act.PLEADING_FOR if kind is Asking.PLEADING else None,
        content=ASKED[kind],
        answer=ANSWERED,
    )
    discipline.interference.record_interference(note=note, by=city.person(member), at=at)


def _nil(at: datetime, *, city: City, code: str, month: date) -> None:
    unit = city.units[code]
    discipline.interference.report_nil(unit=unit, month=month, by=city.clerk(code), at=at)


def _clockwork(at: datetime) -> None:
    discipline.interference.sum_up_quarter(at=at)
    discipline.interference.watch_over(at=at)
    discipline.checks.draw_samples(at=at)
    discipline.handling.remind_of_ends(at=at)
