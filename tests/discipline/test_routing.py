"""Who may handle a lead: known answers, then any tree and any accusation."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.discipline.policy.routing import (
    Concerned,
    Holder,
    Subject,
    concerned,
    level_above,
    route,
    start_of,
)

CITY, OURS, THEIRS, STATION = "0001", "00010001", "00010002", "000100010001"
LOCAL, CITY_MAN = Holder(1, OURS, (OURS,)), Holder(2, CITY, (CITY, "00010009"))
HOLDERS = [LOCAL, CITY_MAN]


def test_an_officer_of_a_station_is_looked_into_by_the_county():
    about = concerned([Subject(7, STATION)], [])
    assert route(start_of(about, CITY), about, HOLDERS) == OURS


def test_an_officer_of_the_county_itself_is_looked_into_by_the_city():
    about = concerned([Subject(7, OURS)], [])
    assert route(start_of(about, CITY), about, HOLDERS) == CITY


def test_a_head_takes_his_whole_unit_out_even_if_his_post_is_elsewhere():
    about = concerned([Subject(7, "00010008", heads=(OURS,))], [])
    assert about.paths == (OURS, "00010008")
    assert about.touches(1, LOCAL.places)
    assert route(start_of(about, CITY), about, HOLDERS) == CITY


def test_the_supervisor_who_is_named_does_not_handle_it_himself():
    about = concerned([Subject(2, "00010009")], [])
    assert route(start_of(about, CITY), about, HOLDERS) == ""
    other = Holder(3, CITY, (CITY, "00010008"))
    assert route(start_of(about, CITY), about, [*HOLDERS, other]) == CITY


def test_a_lead_about_the_chief_has_no_handler_in_the_bureau():
    about = concerned([Subject(9, "00010003", heads=(CITY,))], [])
    assert route(start_of(about, CITY), about, HOLDERS) == ""


def test_two_counties_are_looked_into_above_both():
    assert start_of(concerned([], [OURS, THEIRS]), CITY) == CITY


def test_a_late_lead_goes_strictly_up():
    nobody = Concerned(frozenset(), ())
    assert level_above(OURS, nobody, HOLDERS) == CITY
    assert level_above(CITY, nobody, HOLDERS) == ""


steps = st.sampled_from([f"000{letter}" for letter in string.digits[1:4]])
paths = st.lists(steps, min_size=0, max_size=3).map(lambda parts: "0001" + "".join(parts))
people = st.integers(1, 6)
subjects = st.builds(Subject, people, paths, st.lists(paths, max_size=2).map(tuple))
someone = st.builds(Holder, people, paths, st.lists(paths, min_size=1, max_size=3).map(tuple))


@settings(max_examples=400, deadline=None)
@given(st.lists(subjects, max_size=3), st.lists(paths, max_size=3), st.lists(someone, max_size=8), paths)
def test_whoever_is_found_is_never_named_in_a_named_unit_or_below_a_named_head(
    named, units, holders, received
):
    about = concerned(named, units)
    place = route(start_of(about, received), about, holders)
    free = [h for h in holders if h.at == place and not about.touches(h.person_id, (*h.places, h.at))]
    assert bool(place) == bool(free)
    off = [*units, *(s.home for s in named), *(head for s in named for head in s.heads)]
    for holder in free:
        assert holder.person_id not in {subject.person_id for subject in named}
        assert not any(at.startswith(path) for at in (*holder.places, holder.at) for path in off)


@settings(max_examples=400, deadline=None)
@given(st.lists(subjects, max_size=3), st.lists(paths, max_size=3), st.lists(someone, max_size=8), paths)
def test_no_nearer_level_would_have_done(named, units, holders, received):
    about = concerned(named, units)
    start = start_of(about, received)
    place = route(start, about, holders)
    assert start.startswith(place)
    nearer = [h for h in holders if start.startswith(h.at) and len(h.at) > len(place)]
    assert all(about.touches(h.person_id, (*h.places, h.at)) for h in nearer)


@given(st.lists(subjects, max_size=3), st.lists(paths, max_size=3), st.lists(someone, max_size=8), paths)
def test_naming_more_never_lets_more_people_in(named, units, holders, more):
    before, after = concerned(named, units), concerned(named, [*units, more])
    for holder in holders:
        if before.touches(holder.person_id, holder.places):
            assert after.touches(holder.person_id, holder.places)
