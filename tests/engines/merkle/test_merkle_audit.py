"""Recomputing a whole log from its rows."""

from __future__ import annotations

import tracemalloc
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.merkle import (
    EMPTY_ROOT,
    Checkpoint,
    Frontier,
    HashList,
    Problem,
    audit,
    leaf_hash,
    root_of,
    subtree_root,
)

TOTAL = 150


@cache
def tree() -> HashList:
    return HashList.of(entry(i) for i in range(TOTAL))


def entry(index: int) -> bytes:
    return b"entry %d" % index


def head(size: int) -> Checkpoint:
    return Checkpoint("o", size, subtree_root(tree(), 0, size))


def rows(size: int) -> list[tuple[int, bytes]]:
    return [(i, entry(i)) for i in range(size)]


def with_hashes(size: int) -> list[tuple[int, bytes, bytes | None]]:
    return [(i, entry(i), leaf_hash(entry(i))) for i in range(size)]


@st.composite
def logs(draw: st.DrawFn) -> tuple[int, list[Checkpoint]]:
    """A size, and checkpoints by ascending size of which the last covers all."""
    size = draw(st.integers(1, TOTAL))
    sizes = draw(st.sets(st.integers(0, size), max_size=5)) | {size}
    return size, [head(at) for at in sorted(sizes)]


@settings(deadline=None, max_examples=60)
@given(logs())
def test_an_untouched_log_passes(log: tuple[int, list[Checkpoint]]) -> None:
    size, heads = log
    for given_rows in (rows(size), with_hashes(size)):
        report = audit(iter(given_rows), iter(heads), expected_size=size)
        assert report.ok
        assert (report.size, report.proved, report.unsigned, report.first_bad) == (size, size, 0, None)
        assert report.root == root_of(entry(i) for i in range(size))


def test_rows_after_the_last_checkpoint_are_counted_as_unsigned() -> None:
    report = audit(rows(20), [head(5), head(5), head(12)])
    assert (report.ok, report.size, report.proved, report.unsigned) == (True, 20, 12, 8)


def test_an_empty_log_passes_and_fits_the_empty_checkpoint() -> None:
    assert audit([], []).ok
    assert audit([], [Checkpoint("o", 0, EMPTY_ROOT)], expected_size=0).root == EMPTY_ROOT


@settings(deadline=None, max_examples=120)
@given(logs(), st.data())
def test_a_changed_row_is_found_exactly_by_its_leaf_hash(log, data) -> None:  # type: ignore[no-untyped-def]
    size, heads = log
    bad = data.draw(st.integers(0, size - 1))
    kept = with_hashes(size)
    kept[bad] = (bad, entry(bad) + b"!", kept[bad][2])
    report = audit(kept, heads)
    assert (report.ok, report.problem, report.first_bad, report.last_suspect) == (
        False,
        Problem.LEAF_CHANGED,
        bad,
        bad,
    )


@settings(deadline=None, max_examples=120)
@given(logs(), st.data())
def test_a_row_changed_with_its_leaf_hash_is_found_between_two_checkpoints(log, data) -> None:  # type: ignore[no-untyped-def]
    size, heads = log
    bad = data.draw(st.integers(0, size - 1))
    kept = with_hashes(size)
    kept[bad] = (bad, b"other", leaf_hash(b"other"))
    report = audit(kept, heads)
    assert (report.ok, report.problem) == (False, Problem.ROOT_MISMATCH)
    below = max((at.size for at in heads if at.size <= bad), default=0)
    above = min(at.size for at in heads if at.size > bad)
    assert (report.first_bad, report.last_suspect, report.proved) == (below, above - 1, below)


@settings(deadline=None, max_examples=120)
@given(logs(), st.data())
def test_a_removed_row_is_named(log, data) -> None:  # type: ignore[no-untyped-def]
    size, heads = log
    bad = data.draw(st.integers(0, size - 1))
    kept = rows(size)
    del kept[bad]
    report = audit(kept, heads)
    assert not report.ok
    assert report.first_bad == bad
    assert report.problem is (Problem.TRUNCATED if bad == size - 1 else Problem.GAP)


@settings(deadline=None, max_examples=120)
@given(logs(), st.data())
def test_rows_in_another_order_are_named(log, data) -> None:  # type: ignore[no-untyped-def]
    size, heads = log
    order = data.draw(st.permutations(range(size)))
    kept = [rows(size)[i] for i in order]
    report = audit(kept, heads)
    wrong = [at for at, i in enumerate(order) if at != i]
    assert report.ok is (not wrong)
    if wrong:
        assert report.first_bad == wrong[0], "the first place whose row stands elsewhere"


