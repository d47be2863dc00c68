"""The sheet of the 326 problems of snapshot B: for each what, where, when and how it ends, drawn with the story's dice.

The numbers are the table's own (``docs/figures.md`` says where each can be read back from rows).
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from qingyuan.org.api import Level
from qingyuan.site.demo.cast import Member, Place
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import day_of

COUNTS = {
    "interference": 44,
    "business": 8,
    "shareholding_lending": 4,
    "family_business": 3,
    "no_case_filing": 114,
    "profit_driven_enforcement": 21,
    "property_in_case": 27,
    "case_overdue": 38,
    "data_query_misuse": 6,
    "service_attitude": 23,
    "formalism": 24,
    "equipment_discipline": 14,
}
LONG = {
    "interference": 2,
    "no_case_filing": 4,
    "property_in_case": 2,
    "case_overdue": 2,
    "formalism": 2,
    "service_attitude": 1,
    "data_query_misuse": 1,
}  # 14 long-term
EARLY = {
    "service_attitude": 6,
    "no_case_filing": 5,
    "property_in_case": 4,
    "equipment_discipline": 4,
    "formalism": 3,
    "case_overdue": 2,
}  # 24 found before the first snapshot
GROUPED = {
    "no_case_filing": 4,
    "case_overdue": 2,
    "property_in_case": 2,
    "interference": 1,
    "profit_driven_enforcement": 1,
    "service_attitude": 1,
    "formalism": 1,
}  # common problems drawn together out of like ones that stand open in several units
RELAPSED, LATE = 9, 14
PERSONAL = ("business", "shareholding_lending", "family_business", "data_query_misuse")
LEADING = {
    "interference": "督察支队",
    "no_case_filing": "法制支队",
    "case_overdue": "法制支队",
    "property_in_case": "法制支队",
    "profit_driven_enforcement": "交警支队",
    "service_attitude": "治安支队",
    "formalism": "政治部",
    "equipment_discipline": "警务保障处",
    "data_query_misuse": "网安支队",
}
CASE_UNITS = ("刑侦支队", "治安支队", "经侦支队", "禁毒支队", "网安支队", "交警支队")
SOURCES = {
    "case": (("review", 5), ("self_check", 4), ("report", 1)),
    "traffic": (("inspection", 4), ("report", 3), ("self_check", 3)),
    "any": (("self_check", 5), ("inspection", 3), ("report", 2)),
}
FIRST_EARLY, LAST_EARLY = day_of("03-09"), day_of("03-17")
FIRST, LAST, COMMON_FIRST, COMMON_LAST = (day_of(d) for d in ("03-22", "06-04", "04-14", "05-21"))
LAST_DUE, LAST_SUBMIT, LAST_CLOSE = (day_of(d) for d in ("06-22", "06-24", "06-28"))
LOOKED_BACK = day_of("03-25")  # what was closed by then is looked at again before the second snapshot


@dataclass
class Problem:
    """One line of the sheet. ``rule``: what was done about the rule gap, and its name.

    ``group``: a common problem drawn together out of those ``alike``, whose matters are known by then.
    """

    category: str
    words: dict[str, str]
    opened: date
    place: Place
    owner: Member
    source: str
    common: bool = False
    group: bool = False
    alike: "list[Problem]" = field(default_factory=list)
    matter_id: int = 0
    long: bool = False
    early: bool = False
    late: bool = False
    relapsing: bool = False
    rule: tuple[str, str] | None = None
    fixed: date = FIRST
    due: date = LAST_DUE
    submitted: date = LAST_SUBMIT
    closed: date = LAST_CLOSE
    named: Member | None = None


class Sheet:
    """Draws the problems in one order, so that the same come out each time."""

    def __init__(self, city: City, words: dict[str, Any]) -> None:
        self.city, self.dice = city, city.story.dice
        self.categories, self.rules = words["categories"], words["rules"]
        self.problems: list[Problem] = []
        self._seen: set[str] = set()

    def draw(self) -> list[Problem]:
        """All of them, in the order in which they are found."""
        for category, count in COUNTS.items():
            self._category(category, count)
        self._rules()
        self._late()
        for problem in self.problems:
            if not problem.group:
                self._dates(problem)
        self._draw_together()
        self._relapses()
        return sorted(self.problems, key=lambda problem: problem.opened)

    def _category(self, category: str, count: int) -> None:
        found = self.categories[category]
        common, grouped, long = len(found["common"]), GROUPED.get(category, 0), LONG.get(category, 0)
        for n, statement in enumerate(found["common"]):
            place = self.city.cast.unit(LEADING[category])
            self.problems.append(
                Problem(
                    category=category,
                    words={**found["patterns"][n % len(found["patterns"])], "statement": statement},
                    opened=self._day(COMMON_FIRST, COMMON_LAST),
                    place=place,
                    owner=self._owner(place),
                    source="assigned" if n % 3 == 0 else "self_check",
                    common=True,
                    group=n >= common - grouped,
                    long=n < long - long // 2,
                )
            )
        left = long - min(common, long - long // 2)
        for n in range(count - common):
            early = n < EARLY.get(category, 0)
            place = self.city.cast.units[0] if early and n == 0 else self._place(found)
            opened = self._day(FIRST_EARLY, LAST_EARLY) if early else self._day(FIRST, LAST)
            problem = Problem(
                category=category,
                words=self._words(found["patterns"], place, opened),
                opened=opened,
                place=place,
                owner=self._owner(place),
                source=self._source(found["units"]),
                early=early,
                long=not early and n >= count - common - left,
            )
            if category in PERSONAL:
                able = [m for m in self.city.cast.officers[place.code] if m != problem.owner]
                problem.named = able[self.dice.randrange(1, len(able))]
            self.problems.append(problem)

    def _rules(self) -> None:
        """Each rule that was made, revised or abolished goes with one closed problem of its kind, common ones first."""
        for change, rows in self.rules.items():
            for category, name in rows:
                able = [
                    p for p in self.problems if p.category == category and not (p.long or p.rule or p.early)
                ]
                problem = min(able, key=lambda p: not p.common)
                problem.rule = (change, name)

    def _late(self) -> None:
        able = [p for p in self.problems if not (p.early or p.long or p.common or p.rule)]
        for problem in self.dice.sample(able, LATE):
            problem.late = True

    def _draw_together(self) -> None:
        """A common problem is drawn together on the day on which most units have a like one open."""
        taken: set[int] = set()
        for problem in (one for one in self.problems if one.group):
            best: list[Problem] = []
            alike = [one for one in self.problems if one.category == problem.category]
            alike = [one for one in alike if not (one.common or one.named)]
            for day in self.city.days.between(COMMON_FIRST, COMMON_LAST):
                by_place: dict[str, Problem] = {}
                for one in alike:
                    if id(one) not in taken and one.opened < day and (one.long or day < one.closed):
                        by_place.setdefault(one.place.code, one)
                if len(by_place) > len(best):
                    best, problem.opened = list(by_place.values()), day
            problem.alike = best[:4]
            taken |= {id(one) for one in problem.alike}
            self._dates(problem)

    def _relapses(self) -> None:
        able = [p for p in self.problems if p.early and p.closed <= LOOKED_BACK]
        for problem in self.dice.sample(able, RELAPSED):
            problem.relapsing = True

    def _dates(self, problem: Problem) -> None:
        """Person, measures and deadline within two days; done before the deadline, but for the late ones."""
        after, dice = self.city.on, self.dice
        problem.fixed = after(problem.opened, 1 + dice.randrange(2))
        if problem.early:
            problem.due = after(problem.fixed, dice.randrange(3, 9))
        else:
            problem.due = min(
                after(problem.fixed, dice.randrange(8, 21)), LAST_DUE - timedelta(days=7 * problem.late)
            )
        able = self.city.days.between(after(problem.fixed, 1), problem.due)
        problem.submitted = able[int(len(able) * dice.random() ** (1.0 if problem.early else 0.5))]
        if problem.late:
            problem.submitted = after(problem.due, dice.randrange(1, 5))
        problem.closed = min(after(problem.submitted, dice.randrange(1, 4)), LAST_CLOSE)

    def _day(self, first: date, last: date) -> date:
        days = self.city.days.between(first, last)
        return days[self.dice.randrange(len(days))]

    def _place(self, found: dict[str, Any]) -> Place:
        """Where a problem of this kind is found: the larger a unit, the oftener; many of them at a station."""
        cast = self.city.cast
        units = {
            "case": [u for u in cast.units if u.county or u.name in CASE_UNITS],
            "traffic": [u for u in cast.units if u.county or u.name == "交警支队"],
            "any": cast.units,
        }[found["units"]]
        units = [unit for unit in units if _fits(found, unit)]
        unit = self.dice.choices(units, [max(20, u.officers) for u in units])[0]
        stations = [station for station in cast.below(unit) if _fits(found, station)]
        return self.dice.choice(stations) if stations and self.dice.random() < 0.45 else unit

    def _owner(self, place: Place) -> Member:
        """Mostly those in the middle; in the first branch bureau the officer of the demo accounts has a share."""
        cast = self.city.cast
        if place is cast.units[0] and self.dice.random() < 0.5:
            return cast.officers[place.code][0]
        able = cast.middles[place.code] or cast.officers[place.code]
        if self.dice.random() < 0.3:
            able = cast.officers[place.code]
        return self.dice.choice(able)

    def _source(self, kind: str) -> str:
        names, weights = (
            [name for name, _weight in SOURCES[kind]],
            [weight for _name, weight in SOURCES[kind]],
        )
        return self.dice.choices(names, weights)[0]

    def _words(self, patterns: list[dict[str, str]], place: Place, opened: date) -> dict[str, str]:
        """A pattern with place, day and numbers; no statement comes twice."""
        able = [(pattern, seats) for pattern in patterns if (seats := seats_of(pattern["at"], place))]
        while True:
            pattern, seats = self.dice.choice(able)
            where = place.name + self.dice.choice(seats)
            number = self.dice.randrange(3, 8)
            slots = {
                "place": where,
                "date": _said(opened - timedelta(days=self.dice.randrange(4, 80))),
                "n": number,
                "k": self.dice.randrange(2, number),
                "m": self.dice.randrange(9, 48),
            }
            words = {name: text.format(**slots) for name, text in pattern.items()}
            if words["statement"] not in self._seen:
                self._seen.add(words["statement"])
                return words


SEATS = {  # which squads of a county bureau, and which city units, can have a problem of a sort
    "traffic": (("交警大队",), ("交警支队",)),
    "window": (("办证大厅",), ("出入境管理支队",)),
    "crime": (("刑侦大队", "禁毒大队"), ("刑侦支队", "禁毒支队", "经侦支队", "网安支队")),
    "econ": (("经侦大队",), ("经侦支队",)),
    "patrol": (("治安大队",), ("治安支队",)),
    "armed": (("刑侦大队", "治安大队"), ("特警支队", "刑侦支队", "治安支队", "禁毒支队")),
    "department": (("治安大队", "法制大队"), ("政治部", "警务保障处", "治安支队", "审计处", "情报指挥中心")),
}
AT_STATIONS = ("window", "patrol")


def seats_of(sort: str, place: Place) -> list[str]:
    """Where in a unit a problem of this sort can lie: its squads, or the unit as such (empty words); none: nowhere."""
    everywhere = sort == "any"
    if place.level is Level.STATION:
        return [""] if everywhere or sort in AT_STATIONS else []
    squads, units = SEATS.get(sort, (place.squads, (place.name,)))
    if place.county:
        return [squad for squad in squads if everywhere is False or squad != "办证大厅"]
    if place.name not in units:
        return []
    return list(place.squads) or [""]


def _fits(found: dict[str, Any], place: Place) -> bool:
    return any(seats_of(pattern["at"], place) for pattern in found["patterns"])


def _said(day: date) -> str:
    year = "" if day.year == day_of("01-01").year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"
