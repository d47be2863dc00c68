"""The campaign of 2021 at the city bureau: set-up, plan, leading group, responsibility, meetings, contact points."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from qingyuan.campaign.api import kinds, rules, split_clauses
from qingyuan.org.api import Person
from qingyuan.site.demo import pilot
from qingyuan.site.demo.city import PORTFOLIOS, City
from qingyuan.site.demo.story import day_of, moment, moment_of

NAME = "2021年全市公安队伍教育整顿"
STARTS, ENDS, KICK_OFF = date(2021, 2, 27), date(2021, 6, 30), date(2021, 3, 8)
STAGES = (
    (STARTS, date(2021, 4, 10)),
    (date(2021, 4, 11), date(2021, 6, 5)),
    (date(2021, 6, 6), ENDS),
)
EVIDENCE = {
    1: "各支部学习记录、签到和补学登记由教育整顿办公室抽查核对，查摆问题均已登记台账。",
    2: "台账逐件核对：问题均有责任人和时限，已申请销号的由单位以外人员验收，未完成的转为长期坚持事项。",
}
REASON = "两个单位受理的线索尚在核查期限内，已逐条明确责任人和时限，转入下一环节继续办理。"
GROUP = kinds.MemberRole


class Frame:
    """The acts of the campaign's own office."""

    def __init__(self, city: City, words: dict[str, Any]) -> None:
        self.city, self.words = city, words

    @property
    def office(self) -> Person:
        return self.city.office

    def set_up(self, at: datetime) -> None:
        city = self.city
        city.running = rules.frame.create_campaign(
            name=NAME,
            unit=city.root,
            starts_on=STARTS,
            ends_on=ENDS,
            template=kinds.Template.THREE_STAGE,
            basis="上级关于开展政法队伍教育整顿的部署；市局党委研究决定",
            by=self.office,
            at=at,
        )
        for stage, (first, last) in zip(city.campaign.stages.order_by("order"), STAGES, strict=True):
            rules.frame.change_stage(
                stage=stage, name=stage.name, starts_on=first, ends_on=last, by=self.office, at=at
            )

    def name_people(self, at: datetime) -> None:
        """The leading group with its office, groups and teams; who is responsible for what."""
        city, campaign, on = self.city, self.city.campaign, at.date()
        bureau = [city.person(member) for member in city.cast.bureau]
        group = campaign.groups.get(unit=city.root)
        seats = [(bureau[0], GROUP.HEAD), (bureau[1], GROUP.DEPUTY), (bureau[2], GROUP.DEPUTY)]
        seats += [(person, GROUP.MEMBER) for person in bureau[3:]]
        for person, role in seats:
            self._seat(group, person, role, at)
        office, *rest = group.sections.order_by("order")
        self._seat(group, bureau[9], GROUP.DIRECTOR, at, section=office)
        for member in city.office_members:
            self._seat(group, city.person(member), GROUP.MEMBER, at, section=office)
        leads = [bureau[6], bureau[8], bureau[9], bureau[8], bureau[3], bureau[8], bureau[6]]
        for section, person, hand in zip(rest, leads, self._section_members(len(rest)), strict=False):
            self._seat(group, person, GROUP.HEAD, at, section=section)
            self._seat(group, hand, GROUP.MEMBER, at, section=section)
        for unit in city.cast.units:
            self._responsible(unit.code, city.head(unit.code), kinds.Duty.FIRST, at)
        self._responsible(city.root.code, bureau[0], kinds.Duty.FIRST, at)
        for place, words in PORTFOLIOS.items():
            covers = [city.units[u.code] for u in city.cast.units if city.leader(u.code) == bureau[place]]
            rules.people.assign_responsibility(
                campaign=campaign,
                unit=city.root,
                person=bureau[place],
                kind=kinds.Duty.DUAL,
                portfolio=words,
                covers=covers,
                from_on=on,
                by=self.office,
                at=at,
            )

    def _section_members(self, number: int) -> list[Person]:
        heads = [unit.code for unit in self.city.cast.units if not unit.county]
        return [self.city.person(self.city.cast.officers[code][-1]) for code in heads[:number]]

    def _seat(
        self, group: Any, person: Person, role: kinds.MemberRole, at: datetime, section: Any = None
    ) -> None:
        rules.people.join_group(
            group=group, person=person, role=role, from_on=at.date(), section=section, by=self.office, at=at
        )

    def _responsible(self, code: str, person: Person, kind: kinds.Duty, at: datetime) -> None:
        rules.people.assign_responsibility(
            campaign=self.city.campaign,
            unit=self.city.units[code],
            person=person,
            kind=kind,
            from_on=at.date(),
            by=self.office,
            at=at,
        )

    def issue_plan(self, at: datetime) -> None:
        rules.plans.put_forward(
            campaign=self.city.campaign,
            plan=None,
            title="全市公安队伍教育整顿实施方案",
            effective_on=at.date(),
            clauses=split_clauses(self.words["plan"]),
            by=self.office,
            at=at,
        )
        for title in self.words["objectives"]:
            rules.plans.add_objective(campaign=self.city.campaign, title=title, by=self.office, at=at)

    def show_objectives(self, at: datetime) -> None:
        """Two of the objectives say by which facts anybody can check their result."""
        for objective in self.city.campaign.objectives.filter(title__in=self.words["evidence"]):
            evidence = self.words["evidence"][objective.title]
            rules.plans.evidence_objective(objective=objective, evidence=evidence, by=self.office, at=at)

    def kick_off(self, at: datetime) -> None:
        rules.frame.kick_off(campaign=self.city.campaign, on=KICK_OFF, by=self.office, at=at)

    def meet(self, at: datetime, *, row: dict[str, Any]) -> None:
        """Put a meeting on record two hours after it began, with what it decided."""
        city = self.city
        decisions = [
            rules.people.Resolved(
                text=text,
                unit=city.unit(unit),
                due_on=max(day_of(due), at.date()),
                person=city.person(city.cast.able(city.cast.unit(unit).code)[0]),
            )
            for unit, text, due in row["decisions"]
        ]
        rules.people.hold_meeting(
            campaign=city.campaign,
            unit=city.root,
            kind=kinds.MeetingKind(row["kind"]),
            title=row["title"],
            held_at=moment_of(row["at"]),
            attendance=row["attendance"],
            venues=row["venues"],
            decisions=decisions,
            by=self.office,
            at=at,
        )

    def contact_points(self, at: datetime) -> None:
        """Twelve leaders look after the six county bureaus and their 24 stations."""
        city = self.city
        bureau = [city.person(member) for member in city.cast.bureau]
        counties = [unit for unit in city.cast.units if unit.county]
        pairs = [(bureau[n], county.code) for n, county in enumerate(counties)]
        pairs += [(bureau[n % len(bureau)], station.code) for n, station in enumerate(city.cast.stations)]
        for leader, code in pairs:
            rules.contacts.set_contact_point(
                campaign=city.campaign,
                leader=leader,
                unit=city.units[code],
                from_on=at.date(),
                by=self.office,
                at=at,
            )

    def visit_points(self, at: datetime, *, turn: int) -> None:
        """Every third contact point is visited in turn; what leaders ask there is answered there."""
        points = self.city.campaign.contact_points.select_related("leader", "unit").order_by("pk")
        for contact in points[turn % 3 :: 3]:
            rules.contacts.record_visit(contact=contact, visited_on=at.date(), by=contact.leader, at=at)

    def key_tasks(self, at: datetime) -> None:
        for number, (title, unit) in enumerate(self.words["key_tasks"], 1):
            rules.registers.list_key_task(
                campaign=self.city.campaign,
                year=2021,
                number=number,
                title=title,
                unit=self.city.unit(unit),
                owner=self.city.head(self.city.cast.unit(unit).code),
                targets=("方案确定", "试点运行", "全市推开", "评估总结"),
                by=self.office,
                at=at,
            )

    def report_key_tasks(self, at: datetime, *, quarter: int) -> None:
        states: Sequence[kinds.QuarterState] = (kinds.QuarterState.DONE, kinds.QuarterState.ON_TRACK)
        for task in self.city.campaign.key_tasks.select_related("owner").order_by("number"):
            behind = task.number % 7 == 0
            state = kinds.QuarterState.BEHIND if behind else states[task.number % 2]
            rules.registers.report_key_task(
                quarter=task.quarters.get(quarter=quarter),
                state=state,
                words="招标程序晚于预期，已调整计划，下月补齐。" if behind else "按计划推进。",
                by=task.owner,
                at=at,
            )

    def close_stage(self, at: datetime, *, order: int) -> None:
        pilot.close_stage(self.city.campaign, order, EVIDENCE[order], self.office, at)

    def ask_waiver(self, at: datetime) -> None:
        """One condition of the second gate is waived: asked for by the office, signed by the chief."""
        stage = self.city.campaign.stages.get(order=2)
        item = stage.items.get(text__contains="线索")
        rules.gates.ask_waiver(item=item, reason=REASON, by=self.office, at=at)
        self.city.story.at(at + timedelta(hours=3), partial(self.sign_waiver, item=item))

    def sign_waiver(self, at: datetime, *, item: Any) -> None:
        rules.gates.sign_waiver(item=item, by=self.city.chief, at=at)


