"""A few dozen sealed reports of the demo city: told, answered, taken up or not, worked off, rated; one forgotten."""

import json
import os
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from qingyuan.discipline.api import Lead
from qingyuan.discipline.api import kinds as lead_kinds
from qingyuan.discipline.api import rules as discipline
from qingyuan.engines import envelope
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.org.api import Person
from qingyuan.reports.api import Facts, Report, Sealed, SealedVault, kinds, routed
from qingyuan.reports.api import rules as reports
from qingyuan.site.demo.city import City
from qingyuan.site.demo.desks import Seats
from qingyuan.site.demo.story import SEED, moment

Stage, Post = kinds.Stage, kinds.Post
NUMBER, NAMED_EVERY = 36, 3
FIRST, WORKED_FROM, LAST = date(2021, 3, 10), date(2021, 3, 22), date(2021, 6, 25)
NAMES = ("举报人甲", "举报人乙", "举报人丙", "举报人丁")
TOLD = (
    ("派出所值班室晚上没有人，敲门半小时才开。", "上月十二日晚十点", "派出所门口"),
    ("办案民警让我到指定的店里复印、拍照，比别处贵。", "三月上旬，两次", "派出所对面的文印店"),
    ("扣车一个多月不给手续，问就说再等等。", "二月底到现在", "停车场"),
    ("所里有人收了摊贩的烟，有摊贩都知道。", "每周五下午", "农贸市场"),
    ("报案后没有回执，也没有人回电话。", "三月初", "报案大厅"),
    ("有人打听我报的案子，说是民警告诉他的。", "上周", ""),
    ("检查时骂人，还推了我一下，旁边有人录像。", "四月三日上午", "路口"),
    ("窗口要我跑了四趟，每次说的材料不一样。", "三月到四月", "办事大厅"),
    ("辅警单独开罚单，没有民警在场。", "四月中旬", "学校门口"),
    ("民警和当事人一起吃饭，第二天案子就调解了。", "五月初", "饭店"),
    ("单位里让辅警替领导家里办事，有考勤为证。", "一直这样", ""),
    ("调解时偏袒一方，让我签字才给看笔录。", "五月二十日", "调解室"),
)
ASKED = "请补充：当时还有谁在场？有没有照片或者票据？"
ANSWERED = "在场的还有我的邻居，票据已经拍照，随后补上。"
RESULTS = {
    kinds.Outcome.FOUNDED: "经核实属实，已对有关人员作出处理，并要求限期整改。感谢监督。",
    kinds.Outcome.PARTLY: "经核实部分属实，属实部分已处理，其余没有证据证实。",
    kinds.Outcome.UNFOUNDED: "经调阅视频和台账，没有发现所反映的情况。",
    kinds.Outcome.UNPROVEN: "现有材料不能证实，如有新线索可以随时补充。",
}
FATES = ("worked", "worked", "declined", "worked", "sent_on")
RECENT = ("asked", "fresh", "worked", "fresh", "asked")
FORGOTTEN = {5: "forgotten"}  # nobody opens it: it goes up by itself
ABOUT_CITY, LONGER, REVIEWED, ASKS_REVIEW = 13, 20, 11, 25


@dataclass
class Story:
    """One report as it will go; days counted in working days from its arrival."""

    number: int
    told: date
    fate: str
    facts: Facts
    name: str = ""
    report_id: int = 0
    locator: bytes = b""
    recipient: str = ""
    code: str = field(default="", repr=False)


