"""Known answers: numerals, heading labels, document numbers, counts, dates, links, rates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.engines.officialdoc import (
    DocumentNumber,
    Figure,
    Layout,
    LinkRefused,
    Run,
    Table,
    chinese_numeral,
    clean_text,
    count_text,
    heading_labels,
    safe_link,
    written_date,
    written_period,
)
from qingyuan.engines.officialdoc._flow import break_title
from qingyuan.engines.officialdoc._weekly import change_text, rate_text


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"),
     (110, "一百一十"), (1001, "一千零一"), (1010, "一千零一十"), (9999, "九千九百九十九")],
)  # fmt: skip
def test_numerals_are_written_as_chinese_writes_them(number: int, written: str) -> None:
    assert chinese_numeral(number) == written


@given(st.integers(1, 9999))
def test_no_two_numbers_share_a_numeral_and_none_ends_in_zero(number: int) -> None:
    written = chinese_numeral(number)
    assert not written.endswith("零") and "零零" not in written
    assert written != chinese_numeral(number % 9999 + 1)


def test_headings_are_numbered_by_level_and_restart_below_a_new_parent() -> None:
    assert heading_labels([1, 2, 2, 3, 3, 4, 2, 1, 2, 3]) == [
        "一、", "（一）", "（二）", "1.", "2.", "（1）", "（三）", "二、", "（一）", "1.",
    ]  # fmt: skip
    with pytest.raises(ValueError):
        heading_labels([5])


def test_a_document_number_is_written_and_read_without_leading_zero_and_without_di() -> None:
    number = DocumentNumber("示公通", 2021, 3)
    assert number.text == "示公通〔2021〕3号"
    assert DocumentNumber.parse(" 示公通〔2021〕3号 ") == number


@pytest.mark.parametrize(
    "wrong",
    ["示公通〔2021〕03号", "示公通〔2021〕第3号", "示公通[2021]3号", "示公通（2021）3号", "示公通〔21〕3号",
     "〔2021〕3号", "示公通〔2021〕0号", "示公通〔2021〕3", "示公通〔２０２１〕3号", ""],
)  # fmt: skip
def test_any_other_form_of_document_number_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="发文字号"):
        DocumentNumber.parse(wrong)


def test_dates_are_arabic_without_leading_zeros() -> None:
    assert written_date(date(2021, 3, 8)) == "2021年3月8日"
    assert written_period(date(2021, 3, 8), date(2021, 3, 8)) == "2021年3月8日"
    assert written_period(date(2021, 3, 8), date(2021, 3, 18)) == "2021年3月8日至18日"
    assert written_period(date(2021, 3, 8), date(2021, 4, 1)) == "2021年3月8日至4月1日"
    assert written_period(date(2020, 12, 8), date(2021, 1, 1)) == "2020年12月8日至2021年1月1日"


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("   \n\u3000", 0), ("教育整顿", 4), ("教育，整顿。", 6), ("整改率84.2%", 4), ("a b  c", 3),
     ("2021年3月18日", 6), ("《规定》", 4), ("𠮷野", 2), ("https://a.example/b?c", 1), ("教\x00育\u202e", 2)],
)  # fmt: skip
def test_characters_are_counted_as_word_counts_them(text: str, count: int) -> None:
    assert count_text(text) == count


@pytest.mark.parametrize(
    "target", ["https://a.example/b", "http://a.example:8000/", "/matters/12", "matters/12?a=1#b"]
)
def test_web_and_relative_links_are_kept(target: str) -> None:
    assert safe_link(target) == target


def test_a_link_is_percent_encoded_so_that_word_accepts_it() -> None:
    assert safe_link("/台账/50%") == "/%E5%8F%B0%E8%B4%A6/50%25"


@pytest.mark.parametrize(
    "target",
    ["javascript:alert(1)", "JavaScript:alert(1)", "file:///etc/passwd", "data:text/html,x",
     "mailto:a@b.example", "//evil.example",
     "", " https://a.example", "java\nscript:alert(1)", "\\\\server\\share", "https://", "http://[::1", "http://a:b/", "ht\u202etp://a"],
)  # fmt: skip
def test_every_other_link_is_refused(target: str) -> None:
    with pytest.raises(LinkRefused):
        Run("x", link=target)


def test_line_ends_become_one_kind_and_invisible_controls_go() -> None:
    assert clean_text("a\r\nb\rc\x0bd\u2028e\x00\x1b\ufffe\ud800\u202ef") == "a\nb\nc\nd\nef"
    assert clean_text("مرحبا 👩‍👩‍👧 <w:t>&amp;") == "مرحبا 👩‍👩‍👧 <w:t>&amp;"


def test_a_long_title_is_broken_into_balanced_lines_between_words() -> None:
    title = "关于全市公安机关队伍教育整顿第三次督导检查情况的通报"
    assert break_title(title, 20) == "关于全市公安机关队伍教育整顿\n第三次督导检查情况的通报"
    assert break_title("自己\n断行", 20) == "自己\n断行"
    assert break_title("短标题的通报", 20) == "短标题的通报"


@given(st.text(alphabet="关于的、，情况通报教育整顿abc 12", max_size=90))
def test_breaking_a_title_loses_nothing_and_no_line_is_too_long(title: str) -> None:
    broken = break_title(title, 20)
    assert "".join(broken.split()) == "".join(title.split())
    if " " not in title and not any(c.isascii() for c in title):
        assert all(len(line) <= 20 or line[20] in "的、，" for line in broken.split("\n"))


def test_rates_come_from_numerator_and_denominator_rounded_half_up() -> None:
    assert rate_text(Figure("r", 1, 3)) == "33.33%"
    assert rate_text(Figure("r", 2, 3)) == "66.67%"
    assert rate_text(Figure("r", 1, 800)) == "0.13%"  # 0.125 exactly
    assert rate_text(Figure("r", 0, 0)) == "无基数"
    assert rate_text(Figure("r", 7)) == "—"
    assert rate_text(Figure("r", 37, 8, mean=True)) == "4.63"


def test_changes_compare_exact_shares_and_say_when_they_cannot() -> None:
    assert change_text(Figure("r", 9, 10, (8, 10))) == "+10.00个百分点"
    assert change_text(Figure("r", 1, 3, (2, 3))) == "-33.33个百分点"
    assert change_text(Figure("r", 1, 2, (2, 4))) == "持平"
    assert change_text(Figure("r", 1, 2, (0, 0))) == "不可比"
    assert change_text(Figure("r", 5, previous=(8, None))) == "-3"
    assert change_text(Figure("r", 5)) == "—"


@pytest.mark.parametrize(
    ("numbers", "previous"), [((-1, 2), None), ((3, 2), None), ((1, 2), (1, None)), ((1, 2), (3, 2))]
)
def test_impossible_figures_are_refused(
    numbers: tuple[int, int], previous: tuple[int, int | None] | None
) -> None:
    with pytest.raises(ValueError):
        Figure("销号率", *numbers, previous=previous)


def test_a_layout_that_cannot_hold_its_lines_is_refused() -> None:
    with pytest.raises(ValueError, match="容不下 22 行"):
        Layout(name="x", line_pitch_pt=30.0)  # the standard's nominal line: 22 of them do not fit 225 mm
    with pytest.raises(ValueError, match="字"):
        Layout(name="x", characters=40)


def test_a_table_with_a_ragged_row_is_refused() -> None:
    with pytest.raises(ValueError, match="第 2 行"):
        Table(("a", "b"), (("1", "2"), ("1",)))
