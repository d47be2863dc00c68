"""Segments in a folder: a list of segments that is replaced as a whole, and files that never change.

Every array is a file of its own, mapped into memory; the list (`collection.json`) has the checksum (CRC-32) of
each.  Whoever reads keeps the files of the list that he opened, whatever is added or merged meanwhile.
"""

import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np

from ._normal import table_sum
from ._problem import OriginalityError, Problem
from ._segment import Segment

LIST = "collection.json"
FORM = 1
BLOCK = 1 << 24


@dataclass
class Listing:
    """What the list says: names of segments, checksums by file, spans of official documents."""

    names: list[str] = field(default_factory=list)
    sums: dict[str, int] = field(default_factory=dict)
    official: list[tuple[int, int]] = field(default_factory=list)
    made: int = 0  # segments ever, so that no name comes twice


def read_listing(folder: Path) -> Listing:
    """The list of a folder; `OriginalityError` if there is none, or it does not fit."""
    try:
        data = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise OriginalityError(Problem.NO_INDEX) from None
    except ValueError:
        raise OriginalityError(Problem.DAMAGED, name=LIST) from None
    try:
        body = data["list"]
        if data["sum"] != _sum_of(body):
            raise OriginalityError(Problem.DAMAGED, name=LIST)
        if body["form"] != FORM or body["table"] != table_sum():
            raise OriginalityError(Problem.OTHER_TABLE)
        spans = [(int(begin), int(end)) for begin, end in body["official"]]
        return Listing(list(body["names"]), dict(body["sums"]), spans, int(body["made"]))
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, OriginalityError):
            raise
        raise OriginalityError(Problem.DAMAGED, name=LIST) from None


def write_listing(folder: Path, listing: Listing) -> None:
    """Put a new list in the place of the old one."""
    body = {
        "form": FORM,
        "table": table_sum(),
        "names": listing.names,
        "sums": listing.sums,
        "official": [list(span) for span in listing.official],
        "made": listing.made,
    }
    fresh = folder / (LIST + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"list": body, "sum": _sum_of(body)}, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / LIST)


def _sum_of(body: Any) -> int:
    return zlib.crc32(json.dumps(body, sort_keys=True).encode())


def write_segment(folder: Path, name: str, segment: Segment) -> dict[str, int]:
    """Write the arrays of a segment; returns their checksums."""
    sums = {}
    for one in fields(Segment):
        path = folder / f"{name}.{one.name}.npy"
        with path.open("wb") as file:
            np.save(file, getattr(segment, one.name))
            file.flush()
            os.fsync(file.fileno())
        sums[path.name] = _sum(path)
    return sums


def open_segments(folder: Path, listing: Listing) -> list[Segment]:
    """Map the segments of a list into memory; a file that is not as it was written is refused by name."""
    return [_opened(folder, name, listing.sums) for name in listing.names]


def _opened(folder: Path, name: str, sums: dict[str, int]) -> Segment:
    arrays = {}
    for one in fields(Segment):
        path = folder / f"{name}.{one.name}.npy"
        try:
            if _sum(path) != sums[path.name]:
                raise OriginalityError(Problem.DAMAGED, name=path.name)
            # Private pages, never written: read-only arrays would have every function compiled a second time.
            mapped = np.load(path, mmap_mode="c", allow_pickle=False)
        except (OSError, KeyError, EOFError):
            raise OriginalityError(Problem.DAMAGED, name=path.name) from None
        arrays[one.name] = mapped.view(np.ndarray)
    return Segment(**arrays)


def remove_segments(folder: Path, names: Sequence[str]) -> None:
    """Remove files that no list names any more; who has them open keeps them."""
    for name in names:
        for one in fields(Segment):
            (folder / f"{name}.{one.name}.npy").unlink(missing_ok=True)


def _sum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            value = zlib.crc32(block, value)
    return value
