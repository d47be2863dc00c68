"""Seeded essays (心得体会) of a police bureau with planted copies, for measuring who finds them.

Essays are made by a grammar of clauses and hold formulas that dozens to thousands of essays share.  Their language is
poorer than that of a newspaper (the bench prints what a character of each costs), so that they agree by chance more often.
A fifth of them copy from the others: 30 to 300 characters as they stand, in another dress (punctuation, spaces, width,
traditional characters), with 5 to 15 % of the characters changed, with sentences reordered, or as patchwork of several
sources. Nobody copies from a copier, so that the truth is whole. ``essays(count, seed)`` is all there is to call.
"""

import math
import random
from dataclasses import dataclass, field
from itertools import pairwise

import numba
import numpy as np
from tools.lexicon import LEXICON, SENTENCES

KINDS = ("verbatim", "dressed", "edited", "reordered", "patchwork")
FORMULA_HEADS = "深入学习贯彻 全面贯彻落实 始终坚持和加强 认真领会和把握 坚决做到 切实增强 牢牢把握 自觉践行 不断提高 持续推进 着力解决 扎实开展 严格落实 大力弘扬 紧紧围绕 进一步强化".split()
FORMULA_CORES = "党对公安工作的绝对领导 对党忠诚服务人民执法公正纪律严明的总要求 全面从严管党治警的方针 政法队伍教育整顿的决策部署 以人民为中心的发展思想 刀刃向内刮骨疗毒的自我革命精神 筑牢政治忠诚清除害群之马整治顽瘴痼疾弘扬英模精神 社会主义法治理念 防止干预司法三个规定 法律面前人人平等的原则 新时代公安队伍建设的目标任务 党史学习教育的各项要求 忠诚干净担当的政治品格 执法为民的根本宗旨 维护国家政治安全和社会稳定的职责使命 作风建设永远在路上的要求".split()
FORMULA_TAILS = "把思想和行动统一到上级的决策部署上来 努力让人民群众在每一起案件中感受到公平正义 以实际行动向党和人民交出满意的答卷 做到学思用贯通知信行统一 切实增强四个意识坚定四个自信做到两个维护 为经济社会高质量发展保驾护航 打造一支党和人民信得过靠得住能放心的队伍 确保教育整顿各项任务落到实处见到实效 以永远在路上的执着把全面从严治党引向深入 在学懂弄通做实上下功夫".split()
FORMULAS = 36  # one clause of so many is a formula: an eighth of all characters
FIRST, LAST = 0x4E00, 0x9FA5
WIDE = str.maketrans("0123456789,:", "０１２３４５６７８９，：")
DRESS = str.maketrans("，。：", ",.:")


@dataclass(frozen=True)
class Copy:
    """A planted copy: half-open spans, as offsets into the texts."""

    target: int
    begin: int
    end: int
    source: int
    source_begin: int
    source_end: int
    kind: str


@dataclass
class Essays:
    texts: list[str]
    copies: list[Copy] = field(default_factory=list)


