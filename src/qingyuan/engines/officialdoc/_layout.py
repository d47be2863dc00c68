"""Sizes of the page: GB/T 9704-2012 as the default, local habits as named presets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

A4_WIDTH_MM = 210.0
A4_HEIGHT_MM = 297.0
TWIPS_PER_MM = 1440 / 25.4
POINTS_PER_MM = 72 / 25.4

THREE_PT = 16.0  # 3号
FOUR_PT = 14.0  # 4号
TWO_PT = 22.0  # 2号


@dataclass(frozen=True, slots=True)
class Fonts:
    """Font names as Word shows them; each is tried first, then the names beside it in `FONT_FALLBACKS`."""

    body: str = "仿宋_GB2312"
    heading: str = "黑体"
    subheading: str = "楷体_GB2312"
    title: str = "方正小标宋简体"
    page_number: str = "宋体"
    latin: str = "Times New Roman"


FONT_FALLBACKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "仿宋_GB2312": ("FangSong_GB2312", "仿宋", "FangSong", "FZFangSong-Z02", "Noto Serif CJK SC"),
        "黑体": ("SimHei", "FZHei-B01", "Noto Sans CJK SC"),
        "楷体_GB2312": ("KaiTi_GB2312", "楷体", "KaiTi", "FZKai-Z03", "Noto Serif CJK SC"),
        "方正小标宋简体": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "小标宋体", "Noto Serif CJK SC"),
        "宋体": ("SimSun", "FZShuSong-Z01", "Noto Serif CJK SC"),
        "Times New Roman": ("Liberation Serif", "Tinos"),
    }
)
LAST_RESORT = "Noto Sans SC"  # the family inside justmytype-intl-cjk


@dataclass(frozen=True, slots=True)
class Layout:
    """A4 page with its type area (版心); lengths in mm, sizes in points.

    `line_pitch_pt` is the exact distance of two base lines. 22 lines in 225 mm (GB/T 9704-2012, 5.2) allow
    at most 28.99 pt; Word counts in twentieths of a point and 580 twips do not fit 22 times, so 28.95 pt.
    `characters` CJK characters stand in one line: 156 mm / 28 = 15.79 pt for each 16 pt character.

    Raises ValueError when the type area cannot hold the lines and characters asked for.
    """

    name: str = "GB/T 9704-2012"
    top_mm: float = 37.0
    bottom_mm: float = 35.0
    left_mm: float = 28.0
    right_mm: float = 26.0
    lines: int = 22
    characters: int = 28
    line_pitch_pt: float = 28.95
    body_pt: float = THREE_PT
    imprint_pt: float = FOUR_PT
    title_pt: float = TWO_PT
    title_pitch_pt: float = 36.0
    table_pt: float = FOUR_PT
    mark_top_mm: float = 35.0
    red_line_gap_mm: float = 4.0
    page_number_gap_mm: float = 7.0
    fonts: Fonts = field(default_factory=Fonts)

    def __post_init__(self) -> None:
        if self.width_mm <= 0 or self.height_mm <= 0:
            raise ValueError(f"版式“{self.name}”的页边距超出纸张")
        if self.lines < 1 or self.characters < 1:
            raise ValueError(f"版式“{self.name}”的行数和字数须为正数")
        if self.lines * self.line_pitch_pt > self.height_pt + 0.01:
            raise ValueError(f"版式“{self.name}”的版心容不下 {self.lines} 行")
        if not 0.9 <= self.character_pitch_pt / self.body_pt <= 1.5:
            raise ValueError(f"版式“{self.name}”的版心容不下每行 {self.characters} 字")

    @property
    def width_mm(self) -> float:
        """Width of the type area, mm (156 in the standard)."""
        return A4_WIDTH_MM - self.left_mm - self.right_mm

    @property
    def height_mm(self) -> float:
        """Height of the type area, mm (225 in the standard)."""
        return A4_HEIGHT_MM - self.top_mm - self.bottom_mm

    @property
    def width_pt(self) -> float:
        return self.width_mm * POINTS_PER_MM

    @property
    def height_pt(self) -> float:
        return self.height_mm * POINTS_PER_MM

    @property
    def character_pitch_pt(self) -> float:
        """Room for one CJK character of the body, pt."""
        return self.width_pt / self.characters


NATIONAL = Layout()
PROVINCIAL_33PT = Layout(
    name="地方预设（33磅行距）",
    top_mm=28.0,
    bottom_mm=28.0,
    left_mm=27.0,
    right_mm=27.0,
    lines=20,
    line_pitch_pt=33.0,
    title_pitch_pt=36.0,
)
PRESETS: Mapping[str, Layout] = MappingProxyType({"national": NATIONAL, "local-33pt": PROVINCIAL_33PT})
