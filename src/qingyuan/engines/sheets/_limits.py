"""How much a file may cost before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings for one file.  Sizes are bytes; ``rows`` and ``columns`` count those that hold something.

    ``ratio`` (unpacked to packed) is only looked at for members above ``ratio_from`` bytes, since a small
    sheet of equal rows packs very well.
    ``elements`` are XML elements over all parts.  Ordinary ledgers unpack at 5 to 30 times.
    """

    file_bytes: int = 20 * MB
    rows: int = 50_000
    columns: int = 200
    cells: int = 2_000_000
    members: int = 2_000
    unpacked_bytes: int = 256 * MB
    elements: int = 10_000_000
    ratio: int = 400
    ratio_from: int = 8 * MB
    cell_characters: int = 32_767
