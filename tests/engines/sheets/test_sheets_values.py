"""Values, names of persons and units, and statements written down twice."""

import ast
import random
import re
import string
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

import qingyuan.engines.sheets as sheets
from qingyuan.engines.sheets import (
    MESSAGES,
    Cell,
    Entry,
    Found,
    Kind,
    Resolver,
    Statement,
    clean_text,
    fingerprint,
    near_duplicates,
    parse_int,
    parse_yes_no,
    split_names,
)
from qingyuan.engines.sheets._duplicates import essence
from qingyuan.engines.sheets._numerals import number_of


def test_yes_and_no_in_their_usual_forms():
    for text in ("是", "√", "✓", "已销号", " 是 ", "Y", "１", "是。", "已完成", True, 1):
        assert parse_yes_no(text).value is True, text
    for text in ("否", "×", "未销号", "N", "x", "0", "整改中", False, 0):
        assert parse_yes_no(text).value is False, text
    for text in ("", None, "  "):
        assert (parse_yes_no(text).value, parse_yes_no(text).problem) == (None, None)
    for text in ("大概", "2", "是/否", "基本销号", 0.5):
        assert parse_yes_no(text).problem is not None, text


def test_whole_numbers_in_their_usual_forms():
    known = {
        "12": 12,
        "1,200": 1200,
        "１２": 12,
        "十二": 12,
        "三百零五": 305,
        "12人": 12,
        "二十件": 20,
        12.0: 12,
        "0": 0,
        "12.0": 12,
    }
    for text, number in known.items():
        assert parse_int(text).value == number, text
    for text in ("2.5", "十二点五", "约10", "1,20", "-", "9" * 30, 2.5, "一百二", "十十", "百", True):
        assert parse_int(text).problem is not None, text
    assert parse_int("2.5").problem.code == "integer.unreadable"
    assert parse_int("-3").problem.code == "integer.range"
    assert parse_int(Cell(3, 2, "十个", Kind.TEXT)).value == 10
    assert parse_int(Cell(3, 2, "若干", Kind.TEXT)).problem.place == "B3"


def test_text_is_cleaned_and_never_cut():
    assert clean_text("  超期\u200b未结\x07 \r\n 第二行\u3000\n").value == "超期未结\n 第二行"
    assert clean_text("e\u0301").value == "\u00e9"
    assert clean_text("\ufeff\u200b ").value is None
    assert clean_text(Cell(1, 1, 12.0, Kind.NUMBER)).value == "12"
    long = clean_text(Cell(4, 6, "长" * 2001, Kind.TEXT))
    assert (long.value, long.problem.code, long.problem.place) == (None, "text.too_long", "F4")
    assert clean_text("长" * 2000).value == "长" * 2000


@settings(deadline=None)
@given(st.text(max_size=80))
def test_clean_text_is_idempotent_and_holds_no_control_characters(text):
    once = clean_text(text).value
    assert clean_text(once).value == once
    assert not once or not any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in once)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张三、李四", ("张三", "李四")),
        ("张三,李四;王五", ("张三", "李四", "王五")),
        ("张三, 李四 ; 王五", ("张三", "李四", "王五")),
        ("张三 李四", ("张三", "李四")),
        ("张 三", ("张三",)),
        ("张 三、李 四", ("张三", "李四")),
        ("张三\n李四", ("张三", "李四")),
        ("张三/李四", ("张三", "李四")),
        ("张三、张三", ("张三",)),
        ("买买提·艾力、张三", ("买买提·艾力", "张三")),
        ("张三(刑侦、经侦)、李四", ("张三(刑侦、经侦)", "李四")),
        ("John Smith", ("John Smith",)),
        ("", ()),
        (None, ()),
        ("、,", ()),
    ],
)
def test_several_persons_in_a_cell_are_told_apart(text, names):
    assert split_names(text) == names


UNITS = Resolver(
    [
        Entry("990100000000", "示例市公安局"),
        Entry("990101000000", "源河分局"),
        Entry("990102000000", "示例市公安局郾川分局"),
        Entry("990121000000", "临漕县公安局"),
        Entry("990171000000", "经济技术开发区分局"),
        Entry("990100070000", "交警支队"),
        Entry("990100090000", "刑侦支队"),
        Entry("990100130000", "网安支队", ("网络安全保卫支队",)),
        Entry("990100160000", "看守所"),
        Entry("990100270000", "警察训练支队（警校）"),
        Entry("990100170000", "拘留所"),
        Entry("990101501000", "城关派出所"),
        Entry("990102501000", "郾川分局城关派出所", ("城关派出所",)),
    ]
)


