"""What the room plugs into the rest of the house."""

from qingyuan.burden.jobs import file_away_weeks
from qingyuan.kit import clockwork


def connect() -> None:
    clockwork.jobs.put("burden_weeks", file_away_weeks)
