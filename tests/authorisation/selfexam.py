"""Windows, self-reports, declarations and talks of the table: of ours and of theirs."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from qingyuan.campaign.api import Campaign
from qingyuan.discipline.kinds import Grade
from qingyuan.discipline.rules import declarations, selfhandling, selfreport, talks

if TYPE_CHECKING:
    from tests.authorisation.world import World


def set_up(world: "World", campaign: Campaign, at: datetime) -> None:
    """``own``: of our county, told by one of a station, whom our desk may read; ``foreign``: of theirs."""
    people, first, second = world.people, world.people.city_inspector, world.people.second_inspector
    text = selfreport.publish_policy(
        unit=people.root,
        title="自查从宽、被查从严",
        words="主动交代的，可以从轻或者减轻。",
        basis="政务处分法第十一条第一项",
        answer_days=10,
        adviser="000-1001",
        by=first,
        at=at,
    )
    world.put("policy", "-", text.pk)
    declarations.keep_category(
        code="business", basis="第五十九条第十六项", grade=Grade.A, ranks=["officer"], by=first, at=at
    )
    declarations.confirm_category(code="business", by=second, at=at)
    today = at.date()
    tellers = {"own": (people.our_helper, people.by["officer"]), "foreign": (people.their_officer,) * 2}
    heads = {"own": people.by["head"], "foreign": people.their_head}
    for side, (teller, officer) in tellers.items():
        unit = people.unit(side)
        draft = selfreport.WindowDraft(
            "对照自查", today, today + timedelta(days=30), (("收受礼品", "纪律条令第二十条"),)
        )
        window = selfreport.hold_window(campaign=campaign, unit=unit, draft=draft, by=first, at=at)
        world.put("window", side, window.pk)
        for name, person in (("told_one", teller), ("receipt", officer)):
            selfreport.read_policy(policy_id=text.pk, by=person, at=at)
            made = selfhandling.tell_plain(window_id=None, words={"text": "收过两条烟"}, by=person, at=at)
            world.put(name, side, made.pk if name == "told_one" else made.public_id)
        round_ = declarations.hold_round(
            campaign=campaign,
            code="business",
            unit=unit,
            opens_on=today,
            due_on=today + timedelta(days=14),
            by=first,
            at=at,
        )
        declarations.declare(round_id=round_.pk, words="入股餐馆", by=teller, at=at)
        world.put("round", side, round_.pk)
        talk = talks.book_talk(other=heads[side], on=today, by=officer, at=at)
        world.put("talk", side, talk.pk)
