"""The decisions of a campaign, without a database."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.campaign import policy
from qingyuan.campaign.policy import ClauseLine, Condition, Lack, Period, Timeliness

DAY = date(2021, 3, 8)
days = st.integers(0, 60).map(lambda n: DAY + timedelta(days=n))


@st.composite
def some_periods(draw):
    start = draw(days)
    length = draw(st.none() | st.integers(0, 30))
    return Period(draw(st.integers(1, 9)), start, None if length is None else start + timedelta(days=length))


# --- gates


def test_a_gate_opens_when_every_condition_is_met_or_waived_with_a_signature():
    assert (
        policy.gate_shortfalls(
            [Condition("a", met=True), Condition("b", waiver_asked=True, waiver_signed=True)]
        )
        == ()
    )


def test_a_waiver_without_a_signature_keeps_the_gate_shut():
    (shortfall,) = policy.gate_shortfalls([Condition("a", waiver_asked=True)])
    assert shortfall.lack is Lack.UNSIGNED


def test_a_gate_tells_all_reasons_at_once():
    found = policy.gate_shortfalls(
        [Condition("a"), Condition("b", met=True), Condition("c", waiver_asked=True)],
        earlier_open=["学习教育"],
    )
    assert [(s.lack, s.text) for s in found] == [
        (Lack.EARLIER, "学习教育"),
        (Lack.UNMET, "a"),
        (Lack.UNSIGNED, "c"),
    ]


def test_a_closed_gate_is_not_closed_again():
    assert policy.gate_shortfalls([], closed=True)[0].lack is Lack.CLOSED


@given(st.lists(st.builds(Condition, st.text(max_size=5), st.booleans(), st.booleans(), st.booleans())))
def test_a_gate_opens_exactly_when_nothing_is_unsettled(conditions):
    settled = all(c.met or (c.waiver_asked and c.waiver_signed) for c in conditions)
    assert (policy.gate_shortfalls(conditions) == ()) is settled


# --- deployment


@pytest.mark.parametrize(
    ("deployed", "on", "state", "late"),
    [
        (date(2021, 3, 10), date(2021, 3, 12), Timeliness.ON_TIME, 0),
        (date(2021, 3, 11), date(2021, 3, 12), Timeliness.LATE, 1),
        (None, date(2021, 3, 10), Timeliness.WAITING, 0),
        (None, date(2021, 3, 13), Timeliness.MISSING, 3),
        (date(2021, 3, 7), date(2021, 3, 8), Timeliness.ON_TIME, -3),
    ],
)
def test_two_calendar_days_after_the_kick_off_are_in_time(deployed, on, state, late):
    found = policy.deployment_lateness(DAY, 2, deployed, on)
    assert (found.state, found.days) == (state, late)


def test_before_the_kick_off_nobody_is_late():
    assert policy.deployment_lateness(None, 2, None, DAY).state is Timeliness.NO_DEADLINE


@given(st.integers(0, 10), st.none() | days, days)
def test_a_unit_is_bad_exactly_when_the_day_has_passed_without_it(allowed, deployed, on):
    late = policy.deployment_lateness(DAY, allowed, deployed, on)
    assert late.bad == ((deployed or on) > DAY + timedelta(days=allowed))


# --- one first responsible person at any date


def test_a_gap_and_an_overlap_are_both_found():
    held = [
        Period(1, DAY, DAY + timedelta(days=3)),
        Period(2, DAY + timedelta(days=3), DAY + timedelta(days=5)),
    ]
    assert policy.sole_holder_faults(held, DAY, DAY + timedelta(days=7)) == (
        (DAY + timedelta(days=3), DAY + timedelta(days=3), 2),
        (DAY + timedelta(days=6), DAY + timedelta(days=7), 0),
    )


@given(st.lists(some_periods(), max_size=5), days, st.integers(0, 40))
def test_faults_are_exactly_the_days_without_one_holder(held, first, length):
    last = first + timedelta(days=length)
    faulty = {
        start + timedelta(days=n)
        for start, end, _count in policy.sole_holder_faults(held, first, last)
        for n in range((end - start).days + 1)
    }
    every = (first + timedelta(days=n) for n in range(length + 1))
    assert faulty == {d for d in every if sum(p.from_on <= d <= p.last for p in held) != 1}


@given(st.lists(some_periods(), max_size=6))
def test_successions_never_leave_two_at_once(wanted):
    held: list[Period] = []
    for period in wanted:
        before, against = policy.succession(held, period)
        if against:
            continue
        if before is not None:
            held[held.index(before)] = Period(before.key, before.from_on, period.from_on - timedelta(days=1))
        held.append(period)
    for n in range(120):
        day = DAY + timedelta(days=n)
        assert sum(p.from_on <= day <= p.last for p in held) <= 1


# --- stages on the calendar


@given(days, st.integers(0, 200), st.lists(st.integers(1, 9), max_size=6))
def test_stages_fill_the_campaign_without_gap(first, length, weights):
    last = first + timedelta(days=length)
    shared = policy.stage_dates(first, last, weights)
    assert len(shared) == len(weights)
    if weights and length + 1 >= len(weights):
        assert shared[0][0] == first
        assert shared[-1][1] == last
        assert all(start <= end for start, end in shared)
        assert all(b[0] == a[1] + timedelta(days=1) for a, b in pairwise(shared))


# --- clauses


def test_a_plan_is_split_by_its_numbering():
    text = "各单位:\n一、总体要求\n坚持政治建警。\n(一)目标\n1.筑牢忠诚\n(1)学习\n二、任务"
    text += "\n(一)自查\n2021年3月启动\n1.5倍"
    assert [(c.number, c.level, c.text) for c in policy.split_clauses(text)] == [
        ("一", 1, "总体要求\n坚持政治建警。"),
        ("一（一）", 2, "目标"),
        ("一（一）1", 3, "筑牢忠诚"),
        ("一（一）1（1）", 4, "学习"),
        ("二", 1, "任务"),
        ("二（一）", 2, "自查\n2021年3月启动\n1.5倍"),
    ]


def test_western_brackets_and_dots_number_as_well():
    assert [c.number for c in policy.split_clauses("一.目标\r\n(二)任务\r1．事项\n（三）任务")] == [
        "一",
        "一（二）",
        "一（二）1",
        "一（三）",
    ]


def test_text_without_numbers_has_no_clause():
    assert policy.split_clauses("全市公安机关要高度重视。\n<script>alert(1)</script>") == ()


def test_repeated_numbers_are_named_once():
    assert policy.repeated_numbers(policy.split_clauses("一、甲\n一、乙\n一、丙\n二、丁")) == ("一",)


@given(st.text(max_size=300))
def test_any_text_is_split_without_error_and_without_empty_numbers(text):
    assert all(c.number and 1 <= c.level <= 4 for c in policy.split_clauses(text))


LINES = [
    ClauseLine(n, c.number, c.level, c.text)
    for n, c in enumerate(policy.split_clauses("一、总\n(一)甲\n(二)乙\n二、分\n三、合"), 1)
]


def test_a_heading_is_covered_through_its_parts_and_a_part_through_its_heading():
    assert [c.number for c in policy.uncovered(LINES, {2})] == ["一（二）", "二", "三"]
    assert [c.number for c in policy.uncovered(LINES, {1})] == ["二", "三"]
    assert policy.uncovered(LINES, {1, 4, 5}) == ()


@given(st.sets(st.integers(1, 5)), st.integers(1, 5))
def test_one_more_task_never_uncovers_a_clause(have, more):
    assert set(policy.uncovered(LINES, have | {more})) <= set(policy.uncovered(LINES, have))


def test_tasks_follow_their_clause_to_its_new_number_but_not_to_other_words():
    new = [
        ClauseLine(n, c.number, c.level, c.text)
        for n, c in enumerate(policy.split_clauses("一、总\n(一)新\n(二)甲\n二、分 \n三、合并"), 11)
    ]
    assert policy.carried_over(LINES, new) == {1: 11, 2: 13, 4: 14}


texts = st.lists(
    st.tuples(st.sampled_from("甲乙丙"), st.sampled_from("一二三")), max_size=6, unique_by=lambda t: t[1]
)


@given(texts, texts)
def test_what_is_carried_over_keeps_its_words_and_nobody_shares_a_clause(before, after):
    old = [ClauseLine(n, number, 1, text) for n, (text, number) in enumerate(before)]
    new = [ClauseLine(100 + n, number, 1, text) for n, (text, number) in enumerate(after)]
    words = {c.id: c.text for c in (*old, *new)}
    pairs = policy.carried_over(old, new)
    assert len(set(pairs.values())) == len(pairs)
    assert all(words[a] == words[b] for a, b in pairs.items())
    for text in "甲乙丙":
        could = min(sum(c.text == text for c in old), sum(c.text == text for c in new))
        assert sum(words[a] == text for a in pairs) == could
