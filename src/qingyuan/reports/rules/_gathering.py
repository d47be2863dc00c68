"""Reports that arrive at the same moment are written in one transaction: one signature, one wait for the disk.

Whoever comes first writes; who comes meanwhile waits for his turn and, most often, finds his report written
already by the one before him. Nobody is told anything before the transaction that holds his report is committed.
Between the processes of a server SQLite's own waiting is a sleep that grows; a file lock wakes the next at once.
"""

import fcntl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError

T = TypeVar("T")
AT_ONCE = 64


@dataclass(eq=False)
class _Waiting(Generic[T]):
    thing: T
    done: bool = False
    error: BaseException | None = field(default=None)


class Gathering(Generic[T]):
    """``write`` puts several things into the database, in one transaction that is opened here."""

    def __init__(self, write: Callable[[Sequence[T]], None]) -> None:
        self._write = write
        self._turn, self._list = threading.Lock(), threading.Lock()
        self._waiting: list[_Waiting[T]] = []

    def put(self, thing: T) -> None:
        """Write one thing, with whatever else waits; returns when it is committed, raises what kept it from being."""
        if connection.in_atomic_block:  # the caller's own transaction holds it
            with transaction.atomic():
                self._write([thing])
            return
        mine = _Waiting(thing)
        with self._list:
            self._waiting.append(mine)
        with self._turn:
            if not mine.done:
                self._take()
        if mine.error is not None:
            raise mine.error

    def _take(self) -> None:
        """Write all that wait, in their order; more than ``AT_ONCE`` in several transactions."""
        with _between_processes():
            while True:
                with self._list:
                    batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
                if not batch:
                    return
                self._commit(batch)

    def _commit(self, batch: Sequence[_Waiting[T]]) -> None:
        try:
            with transaction.atomic():
                self._write([one.thing for one in batch])
        except DatabaseError as error:
            if len(batch) > 1:  # one of them is wrong: each for itself, so that it takes no other with it
                for one in batch:
                    self._commit([one])
                return
            batch[0].error = error
        except BaseException as error:
            for one in batch:
                one.error = error
        for one in batch:
            one.done = True


@contextmanager
def _between_processes() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    with (settings.DATA / "reports.turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