def plan(city: City, seats: Seats, codes: list[str]) -> None:
    """Put all reports on the calendar, drawn with dice of their own, and the clock that lets late ones go up."""
    dice = random.Random(SEED + 106)
    days = city.days.between(FIRST, LAST)
    mail = Mail(city, seats, codes)
    for n in range(NUMBER):
        fate = FORGOTTEN.get(n) or (RECENT if n >= NUMBER - 6 else FATES)[n % 5]
        mail.plan(
            Story(
                number=n,
                told=days[n * len(days) // NUMBER],
                fate=fate,
                facts=_facts(city, dice, n),
                name=dice.choice(NAMES) if n % NAMED_EVERY == 0 else "",
            )
        )
    for day in city.days.between(date(2021, 3, 22), date(2021, 6, 30)):
        city.story.at(moment(day, 8, 25), _go_up)


def _go_up(at: datetime) -> None:
    reports.raise_late(at=at)


def _facts(city: City, dice: random.Random, n: int) -> Facts:
    """About a station of the county with a desk of its own, any other unit, or nothing in particular."""
    if n == ABOUT_CITY:
        return Facts(units=((city.cast.unit("督察支队").code, Post.MEMBER.value),), nonce=dice.randbytes(16))
    county = city.cast.unit("源河分局")
    pool = city.cast.below(county) if n % 4 == 1 else [unit for unit in city.cast.units if unit != county]
    units = () if n % 7 == 6 else ((dice.choice(pool).code, dice.choice(list(Post)).value),)
    return Facts(units=units, nonce=dice.randbytes(16))


class Mail:
    """Has each act done on its day by whom it falls to."""

    def __init__(self, city: City, seats: Seats, codes: list[str]) -> None:
        self.city, self.seats, self.codes = city, seats, codes

    def at(self, one: Story, days: int, act: Callable[..., None], hour: int = 10) -> None:
        day = max(self.city.on(one.told, days), self.city.on(WORKED_FROM, days - 5) if days > 4 else one.told)
        self.city.story.at(moment(day, hour, one.number), partial(act, one=one))

    def plan(self, one: Story) -> None:
        self.at(one, 0, self.tell, 20)
        if one.fate in ("fresh", "forgotten"):
            return
        self.at(one, 2, self.open)
        self.at(one, 3, self.ask)
        self.at(one, 4, self.answer, 21)
        if one.fate == "asked":
            return
        self.at(one, 5, {"declined": self.decline, "sent_on": self.send_on}.get(one.fate, self.take_up))
        if one.fate != "worked":
            return
        self.at(one, 6, self.begin)
        if one.number == LONGER:
            self.at(one, 7, self.more_time)
            return
        self.at(one, 12, self.send_up, 9)
        self.at(one, 13, self.close)
        self.at(one, 14, self.result)
        self.at(one, 16, self.rate, 21)
        if one.number == REVIEWED:
            self.at(one, 26, self.review)

    # -- the reporter --------------------------------------------------------------------------------------------

    def tell(self, at: datetime, *, one: Story) -> None:
        """What the reporter's browser does."""
        what, when, where = TOLD[one.number % len(TOLD)]
        way = routed(one.facts, at)
        identity = envelope.new_identity()
        keys = envelope.CodeKeys(identity, envelope.recipient_of(identity), "")
        one.locator = os.urandom(32)
        if one.number in (
            1,
            3,
        ):  # a visitor can come back with these; deriving a code for each would take long
            one.code = envelope.new_code()
            keys = envelope.from_code(one.code)
            one.locator = reports.plain.locator(keys)
            self.codes.append(one.code)
        content = envelope.new_identity()
        one.recipient = envelope.recipient_of(content)
        units = [list(unit) for unit in one.facts.units]
        said = {
            "what": what,
            "when": when,
            "where": where,
            "facts": {"units": units, "desks": [], "avoid": []},
            "nonce": one.facts.nonce.hex(),
        }
        slots = {key.pk: envelope.seal(content.encode(), key.recipient) for key in way.sealed_to}
        sealed = Sealed(
            recipient=one.recipient,
            reporter=keys.recipient,
            locator=one.locator,
            own_slot=envelope.seal(content.encode(), keys.recipient),
            slots=slots,
            body=self._sealed(said, one.recipient),
            vault=self._vault(one, at) if one.name else None,
        )
        made = reports.accept_report(sealed=sealed, facts=one.facts, work=None, at=at)
        one.report_id = made.pk

    def _sealed(self, said: Mapping[str, object], recipient: str) -> bytes:
        return envelope.seal(envelope.pad(json.dumps(said, ensure_ascii=False).encode()), recipient)

    def _vault(self, one: Story, at: datetime) -> SealedVault:
        keepers = routed(one.facts, at).keepers
        identity = envelope.new_identity()
        recipient = envelope.recipient_of(identity)
        parts = envelope.split(envelope.secret_of(identity), 2, len(keepers))
        shares = {
            key.pk: envelope.seal(part, key.recipient) for key, part in zip(keepers, parts, strict=True)
        }
        name = {"name": one.name, "phone": f"000-{one.number:04d}"}
        return SealedVault(recipient, self._sealed(name, recipient), shares)

    def answer(self, at: datetime, *, one: Story) -> None:
        reports.say(locator=one.locator, sealed=self._sealed({"text": ANSWERED}, one.recipient), at=at)

    def rate(self, at: datetime, *, one: Story) -> None:
        rating = list(kinds.Rating)[0 if one.number % 3 else one.number % 2 + 1]
        reports.rate(locator=one.locator, rating=rating, at=at)
        if one.number in (REVIEWED, ASKS_REVIEW):
            reports.ask_review(locator=one.locator, at=at)

    # -- the desk ------------------------------------------------------------------------------------------------

    def handler(self, one: Story) -> Person:
        """Of those who read it now, the city's first; outside the bureau the resident group's."""
        report = Report.objects.get(pk=one.report_id)
        readers = {
            slot.key.holder.person_id for slot in report.slots.filter(level=0).select_related("key__holder")
        }
        able = [person for person in self.seats.all if person.pk in readers]
        return able[one.number % 2 if len(able) > 1 and able[1] in self.seats.city else 0]

    def signer(self, one: Story) -> Person:
        """Who signs the lead off: the resident group, or, where that handles it, the level above."""
        by = self.handler(one)
        return self.seats.upper[0] if by in self.seats.resident else self.seats.resident[0]

    def open(self, at: datetime, *, one: Story) -> None:
        reports.open_report(report_id=one.report_id, by=self.handler(one), at=at)

    def _reply(self, at: datetime, one: Story, words: str) -> None:
        sealed = self._sealed({"text": words}, one.recipient)
        reports.reply(report_id=one.report_id, sealed=sealed, by=self.handler(one), at=at)

    def ask(self, at: datetime, *, one: Story) -> None:
        self._reply(at, one, ASKED)

    def decline(self, at: datetime, *, one: Story) -> None:
        ground = (kinds.Ground.SERVICE, kinds.Ground.PETITION, kinds.Ground.LAWSUIT)[one.number % 3]
        reports.decline(report_id=one.report_id, ground=ground, by=self.handler(one), at=at)

    def send_on(self, at: datetime, *, one: Story) -> None:
        to = (kinds.Organ.DISCIPLINE, kinds.Organ.PETITION)[one.number % 2]
        reports.send_on(report_id=one.report_id, to=to, by=self.handler(one), at=at)

    def take_up(self, at: datetime, *, one: Story) -> None:
        reports.take_up(report_id=one.report_id, by=self.handler(one), at=at)

    def more_time(self, at: datetime, *, one: Story) -> None:
        by = self.handler(one)
        asked = reports.ask_more_time(report_id=one.report_id, why=kinds.More.EVIDENCE, by=by, at=at)
        other = next(person for person in (*self.seats.city, *self.seats.resident) if person.pk != by.pk)
        self.city.story.at(at + timedelta(hours=2), partial(self._grant, asked_id=asked.pk, by=other))

    def _grant(self, at: datetime, *, asked_id: int, by: Person) -> None:
        reports.answer_more_time(asked_id=asked_id, granted=True, by=by, at=at)

    def review(self, at: datetime, *, one: Story) -> None:
        """By one who has answered nothing of it yet."""
        by = self.seats.resident[1]
        reports.open_report(report_id=one.report_id, by=by, at=at)
        reports.answer_review(report_id=one.report_id, outcome=kinds.Outcome.PARTLY, by=by, at=at)

    # -- the lead ------------------------------------------------------------------------------------------------

    def lead(self, one: Story) -> Lead:
        found: Lead = Lead.objects.get(matter__source_ref=Report.objects.get(pk=one.report_id).public_id)
        return found

    def begin(self, at: datetime, *, one: Story) -> None:
        by = self.handler(one)
        discipline.leads.accept_lead(
            lead_id=self.lead(one).pk,
            handler=by,
            due_on=self.city.on(at.date(), 40),
            plan="按举报内容核对台账和视频，形成书面结论。",
            by=by,
            at=at,
        )

    def send_up(self, at: datetime, *, one: Story) -> None:
        """Nobody signs off what he or his own unit handled: the level above has to read it."""
        if Report.objects.get(pk=one.report_id).slots.filter(level__gt=0).exists():
            reports.raise_report(report_id=one.report_id, by=self.handler(one), at=at)

    def close(self, at: datetime, *, one: Story) -> None:
        lead, by, signer = self.lead(one), self.handler(one), self.signer(one)
        discipline.disposal.propose_disposal(
            lead_id=lead.pk, kind=lead_kinds.DisposalKind.CONCLUDE, opinion="已核对，建议了结。", by=by, at=at
        )
        discipline.disposal.decide_disposal(lead_id=lead.pk, approve=True, words="同意。", by=signer, at=at)
        discipline.disposal.ask_closing(
            lead_id=lead.pk,
            effect="已查清，结论经第二人批准。",
            ground=matter_kinds.Ground.UNFOUNDED,
            cause=matter_kinds.Cause.DUTY,
            cause_words="见结论",
            rule_change=matter_kinds.RuleChange.NONE,
            rule_words="制度健全",
            by=by,
            at=at,
        )
        discipline.disposal.close_lead(lead_id=lead.pk, words="同意。", by=signer, at=at)

    def result(self, at: datetime, *, one: Story) -> None:
        outcome = list(kinds.Outcome)[one.number % len(kinds.Outcome)]
        self._reply(at, one, RESULTS[outcome])
        reports.tell_result(report_id=one.report_id, outcome=outcome, by=self.handler(one), at=at)
