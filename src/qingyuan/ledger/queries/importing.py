"""What an import would do: each row becomes a draft, a note of progress, a duplicate or an error. Writes nothing.

Every row is judged before anything is written, so that all that is wrong is said at once, each with its cell.
A few queries for any number of rows.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from qingyuan.campaign.api import Campaign
from qingyuan.engines import sheets
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import listed
from qingyuan.ledger.kinds import Outcome
from qingyuan.ledger.queries.checked import Ask, Checked, Memory, Twin, Update
from qingyuan.ledger.queries.columns import NAMES, SOURCES
from qingyuan.ledger.queries.findings import Finding
from qingyuan.ledger.queries.reading import Choices, Line, Lines, Read, breadth_of, said_on
from qingyuan.ledger.queries.resolving import Categories, Held, People, Proposal, Units
from qingyuan.ledger.queries.standing_matters import Known, alike_candidates, known_by_number
from qingyuan.matters.api import Category, kinds, policy, rules, sources
from qingyuan.org.api import Person, Unit, leaders, may, reach

OURS = re.compile(rf"(?:{'|'.join(rule.prefix for rule in policy.RULES.values())})\d{{9}}")
_ADDRESS = re.compile(r"([A-Z]*)(\d*)$")
OFFERED = 60  # units of a list that a person can still look through
TYPED_SOURCES = ("typed", "import", "inspection", "self_check", "review", "report", "assigned")


def check(
    read: Read, *, campaign: Campaign, by: Person, at: datetime, choices: Choices, memory: Memory
) -> Checked:
    """Judge every row of a list whose columns are decided."""
    return _Check(read, campaign, by, at, choices, memory).done()


class _Check:
    def __init__(
        self, read: Read, campaign: Campaign, by: Person, at: datetime, choices: Choices, memory: Memory
    ) -> None:
        self.read, self.campaign, self.by, self.at, self.choices = read, campaign, by, at, choices
        self.on = local_day(at)
        self.out = Checked(read)
        lines = Lines(read, self.on)
        self.out.lines = list(lines)
        self.out.findings = [*lines.findings]
        self.units = Units(memory.names.get("unit", {}), choices.units)
        self.categories = Categories(memory.names.get("category", {}), choices.categories)
        named = {line.text(key) for line in self.out.lines for key in ("owner", "leader") if line.text(key)}
        self.people = People(named, self.on, choices.people)
        self.known = known_by_number(by, (line.text("number").upper() for line in self.out.lines), at=at)
        self.far = reach(by, "matters.register", at)
        self.asked: dict[tuple[str, str], Ask] = {}
        self.found: dict[tuple[str, str, str], tuple[int | None, Finding | None]] = {}
        self.unit_found: dict[str, tuple[Unit | None, Finding | None]] = {}
        self.reachable: list[Unit] | None = None
        self.category_found: dict[str, tuple[Category | None, Finding | None]] = {}
        self.sources = {str(sources[key].words): key for key in TYPED_SOURCES if key in sources}

    def done(self) -> Checked:
        fresh: list[tuple[Line, Unit, Category]] = []
        seen: set[str] = set()
        for line in self.out.lines:
            number = line.text("number").upper()
            known = self.known.get(number)
            if known is not None or OURS.fullmatch(number):
                self._known(line, number, known, seen)
                continue
            unit, category = self._unit(line), self._category(line)
            right = not line.wrong and self._days_right(line)
            if unit is not None:
                self.out.units[line.row] = unit.label
            if right and unit is not None and category is not None:
                fresh.append((line, unit, category))
            else:
                self.out.outcomes[line.row] = Outcome.ERROR
        self._open(self._without_twins(fresh))
        self.out.findings.sort(key=_by_row)
        self.out.asks = [ask for ask in self.asked.values() if ask.proposals]
        return self.out

    # -- rows of matters that are there already ------------------------------------------------------

    def _known(self, line: Line, number: str, known: Known | None, seen: set[str]) -> None:
        if known is None:
            return self._wrong(line, "number_missing", "number", number=number)
        if number in seen:
            return self._wrong(line, "number_twice", "number", number=number)
        seen.add(number)
        self.out.units[line.row] = known.unit
        words = line.text("progress")
        if line.wrong:
            self.out.outcomes[line.row] = Outcome.ERROR
            return None
        same = not words or sheets.fingerprint(words) == sheets.fingerprint(known.progress)
        mine = known.owner_id == self.by.pk
        if not same and known.state != kinds.State.WORKING:
            self._say(line, "progress_state", "progress", number=number)
        elif not same and not may(self.by, "matters.work", at=self.at, path=known.path, own=mine):
            self._say(line, "progress_forbidden", "progress", number=number)
        elif not same:
            self.out.updates.append(Update(known.pk, number, words))
            self.out.outcomes[line.row] = Outcome.UPDATE
            return None
        self.out.unchanged += 1
        self.out.outcomes[line.row] = Outcome.UNCHANGED
        return None

    # -- units, categories, people ---------------------------------------------------------------------

    def _unit(self, line: Line) -> Unit | None:
        text = line.text("unit")
        if not text:
            return None
        if text not in self.unit_found:
            self.unit_found[text] = self._unit_named(text, line)
        unit, finding = self.unit_found[text]
        if finding is not None:
            self._say(line, finding.code, "unit", **finding.params)
        ask = self.asked.get(("unit", text))
        if ask is not None:
            self.asked["unit", text] = _once_more(ask)
        return unit

    def _unit_named(self, text: str, line: Line) -> tuple[Unit | None, Finding | None]:
        unit, found = self.units.find(text)
        note: Finding | None = None
        if unit is None:
            near = [self.units.by_code[one.code] for one in found.proposals]
            mine = [one for one in near if self._may(one)]
            problem = found.problem or sheets.Problem("name.unknown", {"text": text[:40]})
            if problem.code == "name.ambiguous" and len(mine) == 1:
                unit = mine[0]
                note = Finding("unit_nearest", params={"text": text[:40], "name": self.units.said(unit)})
            else:
                self._ask("unit", text, text, line, self._offered(mine))
                return None, Finding(problem.code, params=dict(problem.params))
        if not unit.path.startswith(self.campaign.unit.path):
            return None, Finding("unit_outside", params={"name": unit.name})
        if not self._may(unit):
            return None, Finding("unit_forbidden", params={"name": unit.name})
        return unit, note

    def _offered(self, near: list[Unit]) -> list[Proposal]:
        """The units that may be meant; where nothing is near, all within reach, if they can be looked through."""
        if self.reachable is None:  # once: a column taken for the wrong one may hold 20,000 unknown texts
            every = [unit for unit in self.units.by_code.values() if self._may(unit)]
            self.reachable = every if len(every) <= OFFERED else []
        offered = near or self.reachable
        return [Proposal(unit.code, self.units.said(unit)) for unit in offered]

    def _may(self, unit: Unit) -> bool:
        return self.far.any or any(unit.path.startswith(path) for path in self.far.paths)

    def _category(self, line: Line) -> Category | None:
        text = line.text("category")
        if not text:
            found = self.categories.by_code.get(self.choices.default_category)
            if found is None:
                self._say(line, "category_blank", "category" if "category" in line.cells else "statement")
            return found
        if text not in self.category_found:
            known = self.categories.find(text)
            finding = None
            if known is None or not known.active:
                proposals = self.categories.proposals(text)
                every = [Proposal(one.code, one.name) for one in self.categories.active]
                rest = [one for one in every if one not in proposals]
                self._ask("category", text, text, line, [*proposals, *rest])
                code = "category_unknown" if known is None else "category_off"
                known, finding = None, Finding(code, params={"text": text[:40]})
            self.category_found[text] = known, finding
        found, finding = self.category_found[text]
        if finding is not None:
            self._say(line, finding.code, "category", **finding.params)
            self.asked["category", text] = _once_more(self.asked["category", text])
        return found

    def _person(self, line: Line, key: str, unit: Unit) -> int | None:
        text = line.text(key)
        if not text:
            return None
        if (key, unit.code, text) not in self.found:
            sought = self.people.find(text, unit, upwards=key == "leader")
            finding = None
            if sought.pk is None and sought.proposals:
                finding = Finding(f"{key}_several", params={"text": text[:40]})
                people = [Proposal(one.police_no, _said(one)) for one in sought.proposals]
                self._ask(key, f"{unit.code}/{text}", f"{unit.name} {text[:40]}", line, people)
            elif sought.pk is None:
                finding = Finding(f"{key}_unknown", params={"text": text[:40], "unit": unit.name})
            self.found[key, unit.code, text] = sought.pk, finding
        pk, finding = self.found[key, unit.code, text]
        if finding is not None:
            self._say(line, finding.code, key, **finding.params)
            ask = self.asked.get((key, f"{unit.code}/{text}"))
            if ask is not None:
                self.asked[key, ask.key] = _once_more(ask)
        return pk

    def _ask(self, name: str, key: str, text: str, line: Line, proposals: Sequence[Proposal]) -> None:
        cell = line.cells.get(name, "")
        self.asked[name, key] = Ask(name, key, text, self.read.place(cell), tuple(proposals), rows=0)

    # -- days --------------------------------------------------------------------------------------------

    def _days_right(self, line: Line) -> bool:
        opened, due = self._opened(line), line.due_on
        if line.opened_on is not None and line.opened_on > self.on:
            self._wrong(line, "opened_later", "opened_on", opened=line.opened_on.isoformat())
            return False
        if opened is None and due is not None:
            self._wrong(line, "opened_missing", "due_on", due=due.isoformat())
            return False
        if opened is not None and due is not None and due < opened:
            days = {"due": due.isoformat(), "opened": opened.isoformat()}
            self._wrong(line, "due_before_opened", "due_on", **days)
            return False
        return True

    def _opened(self, line: Line) -> date | None:
        """The day of registration: as written, else today; a deadline gone by reaches back to the campaign's start."""
        if line.opened_on is not None:
            return line.opened_on
        if line.due_on is None or line.due_on >= self.on:
            return self.on
        begun = self.campaign.starts_on
        return begun if begun <= line.due_on else None

    # -- new matters ---------------------------------------------------------------------------------------

    def _without_twins(self, fresh: list[tuple[Line, Unit, Category]]) -> list[tuple[Line, Unit, Category]]:
        rows = [
            sheets.Statement(str(line.row), str(unit.pk), line.text("statement")) for line, unit, _c in fresh
        ]
        there = alike_candidates(self.by, self.campaign.pk, {unit.pk for _l, unit, _c in fresh}, at=self.at)
        by_row = {str(line.row): line for line, _unit, _category in fresh}
        gone = set()
        for twin in sheets.near_duplicates(rows, there):
            line = by_row[twin.row]
            kept = Twin(
                row=line.row,
                place=self.read.place(line.cells.get("statement", "")),
                other=self.read.place(by_row[twin.other].cells["statement"]) if twin.within else twin.other,
                within=twin.within,
                similarity=twin.similarity,
                statement=line.text("statement")[:80],
                accepted=line.row in self.choices.accepted,
            )
            self.out.twins.append(kept)
            if kept.left_out:
                gone.add(line.row)
                self.out.outcomes[line.row] = Outcome.DUPLICATE
        return [entry for entry in fresh if entry[0].row not in gone]

    def _open(self, fresh: list[tuple[Line, Unit, Category]]) -> None:
        named = [
            (self._person(line, "owner", unit), self._person(line, "leader", unit))
            for line, unit, _c in fresh
        ]
        people = Person.objects.in_bulk({pk for pair in named for pk in pair if pk is not None})
        owners = {owner for owner, _leader in named if owner is not None}
        few = set(leaders(self.at).filter(pk__in=owners).values_list("pk", flat=True))
        for (line, unit, category), (owner, leader) in zip(fresh, named, strict=True):
            draft = self._draft(line, unit, category, people.get(owner or 0), people.get(leader or 0), few)
            self.out.drafts.append(draft)
            self.out.outcomes[line.row] = Outcome.WORKING if draft.fixed else Outcome.REGISTERED
            if line.done:
                self.out.said_done += 1
                key = next((k for k in ("closed", "done_on", "closed_on") if line.text(k)), "statement")
                self._say(line, "said_done" if draft.fixed else "said_done_registered", key)
            if line.long:
                self._say(line, "long_term", "term" if "due_on" not in line.cells else "due_on")

    def _draft(
        self,
        line: Line,
        unit: Unit,
        category: Category,
        owner: Person | None,
        leader: Person | None,
        few: set[int],
    ) -> rules.Draft:
        opened = self._opened(line)
        if line.opened_on is None and opened is not None and opened != self.on and line.due_on is not None:
            days = {"due": line.due_on.isoformat(), "opened": opened.isoformat()}
            self._say(line, "opened_campaign", "due_on", **days)
        breadth = breadth_of(line.text("breadth"))
        if breadth is None:
            self._say(line, "breadth", "breadth", text=line.text("breadth")[:40])
        source = self._source(line)
        return rules.Draft(
            kind=kinds.Kind.PROBLEM,
            statement=line.text("statement"),
            unit=unit,
            category=category,
            source=source or "import",
            basis=line.text("basis"),
            breadth=breadth or kinds.Breadth.INDIVIDUAL,
            owner=owner,
            leader=leader,
            key_few=owner is not None and owner.pk in few,
            measures=line.text("measures"),
            criterion=line.text("criterion"),
            term=kinds.Term.LONG if line.long else kinds.Term.DATED,
            due_on=None if line.long else line.due_on,
            opened_on=opened,
            notes=self._notes(line, source, owner, leader),
        )

    def _source(self, line: Line) -> str:
        text = line.text("source")
        if not text:
            return "import"
        found = self.sources.get(text) or next(
            (source for words, source in SOURCES if any(word in text for word in words)), ""
        )
        if not found:
            self._say(line, "source_other", "source", text=text[:40])
        return found

    def _notes(self, line: Line, source: str, owner: Person | None, leader: Person | None) -> str:
        """What the list says and the matter has no place for: nothing is lost, and nothing is taken for done."""
        said = [f"自表格导入：{self.read.name}（{self.read.place(line.cells['statement'])}）"]
        if line.done:
            day = said_on(line, "done_on", self.on) or said_on(line, "closed_on", self.on)
            said.append(f"表中记载已于 {day} 完成" if day else "表中记载已完成或已销号")
        kept = {"number": True, "source": not source, "owner": owner is None, "leader": leader is None}
        shown = ("progress", "accepted_by", "recheck", "cause", "rule_words", "evidence", "remark")
        for key in (*(name for name, keep in kept.items() if keep), *shown):
            if text := line.text(key):
                said.append(f"表中{_PLAIN[key]}：{text}")
        for key in ("accepted_on", "closed_on"):
            if day := said_on(line, key, self.on):
                said.append(f"表中{_PLAIN[key]}：{day}")
        return "\n".join(said)

    # -- words -------------------------------------------------------------------------------------------------

    def _say(self, line: Line, code: str, key: str, **params: Any) -> None:
        place = self.read.place(line.cells.get(key) or line.cells.get("statement", ""))
        self.out.findings.append(Finding(code, place, params))

    def _wrong(self, line: Line, code: str, key: str, **params: Any) -> None:
        self._say(line, code, key, **params)
        self.out.outcomes[line.row] = Outcome.ERROR


# What the story of a matter calls the columns: the story is part of the record and stays in Chinese.
_PLAIN = {
    "number": "编号",
    "source": "问题来源",
    "owner": "责任人",
    "leader": "责任领导",
    "progress": "整改进展",
    "accepted_by": "验收人",
    "accepted_on": "验收时间",
    "closed_on": "销号时间",
    "recheck": "回头看结果",
    "cause": "根源",
    "rule_words": "完善制度情况",
    "evidence": "佐证",
    "remark": "备注",
}


def _by_row(finding: Finding) -> tuple[int, int, str]:
    """Down the sheet, and from left to right; what belongs to no cell comes first."""
    column, row = _ADDRESS.search(finding.place).groups() if finding.place else ("", "0")  # type: ignore[union-attr]
    return int(row or 0), len(column), column


def _once_more(ask: Ask) -> Ask:
    return Ask(ask.field, ask.key, ask.text, ask.place, ask.proposals, ask.rows + 1)


def _said(one: Held) -> str:
    return f"{one.name}（{one.police_no}）"


def column_names(keys: Sequence[str]) -> str:
    """Names of fields in the language of the page."""
    return listed(str(NAMES[key]) for key in keys)
