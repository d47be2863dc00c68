"""Bulletins: drafted from the ledger by the campaign office, signed by the chief; three by the first snapshot."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from qingyuan.matters.api import kinds
from qingyuan.publication.api import rules
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import day_of, moment

CODE, MOST = "示公通", 16
COPIES = "省公安厅教育整顿办公室，市委教育整顿办公室"


@dataclass(frozen=True)
class Issue:
    """One bulletin: what it tells of, when it goes out, and the words that the office adds."""

    first: date
    last: date
    out: date
    kind: kinds.Kind
    method: str
    praise: str = ""
    hour: int = 16


FINDING, PROBLEM = kinds.Kind.FINDING, kinds.Kind.PROBLEM
VISITS, REVIEW = "明察暗访、随机抽查", "自查自纠、执法质量评查和督导检查"
ISSUES = (
    Issue(
        day_of("03-09"),
        day_of("03-10"),
        day_of("03-11"),
        FINDING,
        VISITS,
        "刑侦支队：围绕取证瑕疵开展讨论，支部学习形成可检查的措施。\n出入境管理支队：窗口首问负责落实到人。",
    ),
    Issue(
        day_of("03-12"),
        day_of("03-13"),
        day_of("03-15"),
        FINDING,
        VISITS,
        "经济技术开发区分局：任务分解到科所队，逐项有人有时限。\n信访处：告知提醒功能当日启用。",
    ),
    Issue(
        day_of("03-16"),
        day_of("03-17"),
        day_of("03-18"),
        FINDING,
        VISITS,
        "交警支队：车管所午间轮值，高峰窗口开足。\n源河分局：窗口办事不再要求群众提供能够调取的材料。",
        hour=11,
    ),
    Issue(day_of("03-29"), day_of("04-02"), day_of("04-08"), PROBLEM, REVIEW),
    Issue(day_of("04-12"), day_of("04-15"), day_of("04-20"), PROBLEM, REVIEW),
    Issue(day_of("04-25"), day_of("04-28"), day_of("05-07"), PROBLEM, REVIEW),
    Issue(day_of("05-10"), day_of("05-12"), day_of("05-18"), PROBLEM, REVIEW),
    Issue(day_of("05-24"), day_of("05-26"), day_of("06-01"), PROBLEM, REVIEW),
    Issue(day_of("06-01"), day_of("06-04"), day_of("06-11"), PROBLEM, REVIEW),
)
DEMANDS = (
    "被通报单位在收到通报之日起五个工作日内将责任人、措施和时限录入台账，由单位以外人员验收销号。"
    "对通报内容有异议的，三十日内提出。"
)


class Bulletins:
    """Drafts in the morning, signs later in the day: two persons, as the rules ask."""

    def __init__(self, city: City) -> None:
        self.city = city

    def draft(self, at: datetime, *, issue: Issue) -> None:
        city = self.city
        made = rules.draft_bulletin(
            campaign=city.campaign,
            unit=city.root,
            period_from=issue.first,
            period_to=issue.last,
            kinds=[issue.kind.value],
            by=city.office,
            at=at,
        )
        for item in list(made.items.filter(included=True).order_by("order"))[MOST:]:
            rules.leave_out(item_id=item.pk, by=city.office, at=at)
        rules.change_bulletin(
            bulletin_id=made.pk,
            words=rules.Wording(
                code=CODE,
                title=made.title,
                addressees=made.addressees,
                copy_to=COPIES,
                purpose=made.purpose,
                method=issue.method,
                groups=5,
                praise=issue.praise,
                demands=DEMANDS,
            ),
            by=city.office,
            at=at,
        )
        city.story.at(at + timedelta(hours=1, minutes=30), partial(self.issue, bulletin_id=made.pk))

    def issue(self, at: datetime, *, bulletin_id: int) -> None:
        rules.issue_bulletin(bulletin_id=bulletin_id, by=self.city.chief, at=at)


def plan(city: City) -> None:
    """Put the bulletins on the story's calendar."""
    bulletins = Bulletins(city)
    for issue in ISSUES:
        city.story.at(moment(issue.out, issue.hour - 2), partial(bulletins.draft, issue=issue))
