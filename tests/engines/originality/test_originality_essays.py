"""Generated essays with planted copies: the measure of `make bench-originality`, small."""

import math
import random
from collections import defaultdict

from tools.essays import KINDS, essays

from qingyuan.engines.originality import Collection


def test_planted_copies_are_told_and_clean_essays_are_not() -> None:
    made = essays(600, seed=5, length=800)
    collection = Collection()
    collection.add(made.texts)
    told = {frozenset((number, one.document)) for number, one in collection.check()}
    planted, sources = defaultdict(set), defaultdict(set)
    for copy in made.copies:
        planted[copy.kind].add(frozenset((copy.target, copy.source)))
        sources[copy.source].add(copy.target)
    assert planted.keys() == set(KINDS)
    for kind, pairs in planted.items():
        assert len(pairs & told) >= (0.8 if kind == "edited" else 1) * len(pairs), kind
    known = set().union(*planted.values())
    known |= {frozenset((one, other)) for many in sources.values() for one in many for other in many}
    copying = set().union(*known)
    assert len(copying) < 300
    assert not [pair for pair in told if pair - copying]
    assert len(told - known) <= 1  # of 1,500 formulas


def test_essays_are_the_same_for_the_same_seed_and_spans_are_what_they_say() -> None:
    made = essays(60, seed=3, length=500)
    assert made.texts == essays(60, seed=3, length=500).texts
    assert made.texts != essays(60, seed=4, length=500).texts
    for copy in made.copies:
        if copy.kind in ("verbatim", "reordered", "patchwork"):
            source = made.texts[copy.source][copy.source_begin : copy.source_end]
            assert made.texts[copy.target][copy.begin : copy.end] == source


def test_a_run_repeated_many_times_in_few_documents_is_found() -> None:
    chance = random.Random(2)
    run = "这一段话在同一篇里说了很多很多遍"
    texts = ["，".join(run + chr(0x4E00 + chance.randrange(9000)) for _ in range(100)) for _ in range(2)]
    texts += ["".join(chr(0x4E00 + chance.randrange(9000)) for _ in range(300)) for _ in range(5)]
    collection = Collection(formula=2)
    collection.add(texts)
    assert {(number, one.document) for number, one in collection.check(-math.inf)} == {(1, 0)}
    assert {one.document for one in collection.find(texts[0], leave_out=0)} == {1}
