"""A small city in a data directory of its own, for a server that is started next. Prints whom the journeys need.

``python -m tests.journeys.prepare`` with ``QINGYUAN_DATA`` and ``QINGYUAN_CLOCK`` set.
"""

import json
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from qingyuan.org.api import Person, Unit


def city() -> dict[str, object]:
    """The city, and what a browser must know of it: account names, codes of units, addresses."""
    from qingyuan.campaign.testing import a_campaign, a_plan
    from qingyuan.kit import clock
    from qingyuan.matters.testing import a_matter, at_work
    from qingyuan.org.api import Role, Unit
    from qingyuan.org.testing import PASSWORD, a_person, a_unit, an_account

    at = clock.now()
    root = a_unit(name="示例市公安局", name_en="Shili Public Security Bureau", code="990100000000")
    ours, theirs = (
        a_unit(root, name="源河分局", name_en="Yuanhe"),
        a_unit(root, name="郾川分局", name_en="Yanchuan"),
    )
    politics = a_unit(root, name="政治部", name_en="Political Department")
    root, ours, theirs, politics = (Unit.objects.get(pk=one.pk) for one in (root, ours, theirs, politics))
    people = {
        "office": a_person(politics, Role.CAMPAIGN_OFFICE, at_unit=root, name="整顿办钱"),
        "inspector": a_person(politics, Role.DISCIPLINE, at_unit=root, name="督察孙"),
        "clerk": a_person(ours, Role.CLERK, name="内勤赵"),
        "head": a_person(ours, Role.UNIT_HEAD, name="局长李", leader=True),
        "officer": a_person(ours, name="民警周"),
        "secretary": a_person(ours, Role.BRANCH_SECRETARY, name="书记吴"),
        "stranger": a_person(theirs, Role.UNIT_HEAD, name="外局长郑"),
        "locked": a_person(ours, name="民警王"),
        "system": a_person(politics, Role.SYSTEM_ADMIN, at_unit=root, name="系统管理员吕"),
        "security": a_person(politics, Role.SECURITY_ADMIN, at_unit=root, name="安全管理员施"),
        "audit": a_person(politics, Role.AUDIT_ADMIN, at_unit=root, name="审计管理员张"),
    }
    campaign = a_campaign(root, name="2021", units=0, at=at)
    a_plan(campaign, at=at)
    about = a_matter(
        campaign=campaign,
        unit=ours,
        by=people["office"],
        at=at,
        statement="暗访发现书记值班脱岗",
        names=(people["secretary"],),
    )
    for number in range(3):
        other = a_matter(
            campaign=campaign,
            unit=ours,
            by=people["clerk"],
            at=at,
            statement=f"窗口服务告知不全第{number + 1}处",
        )
        at_work(other, owner=people["locked"], by=people["head"], at=at, due_on=date(2021, 4, 20))
    people |= _desks(root, politics, at)
    _self_examination(root, people, at)
    people |= _study(ours, at)
    _essays(people, at)
    for person in people.values():
        an_account(person)
    return {
        "accounts": {name: person.police_no for name, person in people.items()},
        "names": {name: person.name for name, person in people.items()},
        "password": PASSWORD,
        "ours": ours.code,
        "about_secretary": about.pk,
    }


def _desks(root: "Unit", politics: "Unit", at: datetime) -> "dict[str, Person]":
    """Desks for reports: two outside with keys, so that the form is open; the city's holders have none yet."""
    from qingyuan.org.api import Role
    from qingyuan.org.testing import a_person
    from qingyuan.reports.kinds import DeskKind
    from qingyuan.reports.models import Desk, Holder
    from qingyuan.reports.testing import a_seat

    outside = [a_seat(kind, None, at=at) for kind in (DeskKind.RESIDENT, DeskKind.UPPER)]
    handler = a_person(politics, Role.DISCIPLINE, at_unit=root, name="督察陈")
    later = a_person(politics, Role.DISCIPLINE, at_unit=root, name="督察林")
    desk = Desk.objects.create(
        kind=DeskKind.CITY, unit=politics, name="市局督察举报岗", name_en="City supervision"
    )
    for person in (handler, later):
        Holder.objects.create(
            desk=desk,
            person=person,
            from_at=at,
            proposed_by=outside[0].person,
            agreed_by=outside[1].person,
            agreed_at=at,
        )
    return {
        "handler": handler,
        "later": later,
        "resident": outside[0].person,
        "upper": outside[1].person,
    }


