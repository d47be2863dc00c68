"""What may be asked, measured and shown: as said, and for all that may come."""

from datetime import UTC, date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.burden import policy
from qingyuan.burden.kinds import Cap, Filler, PassportState, Spending, Unfit

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
HISTOGRAMS = st.dictionaries(st.integers(0, 300), st.integers(1, 40), min_size=1, max_size=30)


@given(st.datetimes(timezones=st.just(UTC)), st.integers(-(10**6), 10**6))
def test_a_form_counts_between_nothing_and_half_an_hour(opened, seconds):
    try:
        saved = opened + timedelta(seconds=seconds)
    except OverflowError:
        return
    assert policy.weeks.counted_seconds(opened, saved) == min(max(seconds, 0), 1800)


@given(DAYS)
def test_a_week_begins_on_its_monday_and_is_added_up_once_it_is_over(day):
    week = policy.weeks.week_of(day)
    assert week.weekday() == 0
    assert 0 <= (day - week).days < 7
    assert not policy.weeks.is_filed(week, week + timedelta(days=8))
    assert policy.weeks.is_filed(week, week + timedelta(days=9))


@given(DAYS)
def test_a_passport_is_valid_for_twelve_months_at_most(day):
    assert 365 <= (policy.weeks.last_day(day) - day).days <= 366


@given(HISTOGRAMS, st.floats(0.01, 1))
def test_a_quantile_is_the_smallest_value_that_so_many_do_not_exceed(histogram, share):
    value, whole = policy.quantile(histogram, share), sum(histogram.values())
    below = sum(n for key, n in histogram.items() if key < value)
    upto = sum(n for key, n in histogram.items() if key <= value)
    assert value in histogram
    assert upto >= share * whole - 1e-6
    assert below < share * whole + 1e-6


@given(st.lists(HISTOGRAMS, max_size=4))
def test_the_load_of_fewer_than_five_people_is_not_told(weeks):
    found = policy.load(weeks, 15)
    few = min((sum(one.values()) for one in weeks), default=0) < 5
    assert found.hidden is few
    if few:
        assert (found.median, found.p90, found.over, found.weeks) == (0, 0, 0, 0)
    else:
        assert found.median <= found.p90
        assert found.over == sum(n for one in weeks for value, n in one.items() if value > 15)


@given(
    st.integers(0, 30),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 2)), max_size=20),
)
def test_whatever_happens_the_forms_of_a_level_never_become_more(counted, acts):
    most, active, idle = counted, counted, 0
    for retired, expiring, fresh in acts:
        expiring = min(expiring, active)
        active, idle = active - expiring, idle + expiring
        retired = min(retired, active)
        try:
            after = policy.ceiling_after(most, active, retired=retired, idle=0, fresh=fresh)
        except ValueError:
            assert active - retired + fresh > most
            continue
        assert after <= most
        most, active = after, active - retired + fresh
        assert active <= most <= counted


def test_before_the_stock_is_counted_there_is_no_ceiling():
    assert policy.ceiling_after(None, 40, fresh=1) is None


@pytest.mark.parametrize(
    ("state", "until", "why"),
    [
        (None, None, Unfit.NO_PASSPORT),
        (PassportState.DRAFT, date(2021, 4, 1), Unfit.NO_PASSPORT),
        (PassportState.SUBMITTED, date(2021, 4, 1), Unfit.NO_PASSPORT),
        (PassportState.RETIRED, date(2021, 4, 1), Unfit.RETIRED),
        (PassportState.IN_FORCE, date(2021, 3, 18), Unfit.EXPIRED),
        (PassportState.IN_FORCE, date(2021, 3, 19), None),
    ],
)
def test_a_form_may_be_refused_when_its_passport_is_not_in_order(state, until, why):
    assert policy.unfit(state, until, date(2021, 3, 19)) is why


@given(st.text(max_size=30), st.sampled_from(["", " ", "（", "本单位", "：", "　"]))
def test_a_name_does_not_become_another_by_what_tells_nothing_apart(words, added):
    assert policy.plain_name(added + words) == policy.plain_name(words)


def test_fields_are_the_same_exactly_or_nearly_or_not():
    known = [("a", "在岗民警数"), ("b", "涉案车辆数")]
    assert policy.same_field("在岗民警数（人）", [("a", "在岗民警数(人)")]) == ("a", True)
    assert policy.same_field("在岗民警总数", known) == ("a", False)
    assert policy.same_field("信访件数", known) is None
    assert policy.same_field("信访件数", []) is None


ASKINGS = st.builds(
    policy.caps.Asking,
    kind=st.sampled_from([Spending.FORM, Spending.STUDY, Spending.INSPECTION]),
    on=st.dates(date(2021, 3, 1), date(2021, 4, 10)),
    minutes=st.integers(0, 90),
    filler=st.sampled_from([None, *Filler]),
    sender_id=st.integers(1, 3),
    part=st.sampled_from(["", "branch:1", "branch:2"]),
)


@given(st.lists(ASKINGS, max_size=40))
def test_what_was_let_pass_one_by_one_stays_under_every_cap(askings):
    caps, stands = policy.caps.DEFAULTS, []
    for new in askings:
        if not any(one.full for one in policy.caps.budget(new, stands, caps)):
            stands.append(new)
    for part in ("branch:1", "branch:2"):
        mine = [one for one in stands if one.part in ("", part)]
        for week in {policy.weeks.week_of(one.on) for one in mine}:
            here = [one for one in mine if policy.weeks.week_of(one.on) == week]
            study = [one for one in here if one.kind is Spending.STUDY]
            assert len(study) <= 1
            assert sum(one.minutes for one in study) <= 120
            forms = [one for one in here if one.kind is Spending.FORM and one.filler is Filler.OFFICER]
            assert len(forms) <= 2
            assert sum(one.minutes for one in forms) <= 15
        for month in (3, 4):
            visits = [one for one in mine if one.kind is Spending.INSPECTION and one.on.month == month]
            assert len(visits) <= 2
            assert len({one.sender_id for one in visits}) == len(visits)


@given(ASKINGS, st.lists(ASKINGS, max_size=10))
def test_an_asking_is_never_weighed_against_another_kind(new, others):
    apart = [one for one in others if one.kind is not new.kind]
    assert all(one.used == 0 for one in policy.caps.budget(new, apart, policy.caps.DEFAULTS))


def test_a_meeting_falls_under_no_cap():
    meeting = policy.caps.Asking(Spending.MEETING, date(2021, 3, 1), 60)
    assert policy.caps.budget(meeting, [], policy.caps.DEFAULTS) == []


@given(st.integers(0, 500), st.integers(-5, 500), st.booleans(), st.sampled_from(["", " ", "集中清查"]))
def test_a_cap_is_raised_by_the_head_with_a_reason_and_by_nobody_else(before, after, head, reason):
    faults = policy.caps.cap_faults(before, after, head=head, reason=reason)
    if not faults:
        assert 0 <= after != before
        assert after < before or (head and reason.strip())


@given(st.integers(0, 9), st.integers(0, 9))
def test_a_cap_that_the_charter_sets_is_raised_by_nobody(before, after):
    faults = policy.caps.cap_faults(before, after, head=True, reason="集中清查", never_above=1)
    assert ("never_above" in faults) is (after > 1)


def test_every_cap_has_a_shipped_value():
    assert set(policy.caps.DEFAULTS) == set(Cap)


def test_a_cap_that_is_nearly_used_up_warns_before_it_refuses():
    near = policy.caps.Left(Cap.OFFICER_FORM_MINUTES, 15, 8, 5)
    assert (near.near, near.full, near.left) == (True, False, 7)
