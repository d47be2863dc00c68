"""Which column holds which field: by name, by another name, or nearly; doubt is left to the person."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz

from ._labels import bare, normal
from ._tables import Column, Table

_NEAR = 0.70
_CLEAR = 0.10


class How(StrEnum):
    """How a column was matched, from surest to least sure."""

    REMEMBERED = "remembered"
    EXACT = "exact"
    NORMALISED = "normalised"
    SYNONYM = "synonym"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Field:
    """A field to be filled: the first of ``labels`` is its name, the others are what it is also called."""

    key: str
    labels: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """``confidence`` is 0 to 1; only a ``NEAR`` match is below 0.9 and should be shown for confirmation."""

    field: str
    column: Column
    confidence: float
    how: How


@dataclass(frozen=True, slots=True)
class Mapping:
    """``matches`` by field key; ``ambiguous`` holds proposals (best first) for the person to choose from."""

    matches: MappingType[str, Match]
    ambiguous: MappingType[str, tuple[Match, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unused: tuple[Column, ...] = ()

    def column(self, key: str) -> Column | None:
        """The column of a field."""
        found = self.matches.get(key)
        return found.column if found else None


def column_keys(table: Table) -> dict[str, Column]:
    """Each column under a name that is unique in its table (``责任单位``, ``责任单位#2``)."""
    keys: dict[str, Column] = {}
    seen: dict[str, int] = {}
    for column in table.columns:
        if not column.path:
            continue
        plain = "/".join(normal(name) for name in column.path)
        seen[plain] = seen.get(plain, 0) + 1
        keys[plain if seen[plain] == 1 else f"{plain}#{seen[plain]}"] = column
    return keys


def signature(table: Table) -> str:
    """The same for two tables with the same column names in the same order, wherever they stand (hex, 32)."""
    return hashlib.blake2b("\n".join(column_keys(table)).encode(), digest_size=16).hexdigest()


def remember(table: Table, chosen: MappingType[str, Column]) -> dict[str, str]:
    """What to store under ``signature(table)`` so that ``match_columns`` decides so again: field to column key."""
    names = {column.index: key for key, column in column_keys(table).items()}
    return {key: names[column.index] for key, column in chosen.items() if column.index in names}


def match_columns(
    table: Table,
    fields: Sequence[Field],
    remembered: MappingType[str, MappingType[str, str]] | None = None,
) -> Mapping:
    """Match ``fields`` to the columns of ``table``.

    ``remembered`` maps signatures to {field key: column key} (see ``remember``).  A mapping remembered for this
    very header wins outright: a field it leaves out stays unmatched.
    """
    stored = (remembered or {}).get(signature(table))
    if stored is not None:
        keys = column_keys(table)
        matches = {
            one.key: Match(one.key, keys[stored[one.key]], 1.0, How.REMEMBERED)
            for one in fields
            if stored.get(one.key) in keys
        }
        return _mapping(table, fields, matches, {})
    offers = [
        offer
        for one in fields
        for column in table.columns
        if column.path and (offer := _offer(one, column)) is not None
    ]
    matches, ambiguous = _settle(fields, offers)
    return _mapping(table, fields, matches, ambiguous)


def _mapping(
    table: Table, fields: Sequence[Field], matches: dict[str, Match], ambiguous: dict[str, tuple[Match, ...]]
) -> Mapping:
    taken = {match.column.index for match in matches.values()}
    return Mapping(
        matches,
        ambiguous,
        tuple(one.key for one in fields if one.required and one.key not in matches),
        tuple(column for column in table.columns if column.index not in taken and column.path),
    )


def _forms(path: tuple[str, ...]) -> tuple[str, ...]:
    """The names a column may go by: its lowest, then joined with those above (整改责任/单位 -> 整改责任单位)."""
    return tuple("".join(path[start:]) for start in range(len(path) - 1, -1, -1))


def _offer(one: Field, column: Column) -> Match | None:
    best, how = 0.0, How.NEAR
    for rank, label in enumerate(one.labels):
        for depth, form in enumerate(_forms(column.path)):
            score, kind = _compare(label, form)
            if rank and kind is not How.NEAR:
                score, kind = score - 0.02, How.SYNONYM
            if depth and kind is How.NEAR:
                score -= 0.03
            if score > best:
                best, how = score, kind
    return Match(one.key, column, round(best, 4), how) if best >= _NEAR else None


def _compare(label: str, form: str) -> tuple[float, How]:
    if label == form:
        return 1.0, How.EXACT
    plain, other = normal(label), normal(form)
    if plain and plain == other:
        return 0.98, How.NORMALISED
    short, brief = bare(label), bare(form)
    if short and short == brief:
        return 0.95, How.NORMALISED
    if not short or not brief:
        return 0.0, How.NEAR
    return min(fuzz.ratio(short, brief) / 100 * 0.95, 0.89), How.NEAR


def _settle(
    fields: Sequence[Field], offers: list[Match]
) -> tuple[dict[str, Match], dict[str, tuple[Match, ...]]]:
    """Surest first.  Two equal columns for a field, or two fields for a column, are left to the person."""
    matches: dict[str, Match] = {}
    ambiguous: dict[str, tuple[Match, ...]] = {}
    for sure in (True, False):
        taken = {match.column.index for match in matches.values()}
        open_offers = [
            offer
            for offer in offers
            if (offer.how is not How.NEAR) == sure
            and offer.field not in matches
            and offer.field not in ambiguous
            and offer.column.index not in taken
        ]
        while open_offers:
            best = max(open_offers, key=lambda offer: offer.confidence)
            margin = 0.001 if sure else _CLEAR
            rivals = [
                offer
                for offer in open_offers
                if offer is not best
                and (offer.field == best.field or offer.column is best.column)
                and best.confidence - offer.confidence < margin
            ]
            own = [offer for offer in rivals if offer.field == best.field]
            if own or (rivals and not sure):
                doubtful = {best.field, *(offer.field for offer in rivals)} if not sure else {best.field}
                for key in doubtful:
                    proposals = [offer for offer in open_offers if offer.field == key]
                    ambiguous[key] = tuple(sorted(proposals, key=lambda offer: -offer.confidence))
                open_offers = [offer for offer in open_offers if offer.field not in doubtful]
                if sure:
                    columns = {offer.column.index for offer in ambiguous[best.field]}
                    open_offers = [offer for offer in open_offers if offer.column.index not in columns]
            else:
                matches[best.field] = best
                open_offers = [
                    offer
                    for offer in open_offers
                    if offer.field != best.field and offer.column.index != best.column.index
                ]
    order = {one.key: at for at, one in enumerate(fields)}
    return dict(sorted(matches.items(), key=lambda item: order[item[0]])), ambiguous