def _study(ours: "Unit", at: datetime) -> "dict[str, Person]":
    """A branch with its secretary and last week's plan; somebody on night shift, who is on duty next Tuesday too."""
    from datetime import timedelta

    from qingyuan.campaign.api import Campaign
    from qingyuan.org.api import Role
    from qingyuan.org.testing import a_branch, a_duty, a_person
    from qingyuan.study.testing import a_lesson, a_plan

    branch = a_branch(ours, name="巡警党支部")
    secretary = a_person(ours, Role.BRANCH_SECRETARY, name="支书何", branch=branch)
    branch.secretary = secretary
    branch.save()
    night = a_person(ours, name="夜班许", branch=branch)
    for name in ("党员甲", "党员乙"):
        a_person(ours, name=name, branch=branch)
    evening = at.replace(hour=20)
    a_duty(night, date(2021, 3, 18), date(2021, 3, 19), span=(evening, evening + timedelta(hours=12)))
    a_duty(night, date(2021, 3, 23))
    lines = [(date(2021, 3, 9), a_lesson()), (date(2021, 3, 12), a_lesson("周五早课", "09:00", "09:45"))]
    a_plan(Campaign.objects.get(), ours, date(2021, 3, 8), lines, by=secretary, at=at, branch=branch)
    return {"branch_secretary": secretary, "night": night}


def _self_examination(root: "Unit", people: "dict[str, Person]", at: datetime) -> None:
    """A policy, a window in which nobody has answered yet, and a round of declarations."""
    from datetime import timedelta

    from qingyuan.campaign.api import Campaign
    from qingyuan.discipline.kinds import Grade
    from qingyuan.discipline.rules import declarations, selfreport

    inspector, campaign, today = people["inspector"], Campaign.objects.get(), at.date()
    selfreport.publish_policy(
        unit=root,
        title="自查从宽、被查从严",
        words="主动交代的，可以从轻或者减轻。",
        basis="政务处分法第十一条第一项",
        answer_days=10,
        adviser="000-1001",
        by=inspector,
        at=at,
    )
    items = (("收受礼品礼金", "公安机关人民警察纪律条令第二十条"),)
    draft = selfreport.WindowDraft("对照自查", today, today + timedelta(days=30), items)
    selfreport.hold_window(campaign=campaign, unit=root, draft=draft, by=people["office"], at=at)
    basis = "公务员法第五十九条第十六项"
    declarations.keep_category(
        code="business", basis=basis, grade=Grade.A, ranks=["officer"], by=inspector, at=at
    )
    declarations.confirm_category(code="business", by=people["handler"], at=at)
    declarations.hold_round(
        campaign=campaign, code="business", unit=root, opens_on=today, due_on=today + timedelta(days=14),
        by=inspector, at=at,
    )  # fmt: skip


def _essays(people: "dict[str, Person]", at: datetime) -> None:
    """An essay asked of everybody; the head of the other county has handed his in. The engine is compiled now."""
    from qingyuan.campaign.api import Campaign
    from qingyuan.org.kinds import Rank
    from qingyuan.study.kinds import Authorship
    from qingyuan.study.queries import essay_index
    from qingyuan.study.rules import essays
    from tests.study.essays import STORY, own_words

    campaign = Campaign.objects.get()
    stage = campaign.stages.order_by("order")[0]
    call = essays.call_essay(
        campaign=campaign,
        stage_id=stage.pk,
        ranks=list(Rank),
        due_on=stage.ends_on,
        by=people["office"],
        at=at,
    )
    told = [(people["stranger"], STORY + own_words(1), Authorship.SELF)]
    essays.hand_in_many(call_id=call.pk, said=told, at=at)
    essay_index.prepare(campaign.pk)


def main() -> int:
    django.setup()
    from qingyuan.site import running

    running.prepare()
    json.dump(city(), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
