"""What came out of checking a list, and what a unit remembers about how its lists are to be read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from qingyuan.ledger.kinds import Outcome
from qingyuan.ledger.models import HeaderMemory, NameMemory
from qingyuan.ledger.queries.findings import Finding, Weight
from qingyuan.ledger.queries.reading import Line, Read, unused
from qingyuan.ledger.queries.resolving import Proposal
from qingyuan.matters.api import rules
from qingyuan.org.api import Person, Unit, standing

SHOWN = 20  # rows of the preview
LISTED = 200  # findings, duplicates and questions that a page lists; the rest is counted


@dataclass(frozen=True)
class Update:
    """Words of progress to be added to a matter that is on the ledger already."""

    matter_id: int
    number: str
    words: str


@dataclass(frozen=True)
class Twin:
    """A row that says the same as another: a matter's number, or an earlier row of the list."""

    row: int
    place: str
    other: str
    within: bool
    similarity: float
    statement: str
    accepted: bool

    @property
    def certain(self) -> bool:
        return self.similarity == 1.0

    @property
    def left_out(self) -> bool:
        return self.certain or not self.accepted


@dataclass(frozen=True)
class Ask:
    """A text that may mean several things: ``key`` is what the answer is kept under."""

    field: str
    key: str
    text: str
    place: str
    proposals: tuple[Proposal, ...]
    rows: int = 1


@dataclass
class Checked:
    """All that a list would do, row by row."""

    read: Read
    drafts: list[rules.Draft] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    unchanged: int = 0
    said_done: int = 0
    twins: list[Twin] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.weight is Weight.ERROR]

    @property
    def rows(self) -> int:
        return len(self.lines)

    @property
    def duplicates(self) -> int:
        return sum(twin.left_out for twin in self.twins)

    def report(self) -> dict[str, Any]:
        """What a page shows of it, as plain values: words are put together when it is read."""
        ordinary, private = unused(self.read)
        by_outcome = {outcome.value: 0 for outcome in Outcome}
        for outcome in self.outcomes.values():
            by_outcome[outcome.value] += 1
        weights: dict[str, list[Finding]] = {weight.value: [] for weight in Weight}
        for finding in [*self.read.notes, *self.findings]:
            weights[finding.weight.value].append(finding)
        likely = sorted(self.twins, key=lambda twin: (twin.certain, twin.row))
        return {
            "rows": self.rows,
            "outcomes": by_outcome,
            "said_done": self.said_done,
            "counts": {name: len(found) for name, found in weights.items()},
            "findings": {name: [f.as_json() for f in found[:LISTED]] for name, found in weights.items()},
            "certain": sum(twin.certain for twin in self.twins),
            "likely": sum(not twin.certain for twin in self.twins),
            "twins": [asdict(twin) for twin in likely[:LISTED]],
            "asks": [asdict(ask) for ask in self.asks[:LISTED]],
            "asked": len(self.asks),
            "sample": [self._shown(line) for line in self.lines[:SHOWN]],
            "unused": ordinary[:60],
            "private": private[:60],
            "sheet": self.read.table.sheet,
        }

    def _shown(self, line: Line) -> dict[str, Any]:
        return {
            "row": line.row,
            "unit": self.units.get(line.row) or line.text("unit")[:40],
            "statement": line.text("statement")[:120],
            "category": line.text("category")[:40],
            "owner": line.text("owner")[:40],
            "due": line.due_on.isoformat() if line.due_on else "",
            "long": line.long,
            "outcome": str(self.outcomes.get(line.row, "")),
        }


@dataclass(frozen=True)
class Memory:
    """What a unit decided before: headers by signature, and texts of units and categories."""

    headers: Mapping[str, Mapping[str, str]]
    names: Mapping[str, Mapping[str, str]]


def home_of(by: Person, at: datetime) -> Unit | None:
    """The unit for which a person remembers how lists are to be read: his own, else where he holds a role."""
    who = standing(by, at)
    places = [who.home_path, *(holding.path for holding in who.holdings)]
    home: Unit | None = Unit.objects.filter(path=next((path for path in places if path), "")).first()
    return home


def memory_of(by: Person, at: datetime) -> Memory:
    """What the person's unit remembers. Two queries."""
    home = home_of(by, at)
    headers = {kept.signature: kept.columns for kept in HeaderMemory.objects.filter(unit=home)}
    names: dict[str, dict[str, str]] = {}
    for kept in NameMemory.objects.filter(unit=home):
        names.setdefault(kept.field, {})[kept.text] = kept.code
    return Memory(headers, names)
