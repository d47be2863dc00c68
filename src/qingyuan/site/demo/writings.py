"""What clerks write in the demo city: documents from templates, the calendar of submissions, register and topics."""

from datetime import date, datetime
from functools import partial

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import spend
from qingyuan.engines import officialdoc as doc
from qingyuan.kit.uploads import Checked
from qingyuan.org.api import Person, Unit
from qingyuan.publication.api import Submission, Template, Writing, kinds, rules
from qingyuan.publication.api import queries as publication
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import day_of, moment

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CODE = "示公办"  # of notices; that of bulletins keeps its own count
POLITICAL = "示例市公安局政治部"
QUARTERLY = ("源河分局", "郾川分局", "临漕县公安局")
FRIDAYS = tuple(day_of(on) for on in (
    "03-12", "03-19", "03-26", "04-02", "04-09", "04-16", "04-23", "04-30", "05-07", "05-14", "05-21", "05-28",
    "06-04", "06-11", "06-18", "06-25",
))  # fmt: skip
LATE = {day_of("06-11"): day_of("06-15")}
GUIDANCE = "基层所队党支部工作指导意见"
QUESTION = "基层所队的组织生活怎样安排才不占值班时间"

A_PART = 4  # minutes that a clerk writes on a section, and that the beginning takes
Parts = dict[int, str]
BRIEFING: Parts = {
    2: "交警支队：车管所午间轮值，高峰窗口开足。\n出入境管理支队：窗口首问负责落实到人。",
    4: "各单位对到期未销号的问题于4月9日前办结，并书面说明原因。",
}
NOTICE: Parts = {
    2: "各单位于3月26日前对照台账完成定责任人、定措施、定时限。\n对到期未销号的问题，3月31日前办结。",
    3: "整改结果由单位以外的人员验收，不要求拍照，不另报材料。工作中的问题于3月24日前报市局教育整顿办公室。",
}
MINUTES: Parts = {
    1: "5月20日，市局教育整顿办公室召开调度会，各分局、县局和支队参加。",
    3: "源河分局6月4日前完成接报案登记补录。\n法制支队6月11日前修订涉案财物管理规定。",
}
REPORT: Parts = {
    3: "累计登记问题{问题累计}件，已销号{累计销号}件，销号率{销号率}，按期销号率{按期销号率}。"
    "期间完善制度{完善制度}项。",
    4: "本单位未整改到位的主要是接报案登记不及时，不符合《公安机关办理刑事案件程序规定》；到期未销号{到期未销号}件。",
    5: "刑侦大队4月30日前完成未销号问题的整改，分局法制大队逐件核查。",
}
SUMMARY: Parts = {4: "7月底前对长期坚持的问题再核查一遍，由督察支队负责。"}


