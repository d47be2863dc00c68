"""One city with at least one of everything, once of ours, once of theirs, made by the rules of the rooms."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import xlsxwriter

from qingyuan.campaign.api import Campaign
from qingyuan.campaign.kinds import GapAnswer, MeetingKind, MemberRole
from qingyuan.campaign.models import Deployment, ExitItem
from qingyuan.campaign.rules import people as group_rules
from qingyuan.campaign.rules import plans, registers
from qingyuan.campaign.rules.contacts import record_visit
from qingyuan.campaign.testing import (
    a_campaign,
    a_contact_point,
    a_guidance_visit,
    a_key_task,
    a_lesson,
    a_plan,
    a_responsibility,
    a_task,
)
from qingyuan.discipline import testing as discipline
from qingyuan.discipline.kinds import Asking, Checked, DisposalKind, Measures, Reach, Result, Way
from qingyuan.discipline.models import Alert, Quarter, Sampled, SpotCheck
from qingyuan.discipline.rules import handling, interference
from qingyuan.kit import clock
from qingyuan.ledger import rules as ledger_rules
from qingyuan.ledger.models import HeaderMemory, NameMemory
from qingyuan.ledger.queries.checked import home_of
from qingyuan.ledger.rules.screens import open_screen
from qingyuan.matters.api import Matter, rules
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.testing import a_matter, at_work, closed, long_term, submitted
from qingyuan.org.api import Person, Unit
from qingyuan.org.models import DayOff, RoleHolding
from qingyuan.org.testing import a_duty, a_person, an_account
from qingyuan.portal.models import Witness
from qingyuan.publication import kinds as publication_kinds
from qingyuan.publication import rules as publication_rules
from qingyuan.publication.models import Bulletin
from qingyuan.publication.testing import an_outcome
from tests.authorisation import contests, desks, essays, events, learning, lists, papers, selfexam, study
from tests.authorisation.people import (
    CLERKS,
    FOREIGN,
    HIDDEN,
    LEAD,
    OWN,
    SECRET,
    TASK,
    UNOWNED,
    People,
    the_people,
)

ZONE = ZoneInfo("Asia/Shanghai")
BEGAN = datetime(2021, 3, 9, 9, 0, tzinfo=ZONE)
NOW = datetime(2021, 3, 19, 10, 0, tzinfo=ZONE)
BEGAN_ON = BEGAN.date()
DUE = date(2021, 3, 15)
SIDES = ("own", "foreign")


@dataclass
class World:
    """``of[thing][variant]`` is the key of a thing; variants: own, foreign, above (the city's), hidden, secret."""

    people: People
    of: dict[str, dict[str, object]] = field(default_factory=dict)
    token: str = ""

    def put(self, thing: str, variant: str, key: object) -> None:
        self.of.setdefault(thing, {})[variant] = key


def the_world() -> World:
    """The city as it stands on Friday 19 March 2021, ten o'clock."""
    from tests.authorisation import burden, lanes

    world = World(the_people())
    with clock.stopped_at(BEGAN):
        campaigns = _campaigns(world)
        for side in SIDES:
            _of_the_campaign(world, campaigns["above"], side)
            _matters(world, campaigns["above"], side)
        _about_us(world, campaigns["above"])
        contests.set_up(world, campaigns, BEGAN)
        _leads(world, campaigns["above"])
    with clock.stopped_at(NOW):
        _kept_by_one(world, campaigns["above"])
        _told(world, campaigns["above"])
        desks.set_up(world, NOW)
        selfexam.set_up(world, campaigns["above"], NOW)
        lists.set_up(world, campaigns["above"], NOW)
        study.set_up(world, campaigns["above"], NOW)
        papers.set_up(world, campaigns["above"], NOW)
        lanes.set_up(world, campaigns["above"], NOW)
        learning.set_up(world, campaigns, NOW)
        events.set_up(world, NOW)
        essays.set_up(world, campaigns, NOW)
        burden.set_up(world, NOW)
        rules.send_reminders(at=NOW)
        for person in world.people.by.values():
            an_account(person)
        an_account(world.people.their_head)
    return world


def _campaigns(world: World) -> dict[str, Campaign]:
    people = world.people
    made = {
        "above": a_campaign(people.root, name="全市教育整顿", units=0, at=BEGAN),
        "own": a_campaign(people.ours, name="源河自办整顿", units=0, starts_on=date(2021, 2, 1), at=BEGAN),
        "foreign": a_campaign(
            people.theirs, name=f"郾川自办整顿{FOREIGN}", units=0, starts_on=date(2021, 2, 1), at=BEGAN
        ),
    }
    pilots = {"above": people.politics, "own": people.station, "foreign": people.their_station}
    for side, campaign in made.items():
        office, tag = campaign.created_by, FOREIGN if side == "foreign" else ""
        a_plan(campaign, at=BEGAN)
        stage = campaign.stages.get(order=1)
        world.put("campaign", side, campaign.pk)
        world.put("stage", side, stage.pk)
        world.put("item", side, ExitItem.objects.filter(stage=stage).order_by("pk").first().pk)  # type: ignore[union-attr]
        objective = plans.add_objective(campaign=campaign, title=f"纪律严明{tag}", by=office, at=BEGAN)
        world.put("objective", side, objective.pk)
        lesson = a_lesson(campaign, pilots[side], at=BEGAN)
        world.put("pilot", side, lesson.pilot_id)
        world.put("lesson", side, lesson.pk)
        theme = rules.change_theme(
            campaign=campaign,
            name=f"立案不及时专项{tag}",
            categories=[_category()],
            by=office,
            at=BEGAN,
        )
        world.put("theme", side, theme.pk)
    return made


def _category() -> object:
    from qingyuan.matters.api import Category

    return Category.objects.get(pk="no_case_filing")


def _of_the_campaign(world: World, campaign: Campaign, side: str) -> None:
    """What the city's campaign holds of one county."""
    people, unit = world.people, world.people.unit(side)
    tag = FOREIGN if side == "foreign" else OWN
    office, head = people.by["office_city"], people.by["head"] if side == "own" else people.their_head
    task = a_task(campaign, [unit], title=f"专项任务{FOREIGN if side == 'foreign' else TASK}", at=BEGAN)
    world.put("task", side, task.pk)
    world.put("share", side, task.allocations.get(unit=unit).pk)
    world.put("deployment", side, Deployment.objects.get(campaign=campaign, unit=unit).pk)
    world.put("responsibility", side, a_responsibility(campaign, unit, person=head, at=BEGAN).pk)
    group = group_rules.set_up_group(campaign=campaign, unit=unit, name=f"领导小组{tag}", by=office, at=BEGAN)
    member = group_rules.join_group(
        group=group, person=head, role=MemberRole.HEAD, from_on=BEGAN.date(), by=office, at=BEGAN
    )
    world.put("group", side, group.pk)
    world.put("member", side, member.pk)
    decided = group_rules.Resolved(f"清理涉案财物{tag}", unit, date(2021, 4, 30))
    meeting = group_rules.hold_meeting(
        campaign=campaign,
        unit=unit,
        kind=MeetingKind.LEADING_GROUP,
        title=f"推进会{tag}",
        held_at=BEGAN - timedelta(hours=1),
        attendance=20,
        decisions=[decided],
        by=office,
        at=BEGAN,
    )
    world.put("meeting", side, meeting.pk)
    point = a_contact_point(campaign, unit, leader=people.city_leader, at=BEGAN)
    world.put("contact", side, point.pk)
    record_visit(contact=point, visited_on=BEGAN.date(), finding=f"走访发现{tag}", by=office, at=BEGAN)
    owner = people.by["officer"] if side == "own" else people.their_officer
    quarters = a_key_task(campaign, unit, owner=owner, at=BEGAN).quarters
    quarter = quarters.order_by("quarter").first()
    assert quarter is not None
    registers.report_key_task(
        quarter=quarter, state=registers.QuarterState.ON_TRACK, words=f"进展{tag}", by=office, at=BEGAN
    )
    world.put("quarter", side, quarter.pk)
    visit = a_guidance_visit(campaign, unit=unit, by=people.city_guidance, at=BEGAN)
    registers.give_opinion(
        visit=visit,
        text=f"指导意见{tag}",
        unit=unit,
        due_on=date(2021, 5, 1),
        by=people.city_guidance,
        at=BEGAN,
    )
    world.put("guidance_visit", side, visit.pk)
    registers.answer_lesson(
        lesson=campaign.pilots.get().findings.get(),
        unit=unit,
        answer=GapAnswer.GAP,
        words=f"差距{tag}",
        by=office,
        at=BEGAN,
    )
    if side == "own":
        world.put("group", "above", campaign.groups.get(unit=campaign.unit).pk)
        on_top = group_rules.hold_meeting(
            campaign=campaign,
            unit=campaign.unit,
            kind=MeetingKind.TELECONFERENCE,
            title="动员部署会",
            held_at=BEGAN - timedelta(hours=2),
            attendance=120,
            by=office,
            at=BEGAN,
        )
        world.put("meeting", "above", on_top.pk)


def _matters(world: World, campaign: Campaign, side: str) -> None:
    """Matters in every state of one county: the first at work and late, and owned by the officer."""
    people, unit = world.people, world.people.unit(side)
    own, tag = side == "own", OWN if side == "own" else FOREIGN
    owner = people.by["officer"] if own else people.their_officer
    head = people.by["head"] if own else people.their_head
    clerk = people.by["clerk"] if own else people.by["stranger"]
    signer = people.city_inspector

    def registered(words: str, tag: str = tag) -> Matter:
        return a_matter(campaign=campaign, unit=unit, by=clerk, at=BEGAN, statement=f"{words}{tag}")

    def working(words: str, due: date = DUE) -> Matter:
        return at_work(registered(words), owner=owner, by=head, at=BEGAN, due_on=due)

    first = working("丹枫路接报案登记不及时")
    world.put("matter", side, first.pk)
    rules.note_progress(matter_id=first.pk, words=f"已核对{tag}", by=owner, at=BEGAN)
    kept = rules.keep_evidence(
        matter_id=first.pk,
        name=f"{tag}.pdf",
        media_type="application/pdf",
        content=b"%PDF-1.4 of this matter",
        by=owner,
        at=BEGAN,
    )
    world.put("evidence", side, kept.pk)
    asking = working("青石巷涉案财物账实不符", date(2021, 3, 29))
    rules.ask_extension(
        matter_id=asking.pk, new_due_on=date(2021, 4, 9), reason=f"等鉴定{tag}", by=owner, at=BEGAN
    )
    world.put("asking", side, asking.pk)
    sent = submitted(working("白杨街警情处置超时"), by=owner, at=BEGAN + timedelta(days=1))
    world.put("submitted", side, sent.pk)
    done = submitted(working("红旗村笔录漏签"), by=owner, at=BEGAN + timedelta(days=1))
    closed(done, by=signer, at=BEGAN + timedelta(days=2))
    world.put("closed", side, done.pk)
    world.put("recheck", side, done.rechecks.order_by("due_on").first().pk)  # type: ignore[union-attr]
    lasting = long_term(
        registered("作风养成"), owner=owner, by=head, at=BEGAN, stages=((date(2021, 6, 1), f"第一阶段{tag}"),)
    )
    world.put("lasting", side, lasting.pk)
    world.put("milestone", side, lasting.milestones.get().pk)
    unowned = registered("黄土坡接处警迟缓", UNOWNED if own else FOREIGN)
    world.put("registered", side, unowned.pk)


def _about_us(world: World, campaign: Campaign) -> None:
    """Two that hide from us: about the head, and about the whole unit."""
    people, office = world.people, world.people.by["office_city"]
    hidden = a_matter(
        campaign=campaign,
        unit=people.ours,
        by=office,
        at=BEGAN,
        statement=f"丹枫路领导干预{HIDDEN}",
        names=(people.by["head"],),
    )
    owner = people.our_deputy
    hidden = at_work(hidden, owner=owner, by=office, at=BEGAN, due_on=DUE)
    world.put("matter", "hidden", hidden.pk)
    kept = rules.keep_evidence(
        matter_id=hidden.pk,
        name=f"{HIDDEN}.pdf",
        media_type="application/pdf",
        content=b"%PDF-1.4 hidden",
        by=owner,
        at=BEGAN,
    )
    world.put("evidence", "hidden", kept.pk)
    secret = a_matter(
        campaign=campaign,
        unit=people.ours,
        by=office,
        at=BEGAN,
        statement=f"丹枫路集体瞒报{SECRET}",
        names_units=(people.ours,),
    )
    world.put("matter", "secret", secret.pk)


def _leads(world: World, campaign: Campaign) -> None:
    """A lead about a station of either county, one about our head, and what followed for an officer of each."""
    people, first, second = world.people, world.people.city_inspector, world.people.second_inspector
    for side, station in (("own", people.station), ("foreign", people.their_station)):
        lead = discipline.a_lead(
            campaign=campaign, by=first, at=BEGAN, at_unit=people.root, units=(station,),
            statement=f"丹枫路值班饮酒{LEAD if side == 'own' else SECRET}",
        )  # fmt: skip
        world.put("lead", side, lead.pk)
    hidden = discipline.a_lead(
        campaign=campaign, by=first, at=BEGAN, at_unit=people.root, people=(people.by["head"],),
        statement=f"丹枫路收受礼品{SECRET}",
    )  # fmt: skip
    world.put("lead", "hidden", hidden.pk)
    for side, person in (("own", people.by["officer"]), ("foreign", people.their_officer)):
        for thing, result in (("handling", Result.FOUNDED), ("cleared", Result.UNFOUNDED)):
            lead = discipline.a_lead(
                campaign=campaign,
                by=first,
                at=BEGAN,
                at_unit=people.root,
                people=(person,),
                statement=f"吃请{SECRET}",
            )
            discipline.accepted(lead, handler=first, by=first, at=BEGAN)
            discipline.disposed(lead, DisposalKind.TALK, by=first, approver=second, at=BEGAN)
            discipline.reported(lead, result, by=first, team=(), approver=second, at=BEGAN)
            if thing == "cleared":
                cleared = handling.clear_name(
                    lead_id=lead.pk,
                    reach=Reach.UNIT,
                    told=f"不存在{SECRET}",
                    by=first,
                    at=BEGAN,
                    person=person,
                )
                world.put("cleared", side, cleared.pk)
                continue
            made = handling.propose_handling(
                lead_id=lead.pk, person=person, measure=Measures.REMINDER_TALK, basis="条令第五条", facts="吃请一次",
                by=first, at=BEGAN,
            )  # fmt: skip
            handling.decide_handling(handling_id=made.pk, decided_on=BEGAN_ON, by=second, at=BEGAN)
            world.put("handling", side, made.pk)
    _three_rules(world)


def _three_rules(world: World) -> None:
    """An officer of each county recorded who asked, and lost his post afterwards; a summary of last year's end."""
    people = world.people
    for side, station in (("own", people.station), ("foreign", people.their_station)):
        tag = LEAD if side == "own" else SECRET
        recorder = a_person(station, name="记录人", from_on=date(2020, 1, 1))
        note = interference.Note(
            who=f"某人{tag}", role="某职", case="某案", on=BEGAN_ON, way=Way.PHONE, kind=Asking.ENQUIRY,
            content=f"问案情{tag}", answer="按程序",
        )  # fmt: skip
        kept = interference.record_interference(note=note, by=recorder, at=BEGAN)
        material = interference.keep_material(
            record_id=kept.pk, name="来函.pdf", media_type="application/pdf", content=tag.encode(), by=recorder,
            at=BEGAN,
        )  # fmt: skip
        drawn = SpotCheck.objects.create(
            unit=people.unit(side), what=Checked.RECORDS, begins_on=date(2020, 10, 1), ends_on=date(2020, 12, 31),
            seed="0" * 64, population=1, at=BEGAN,
        )  # fmt: skip
        piece = Sampled.objects.create(check_of=drawn, record=kept)
        for thing, made in (
            ("record", kept),
            ("material", material),
            ("spot_check", drawn),
            ("piece", piece),
        ):
            world.put(thing, side, made.pk)
        post = recorder.posts.get()
        post.to_on = BEGAN_ON
        post.save()
        county = Quarter.objects.create(
            unit=people.unit(side),
            begins_on=date(2020, 10, 1),
            ends_on=date(2020, 12, 31),
            at=BEGAN,
            counted={"all": 0},
        )
        world.put("quarter_of_rules", side, county.pk)
    interference.watch_over(at=BEGAN)
    for side in SIDES:
        alert = Alert.objects.get(protected__unit=people.station if side == "own" else people.their_station)
        world.put("alert", side, alert.pk)


def a_list(unit: Unit, tag: str) -> bytes:
    """A list of one problem as people send it."""
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", "责任单位", "问题类别", "问题表述"])
        sheet.write_row(1, 0, [1, unit.name, "有案不立、压案不查", f"表内问题{tag}"])
    return out.getvalue()


def _kept_by_one(world: World, campaign: Campaign) -> None:
    """Saved views, imports and screens: of our clerk, and of theirs."""
    people = world.people
    for side, person, tag in (
        ("own", people.by["clerk"], CLERKS),
        ("foreign", people.by["stranger"], FOREIGN),
    ):
        unit = people.unit(side)
        view = ledger_rules.save_view(name=f"视图{tag}", query="state=all", by=person, at=NOW)
        world.put("view", side, view.pk)
        for thing, take in (("import", False), ("import_done", True)):
            kept = ledger_rules.keep_upload(
                campaign=campaign,
                name=f"{tag}{thing}.xlsx",
                content=a_list(unit, f"{tag if side == 'foreign' else UNOWNED}{thing}"),
                by=person,
                at=NOW,
            )
            kept = ledger_rules.check_import(import_id=kept.pk, by=person, at=NOW)
            if take:
                kept = ledger_rules.take_import(import_id=kept.pk, by=person, at=NOW)
                assert kept.created == 1, kept.report
            world.put(thing, side, kept.pk)
        settled = {"unit": home_of(person, NOW), "by": person, "at": NOW}
        header = HeaderMemory.objects.create(signature=f"sha256:{side}", columns={"unit": "单位"}, **settled)
        world.put("header", side, header.pk)
        text = f"办案队{FOREIGN if side == 'foreign' else ''}"
        word = NameMemory.objects.create(field="unit", text=text, code=unit.code, **settled)
        world.put("word", side, word.pk)
        opened = open_screen(
            name=f"指挥室{FOREIGN if side == 'foreign' else ''}",
            unit=unit,
            campaign=campaign,
            last_day=date(2021, 6, 30),
            by=people.by["office"] if side == "own" else people.their_office,
            at=NOW,
        )
        world.put("screen", side, opened.screen.pk)
        world.token = world.token or opened.token
    for side, person in (("own", people.by["officer"]), ("foreign", people.their_officer)):
        world.put("duty", side, a_duty(person, NOW.date()).pk)
    day = DayOff.objects.create(day=date(2021, 3, 20), worked=True)
    world.put("day", "-", day.pk)
    theirs = "v.example.org+aa5db71a+BIqI4910CfGV/VLbLTy6XXLKZwm/HZQSG/N0iAG0D29c"
    world.put("witness", "-", Witness.objects.create(name="上级督察", key=theirs, since=NOW).pk)
    for side, person in (("own", people.our_helper), ("foreign", people.their_officer)):
        world.put("person", side, person.pk)
        world.put("account", side, an_account(person).pk)
        world.put("holding", side, RoleHolding.objects.filter(person=person).get().pk)
        world.put("unit", side, people.unit(side).pk)


REMINDED = publication_rules.Decision(
    publication_kinds.OutcomeKind.REMINDER_TALK, 1, NOW.date(), "市公安局党委", "条令第二十条"
)


def _told(world: World, campaign: Campaign) -> None:
    """Bulletins of either county, drafted and issued, and one issued by the city that tells only of us."""
    people = world.people
    desks: dict[str, tuple[Unit, Person, Person]] = {
        "own": (people.ours, people.by["clerk"], people.by["head"]),
        "foreign": (people.theirs, people.by["stranger"], people.their_head),
    }
    for side, (unit, drafter, issuer) in desks.items():
        world.put("issued", side, _bulletin(campaign, unit, drafter, issuer).pk)
        a_matter(
            campaign=campaign,
            unit=unit,
            by=drafter,
            at=NOW,
            kind=matter_kinds.Kind.FINDING,
            statement=f"值班记录漏填{OWN if side == 'own' else FOREIGN}",
        )
        draft = _bulletin(campaign, unit, drafter, None, on=NOW.date())
        world.put("draft", side, draft.pk)
        world.put("told", f"{side}_draft", draft.items.order_by("order")[0].pk)
        world.put("outcome", side, an_outcome(draft, by=drafter, at=NOW).pk)
        issued = Bulletin.objects.get(pk=world.of["issued"][side])
        items = issued.items.filter(included=True).order_by("order")
        world.put("told", f"{side}_issued", items[0].pk)
        objected = publication_rules.object_to_item(
            item_id=items[1].pk, words="与事实不符", by=drafter, at=NOW
        )
        world.put("objection", side, objected.pk)
        done = world.of["closed"][side]
        followed = publication_rules.record_outcome(
            said=REMINDED, matter_id=done, by=people.by["office_city"], at=NOW
        )
        world.put("handled", side, done)
        world.put("outcome_of_matter", side, followed.pk)
    only = a_matter(
        campaign=campaign,
        unit=people.station,
        by=people.by["office_city"],
        at=NOW,
        kind=matter_kinds.Kind.FINDING,
        statement="城关所值班脱岗",
    )
    made = publication_rules.draft_bulletin(
        campaign=campaign,
        unit=people.root,
        period_from=NOW.date(),
        period_to=NOW.date(),
        units=[people.ours],
        by=people.by["office_city"],
        at=NOW,
    )
    for item in made.items.exclude(matter=only):
        publication_rules.leave_out(item_id=item.pk, by=people.by["office_city"], at=NOW)
    issued = publication_rules.issue_bulletin(bulletin_id=made.pk, by=people.city_head, at=NOW)
    world.put("issued", "above", issued.pk)
    world.put("told", "above_issued", issued.items.get(matter=only).pk)


def _bulletin(
    campaign: Campaign, unit: Unit, by: Person, issuer: Person | None, on: date = BEGAN_ON
) -> Bulletin:
    """Of what was found on a day: a draft, or issued by a second person without what nobody owns yet."""
    made = publication_rules.draft_bulletin(
        campaign=campaign, unit=unit, period_from=on, period_to=on, by=by, at=NOW
    )
    if issuer is None:
        return made
    for item in made.items.filter(matter__statement__contains=UNOWNED):
        publication_rules.leave_out(item_id=item.pk, by=by, at=NOW)
    return publication_rules.issue_bulletin(bulletin_id=made.pk, by=issuer, at=NOW)
