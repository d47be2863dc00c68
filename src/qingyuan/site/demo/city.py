"""The demo city as it stands while its story is told: the rows behind the cast, and who acts for whom."""

from dataclasses import dataclass, field
from datetime import date

from qingyuan.campaign.api import Campaign
from qingyuan.org.api import Person, Role, Unit
from qingyuan.site.demo.cast import Cast, Member, Place
from qingyuan.site.demo.story import Days, Story

NAME, NAME_EN, SHORT = "示例市公安局", "Example City Public Security Bureau", "市局"


@dataclass
class City:
    """Units by code and people by police number, filled as the story goes; ``root`` is the city bureau."""

    story: Story
    days: Days
    cast: Cast
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    administrators: dict[Role, Person] = field(default_factory=dict)
    temporary: dict[Role, str] = field(default_factory=dict)
    guidance: list[Person] = field(default_factory=list)
    running: Campaign | None = None

    @property
    def root(self) -> Unit:
        return self.units[self.cast.units[0].above]

    @property
    def campaign(self) -> Campaign:
        """The campaign of 2021."""
        if self.running is None:
            raise LookupError("the campaign has not been set up yet")
        return self.running

    def unit(self, name: str) -> Unit:
        return self.units[self.cast.unit(name).code]

    def person(self, member: Member) -> Person:
        return self.people[member.police_no]

    def head(self, code: str) -> Person:
        """The head of a unit or station."""
        return self.person(self.cast.heads[code])

    def clerk(self, code: str) -> Person:
        """The clerk who keeps a unit's ledger; a station's is that of the unit above it."""
        return self.person(self.cast.clerks[self.covered(code).code][0])

    def covered(self, code: str) -> Place:
        """The unit of the 28 that a unit or station belongs to."""
        above = {station.code: station.above for station in self.cast.stations}.get(code, code)
        return next(place for place in self.cast.units if place.code == above)

    def leader(self, code: str) -> Person:
        """The leader of the bureau whose line of work covers a unit."""
        return self.person(self.cast.bureau[LINES[self.covered(code).name]])

    # -- who acts for the city bureau ----------------------------------------------------------------------

    @property
    def chief(self) -> Person:
        return self.person(self.cast.bureau[0])

    @property
    def office(self) -> Person:
        """The campaign office's own hand: a section chief of the political department."""
        return self.person(self.office_members[0])

    @property
    def office_members(self) -> list[Member]:
        political, legal = self.cast.unit("政治部").code, self.cast.unit("法制支队").code
        command, audit = self.cast.unit("情报指挥中心").code, self.cast.unit("信访处").code
        middles = self.cast.middles
        return [*middles[political][:3], middles[legal][1], middles[command][0], middles[audit][0]]

    @property
    def inspectors(self) -> list[Member]:
        """The leaders of the five inspection groups."""
        code = self.cast.unit("督察支队").code
        return [*self.cast.middles[code][:3], *self.cast.officers[code][:2]]

    @property
    def residents(self) -> list[Member]:
        """Two of the audit division, for the resident discipline group: they sign off what the inspectors handle."""
        code = self.cast.unit("审计处").code
        return [self.cast.middles[code][0], self.cast.officers[code][0]]

    @property
    def lawyers(self) -> list[Member]:
        code = self.cast.unit("法制支队").code
        return [self.cast.middles[code][0], self.cast.officers[code][0]]

    def signer(self, code: str, turn: int = 0) -> Person:
        """Who signs off a unit's matters: somebody whose home is elsewhere, the inspectors in turn with the office."""
        name = self.covered(code).name
        able: list[Member] = [*self.inspectors[:3], *self.office_members[:2]]
        outside = [one for one in able if self.covered(one.place).name != name]
        return self.person(outside[turn % len(outside)])

    def on(self, when: date, days: int) -> date:
        """A number of working days after a day."""
        return self.days.after(when, days)


# The line of work (一岗双责) of each leader of the bureau, by the leader's place in the cast.
LINES = {
    "政治部": 9,
    "机关党委": 1,
    "新闻宣传中心": 9,
    "警察训练支队(警校)": 10,
    "督察支队": 8,
    "审计处": 8,
    "信访处": 2,
    "情报指挥中心": 2,
    "警务保障处": 11,
    "刑侦支队": 3,
    "经侦支队": 3,
    "禁毒支队": 3,
    "治安支队": 4,
    "出入境管理支队": 4,
    "特警支队": 4,
    "交警支队": 5,
    "法制支队": 6,
    "监管支队": 6,
    "看守所": 6,
    "拘留所": 6,
    "网安支队": 7,
    "大数据管理支队": 7,
    "源河分局": 2,
    "郾川分局": 3,
    "召原分局": 4,
    "临漕县公安局": 5,
    "舞川县公安局": 6,
    "经济技术开发区分局": 7,
}
PORTFOLIOS = {
    1: "队伍建设和机关党建",
    2: "指挥调度、信访和日常运转",
    3: "刑事侦查、经济犯罪侦查和禁毒",
    4: "治安管理、出入境和特警",
    5: "道路交通管理",
    6: "法制和监所管理",
    7: "网络安全和大数据",
    8: "督察和审计",
    9: "政治工作和新闻宣传",
    10: "教育训练",
    11: "警务保障",
}
