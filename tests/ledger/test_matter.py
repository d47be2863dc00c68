"""The page of a matter: what it shows, what it offers whom, and every act through its own address."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingyuan.campaign.kinds import Duty
from qingyuan.campaign.testing import a_responsibility
from qingyuan.matters.api import kinds
from qingyuan.matters.models import Matter
from qingyuan.matters.testing import long_term
from qingyuan.org.api import Role
from qingyuan.org.testing import a_person, holds
from qingyuan.trail.api import acts_on

from .conftest import AT, CLAIM, DUE, FIX, City, at, offered, state, text

ACTS = [
    "fix",
    "reassign",
    "progress",
    "submit",
    "return",
    "close",
    "extend",
    "answer",
    "reopen",
    "void",
    "milestone",
]


# -- the four questions -----------------------------------------------------------------------------------


def test_the_page_shows_everything_about_a_matter(city: City, as_) -> None:
    matter = city.closed()
    page = text(as_(city.guidance).get(at("matter", matter)))
    for words in (
        matter.number,
        matter.statement,
        "逐案核对",
        "责任人",
        "督察",
        "已补录",
        "登记制度",
        "2021-06-21",
    ):
        assert words in page


def test_a_matter_without_a_leader_of_its_own_shows_the_one_whose_line_of_work_covers_its_unit(
    city: City, as_
) -> None:
    matter = city.working()
    assert "责任领导" not in text(as_(city.guidance).get(at("matter", matter)))
    leader = a_person(city.root, name="分管副局长", leader=True)
    kind = Duty.DUAL
    a_responsibility(city.campaign, city.root, person=leader, kind=kind, covers=[city.ours], at=AT)
    assert "责任领导</dt><dd>分管副局长" in text(as_(city.guidance).get(at("matter", matter)))
    Matter.objects.filter(pk=matter.pk).update(leader=city.head)
    written = text(as_(city.guidance).get(at("matter", matter)))
    assert "责任领导</dt><dd>局长" in written
    assert "分管副局长" not in written


def test_a_strangers_matter_is_not_there_and_neither_are_its_acts(city: City, as_) -> None:
    matter = city.working()
    assert as_(city.stranger).get(at("matter", matter)).status_code == 404
    for name in ("fix", "progress", "submit", "reassign"):
        assert as_(city.stranger).post(at(name, matter), {"words": "x"}).status_code == 404, name
    assert as_(city.office).get(reverse("ledger:matter", args=[10**6])).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_acts_answer_only_to_post(city: City, as_, name: str) -> None:
    holds(city.office, Role.CLERK, city.root)
    assert as_(city.office).get(at(name, city.working())).status_code == 405


@pytest.mark.parametrize("name", ACTS)
def test_the_guidance_group_reads_and_is_turned_away_from_every_act(city: City, as_, name: str) -> None:
    matter = city.working()
    client = as_(city.guidance)
    assert client.get(at("matter", matter)).status_code == 200
    assert client.post(at(name, matter), {}).status_code == 403
    assert offered(client.get(at("matter", matter))) == set()


def test_a_matter_that_names_somebody_does_not_exist_for_him(city: City, as_) -> None:
    matter = city.registered(statement="反映局长", names=(city.head,))
    assert as_(city.head).get(at("matter", matter)).status_code == 404
    assert as_(city.head).post(at("fix", matter), FIX).status_code == 404
    page = as_(city.clerk).get(at("matter", matter))
    assert "限制知悉" in text(page)


def test_the_page_of_a_matter_costs_no_more_for_a_long_story(city: City, as_) -> None:
    matter = city.working()
    client = as_(city.owner)

    def spent() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(at("matter", matter))
        return sum("org_dayoff" not in one["sql"] for one in asked.captured_queries)

    spent()
    few = spent()
    for n in range(12):
        client.post(at("progress", matter), {"words": f"进展{n}"})
    client.get(at("matter", matter))
    assert spent() == few


# -- what is offered whom -----------------------------------------------------------------------------------


def test_each_is_offered_only_what_he_may_do(city: City, as_) -> None:
    registered = city.registered(statement="一")
    assert offered(as_(city.head).get(at("matter", registered))) == {"fix"}
    assert offered(as_(city.office).get(at("matter", registered))) == {"fix", "void", "mark_hot"}
    working = city.working(statement="二")
    assert offered(as_(city.owner).get(at("matter", working))) == {"progress", "submit", "extend"}
    assert offered(as_(city.clerk).get(at("matter", working))) == {"progress", "submit", "extend", "reassign"}
    assert offered(as_(city.inspector).get(at("matter", working))) == {"void"}
    submitted = city.submitted(statement="三")
    assert offered(as_(city.owner).get(at("matter", submitted))) == set()
    assert offered(as_(city.inspector).get(at("matter", submitted))) == {"close", "return"}
    closed = city.closed(statement="四")
    assert offered(as_(city.office).get(at("matter", closed))) == {"recheck", "reopen"}
    assert offered(as_(city.clerk).get(at("matter", closed))) == set()


def test_what_is_offered_is_not_refused_for_want_of_permission(city: City, as_) -> None:
    for matter in (
        city.registered(statement="一"),
        city.working(statement="二"),
        city.submitted(statement="三"),
    ):
        for person in (city.owner, city.head, city.clerk, city.office, city.inspector):
            page = as_(person).get(at("matter", matter))
            for do in offered(page) if page.status_code == 200 else ():
                if do != "close":  # signing off needs nothing typed
                    assert as_(person).post(at(do, matter), {}).status_code == 200, (do, person)


def test_who_waits_is_told_for_whom(city: City, as_) -> None:
    assert "等待 源河分局 定责任人" in text(
        as_(city.guidance).get(at("matter", city.registered(statement="一")))
    )
    assert "由 责任人 负责整改" in text(as_(city.guidance).get(at("matter", city.working(statement="二"))))
    assert "第二人验收" in text(as_(city.owner).get(at("matter", city.submitted(statement="三"))))


# -- three fixes ----------------------------------------------------------------------------------------------


def test_the_three_fixes_start_work(city: City, as_) -> None:
    matter = city.registered()
    assert as_(city.head).post(at("fix", matter), FIX).status_code == 302
    kept = Matter.objects.get(pk=matter.pk)
    assert (kept.state, kept.owner, kept.due_on) == (kinds.State.WORKING, city.owner, DUE)


def test_every_fix_that_is_missing_is_said_at_its_field(city: City, as_) -> None:
    matter = city.registered()
    page = as_(city.head).post(at("fix", matter), {"term": "dated"})
    form = page.context["asked"][0]["form"]
    assert set(form.errors) == {"owner", "measures", "due_on"}
    assert "还没有明确责任人" in text(page)
    assert state(matter) == kinds.State.REGISTERED


def test_the_form_proposes_a_deadline_and_only_people_of_the_unit(city: City, as_) -> None:
    page = as_(city.head).get(at("matter", city.registered()))
    assert 'value="2021-04-19"' in text(page), "twenty working days; 5 April 2021 is a holiday"
    assert "责任人（A00001）" in text(page)
    assert "B00001" not in text(page)
    answer = as_(city.office).post(at("fix", city.registered(statement="二")), FIX | {"owner": "B00001"})
    assert "没有找到“B00001”" in text(answer)


def test_a_long_term_matter_has_stages_and_no_deadline(city: City, as_) -> None:
    matter = city.registered()
    said = FIX | {"term": "long", "stage_on_1": "2021-04-30", "stage_words_1": "建制度"}
    assert as_(city.head).post(at("fix", matter), said).status_code == 302
    kept = Matter.objects.get(pk=matter.pk)
    assert (kept.term, kept.due_on, kept.milestones.count()) == (kinds.Term.LONG, None, 1)


def test_a_long_term_matter_without_stages_or_with_half_a_stage_is_refused(city: City, as_) -> None:
    matter = city.registered()
    page = as_(city.head).post(at("fix", matter), FIX | {"term": "long"})
    assert "至少要有一个阶段目标" in text(page)
    page = as_(city.head).post(at("fix", matter), FIX | {"term": "long", "stage_words_1": "建制度"})
    assert "阶段目标和日期要一起填写" in text(page)
    assert state(matter) == kinds.State.REGISTERED


def test_stages_are_met_one_by_one_and_only_then_comes_sign_off(city: City, as_) -> None:
    matter = long_term(city.registered(), owner=city.owner, by=city.office, at=AT, stages=((DUE, "建制度"),))
    client = as_(city.owner)
    assert offered(client.get(at("matter", matter))) == {"progress", "milestone"}
    page = client.post(at("submit", matter), CLAIM)
    assert "还有阶段目标没有完成" in text(page)
    assert "已补录全部案件" in text(page), "what was written is not lost"
    stage = matter.milestones.get()
    assert "请写明完成情况" in text(client.post(at("milestone", matter), {"stage": stage.pk, "note": ""}))
    client.post(at("milestone", matter), {"stage": stage.pk, "note": "制度已印发"})
    assert client.post(at("submit", matter), CLAIM).status_code == 302


# -- progress, sign-off, return -----------------------------------------------------------------------------


def test_the_whole_loop_runs_through_the_pages_and_every_act_is_recorded(city: City, as_) -> None:
    matter = city.registered()
    steps = [
        (city.head, "fix", FIX),
        (city.owner, "progress", {"words": "已核对一半"}),
        (city.owner, "submit", CLAIM),
        (city.office, "return", {"reason": "请附清单"}),
        (city.owner, "submit", CLAIM),
        (city.inspector, "close", {"words": "属实"}),
        (city.office, "reopen", {"reason": "又发现两起"}),
    ]
    for person, name, said in steps:
        assert as_(person).post(at(name, matter), said).status_code == 302, name
    acts = [entry.act.removeprefix("matters.") for entry in acts_on(f"matter:{matter.pk}")]
    assert acts == ["register", *(name for _person, name, _said in steps)]
    page = text(as_(city.owner).get(at("matter", matter)))
    assert "请附清单" in page
    assert "又发现两起" in page


def test_sign_off_says_all_that_is_missing(city: City, as_) -> None:
    matter = city.working()
    page = as_(city.owner).post(at("submit", matter), {"ground": "fixed"})
    form = next(card["form"] for card in page.context["asked"] if card["do"] == "submit")
    assert set(form.errors) == {"effect", "cause", "rule_change"}
    page = as_(city.owner).post(at("submit", matter), CLAIM | {"rule_change": "none", "rule_words": " "})
    assert "请写明为什么没有制度漏洞" in text(page)
    assert state(matter) == kinds.State.WORKING


def test_why_one_cannot_sign_off_is_said_before_one_tries(city: City, as_) -> None:
    holds(city.head, Role.CAMPAIGN_OFFICE, city.root)
    matter = city.submitted()
    page = as_(city.head).get(at("matter", matter))
    assert "责任单位的人不能验收本单位的事项" in text(page)
    assert reverse("ledger:close", args=[matter.pk]) not in text(page)
    assert as_(city.head).post(at("close", matter), {}).status_code == 200
    assert state(matter) == kinds.State.SUBMITTED


def test_already_investigated_needs_a_fresh_note_and_a_second_reviewer(city: City, as_) -> None:
    matter = city.working()
    as_(city.owner).post(at("submit", matter), CLAIM | {"ground": "already_investigated"})
    page = as_(city.office).post(at("close", matter), {"words": ""})
    assert {"review_note", "reviewer"} <= set(page.context["asked"][0]["form"].errors)
    said = {"review_note": "重新调取监控", "reviewer": city.inspector.police_no}
    assert as_(city.office).post(at("close", matter), said).status_code == 302


def test_a_return_or_a_reopening_without_a_reason_is_refused(city: City, as_) -> None:
    submitted, closed = city.submitted(statement="一"), city.closed(statement="二")
    assert "退回请写明理由" in text(as_(city.office).post(at("return", submitted), {"reason": " "}))
    assert "重新启动请写明理由" in text(as_(city.office).post(at("reopen", closed), {"reason": ""}))
    assert (state(submitted), state(closed)) == (kinds.State.SUBMITTED, kinds.State.CLOSED)


def test_what_people_write_is_never_markup(city: City, as_) -> None:
    matter = city.working(statement="<script>alert(1)</script>坏")
    as_(city.owner).post(at("progress", matter), {"words": "<img src=x onerror=alert(1)>"})
    page = text(as_(city.owner).get(at("matter", matter)))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;img src=x" in page