def slogans(count: int) -> list[str]:
    """The formulas in so many essays: as many as some dozens of essays share each."""
    formulas = [
        f"{head}{core}，{tail}。"
        for head in FORMULA_HEADS
        for core in FORMULA_CORES
        for tail in FORMULA_TAILS
    ]
    return random.Random(1).sample(formulas, min(160, max(10, count // 20)))


def _lexicon(count: int) -> tuple[dict[str, int], np.ndarray, np.ndarray, np.ndarray, np.ndarray, int]:
    """Slots, their words and all patterns as flat arrays; formulas are the last slot."""
    slots = {name: list(words) for name, words in LEXICON.items()}
    slots["F"] = slogans(count)
    words, first_word = [], [0]
    for name in slots:
        words += slots[name]
        first_word.append(len(words))
    codes = np.frombuffer("".join(words).encode("utf-16-le"), np.uint16)
    ends = np.cumsum([0, *map(len, words)])
    number = {name: n for n, name in enumerate(slots)}
    # A pattern is a row of codes; a slot is written as its number.
    patterns = [[number.get(char, ord(char)) for char in one] for one in SENTENCES.split("|")] + [
        [number["F"]]
    ]
    table = np.full((len(patterns), max(map(len, patterns)) + 1), -1, np.int64)
    for n, row in enumerate(patterns):
        table[n, : len(row)] = row
    return number, codes, ends, np.array(first_word), table, len(patterns)


@numba.njit(cache=True, nogil=True)
def _write(first, count, seed, sizes, codes, ends, first_word, table, out, bounds, formula):  # type: ignore[no-untyped-def]
    at, patterns = 0, len(table) - 1
    for doc in range(count):
        state = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(first + doc + 1) * np.uint64(
            0xD1342543DE82EF95
        )
        begin = at
        while at - begin < sizes[doc]:
            state += np.uint64(0x9E3779B97F4A7C15)
            drawn = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            drawn = (drawn ^ (drawn >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            drawn ^= drawn >> np.uint64(31)
            is_formula = drawn % np.uint64(FORMULAS) == 0
            row = patterns if is_formula else np.int64((drawn >> np.uint64(8)) % np.uint64(patterns))
            n = 0
            while table[row, n] >= 0:
                item = table[row, n]
                n += 1
                if item > 99:
                    out[at], formula[at] = item, is_formula
                    at += 1
                    continue
                state += np.uint64(0x9E3779B97F4A7C15)
                drawn = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
                drawn = (drawn ^ (drawn >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
                drawn ^= drawn >> np.uint64(31)
                word = first_word[item] + np.int64(drawn % np.uint64(first_word[item + 1] - first_word[item]))
                for place in range(ends[word], ends[word + 1]):
                    out[at], formula[at] = codes[place], is_formula
                    at += 1
        bounds[doc + 1] = at
    return at


def essays(count: int, seed: int = 1, length: int = 1600, copiers: float = 0.2) -> Essays:
    """So many essays of about so many characters, and what is copied in them."""
    _number, codes, ends, first_word, table, _rows = _lexicon(count)
    chance = random.Random(seed)
    texts: list[str] = []
    formulas: list[bytes] = []
    for first in range(0, count, 2000):
        size = min(2000, count - first)
        sizes = np.random.default_rng(seed + first).integers(length // 2, length * 3 // 2, size)
        out = np.empty(int(sizes.sum()) + 400 * size, np.uint16)
        formula, bounds = np.zeros(len(out), np.bool_), np.zeros(size + 1, np.int64)
        end = _write(first, size, seed, sizes, codes, ends, first_word, table, out, bounds, formula)
        text = out[:end].tobytes().decode("utf-16-le")
        marks = formula[:end].tobytes()
        texts += [text[bounds[n] : bounds[n + 1]] for n in range(size)]
        formulas += [marks[bounds[n] : bounds[n + 1]] for n in range(size)]
    return planted(texts, formulas, chance, copiers)


def planted(texts: list[str], formulas: list[bytes], chance: random.Random, copiers: float = 0.2) -> Essays:
    """Let so many of some texts copy from the others; `formulas` marks the characters that are formulas."""
    made, count = Essays(texts), len(texts)
    originals = [chance.random() >= copiers for _ in range(count)]
    sources = [n for n in range(count) if originals[n]]
    for target in range(count):
        if not originals[target]:
            kind = KINDS[chance.randrange(len(KINDS))]
            for _ in range(chance.randint(3, 5) if kind == "patchwork" else 1):
                _plant(made, formulas, target, chance.choice(sources), kind, chance)
    return made


def _plant(
    made: Essays, formulas: list[bytes], target: int, source: int, kind: str, chance: random.Random
) -> None:
    old = made.texts[source]
    low, high = (30, 100) if kind == "patchwork" else (60, 300) if kind == "reordered" else (30, 300)
    for _ in range(50):
        size = int(math.exp(chance.uniform(math.log(low), math.log(high))))
        begin = chance.randrange(max(1, len(old) - size * 5 // 4))
        end, letters = begin, 0
        while letters < size and end < len(old):
            letters += old[end].isalnum()
            end += 1
        if letters == size and sum(formulas[source][begin:end]) * 3 < end - begin:
            break
    pieces = [(begin, end)]
    if kind == "reordered":
        cuts = [n + 1 for n in range(begin + 19, end - 20) if old[n] in "，。"]
        chosen = sorted(chance.sample(cuts, min(len(cuts), chance.randint(1, 3))))
        edges = [begin] + [cut for n, cut in enumerate(chosen) if n == 0 or cut - chosen[n - 1] >= 20] + [end]
        pieces = list(pairwise(edges))
        chance.shuffle(pieces)
    text = made.texts[target]
    taken = [(copy.begin, copy.end) for copy in reversed(made.copies[-8:]) if copy.target == target]
    places = [n + 1 for n in range(len(text)) if text[n] == "。" and not any(b < n + 1 < e for b, e in taken)]
    at = chance.choice(places or [0])
    parts, copies, here = [], [], at
    for begin, end in pieces:
        part = _changed(old[begin:end], kind, chance)
        copies.append(Copy(target, here, here + len(part), source, begin, end, kind))
        parts.append(part)
        here += len(part)
    added = "".join(parts)
    made.texts[target] = text[:at] + added + text[at:]
    for n in range(len(made.copies) - 1, -1, -1):
        copy = made.copies[n]
        if copy.target != target:
            break
        if copy.begin >= at:
            moved = len(added)
            made.copies[n] = Copy(
                target,
                copy.begin + moved,
                copy.end + moved,
                copy.source,
                copy.source_begin,
                copy.source_end,
                copy.kind,
            )
    made.copies += copies


def _changed(text: str, kind: str, chance: random.Random) -> str:
    if kind == "edited":
        rate, chars = chance.uniform(0.05, 0.15), list(text)
        for n in range(len(chars)):
            if chars[n].isalnum() and chance.random() < rate:
                other = chr(chance.randint(FIRST, LAST)) if chance.random() < 0.3 else chance.choice(text)
                way = chance.random()
                chars[n] = other if way < 0.7 else "" if way < 0.85 else chars[n] + other
        return "".join(chars)
    if kind == "dressed":
        way = chance.randrange(4)
        if way == 0:
            return text.translate(DRESS)
        if way == 1:
            return "".join(char + " " * (chance.random() < 0.2) for char in text)
        if way == 2:
            return "".join(char for char in text if char.isalnum())
        return text.translate(TRADITIONAL).translate(WIDE)
    return text


TRADITIONAL = str.maketrans(
    "这来时为国们个说么没对开关实问题过还后发经现动进长种务员门见书写听话车东马鸟鱼龙风云电脑线网络视频证据录讯询诉讼认识让请谁谢",
    "這來時為國們個說麼沒對開關實問題過還後發經現動進長種務員門見書寫聽話車東馬鳥魚龍風雲電腦線網絡視頻證據錄訊詢訴訟認識讓請誰謝",
)
