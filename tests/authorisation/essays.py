"""Essays of the table: one asked for by either county, a draft of an officer's, one that waits to be read."""

import random
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from qingyuan.campaign.api import Campaign
from qingyuan.org.kinds import Rank
from qingyuan.study.kinds import Authorship, NodeKind, SourceKind
from qingyuan.study.models import Node
from qingyuan.study.rules import essay_publishing as publishing
from qingyuan.study.rules import essay_sources, essays
from tests.authorisation.people import FOREIGN, OWN

if TYPE_CHECKING:
    from tests.authorisation.world import World

LATER = date(2021, 3, 30)
CALLS = ("move_essay_due", "essay", "drop_essay_draft", "hand_in_essay", "essay_desk", "essay_figures")
THINGS = {
    **{f"study:{name}": "essay_call" for name in CALLS},
    "study:take_essay_back": "essay_call_done",
    **{f"study:{name}": "essay" for name in ("essay_review", "sign_essay", "return_essay")},
    **{f"study:{name}": "essay_call_done" for name in ("offer_essay", "take_offer_back")},
    **{f"study:{name}": "essay_offered" for name in ("publish_essay", "decline_publication")},
    "study:published_essay": "essay_published",
    "study:remove_essay_source": "essay_source",
    "study:change_node": "curriculum_node",
}
FORMS: Mapping[str, Callable[["World"], Mapping[str, object]]] = {
    "study:call_essay": lambda world: {
        "stage": world.of["stage"]["above"],
        "ranks": ["officer"],
        "due_on": "2021-03-29",
        "most": 2000,
    },
    "study:move_essay_due": lambda _world: {"due_on": "2021-03-30"},
    "study:essay": lambda _world: {"text": a_text(3)},
    "study:hand_in_essay": lambda _world: {"authorship": "self"},
    "study:return_essay": lambda _world: {"words": "请写自己的一件事"},
    "study:offer_essay": lambda _world: {"title": "一件事", "named": "no"},
    "study:publish_essay": lambda _world: {"version": 0},
    "study:decline_publication": lambda _world: {"version": 0, "words": "有别人的姓名"},
    "study:add_essay_source": lambda _world: {"kind": "template", "title": "范文", "text": a_text(4)},
}


def a_text(seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice("水火木金土日月星辰山川草石风云") for _n in range(320))


def set_up(world: "World", campaigns: Mapping[str, Campaign], at: datetime) -> None:
    """The same of ours and of theirs: the officer has a draft in the running stage and handed in in the next."""
    people = world.people
    officers = {
        "own": (people.by["officer"], people.our_helper),
        "foreign": (people.their_officer, people.their_head),
    }
    for side, (officer, other) in officers.items():
        campaign = campaigns[side]
        stages = [one for one in campaign.stages.order_by("order") if one.ends_on >= LATER]
        made = [
            essays.call_essay(
                campaign=campaign,
                stage_id=stage.pk,
                ranks=list(Rank),
                due_on=date(2021, 3, 26) if n == 0 else stage.ends_on,
                by=campaign.created_by,
                at=at,
            )
            for n, stage in enumerate(stages[:2])
        ]
        first, second = made
        essays.keep_draft(call_id=first.pk, text=a_text(1), by=officer, at=at)
        essays.hand_in_many(call_id=second.pk, said=[(officer, a_text(2), Authorship.SELF)], at=at)
        essays.hand_in_many(call_id=first.pk, said=[(other, a_text(5), Authorship.HELPED)], at=at)
        world.put("essay_call", side, first.pk)
        world.put("essay_call_done", side, second.pk)
        world.put("essay", side, first.essays.get(person=other).pk)
        clerk = people.by["clerk"] if side == "own" else people.by["stranger"]
        reader = people.our_deputy if side == "own" else people.their_head
        tag = OWN if side == "own" else FOREIGN
        for call, thing in ((first, "essay_offered"), (second, "essay_published")):
            essays.hand_in_many(call_id=call.pk, said=[(clerk, a_text(6), Authorship.SELF)], at=at)
            essay = call.essays.get(person=clerk)
            essays.sign_read(essay_id=essay.pk, by=reader, at=at)
            row = publishing.offer_essay(
                call_id=call.pk, title=f"一件小事{tag}", named=False, by=clerk, at=at
            )
            world.put(thing, side, essay.pk)
            if thing == "essay_published":
                publishing.publish_essay(essay_id=essay.pk, version=row.version, by=reader, at=at)
                world.put(thing, side, row.pk)
        node = Node.objects.create(
            campaign=campaign, kind=NodeKind.ACTIVITY, title="大走访", education_id="law"
        )
        world.put("curriculum_node", side, node.pk)
    source = essay_sources.add_source(
        kind=SourceKind.TEMPLATE, title="流传的范文", text=a_text(9), by=people.by["office_city"], at=at
    )
    world.put("essay_source", "-", source.pk)
