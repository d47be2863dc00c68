"""Self-examination in the demo city: the policy, leaders first, 137 who tell something and all others with one tap;
declarations of leading cadres, and talks."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from qingyuan.discipline.api import kinds, readers_of
from qingyuan.discipline.api import rules as discipline
from qingyuan.org.api import Person
from qingyuan.org.api import kinds as org_kinds
from qingyuan.site.demo import leads
from qingyuan.site.demo.cast import Member
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment

TOLD, EARLY, LENIENT = 137, 14, 14
FIRST, LAST = date(2021, 3, 16), date(2021, 4, 30)
ITEMS = (
    ("收受管理服务对象礼品、礼金、宴请", "公安机关人民警察纪律条令第二十条"),
    ("违规过问、干预他人承办的案件", "公安机关内部人员干预、插手案件办理的记录、通报和责任追究规定第三条"),
    ("有案不立、压案不查", "公安机关办理刑事案件程序规定第一百七十四条"),
    ("违规查询、泄露公民个人信息", "个人信息保护的有关规定和数据查询管理规定"),
    ("执勤执法中态度粗暴、故意刁难", "公安机关人民警察纪律条令第二十二条"),
)
POLICY = (
    "主动交代本人应当受到处分的违法行为的，可以从轻或者减轻给予处分；情节轻微的，可以谈话提醒、批评教育、责令检查或者"
    "予以诫勉，免予或者不予处分。\n是否主动交代，只看两个日期：本人说明的日期，早于收到反映本人线索的日期。\n"
    "说明全凭自愿，没有指标。说明以后才收到线索的，按从宽办理；被反映以后才说明的，不适用本条。"
)
SPOKEN = (
    "查到：会议多、要报的表多。改：四月底前压减会议三成，取消重复填报的表。",
    "查到：接处警回访不到位。改：每周随机回访十件，结果在支部会上讲。",
    "查到：对案件催办多、指导少。改：每月旁听一次案件讨论，指导意见一律书面入卷。",
)
SAID = "本人曾接受辖区商户宴请一次，事后已退回等额餐费，愿意说明经过。"
LEADERS_ONLY = "领导干部报告个人有关事项规定（2017）第二条、第四条"


def plan(city: City) -> None:
    """Put the policy, the window, answers, assessments, declarations and talks on the calendar."""
    playing = SelfExam(city)
    at = city.story.at
    at(moment(date(2021, 3, 15), 9), playing.publish)
    at(moment(date(2021, 3, 15), 15), playing.open)
    at(moment(date(2021, 3, 16), 10), playing.leaders)
    at(moment(date(2021, 3, 18), 16), partial(playing.tell, slice(0, EARLY)))
    days = city.days.between(date(2021, 3, 22), date(2021, 4, 23))
    for n, day in enumerate(days):
        share = (TOLD - EARLY) * n // len(days), (TOLD - EARLY) * (n + 1) // len(days)
        at(moment(day, 16, 30), partial(playing.tell, slice(EARLY + share[0], EARLY + share[1])))
    places = [*city.cast.units, *city.cast.stations]
    for n, place in enumerate(places):
        day = days[n * len(days) // len(places)]
        at(moment(day, 17, n % 60), partial(playing.nil, place.code))
    for day in city.days.between(date(2021, 3, 22), date(2021, 5, 7)):
        at(moment(day, 11, 20), playing.assess)
    at(moment(date(2021, 6, 29), 10), playing.tell_late)
    at(moment(date(2021, 3, 22), 9, 30), playing.declarations)
    at(moment(date(2021, 3, 24), 9, 30), playing.declare)


class SelfExam:
    """Has each answer given by whom it is of."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.window_id = self.policy_id = self.round_id = 0
        self.waiting: list[tuple[int, Person]] = []
        self.told: list[Member] = []

    @property
    def asked(self) -> list[Member]:
        return [one for one in self.city.cast.members if one.category is org_kinds.Category.POLICE]

    @property
    def leading(self) -> list[Member]:
        heads = {one.police_no for one in self.city.cast.heads.values()}
        return [one for one in self.asked if one.leader or one.police_no in heads]

    def tellers(self) -> list[Member]:
        """Fourteen who are later handled, once each; then officers who never appear in a lead."""
        handled: list[str] = []
        members: dict[str, Member] = {}
        named: set[str] = set()
        for story in leads.stories(self.city):
            named |= {member.police_no for member in story.about}
            for member, _measure in zip(story.about, story.measures, strict=False):
                handled.append(member.police_no)
                members[member.police_no] = member
        skipped = {one.police_no for one in self.leading} | named
        once = [number for number in members if handled.count(number) == 1][:LENIENT]
        others = [one for one in self.asked if one.police_no not in skipped]
        step = len(others) // (TOLD - LENIENT)
        return [*(members[number] for number in once), *others[::step][: TOLD - LENIENT]]

    def publish(self, at: datetime) -> None:
        made = discipline.selfreport.publish_policy(
            unit=self.city.root,
            title="关于自查从宽、被查从严的规定",
            words=POLICY,
            basis="公职人员政务处分法第十一条第一项、第十二条",
            answer_days=10,
            adviser="督察支队 000-2110；机关党委 000-2106",
            by=self.city.person(self.city.inspectors[0]),
            at=at,
        )
        self.policy_id = made.pk
        self.told = self.tellers()

    def open(self, at: datetime) -> None:
        draft = discipline.selfreport.WindowDraft("教育整顿对照自查", FIRST, LAST, ITEMS)
        made = discipline.selfreport.hold_window(
            campaign=self.city.campaign, unit=self.city.root, draft=draft, by=self.city.office, at=at
        )
        self.window_id = made.pk

    def _read(self, member: Member, at: datetime) -> Person:
        person = self.city.person(member)
        discipline.selfreport.read_policy(policy_id=self.policy_id, by=person, at=at)
        return person

    def leaders(self, at: datetime) -> None:
        """Heads and the key few speak in public and answer: after this the others are asked."""
        for n, member in enumerate(self.leading):
            person = self._read(member, at)
            words = SPOKEN[n % len(SPOKEN)]
            discipline.selfreport.speak_first(window_id=self.window_id, words=words, by=person, at=at)
            discipline.selfreport.answer_nil(window_id=self.window_id, by=person, at=at)

    def tell(self, which: slice, at: datetime) -> None:
        for member in self.told[which]:
            person = self._read(member, at)
            made = discipline.selfhandling.tell_plain(
                window_id=self.window_id, words={"text": SAID}, by=person, at=at
            )
            self.waiting.append((made.pk, person))

    def tell_late(self, at: datetime) -> None:
        """Somebody tells something when no window is open: this waits on the desk when the story ends."""
        known = {one.police_no for one in (*self.told, *self.leading)}
        last = next(one for one in reversed(self.asked) if one.police_no not in known)
        discipline.selfhandling.tell_plain(
            window_id=None, words={"text": SAID}, by=self._read(last, at), at=at
        )

    def nil(self, code: str, at: datetime) -> None:
        done = {one.police_no for one in (*self.leading, *self.told)}
        here = [one for one in self.asked if one.place == code and one.police_no not in done]
        people = [self.city.person(one) for one in here]
        discipline.selfreport.read_policy_many(policy_id=self.policy_id, people=people, at=at)
        discipline.selfreport.answer_nil_many(window_id=self.window_id, people=people, at=at)

    def assess(self, at: datetime) -> None:
        """Whoever has a slot reads what waits, some each day, and keeps it."""
        for report_id, _person in self.waiting[:7]:
            reader = readers_of(report_id)[0]
            discipline.selfhandling.open_self_report(report_id=report_id, by=reader, at=at)
            discipline.selfhandling.note_self_report(report_id=report_id, by=reader, at=at)
            self.waiting.pop(0)

    # -- declarations and a talk ------------------------------------------------------------------------------

    def declarations(self, at: datetime) -> None:
        """Of leading cadres only, by the article that names them; written by one, confirmed by another."""
        first, second = (self.city.person(member) for member in self.city.inspectors[:2])
        rules = discipline.declarations
        rules.keep_category(
            code="business", basis=LEADERS_ONLY, grade=kinds.Grade.B, ranks=["leader"], by=first, at=at
        )
        rules.confirm_category(code="business", by=second, at=at)
        made = rules.hold_round(
            campaign=self.city.campaign,
            code="business",
            unit=self.city.root,
            opens_on=at.date(),
            due_on=date(2021, 4, 2),
            by=first,
            at=at,
        )
        self.round_id = made.pk
        chief = self.city.head(self.city.cast.units[0].code)
        officer = self.city.person(self.city.cast.officers[self.city.cast.units[0].code][0])
        discipline.talks.book_talk(other=chief, on=date(2021, 3, 26), by=officer, at=at)

    def declare(self, at: datetime) -> None:
        cadres: Sequence[Member] = [one for one in self.asked if one.rank is org_kinds.Rank.LEADER]
        for n, member in enumerate(cadres[:-2]):
            words = "2016年入股亲友餐馆，2019年已退股。" if n in (7, 31) else None
            discipline.declarations.declare(
                round_id=self.round_id, words=words, by=self.city.person(member), at=at
            )
