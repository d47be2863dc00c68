"""The three rules against interference (三个规定), as they must be argued about.

1. Guidance is given in writing; what is said by mouth is an enquiry and is recorded as one (rule T7).
2. A record is never changed. It does not exist for the one who asked, nor for anybody of a unit that he heads.
3. Who recorded, reported or witnessed and is known by name is watched over for 24 months (rule T3): an adverse
   personnel act on him in that time (a post that ended, a move, more than the first form) is shown to the level
   above his unit, once, whatever its reason.
4. A quarter is summed up after it has ended (rule T4). A nil return is the unit's own statement and says nothing about
   what its people recorded: nobody learns from it that somebody did.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qingyuan.discipline.kinds import Adverse, Asking, Interference, Way
from qingyuan.matters.api import policy as matters

WATCH_MONTHS = 24


@dataclass(frozen=True)
class Asked:
    """What is to be recorded."""

    kind: Asking
    way: Way
    forbidden: Interference | None
    on: date
    asker_id: int | None
    recorder_id: int


def record_gaps(said: Asked, today: date) -> list[str]:
    """Codes of everything that stands against recording."""
    gaps = []
    if said.kind is Asking.GUIDANCE and said.way is not Way.LETTER:
        gaps.append("not_written")
    if said.kind is Asking.PLEADING and said.forbidden is None:
        gaps.append("no_act")
    if said.on > today:
        gaps.append("ahead")
    if said.asker_id == said.recorder_id:
        gaps.append("oneself")
    return gaps


def exists_for(person_id: int, places: Iterable[str], asker_id: int | None, hidden_path: str) -> bool:
    """Whether a record exists for a person at these places (rule 2); the SQL of the queries says the same."""
    if asker_id is not None and person_id == asker_id:
        return False
    return not hidden_path or not any(place.startswith(hidden_path) for place in places)


def watched_until(since: date) -> date:
    """The last day of the watch.

    >>> watched_until(date(2021, 3, 19))
    datetime.date(2023, 3, 19)
    """
    return matters.months_after(since, WATCH_MONTHS)


@dataclass(frozen=True)
class Post:
    """A post as the watch reads it: ``ref`` names it, ``to_on`` None while it is held."""

    ref: str
    unit_id: int
    from_on: date
    to_on: date | None
    main: bool


def adverse(posts: Iterable[Post], since: date, until: date, today: date) -> list[tuple[Adverse, str, date]]:
    """Personnel acts in the time of the watch: a post that ended, and a main post that began in another unit."""
    held = sorted(posts, key=lambda post: (post.from_on, post.ref))
    found = []
    for post in held:
        begun_before = post.from_on <= since
        if post.to_on is not None and since <= post.to_on <= min(until, today) and begun_before:
            found.append((Adverse.POST_LOST, f"post:{post.ref}", post.to_on))
        if post.main and since < post.from_on <= min(until, today):
            before = [one for one in held if one.main and one.from_on < post.from_on]
            if before and before[-1].unit_id != post.unit_id:
                found.append((Adverse.MOVED, f"post:{post.ref}", post.from_on))
    return found


def quarter_before(day: date) -> tuple[date, date]:
    """First and last day of the last quarter that had ended before a day.

    >>> quarter_before(date(2021, 4, 1)), quarter_before(date(2021, 3, 31))
    ((datetime.date(2021, 1, 1), datetime.date(2021, 3, 31)), (datetime.date(2020, 10, 1), datetime.date(2020, 12, 31)))
    """
    begins = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    last = date.fromordinal(begins.toordinal() - 1)
    return date(last.year, (last.month - 1) // 3 * 3 + 1, 1), last
