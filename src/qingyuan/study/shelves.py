"""What other rooms leave here."""

from collections.abc import Callable
from datetime import date
from typing import Any

from qingyuan.kit.shelf import Shelf

special_duty: Shelf[Callable[[Any, date], bool]] = Shelf("special duty")
"""(unit, day) -> whether the unit is in special duty (专项勤务) and asked for nothing that can wait."""
