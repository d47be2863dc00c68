"""What is found: every shared run, edited passages, no formulas; and the offsets of all of it."""

import doctest
import math
import random
from collections import Counter, defaultdict
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines import originality
from qingyuan.engines.originality import Collection, Passage, normalise
from qingyuan.engines.originality._normal import plain

COMMON = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然"
FEW = st.text("的一是了我不人在", min_size=0, max_size=60)


def folded(text: str) -> str:
    return "".join(chr(plain(char)) for char in text if plain(char))


def words(chance: random.Random, size: int) -> str:
    return "".join(chance.choices(COMMON, k=size))


def runs(texts: list[str], limit: int) -> set[tuple[int, int, str]]:
    """Every run of 13 characters that two documents share and at most `limit` have, found the slow way."""
    having = defaultdict(set)
    for n, text in enumerate(texts):
        form = folded(text)
        for at in range(len(form) - 12):
            having[form[at : at + 13]].add(n)
    return {
        (one, other, run)
        for run, docs in having.items()
        if len(docs) <= limit
        for one, other in combinations(sorted(docs), 2)
    }


def covered(texts: list[str], found: list[tuple[int, Passage]]) -> set[tuple[int, int, str]]:
    told = set()
    for number, one in found:
        here = folded(texts[number][one.begin : one.end])
        there = folded(texts[one.document][one.source_begin : one.source_end])
        shared = {there[n : n + 13] for n in range(len(there) - 12)}
        told |= {
            (one.document, number, here[n : n + 13])
            for n in range(len(here) - 12)
            if here[n : n + 13] in shared
        }
    return told


def everything(texts: list[str], formula: int = 16) -> list[tuple[int, Passage]]:
    collection = Collection(formula=formula)
    collection.add(texts)
    return collection.check(-math.inf)


@settings(max_examples=60, deadline=None)
@given(st.lists(FEW, min_size=2, max_size=8), st.integers(2, 4))
def test_every_run_of_thirteen_that_few_share_is_found(texts: list[str], limit: int) -> None:
    """Few characters, so that runs repeat within documents and groups grow beyond every limit."""
    assert runs(texts, limit) <= covered(texts, everything(texts, limit))


@pytest.mark.parametrize("seed", range(6))
def test_every_planted_run_is_found_in_a_crowd_of_formulas(seed: int) -> None:
    chance = random.Random(seed)
    formulas = [words(chance, 20) for _ in range(3)]
    texts = []
    for _ in range(60):
        parts = [words(chance, chance.randint(1, 9)) for _ in range(10)]
        texts.append("".join(part + chance.choice(formulas)[: chance.randint(8, 20)] for part in parts))
    for _ in range(40):
        source, target = chance.sample(range(60), 2)
        at = chance.randrange(len(texts[source]) - 13)
        texts[target] += "，" + texts[source][at : at + 13]
    assert runs(texts, 5) <= covered(texts, everything(texts, 5))


@settings(max_examples=60, deadline=None)
@given(st.lists(FEW, min_size=2, max_size=8), st.integers(2, 4))
def test_one_against_many_finds_what_all_against_all_finds(texts: list[str], limit: int) -> None:
    collection = Collection(formula=limit)
    collection.add(texts[:3])
    collection.add(texts[3:])
    wanted = runs(texts, limit)
    for number, text in enumerate(texts):
        found = collection.find(text, leave_out=number)
        assert all(one.document != number for one in found)
        told = {(min(a, b), max(a, b), run) for a, b, run in covered(texts, [(number, one) for one in found])}
        assert {row for row in wanted if number in row[:2]} <= told


def test_a_run_that_more_documents_share_is_a_formula() -> None:
    chance = random.Random(1)
    formula, passage = words(chance, 30), words(chance, 30)
    texts = [words(chance, 200) + formula + words(chance, 200) for _ in range(20)]
    texts[3] += passage
    texts[8] = passage + texts[8]
    collection = Collection(formula=16)
    collection.add(texts)
    found = collection.check()
    assert [(number, one.document) for number, one in found] == [(8, 3)]
    assert texts[8][found[0][1].begin : found[0][1].end] == passage


