"""Dates as offices write them: known answers, then every form there and back, then what must be refused."""

# ruff: noqa: DTZ001  a spreadsheet knows no time zone

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.sheets import LONG_TERM, Cell, Kind, parse_date
from qingyuan.engines.sheets._cells import from_serial

ON = date(2021, 6, 15)
D = date

EXACT = [
    ("2021-3-8", D(2021, 3, 8)),
    ("2021-03-08", D(2021, 3, 8)),
    ("2021/03/08", D(2021, 3, 8)),
    ("2021/3/8", D(2021, 3, 8)),
    ("2021.3.8", D(2021, 3, 8)),
    ("2021.03.08", D(2021, 3, 8)),
    ("2021、3、8", D(2021, 3, 8)),
    ("20210308", D(2021, 3, 8)),
    (20210308, D(2021, 3, 8)),
    (20210308.0, D(2021, 3, 8)),
    ("2021年3月8日", D(2021, 3, 8)),
    ("2021年03月08日", D(2021, 3, 8)),
    ("2021 年 3 月 8 日", D(2021, 3, 8)),
    ("2021年3月8号", D(2021, 3, 8)),
    ("2021年3月8", D(2021, 3, 8)),
    ("2021年3月8日", D(2021, 3, 8)),
    ("２０２１．３．８", D(2021, 3, 8)),
    ("二〇二一年三月八日", D(2021, 3, 8)),
    ("二零二一年三月八日", D(2021, 3, 8)),
    ("二○二一年三月八日", D(2021, 3, 8)),
    ("二O二一年三月八日", D(2021, 3, 8)),
    ("贰零贰壹年叁月捌日", D(2021, 3, 8)),
    ("二〇二一年十月十日", D(2021, 10, 10)),
    ("二〇二一年十二月三十一日", D(2021, 12, 31)),
    ("二〇二一年十一月二十日", D(2021, 11, 20)),
    ("二〇二〇年二月二十九日", D(2020, 2, 29)),
    ("2021-03-08 00:00:00", D(2021, 3, 8)),
    ("2021-03-08T00:00:00", D(2021, 3, 8)),
    ("2021-03-08 9:30", D(2021, 3, 8)),
    ("2021/3/8 18:05:59", D(2021, 3, 8)),
    ("2021年3月8日9时30分", D(2021, 3, 8)),
    ("2021年3月8日 上午9时", D(2021, 3, 8)),
    ("2021-03-08T09:30:00+08:00", D(2021, 3, 8)),
    ("2021-03-08T10:00:00Z", D(2021, 3, 8)),
    ("2021年3月8日(星期一)", D(2021, 3, 8)),
    ("2021年3月8日 周一", D(2021, 3, 8)),
    ("2021年6月30日前", D(2021, 6, 30)),
    ("2021-06-30前", D(2021, 6, 30)),
    ("2021-06-30止", D(2021, 6, 30)),
    ("2021年6月30日之前完成整改", D(2021, 6, 30)),
    ("截止2021年6月30日", D(2021, 6, 30)),
    ("2021年6月30日24时前", D(2021, 6, 30)),
    ("25/3/2021", D(2021, 3, 25)),
    ("3/25/2021", D(2021, 3, 25)),
    ("\u200b2021-03-08\ufeff", D(2021, 3, 8)),
    (44263, D(2021, 3, 8)),
    (44263.75, D(2021, 3, 8)),
    (D(2021, 3, 8), D(2021, 3, 8)),
    (datetime(2021, 3, 8, 23, 59), D(2021, 3, 8)),
]

