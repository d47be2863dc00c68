"""Facts of the spine: ids only."""

from dataclasses import dataclass
from datetime import datetime

from qingyuan.matters.kinds import Act, Kind, State


@dataclass(frozen=True)
class MatterOpened:
    matter_id: int
    kind: Kind
    unit_id: int
    source: str
    source_ref: str
    at: datetime


@dataclass(frozen=True)
class MatterMoved:
    """Any move after opening; ``state`` is the new one."""

    matter_id: int
    kind: Kind
    unit_id: int
    act: Act
    state: State
    at: datetime


@dataclass(frozen=True)
class MatterClosed:
    matter_id: int
    kind: Kind
    unit_id: int
    at: datetime


@dataclass(frozen=True)
class MatterReopened:
    matter_id: int
    kind: Kind
    unit_id: int
    at: datetime
