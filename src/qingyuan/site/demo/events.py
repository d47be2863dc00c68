"""Events of study, party life, a quiz and a rotation in the demo city. All speakers, bases and words are invented."""

from collections.abc import Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any

from django.db import transaction

from qingyuan.org.api import Person, Unit
from qingyuan.org.api import queries as org
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment
from qingyuan.study.api import Event, kinds, rules

Kind, Openness = kinds.EventKind, kinds.Openness
ENTRANTS, PRIZES, EVERY = 640, 60, 4
QUIZ_DAYS = (date(2021, 3, 11), date(2021, 3, 12), date(2021, 3, 15), date(2021, 3, 16))
QUIZ_ON, PRIZES_ON = date(2021, 3, 17), date(2021, 3, 18)
SEATS = 60
BASES = (
    (kinds.BaseKind.CEMETERY, "示例市烈士陵园", "示例市园东路1号", "提前两个工作日电话预约"),
    (kinds.BaseKind.MEMORIAL, "源河纪念馆", "源河区河堤路8号", "周一闭馆，团体提前三天预约"),
    (kinds.BaseKind.INTEGRITY, "示例市廉政教育馆", "示例市清风街6号", "由机关党委统一预约"),
)
TEXTS = ("教育整顿工作文件汇编（第一部分）", "顽瘴痼疾整治政策问答")
LECTURES = (
    ("03-11", "新规下的执法规范", "示例大学教授 周明远", 260, "会后抽问十人，新规三处变化都答得上"),
    ("03-17", "把群众的小事办好", "劳动模范 王守田", 240, "窗口单位当场提出四条改进办法"),
)
LESSONS = (
    ("03-10", "守住执法为民的底线", "各单位回去各找一处群众意见最大的环节"),
    ("03-18", "从案例看监督的每道关口", "六个分县局都说清了自己失守的一道关口"),
)
HALLS = (
    ("03-12", "大讲堂第一讲：现场处置", "支队教官 李岳"),
    ("03-26", "大讲堂第二讲：规范用枪", "支队教官 高原"),
)
VISITS = (
    ("03-12", "源河分局", 1, 38, "两名调解能手的办法写进了所里的流程"),
    ("03-16", "交警支队", 2, 45, "处罚决定改由两人核对后送达"),
    ("04-02", "刑侦支队", 0, 30, "青年民警说清了立案的三条标准"),
)
LIFE = {  # what the branches held beside the party days, by the first day of the period
    "group_meeting": ((3, 17), (4, 21), (5, 19), (6, 16)),
    "committee_meeting": ((4, 7), (5, 12), (6, 2)),
    "general_meeting": ((5, 12),),
    "party_day": ((4, 2), (5, 7), (6, 4)),
}
THEMES = {
    "group_meeting": "对照岗位说一件没办好的事",
    "committee_meeting": "研究本支部的整改事项",
    "general_meeting": "通过支部半年工作安排",
    "party_day": "到群众家里办一件事",
}


def plan(city: City) -> None:
    """Put everything on the story's calendar."""
    at, bases = city.story.at, dict[str, Any]()
    at(moment(date(2021, 3, 9), 17), partial(_bases, city, bases))
    at(moment(date(2021, 3, 9), 17, 5), partial(_begin, city))
    for n, (met, meeting) in enumerate(((date(2021, 3, 4), "实施方案"), (date(2021, 3, 16), "顽瘴痼疾"))):
        kept = max(date(2021, 3, 9), met)
        at(moment(kept, 17, 30 + n), partial(_studied, city, on=met, words=meeting, texts=TEXTS[n]))
    for on, title, speaker, heads, came in LECTURES:
        said: dict[str, Any] = {
            "kind": Kind.LECTURE,
            "title": title,
            "speaker": speaker,
            "audience": "市局机关和各单位代表",
        }
        _whole(city, on, said | {"open_to": Openness.BELOW}, "听完能说出自己岗位上改什么", heads, came)
    for on, title, came in LESSONS:
        said = {"kind": Kind.PARTY_LESSON, "title": title, "audience": "各单位主要负责人"}
        _whole(
            city, on, said | {"open_to": Openness.BELOW}, "每个单位带回一条要改的做法", 58, came, chief=True
        )
    for on, title, speaker in HALLS:
        said = {"kind": Kind.LECTURE_HALL, "title": title, "speaker": speaker, "series": "特警大讲堂"}
        came = "外单位也派人来听，动作要领当场过关"
        _whole(city, on, said | {"open_to": Openness.ALL}, "听的人会做三个动作", 90, came, unit="特警支队")
    for on, unit, base, heads, came in VISITS:
        said = {"kind": Kind.SITE_VISIT, "title": "现场教育", "base": BASES[base][1]}
        _whole(city, on, said, "找出自己岗位上可以学的一条", heads, came, unit=unit, bases=bases)
    _quiz(city)
    for code, days in LIFE.items():
        for month, day in days:
            at(moment(date(2021, month, day), 17, 40), partial(_held, city, code=code))
    at(moment(date(2021, 3, 15), 11), partial(_rotation, city))


