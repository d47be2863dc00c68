"""No small group follows from the figures that stand side by side, whatever is added and subtracted."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.kit import disclosure

FEW = 5
TOGETHER = disclosure.TOGETHER
KINDS = ("leader", "middle", "officer")
EVERY = (*KINDS, "auxiliary")


class Span:
    """What follows from figures by adding and subtracting: elimination over the fractions, written anew for this."""

    def __init__(self, shown):
        self.rows = []
        for figure in shown:
            if left := self.left({part: Fraction(1) for part in figure}):
                pivot = next(iter(left))
                self.rows.append((pivot, {part: value / left[pivot] for part, value in left.items()}))

    def left(self, vector):
        for pivot, row in self.rows:
            if factor := vector.get(pivot):
                vector = {part: vector.get(part, 0) - factor * row.get(part, 0) for part in {*vector, *row}}
                vector = {part: value for part, value in vector.items() if value}
        return vector

    def holds(self, figure):
        return not self.left({part: Fraction(1) for part in figure})

    def small_groups(self, people, few):
        """Every group of parts, of whatever place and kind, that follows and has fewer than so many people."""
        small = [
            (part, n, self.left({part: Fraction(1)})) for part, n in sorted(people.items()) if 0 < n < few
        ]
        found = []

        def grow(begin, group, size, rest):
            if group and not rest:
                found.append(group)
            for at in range(begin, len(small)):
                part, n, left = small[at]
                if size + n < few:
                    both = {key: rest.get(key, 0) + left.get(key, 0) for key in {*rest, *left}}
                    both = {key: value for key, value in both.items() if value}
                    grow(at + 1, [*group, part], size + n, both)

        grow(0, [], 0, {})
        return found


def told_of_table(people):
    """A table with every sum: of all, of each column, of each row; the largest cells first."""
    rows, columns = {row for row, _c in people}, {column for _r, column in people}
    figures = {"all": frozenset(people)}
    figures |= {("column", at): frozenset(cell for cell in people if cell[1] == at) for at in sorted(columns)}
    figures |= {("row", at): frozenset(cell for cell in people if cell[0] == at) for at in sorted(rows)}
    figures |= {
        cell: frozenset({cell})
        for cell in sorted(people, key=lambda cell: (-people[cell], cell))
        if people[cell]
    }

    def fit(parts):
        return sum(people[part] for part in parts) >= FEW

    return figures, disclosure.told(figures, people, fit=fit)


TABLES = st.tuples(st.integers(1, 5), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.sampled_from([0, 1, 2, 3, 4, 5, 6, 9, 40]),
        min_size=shape[0] * shape[1],
        max_size=shape[0] * shape[1],
    ).map(lambda sizes: dict(zip(product(range(shape[0]), range(shape[1])), sizes, strict=True)))
)


def test_the_span_of_the_test_itself_finds_what_follows():
    span = Span([frozenset("abc"), frozenset("bc"), frozenset("cd")])
    assert span.holds(frozenset("a"))
    assert not span.holds(frozenset("b"))
    cross = Span([{"a", "x"}, {"b", "y"}, {"x", "y"}])
    assert cross.small_groups({"a": 2, "b": 2, "x": 3, "y": 3}, FEW) == [["a", "b"]]


@settings(deadline=None)
@given(TABLES)
def test_from_a_table_with_its_sums_no_group_of_fewer_than_five_can_be_had(people):
    figures, told = told_of_table(people)
    shown = [frozenset(part for part in figures[key] if people[part]) for key in told.keys]
    assert all(sum(people[part] for part in parts) >= FEW for parts in shown)
    span = Span(shown)
    assert not span.small_groups(people, FEW)
    assert ("all" in told) is (sum(people.values()) >= FEW)
    assert all(
        told.holds(parts) == span.holds({one for one in parts if people[one]}) for parts in figures.values()
    )


@settings(deadline=None)
@given(TABLES)
def test_no_more_is_left_out_than_must_be(people):
    figures, told = told_of_table(people)
    if all(number == 0 or number >= FEW for number in people.values()):
        assert all(key in told for key, parts in figures.items() if any(people[part] for part in parts))
    shown = {key: frozenset(part for part in figures[key] if people[part]) for key in told.keys}
    for key, parts in figures.items():
        there = frozenset(part for part in parts if people[part])
        if key not in told and sum(people[part] for part in there) >= FEW:
            assert Span([*shown.values(), there]).small_groups(people, FEW)


def test_one_small_cell_takes_its_smallest_neighbours_with_it_and_nothing_else():
    people = {(row, column): 10 + 10 * row + column for row in range(4) for column in range(3)} | {(0, 0): 2}
    _figures, told = told_of_table(people)
    hidden = {cell for cell in people if cell not in told}
    assert hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_two_small_cells_that_only_follow_together_are_a_group_too():
    people = {"a": 2, "b": 2, "x": 3, "y": 3}
    figures = {"ax": frozenset("ax"), "by": frozenset("by"), "xy": frozenset("xy")}
    told = disclosure.told(figures, people, fit=lambda parts: sum(people[part] for part in parts) >= FEW)
    assert told.keys == {"ax", "by"}


PLACES = ["1", *(f"1{a}" for a in "abc"), *(f"1{a}{b}" for a in "ab" for b in "xyz")]
SIZES = st.frozensets(st.sampled_from([*product(PLACES, EVERY)]), min_size=1, max_size=30).flatmap(
    lambda keys: st.tuples(*(st.tuples(st.just(key), st.integers(0, 12)) for key in sorted(keys)))
)


@settings(deadline=None)
@given(SIZES)
def test_of_units_and_rank_groups_no_small_group_follows_whoever_looks(sizes):
    people = dict(sizes)
    rows = ((place, kind, n) for (place, kind), n in people.items())
    told = disclosure.told_of_tree(disclosure.Sizes.of(rows, 1), together=KINDS, fewest=FEW)

    def parts(place, kinds):
        return frozenset(
            key for key, n in people.items() if n and key[0].startswith(place) and key[1] in kinds
        )

    shown = [
        parts(place, KINDS if kind == TOGETHER else (kind,))
        for place, kind in told.keys
        if not place.endswith(".")
    ]
    assert all(sum(people[part] for part in one) >= FEW for one in shown)
    assert not Span(shown).small_groups(people, FEW)
    if sum(people[part] for part in parts("1", KINDS)) >= FEW:
        assert ("1", TOGETHER) in told