ASSUMED = [
    ("3月8日", D(2021, 3, 8), "date.year_assumed"),
    ("三月八日", D(2021, 3, 8), "date.year_assumed"),
    ("3月8号", D(2021, 3, 8), "date.year_assumed"),
    ("3.8", D(2021, 3, 8), "date.year_assumed"),
    ("3-8", D(2021, 3, 8), "date.year_assumed"),
    ("3.10", D(2021, 3, 10), "date.year_assumed"),
    (3.8, D(2021, 3, 8), "date.year_assumed"),
    (2.3, D(2021, 2, 3), "date.year_assumed"),
    ("6月30日前", D(2021, 6, 30), "date.year_assumed"),
    ("12月31日前完成", D(2021, 12, 31), "date.year_assumed"),
    ("21.3.8", D(2021, 3, 8), "date.century_assumed"),
    ("21年3月8日", D(2021, 3, 8), "date.century_assumed"),
    ("85-3-8", D(1985, 3, 8), "date.century_assumed"),
    ("2021-03-07T16:00:00.000Z", D(2021, 3, 8), "date.zone"),
]

ABOUT = [
    ("2021年3月", D(2021, 3, 31)),
    ("2021.3", D(2021, 3, 31)),
    (2021.4, D(2021, 4, 30)),
    ("2021-02", D(2021, 2, 28)),
    ("202103", D(2021, 3, 31)),
    ("2021年3月底", D(2021, 3, 31)),
    ("3月底", D(2021, 3, 31)),
    ("3月末", D(2021, 3, 31)),
    ("三月底前", D(2021, 3, 31)),
    ("3月份", D(2021, 3, 31)),
    ("3月初", D(2021, 3, 10)),
    ("三月初", D(2021, 3, 10)),
    ("3月上旬", D(2021, 3, 10)),
    ("3月中旬", D(2021, 3, 20)),
    ("3月下旬", D(2021, 3, 31)),
    ("月底", D(2021, 6, 30)),
    ("本月底前", D(2021, 6, 30)),
    ("下月底", D(2021, 7, 31)),
    ("2021年第一季度", D(2021, 3, 31)),
    ("一季度末", D(2021, 3, 31)),
    ("第二季度", D(2021, 6, 30)),
    ("2021年4季度", D(2021, 12, 31)),
    ("上半年", D(2021, 6, 30)),
    ("2021年上半年", D(2021, 6, 30)),
    ("年底前", D(2021, 12, 31)),
    ("2021年底", D(2021, 12, 31)),
    ("2021年12月底前完成", D(2021, 12, 31)),
    ("明年3月", D(2022, 3, 31)),
    ("即日起", ON),
    ("立即", ON),
    ("立即整改", ON),
    ("立行立改", ON),
    ("2021.3-2021.6", D(2021, 6, 30)),
    ("2021.3.1-2021.6.30", D(2021, 6, 30)),
    ("2021-03-01-2021-06-30", D(2021, 6, 30)),
    ("2021-03-01至2021-06-30", D(2021, 6, 30)),
    ("2021年3月—6月", D(2021, 6, 30)),
    ("3月-6月", D(2021, 6, 30)),
    ("3至6月", D(2021, 6, 30)),
    ("3月8日至15日", D(2021, 3, 15)),
    ("3月8日至4月2日", D(2021, 4, 2)),
    ("2021.3.8~3.15", D(2021, 3, 15)),
    ("2021年11月至2022年1月", D(2022, 1, 31)),
]

REFUSED = [
    ("三月初八", "date.lunar"),
    ("正月初八", "date.lunar"),
    ("农历三月", "date.lunar"),
    ("腊月廿三", "date.lunar"),
    ("2021-2-30", "date.impossible"),
    ("2021年2月29日", "date.impossible"),
    ("二〇二一年四月三十一日", "date.impossible"),
    ("20210431", "date.impossible"),
    ("2021-3-0", "date.impossible"),
    ("2月30日", "date.impossible"),
    ("2021-13-01", "date.month"),
    ("2021-0-1", "date.month"),
    ("1021-3-8", "date.year"),
    ("5021年3月8日", "date.year"),
    (D(1066, 10, 14), "date.year"),
    ("3/8/2021", "date.order"),
    (3.1, "date.number_ambiguous"),
    (2021.1, "date.number_ambiguous"),
    ("2021.6-2021.3", "date.reversed"),
    ("6月30日至3月1日", "date.reversed"),
    ("另行通知", "date.unreadable"),
    ("2021", "date.unreadable"),
    ("8日", "date.unreadable"),
    ("#REF!", "date.unreadable"),
    (True, "date.unreadable"),
    (-5, "date.unreadable"),
    (float("nan"), "date.unreadable"),
    (10**30, "date.unreadable"),
    ("九" * 5000, "date.unreadable"),
    (object(), "date.unreadable"),
]