DRESSES = {
    "punctuation": lambda text: "，".join(text[n : n + 3] for n in range(0, len(text), 3)),
    "spaces": lambda text: " \n　".join(text),
    "width": lambda text: "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text),
    "script": lambda text: text.translate(str.maketrans("报电话错这发现点", "報電話錯這發現點")),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_text_in_any_dress_gives_the_same_passage(dress: str) -> None:
    chance = random.Random(7)
    passage = "那天夜里2点30分我在城南派出所值班把报警人A君的电话记错了一位直到第二天早上才发现"
    texts = [words(chance, 300), words(chance, 150) + passage + words(chance, 150)]
    collection = Collection()
    collection.add(texts)
    worn = DRESSES[dress](passage)
    before = words(chance, 40) + "。"
    [found] = collection.find(before + worn + "。" + words(chance, 40))
    assert (found.document, found.begin, found.end) == (1, len(before), len(before) + len(worn.rstrip("，")))
    assert texts[1][found.source_begin : found.source_end] == passage
    assert found.copied


@pytest.mark.parametrize("seed", range(5))
def test_a_passage_with_one_character_in_ten_changed_is_one_passage(seed: int) -> None:
    chance = random.Random(seed)
    texts = [words(chance, 400) for _ in range(30)]
    passage = list(texts[4][100:220])
    for at in range(5, 120, 10):
        passage[at] = ["", "甲", passage[at] + "乙"][at // 10 % 3]
    collection = Collection()
    collection.add(texts)
    text = words(chance, 200) + "".join(passage) + words(chance, 200)
    [found] = [one for one in collection.find(text) if one.copied]
    assert found.document == 4
    assert abs(found.begin - 200) <= 2 and abs(found.end - 200 - len("".join(passage))) <= 2
    assert abs(found.source_begin - 100) <= 2 and abs(found.source_end - 220) <= 2


def test_reordered_sentences_and_patchwork_are_told_by_their_sources() -> None:
    chance = random.Random(3)
    texts = [words(chance, 400) for _ in range(30)]
    parts = [texts[2][50:90], texts[2][10:50], texts[9][200:260]]
    collection = Collection()
    collection.add(texts)
    found = [
        one for one in collection.find(words(chance, 100) + "".join(parts) + words(chance, 100)) if one.copied
    ]
    assert Counter(one.document for one in found) == {2: 2, 9: 1}


def test_quotations_of_official_documents_are_no_copies() -> None:
    chance = random.Random(4)
    official = words(chance, 300)
    collection = Collection()
    collection.add([words(chance, 300)])
    collection.add([official], official=True)
    [found] = collection.find(words(chance, 50) + official[40:120])
    assert found.quoted
    assert not found.copied


@settings(max_examples=30, deadline=None)
@given(st.lists(FEW, min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_documents_that_share_no_run_with_a_pair_change_nothing_for_it(
    texts: list[str], chance: random.Random
) -> None:
    others = ["".join(chance.choices(COMMON[10:], k=60)) for _ in range(10)]
    spans = [
        (number, one.document, one.begin, one.end, one.source_begin) for number, one in everything(texts)
    ]
    more = [
        (number, one.document, one.begin, one.end, one.source_begin)
        for number, one in everything(texts + others)
    ]
    assert [row for row in more if max(row[:2]) < len(texts)] == spans


def test_nothing_is_found_in_nothing() -> None:
    collection = Collection()
    assert collection.find("一" * 50) == []
    assert collection.check() == []
    collection.add(["", "，。", "一二三"])
    assert collection.find("") == []
    assert collection.find("一二三") == []
    assert collection.check(-math.inf) == []
    assert len(normalise([]).starts) == 1


def test_a_document_that_is_left_out_is_judged_as_a_text_that_was_never_added() -> None:
    chance = random.Random(5)
    others = [words(chance, 300) for _n in range(300)]
    copy = words(chance, 150) + others[0][100:125] + words(chance, 150)
    before = Collection()
    before.add(others)
    after = Collection()
    after.add([*others, copy])
    told, again = before.find(copy), after.find(copy, leave_out=300)
    assert [(one.document, one.begin, one.copied) for one in told if one.copied] == [
        (one.document, one.begin, one.copied) for one in again if one.copied
    ]
    assert any(one.copied for one in again)


def test_the_example_in_the_engine_runs() -> None:
    found = doctest.testmod(originality)
    assert (found.failed, found.attempted > 5) == (0, True)
