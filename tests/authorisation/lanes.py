"""Of either county: a meeting with what was said on it, and hot matters that wait, are written up and are public."""

from datetime import date, datetime

from qingyuan.campaign.api import Campaign
from qingyuan.matters.api import Matter, rules
from qingyuan.matters.testing import a_matter, at_work, closed, submitted
from qingyuan.publication import rules as publication
from qingyuan.resolutions.kinds import OccasionKind, SaidKind
from qingyuan.resolutions.models import Said
from qingyuan.resolutions.rules import note_criticism, note_lines
from qingyuan.resolutions.testing import an_occasion, resolved
from tests.authorisation.people import FOREIGN, OWN, SAID
from tests.authorisation.world import World

DUE = date(2021, 4, 16)


def set_up(world: World, campaign: Campaign, at: datetime) -> None:
    for side in ("own", "foreign"):
        _occasion(world, campaign, side, at)
        _talk(world, campaign, side, at)
        _hot(world, campaign, side, at)


def _occasion(world: World, campaign: Campaign, side: str, at: datetime) -> None:
    """The head chaired, a deputy and an officer of the station took part; the clerk keeps the minutes elsewhere."""
    people, own = world.people, side == "own"
    unit, head = people.unit(side), people.by["head"] if own else people.their_head
    members = (people.our_deputy, people.our_helper) if own else (people.their_officer, people.their_office)
    meeting = an_occasion(
        campaign=campaign, unit=unit, chair=head, members=members, by=head, at=at,
        title=f"民主生活会{OWN if own else FOREIGN}",
    )  # fmt: skip
    tag = SAID if own else FOREIGN
    said = {"occasion_id": meeting.pk, "by": head, "at": at}
    note_lines(kind=SaidKind.OPINION, lines=[f"会议太长{tag}"], **said)  # type: ignore[arg-type]
    criticised = note_criticism(
        speaker=members[0], about=members[1], fact=f"例会迟到{tag}", happened_on=at.date(), **said  # type: ignore[arg-type]
    )  # fmt: skip
    resolved(
        meeting,
        owner=members[0],
        due_on=DUE,
        by=head,
        at=at,
        statements=(f"精简会议{OWN if own else FOREIGN}",),
    )
    world.put("occasion", side, meeting.pk)
    world.put("said", side, Said.objects.get(pk=criticised.pk).pk)


def _talk(world: World, campaign: Campaign, side: str, at: datetime) -> None:
    people, own = world.people, side == "own"
    head = people.by["head"] if own else people.their_head
    talk = an_occasion(
        campaign=campaign, unit=people.unit(side), chair=people.city_head, members=(head,),
        by=people.by["office_city"], at=at, kind=OccasionKind.SUMMONED_TALK,
        title=f"约谈{OWN if own else FOREIGN}", reason=f"超期未办{SAID if own else FOREIGN}",
    )  # fmt: skip
    world.put("summoned_talk", side, talk.pk)


def _hot(world: World, campaign: Campaign, side: str, at: datetime) -> None:
    """One waits for its first response; one is written up and one is public: of that nothing marked is told."""
    people, own = world.people, side == "own"
    office, head = people.by["office_city"], people.by["head"] if own else people.their_head
    clerk = people.by["clerk"] if own else people.by["stranger"]
    owner, tag = people.our_deputy if own else people.their_officer, OWN if own else FOREIGN

    def hot(words: str) -> Matter:
        made = a_matter(campaign=campaign, unit=people.unit(side), by=clerk, at=at, statement=f"{words}{tag}")
        at_work(made, owner=owner, by=head, at=at, due_on=DUE)
        rules.mark_hot(matter_id=made.pk, reason=f"排队{tag}", place="热线", by=office, at=at)
        return made

    world.put("hot", side, hot("窗口排队").pk)
    for thing in ("answer", "answer_out"):
        made = hot("答复慢")
        rules.respond(matter_id=made.pk, words="已告知", by=clerk, at=at)
        submitted(made, by=owner, at=at)
        closed(made, by=people.city_inspector, at=at)
        public = thing == "answer_out"
        written = publication.draft_answer(
            matter_id=made.pk,
            question="排队时间长" + ("" if public else tag),
            done="增开窗口",
            by=clerk,
            at=at,
        )
        if public:
            publication.publish_answer(answer_id=written.pk, by=office, at=at)
        else:
            world.put("hot_done", side, made.pk)
        world.put(thing, side, written.pk)
