"""Who may read: known cases, then any tree, any desks and any accusation."""

from hypothesis import given
from hypothesis import strategies as st

from qingyuan.reports.kinds import OUTSIDE, DeskKind, Post
from qingyuan.reports.policy.routing import Accusation, Key, Named, route, why_closed

ROOT, COUNTY, STATION, OTHER, SUPERVISION = "0001", "00010001", "000100010001", "00010002", "00010009"
UNIT = Key(1, 11, 101, DeskKind.UNIT, COUNTY, (COUNTY,))
CITY = Key(2, 12, 102, DeskKind.CITY, SUPERVISION, (SUPERVISION,))
RESIDENT = Key(3, 13, 103, DeskKind.RESIDENT, "")
UPPER = Key(4, 14, 104, DeskKind.UPPER, "")
KEYS = (UNIT, CITY, RESIDENT, UPPER)


def readers(*named: tuple[str, Post], desks: set[int] = frozenset()) -> tuple[int, ...]:  # type: ignore[assignment]
    return route(KEYS, Accusation(tuple(Named(*one) for one in named), frozenset(desks))).readers


def test_a_station_is_read_about_by_the_county_above_it_and_the_city() -> None:
    assert readers((STATION, Post.UNIT)) == (1, 2)
    assert readers((STATION, Post.HEAD)) == (1, 2)
    assert readers((STATION, Post.MEMBER)) == (1, 2)


def test_of_a_county_nobody_in_it_reads() -> None:
    assert readers((COUNTY, Post.MEMBER)) == (2,)
    assert readers((COUNTY, Post.HEAD)) == (2,)


def test_a_named_city_supervision_leaves_the_resident_group_and_the_level_above() -> None:
    assert readers((SUPERVISION, Post.MEMBER)) == (3, 4)
    assert readers(desks={102}) == (3, 4)
    assert readers((STATION, Post.UNIT), (SUPERVISION, Post.UNIT)) == (3, 4)


def test_of_the_head_of_the_bureau_only_those_outside_read() -> None:
    assert readers((ROOT, Post.HEAD)) == (3, 4)


def test_a_report_that_names_nothing_goes_to_the_city() -> None:
    assert readers() == (2,)


def test_above_those_who_read_stand_the_resident_group_and_then_the_upper_level() -> None:
    assert route(KEYS, Accusation()).later == ((3, 1), (4, 2))
    assert route(KEYS, Accusation(desks=frozenset({103}))).later == ((4, 1),)
    assert route(KEYS, Accusation((Named(SUPERVISION, Post.UNIT),))).later == ()


def test_a_named_desk_outside_leaves_the_other() -> None:
    assert readers((ROOT, Post.HEAD), desks={103}) == (4,)


def test_when_all_that_could_read_are_named_nobody_reads() -> None:
    assert readers((ROOT, Post.UNIT), desks={103, 104}) == ()


def test_who_is_barred_at_one_desk_reads_at_no_other() -> None:
    twice = (*KEYS, Key(5, 12, 103, DeskKind.RESIDENT, "", ()))
    found = route(twice, Accusation((Named(SUPERVISION, Post.UNIT),)))
    assert found.readers == (3, 4)


def test_the_form_is_open_only_with_two_desks_outside_and_two_people() -> None:
    assert not why_closed(KEYS)
    assert why_closed((UNIT, CITY, RESIDENT))
    assert why_closed((UNIT, CITY, RESIDENT, Key(4, 13, 104, DeskKind.UPPER, "")))
    assert why_closed((UNIT, CITY, RESIDENT, Key(4, 14, 104, DeskKind.UPPER, "", (COUNTY,))))


# -- any tree ---------------------------------------------------------------------------------------------------

STEPS = st.lists(st.sampled_from(["0001", "0002", "0003"]), min_size=0, max_size=3)
PATHS = STEPS.map(lambda steps: "0001" + "".join(steps))
NAMED = st.builds(Named, path=PATHS, post=st.sampled_from(list(Post)))


@st.composite
def worlds(draw: st.DrawFn) -> list[Key]:
    keys = []
    for number in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(list(DeskKind)))
        path = "" if kind in OUTSIDE else draw(PATHS)
        places = tuple(draw(st.lists(PATHS, max_size=2)))
        keys.append(Key(number, draw(st.integers(0, 5)), draw(st.integers(0, 5)) * 10 + list(DeskKind).index(kind),
                        kind, path, places))  # fmt: skip
    return keys


@st.composite
def open_worlds(draw: st.DrawFn) -> list[Key]:
    return [*draw(worlds()), Key(90, 90, 900, DeskKind.RESIDENT, ""), Key(91, 91, 901, DeskKind.UPPER, "")]


ACCUSATIONS = st.builds(
    Accusation,
    named=st.lists(NAMED, max_size=5).map(tuple),
    desks=st.frozensets(st.integers(0, 53), max_size=3),
    avoid=st.frozensets(st.integers(0, 8), max_size=3),
)


@given(worlds(), ACCUSATIONS)
def test_no_reader_is_named_in_a_named_unit_or_below_it_or_below_a_named_head(
    keys: list[Key], about: Accusation
) -> None:
    of = {key.id: key for key in keys}
    found = route(keys, about)
    for number in found.sealed_to + found.keepers:
        key = of[number]
        same = [other for other in keys if other.person == key.person]
        for mine in same:
            assert mine.id not in about.avoid
            assert mine.desk not in about.desks
            for one in about.named:
                places = mine.places + ((mine.desk_path,) if mine.desk_path else ())
                for place in places:
                    assert place != one.path
                    assert one.post is Post.MEMBER or not place.startswith(one.path)
    assert set(found.readers) <= set(found.keepers)
    assert not set(found.readers) & {number for number, _level in found.later}
    assert {of[number].person for number in found.readers}.isdisjoint(
        of[number].person for number, _level in found.later
    )


@given(open_worlds(), ACCUSATIONS, st.sampled_from([frozenset(), frozenset({900}), frozenset({901})]))
def test_an_open_form_always_has_a_reader_whoever_is_named_and_one_desk_outside_besides(
    keys: list[Key], about: Accusation, outside: frozenset[int]
) -> None:
    assert not why_closed(keys)
    assert route(keys, Accusation(about.named, about.desks | outside, about.avoid)).readers


@given(open_worlds(), ACCUSATIONS)
def test_a_city_desk_that_is_named_sends_it_outside(keys: list[Key], about: Accusation) -> None:
    city = [key for key in keys if key.kind is DeskKind.CITY]
    named = [key for key in city if key.desk in about.desks]
    if named:
        of = {key.id: key for key in keys}
        assert all(of[number].kind in OUTSIDE for number in route(keys, about).readers)


@given(worlds(), ACCUSATIONS)
def test_the_order_of_desks_and_accusations_changes_nothing(keys: list[Key], about: Accusation) -> None:
    turned = Accusation(tuple(reversed(about.named)), about.desks, about.avoid)
    assert route(list(reversed(keys)), turned) == route(keys, about)
