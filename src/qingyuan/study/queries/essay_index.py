"""Collections that essays are compared with: made from rows, kept in the data directory, made anew if they do not fit.

Nothing in them is the only copy. Beside each index lies the list of what stands in it; what is handed in is appended,
what was taken back or removed makes the index anew, so that no text outlives its row.
"""

import fcntl
import json
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from qingyuan.study.kinds import HANDED_IN, SourceKind
from qingyuan.study.models import Essay, EssaySource
from qingyuan.study.queries.essay_sealed import unsealed

if TYPE_CHECKING:
    from qingyuan.engines.originality import Collection

Name = list[int | str]
Texts = Callable[[Sequence[Name]], Iterable[str]]
TOGETHER = 16  # appended one by one before they are merged
BEHIND = 200  # more than so many texts behind: not while somebody waits for a page
_here = threading.RLock()
_open: dict[Path, tuple[tuple[int, int], "Held"]] = {}


@dataclass(frozen=True)
class Held:
    """An open collection and what its documents are: the id of a row, and a mark of its text."""

    collection: "Collection"
    names: list[Name]


def folder(name: str) -> Path:
    """Where a collection lies: below the data directory, never served."""
    return Path(settings.DATA) / "originality" / name


def of_essays(campaign_id: int, *, whole: bool = False) -> Held:
    """All essays of a campaign that are handed in, in the order in which they were; ``whole``: merged into one."""
    rows = Essay.objects.filter(call__campaign=campaign_id, state__in=HANDED_IN)
    wanted: list[Name] = [list(row) for row in rows.order_by("submitted_at", "pk").values_list("pk", "mark")]

    def texts(names: Sequence[Name]) -> Iterator[str]:
        for part in _parts(names):
            kept = dict(Essay.objects.filter(pk__in=part).values_list("pk", "text"))
            yield from (unsealed(kept[pk], essay=pk) for pk in part)

    return _fitting(f"essays-{campaign_id}", wanted, texts, whole=whole)


def of_library(kind: SourceKind) -> Held:
    """The bureau's templates, or its issued documents."""
    rows = EssaySource.objects.filter(kind=kind).order_by("pk")
    wanted: list[Name] = [list(row) for row in rows.values_list("pk", "sha256")]

    def texts(names: Sequence[Name]) -> Iterator[str]:
        for part in _parts(names):
            kept = dict(EssaySource.objects.filter(pk__in=part).values_list("pk", "text"))
            yield from (kept[pk] for pk in part)

    return _fitting(kind.value, wanted, texts, official=kind is SourceKind.DOCUMENT)


def is_near(campaign_id: int) -> bool:
    """Whether the engine is compiled and all collections are made, or nearly: asking takes no time to speak of."""
    wanted = {
        f"essays-{campaign_id}": Essay.objects.filter(
            call__campaign=campaign_id, state__in=HANDED_IN
        ).count(),
        **{kind.value: EssaySource.objects.filter(kind=kind).count() for kind in SourceKind},
    }
    return folder("compiled").exists() and all(
        _size(folder(name)) + BEHIND >= count for name, count in wanted.items()
    )


def forget(name: str) -> None:
    """Remove a collection from the disk."""
    with _locked(folder(name)):
        _removed(folder(name))


def _removed(place: Path) -> None:
    _listed(place).unlink(missing_ok=True)
    _open.pop(place, None)
    shutil.rmtree(place, ignore_errors=True)


def _listed(place: Path) -> Path:
    """The list of what stands in a collection, beside its folder."""
    return place.with_suffix(".json")


def _parts(names: Sequence[Name]) -> Iterable[list[int]]:
    keys = [int(pk) for pk, _mark in names]
    return (keys[n : n + 500] for n in range(0, len(keys), 500))


def _size(place: Path) -> int:
    try:
        return len(json.loads(_listed(place).read_text())["names"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


@contextmanager
def _locked(place: Path) -> Iterator[None]:
    """One at a time, over all processes of the house."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _here, place.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def _fitting(
    name: str, wanted: list[Name], texts: Texts, *, official: bool = False, whole: bool = False
) -> Held:
    """The collection as the rows want it."""
    place = folder(name)
    with _locked(place):
        held = _opened(place)
        if held is None or held.names != wanted[: len(held.names)]:
            _removed(place)
            place.mkdir(mode=0o700)
            return _grown(place, [], wanted, texts, official=official)
        if len(held.names) < len(wanted) or whole:
            return _grown(place, held.names, wanted, texts, official=official, whole=whole)
        return held


def _opened(place: Path) -> Held | None:
    """What lies there, if it is whole and list and index fit each other; read again only if it has changed."""
    from qingyuan.engines.originality import Collection, OriginalityError

    try:
        stamp = _stamp(place)
        known = _open.get(place)
        if known is not None and known[0] == stamp:
            return known[1]
        held = Held(Collection(place), json.loads(_listed(place).read_text())["names"])
    except (OriginalityError, OSError, ValueError, KeyError, TypeError):
        return None
    if len(held.collection) != len(held.names):
        return None
    _open[place] = (stamp, held)
    return held


def _grown(
    place: Path, old: list[Name], wanted: list[Name], texts: Texts, *, official: bool, whole: bool = False
) -> Held:
    """An object of its own, because others may still be asking the old one."""
    from qingyuan.engines.originality import Collection

    collection, fresh = Collection(place), wanted[len(old) :]
    if fresh:
        collection.add(texts(fresh), official=official)
    if whole or len(fresh) >= TOGETHER or len(wanted) % TOGETHER == 0:
        collection.merge()
    fresh_list = place.with_suffix(".new")
    fresh_list.write_text(json.dumps({"names": wanted}))
    fresh_list.replace(_listed(place))
    grown = Held(collection, wanted)
    _open[place] = (_stamp(place), grown)
    return grown


def _stamp(place: Path) -> tuple[int, int]:
    said = _listed(place).stat()
    return said.st_mtime_ns, said.st_ino


def prepare(campaign_id: int) -> None:
    """Make all collections of a campaign, and ask them once, so that the engine is compiled."""
    of_essays(campaign_id)
    for kind in SourceKind:
        of_library(kind)
    _ask_once()


def _ask_once() -> None:
    from qingyuan.engines.originality import Collection

    collection = Collection()
    collection.add(["请核对本人撰写的这一段文字是否与别处相同。"] * 2)
    collection.find("请核对本人撰写的这一段文字是否与别处相同。")
    folder("compiled").parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder("compiled").touch()