@pytest.mark.parametrize(
    ("text", "code", "how"),
    [
        ("990101000000", "990101000000", Found.CODE),
        (990101000000, "990101000000", Found.CODE),
        (990101000000.0, "990101000000", Found.CODE),
        ("源河分局(990101000000)", "990101000000", Found.CODE),
        ("源河分局", "990101000000", Found.NAME),
        (" 源河 分局", "990101000000", Found.NAME),
        ("示例市公安局源河分局", "990101000000", Found.NORMALISED),
        ("市局源河分局", "990101000000", Found.NORMALISED),
        ("市公安局源河分局", "990101000000", Found.NORMALISED),
        ("源河公安分局", "990101000000", Found.NORMALISED),
        ("源河区分局", "990101000000", Found.NORMALISED),
        ("源河", "990101000000", Found.NORMALISED),
        ("郾川分局", "990102000000", Found.NORMALISED),
        ("临漕县局", "990121000000", Found.NORMALISED),
        ("临漕公安局", "990121000000", Found.NORMALISED),
        ("临漕", "990121000000", Found.NORMALISED),
        ("经开区分局", "990171000000", Found.NORMALISED),
        ("交警", "990100070000", Found.NORMALISED),
        ("市公安局交警支队", "990100070000", Found.NORMALISED),
        ("交通警察支队", "990100070000", Found.NORMALISED),
        ("刑警支队", "990100090000", Found.NORMALISED),
        ("网络安全保卫支队", "990100130000", Found.NAME),
        ("示例市公安局", "990100000000", Found.NAME),
        ("市公安局", "990100000000", Found.NORMALISED),
        ("市局", "990100000000", Found.NORMALISED),
        ("警察训练支队(警校)", "990100270000", Found.NAME),
        ("市局警察训练支队", "990100270000", Found.NORMALISED),
        ("市看守所", None, Found.NONE),
        ("看守所", "990100160000", Found.NAME),
    ],
)
def test_a_unit_is_resolved_only_without_doubt(text, code, how):
    found = UNITS.resolve(text)
    assert (found.code, found.how) == (code, how)
    assert (found.problem is None) == (code is not None)


def test_a_near_miss_is_proposed_and_never_taken():
    for text, first in (
        ("源和分局", "源河分局"),
        ("交警大队", "交警支队"),
        ("市看守所", "看守所"),
        ("刑侦支对", "刑侦支队"),
    ):
        found = UNITS.resolve(text)
        assert found.code is None
        assert found.problem.code == "name.proposals"
        assert found.proposals[0].name == first
        assert 0 < found.proposals[0].score < 1


def test_another_citys_unit_is_never_taken_for_ours():
    found = UNITS.resolve("邻州市公安局交警支队")
    assert found.code is None
    assert found.proposals[0].name == "交警支队"


def test_doubt_about_names_is_told_in_its_own_words():
    assert UNITS.resolve("城关派出所").problem.code == "name.ambiguous"
    assert len(UNITS.resolve("城关派出所").proposals) == 2
    assert UNITS.resolve("").problem.code == "name.blank"
    assert UNITS.resolve("火星探测站").problem.code == "name.unknown"
    assert UNITS.resolve("999999999999").problem.code == "name.code_unknown"
    assert UNITS.resolve("交警支队990101000000").problem.code == "name.code_conflict"
    several = UNITS.resolve("源河分局、交警支队")
    assert several.problem.code == "name.several"
    assert [one.name for one in several.proposals] == ["源河分局", "交警支队"]
    assert UNITS.resolve(Cell(9, 7, "火星探测站", Kind.TEXT)).problem.place == "G9"


@settings(deadline=None, max_examples=200)
@given(
    st.one_of(
        st.text(max_size=30),
        st.text(alphabet="源河分局交警支队市公安0129()、 ", max_size=16),
        st.floats(),
        st.none(),
    )
)
def test_resolving_never_raises_and_gives_a_code_or_a_problem(text):
    found = UNITS.resolve(text)
    assert (found.code is None) == (found.problem is not None)


def test_fingerprints_ignore_what_the_eye_ignores():
    assert fingerprint("接处警 不规范,共3起。") == fingerprint("接处警不规范,共3起")
    assert fingerprint("共三起") == fingerprint("共3起")
    assert fingerprint("共3起") != fingerprint("共4起")
    assert fingerprint(" 。,") == ""


