"""Dates as Chinese offices write them.

The reading is total: any value gives a day, a special value, nothing (blank), or a problem in words.  What was
not written (year, century, day of the month) is filled in from the reference date and said in a note.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from functools import lru_cache

from ._cells import Cell, Kind, as_text, from_serial
from ._numerals import arabic, visible
from ._problems import Problem, excerpt

FIRST_YEAR, LAST_YEAR = 1900, 2100
_BEIJING = timezone(timedelta(hours=8))


class Special(Enum):
    """A time limit that is no day."""

    LONG_TERM = "长期坚持"


LONG_TERM = Special.LONG_TERM


@dataclass(frozen=True, slots=True)
class DateReading:
    """``value`` and its ``notes``, or a ``problem``; all empty for a blank cell.

    ``approximate``: the day itself was not written (end of a month, of a quarter, of a range, "at once").
    """

    value: date | Special | None = None
    problem: Problem | None = None
    notes: tuple[Problem, ...] = ()
    approximate: bool = False


class _NotADateError(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


_SEP = r"[-/.,、_]"
_YMD = re.compile(rf"(\d{{4}}|\d{{2}})(?:年|{_SEP})(\d{{1,2}})(?:月份?|{_SEP})(\d{{1,2}})[日号]?")
_DMY = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}(\d{{4}})")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MD = re.compile(rf"(\d{{1,2}})(?:月份?|{_SEP})(\d{{1,2}})[日号]?")
_YM = re.compile(rf"(?:(\d{{4}})(?:年|{_SEP})|(\d{{2}})年)(\d{{1,2}})(?:月份?)?")
_SIX = re.compile(r"((?:19|20)\d{2})(\d{2})")
_YEAR = r"(?:(?P<year>\d{4}|\d{2})年?|(?P<word>本年度?|今年|明年|去年|次年|当年))?"
_PART = r"(?P<part>上旬|中旬|下旬|初|中|底|末|内|份)?"
_MONTH_PART = re.compile(rf"{_YEAR}(?:(?P<month>\d{{1,2}})月份?){_PART}")
_THIS_MONTH = re.compile(r"(?P<which>本|当|这个|下个?|次|上个?)?月(?P<part>上旬|中旬|下旬|初|中|底|末|内)")
_QUARTER = re.compile(
    rf"{_YEAR}(?:第?(?P<q>[1-4])季度?|Q(?P<qq>[1-4])|(?P<this>本|当)季度?)(?:底|末|内)?", re.I
)
_HALF = re.compile(rf"{_YEAR}(?P<half>上半年|下半年|年中)(?:底|末|内)?")
_YEAR_END = re.compile(
    r"(?:(?P<year>\d{4}|\d{2})年?|(?P<word>本年度?|今年|明年|去年|次年|当))?年?(?:底|末|内|年底|年末|年内)"
)
_ONLY_YEAR = re.compile(r"(\d{4})年度?")
_LAST_DAY = re.compile(r"月(?:最后[1一]天|最后[1一]日|最后工作日)")
_TIME = re.compile(
    r"[T\s]*(?:凌晨|早上?|上午|中午|下午|晚上?)?\s*(?:[01]?\d|2[0-4])(?::|时|点)[0-5]?\d?(?:分|(?::[0-5]\d(?:秒|[.,]\d{1,9})?)?)\s*(?:[AaPp][Mm])?(?:之前|以前|前|止)?$"
)
_ZONED = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?\s*(?:Z|[+-]\d\d:?\d\d)", re.IGNORECASE
)
_WEEKDAY = re.compile(r"[((\[]?(?:星期|周|礼拜)[一二三四五六日天1-7][))\]]?$")
_BEFORE = re.compile(
    r"^(?:拟于|计划于|于|截至|截止到?|定于|预计)|(?:日期)?(?:之前|以前|前|止|截止|为止)?(?:全部)?(?:完成|整改到位|整改完毕|办结|完成整改)?$"
)
_ORDINAL = re.compile(
    "农历|阴历|正月|冬月|腊月|闰.?月|初[一二三四五六七八九十]|廿[一二三四五六七八九]|除夕|中秋|端午|春节"
)
_LONG = re.compile("长期|常态|持续(?:整改|坚持|推进)|持之以恒")
_AT_ONCE = re.compile(
    "(?:即日起?|立即|即时|立刻|马上|即刻|当即)(?:整改|完成|办理|执行)?(?:到位)?|立行立改|即知即改|立查立改|立整立改|边查边改"
)
_BLANKS = frozenset({"", "-", "--", "---", "/", "\\", "无", "—", "——", "空", "n/a", "null", "none"})
_RANGE = re.compile(r"至|到|—+|–|~+|〜|→")
_SPACES = re.compile(r"\s+")
_CUTS = 9  # places where a range may be cut, the likeliest first: two full dates have five dashes


def parse_date(value: object, reference: date, *, date1904: bool = False) -> DateReading:
    """Read a cell (or its value) as a day.

    ``reference`` gives the year of ``3月8日`` (the same year), the century of ``21.3.8`` (from 80 years before
    to 19 after) and the day of ``立即``.  ``date1904`` is the workbook's date system, for numbers that carry no
    date format.  Ends are taken: 3月底 is the 31st, 3月中旬 the 20th, a range its last day.
    """
    if isinstance(value, Cell):
        if value.kind is Kind.ERROR:
            return DateReading(problem=Problem("date.unreadable", {"text": ""}, value.address))
        reading = parse_date(value.value, reference, date1904=date1904)
        return _placed(reading, value.address) if reading.problem or reading.notes else reading
    if value is None:
        return DateReading()
    if isinstance(value, bool):
        return _unreadable(as_text(value))
    if isinstance(value, datetime):
        return _within(_beijing(value), as_text(value))
    if isinstance(value, date):
        return _within(value, as_text(value))
    if isinstance(value, int | float):
        return _from_number(value, reference, date1904)
    if not isinstance(value, str):
        return _unreadable(type(value).__name__)
    if len(value) > 200:
        return _unreadable(value)
    return _from_text(value, reference)


def _placed(reading: DateReading, place: str) -> DateReading:
    problem = reading.problem.at(place) if reading.problem else None
    return DateReading(
        reading.value, problem, tuple(note.at(place) for note in reading.notes), reading.approximate
    )


def _beijing(moment: datetime) -> date:
    return moment.astimezone(_BEIJING).date() if moment.tzinfo else moment.date()


def _within(day: date, text: str) -> DateReading:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return DateReading(day)
    return DateReading(problem=_year_problem(day.year, text))


def _year_problem(year: int, text: str) -> Problem:
    return Problem("date.year", {"year": year, "first": FIRST_YEAR, "last": LAST_YEAR, "text": excerpt(text)})


def _unreadable(text: str) -> DateReading:
    return DateReading(problem=Problem("date.unreadable", {"text": excerpt(text)}))


def _from_number(value: int | float, reference: date, date1904: bool) -> DateReading:
    """20210308, 202103, an Excel serial of 1990 to 2100, or text that the program took for a number (3.8)."""
    if value != value or value in (float("inf"), float("-inf")) or abs(value) > 10**9:
        return _unreadable(f"{value:g}" if isinstance(value, float) else str(value)[:20])
    if float(value).is_integer():
        whole = int(value)
        if 19_000_000 < whole < 21_010_000 or 190_000 < whole < 210_100:
            return _from_text(str(whole), reference)
        if FIRST_YEAR <= whole <= LAST_YEAR:
            return _unreadable(str(whole))
    shift = 1462 if date1904 else 0
    if 32_874 <= value + shift < 73_415:  # 1990-01-01 up to 2100-12-31
        day = from_serial(value, date1904=date1904)
        if day is not None:
            return _within(_beijing(day) if isinstance(day, datetime) else day, as_text(value))
    text = as_text(value)
    left, _, right = text.partition(".")
    if right in ("1", "2", "3") and len(text) < 8:  # 3.1 was 3.1 or 3.10; 2021.1 was January or October
        other = _from_text(f"{left}.{right}0", reference)
        plain = _from_text(text, reference)
        if other.problem is None and plain.problem is None and left:
            choice = {"text": text, "first": f"{left}.{right}", "second": f"{left}.{right}0"}
            return DateReading(problem=Problem("date.number_ambiguous", choice))
    return _from_text(text, reference) if right else _unreadable(text)


@lru_cache(maxsize=8192)
def _from_text(raw: str, reference: date) -> DateReading:
    try:
        return _read(raw, reference)
    except _NotADateError as wrong:
        return DateReading(problem=wrong.problem)


def _read(raw: str, reference: date) -> DateReading:
    shown = excerpt(raw)
    text = _SPACES.sub(" ", visible(raw).strip())
    if text.lower() in _BLANKS:
        return DateReading()
    if _ZONED.fullmatch(text):
        return _zoned(text, shown)
    text = _WEEKDAY.sub("", text).strip()
    text = _TIME.sub("", text) if ":" in text or "时" in text or "点" in text else text
    text = re.sub(r"\s+", "", _WEEKDAY.sub("", text.strip()))
    if _LONG.search(text):
        return DateReading(LONG_TERM)
    if _AT_ONCE.fullmatch(text):
        note = Problem("date.immediate", {"text": shown, "date": reference.isoformat()})
        return DateReading(reference, None, (note,), True)
    if _ORDINAL.search(re.sub("[月]初(?![一二三四五六七八九十])", "", text)):
        raise _NotADateError(Problem("date.lunar", {"text": shown}))
    text = arabic(text)
    single = _Single(shown, reference)
    candidates = [text, _BEFORE.sub("", text)]
    candidates.append(_BEFORE.sub("", candidates[1]))
    for candidate in filter(None, dict.fromkeys(candidates)):
        if (found := single.read(candidate)) is not None:
            return found
    for candidate in filter(None, dict.fromkeys(candidates)):
        if (found := _range(candidate, shown, reference)) is not None:
            return found
    return _unreadable(raw)


def _zoned(text: str, shown: str) -> DateReading:
    try:
        moment = datetime.fromisoformat(re.sub(r"\s+(?=[Zz+-])", "", text).upper())
    except ValueError:
        raise _NotADateError(Problem("date.unreadable", {"text": shown})) from None
    try:
        day = _beijing(moment)
    except OverflowError:
        raise _NotADateError(Problem("date.unreadable", {"text": shown})) from None
    if day == moment.date():
        return _within(day, shown)
    found = _within(day, shown)
    note = Problem("date.zone", {"text": shown, "date": day.isoformat()})
    return DateReading(found.value, found.problem, (note,))


def _range(text: str, shown: str, reference: date) -> DateReading | None:
    """``2021.3-2021.6``, ``3月8日至15日``, ``3月-6月``: the end, which borrows year and month from the start."""
    for cut in _cuts(text):
        left, right = text[: cut[0]], _BEFORE.sub("", text[cut[1] :])
        begin = _Single(shown, reference).read(_BEFORE.sub("", left)) or _bare_month(
            left, right, shown, reference
        )
        if begin is None or not isinstance(begin.value, date):
            continue
        start = begin.value
        borrowed = _Single(shown, start)
        only_day = re.fullmatch(r"(\d{1,2})[日号]?", right)
        if only_day and not left.endswith("月"):
            found: DateReading | None = DateReading(borrowed.day(start.year, start.month, int(only_day[1])))
        else:
            found = borrowed.read(right)
        if found is None or not isinstance(found.value, date):
            continue
        finish = found.value
        notes = list(begin.notes)
        if any(note.code == "date.year_assumed" for note in begin.notes) and re.match(
            r"\d{4}", right
        ):  # the end has its year, and the start takes it
            notes = []
            start = start.replace(year=finish.year) if (start.month, start.day) != (2, 29) else start
        if finish < (start.replace(day=1) if begin.approximate else start):
            raise _NotADateError(Problem("date.reversed", {"text": shown}))
        notes.append(Problem("date.range_end", {"text": shown, "date": finish.isoformat()}))
        return DateReading(finish, None, tuple(notes), True)
    return None


def _cuts(text: str) -> list[tuple[int, int]]:
    strong = [found.span() for found in _RANGE.finditer(text)]
    weak = [(at, at + 1) for at, one in enumerate(text) if one == "-"]
    weak.sort(key=lambda cut: abs(cut[0] - len(text) / 2))
    return (strong or weak)[:_CUTS]


def _bare_month(left: str, right: str, shown: str, reference: date) -> DateReading | None:
    """``3至6月``, ``2021年3-6月``: a start that leaves its 月 to the end."""
    if re.fullmatch(r"(?:\d{4}年)?\d{1,2}", left) and re.fullmatch(r"\d{1,2}月份?.{0,2}", right):
        return _Single(shown, reference).read(left + "月")
    return None


class _Single:
    """One day, month, quarter or year; ``None`` when the text has another shape."""

    def __init__(self, shown: str, reference: date) -> None:
        self.shown, self.reference = shown, reference
        self.notes: list[Problem] = []

    def read(self, text: str) -> DateReading | None:
        self.notes = []
        for form in (self._full, self._month_day, self._month, self._part_of_month, self._longer):
            if (found := form(text)) is not None:
                return found
        return None

    def day(self, year: int, month: int, day: int) -> date:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise _NotADateError(_year_problem(year, self.shown))
        if not 1 <= month <= 12:
            raise _NotADateError(Problem("date.month", {"month": month, "text": self.shown}))
        if not 1 <= day <= calendar.monthrange(year, month)[1]:
            params: dict[str, str | int] = {"text": self.shown, "year": year, "month": month, "day": day}
            raise _NotADateError(Problem("date.impossible", params))
        return date(year, month, day)

    def _year(self, text: str | None, word: str | None = None) -> int:
        year = self.reference.year
        if word:
            return year + {"明": 1, "次": 1, "去": -1}.get(word[0], 0)
        if text is None:
            self.notes.append(Problem("date.year_assumed", {"text": self.shown, "year": year}))
            return year
        if len(text) == 4:
            return int(text)
        full = year - year % 100 + int(text)
        full += 100 if full < year - 80 else -100 if full > year + 19 else 0
        self.notes.append(Problem("date.century_assumed", {"text": self.shown, "year": full}))
        return full

    def _exact(self, year: int, month: int, day: int) -> DateReading:
        return DateReading(self.day(year, month, day), None, tuple(self.notes))

    def _about(self, year: int, month: int, day: int = 0) -> DateReading:
        first = self.day(year, month, 1)
        value = self.day(year, month, day) if day else first.replace(day=calendar.monthrange(year, month)[1])
        note = Problem("date.approximate", {"text": self.shown, "date": value.isoformat()})
        return DateReading(value, None, (*self.notes, note), True)

    def _full(self, text: str) -> DateReading | None:
        if found := _EIGHT.fullmatch(text):
            return self._exact(int(found[1]), int(found[2]), int(found[3]))
        if found := _YMD.fullmatch(text):
            return self._exact(self._year(found[1]), int(found[2]), int(found[3]))
        if found := _DMY.fullmatch(text):  # only one order may be possible
            one, two, year = int(found[1]), int(found[2]), int(found[3])
            if one <= 12 and two <= 12 and one != two:
                raise _NotADateError(Problem("date.order", {"text": self.shown}))
            return self._exact(year, two, one) if one > 12 else self._exact(year, one, two)
        return None

    def _month_day(self, text: str) -> DateReading | None:
        found = _MD.fullmatch(text)
        return self._exact(self._year(None), int(found[1]), int(found[2])) if found else None

    def _month(self, text: str) -> DateReading | None:
        if found := _YM.fullmatch(text):
            return self._about(self._year(found[1] or found[2]), int(found[3]))
        if (found := _SIX.fullmatch(text)) and 1 <= int(found[2]) <= 12:
            return self._about(int(found[1]), int(found[2]))
        return None

    def _part_of_month(self, text: str) -> DateReading | None:
        text = _LAST_DAY.sub("月底", text)
        if found := _MONTH_PART.fullmatch(text):
            year = self._year(found["year"], found["word"])
            return self._about(year, int(found["month"]), _END_OF_PART.get(found["part"] or "", 0))
        if found := _THIS_MONTH.fullmatch(text):
            step = {"下": 1, "次": 1, "上": -1}.get((found["which"] or "本")[0], 0)
            months = self.reference.year * 12 + self.reference.month - 1 + step
            return self._about(months // 12, months % 12 + 1, _END_OF_PART.get(found["part"], 0))
        return None

    def _longer(self, text: str) -> DateReading | None:
        if found := _QUARTER.fullmatch(text):
            year = self._year(found["year"], found["word"] or ("今年" if found["this"] else None))
            quarter = int(found["q"] or found["qq"] or (self.reference.month + 2) // 3)
            return self._about(year, quarter * 3)
        if found := _HALF.fullmatch(text):
            return self._about(
                self._year(found["year"], found["word"]), 12 if found["half"] == "下半年" else 6
            )
        if found := _YEAR_END.fullmatch(text):
            return self._about(
                self._year(found["year"], found["word"] or ("今年" if not found["year"] else None)), 12
            )
        if found := _ONLY_YEAR.fullmatch(text):
            return self._about(int(found[1]), 12)
        return None


_END_OF_PART = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
