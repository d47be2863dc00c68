"""Throw random and mutated forms at the pages for reporters: the real views, the real rules, a real database.

    python tools/fuzz_forms.py [--rounds 50000] [--seed 1]

No traceback and no answer of the kind 5xx; what was said to be taken is there, and nothing else is; no reader was
added; the record holds what it promised. Bounded and repeatable: the same seed throws the same forms (keys and nonces
of the envelopes are the system's). A request that breaks something is printed.
"""

import argparse
import json
import logging
import os
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tools.forms_of_reports import CODE, PATHS, WEIGHTS, Forms, a_bureau  # noqa: E402

from qingyuan.engines import envelope  # noqa: E402

if TYPE_CHECKING:
    from qingyuan.reports.queries.routing import Facts

BITS = 4


class Thrower(Forms):
    """Everything of one run. ``throw`` sends one form; ``settle`` compares what was said with what is there."""

    def __post_init__(self) -> None:
        from django.test import Client

        super().__post_init__()
        self.client = Client(enforce_csrf_checks=True)
        self.taken: list[str] = []  # ids that an answer told
        self.reached: dict[str, Facts] = {}  # what the rule was told of each
        self.things = self.named = 0  # messages and files, names, that an answer said were taken
        self.outcomes: Counter[str] = Counter()
        self.last = ""

    def throw(self, number: int) -> None:
        """One form. Each 400 rounds are an hour later, so that the door for those without script opens again."""
        from qingyuan.kit import clock

        dice = self.dice
        target = dice.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        parts = self.form(target)
        if dice.random() < 0.65:
            parts = self.mutated(parts)
        data, kind = self.spelled(parts)
        path, method = PATHS[target], "POST" if dice.random() < 0.98 else dice.choice(("GET", "PUT", "HEAD"))
        if target == "units":
            method, path = "GET", path + "?q=" + dice.choice(("", "城", "%00", "%25", "_", "%E4", "x" * 5000))
        self.last = f"{method} {path} {kind} {data[:4000]!r}"
        with clock.stopped_at(self.at + timedelta(hours=number // 400)):
            answer = self.client.generic(method, path, data, content_type=kind)
        assert answer.status_code < 500, answer.status_code
        self.outcomes[f"{target}: {answer.status_code}"] += 1
        if answer.status_code == 200 and method == "POST":
            self._note(target, {name: value for name, value, _file in parts}, answer.content)

    def _note(self, target: str, said: dict[str, bytes], content: bytes) -> None:
        """Remember what the answer promised."""
        from qingyuan.reports.queries import plain

        if target == "send":
            self.taken.append(json.loads(content)["id"])
            locator = said.get("locator", b"").decode("utf-8", "replace")
            if len(locator) == 43:
                self.came_from[locator] = self.place
            if len(self.taken) % 4 == 0:  # somebody works on some of them
                self._answer(self.taken[-1])
        elif target in ("say", "attach"):
            self.things += 1
        elif target == "name":
            self.named += 1
        elif target == "new" and (code := CODE.search(content.decode())):
            opened = plain.opened(code[0])
            assert opened.lines[0].words["what"], "sealed, and not to be opened again"
            self.taken.append(opened.report.public_id)
            self.codes.append(code[0])

    def _answer(self, public_id: str) -> None:
        from qingyuan.reports.models import Report

        mine = Report.objects.filter(public_id=public_id)
        mine.update(stage="answered", accepted_at=self.at, answered_at=self.at, outcome="founded")

    # -- what is there -------------------------------------------------------------------------------------------

    def settle(self) -> None:
        """What was said to be taken is there and nothing else is; who reads it is whom routing lets; the record fits."""
        from qingyuan.reports.models import Allowed, Envelope, Report, Slot, Vault
        from qingyuan.reports.queries.held import held
        from qingyuan.trail.api import acts, verify

        there = dict(Report.objects.values_list("public_id", "pk"))
        assert sorted(there) == sorted(self.taken), "lost, or kept without being told"
        assert set(there) == set(self.reached)
        later = Envelope.objects.exclude(part="body")
        browser = later.filter(report__channel="browser").count()
        assert browser == self.things, f"{browser} things kept, {self.things} said to be"
        named = Report.objects.filter(real_name=True).count()
        assert Vault.objects.count() == named >= self.named
        of = {pk: name for name, pk in there.items()}
        slots = list(Slot.objects.values_list("report", "key", "sealed"))
        assert {row[:2] for row in slots} == set(Allowed.objects.values_list("report", "key"))
        for report, key, sealed in slots:
            assert envelope.header(bytes(sealed)) == ("X25519",)
            assert self._may(key, self.reached[of[report]]), f"{of[report]} has a reader who is named"
        assert {report for report, _key, _sealed in slots} == set(of), "a report that nobody reads"
        for sealed in Envelope.objects.values_list("sealed", flat=True).iterator(chunk_size=20):
            assert envelope.header(bytes(sealed)) == ("X25519",)
        entries = list(acts().filter(act__startswith="reports.", subject__startswith="report:"))
        for first in range(0, len(entries), 256):
            some = entries[first : first + 256]
            for entry, now in zip(some, held(some), strict=True):
                assert json.loads(entry.detail).get("digest", now.hex()) == now.hex(), entry.act
        assert verify().ok

    def _may(self, key: int, facts: "Facts") -> bool:
        """Asked once more in few words: not named, not in what is named, not below a head or unit that is named."""
        seat = next(seat for seat in self.bureau.seats if seat.key.pk == key)
        place = self.bureau.places.get(key)
        if seat.desk.key in facts.desks or seat.key.key in facts.avoid:
            return False
        for code, post in facts.units:
            named = self.bureau.codes[code]
            if place is not None and (place == named or (post != "member" and place.startswith(named))):
                return False
        return True


def run(rounds: int, seed: int, at: datetime) -> Counter[str]:
    """Throw so many forms at the installation that Django is set up for; AssertionError or whatever broke."""
    from unittest.mock import patch

    from django.test import override_settings

    from qingyuan.reports import rules

    thrower = Thrower(Random(seed), at, a_bureau(at))
    accept = rules.accept_report

    def watched(**given: Any) -> Any:
        report = accept(**given)
        thrower.reached[report.public_id] = given["facts"]
        return report

    places = ("qingyuan.reports.rules", "qingyuan.reports.rules.plain")
    with (
        override_settings(REPORT_BITS=BITS),
        patch(f"{places[0]}.accept_report", watched),
        patch(f"{places[1]}.accept_report", watched),
    ):
        for number in range(rounds):
            try:
                thrower.throw(number)
            except BaseException as error:
                if not isinstance(error, KeyboardInterrupt):
                    print(f"round {number}, seed {seed}: {error!r}\n{thrower.last}", file=sys.stderr)
                raise
        thrower.settle()
    told = {"taken": len(thrower.taken), "things": thrower.things, "named": thrower.named}
    return thrower.outcomes + Counter(told)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qingyuan-fuzz-") as data:
        os.environ.update(QINGYUAN_DATA=data, DJANGO_SETTINGS_MODULE="qingyuan.site.settings")
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection

        from qingyuan.kit import clock
        from qingyuan.site import running

        logging.getLogger("django.request").setLevel(logging.ERROR)  # each refusal has its line there
        settings.ALLOWED_HOSTS = ["testserver"]
        running.prepare()
        if (
            connection.vendor == "sqlite"
        ):  # what is asked here is not whether the disk keeps it: make crash asks that
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
        start = time.perf_counter()
        outcomes = run(asked.rounds, asked.seed, clock.now())
        spent = time.perf_counter() - start
        connection.close()
    print(
        f"{asked.rounds} forms, seed {asked.seed}, {spent:.0f} s: no traceback, nothing lost, no reader added"
    )
    for outcome, count in sorted(outcomes.items()):
        print(f"  {outcome}: {count}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