def _whole(
    city: City,
    on: str,
    said: dict[str, Any],
    effect: str,
    heads: int,
    came: str,
    *,
    unit: str = "",
    chief: bool = False,
    bases: dict[str, Any] | None = None,
) -> None:
    """An event planned two days before by who registers for the unit, and recorded in the evening."""
    month, day = map(int, on.split("-"))
    when = date(2021, month, day)

    def keep(at: datetime) -> None:
        where = city.unit(unit) if unit else city.root
        by = city.clerk(where.code) if unit else city.office
        more: dict[str, Any] = {"giver": _chief(city)} if chief else {}
        if bases and "base" in said:
            more["base"] = bases[said["base"]]
        draft = rules.events.Draft(
            unit=where,
            on=when,
            begins=time(15),
            effect=effect,
            place="市局礼堂" if not unit else "",
            **(said | more),
        )
        made = rules.events.plan_event(draft=draft, by=by, at=at)
        city.story.at(
            moment(when, 18, made.pk % 60), partial(_came, made=made, by=by, heads=heads, came=came)
        )

    before = max(date(2021, 3, 9), city.days.between(date(2021, 3, 1), when)[-2])
    city.story.at(moment(before, 17, 45), keep)


def _chief(city: City) -> Person:
    """The director of the bureau, by his title."""
    return city.person(next(one for one in city.cast.bureau if one.title.endswith("党委书记、局长")))


def _came(at: datetime, *, made: Event, by: Person, heads: int, came: str) -> None:
    rules.events.record_event(event_id=made.pk, headcount=heads, came_of=came, by=by, at=at)


def _bases(city: City, kept: dict[str, Any], at: datetime) -> None:
    for kind, name, address, booking in BASES:
        kept[name] = rules.bases.keep_base(
            unit=city.root, kind=kind, name=name, address=address, booking=booking, by=city.office, at=at
        )


def _begin(city: City, at: datetime) -> None:
    """The rules of party life are asked from the kick-off on: the first Friday of March lay before."""
    rules.life.begin_rules(on=date(2021, 3, 8), by=city.office, at=at)


def _studied(city: City, at: datetime, *, on: date, words: str, texts: str) -> None:
    """What the central group studied at an expanded meeting, as the first item of its agenda."""
    meeting = city.campaign.meetings.filter(title__contains=words, title__startswith="市局党委（扩大）").get()
    draft = rules.events.Draft(
        kind=Kind.CENTRAL_GROUP,
        unit=city.root,
        title=meeting.title[:60],
        on=on,
        texts=texts,
        speaker="两名班子成员发言",
        effect="定下本市先整治哪几项",
        meeting=meeting,
        first_item=True,
    )
    made = rules.events.plan_event(draft=draft, by=city.office, at=at)
    rules.events.record_event(
        event_id=made.pk,
        headcount=meeting.attendance,
        came_of="议定事项已分给责任单位",
        by=city.office,
        at=at,
    )


def _quiz(city: City) -> None:
    """A quiz that 640 people enter of their own will; sixty take a prize."""
    kept: list[Event] = []

    def begin(at: datetime) -> None:
        draft = rules.events.Draft(
            kind=Kind.QUIZ,
            unit=city.root,
            title="法律知识答题挑战赛（自愿报名）",
            on=QUIZ_ON,
            open_to=Openness.BELOW,
            effect="让愿意学的人有个比划的地方",
        )
        kept.append(rules.events.plan_event(draft=draft, by=city.office, at=at))

    def enter(at: datetime, *, people: Sequence[Person]) -> None:
        with transaction.atomic():
            for person in people:
                rules.quiz.enter_quiz(event_id=kept[0].pk, by=person, at=at)

    def sign_up(day: int, at: datetime) -> None:
        able = [city.person(one) for one in city.cast.members if one.place != city.root.code][::EVERY]
        enter(at, people=able[:ENTRANTS][day :: len(QUIZ_DAYS)])

    def finish(at: datetime) -> None:
        entries = list(kept[0].entries.order_by("pk").values_list("pk", flat=True))
        words = ["一等奖"] * 10 + ["二等奖"] * 20 + ["三等奖"] * 30
        given = dict(zip(entries[:: len(entries) // PRIZES], words, strict=False))
        rules.quiz.give_prizes(event_id=kept[0].pk, prizes=given, by=city.office, at=at)
        _came(at, made=kept[0], by=city.office, heads=len(entries), came="错得最多的三题已送法制支队编成问答")

    city.story.at(moment(date(2021, 3, 10), 16), begin)
    for n, day in enumerate(QUIZ_DAYS):
        city.story.at(moment(day, 19, n), partial(sign_up, n))
    city.story.at(moment(PRIZES_ON, 17), finish)


def _held(city: City, at: datetime, *, code: str) -> None:
    """Each unit's clerk records for its branches in one go."""
    on = at.date()
    first = on.replace(month=4 if code == "general_meeting" else on.month, day=1)
    for place in city.cast.units:
        unit = city.units[place.code]
        inside = Unit.objects.filter(path__startswith=unit.path)
        lines = [rules.life.Held(branch.pk, on, THEMES[code]) for branch in org.branches(inside)]
        rules.life.record_held_many(
            rule_code=code, period_on=first, lines=lines, by=city.clerk(place.code), at=at
        )


def _rotation(city: City, at: datetime) -> None:
    """A cycle for the whole bureau and its first batch: shift workers first."""
    made = rules.rotation.begin_rotation(
        unit=city.root,
        name="2021年政治轮训",
        effect="人人说得清本岗位的三条红线",
        from_on=date(2021, 3, 15),
        to_on=date(2021, 12, 31),
        by=city.office,
        at=at,
    )
    draft = rules.rotation.BatchDraft(date(2021, 4, 12), date(2021, 4, 14), SEATS, "警察训练支队(警校)")
    rules.rotation.add_batch(rotation_id=made.pk, draft=draft, by=city.office, at=at)
