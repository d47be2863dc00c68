"""Numbers of headings: 一、 (一) 1. (1) (GB/T 9704-2012, 7.3.3), and numerals as Chinese writes them."""

from __future__ import annotations

from collections.abc import Iterable

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """1 → 一, 10 → 十, 11 → 十一, 20 → 二十, 105 → 一百零五, up to 9999. ValueError outside 1..9999."""
    if not 1 <= number <= 9999:
        raise ValueError(f"只能写 1 至 9999 的汉字数字：{number}")
    written = ""
    pending_zero = False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit == 0:
            pending_zero = bool(written)
            continue
        if pending_zero:
            written += "零"
            pending_zero = False
        written += _DIGITS[digit] + sign
    return written.removeprefix("一") if written.startswith("一十") else written


def heading_label(level: int, number: int) -> str:
    """The label before a heading: level 1 `一、`, 2 `（一）`, 3 `1.`, 4 `（1）`."""
    match level:
        case 1:
            return f"{chinese_numeral(number)}、"
        case 2:
            return f"（{chinese_numeral(number)}）"
        case 3:
            return f"{number}."
        case 4:
            return f"（{number}）"
        case _:
            raise ValueError(f"标题只有 1 至 4 级：{level}")


def heading_labels(levels: Iterable[int]) -> list[str]:
    """Labels for headings in reading order; a heading restarts the count of all deeper levels."""
    counts = [0, 0, 0, 0]
    labels: list[str] = []
    for level in levels:
        if not 1 <= level <= 4:
            raise ValueError(f"标题只有 1 至 4 级：{level}")
        counts[level - 1] += 1
        counts[level:] = [0] * (4 - level)
        labels.append(heading_label(level, counts[level - 1]))
    return labels