@pytest.mark.parametrize(("written", "day"), EXACT)
def test_an_exact_day_is_read_without_a_note(written, day):
    reading = parse_date(written, ON)
    assert (reading.value, reading.problem, reading.notes, reading.approximate) == (day, None, (), False)


@pytest.mark.parametrize(("written", "day", "code"), ASSUMED)
def test_what_was_not_written_is_assumed_and_said(written, day, code):
    reading = parse_date(written, ON)
    assert (reading.value, [note.code for note in reading.notes], reading.approximate) == (day, [code], False)


@pytest.mark.parametrize(("written", "day"), ABOUT)
def test_a_vague_time_takes_its_end_and_is_flagged(written, day):
    reading = parse_date(written, ON)
    assert (reading.value, reading.problem) == (day, None)
    assert reading.approximate
    assert reading.notes


@pytest.mark.parametrize(("written", "code"), REFUSED)
def test_what_is_no_day_is_refused_by_name(written, code):
    reading = parse_date(written, ON)
    assert reading.value is None
    assert reading.problem is not None
    assert reading.problem.code == code
    assert reading.problem.message


@pytest.mark.parametrize(
    "written", ["长期坚持", "长期", "长期整改", "即日起长期坚持", "立行立改,长期坚持", "持续整改"]
)
def test_long_term_is_a_value_of_its_own(written):
    assert parse_date(written, ON).value is LONG_TERM


@pytest.mark.parametrize("written", [None, "", "  ", "\u3000", "/", "无", "——", "-"])
def test_a_blank_is_neither_a_day_nor_a_problem(written):
    reading = parse_date(written, ON)
    assert (reading.value, reading.problem) == (None, None)


def test_a_number_is_refused_only_where_its_lost_zero_leaves_two_dates():
    assert parse_date(2021.3, ON).value == D(2021, 3, 31)
    assert parse_date(2021.1, ON).problem is not None
    assert parse_date("2021.1", ON).value == D(2021, 1, 31)
    assert parse_date(2.2, ON).problem is not None
    assert parse_date(2.3, ON).value == D(2021, 2, 3)


def test_both_date_systems_of_excel_are_known():
    assert from_serial(1) == D(1900, 1, 1)
    assert from_serial(59) == D(1900, 2, 28)
    assert from_serial(60) is None
    assert from_serial(61) == D(1900, 3, 1)
    assert from_serial(44263) == D(2021, 3, 8)
    assert from_serial(42801, date1904=True) == D(2021, 3, 8)
    assert from_serial(2958465) == D(9999, 12, 31)
    assert from_serial(2958466) is None
    assert from_serial(44263.5) == datetime(2021, 3, 8, 12)
    assert parse_date(42801, ON, date1904=True).value == D(2021, 3, 8)


def test_a_problem_carries_the_address_of_its_cell():
    reading = parse_date(Cell(7, 12, "2021-2-30", Kind.TEXT), ON)
    assert reading.problem is not None
    assert reading.problem.place == "L7"
    assert parse_date(Cell(7, 12, "3月底", Kind.TEXT), ON).notes[0].place == "L7"


def test_the_century_follows_the_reference():
    assert parse_date("45.1.1", D(1999, 1, 1)).value == D(1945, 1, 1)
    assert parse_date("15.1.1", D(1999, 1, 1)).value == D(2015, 1, 1)
    assert parse_date("40.1.1", ON).value == D(2040, 1, 1)
    assert parse_date("41.1.1", ON).value == D(1941, 1, 1)


