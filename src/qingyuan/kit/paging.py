"""Keyset pages: as fast on the last page as on the first, and steady while rows come and go."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[M]):
    """``rows`` of one page, and the cursors of the pages after and before it (empty at the ends)."""

    rows: Sequence[M]
    after: str
    before: str


def _encode(row: Model, order: Sequence[str]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    plain = [value.isoformat() if isinstance(value, date | datetime) else value for value in values]
    return urlsafe_b64encode(json.dumps(plain, ensure_ascii=False).encode()).decode().rstrip("=")


def _decode(cursor: str, width: int) -> list[Any] | None:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        return None
    sound = isinstance(values, list) and len(values) == width and all(map(_can_stand, values))
    return values if sound else None


def _can_stand(value: Any) -> bool:
    """Whether a database can be asked for it at all: a number of 64 bits, text without NUL or half a character."""
    if isinstance(value, str):
        return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value)
    return isinstance(value, int) and -(2**63) <= value < 2**63


def _beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Rows that come after ``values`` in ``order``: (a > x) or (a = x and b > y) or ..."""
    beyond = Q()
    for position, name in enumerate(order):
        equal = {order[i].lstrip("-"): values[i] for i in range(position)}
        side = "lt" if name.startswith("-") else "gt"
        beyond |= Q(**equal, **{f"{name.lstrip('-')}__{side}": values[position]})
    first = order[0]
    return Q(**{f"{first.lstrip('-')}__{'lte' if first.startswith('-') else 'gte'}": values[0]}) & beyond


def page(
    rows: "QuerySet[M]", order: Sequence[str], *, after: str = "", before: str = "", size: int = 50
) -> Page[M]:
    """One page of ``rows`` in ``order``; the last name in ``order`` must be unique, and none may be null.

    A cursor that is not ours gives the first page: an address from a bookmark is never an error.
    """
    backwards = bool(before)
    way = [name[1:] if name.startswith("-") else f"-{name}" for name in order] if backwards else list(order)
    cursor = _decode(before or after, len(order)) if before or after else None
    narrowed = rows
    if cursor is not None:
        try:
            narrowed = rows.filter(_beyond(way, cursor))
        except (ValueError, TypeError, ValidationError):
            narrowed = rows
            cursor = None
    found = list(narrowed.order_by(*way)[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Page([], "", "")
    has_after = bool(before) if backwards else more
    has_before = more if backwards else cursor is not None
    return Page(
        found,
        after=_encode(found[-1], order) if has_after else "",
        before=_encode(found[0], order) if has_before else "",
    )
