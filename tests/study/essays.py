"""Essays for tests: a call in the first stage, and texts that are long enough and nobody else's."""

import random
from datetime import date, datetime, timedelta

from qingyuan.org.api import Person
from qingyuan.org.kinds import Rank
from qingyuan.study.kinds import Authorship
from qingyuan.study.models import Essay, EssayCall
from qingyuan.study.queries import essay_index
from qingyuan.study.rules import essays as rules
from tests.study.conftest import City

DUE = date(2021, 3, 26)
SIGNS = "水火木金土日月星辰山川草石风云雷电雨雪霜露春夏秋冬东西南北上下左右前后内外高低长短宽窄深浅轻重快慢早晚新旧"
# What an officer might write; a colleague copies it.
STORY = (
    "上个月值夜班时，我把报警人的电话记错了一位，回拨三次都打不通，只好让搭档再去现场核实，白白耽误了四十分钟。"
    "第二天我到报警人家里道歉，老人没有责怪我，只说下次慢一点写。回来以后我给自己定了一条：电话当面复述一遍再挂。"
)


def own_words(seed: int, length: int = 320) -> str:
    """A text of so many characters that shares nothing with another seed's."""
    chance = random.Random(seed)
    letters = "".join(chance.choice(SIGNS) for _n in range(length))
    return "，".join(letters[n : n + 9] for n in range(0, length, 9)) + "。"


def a_call(city: City, at: datetime, ranks: tuple[str, ...] = tuple(Rank)) -> EssayCall:
    """The first stage's essay, asked of everybody; the engine counts as compiled."""
    essay_index.folder("compiled").parent.mkdir(parents=True, exist_ok=True)
    essay_index.folder("compiled").touch()
    stage = city.campaign.stages.order_by("order").first()
    return rules.call_essay(
        campaign=city.campaign, stage_id=stage.pk, ranks=ranks, due_on=DUE, by=city.office, at=at
    )


def handed_in(
    call: EssayCall, person: Person, text: str, at: datetime, authorship: Authorship = Authorship.SELF
) -> Essay:
    """A person's essay, handed in."""
    rules.keep_draft(call_id=call.pk, text=text, by=person, at=at)
    at += timedelta(seconds=call.essays.filter(submitted_at__isnull=False).count())  # one after the other
    return rules.hand_in(call_id=call.pk, authorship=authorship, by=person, at=at)
