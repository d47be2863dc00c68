"""Weekly figures (周报): a table of counts and rates, every rate with numerator and denominator, nothing typed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ._layout import NATIONAL, Layout
from ._model import (
    Align,
    Block,
    BriefingFoot,
    BriefingHead,
    OfficialDocument,
    Paragraph,
    Table,
    written_period,
)
from ._text import one_line

NONE = "—"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the weekly figures.

    A count has only `numerator`; a rate or, with `mean`, an average also has `denominator`. `previous` is
    the same pair a week before. `definition` says what is divided by what (已销号／应销号).
    ValueError for negative numbers and for a share above its whole.
    """

    name: str
    numerator: int
    denominator: int | None = None
    previous: tuple[int, int | None] | None = None
    definition: str = ""
    mean: bool = False

    def __post_init__(self) -> None:
        pairs = [(self.numerator, self.denominator)] + ([self.previous] if self.previous else [])
        for above, below in pairs:
            if above < 0 or (below is not None and below < 0):
                raise ValueError(f"“{one_line(self.name)}”的数不能为负")
            if below is not None and above > below and not self.mean:
                raise ValueError(f"“{one_line(self.name)}”的分子 {above} 大于分母 {below}")
        if self.previous and (self.previous[1] is None) != (self.denominator is None):
            raise ValueError(f"“{one_line(self.name)}”的上期与本期口径不同")
        if self.mean and self.denominator is None:
            raise ValueError(f"“{one_line(self.name)}”是均数，须有分母")


def two_places(value: Fraction) -> str:
    """Rounded half up to two places, as official tables do: 1/8 → 0.13."""
    hundredths = math.floor(abs(value) * 100 + Fraction(1, 2))
    sign = "-" if value < 0 and hundredths else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02d}"


def rate_text(figure: Figure) -> str:
    """`84.13%`, for a mean `4.62`, for no denominator `—`, for denominator 0 `无基数`."""
    if figure.denominator is None:
        return NONE
    if figure.denominator == 0:
        return "无基数"
    share = Fraction(figure.numerator, figure.denominator)
    return two_places(share) if figure.mean else f"{two_places(share * 100)}%"


def change_text(figure: Figure) -> str:
    """Against the week before: counts as numbers, rates in 百分点 (of exact shares, not of rounded ones)."""
    if figure.previous is None:
        return NONE
    above, below = figure.previous
    if figure.denominator is None or below is None:
        difference = figure.numerator - above
        return f"{difference:+d}" if difference else "持平"
    if figure.denominator == 0 or below == 0:
        return "不可比"
    change = Fraction(figure.numerator, figure.denominator) - Fraction(above, below)
    if change == 0:
        return "持平"
    written = two_places(abs(change) * (1 if figure.mean else 100))
    return f"{'+' if change > 0 else '-'}{written}{'' if figure.mean else '个百分点'}"


def weekly_figures(
    *,
    name: str,
    issue: int,
    unit: str,
    issued_on: date,
    first_on: date,
    last_on: date,
    figures: Sequence[Figure],
    title: str = "",
    total_issue: int | None = None,
    foot: BriefingFoot | None = None,
    layout: Layout = NATIONAL,
) -> OfficialDocument:
    """周报: period, one table (指标, 数量／分子, 分母, 比率, 较上期), and how each rate is defined.

    ValueError when the period ends before it begins or there is no figure.
    """
    if last_on < first_on:
        raise ValueError("统计期间的止日早于起日")
    if not figures:
        raise ValueError("没有可列的指标")
    rows = tuple(
        (
            one_line(figure.name),
            f"{figure.numerator}",
            NONE if figure.denominator is None else f"{figure.denominator}",
            rate_text(figure),
            change_text(figure),
        )
        for figure in figures
    )
    period = written_period(first_on, last_on)
    body: list[Block] = [
        Paragraph.of(f"统计期间：{period}。各数均由台账汇总，不另行填报。"),
        Table(
            ("指标", "数量／分子", "分母", "比率", "较上期"),
            rows,
            widths=(3.0, 1.8, 1.2, 1.6, 2.4),
            aligns=(Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT),
        ),
    ]
    defined = [
        f"{one_line(figure.name)}＝{one_line(figure.definition)}"
        for figure in figures
        if one_line(figure.definition)
    ]
    if defined:
        body.append(Paragraph.of("口径：" + "；".join(defined) + "。"))
    return OfficialDocument(
        head=BriefingHead(name, issue, unit, issued_on, total_issue),
        title=title or f"{period}工作数据",
        body=tuple(body),
        foot=foot,
        layout=layout,
    )
