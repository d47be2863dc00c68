"""What stands against writing an occasion down, and against what was said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.resolutions import policy
from qingyuan.resolutions.errors import GAPS
from qingyuan.resolutions.kinds import OccasionKind, SaidKind
from qingyuan.resolutions.policy import Criticism, Holding, Listener

DAY = date(2021, 3, 19)
MEETING = Holding(OccasionKind.DEMOCRATIC_LIFE, "民主生活会", DAY, "00010001", 1, "00010001", (2, 3), "")
TALK = Holding(OccasionKind.SUMMONED_TALK, "约谈", DAY, "00010001", 1, "0001", (2, 3), "两个月没有开会研究")


def changed(said, **fields):
    return type(said)(**{**vars(said), **fields})


def test_a_sound_meeting_and_a_sound_talk_have_no_gaps():
    assert policy.holding_gaps(MEETING, DAY) == []
    assert policy.holding_gaps(TALK, DAY) == []


@pytest.mark.parametrize(
    ("said", "gap"),
    [
        (changed(MEETING, title=" "), "no_title"),
        (changed(MEETING, held_on=date(2021, 3, 20)), "ahead"),
        (changed(MEETING, chair_id=None), "no_chair"),
        (changed(MEETING, people=()), "nobody"),
        (changed(MEETING, people=(2, 2)), "twice"),
        (changed(MEETING, people=(1, 2)), "twice"),
        (changed(MEETING, people=tuple(range(2, 82))), "too_many"),
        (changed(MEETING, reason="事由"), "reason_not_asked"),
        (changed(TALK, reason=""), "no_reason"),
        (changed(TALK, chair_home="00010001"), "own_unit"),
        (changed(TALK, chair_home="000100010001"), "own_unit"),
    ],
)
def test_each_gap_of_an_occasion_is_named(said, gap):
    assert policy.holding_gaps(said, DAY) == [gap]
    assert gap in GAPS


def test_what_is_said_belongs_to_its_occasion():
    assert policy.line_gaps(OccasionKind.SUMMONED_TALK, SaidKind.OPINION, ["一条"]) == ["not_here"]
    assert policy.line_gaps(OccasionKind.ORG_LIFE, SaidKind.DEMAND, ["一条"]) == ["not_here"]
    for said in SaidKind:
        assert policy.line_gaps(OccasionKind.OWN_MEASURES, said, ["一条"]) == ["not_here"]
    assert policy.line_gaps(OccasionKind.ORG_LIFE, SaidKind.OPINION, []) == ["no_words"]
    assert policy.line_gaps(OccasionKind.ORG_LIFE, SaidKind.OPINION, ["长" * 501]) == ["too_long"]
    assert policy.line_gaps(OccasionKind.ORG_LIFE, SaidKind.OPINION, ["一"] * 51) == ["too_many_lines"]
    assert policy.line_gaps(OccasionKind.ORG_LIFE, SaidKind.OPINION, ["某领导信仰动摇"]) == ["belief"]


@given(st.lists(st.text(max_size=8), max_size=12), st.randoms())
def test_opinions_lose_the_order_in_which_they_came(lines, dice):
    mixed = list(lines)
    dice.shuffle(mixed)
    assert policy.in_no_order(lines) == policy.in_no_order(mixed)
    assert set(policy.in_no_order(lines)) == {line.strip() for line in lines if line.strip()}


SOUND = Criticism(1, 2, "三次例会没有到，也没有请假", date(2021, 3, 1), DAY, frozenset({1, 2}))


@pytest.mark.parametrize(
    ("said", "gap"),
    [
        (changed(SOUND, speaker_id=9), "speaker_absent"),
        (changed(SOUND, about_id=9), "about_absent"),
        (changed(SOUND, fact=" "), "no_fact"),
        (changed(SOUND, happened_on=None), "no_fact"),
        (changed(SOUND, happened_on=date(2021, 3, 20)), "fact_ahead"),
        (changed(SOUND, fact="长" * 501), "too_long"),
        (changed(SOUND, fact="对组织不够忠 诚"), "belief"),
    ],
)
def test_criticism_is_conduct_with_a_fact_said_to_the_face(said, gap):
    assert policy.criticism_gaps(OccasionKind.DEMOCRATIC_LIFE, SOUND) == []
    assert policy.criticism_gaps(OccasionKind.DEMOCRATIC_LIFE, said) == [gap]
    assert policy.criticism_gaps(OccasionKind.SUMMONED_TALK, said) == ["not_here"]


@given(st.text(max_size=20), st.sampled_from(policy.BELIEF), st.text(max_size=20))
def test_no_word_of_belief_gets_past_whatever_stands_around_it(before, word, after):
    assert policy.belief_word(f"{before}{word}{after}")
    assert policy.belief_word(f"{before}{' '.join(word)}{after}")


def test_only_who_took_part_or_may_hear_the_unit_hears():
    nobody, present, above = Listener(5, (), True), Listener(1, (), True), Listener(5, ("0001",), False)
    assert not policy.hears(nobody, "00010001", {1, 2})
    assert policy.hears(present, "00010001", {1, 2})
    assert policy.hears(above, "00010001", {1, 2})
    assert not policy.hears(Listener(5, ("00010002",), True), "00010001", {1, 2})
    assert not policy.hears(Listener(1, (), False), "00010001", {1, 2}), (
        "an administrator has nothing of his own"
    )
