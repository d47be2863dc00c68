"""Who is in the demo city: units and stations, and every person with a post, a rank group and a party branch.

All figures of people come from ``units.json``; the people behind them are invented with the story's dice.
"""

import json
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from qingyuan.org.api import Level, kinds
from qingyuan.site.demo import names

HERE = Path(__file__).resolve().parent
ROOT_CODE, ROOT_AREA = "990100000000", "990100"
MIDDLE = 428  # of 3,018: the rank groups, chosen so that the essay figures of snapshot B can hold

# Who sits where: the twelve leaders of the bureau have their main post, and their party branch, in a unit.
BUREAU: tuple[tuple[str, str], ...] = (
    ("机关党委", "市公安局党委书记、局长"),
    ("机关党委", "市公安局党委副书记、政委"),
    ("情报指挥中心", "市公安局党委副书记、常务副局长"),
    ("刑侦支队", "市公安局党委委员、副局长"),
    ("治安支队", "市公安局党委委员、副局长"),
    ("交警支队", "市公安局党委委员、副局长"),
    ("法制支队", "市公安局党委委员、副局长"),
    ("大数据管理支队", "市公安局党委委员、副局长"),
    ("督察支队", "市公安局党委委员、督察长"),
    ("政治部", "市公安局党委委员、政治部主任"),
    ("警察训练支队(警校)", "市公安局党委委员、副政委"),
    ("警务保障处", "市公安局党委委员、警务保障部主任"),
)
KEY_HEADS = ("交警支队", "特警支队")  # beside the heads of the six county bureaus: 12 + 6 + 2 = 20 leaders
DEPUTIES = {
    "经济技术开发区分局": 4,
    "交警支队": 4,
    "特警支队": 3,
    "刑侦支队": 3,
    "治安支队": 2,
    "经侦支队": 2,
    "禁毒支队": 1,
    "网安支队": 1,
    "出入境管理支队": 1,
    "监管支队": 1,
    "看守所": 2,
    "拘留所": 1,
    "情报指挥中心": 2,
    "政治部": 2,
    "法制支队": 1,
}
OF_COUNTY = 6
HEADS = {"政治部": "副主任（主持日常工作）", "机关党委": "专职副书记"}


@dataclass(frozen=True)
class Place:
    """A unit as it will stand in the tree; ``officers`` and the rest are its own and its stations' together."""

    code: str
    area: str
    name: str
    name_en: str
    short: str
    level: Level
    above: str
    officers: int = 0
    party: int = 0
    branches: int = 0
    auxiliaries: int = 0
    clerks: int = 0

    @property
    def county(self) -> bool:
        return self.level is Level.COUNTY

    @property
    def squads(self) -> tuple[str, ...]:
        """Its squads as findings name them; small departments have none."""
        if self.county:
            return names.SQUADS_OF_COUNTY
        return names.SQUADS if self.name.endswith("支队") else ()


@dataclass(frozen=True)
class Member:
    """A person of the demo city with the main post."""

    police_no: str
    name: str
    place: str
    title: str
    category: kinds.Category
    rank: kinds.Rank
    from_on: date
    leader: bool = False
    branch: str = ""
    secretary: bool = False


@dataclass
class Cast:
    """Everybody, and who does what in a unit (by its code)."""

    units: list[Place]
    stations: list[Place]
    members: list[Member] = field(default_factory=list)
    bureau: list[Member] = field(default_factory=list)
    heads: dict[str, Member] = field(default_factory=dict)
    clerks: dict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))
    middles: dict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))
    officers: dict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))

    def unit(self, name: str) -> Place:
        """A unit by its name."""
        return next(place for place in self.units if place.name == name)

    def below(self, unit: Place) -> list[Place]:
        """The stations of a unit."""
        return [station for station in self.stations if station.above == unit.code]

    def able(self, code: str) -> list[Member]:
        """Those who can be made responsible for a matter of a unit."""
        return self.middles[code] + self.officers[code]


