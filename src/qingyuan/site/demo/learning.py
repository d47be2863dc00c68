"""What helps to learn in the demo city: material by unit, topics with questions, warning cases, the clerks' class."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from qingyuan.org.api import Person
from qingyuan.site.demo.cast import HERE, Place
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment
from qingyuan.study.api import Material, Node, Topic, kinds, policy, queries, rules

Survey, Choice = kinds.Survey, kinds.SurveyChoice
HANDED, CLASS = date(2021, 3, 9), (date(2021, 3, 15), date(2021, 3, 16))
BEFORE = ((Choice.CANNOT, 38), (Choice.UNWILLING, 21), (Choice.AFRAID, 14))
AFTER = ((Choice.ABLE, 39), (Choice.UNWILLING, 12), (Choice.CANNOT, 9), (Choice.AFRAID, 6))
FEEDBACK = ((Choice.USEFUL, 55), (Choice.PARTLY, 9), (Choice.USELESS, 2))
SHORT, LATE = "舞川县公安局", "看守所"  # two notebooks short, one compendium not counted yet in snapshot A
DILIGENT = ("新闻宣传中心", "审计处", "信访处")
SHARES: dict[str, Callable[[Place, int], int]] = {
    "officer": lambda unit, _n: unit.officers,
    "branch": lambda unit, _n: unit.branches,
    "compendium": lambda unit, _n: 2 * unit.branches + 1,
    "hundred": lambda unit, n: unit.branches + 2 + (n < 14),  # 180 + 56 + 14
    "two": lambda _unit, _n: 2,
}


def plan(city: City) -> None:
    """Put it on the story's calendar."""
    words: dict[str, Any] = json.loads((HERE / "learning.json").read_text(encoding="utf-8"))
    at = city.story.at
    at(moment(HANDED, 9, 40), partial(_hand_out, city=city, rows=words["materials"]))
    at(moment(date(2021, 3, 10), 9, 10), partial(_topics, city=city, rows=words["topics"]))
    at(moment(date(2021, 3, 11), 9, 30), partial(_cases, city=city, words=words))
    at(moment(date(2021, 3, 12), 10), partial(_class, city=city))


# -- material ------------------------------------------------------------------------------------------------


