"""What always holds, whatever the texts: quotations, dress, bystanders, oneself, offsets, crowds of copies."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.originality import COPIED, Collection

CHARS = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然"
OTHERS = "工作社发展问题经济企业建设改革央政府部群众领导组织管理制度产市场技术教育文化农村城干警案件责任纪律学习思想"
SEEDS = st.integers(0, 1 << 30)
SIGNS = "，。；！？、 \n　“”…"
TRADITIONAL = str.maketrans("这个们来时为国说后会过对", "這個們來時為國說後會過對")


def words(chance: random.Random, size: int, chars: str = CHARS) -> str:
    return "".join(chance.choices(chars, k=size))


def rows(collection: Collection, text: str, **how: float) -> list[tuple[int, int, int, int, int]]:
    return [
        (one.document, one.begin, one.end, one.source_begin, one.source_end)
        for one in collection.find(text, **how)  # type: ignore[arg-type]
    ]


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.integers(13, 80))
def test_two_who_quote_the_same_official_text_are_not_told_of_each_other(seed: int, size: int) -> None:
    chance = random.Random(seed)
    official = words(chance, 300)
    begin = chance.randrange(300 - size)
    quotation = official[begin : begin + size]
    texts = [words(chance, 100) + quotation + words(chance, 100) for _ in range(3)]
    collection = Collection()
    if seed % 2:  # in whichever order they came
        collection.add([official], official=True)
        collection.add(texts)
        numbers, own = range(1, 4), 0
    else:
        collection.add(texts)
        collection.add([official], official=True)
        numbers, own = range(3), 3
    told = {(number, one.document, one.quoted) for number, one in collection.check(least=-1e9)}
    assert {(number, own, True) for number in numbers} <= told
    assert not [row for row in told if own not in row[:2]]
    for number, text in zip(numbers, texts, strict=True):
        assert {(one.document, one.quoted) for one in collection.find(text, leave_out=number)} == {
            (own, True)
        }
    assert not any(share.copied for share in collection.shares())


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.floats(0, 0.6))
def test_the_same_text_in_any_dress_gives_the_same_spans(seed: int, often: float) -> None:
    chance = random.Random(seed)
    texts = [words(chance, 200) for _ in range(4)]
    collection = Collection()
    collection.add(texts)
    bare = words(chance, 40) + texts[1][20:70] + words(chance, 30) + texts[3][100:160]
    places, worn = list[int](), ""
    for char in bare:
        while chance.random() < often:
            worn += chance.choice(SIGNS)
        places.append(len(worn))
        worn += char.translate(TRADITIONAL) if chance.random() < often else char
    plain = rows(collection, bare)
    assert plain
    assert rows(collection, worn) == [
        (doc, places[begin], places[end - 1] + 1, source, behind) for doc, begin, end, source, behind in plain
    ]


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_offsets_point_at_what_agrees_and_bystanders_change_nothing(seed: int) -> None:
    chance = random.Random(seed)
    texts = ["".join(char + chance.choice(["", "", "，"]) for char in words(chance, 120)) for _ in range(4)]
    begin = chance.randrange(60)
    texts.append(words(chance, 50) + texts[2][begin : begin + 50] + words(chance, 50))
    collection = Collection()
    collection.add(texts)
    before = rows(collection, texts[4], leave_out=4)
    assert any(row[0] == 2 for row in before)
    for doc, start, end, source_start, source_end in before:
        assert texts[4][start].isalnum() and texts[4][end - 1].isalnum()
        assert texts[4][start] == texts[doc][source_start]
        assert texts[4][end - 1] == texts[doc][source_end - 1]
    collection.add([words(chance, 200, OTHERS) for _ in range(chance.randrange(1, 9))])
    assert rows(collection, texts[4], leave_out=4) == before
    collection.merge()
    assert rows(collection, texts[4], leave_out=4) == before
    for number, one in collection.check(least=-1e9):
        assert number != one.document


@pytest.mark.parametrize(("copiers", "size"), [(10, 120), (60, 200), (60, 110)])
def test_what_many_copied_from_one_is_no_formula(copiers: int, size: int) -> None:
    chance = random.Random(size)
    texts = [words(chance, 300) for _ in range(400)]
    passage = texts[0][50 : 50 + size]
    for number in range(1, copiers + 1):
        texts[number] = texts[number][:100] + passage + texts[number][100:]
    collection = Collection()
    collection.add(texts)
    shares = collection.shares()
    assert all(share.copied >= 0.9 * size for share in shares[: copiers + 1])
    assert not any(share.copied for share in shares[copiers + 1 :])
    found = collection.find(words(chance, 40) + passage, least=COPIED)
    assert found and all(one.copied and one.longest >= size - 1 for one in found)


@pytest.mark.parametrize("seed", range(3))
def test_an_edited_copy_is_told_in_a_crowd_that_has_parts_of_it(seed: int) -> None:
    """Common words in every text, so that no eight characters of the passage are rare."""
    chance = random.Random(seed)
    common = [words(chance, 8) for _ in range(40)]
    texts = ["".join(chance.choice(common) + chance.choice(CHARS) for _ in range(40)) for _ in range(200)]
    passage = list(texts[7][90:250])
    for at in range(4, 160, 10):
        passage[at] = chance.choice(OTHERS)
    texts.append(texts[100][:80] + "".join(passage) + texts[101][:80])
    collection = Collection()
    collection.add(texts)
    assert (200, 7) in {(number, one.document) for number, one in collection.check()}


def test_what_is_looked_for_quickly_is_what_is_worth_telling() -> None:
    chance = random.Random(9)
    texts = [words(chance, 300) for _ in range(60)]
    collection = Collection()
    collection.add(texts[:30])
    collection.add(texts[30:])
    for _ in range(20):
        source, begin = chance.randrange(60), chance.randrange(200)
        text = words(chance, 80) + texts[source][begin : begin + chance.randint(13, 60)]
        slow = [one for one in collection.find(text) if one.copied]
        assert collection.find(text, least=COPIED) == slow