def places() -> tuple[list[Place], list[Place]]:
    """The 28 units and the 24 stations of the six county bureaus, with their organ codes."""
    units, stations = [], []
    for number, row in enumerate(json.loads((HERE / "units.json").read_text(encoding="utf-8")), 1):
        county = row["level"] == "county"
        unit = Place(
            code=f"{row['area']}000000" if county else f"{ROOT_AREA}{number:02d}0000",
            area=row["area"],
            name=row["name_zh"],
            name_en=row["name_en"],
            short=names.SHORT.get(row["name_zh"], ""),
            level=Level.COUNTY if county else Level.CITY,
            above=ROOT_CODE,
            officers=row["officers"],
            party=row["party_members"],
            branches=row["branches"],
            auxiliaries=row["auxiliaries"],
            clerks=row["clerks_trained"],
        )
        units.append(unit)
        for serial, (name, name_en) in enumerate(names.STATIONS.get(unit.area, ()) if county else (), 1):
            share = max(9, round(unit.officers * 0.07))
            stations.append(
                Place(
                    code=f"{unit.area}5{serial:02d}000",
                    area=unit.area,
                    name=name,
                    name_en=name_en,
                    short="",
                    level=Level.STATION,
                    above=unit.code,
                    officers=share,
                    party=round(share * unit.party / unit.officers),
                    branches=1,
                    auxiliaries=unit.auxiliaries // 7,
                )
            )
    return units, stations


