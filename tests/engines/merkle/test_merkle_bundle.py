"""Proof files that stand on their own."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.merkle import (
    Checkpoint,
    HashList,
    KeyKind,
    MerkleError,
    Note,
    Opening,
    Problem,
    ProofKind,
    Signer,
    check_bundle,
    commit,
    consistency_bundle,
    cosign,
    inclusion_bundle,
    prove_consistency,
    prove_inclusion,
    subtree_root,
)

ORIGIN = "trail.example.org/clear"
LOG = Signer.from_seed(ORIGIN, bytes(range(32)))
KEY = str(LOG.verifier)
WITNESS = Signer.from_seed("witness.example.org/w1", bytes(32), KeyKind.COSIGNATURE_V1)
SALT = bytes(range(32))
ACT = {"act": "matters.close", "subject": "matter:205", "note": "已整改\n销号 €😀", "gaps": [], "round": 2}
ENTRIES = [commit(ACT, SALT) if i == 41 else b"entry %d" % i for i in range(120)]
TREE = HashList.of(ENTRIES)


def signed(size: int) -> Note:
    return Checkpoint(ORIGIN, size, subtree_root(TREE, 0, size)).sign(LOG)


def inclusion(index: int = 41, size: int = 100, shown: bytes | Opening | None = None) -> str:
    what = Opening(ACT, SALT) if shown is None else shown
    return inclusion_bundle(index, prove_inclusion(TREE, index, size), signed(size), what)


def consistency(first: int = 37, second: int = 100) -> str:
    return consistency_bundle(prove_consistency(TREE, first, second), signed(first), signed(second))


def test_the_file_has_the_form_of_c2sp_tlog_proof() -> None:
    lines = inclusion().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1"
    assert lines[1].startswith("extra ")
    assert lines[2] == "index 41"
    assert [base64.b64decode(line) for line in lines[3:10]] == list(prove_inclusion(TREE, 41, 100))
    assert lines[10] == ""
    assert "\n".join(lines[11:]) == str(signed(100))


def test_an_opened_proof_shows_what_the_entry_says() -> None:
    found = check_bundle(inclusion(), KEY)
    assert (found.ok, found.kind, found.size, found.origin, found.index, found.problem) == (
        True,
        ProofKind.INCLUSION,
        100,
        ORIGIN,
        41,
        None,
    )
    assert found.opening == Opening(ACT, SALT)
    assert found.entry == ENTRIES[41]


def test_an_unopened_proof_shows_the_entry_only() -> None:
    found = check_bundle(inclusion(shown=ENTRIES[41]).encode(), LOG.verifier)
    assert (found.ok, found.entry, found.opening) == (True, ENTRIES[41], None)
    assert "matters.close" not in str(base64.b64decode(inclusion(shown=ENTRIES[41]).split()[2]))


def test_a_consistency_file_checks() -> None:
    found = check_bundle(consistency(), KEY)
    assert (found.ok, found.kind, found.old_size, found.size, found.index) == (
        True,
        ProofKind.CONSISTENCY,
        37,
        100,
        None,
    )


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_every_proof_of_every_size_checks(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 120))
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(0, size))
    assert check_bundle(inclusion(index, size, ENTRIES[index]), KEY).index == index
    assert check_bundle(consistency(first, size), KEY).old_size == first


@pytest.mark.parametrize("make", [inclusion, consistency])
def test_no_file_changed_at_one_place_checks(make) -> None:  # type: ignore[no-untyped-def]
    text = make()
    assert check_bundle(text, KEY).ok
    for at, char in enumerate(text):
        for other in ("A", "1", "\n", chr(ord(char) ^ 1)):
            if other != char:
                assert not check_bundle(text[:at] + other + text[at + 1 :], KEY).ok
        assert not check_bundle(text[:at] + text[at + 1 :], KEY).ok or text[at] == text[at - 1] == "\n"
        assert not check_bundle(text[:at], KEY).ok
        assert not check_bundle(text[:at] + " " + text[at:], KEY).ok
    for changed in (text + "\n", text + text, "\ufeff" + text, text.replace("\n", "\r\n")):
        assert not check_bundle(changed, KEY).ok


def test_deleting_one_newline_of_a_blank_line_is_noticed_too() -> None:
    for text in (inclusion(), consistency()):
        assert not check_bundle(text.replace("\n\n", "\n"), KEY).ok


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        (inclusion().replace("index 41", "index 40"), Problem.NOT_INCLUDED),
        (inclusion().replace("index 41", "index 100"), Problem.OUT_OF_RANGE),
        (inclusion().replace("index 41", "index 041"), Problem.MALFORMED),
        (inclusion().replace("\n100\n", "\n101\n"), Problem.BAD_SIGNATURE),
        (inclusion(shown=Opening(ACT | {"round": 3}, SALT)), Problem.NOT_INCLUDED),
        (inclusion(shown=Opening(ACT, SALT[1:])), Problem.NOT_INCLUDED),
        (inclusion(shown=ENTRIES[40]), Problem.NOT_INCLUDED),
        (
            consistency_bundle(prove_consistency(TREE, 36, 100), signed(37), signed(100)),
            Problem.NOT_CONSISTENT,
        ),
        (consistency_bundle((), signed(100), signed(37)), Problem.OUT_OF_RANGE),
        (inclusion().replace("c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2"), Problem.MALFORMED),
        (inclusion().replace(inclusion().split("\n")[1] + "\n", ""), Problem.MALFORMED),
        ("", Problem.MALFORMED),
        ("x" * 3_000_000, Problem.TOO_LARGE),
    ],
)
def test_each_wrong_file_is_told_by_its_reason(changed: str, problem: Problem) -> None:
    found = check_bundle(changed, KEY)
    assert (found.ok, found.problem) == (False, problem)
    assert found.detail
    assert (found.size, found.index, found.entry, found.opening) == (None, None, None, None)


def test_a_problem_names_the_line_of_the_file() -> None:
    text = inclusion()
    damaged = text.replace("\n100\n", "\n0100\n")
    assert check_bundle(damaged, KEY).problem is Problem.BAD_SIGNATURE
    lines = text.split("\n")
    lines[5] = "%%%"
    assert check_bundle("\n".join(lines), KEY).detail.startswith("line 6:")
    at = next(i for i, line in enumerate(lines) if line.startswith("—"))
    assert check_bundle(text.replace("— ", "- "), KEY).detail.startswith(f"line {at + 1}:")
    both = consistency()
    last = both.rstrip("\n").count("\n")
    assert check_bundle(both[: both.rindex("— ")] + "- x\n", KEY).detail.startswith(f"line {last + 1}:")


def test_only_the_key_and_the_origin_asked_for_are_accepted() -> None:
    other = Signer.from_seed(ORIGIN, bytes([9]) * 32)
    assert check_bundle(inclusion(), str(other.verifier)).problem is Problem.UNSIGNED
    assert check_bundle(inclusion(), KEY, origin="trail.example.org/other").problem is Problem.WRONG_ORIGIN
    assert check_bundle(inclusion(), KEY, origin=ORIGIN).ok
    assert check_bundle(inclusion(), "no key").problem is Problem.BAD_KEY
    assert check_bundle(inclusion(), str(WITNESS.verifier)).problem is Problem.BAD_KEY


def test_witnesses_can_be_required() -> None:
    note = cosign(signed(100), LOG.verifier, WITNESS, stamp=1_604_626_200)
    proof = inclusion_bundle(41, prove_inclusion(TREE, 41, 100), note, ENTRIES[41])
    found = check_bundle(proof, KEY, witnesses=[WITNESS.verifier], quorum=1)
    assert (found.ok, found.witnesses) == (True, ((WITNESS.verifier.name, 1_604_626_200),))
    bare = check_bundle(inclusion(), KEY, witnesses=[WITNESS.verifier], quorum=1)
    assert bare.problem is Problem.TOO_FEW_WITNESSES


@pytest.mark.parametrize(
    "extra",
    [
        b"{}",
        b"[]",
        b"null",
        b'"entry"',
        b'{"entry":7}',
        b'{"entry":"AB"}',
        b'{"entry":"a"}',
        b'{"entry": "ab"}',
        b'{"content":1}',
        b'{"content":1,"salt":"00"}',
        b'{"content":1.5,"salt":"' + b"00" * 16 + b'"}',
        b'{"content":1,"entry":"","salt":"' + b"00" * 16 + b'"}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_an_extra_line_of_another_kind_is_refused(extra: bytes) -> None:
    lines = inclusion().split("\n")
    lines[1] = "extra " + base64.b64encode(extra).decode()
    found = check_bundle("\n".join(lines), KEY)
    assert not found.ok
    assert found.problem in (Problem.MALFORMED, Problem.BAD_CONTENT)


def test_the_largest_and_deepest_content_that_can_be_committed_can_be_proved() -> None:
    deep: list = []  # type: ignore[type-arg]
    for _ in range(31):
        deep = [deep]
    for content in (deep, "x" * (256 * 1024 - 2)):
        entry = commit(content, SALT)
        tree = HashList.of([entry])
        note = Checkpoint(ORIGIN, 1, subtree_root(tree, 0, 1)).sign(LOG)
        assert check_bundle(inclusion_bundle(0, (), note, Opening(content, SALT)), KEY).ok


def test_a_file_that_could_not_be_checked_is_not_written() -> None:
    for call in (
        lambda: inclusion_bundle(0, (), "", Opening(1.5, SALT)),  # type: ignore[arg-type]
        lambda: inclusion_bundle(0, (), "", Opening(1, b"short")),
        lambda: inclusion_bundle(-1, (), "", b""),
        lambda: inclusion_bundle(0, (b"short",), "", b""),
    ):
        with pytest.raises(MerkleError):
            call()


pieces = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from([*inclusion().split("\n"), *consistency().split("\n"), "\n", "\n\n"]),
    ),
    max_size=25,
).map("\n".join)


@settings(deadline=None, max_examples=400)
@given(
    st.one_of(pieces, st.binary(max_size=300), st.text(max_size=60)),
    st.one_of(st.just(KEY), st.text(max_size=20)),
)
def test_no_hostile_file_or_key_raises(text: str | bytes, key: str) -> None:
    found = check_bundle(text, key)
    assert found.ok or (found.problem is not None and found.detail)