@settings(deadline=None, max_examples=120)
@given(logs(), st.data())
def test_rows_renumbered_after_a_removal_insertion_or_exchange_are_found(log, data) -> None:  # type: ignore[no-untyped-def]
    size, heads = log
    bad = data.draw(st.integers(0, size - 1))
    contents = [entry(i) for i in range(size)]
    how = data.draw(st.sampled_from(["remove", "insert", "exchange"]))
    if how == "remove":
        del contents[bad]
    elif how == "insert":
        contents.insert(bad, b"smuggled in")
    else:
        other = (bad + 1) % size
        contents[bad], contents[other] = contents[other], contents[bad]
        bad = min(bad, other)
        if size == 1:
            return
    report = audit([(i, item, leaf_hash(item)) for i, item in enumerate(contents)], heads)
    assert not report.ok
    assert report.last_suspect is not None
    assert report.proved <= bad <= report.last_suspect
    assert report.problem in (Problem.ROOT_MISMATCH, Problem.TRUNCATED)
    # with the leaf hashes of a copy of the tiles the place is exact
    copy = [tree().node(0, i) for i in range(size)]
    exact = audit(
        [(i, item, copy[i] if i < size else None) for i, item in enumerate(contents)],
        heads,
        expected_size=size,
    )
    assert (exact.ok, exact.first_bad) == (False, bad)


@settings(deadline=None, max_examples=60)
@given(logs(), st.data())
def test_a_row_that_comes_twice_is_named(log, data) -> None:  # type: ignore[no-untyped-def]
    size, heads = log
    bad = data.draw(st.integers(0, size - 1))
    kept = rows(size)
    kept.insert(data.draw(st.integers(bad + 1, size)), kept[bad])
    report = audit(kept, heads)
    assert (report.ok, report.problem, report.first_bad) == (False, Problem.DUPLICATE, bad)


def test_a_log_cut_at_its_end_is_shorter_than_its_checkpoint() -> None:
    report = audit(rows(90), [head(50), head(100)])
    assert (report.problem, report.first_bad, report.proved) == (Problem.TRUNCATED, 90, 50)
    assert audit([], [head(1)]).problem is Problem.TRUNCATED
    claimed = audit(rows(90), [head(50)], expected_size=95)
    assert (claimed.problem, claimed.first_bad) == (Problem.TRUNCATED, 90)


def test_rows_beyond_the_claimed_size_are_named() -> None:
    report = audit(rows(90), [head(50)], expected_size=88)
    assert (report.problem, report.first_bad) == (Problem.SURPLUS, 88)


def test_two_roots_for_one_size_are_a_contradiction_of_the_checkpoints() -> None:
    forked = Checkpoint("o", 10, bytes(32))
    report = audit(rows(20), [head(10), forked, head(20)])
    assert (report.ok, report.problem) == (False, Problem.CHECKPOINTS_DISAGREE)
    assert audit(rows(20), [head(10), head(5)]).problem is Problem.CHECKPOINTS_DISAGREE


def test_an_audit_resumes_after_a_trusted_frontier() -> None:
    start = Frontier().extend(entry(i) for i in range(60))
    report = audit(rows(100)[60:], [head(30), head(60), head(100)], start=start)
    assert (report.ok, report.size, report.proved) == (True, 100, 100)
    other = Frontier().extend([b"x"] * 60)
    assert audit(rows(100)[60:], [head(60)], start=other).problem is Problem.CHECKPOINTS_DISAGREE
    assert audit(rows(100)[60:], [head(100)], start=other).problem is Problem.ROOT_MISMATCH
    assert audit(rows(100), [head(100)], start=start).problem is Problem.DUPLICATE


@pytest.mark.parametrize(
    "row",
    [
        None,
        (),
        (3,),
        (3, b"", b"", b""),
        ("3", b"x"),
        (3.0, b"x"),
        (True, b"x"),
        (-1, b"x"),
        (3, "x"),
        (3, None),
        (2**63, b""),
    ],
)
def test_a_row_that_is_none_is_named_by_the_place_it_should_have(row: object) -> None:
    report = audit([*rows(3), row], [])  # type: ignore[list-item]
    assert (report.ok, report.problem, report.first_bad) == (False, Problem.BAD_ROW, 3)


@pytest.mark.parametrize("stored", [b"", bytes(32), "x", 32, leaf_hash(entry(3))[:31]])
def test_a_stored_leaf_hash_of_any_other_value_is_a_changed_leaf(stored: object) -> None:
    report = audit([*rows(3), (3, entry(3), stored)], [])  # type: ignore[list-item]
    assert (report.problem, report.first_bad) == (Problem.LEAF_CHANGED, 3)


def test_binary_columns_may_come_as_memoryview() -> None:
    read = [(i, memoryview(entry(i)), memoryview(leaf_hash(entry(i)))) for i in range(9)]
    assert audit(read, [head(9)]).ok  # type: ignore[arg-type]


def test_the_report_of_a_misfit_says_nothing_of_the_content() -> None:
    kept = with_hashes(9)
    kept[4] = (4, b"secret words", kept[4][2])
    assert "secret" not in repr(audit(kept, [head(9)]))


def test_a_long_log_is_read_in_little_memory() -> None:
    tracemalloc.start()
    try:
        report = audit(((i, entry(i)) for i in range(30_000)), [])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.ok
    assert peak < 100_000, f"{peak} bytes"