def shared_out(whole: int, weights: list[int]) -> list[int]:
    """So many, shared out by weight with the largest remainders: the parts add up."""
    total = sum(weights)
    parts = [whole * weight // total for weight in weights]
    rest = sorted(range(len(weights)), key=lambda n: (-(whole * weights[n] % total), n))
    for n in rest[: whole - sum(parts)]:
        parts[n] += 1
    return parts


def cast(dice: random.Random) -> Cast:
    """The whole cast, always the same for the same dice."""
    units, stations = places()
    made = Cast(units, stations)
    people = sum(unit.officers + unit.auxiliaries for unit in units)
    _Casting(made, iter(names.people(dice, people)), dice).run()
    return made


class _Casting:
    """Fills the cast unit by unit; numbers and names are given out in that order."""

    def __init__(self, made: Cast, name: Iterator[str], dice: random.Random) -> None:
        self.made, self.dice = made, dice
        self.name = name
        self.police, self.auxiliary = 0, 0

    def run(self) -> None:
        bureau: dict[str, list[str]] = defaultdict(list)
        for where, title in BUREAU:
            bureau[where].append(title)
        middles = shared_out(MIDDLE, [unit.officers for unit in self.made.units])
        for unit, middle in zip(self.made.units, middles, strict=True):
            self._unit(unit, middle, bureau[unit.name])

    def _unit(self, unit: Place, middle: int, bureau: list[str]) -> None:
        stations = self.made.below(unit)
        own = unit.officers - sum(station.officers for station in stations)
        rows = [(title, kinds.Rank.LEADER, True) for title in bureau]
        key = unit.county or unit.name in KEY_HEADS
        rows.append((_head(unit), kinds.Rank.LEADER, key))
        rows += [(title, kinds.Rank.LEADER, False) for title in _deputies(unit)]
        rows += [(title, kinds.Rank.MIDDLE, False) for title in _middles(unit, middle - 2 * len(stations))]
        rows += [("内勤", kinds.Rank.OFFICER, False)] * unit.clerks
        rows += [("民警", kinds.Rank.OFFICER, False)] * (own - len(rows))
        party = unit.party - sum(station.party for station in stations)
        self._people(unit, rows, party, unit.branches - len(stations), len(bureau))
        for station in stations:
            led = [("所长", kinds.Rank.MIDDLE, False), ("教导员", kinds.Rank.MIDDLE, False)]
            rest = [("社区民警", kinds.Rank.OFFICER, False)] * (station.officers - 2)
            self._people(station, led + rest, station.party, 1, 0)
        for place in (unit, *stations):
            left = place.auxiliaries - (sum(s.auxiliaries for s in stations) if place is unit else 0)
            for _number in range(left):
                self.auxiliary += 1
                self._member(
                    place, f"F9{self.auxiliary:04d}", "辅警", kinds.Category.AUXILIARY, kinds.Rank.OFFICER
                )

    def _people(
        self, place: Place, rows: list[tuple[str, kinds.Rank, bool]], party: int, branches: int, bureau: int
    ) -> None:
        """The officers of one place, first ranks first; the first ``party`` of them are in its branches."""
        labels = _branch_names(place, branches)
        first = bureau + (1 if place.level is Level.STATION else 0)  # a station's instructor is its secretary
        for n, (title, rank, leader) in enumerate(rows):
            self.police += 1
            secretary = first <= n < first + branches
            branch = labels[(n - first) % branches] if n < party else ""
            member = self._member(
                place, f"99{self.police:04d}", title, kinds.Category.POLICE, rank, leader, branch, secretary
            )
            if n < bureau:
                self.made.bureau.append(member)
            elif n == bureau:
                self.made.heads[place.code] = member
            if title == "内勤":
                self.made.clerks[place.code].append(member)
            elif rank is kinds.Rank.MIDDLE and n > bureau:
                self.made.middles[place.code].append(member)
            elif rank is kinds.Rank.OFFICER:
                self.made.officers[place.code].append(member)

    def _member(
        self,
        place: Place,
        police_no: str,
        title: str,
        category: kinds.Category,
        rank: kinds.Rank,
        leader: bool = False,
        branch: str = "",
        secretary: bool = False,
    ) -> Member:
        since = date(2014, 1, 6) + timedelta(days=self.dice.randrange(2300))
        name = next(self.name)
        member = Member(police_no, name, place.code, title, category, rank, since, leader, branch, secretary)
        self.made.members.append(member)
        return member


def _head(unit: Place) -> str:
    if unit.name in HEADS:
        return HEADS[unit.name]
    if unit.county:
        return "党委书记、局长"
    return {"队": "支队长", "所": "所长", "心": "主任", "处": "处长"}.get(unit.name[-1], "支队长")


def _deputies(unit: Place) -> list[str]:
    number = DEPUTIES.get(unit.name, OF_COUNTY if unit.county else 0)
    if unit.county:
        return ["政委", "纪检组组长", *["副局长"] * (number - 2)]
    if unit.name.endswith("支队"):
        return ["政委", *["副支队长"] * (number - 1)] if number else []
    return [{"所": "副所长", "心": "副主任", "部": "副主任"}.get(unit.name[-1], "副处长")] * number


def _middles(unit: Place, number: int) -> list[str]:
    if not unit.squads:
        return [("科长", "副科长")[n % 2] for n in range(number)]
    shown = unit.squads
    posts = ("大队长", "教导员", "副大队长")
    return [_post(shown[n % len(shown)], posts[n // len(shown) % len(posts)]) for n in range(number)]


def _post(squad: str, post: str) -> str:
    if squad.endswith("大厅"):
        return squad + ("主任" if post == "大队长" else "副主任")
    return squad.removesuffix("大队") + post


def _branch_names(place: Place, number: int) -> list[str]:
    if place.level is Level.STATION:
        return [f"{place.name}党支部"]
    return [f"第{_chinese(n)}党支部" for n in range(1, number + 1)] if number > 1 else [f"{place.name}党支部"]


def _chinese(number: int) -> str:
    """A number below 100 in Chinese figures.

    >>> [_chinese(n) for n in (3, 10, 14, 20)]
    ['三', '十', '十四', '二十']
    """
    signs = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else signs[tens] + "十")
    return head + (signs[ones] if ones or not tens else "")
