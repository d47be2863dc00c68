"""One spelling for the many ways a figure is written: full-width forms, Chinese numerals, zeros."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {
    **{one: value for value, one in enumerate("零一二三四五六七八九")},
    **{one: value for value, one in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    **{one: value for value, one in enumerate("○壱貳參肆伍陸柒捌玖")},
    "O": 0,
    "o": 0,
    "◯": 0,
    "⭕": 0,
    "Ο": 0,
    "О": 0,
    "两": 2,
    "元": 1,
}
_CIRCLES = "〇○零O◯⭕ΟОo"
_NUMERAL = "一二三四五六七八九壹贰叁肆伍陆柒捌玖貳參陸"
_RUN = re.compile(f"(?<![A-Za-z])[{_CIRCLES}{_NUMERAL}十拾廿卅两0-9]+(?![A-Za-z])")
_UNITS = {
    ord(one): other for one, other in zip("拾佰仟廿卅", ("十", "百", "千", "二十", "三十"), strict=True)
}
_COUNTED = re.compile(r"(?:([1-9])千)?(?:0?([1-9])百)?(0?([1-9]?)十)?(?:(0?)([1-9]))?")
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\u180e]")


def visible(text: str) -> str:
    """NFKC (full width to half width) without zero-width and direction marks.  U+3007 and U+25CB stay."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def number_of(text: str) -> int | None:
    """The whole number of a Chinese numeral below 10,000: ``二十一``, ``二〇二一``, ``三百零五``, ``廿三``."""
    if not text or len(text) > 12:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    if all(one in _DIGITS or (one.isascii() and one.isdigit()) for one in text):  # read off digit by digit
        return int("".join(str(_DIGITS[one]) if one in _DIGITS else one for one in text))
    plain = text.translate(_UNITS)
    found = _COUNTED.fullmatch("".join(str(_DIGITS.get(one, one)) for one in plain))
    if found is None:
        return None
    thousands, hundreds, ten, tens, zero, ones = found.groups()
    if ones and not zero and ten is None and (thousands or hundreds):
        return None  # 一百二 is 120 to one reader and 102 to another
    total = int(thousands or 0) * 1000 + int(hundreds or 0) * 100 + int(ones or 0)
    return total + (int(tens or 1) * 10 if ten is not None else 0)


def arabic(text: str) -> str:
    """Every Chinese numeral in ``text`` as digits: ``二〇二一年三月八日`` -> ``2021年3月8日``."""

    def digits(found: re.Match[str]) -> str:
        value = number_of(found[0])
        if value is None or found[0].isascii():
            return found[0]
        return str(value)

    return _RUN.sub(digits, text)
