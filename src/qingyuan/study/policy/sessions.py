"""Who counts as what at a session, and how attendance is counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from qingyuan.study.kinds import Attended

REST = timedelta(hours=8)  # after a duty that went through midnight


@dataclass(frozen=True)
class Taken:
    """A span of a duty roster: ``duty`` tells turns of duty from leave, training and errands."""

    from_at: datetime
    to_at: datetime
    duty: bool
    leave: bool = False


def excused(taken: Iterable[Taken], starts_at: datetime, ends_at: datetime) -> Attended | None:
    """What a roster makes of a member during a session: on duty, on leave, or nothing.

    A turn of duty that went through midnight counts until eight hours after it: who comes off a night shift sleeps.
    Moments are compared where they are given, so all have to stand in one zone for midnight to be the bureau's.
    """
    found: set[Attended] = set()
    for one in taken:
        until = one.to_at + REST if one.duty and one.from_at.date() < one.to_at.date() else one.to_at
        if one.from_at < ends_at and starts_at < until:
            found.add(Attended.LEAVE if one.leave else Attended.DUTY)
    return Attended.LEAVE if Attended.LEAVE in found else Attended.DUTY if found else None


@dataclass(frozen=True)
class Row:
    """One member's attendance."""

    state: Attended
    leader: bool = False
    made_up: bool = False


@dataclass(frozen=True)
class Tally:
    """Attendance counted. ``expected`` is the sum of the four states; ``made_up`` are of those on duty or leave."""

    expected: int = 0
    present: int = 0
    on_duty: int = 0
    on_leave: int = 0
    absent: int = 0
    made_up: int = 0
    leaders_expected: int = 0
    leaders_present: int = 0
    leaders_made_up: int = 0

    @property
    def to_make_up(self) -> int:
        """How many make-up study is for (需补学): those on duty or leave."""
        return self.on_duty + self.on_leave

    @property
    def took_part(self) -> int:
        """Present or made up since: the numerator of the participation rate (参学率)."""
        return self.present + self.made_up

    @property
    def leaders_took_part(self) -> int:
        return self.leaders_present + self.leaders_made_up

    @property
    def members_expected(self) -> int:
        """Those who are no leaders."""
        return self.expected - self.leaders_expected

    @property
    def members_took_part(self) -> int:
        return self.took_part - self.leaders_took_part


def tally(rows: Iterable[Row]) -> Tally:
    """Count attendance."""
    rows = list(rows)
    by = {state: sum(row.state == state for row in rows) for state in Attended}
    leaders = [row for row in rows if row.leader]
    return Tally(
        expected=len(rows),
        present=by[Attended.PRESENT],
        on_duty=by[Attended.DUTY],
        on_leave=by[Attended.LEAVE],
        absent=by[Attended.ABSENT],
        made_up=sum(row.made_up for row in rows),
        leaders_expected=len(leaders),
        leaders_present=sum(row.state == Attended.PRESENT for row in leaders),
        leaders_made_up=sum(row.made_up for row in leaders),
    )


def falsely_absent(states: Mapping[int, Attended], roster: Mapping[int, Attended]) -> list[int]:
    """Members recorded as absent though a roster took them away."""
    return [person for person, state in states.items() if state is Attended.ABSENT and person in roster]