class Desk:
    """Who writes, signs and sends; each act at its own hour."""

    def __init__(self, city: City) -> None:
        self.city = city

    def begin(
        self,
        at: datetime,
        *,
        code: str,
        first: date,
        parts: Parts,
        unit: str = "",
        signed: datetime | None = None,
    ) -> None:
        """A document about a period until the day; written on, and signed by a second person if that is known."""
        place, clerk, _head = self._hands(unit)
        made = rules.start_writing(
            template=Template.objects.get(code=code),
            campaign=self.city.campaign,
            unit=place,
            period_from=first,
            period_to=at.date(),
            by=clerk,
            at=at,
        )
        self._write(made, parts, clerk, at)
        if signed:
            self.city.story.at(signed, partial(self.sign, pk=made.pk, unit=unit))

    def _hands(self, unit: str) -> tuple[Unit, Person, Person]:
        city = self.city
        if not unit:
            return city.root, city.office, city.chief
        code = city.cast.unit(unit).code
        return city.units[code], city.clerk(code), city.head(code)

    def _write(self, made: Writing, parts: Parts, clerk: Person, at: datetime) -> None:
        said_as = publication.facts.with_names
        said = {one.order: said_as(one.text) for one in made.sections.all()} | parts
        code = CODE if made.genre == kinds.Genre.NOTICE else made.code
        words = rules.Words(said_as(made.title), said, made.addressees, made.copy_to, code)
        rules.change_writing(writing_id=made.pk, words=words, by=clerk, at=at)
        minutes = {clerk.pk: A_PART * (1 + len(parts))}
        spend(
            kind=burden.Spending.WRITING,
            people=minutes,
            on=at.date(),
            source=publication.minutes.WRITTEN,
            at=at,
            times=2,
        )

    def sign(self, at: datetime, *, pk: int, unit: str) -> None:
        rules.issue_writing(writing_id=pk, by=self._hands(unit)[2], at=at, names_cleared=True)

    # -- the calendar ------------------------------------------------------------------------------------------

    def owe(self, at: datetime) -> None:
        city = self.city
        weekly = rules.Owed(
            name="教育整顿周报",
            receiver="示例市委教育整顿办公室",
            basis="市委教育整顿办公室关于周报制度的通知",
            cadence=kinds.Cadence.WEEKLY,
            day=5,
            begins_on=day_of("03-08"),
        )
        rules.owe_submission(campaign=city.campaign, unit=city.root, owed=weekly, by=city.office, at=at)
        quarterly = rules.Owed(
            name="季度整改情况报告",
            receiver=POLITICAL,
            basis="每季度要向市局政治部报送",
            cadence=kinds.Cadence.QUARTERLY,
            day=10,
            begins_on=date(at.year, 1, 1),
            origin=kinds.Origin.TEMPLATE,
            template=Template.objects.get(code="report"),
        )
        for unit in QUARTERLY:
            rules.owe_submission(
                campaign=city.campaign, unit=city.unit(unit), owed=quarterly, by=city.office, at=at
            )

    def send_weekly(self, at: datetime, *, last_on: date) -> None:
        line = Submission.objects.get(cadence=kinds.Cadence.WEEKLY)
        rules.send_submission(submission_id=line.pk, last_on=last_on, by=self.city.office, at=at)

    def report(self, at: datetime, *, unit: str, sent: datetime | None) -> None:
        """The quarter's report of a unit: begun from the calendar, signed an hour later, sent if that is known."""
        place, clerk, _head = self._hands(unit)
        line = Submission.objects.get(unit=place, cadence=kinds.Cadence.QUARTERLY)
        last_on = date(at.year, 3, 31)
        made = rules.begin_turn(submission_id=line.pk, last_on=last_on, by=clerk, at=at)
        self._write(made, REPORT, clerk, at)
        if sent:
            self.city.story.at(sent, partial(self.send, pk=made.pk, line=line.pk, unit=unit, last_on=last_on))

    def send(self, at: datetime, *, pk: int, line: int, unit: str, last_on: date) -> None:
        self.sign(at, pk=pk, unit=unit)
        rules.send_submission(submission_id=line, last_on=last_on, by=self._hands(unit)[1], at=at)

    # -- the register ------------------------------------------------------------------------------------------

    def register(self, at: datetime, *, number: str, from_on: date, again: bool) -> None:
        """The guidance document of the branches, and its second version, which closes the first topic."""
        city = self.city
        paper = doc.OfficialDocument(
            head=doc.RedHead(f"{city.root.name}文件", doc.DocumentNumber("示公党", at.year, int(number))),
            title=GUIDANCE,
            body=(
                doc.Heading("组织生活"),
                doc.Paragraph.of("支部活动避开值班时段，不要求补课时、不要求写笔记。"),
            ),
            signature=city.root.name,
            dated_on=at.date(),
        )
        file = Checked(f"{GUIDANCE}.docx", WORD, doc.to_docx(paper))
        entry = rules.Entry(GUIDANCE, f"示公党〔{at.year}〕{number}号", from_on, file)
        held = publication.register.guidance(city.office, at=at).filter(title=GUIDANCE, to_on=None).first()
        old = held.pk if again and held else None
        made = rules.register_guidance(unit=city.root, entry=entry, by=city.office, at=at, replaces_id=old)
        if again:
            topic = publication.register.research(city.office, at=at).get(question=QUESTION)
            ending = rules.Ending("组织生活排在交接班前一小时，值班人员下一周补学。", rule=made)
            rules.conclude_research(research_id=topic.pk, ending=ending, by=city.chief, at=at)

    def register_notice(self, at: datetime) -> None:
        made = Writing.objects.get(genre=kinds.Genre.NOTICE)
        entry = rules.Entry("", "", at.date(), writing=made)
        rules.register_guidance(unit=self.city.root, entry=entry, by=self.city.office, at=at)

    def topics(self, at: datetime) -> None:
        """The two topics on work of the branches that the bureau's party committee set."""
        city = self.city
        wanted = (
            ("基层所队党支部建设", QUESTION, day_of("05-31")),
            ("窗口单位党员示范岗", "窗口午间延时服务要几个人、怎样轮", day_of("07-30")),
        )
        code = city.cast.unit("机关党委").code
        leads = [*city.cast.middles[code], *city.cast.officers[code]]
        for (title, question, due), member in zip(wanted, leads, strict=False):
            lead = city.person(member)
            topic = rules.Topic(title, question, lead, due)
            rules.set_research(campaign=city.campaign, unit=city.root, topic=topic, by=city.chief, at=at)


def plan(city: City) -> None:
    """Put what is written, sent and registered on the story's calendar."""
    desk, story = Desk(city), city.story
    story.at(moment(day_of("03-09"), 15), desk.owe)
    story.at(moment(day_of("03-10"), 15), desk.topics)
    story.at(
        moment(day_of("03-10"), 16), partial(desk.register, number="5", from_on=day_of("03-15"), again=False)
    )
    for friday in FRIDAYS:
        story.at(moment(LATE.get(friday, friday), 17), partial(desk.send_weekly, last_on=friday))
    _write_at(desk, "03-16", "notice", NOTICE, signed="03-17")
    story.at(moment(day_of("03-18"), 9), desk.register_notice)
    _write_at(desk, "03-17", "news", {}, unit="源河分局", signed="03-18")
    _write_at(desk, "03-18", "briefing", BRIEFING)
    _write_at(desk, "04-30", "briefing", {**BRIEFING, 4: "各单位于5月31日前完成复查。"}, signed="05-06")
    _write_at(desk, "05-20", "minutes", MINUTES, signed="05-21")
    _write_at(desk, "06-29", "summary", SUMMARY)
    for unit, sent in (("源河分局", "04-09"), ("郾川分局", "04-14"), ("临漕县公安局", "")):
        when = moment(day_of(sent), 16) if sent else None
        story.at(moment(day_of("04-08"), 9), partial(desk.report, unit=unit, sent=when))
    story.at(
        moment(day_of("05-25"), 10), partial(desk.register, number="9", from_on=day_of("06-01"), again=True)
    )


def _write_at(desk: Desk, on: str, code: str, parts: Parts, *, unit: str = "", signed: str = "") -> None:
    day = day_of(on)
    act = partial(
        desk.begin,
        code=code,
        first=max(day_of("03-08"), day.replace(day=1)),
        parts=parts,
        unit=unit,
        signed=moment(day_of(signed), 15) if signed else None,
    )
    desk.city.story.at(moment(day, 14), act)