def test_equal_and_near_statements_of_a_unit_are_found_and_others_are_not():
    text = "2021年1月以来办理的行政案件中有三起超过法定办案期限未结案且未办理延长审批手续"
    existing = [Statement("M1", "源河", text), Statement("M2", "交警", "窗口服务态度生硬")]
    rows = [
        Statement("5", "源河", text + "。"),
        Statement("6", "源河", text.replace("三起", "四起")),
        Statement("7", "交警", text),
        Statement("8", "交警", text),
        Statement("9", "源河", "完全不同的另一个问题,说的是档案管理"),
        Statement("10", "源河", ""),
    ]
    found = {one.row: one for one in near_duplicates(rows, existing)}
    assert set(found) == {"5", "6", "8"}
    assert (found["5"].other, found["5"].certain, found["5"].within) == ("M1", True, False)
    assert (found["6"].other, found["6"].certain, found["6"].within) == ("M1", False, False)
    assert 0.92 <= found["6"].similarity < 1
    assert (found["8"].other, found["8"].certain, found["8"].within) == ("7", True, True)


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_the_search_finds_exactly_what_comparing_all_pairs_finds(data):
    letters = st.text(alphabet="甲乙丙丁戊", max_size=50)
    texts = data.draw(st.lists(letters, min_size=1, max_size=8))
    twisted = []
    for text in texts:
        held = list(text)
        for _ in range(data.draw(st.integers(0, 4))):
            at = data.draw(st.integers(0, len(held)))
            held[at : at + data.draw(st.integers(0, 1))] = data.draw(st.sampled_from(["", "己"]))
        twisted.append("".join(held))
    rows = [Statement(str(at), "u", text) for at, text in enumerate(twisted)]
    existing = [Statement(f"e{at}", "u", text) for at, text in enumerate(texts)]
    found = {one.row: one for one in near_duplicates(rows, existing)}
    for at, text in enumerate(twisted):
        others = [essence(one) for one in (*texts, *twisted[:at]) if essence(one)]
        best = max((fuzz.ratio(essence(text), other) / 100 for other in others), default=0.0)
        expected = best >= 0.92 and bool(essence(text))
        assert (str(at) in found) == expected
        if expected:
            assert abs(found[str(at)].similarity - best) < 0.0002


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32))
def test_the_index_of_pieces_misses_nothing_among_many_long_texts(seed):
    chance = random.Random(seed)
    letters = [chr(0x4E00 + n) for n in range(600)]
    texts = ["".join(chance.choices(letters, k=chance.randint(8, 90))) for _ in range(60)]
    existing = [Statement(str(at), "u", text) for at, text in enumerate(texts)]
    rows = []
    for at, text in enumerate(texts):
        held = list(text)
        for _ in range(chance.randint(0, max(1, len(text) // 6))):
            place = chance.randrange(len(held) + 1)
            held[place : place + chance.randint(0, 1)] = chance.choice(["", "己"])
        rows.append(Statement(f"r{at}", "u", "".join(held)))
    found = {one.row: one.similarity for one in near_duplicates(rows, existing)}
    for at, row in enumerate(rows):
        others = [*texts, *(one.text for one in rows[:at])]
        best = max(fuzz.ratio(essence(row.text), essence(other)) / 100 for other in others)
        assert (row.key in found) == (best >= 0.92)
        assert row.key not in found or abs(found[row.key] - best) < 0.0002


def test_numerals_below_ten_thousand_read_back():
    figures = "零一二三四五六七八九"
    for number in range(1, 10_000):
        out, rest, gap = "", number, False
        for unit, value in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
            figure, rest = divmod(rest, value)
            if figure:
                out += ("零" if gap and out else "") + figures[figure] + unit
                gap = False
            else:
                gap = True
        assert number_of(out) == number, out


def test_every_problem_in_the_code_has_a_sentence_with_just_its_parameters():
    used = set()
    for path in Path(sheets.__file__).parent.glob("_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if called not in ("refuse", "Problem", "_note", "_fail") or not isinstance(first, ast.Constant):
                continue
            code = first.value
            used.add(code)
            needed = {name for _, name, _, _ in string.Formatter().parse(MESSAGES[code]) if name}
            if called == "Problem":
                if len(node.args) > 1 and isinstance(node.args[1], ast.Dict):
                    given_names = {key.value for key in node.args[1].keys}
                elif len(node.args) > 1:
                    continue
                else:
                    given_names = set()
            else:
                given_names = {word.arg for word in node.keywords}
            assert needed <= given_names, (path.name, node.lineno, code, needed - given_names)
    mentioned = {
        code
        for path in Path(sheets.__file__).parent.glob("_*.py")
        if path.name != "_problems.py"
        for code in re.findall(r'"([a-z_]+\.[a-z_0-9]+)"', path.read_text("utf-8"))
        if code in MESSAGES
    }
    assert mentioned == set(MESSAGES)
    assert used <= set(MESSAGES)