def _hand_out(at: datetime, *, city: City, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        made = rules.materials.keep_material(
            campaign=city.campaign,
            kind=kinds.MaterialKind(row["kind"]),
            title=row["title"],
            reading=row["reading"],
            note=row["note"],
            by=city.office,
            at=at,
        )
        share = SHARES[row["share"]]
        given = {city.units[one.code].pk: share(one, n) for n, one in enumerate(city.cast.units)}
        if row["root"]:
            given[city.root.pk] = row["root"]
        rules.materials.hand_out(material_id=made.pk, quantities=given, on=at.date(), by=city.office, at=at)
    for n, unit in enumerate(city.cast.units):
        day = date(2021, 3, 22) if unit.name == LATE else city.on(at.date(), 1 + n % 3)
        city.story.at(moment(day, 15, n % 60), partial(_receive, city=city, unit=unit))
    city.story.at(moment(date(2021, 3, 10), 16), partial(_receive, city=city, unit=None))


def _receive(at: datetime, *, city: City, unit: Place | None) -> None:
    """A unit's clerk counts everything; of the leaders' copies the bureau's head does."""
    place = city.units[unit.code] if unit else city.root
    by = city.clerk(unit.code) if unit else city.chief
    for material in Material.objects.filter(campaign=city.campaign):
        for one in material.handouts.filter(unit=place):
            short = 2 if unit and unit.name == SHORT and material.kind == kinds.MaterialKind.NOTEBOOK else 0
            words = "到货两本缺页，已退换" if short else ""
            rules.materials.receive(
                handout_id=one.pk, received=one.quantity - short, words=words, by=by, at=at
            )
            if short:
                again = partial(_receive_rest, handout=one.pk, quantity=one.quantity, by=by)
                city.story.at(moment(date(2021, 3, 25), 10), again)


def _receive_rest(at: datetime, *, handout: int, quantity: int, by: Person) -> None:
    rules.materials.receive(handout_id=handout, received=quantity, by=by, at=at)


# -- topics --------------------------------------------------------------------------------------------------


def _topics(at: datetime, *, city: City, rows: list[dict[str, Any]]) -> None:
    if not Node.objects.filter(campaign=city.campaign).exists():
        rules.curriculum.use_pattern(campaign=city.campaign, by=city.office, at=at)
    by = city.person(city.lawyers[0])
    for row in rows:
        node = Node.objects.select_related("campaign__unit").get(
            campaign=city.campaign, title=row["node"], above__isnull=False
        )
        made = rules.understanding.keep_topic(
            node=node,
            title=row["title"],
            article=row["article"],
            text=row["text"],
            source=row["source"],
            by=by,
            at=at,
        )
        for one in row["questions"]:
            said = policy.understanding.QuestionText(
                kinds.QuestionKind(one["kind"]),
                one["text"],
                one["explanation"],
                one["source"],
                policy.understanding.written(one["choices"]),
            )
            rules.understanding.keep_question(topic_id=made.pk, said=said, by=by, at=at)
        rules.understanding.open_topic(topic_id=made.pk, open_now=True, by=by, at=at)
    everybody = city.cast.members
    homes = {city.cast.unit(name).code for name in DILIGENT}
    people = [one for one in everybody if one.place in homes and one.category == "police"]
    people += city.cast.bureau
    for n, member in enumerate(people):
        when = moment(city.on(at.date(), 1 + n % 5), 13, n % 60)
        city.story.at(when, partial(_understand, by=city.person(member), turn=n))


def _understand(at: datetime, *, by: Person, turn: int) -> None:
    """One or two topics of the four, all three questions right at once."""
    topics = list(Topic.objects.filter(open=True).order_by("pk"))
    for step in range(1 + turn % 2):
        topic = topics[(turn + step) % len(topics)]
        for question in queries.understanding.standing_of(topic, by).asked:
            right = queries.understanding.right_choices(question)
            rules.understanding.answer_question(
                topic_id=topic.pk, question_id=question, chosen=right, by=by, at=at
            )


# -- warning cases -------------------------------------------------------------------------------------------


def _cases(at: datetime, *, city: City, words: dict[str, Any]) -> None:
    by = city.person(city.inspectors[0])
    for row in (*words["cases"], words["draft"]):
        draft = rules.cases.CaseDraft(**{**row, "medium": kinds.Medium(row["medium"])})
        made = rules.cases.write_case(unit=city.root, draft=draft, by=by, at=at)
        if row is not words["draft"]:
            rules.cases.submit_case(case_id=made.pk, version=made.version, by=by, at=at)
            city.story.at(at.replace(hour=16), partial(_approve, city=city, made=made.pk))


def _approve(at: datetime, *, city: City, made: int) -> None:
    second = city.person(city.inspectors[1])
    found = rules.cases.approve_case(case_id=made, version=0, by=second, at=at)
    if found.public:
        city.story.at(at + timedelta(days=3), partial(_release, city=city, made=made))


def _release(at: datetime, *, city: City, made: int) -> None:
    rules.cases.release_case(case_id=made, version=0, by=city.person(city.inspectors[1]), at=at)


# -- the clerks' class ---------------------------------------------------------------------------------------


def _class(at: datetime, *, city: City) -> None:
    first, last = CLASS
    made = rules.classes.set_up_class(
        campaign=city.campaign,
        title="全市公安机关文秘培训班",
        starts_on=first,
        ends_on=last,
        by=city.office,
        at=at,
    )
    clerks = [member for unit in city.cast.units for member in city.cast.clerks[unit.code]]
    numbers = [member.police_no for member in clerks]
    rules.classes.enrol(class_id=made.pk, people=numbers, by=city.office, at=at)
    people = [city.person(member) for member in clerks]
    city.story.at(moment(first, 8, 40), partial(_survey, held=made.pk, survey=Survey.BEFORE, people=people))
    city.story.at(moment(last, 17, 20), partial(_survey, held=made.pk, survey=Survey.AFTER, people=people))


def _survey(at: datetime, *, held: int, survey: kinds.Survey, people: list[Person]) -> None:
    """Everybody before, most afterwards; who said what is in the order of the list and nowhere in the rows."""
    hurdles = [one for one, times in (BEFORE if survey is Survey.BEFORE else AFTER) for _n in range(times)]
    words = [one for one, times in FEEDBACK for _n in range(times)]
    for n, (person, hurdle) in enumerate(zip(people, hurdles, strict=False)):
        rules.classes.answer_survey(
            class_id=held,
            survey=survey,
            hurdle=hurdle,
            feedback=words[n] if survey is Survey.AFTER else None,
            by=person,
            at=at,
        )
