"""The rules of telling back that must be argued about, on one page. No database, no page, no clock.

1. A bulletin tells of findings and problems that were found in its period. Leads, and matters that name a
   person or a unit and are therefore hidden from them, never stand in a bulletin.
2. What one issued bulletin has told, another does not tell again.
3. The one who drafts does not issue. Numbers run without gaps within a code and year; a withdrawn bulletin
   keeps its number.
4. No longer than the cap (`burden`; 4,000 characters as shipped, 整治形式主义为基层减负若干规定).
5. Outcomes are counts of persons. One that is not decided stays out; a sanction is decided only after the
   person was heard (政务处分法 art. 43). A name does not appear in what the system writes.
6. A unit of which a bulletin tells may object within 30 days; it is answered within 30 days, and not by who
   drafted or issued the bulletin (政府督查工作条例, by analogy).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.publication.errors import Gap
from qingyuan.publication.kinds import OWN_SERIES, SANCTIONS, OutcomeKind

ITEMS_AT_MOST = 1000  # matters of one bulletin: in 4,000 characters more are not even counted by unit
OBJECT_WITHIN = 30
ANSWER_WITHIN = 30
LONGEST = 366
UNNAMED = "有关人员"
TOLD_KINDS = (matter_kinds.Kind.FINDING, matter_kinds.Kind.PROBLEM)

_BETWEEN = "[\\s\u00b7\u200b-\u200f\u2060]*"
_INVISIBLE = re.compile("[\\s\u00b7\u200b-\u200f\u2060]+")
_CODE = re.compile(r"[^\s〔〕\[\]（）()第\d]{1,20}")


def may_stand(kind: str, state: str, restricted: bool) -> bool:
    """Whether a matter may stand in a bulletin at all (rule 1)."""
    return kind in TOLD_KINDS and not restricted and state != matter_kinds.State.VOID


def proposed_period(last_to: date | None, starts_on: date, today: date) -> tuple[date, date]:
    """From the day after the last bulletin's period (else the campaign's first day) until today.

    >>> proposed_period(date(2021, 3, 15), date(2021, 2, 27), date(2021, 3, 18))
    (datetime.date(2021, 3, 16), datetime.date(2021, 3, 18))
    """
    first = last_to + timedelta(days=1) if last_to else starts_on
    return min(first, today), today


def period_gaps(first: date, last: date, today: date) -> list[Gap]:
    """What is wrong with a period."""
    if last < first:
        return [Gap.PERIOD_BACKWARDS]
    gaps = [Gap.PERIOD_AHEAD] if last > today else []
    return gaps + ([Gap.PERIOD_LONG] if (last - first).days >= LONGEST else [])


def proposed_title(first: date, last: date) -> str:
    """A title of the form matter and genre (事由+文种), about 20 characters.

    >>> proposed_title(date(2021, 3, 16), date(2021, 3, 18))
    '关于3月16日至18日教育整顿督导情况的通报'
    """
    if first == last:
        days = f"{first.month}月{first.day}日"
    elif first.year != last.year:
        days = f"{first.year}年{first.month}月至{last.year}年{last.month}月"
    else:
        month = "" if first.month == last.month else f"{last.month}月"
        days = f"{first.month}月{first.day}日至{month}{last.day}日"
    return f"关于{days}教育整顿督导情况的通报"


def proposed_code(unit_name: str) -> str:
    """A code (机关代字) to begin with: the first character of the unit's name and 公通.

    >>> proposed_code("示例市公安局")
    '示公通'
    """
    return f"{unit_name.strip()[:1] or '本'}公通"


def code_is_sound(code: str) -> bool:
    """Whether a code can stand before 〔year〕serial号 (GB/T 9704-2012, 7.2.5). Those of series of issues are taken."""
    return _CODE.fullmatch(code) is not None and code not in OWN_SERIES


# -- outcomes ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decision:
    """What is said about an outcome. Without ``decided_on`` it is pending and stays out of the bulletin.

    ``duty_checked``: the rosters were looked at, and nobody among them was away on duty or on leave.
    """

    kind: OutcomeKind
    persons: int
    decided_on: date | None = None
    decided_by: str = ""
    basis: str = ""
    heard_on: date | None = None
    duty_checked: bool = False


def outcome_gaps(said: Decision, today: date) -> list[Gap]:
    """Everything that keeps an outcome from being written down like this."""
    gaps = [] if said.persons >= 1 else [Gap.NO_PERSONS]
    if said.decided_on is None:
        return gaps
    if said.decided_on > today:
        gaps.append(Gap.DECIDED_AHEAD)
    if not said.decided_by.strip():
        gaps.append(Gap.NO_DECISION_MAKER)
    if not said.basis.strip():
        gaps.append(Gap.NO_BASIS)
    if said.kind in SANCTIONS and said.heard_on is None:
        gaps.append(Gap.NOT_HEARD)
    if said.heard_on and said.heard_on > said.decided_on:
        gaps.append(Gap.HEARD_LATER)
    if said.kind == OutcomeKind.CRITICISM_EDUCATION and not said.duty_checked:
        gaps.append(Gap.DUTY_UNCHECKED)
    return gaps


# -- names ---------------------------------------------------------------------------------------------------


def names_in(texts: Iterable[str], names: Iterable[str]) -> frozenset[str]:
    """Those of the names that stand in one of the texts, also with spaces or marks between their characters.

    A name that happens to be an everyday word is found too: it is better to ask once too often.
    """
    plain = [_INVISIBLE.sub("", text) for text in texts]
    squeezed = {name: _INVISIBLE.sub("", name) for name in names}
    return frozenset(
        name for name, short in squeezed.items() if len(short) >= 2 and any(short in text for text in plain)
    )


def without_names(text: str, names: Collection[str]) -> str:
    """The text with 有关人员 for each of the names, longest first."""
    if not names:
        return text
    ordered = sorted(names, key=lambda name: (-len(name), name))
    spelled = (_BETWEEN.join(re.escape(c) for c in _INVISIBLE.sub("", name)) for name in ordered)
    return re.compile("|".join(spelled)).sub(UNNAMED, text)


# -- issuing -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ready:
    """A bulletin as it stands before issuing. ``characters``: the length of what will be issued, ``most``: the cap."""

    drafter_id: int
    issuer_id: int
    included: int
    characters: int
    most: int
    revised: bool = False
    commented: bool = False


def issue_gaps(ready: Ready) -> list[Gap]:
    """Everything that stands against issuing, whatever the document's form."""
    gaps = [Gap.SAME_PERSON] if ready.drafter_id == ready.issuer_id else []
    gaps += [] if ready.included else [Gap.NOTHING_IN_IT]
    gaps += [Gap.TOO_LONG] if ready.characters > ready.most else []
    gaps += [Gap.FILE_REVISED] if ready.revised else []
    return gaps + ([Gap.FILE_COMMENTED] if ready.commented else [])


# -- objections ----------------------------------------------------------------------------------------------


def object_by(issued_on: date) -> date:
    """The last day on which a unit may object."""
    return issued_on + timedelta(days=OBJECT_WITHIN)


def speaks_for(home: str, unit_path: str) -> bool:
    """Whether a person whose home is at ``home`` belongs to the unit that a bulletin tells of."""
    return bool(home) and home.startswith(unit_path)


def answer_by(objected_on: date) -> date:
    """The day by which an objection is answered."""
    return objected_on + timedelta(days=ANSWER_WITHIN)
