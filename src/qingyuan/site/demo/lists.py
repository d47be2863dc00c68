"""Check lists in the demo city: a case from elsewhere, two of the seven risks and a check of personnel selection.

They find nothing that is not on the ledger already: a problem names its number there, so no figure of the city moves.
Two units in three keep the papers of a step with their answer, the others say why not. Three are closed with a line on
what came of them; the last is past its deadline and waits for two units and that line.
"""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from qingyuan.engines import officialdoc as doc
from qingyuan.inspection.api import Asked, CheckList, Item, Topic, kinds, templates
from qingyuan.inspection.api import rules as inspection
from qingyuan.kit.uploads import Checked, checked
from qingyuan.matters.api import Category, Matter
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.org.api import Person, Unit
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment

Grade, Result = kinds.Grade, kinds.Result
COUNTIES = ("源河分局", "郾川分局", "召原分局", "临漕县公安局", "舞川县公安局", "经济技术开发区分局")
SUPERVISION = "《公安机关督察条例》第四条（现场督察事项）"
LOCAL = "示例市公安局干部选拔任用程序规定"


@dataclass(frozen=True)
class Play:
    """One list: the template it begins with, when, for whom, and who is late; ``effect`` and ``came_of``: a line each.

    ``basis``: of what came as an example.
    """

    template: str
    made_on: date
    days: int
    units: tuple[str, ...]
    effect: str
    came_of: str = ""
    basis: str = ""
    late: tuple[str, ...] = ()


PLAYS = (
    Play(
        "cameras",
        date(2021, 3, 24),
        8,
        ("交警支队", *COUNTIES),
        "电子监控设备都经过法制审核，位置向社会公布",
        "七个单位的设备都有审核意见，位置已公布，没有发现新的问题",
    ),
    Play(
        "network",
        date(2021, 4, 13),
        10,
        ("交警支队", "刑侦支队", "治安支队", "网安支队", "大数据管理支队", *COUNTIES),
        "每次查询都写明事由，数字证书不借给别人",
        "各单位抽查的查询都写了事由，没有发现借用证书；台账上原有的问题继续整改",
    ),
    Play(
        "selection",
        date(2021, 5, 18),
        8,
        ("政治部", *COUNTIES),
        "每一步程序都有材料可查",
        "多数单位附了公示和表决材料，没有附的写了理由：原件已归入人事档案",
        basis=LOCAL,
    ),
    Play(
        "guns",
        date(2021, 6, 15),
        6,
        ("特警支队", "刑侦支队", *COUNTIES),
        "枪弹账物一致，领用归还当天登记",
        basis=SUPERVISION,
        late=("特警支队", "源河分局"),
    ),
)


def plan(city: City) -> None:
    """Put every list on the story's calendar, and the reminders of each working morning."""
    for number, play in enumerate(PLAYS):
        city.story.at(moment(play.made_on, 9, number), partial(_make, city=city, play=play, number=number))
    for day in city.days.between(PLAYS[0].made_on, date(2021, 6, 30)):
        city.story.at(moment(day, 8, 30), _remind)


def _remind(at: datetime) -> None:
    inspection.reminding.send_reminders(at=at)


def _team(city: City, turn: int) -> Person:
    return city.person(city.inspectors[turn % 5])


