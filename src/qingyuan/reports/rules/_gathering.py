"""Reports that arrive at the same moment are written in one transaction: one signature, one wait for the disk.

Whoever comes first writes; who comes meanwhile waits for his turn and, most often, finds his report written
already by the one before him. Nobody is told anything before the transaction that holds his report is committed.
The turn goes on with the commit, not after what follows it. Between the processes of a server SQLite's own waiting
is a sleep that grows, and PostgreSQL's a transaction that is open already and can take nobody else along; a file
lock wakes the next at once, and he then takes all who wait in his process.
"""

import fcntl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
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
        while not mine.done:
            with ExitStack() as turn:
                turn.enter_context(self._turn)
                if not mine.done:
                    turn.enter_context(_between_processes())
                    self._commit(self._next(), turn.close)
        if mine.error is not None:
            raise mine.error

    def _next(self) -> Sequence[_Waiting[T]]:
        """Those that wait, in their order, as many as go into one transaction."""
        with self._list:
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
        return batch

    def _commit(self, batch: Sequence[_Waiting[T]], committed: Callable[[], None]) -> None:
        """Write them; ``committed`` is called as soon as they are in the database for good."""

        def told() -> None:
            for one in batch:
                one.done = True
            committed()

        try:
            with transaction.atomic():
                transaction.on_commit(told)
                self._write([one.thing for one in batch])
        except DatabaseError as error:
            if len(batch) > 1:  # one of them is wrong: each for itself, so that it takes no other with it
                for one in batch:
                    self._commit([one], lambda: None)
                return
            batch[0].error = error
        except BaseException as error:
            for one in batch:
                one.error = one.error if one.done else error
        for one in batch:
            one.done = True


@contextmanager
def _between_processes() -> Iterator[None]:
    with (settings.DATA / "reports.turn").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield
