"""The leads of the campaign: received by seven channels, disposed of, verified, handled, cleared, and told back."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial

from qingyuan.discipline.api import kinds
from qingyuan.discipline.api import rules as discipline
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.org.api import Person
from qingyuan.site.demo.cast import Member
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import SEED, moment

Channel, Disposal, Result, Measures = kinds.Channel, kinds.DisposalKind, kinds.Result, kinds.Measures
CHANNELS = (
    (Channel.HOTLINE_12389, 31),
    (Channel.PLATFORM_12337, 28),
    (Channel.LETTER, 9),
    (Channel.VISIT, 5),
    (Channel.ASSIGNED, 11),
    (Channel.INSPECTION, 7),
    (Channel.OWN_CHECK, 5),
)
DISPOSALS = ((Disposal.TALK, 22), (Disposal.VERIFY, 51), (Disposal.KEEP, 4), (Disposal.CONCLUDE, 19))
FORMS = (
    *((Measures.REMINDER_TALK,) * 25),
    *((Measures.CRITICISM_EDUCATION,) * 24),
    *((Measures.ORDERED_SELF_CRITICISM,) * 12),
    *((Measures.ADMONITION,) * 7),
    *((Measures.PARTY_WARNING,) * 5),
    *((Measures.SANCTION_WARNING,) * 3),
    *((Measures.SANCTION_DEMERIT,) * 2),
    Measures.SANCTION_DEMOTION,
    Measures.PARTY_PROBATION,
    Measures.TRANSFER_TO_JUSTICE,
)
REAL_NAME, REPEAT, UNFOUNDED, LATE, REOPENED, STILL_OPEN = 41, 12, 17, 6, 3, 2
BEGINS, LAST = date(2021, 3, 22), date(2021, 6, 21)
LASTING = date(2021, 9, 17)  # the deadline of what is still open when the story ends
REPORTED_BY = (Channel.HOTLINE_12389, Channel.PLATFORM_12337, Channel.LETTER, Channel.VISIT)
NOT_ABOUT = ("督察支队", "审计处", "机关党委")
SAID = (
    "反映办案民警接受当事人宴请，并在饭后收受香烟两条。",
    "反映报警后两小时无人到场，来人后不出具受案回执。",
    "反映窗口民警要求群众多次往返，且不一次性告知所需材料。",
    "反映查处酒驾时有人打招呼，当场放人、事后没有记录。",
    "反映扣押的车辆超过期限不退还，也不告知理由。",
    "反映民警为亲属经营的停车场介绍生意。",
    "反映派出所收取保证金后不开收据，退还时少退。",
    "反映执勤中态度粗暴，辱骂被检查的司机。",
    "反映违规查询他人住宿信息并告诉第三人。",
    "反映立案后一年没有进展，询问时相互推诿。",
)
FACTS = (  # in the words of the verification, never in those of the report
    "经调阅视频和台账核实，违反规定一次，本人承认。",
    "经走访核实，未按规定履行告知手续，情节较轻。",
    "经核对登记簿，未按规定登记，已补正。",
)
BASIS, TOLD = "公安机关人民警察纪律条令第二十条", "电话告知，本人已知悉。"


@dataclass
class Story:
    """One lead as it will go: days counted in working days from its receipt."""

    number: int
    channel: kinds.Channel
    disposal: kinds.DisposalKind
    received: date
    about: list[Member]
    statement: str
    real_name: bool = False
    repeat: bool = False
    unfounded: bool = False
    late: bool = False
    reopened: bool = False
    open: bool = False
    told_late: bool = False
    measures: list[kinds.Measures] = field(default_factory=list)
    lead_id: int = 0


def _spread(pairs: Sequence[tuple[StrEnum, int]]) -> list[str]:
    return [one.value for one, times in pairs for _n in range(times)]


def stories(city: City) -> list[Story]:
    """All leads, drawn with dice of their own so that nothing else in the city changes."""
    dice = random.Random(SEED + 83)
    channels = [Channel(one) for one in _spread(CHANNELS)]
    disposals = [Disposal(one) for one in _spread(DISPOSALS)]
    dice.shuffle(channels)
    dice.shuffle(disposals)
    days = city.days.between(BEGINS, date(2021, 5, 14))
    units = [unit for unit in city.cast.units if unit.name not in NOT_ABOUT]
    made = []
    for n, (channel, disposal) in enumerate(zip(channels, disposals, strict=True)):
        unit = units[(n * 7) % len(units)]
        officers = city.cast.officers[unit.code]
        about = [officers[(n * 5) % len(officers)], officers[(n * 5 + 1) % len(officers)]]
        words = f"{SAID[n % len(SAID)]}（{unit.short or unit.name}，第{n + 1}件）"
        made.append(Story(n, channel, disposal, days[n * len(days) // len(channels)], about, words))
    return _marked(made)


def _marked(made: list[Story]) -> list[Story]:
    """Who is late, reopened, unfounded, real-name and how handled: so many of each as the table says."""
    verified = [one for one in made if one.disposal in (Disposal.TALK, Disposal.VERIFY)]
    for one in [one for one in reversed(verified) if one.disposal is Disposal.VERIFY][:STILL_OPEN]:
        one.open, one.received = True, LAST
    ended = [one for one in verified if not one.open]
    for one in ended[::4][:UNFOUNDED]:
        one.unfounded = True
    closing = [one for one in made if not one.open and one.disposal is not Disposal.KEEP]
    for one in closing[5::15][:LATE]:
        one.late = True
    for one in [one for one in ended if not one.late][:REOPENED]:
        one.reopened = True
    for one in made[3::8][:REPEAT]:
        one.repeat = True
    waiting = [one for one in made if one not in closing][: REAL_NAME - 38]
    for one in [
        one for one in waiting if one.channel not in REPORTED_BY
    ]:  # who gives his name reports by these ways
        other = next(other for other in closing if other.channel in REPORTED_BY)
        one.channel, other.channel = other.channel, one.channel
    real = [one for one in closing if one.channel in REPORTED_BY][: REAL_NAME - len(waiting)]
    for one in (*waiting, *real):
        one.real_name = True
    real[7].told_late = True
    founded = [one for one in ended if not one.unfounded]
    left = list(FORMS)
    for n, one in enumerate(founded):
        one.measures = [left.pop(0) for _n in range(2 if n < len(FORMS) - len(founded) else 1)]
    return made


class Leads:
    """Has each act done on its day by whom it falls to; nobody does two things that two must do."""

    def __init__(self, city: City) -> None:
        self.city = city

    def person(self, turn: int) -> Person:
        return self.city.person(self.city.inspectors[turn % 5])

    def resident(self, turn: int) -> Person:
        return self.city.person(self.city.residents[turn % 2])

    def at(self, one: Story, days: int, act: Callable[..., None]) -> None:
        when = moment(self.city.on(one.received, days), 9 + days % 8, one.number % 59)
        self.city.story.at(when, partial(act, one=one))

    def plan(self, one: Story) -> None:
        self.at(one, 0, self.receive)
        self.at(one, 2, self.accept)
        if one.real_name:
            self.at(one, 18 if one.told_late else 6, self.tell_acceptance)
        self.at(one, 3, self.propose)
        self.at(one, 4, self.approve)
        if one.disposal is Disposal.KEEP or one.open:
            return
        if one.disposal is not Disposal.CONCLUDE:
            self.at(one, 6, self.begin)
            self.at(one, 14, self.report)
            self.at(one, 16, self.conclude)
            self.at(one, 18, self.clear if one.unfounded else self.handle)
        ask = 24 if one.late else 22
        self.at(one, ask, self.ask_closing)
        self.at(one, ask + 2, self.close)
        if one.real_name:
            self.at(one, ask + 3, self.tell_result)
        if one.reopened:
            self.at(one, 30, self.reopen)
            self.at(one, 34, self.ask_closing)
            self.at(one, 36, self.close)
            if one.real_name:
                self.at(one, 37, self.tell_result)

    def receive(self, at: datetime, *, one: Story) -> None:
        draft = discipline.leads.LeadDraft(
            channel=one.channel,
            statement=one.statement,
            received_on=at.date(),
            at_unit=self.city.root,
            assigned_by="省公安厅督察总队" if one.channel is Channel.ASSIGNED else "",
            real_name=one.real_name,
            repeat=one.repeat,
            people=tuple(self.city.person(member) for member in one.about),
        )
        made = discipline.leads.register_lead(
            campaign=self.city.campaign, draft=draft, by=self.person(one.number), at=at
        )
        one.lead_id = made.pk

    def accept(self, at: datetime, *, one: Story) -> None:
        lasting = one.open or one.disposal is Disposal.KEEP
        discipline.leads.accept_lead(
            lead_id=one.lead_id,
            handler=self.person(one.number),
            due_on=LASTING if lasting else self.city.on(one.received, 20 if one.late else 40),
            plan="当面了解情况，核对台账和视频，形成书面结论。",
            by=self.person(one.number),
            at=at,
        )

    def _tell(self, at: datetime, one: Story, event: kinds.Event, words: str = TOLD) -> None:
        discipline.leads.note_event(
            lead_id=one.lead_id, event=event, on=at.date(), words=words, by=self.person(one.number), at=at
        )

    def tell_acceptance(self, at: datetime, *, one: Story) -> None:
        self._tell(at, one, kinds.Event.TOLD_ACCEPTANCE)

    def tell_result(self, at: datetime, *, one: Story) -> None:
        self._tell(at, one, kinds.Event.TOLD_RESULT)

    def propose(self, at: datetime, *, one: Story) -> None:
        discipline.disposal.propose_disposal(
            lead_id=one.lead_id,
            kind=one.disposal,
            opinion="反映的时间、地点、事由已核对，建议按此处置。",
            by=self.person(one.number),
            at=at,
        )

    def approve(self, at: datetime, *, one: Story) -> None:
        discipline.disposal.decide_disposal(
            lead_id=one.lead_id, approve=True, words="同意。", by=self.person(one.number + 1), at=at
        )

    def begin(self, at: datetime, *, one: Story) -> None:
        """A talk and its answer, or a team of two."""
        if one.disposal is Disposal.TALK:
            self._tell(at, one, kinds.Event.TALKED, "与本人谈话，发出函询。")
            later = at + timedelta(minutes=5)
            self.city.story.at(later, partial(self._answered, one=one))
            return
        for turn in (2, 3):
            discipline.disposal.join_team(
                lead_id=one.lead_id,
                person=self.person(one.number + turn),
                chief=turn == 2,
                by=self.person(one.number),
                at=at,
            )

    def _answered(self, at: datetime, *, one: Story) -> None:
        self._tell(at, one, kinds.Event.ANSWERED, "收到书面说明。")

    def report(self, at: datetime, *, one: Story) -> None:
        discipline.disposal.submit_report(
            lead_id=one.lead_id,
            words="走访当事人和同事，调阅接报案记录和视频，结论见下。",
            result=Result.UNFOUNDED if one.unfounded else Result.FOUNDED,
            by=self.person(one.number),
            at=at,
        )

    def conclude(self, at: datetime, *, one: Story) -> None:
        discipline.disposal.decide_report(
            lead_id=one.lead_id, approve=True, words="同意。", by=self.person(one.number + 1), at=at
        )

    def handle(self, at: datetime, *, one: Story) -> None:
        for member, measure in zip(one.about, one.measures, strict=False):
            made = discipline.handling.propose_handling(
                lead_id=one.lead_id,
                person=self.city.person(member),
                measure=measure,
                basis=BASIS,
                facts=FACTS[one.number % len(FACTS)],
                by=self.person(one.number),
                at=at,
            )
            discipline.handling.hear_person(
                handling_id=made.pk, on=at.date(), words="没有意见", by=self.person(one.number), at=at
            )
            discipline.handling.decide_handling(
                handling_id=made.pk, decided_on=at.date(), by=self.resident(one.number), at=at
            )

    def clear(self, at: datetime, *, one: Story) -> None:
        discipline.handling.clear_name(
            lead_id=one.lead_id,
            reach=kinds.Reach.UNIT,
            told="经核查，反映的问题不存在，有视频和记录证实。",
            by=self.person(one.number),
            at=at,
            person=self.city.person(one.about[0]),
        )

    def ask_closing(self, at: datetime, *, one: Story) -> None:
        ended = one.disposal is Disposal.CONCLUDE or one.unfounded
        discipline.disposal.ask_closing(
            lead_id=one.lead_id,
            effect="已查清，结论经第二人批准。",
            ground=matter_kinds.Ground.UNFOUNDED if ended else matter_kinds.Ground.FIXED,
            cause=None if ended else matter_kinds.Cause.NOT_FOLLOWED,
            cause_words="" if ended else "有规定不执行，身边没有人提醒",
            rule_change=None if ended else matter_kinds.RuleChange.NONE,
            rule_words="" if ended else "现行规定明确，属执行问题",
            by=self.person(one.number),
            at=at,
        )

    def close(self, at: datetime, *, one: Story) -> None:
        discipline.disposal.close_lead(
            lead_id=one.lead_id, words="同意办结。", by=self.resident(one.number), at=at
        )

    def reopen(self, at: datetime, *, one: Story) -> None:
        discipline.disposal.reopen_lead(
            lead_id=one.lead_id,
            reason="来人补充了新的线索，须再核对一次。",
            by=self.resident(one.number),
            at=at,
        )


def plan(city: City) -> None:
    """Put every lead on the story's calendar, and have late ones go up each working morning."""
    playing = Leads(city)
    for one in stories(city):
        playing.plan(one)
    for day in city.days.between(BEGINS, date(2021, 6, 30)):
        city.story.at(moment(day, 8, 10), _raise)


def _raise(at: datetime) -> None:
    discipline.clocks.raise_late(at=at)
