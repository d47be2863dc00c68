"""The pilot of August 2020 in one branch bureau: a campaign of its own, from set-up through its gates to its end."""

from datetime import date, datetime
from functools import partial

from qingyuan.campaign.api import Campaign, kinds, rules
from qingyuan.org.api import Person, Unit
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment

UNIT = "源河分局"
NAME = "源河分局队伍教育整顿试点"
FIRST, LAST = date(2020, 8, 1), date(2020, 10, 31)
EVIDENCE = {
    1: "支部学习记录、签到和补学登记已由分局教育整顿办公室逐一核对。",
    2: "问题清单、线索登记和整改台账已核对，未办结事项均明确责任人和时限。",
    3: "回头看记录、制度文件和向队伍通报的会议记录已归档。",
}


class Pilot:
    """What the acts of the pilot share."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.campaign: Campaign | None = None

    @property
    def row(self) -> Campaign:
        if self.campaign is None:
            raise LookupError("the pilot has not been set up yet")
        return self.campaign

    @property
    def unit(self) -> Unit:
        return self.city.unit(UNIT)

    @property
    def office(self) -> Person:
        """The branch bureau's own campaign office."""
        return self.city.person(self.city.cast.middles[self.unit.code][-1])

    def set_up(self, at: datetime) -> None:
        self.campaign = rules.frame.create_campaign(
            name=NAME,
            unit=self.unit,
            starts_on=FIRST,
            ends_on=LAST,
            template=kinds.Template.PILOT_2020,
            basis="上级关于开展队伍教育整顿试点工作的通知",
            by=self.office,
            at=at,
        )
        rules.people.assign_responsibility(
            campaign=self.row,
            unit=self.unit,
            person=self.city.head(self.unit.code),
            kind=kinds.Duty.FIRST,
            from_on=FIRST,
            by=self.office,
            at=at,
        )

    def kick_off(self, at: datetime) -> None:
        rules.frame.kick_off(campaign=self.row, on=at.date(), by=self.office, at=at)

    def deploy(self, at: datetime) -> None:
        for station in self.city.cast.below(self.city.cast.unit(UNIT)):
            rules.frame.report_deployment(
                campaign=self.row,
                unit=self.city.units[station.code],
                organised_on=at.date(),
                deployed_on=at.date(),
                by=self.city.head(station.code),
                at=at,
            )

    def close_stage(self, at: datetime, *, order: int) -> None:
        close_stage(self.row, order, EVIDENCE[order], self.office, at)

    def end(self, at: datetime) -> None:
        rules.frame.end_campaign(campaign=self.row, by=self.office, at=at)


def close_stage(campaign: Campaign, order: int, evidence: str, by: Person, at: datetime) -> None:
    """Show every condition of a gate to be met, and pass it. The first stage also asks for its entry."""
    stage = campaign.stages.get(order=order)
    entry = [item for item in stage.items.all() if item.side == kinds.Side.ENTRY and order == 1]
    leave = [item for item in stage.items.all() if item.side == kinds.Side.EXIT]
    for item in entry + leave:
        if not item.met_at and not item.waiver_signed_at:
            rules.gates.meet_condition(item=item, evidence=evidence, by=by, at=at)
    rules.gates.close_stage(stage=stage, by=by, at=at)


def plan(city: City) -> None:
    """Put the pilot on the story's calendar."""
    pilot, at = Pilot(city), city.story.at
    at(moment(date(2020, 7, 27)), pilot.set_up)
    at(moment(date(2020, 8, 3)), pilot.kick_off)
    at(moment(date(2020, 8, 4), 17), pilot.deploy)
    for order, day in enumerate((date(2020, 8, 28), date(2020, 9, 30), date(2020, 10, 30)), 1):
        at(moment(day, 16), partial(pilot.close_stage, order=order))
    at(moment(date(2020, 10, 30), 17), pilot.end)
