"""Following a log and asking again: honest growth is never refused; every tampering is, by the first entry."""

import hashlib
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.merkle import (
    LOST,
    Checkpoint,
    HashList,
    HeldTile,
    Opening,
    Problem,
    Signer,
    Standing,
    Tile,
    check_bundle,
    commit,
    follow,
    held_value,
    inclusion_bundle,
    open_checkpoint,
    parse_path,
    prove_inclusion,
    recheck,
    remembers,
    subtree_root,
    tile_hashes,
)

ORIGIN = "trail.example.org/clear"
KEY = Signer.from_seed(ORIGIN, bytes(range(32)))
OTHER = Signer.from_seed(ORIGIN, bytes(32))


@dataclass
class Log:
    """A whole log in memory: entries with salts, and the things that they speak of."""

    things: list[bytes] = field(default_factory=list)
    entries: list[bytes] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)

    def grow(self, count: int) -> None:
        for _ in range(count):
            number = len(self.entries)
            self.things.append(hashlib.sha256(b"thing %d" % number).digest())
            self.entries.append(commit({"n": number}, self.salt(number)))

    def salt(self, index: int) -> bytes:
        return hashlib.sha256(b"salt %d" % index).digest()[:16]

    def tree(self, size: int | None = None) -> HashList:
        made = HashList()
        for entry in self.entries[:size]:
            made.append(entry)
        return made

    def note(self) -> str:
        tree = self.tree()
        return str(Checkpoint(ORIGIN, tree.size, subtree_root(tree, 0, tree.size)).sign(KEY))

    def read(self, place: Tile | HeldTile) -> bytes:
        if isinstance(place, Tile):
            return tile_hashes(place, self.tree())
        span = range(place.index * 256, place.index * 256 + place.width)
        if span.stop > len(self.entries):
            raise LookupError(place.path)
        return b"".join(LOST if n in self.lost else held_value(self.salt(n), self.things[n]) for n in span)

    def proof(self, index: int, *, noted: bool = True) -> str:
        tree = self.tree()
        held = held_value(self.salt(index), self.things[index]) if noted else None
        path = prove_inclusion(tree, index, tree.size)
        return inclusion_bundle(index, path, self.note(), Opening({"n": index}, self.salt(index)), held=held)


@dataclass
class Memory:
    """What a witness keeps."""

    kept: dict[Tile | HeldTile, bytes] = field(default_factory=dict)
    last: Checkpoint | None = None

    def read(self, place: Tile | HeldTile) -> bytes:
        whole = HeldTile(place.index) if isinstance(place, HeldTile) else Tile(0, place.index)
        return self.kept[whole][: place.width * 32]

    def ask(self, log: Log):  # type: ignore[no-untyped-def]
        assert self.last is None or remembers(self.last, self.read)
        note = log.note()
        found = follow(note, KEY.verifier, self.last.size if self.last else 0, self.read, log.read)
        if found.ok:
            for place, data in found.news:
                self.kept[HeldTile(place.index) if isinstance(place, HeldTile) else Tile(0, place.index)] = (
                    data
                )
            self.last = open_checkpoint(note, KEY.verifier)
        return found


def seen(count: int) -> tuple[Log, Memory]:
    log, memory = Log(), Memory()
    log.grow(count)
    assert memory.ask(log).ok
    return log, memory


# -- known answers ---------------------------------------------------------------------------------------------


def test_a_held_value_is_the_hash_of_salt_and_digest() -> None:
    assert held_value(b"a" * 16, b"b" * 32) == hashlib.sha256(b"a" * 16 + b"b" * 32).digest()
    assert held_value(b"a" * 16, b"") == hashlib.sha256(b"a" * 16).digest()


def test_held_tiles_have_paths_like_tiles() -> None:
    assert HeldTile(0, 5).path == "held/000.p/5"
    assert HeldTile(1234067).path == "held/x001/x234/067"
    for place in (HeldTile(0, 5), HeldTile(1234067), HeldTile(999, 1)):
        assert parse_path(place.path) == place
    for wrong in (
        "held/0",
        "held/000.p/256",
        "held/000.p/0",
        "held/entries/000",
        "held/x000/001",
        "held/000/",
    ):
        with pytest.raises(Exception, match="tile"):
            parse_path(wrong)


def test_the_held_value_that_the_holder_noted_comes_back_and_an_old_proof_has_none() -> None:
    log, _ = seen(7)
    assert check_bundle(log.proof(3), str(KEY.verifier)).held == held_value(log.salt(3), log.things[3])
    old = check_bundle(log.proof(3, noted=False), str(KEY.verifier))
    assert old.ok
    assert old.held is None