def plan(city: City, words: dict[str, Any]) -> None:
    """Put the frame of the campaign on the story's calendar."""
    frame, at = Frame(city, words), city.story.at
    at(moment(date(2021, 2, 26)), frame.set_up)
    at(moment(date(2021, 3, 5)), frame.issue_plan)
    at(moment(date(2021, 3, 5), 15), frame.name_people)
    at(moment(KICK_OFF, 8, 30), frame.kick_off)
    at(moment(date(2021, 3, 8), 14), frame.key_tasks)
    at(moment(date(2021, 3, 9), 11), frame.contact_points)
    for row in words["meetings"]:
        held = moment_of(row["at"])
        at(held.replace(hour=held.hour + 2), partial(frame.meet, row=row))
    for turn, day in enumerate(("03-12", "03-18", "04-15", "05-13", "06-10")):
        at(moment(day_of(day), 17), partial(frame.visit_points, turn=turn))
    at(moment(date(2021, 3, 31), 17), partial(frame.report_key_tasks, quarter=1))
    at(moment(date(2021, 6, 29), 17), partial(frame.report_key_tasks, quarter=2))
    at(moment(date(2021, 4, 9), 17), partial(frame.close_stage, order=1))
    at(moment(date(2021, 6, 4), 9), frame.ask_waiver)
    at(moment(date(2021, 6, 28), 11), frame.show_objectives)
    at(moment(date(2021, 6, 4), 18), partial(frame.close_stage, order=2))