def han(number: int) -> str:
    figures = "〇一二三四五六七八九"
    if number >= 100:
        return "".join(figures[int(one)] for one in str(number))
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else figures[tens] + "十") + (
        figures[ones] if ones or not tens else ""
    )


FORMS = {
    "dash": lambda d: f"{d.year}-{d.month}-{d.day}",
    "iso": lambda d: d.isoformat(),
    "slash": lambda d: f"{d.year}/{d.month:02d}/{d.day:02d}",
    "dot": lambda d: f"{d.year}.{d.month}.{d.day}",
    "eight": lambda d: f"{d.year}{d.month:02d}{d.day:02d}",
    "eight as number": lambda d: int(f"{d.year}{d.month:02d}{d.day:02d}"),
    "han figures": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "han": lambda d: f"{han(d.year)}年{han(d.month)}月{han(d.day)}日",
    "han zero": lambda d: f"{han(d.year)}年{han(d.month)}月{han(d.day)}日".replace("〇", "零"),
    "full width": lambda d: d.isoformat().translate({ord("0") + n: 0xFF10 + n for n in range(10)}),
    "midnight": lambda d: f"{d.isoformat()} 00:00:00",
    "T": lambda d: f"{d.isoformat()}T08:30:00",
    "Beijing": lambda d: f"{d.isoformat()}T08:30:00+08:00",
    "before": lambda d: f"{d.year}年{d.month}月{d.day}日前完成",
    "weekday": lambda d: f"{d.year}年{d.month}月{d.day}日(星期{'一二三四五六日'[d.weekday()]})",
    "serial": lambda d: (d - D(1899, 12, 30)).days,
    "serial with time": lambda d: (d - D(1899, 12, 30)).days + 0.4375,
    "date": lambda d: d,
    "datetime": lambda d: datetime(d.year, d.month, d.day, 17, 30),
    "UTC datetime": lambda d: datetime(d.year, d.month, d.day, 1, tzinfo=UTC),
}


@settings(deadline=None, max_examples=400)
@given(st.dates(D(1990, 1, 1), D(2099, 12, 31)), st.sampled_from(sorted(FORMS)))
def test_every_form_of_every_day_reads_back(day, form):
    reading = parse_date(FORMS[form](day), ON)
    assert reading.value == day
    assert reading.notes == ()


@settings(deadline=None, max_examples=200)
@given(
    st.dates(D(2000, 1, 1), D(2039, 12, 31)),
    st.sampled_from(["{m}月{d}日", "{m}.{d}", "{m}-{d}", "{m}/{d}", "{m}月{d}日前"]),
)
def test_a_day_without_a_year_takes_that_of_the_reference(day, form):
    reading = parse_date(form.format(m=day.month, d=day.day), D(day.year, 1, 1))
    assert reading.value == day
    assert [note.code for note in reading.notes] == ["date.year_assumed"]


@settings(deadline=None, max_examples=200)
@given(
    st.dates(D(2000, 1, 1), D(2039, 1, 1)), st.integers(0, 400), st.sampled_from(["至", "-", "—", "~", "到"])
)
def test_a_range_gives_its_end(begin, length, between):
    finish = begin + timedelta(days=length)
    for form in (FORMS["dot"], FORMS["han figures"], FORMS["iso"]):
        assert parse_date(form(begin) + between + form(finish), ON).value == finish


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(max_size=40), st.text(alphabet="0123456789年月日.-/至底前末旬初季度 一二十〇", max_size=14),
                 st.floats(), st.integers(), st.booleans(), st.none(), st.dates(), st.datetimes()))  # fmt: skip
def test_no_value_whatever_raises(value):
    reading = parse_date(value, ON)
    assert reading.value is None or reading.problem is None