# -- properties ------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 330), min_size=1, max_size=6))
def test_honest_growth_is_never_refused_wherever_it_is_looked_at(steps: list[int]) -> None:
    log, memory, proofs = Log(), Memory(), []
    for step in steps:
        log.grow(step)
        found = memory.ask(log)
        assert found.ok, found
        assert found.size == len(log.entries)
        if log.entries:
            proofs.append(log.proof(len(log.entries) - 1))
    for proof in proofs:
        assert recheck(proof, KEY.verifier, log.note(), log.read).standing is Standing.PRESENT


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_rewritten_and_signed_log_is_refused_and_the_first_entry_named(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 600))
    log, memory = seen(size)
    log_proof = log.proof(data.draw(st.integers(0, size - 1), label="held by somebody"))
    at = data.draw(st.integers(0, size - 2))
    deed = data.draw(st.sampled_from(["change", "remove", "insert", "exchange", "shrink"]))
    if deed == "change":
        log.entries[at] = commit({"n": -1}, log.salt(at))
    elif deed == "remove":
        del log.entries[at], log.things[at]
    elif deed == "insert":
        log.entries.insert(at, commit({"n": -1}, log.salt(at)))
        log.things.insert(at, bytes(32))
    elif deed == "exchange":
        log.entries[at], log.entries[at + 1] = log.entries[at + 1], log.entries[at]
    else:
        del log.entries[at:], log.things[at:]
    if deed != "shrink":
        log.grow(data.draw(st.integers(1, 300), label="and goes on"))
    found = memory.ask(log)
    assert not found.ok
    assert found.first_bad == at
    assert found.problem is (Problem.TRUNCATED if deed == "shrink" else Problem.NOT_CONSISTENT)
    assert recheck(log_proof, KEY.verifier, log.note(), log.read).standing is Standing.REWRITTEN


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 600), st.integers(0, 300), st.data())
def test_a_thing_that_changed_or_went_is_noticed_by_witness_and_holder(
    size: int, more: int, data: st.DataObject
) -> None:
    log, memory = seen(size)
    at = data.draw(st.integers(0, size - 1))
    proof, other = log.proof(at), log.proof(data.draw(st.integers(0, size - 1)))
    log.grow(more)
    log.things[at] = data.draw(st.sampled_from([b"", bytes(32)]))
    found = memory.ask(log)
    assert (found.ok, found.first_bad, found.problem) == (False, at, Problem.HELD_CHANGED)
    mine = recheck(proof, KEY.verifier, log.note(), log.read)
    assert mine.standing is (Standing.CHANGED if log.things[at] else Standing.GONE)
    assert not mine.ok
    theirs = recheck(other, KEY.verifier, log.note(), log.read)
    assert theirs.ok == (theirs.proof.index != at)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.binary(max_size=64), st.binary(max_size=64))
def test_no_answer_of_a_hostile_log_is_an_error_of_ours(note: bytes, tile: bytes, held: bytes) -> None:
    log, memory = seen(5)
    proof = log.proof(2)

    def read(place: Tile | HeldTile) -> bytes:
        return held if isinstance(place, HeldTile) else tile

    for said in (note, log.note()):
        assert not follow(said, KEY.verifier, 5, memory.read, read).ok
        assert not recheck(proof, KEY.verifier, said, read).ok
    assert recheck(note, KEY.verifier, log.note(), log.read).standing is Standing.NO_PROOF


# -- hard negatives --------------------------------------------------------------------------------------------


def test_what_was_promised_is_compared_even_if_nothing_was_noted() -> None:
    log, _ = seen(5)
    proof = log.proof(2, noted=False)
    digest = log.things[2]
    assert recheck(proof, KEY.verifier, log.note(), log.read).standing is Standing.UNCOMPARED
    ask = {"promised": lambda content: digest}
    assert recheck(proof, KEY.verifier, log.note(), log.read, **ask).standing is Standing.PRESENT
    log.things[2] = b""
    assert recheck(proof, KEY.verifier, log.note(), log.read, **ask).standing is Standing.GONE


def test_a_row_that_is_lost_is_named_even_at_first_sight() -> None:
    log = Log(lost={3})
    log.grow(5)
    found = Memory().ask(log)
    assert (found.ok, found.first_bad, found.problem) == (False, 3, Problem.ROW_LOST)


def test_a_log_that_hands_out_half_is_refused() -> None:
    log, memory = seen(300)
    log.grow(20)

    def half(place: Tile | HeldTile) -> bytes:
        if place.index == 1:
            raise LookupError(place.path)
        return log.read(place)

    found = follow(log.note(), KEY.verifier, 300, memory.read, half)
    assert (found.ok, found.first_bad, found.problem) == (False, 256, Problem.WITHHELD)


def test_a_log_signed_by_another_key_under_the_same_name_is_refused() -> None:
    log, memory = seen(5)
    tree = log.tree()
    forged = str(Checkpoint(ORIGIN, 5, subtree_root(tree, 0, 5)).sign(OTHER))
    assert follow(forged, KEY.verifier, 5, memory.read, log.read).problem is Problem.UNSIGNED
    assert recheck(log.proof(1), KEY.verifier, forged, log.read).standing is Standing.REWRITTEN


def test_tiles_that_do_not_give_the_signed_root_are_refused() -> None:
    log, memory = seen(5)
    log.grow(3)
    lie = str(Checkpoint(ORIGIN, 8, bytes(32)).sign(KEY))
    found = follow(lie, KEY.verifier, 5, memory.read, log.read)
    assert (found.first_bad, found.problem) == (5, Problem.ROOT_MISMATCH)


def test_a_damaged_memory_is_not_taken_for_nothing_seen() -> None:
    _, memory = seen(300)
    last = memory.last
    assert last is not None
    assert remembers(last, memory.read)
    whole = memory.kept[Tile(0, 0)]
    memory.kept[Tile(0, 0)] = bytes(32) + whole[32:]
    assert not remembers(last, memory.read)
    memory.kept[Tile(0, 0)] = whole
    del memory.kept[HeldTile(1)]
    assert not remembers(last, memory.read)