def _make(at: datetime, *, city: City, play: Play, number: int) -> None:
    maker, one = _team(city, number), templates()[play.template]
    draft = inspection.lists.ListDraft(
        topic=Topic.objects.get(pk=one.topic),
        title=one.title,
        source=one.source,
        article=one.article,
        grade=Grade(one.grade),
        failed=one.failed,
        function=one.function,
        effect=play.effect,
        due_on=city.on(at.date(), play.days),
    )
    items = []
    for item in one.items:
        shown = dict(item)
        if shown["example"]:  # looked through at the desk: the bureau's own basis
            shown |= {"example": False, "basis": play.basis, "grade": "A"}
        shown |= {"grade": Grade(shown["grade"]), "category": Category.objects.get(pk=shown["category"])}
        items.append(inspection.lists.ItemDraft(**shown))
    made = inspection.lists.make_list(
        campaign=city.campaign, unit=city.root, draft=draft, items=items, by=maker, at=at
    )
    units = [city.unit(name) for name in play.units]
    made = inspection.lists.choose_units(list_id=made.pk, units=units, by=maker, at=at)
    inspection.sending.submit_list(list_id=made.pk, version=made.version, by=maker, at=at)
    later = at.replace(hour=15)
    city.story.at(later, partial(_approve, city=city, play=play, number=number, made=made))


def _approve(at: datetime, *, city: City, play: Play, number: int, made: CheckList) -> None:
    inspection.sending.approve_list(list_id=made.pk, version=made.version, by=_team(city, number + 1), at=at)
    for turn, name in enumerate(play.units):
        if name not in play.late:
            day = city.on(at.date(), 1 + turn % (play.days - 1))
            city.story.at(
                moment(day, 10 + turn % 6, turn), partial(_answer, city=city, made=made, name=name, turn=turn)
            )
    if play.came_of:
        city.story.at(
            moment(city.on(made.due_on, 2), 16, number),
            partial(_close, city=city, play=play, number=number, made=made),
        )


def _close(at: datetime, *, city: City, play: Play, number: int, made: CheckList) -> None:
    inspection.sending.close_list(list_id=made.pk, came_of=play.came_of, by=_team(city, number), at=at)


def _answer(at: datetime, *, city: City, made: CheckList, name: str, turn: int) -> None:
    unit = city.unit(name)
    asked, clerk = made.units.get(unit=unit), city.clerk(unit.code)
    said = [_said(asked, item, unit, turn, place) for place, item in enumerate(made.items.all())]
    inspection.answers.answer_items(asked_id=asked.pk, said=said, by=clerk, at=at)


def _said(asked: Asked, item: Item, unit: Unit, turn: int, place: int) -> inspection.answers.Said:
    """Mostly fine; here and there a problem that the ledger knows already; once it does not apply."""
    key, category = item.pk, item.category_id
    if (turn + place) % 3 == 0 and (number := _known(asked, unit, category)):
        return inspection.answers.Said(
            key, Result.PROBLEM, words="与台账上已登记的是同一个问题。", number=number
        )
    if (3 * turn + place) % 13 == 5:
        return inspection.answers.Said(key, Result.NOT_APPLICABLE, words="本单位没有这一项业务。")
    if item.paper and turn % 3 == 2:
        return inspection.answers.Said(key, Result.FINE, no_paper="原件已归入人事档案，按规定不复制。")
    papers = (_paper(asked, item, unit),) if item.paper else ()
    return inspection.answers.Said(key, Result.FINE, papers=papers)


def _paper(asked: Asked, item: Item, unit: Unit) -> Checked:
    """A paper of the step as Word, with nobody's name in it."""
    words = "本材料为演示数据，不含任何真实单位和人员。起止日期、范围、到会人数和票数按程序规定填写。"
    document = doc.OfficialDocument(
        head=doc.RedHead(f"{unit.name}文件", None),
        title=item.paper,
        body=(doc.Paragraph.of(words),),
        signature=unit.name,
        dated_on=asked.asked_on,
    )
    return checked(f"{item.paper}.docx", doc.to_docx(document))


def _known(asked: Asked, unit: Unit, category: str) -> str:
    """The number of a problem of the unit that is on the ledger and about nobody in person."""
    rows = Matter.objects.filter(
        unit=unit, category=category, restricted=False, campaign=asked.check_list.campaign
    )
    found = (
        rows.filter(kind=matter_kinds.Kind.PROBLEM)
        .exclude(state=matter_kinds.State.VOID)
        .order_by("pk")
        .first()
    )
    return found.number if found else ""
