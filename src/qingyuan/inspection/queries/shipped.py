"""Templates as they are shipped: proposals for a draft, each item with its source, or marked as an example to edit."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).parent.parent / "shipped.json"


@dataclass(frozen=True)
class Template:
    """What a new list may begin with; ``items`` as the fields of an item, ``category`` its code."""

    code: str
    topic: str
    title: str
    source: str
    article: str
    grade: str
    failed: str
    function: str
    items: tuple[dict[str, Any], ...]

    @property
    def examples(self) -> int:
        """How many items have to be looked through before the list can go out."""
        return sum(bool(item.get("example")) for item in self.items)


@cache
def templates() -> dict[str, Template]:
    """The shipped templates by code, in their order."""
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))["templates"]
    return {row["code"]: Template(**{**row, "items": tuple(row["items"])}) for row in rows}
