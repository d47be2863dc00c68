"""Builds the demo city: the whole story from the founding to a snapshot, told through the rules."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection

from qingyuan.kit import workdays
from qingyuan.site.demo import (
    accounts,
    bulletins,
    burden,
    clockwork,
    contests,
    desks,
    duties,
    essays,
    events,
    findings,
    founding,
    frame,
    hot,
    leads,
    learning,
    lists,
    occasions,
    pilot,
    problems,
    sealed_reports,
    selfexam,
    study,
    tasks,
    three_rules,
    units_at_work,
    writings,
)
from qingyuan.site.demo.accounts import DemoAccount
from qingyuan.site.demo.cast import HERE, cast
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import SNAPSHOTS, Days, Story
from qingyuan.trail.api import lay_head_anew

Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Built:
    """What was built: the accounts, the codes with which one comes back to a report, and how many acts it took."""

    accounts: tuple[DemoAccount, ...]
    codes: tuple[str, ...]
    acts: int


def build(snapshot: str, told: Told = lambda done, whole: None) -> Built:
    """Tell the story into an empty, migrated database. ``told`` hears (acts done, acts known so far)."""
    story = Story(SNAPSHOTS[snapshot])
    city = City(story, Days(date(2020, 7, 1), date(2021, 6, 30)), cast(story.dice))
    opened: list[DemoAccount] = []
    words = _words("plan")
    founding.plan(city)
    pilot.plan(city)
    frame.plan(city, words)
    units_at_work.plan(city, words)
    tasks.plan(city, words)
    findings.plan(city, _words("findings"))
    problems.plan(city, _words("problems"))
    leads.plan(city)
    three_rules.plan(city)
    seats, codes = desks.Seats(), list[str]()
    desks.plan(city, seats)
    sealed_reports.plan(city, seats, codes)
    lists.plan(city)
    occasions.plan(city)
    learning.plan(city)
    selfexam.plan(city)
    study.plan(city)
    hot.plan(city)
    burden.plan(city, _words("burden"))
    bulletins.plan(city)
    writings.plan(city)
    duties.plan(city)
    events.plan(city)
    contests.plan(city)
    essays.plan(city)
    clockwork.plan(city)
    accounts.plan(city, snapshot, opened, seats.lent)
    with _quick_hashes(), _no_waiting_for_the_disk(), workdays.remembering():
        for _moment in story.tell():
            if story.done % 20 == 0:
                lay_head_anew()
                told(story.done, story.done + len(story))
    told(story.done, story.done)
    return Built(tuple(opened), tuple(codes), story.done)


def _words(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return found


@contextmanager
def _quick_hashes() -> Iterator[None]:
    """The password is printed in the handbook, so its hash need not be dear; the first sign-in renews it."""
    dear = PBKDF2PasswordHasher.iterations
    PBKDF2PasswordHasher.iterations = 20_000
    try:
        yield
    finally:
        PBKDF2PasswordHasher.iterations = dear


@contextmanager
def _no_waiting_for_the_disk() -> Iterator[None]:
    """A city that was not finished is thrown away: only the whole file is written through, at the end."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        yield
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
