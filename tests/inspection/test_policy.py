"""What may be asked, how often, and what counts: known answers first, then properties, then what must not pass."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.inspection import policy
from qingyuan.inspection.kinds import ListKind, Result
from qingyuan.inspection.queries.shipped import templates

DAY = date(2021, 3, 19)


def faults(kind=ListKind.SEVEN_RISKS, **changed):
    said = {
        "kind": kind, "title": "公务用枪检查", "source": "通报", "function": "配枪单位", "failed": "没有清点",
        "effect": "枪弹账物一致",
        "items": [policy.ItemText("枪弹账物是否一致", "清点", "条令第五条", "一致")], "units": 3, "due_on": DAY,
    }  # fmt: skip
    return [(one.code, one.item) for one in policy.sending_faults(policy.ListText(**(said | changed)), DAY)]


def test_a_list_that_lacks_nothing_may_go_out():
    assert faults() == []


def test_a_list_says_everything_that_keeps_it_at_the_desk_at_once():
    found = faults(
        kind=ListKind.ALERT, source="", function=" ", failed="", effect=" ", units=0, due_on=DAY - timedelta(days=1),
        items=[policy.ItemText("看枪柜", "", "", "", example=True)],
    )  # fmt: skip
    assert set(found) == {
        ("no_source", 0), ("no_function", 0), ("no_failed", 0), ("no_effect", 0), ("no_units", 0), ("past", 0),
        ("example", 1), ("no_basis", 1), ("no_criterion", 1),
    }  # fmt: skip
    assert ("no_items", 0) in faults(items=[])


@pytest.mark.parametrize(
    "asks",
    [
        *(
            "家属是否开办公司",
            "配偶从业情况",
            "八小时外活动",
            "下班后去向登记",
            "手机定位记录",
            "心率血压",
            "体检结果",
        ),
        *(
            "是否有宗教信仰",
            "思想动态分析",
            "政治表现",
            "朋友圈内容",
            "个人手机聊天",
            "家访记录",
            "子女就读学校",
        ),
    ],
)
def test_an_item_about_private_life_or_beliefs_is_refused_with_the_word(asks):
    (fault,) = policy.item_faults(ListKind.SEVEN_RISKS, policy.ItemText(asks, "", "x", "y"))
    assert fault.code == "private"
    assert fault.word in asks


@pytest.mark.parametrize("part", ["what", "how", "basis", "criterion"])
def test_the_private_word_is_found_wherever_it_stands_in_an_item(part):
    said = {"what": "看", "how": "看", "basis": "看", "criterion": "看", part: "看家庭情况"}
    assert [one.code for one in policy.item_faults(ListKind.OTHER, policy.ItemText(**said))] == ["private"]


@pytest.mark.parametrize("asks", ["对拟任人选的评价", "群众口碑", "是否胜任", "德才表现"])
def test_a_check_of_personnel_selection_asks_for_no_opinion_of_a_person(asks):
    said = policy.ItemText(asks, "", "x", "y")
    assert [one.code for one in policy.item_faults(ListKind.SELECTION, said)] == ["opinion"]


@pytest.mark.parametrize(
    "asks", ["公示的起止日期", "表决票数是否齐全", "考察组成员是否两人以上", "动议有没有记录"]
)
def test_a_check_of_personnel_selection_asks_for_steps(asks):
    assert policy.item_faults(ListKind.SELECTION, policy.ItemText(asks, "", "x", "y")) == []


def test_what_is_shipped_asks_nothing_forbidden_and_says_its_source_or_that_it_is_an_example():
    assert {
        "guns",
        "vehicles",
        "drink_driving",
        "gambling",
        "drugs",
        "secrets",
        "network",
        "selection",
    } <= set(templates())
    for one in templates().values():
        kind = ListKind.SELECTION if one.topic == "selection" else ListKind.SEVEN_RISKS
        for item in one.items:
            paper = item.get("paper", "")
            said = policy.ItemText(
                item["what"], item["how"], item["basis"], item["criterion"], item["example"], paper
            )
            assert policy.item_faults(kind, said) == [], item
            assert item["example"] == (item["grade"] == "U"), item
            assert item["example"] or item["basis"], item


def test_the_shipped_check_of_personnel_selection_asks_for_papers_of_procedure_only():
    asked = {item["what"]: item.get("paper", "") for item in templates()["selection"].items}
    assert list(asked.values()) == ["", "", "考察预告", "表决情况记录", "公示原件"]


@pytest.mark.parametrize(
    "paper", ["考察材料", "谈话记录", "民主测评表", "群众评价", "推荐票", "配偶从业情况表"]
)
def test_a_paper_that_holds_opinions_or_private_life_is_not_asked_for(paper):
    said = policy.ItemText("考察有没有预告", "", "x", "y", paper=paper)
    assert next(one.code for one in policy.item_faults(ListKind.SELECTION, said)) in ("opinion", "private")


@pytest.mark.parametrize("kind", [kind for kind in ListKind if kind is not ListKind.SELECTION])
def test_no_other_list_asks_for_papers(kind):
    said = policy.ItemText("枪柜是否上锁", "", "x", "y", paper="照片")
    assert [one.code for one in policy.item_faults(kind, said)] == ["paper_elsewhere"]


@given(st.sampled_from(Result), st.booleans(), st.integers(0, 4), st.sampled_from(["", " ", "缓议"]))
def test_what_passes_keeps_two_at_most_and_fine_has_either_paper_or_reason(result, asked, papers, reason):
    if policy.paper_faults(result, asked=asked, papers=papers, reason=reason, most=2):
        return
    assert papers <= 2
    assert asked or not papers
    needed = asked and result is Result.FINE
    assert (bool(papers) != bool(reason.strip())) if needed else not reason.strip()


# -- no repeated inspection (D10), counted once (D9) ----------------------------------------------------------------


def test_a_unit_is_barred_until_the_period_is_over_and_the_latest_list_is_named():
    earlier = [policy.Earlier(7, 1, date(2021, 3, 1)), policy.Earlier(7, 2, date(2021, 3, 5))]
    assert policy.repeats(earlier, date(2021, 4, 3), 30)[7].list_id == 2
    assert policy.repeats(earlier, date(2021, 4, 4), 30) == {}
    assert policy.free_from(earlier[1], 30) == date(2021, 4, 4)


days = st.dates(date(2021, 1, 1), date(2021, 12, 31))


@given(st.lists(st.tuples(st.integers(1, 4), days), max_size=20), days, st.integers(0, 90))
def test_whom_it_bars_was_asked_within_the_period_and_nobody_else_is_barred(asked, on, period):
    earlier = [policy.Earlier(unit, n, day) for n, (unit, day) in enumerate(asked)]
    barred = policy.repeats(earlier, on, period)
    for unit in range(1, 5):
        near = [day for one, day in asked if one == unit and (on - day).days < period]
        assert (unit in barred) == bool(near)
        if near:
            assert barred[unit].on == max(near)


def visit(team=1, topic="guns", unit=1, on=DAY):
    return policy.Visit(team, topic, unit, on)


def test_several_days_of_one_topic_by_one_team_count_once():
    week = [visit(unit=unit, on=DAY + timedelta(days=unit)) for unit in range(5)]
    assert policy.inspections(week) == 1
    assert policy.inspections([*week, visit(topic="network")]) == 2
    assert policy.inspections([*week, visit(team=2)]) == 2
    assert policy.inspections([*week, visit(on=date(2021, 4, 6))]) == 2
    assert policy.inspections([]) == 0


visits = st.lists(
    st.builds(visit, st.integers(1, 3), st.sampled_from(["guns", "network"]), st.integers(1, 9), days)
)


@given(visits, visits)
def test_to_look_longer_or_at_more_units_never_counts_less_and_twice_the_same_never_more(some, more):
    assert policy.inspections(some) <= policy.inspections(some + more)
    assert policy.inspections(some + some) == policy.inspections(some)


# -- answers --------------------------------------------------------------------------------------------------------


def lacks(result, words="", *, fixed=False, done="", number=""):
    return policy.answer_faults(result, words, fixed=fixed, done=done, number=number)


def test_fine_needs_no_words_a_problem_says_what_and_not_applicable_says_why():
    assert lacks(Result.FINE) == []
    assert lacks(Result.PROBLEM) == ["no_problem"]
    assert lacks(Result.PROBLEM, number="WT202100001") == []
    assert lacks(Result.NOT_APPLICABLE, " ") == ["no_reason"]


def test_only_a_problem_can_be_put_right_on_the_spot():
    assert lacks(Result.PROBLEM, "没有清单", fixed=True, done="已补") == []
    assert lacks(Result.FINE, fixed=True, done="已补") == ["fixed_nothing"]
    assert lacks(Result.PROBLEM, "没有清单", fixed=True) == ["no_done"]


def test_a_problem_on_the_ledger_cannot_be_corrected_away():
    def against(after, stands):
        return policy.correction_faults(Result.PROBLEM, after, same_words=False, stands=stands)

    assert against(Result.FINE, True) == ["stands"]
    assert against(Result.FINE, False) == []
    assert against(Result.PROBLEM, True) == []


# -- what it wanted and what came of it (236) -----------------------------------------------------------------------


def ending(came_of="十一个单位账物一致", *, effect="枪弹账物一致", answered=True, today=DAY):
    said = policy.Ending(ListKind.SEVEN_RISKS, effect, came_of, DAY, answered)
    return [one.code for one in policy.closing_faults(said, today)]


def test_a_list_is_closed_with_a_line_of_its_own_when_all_answered_or_the_deadline_is_over():
    assert ending() == []
    assert ending(answered=False) == ["too_soon"]
    assert ending(answered=False, today=DAY + timedelta(days=1)) == []
    assert ending(" ") == ["no_came_of"]
    assert ending("枪弹账物一致。") == ["repeats_effect"]
    assert ending("民警家属都满意") == ["private"]
    assert ending(effect="") == []  # it went out before this was asked


@given(st.text(max_size=12), st.text(max_size=12), st.booleans(), days)
def test_what_may_be_closed_says_something_and_something_else_than_was_wanted(
    effect, came_of, answered, today
):
    if "too_soon" in ending(effect=effect, came_of=came_of, answered=answered, today=today):
        assert not answered
        assert today <= DAY
    if not ending(effect=effect, came_of=came_of, answered=answered, today=today):
        assert came_of.strip()
        assert came_of != effect
        assert answered or today > DAY
