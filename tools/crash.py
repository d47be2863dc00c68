"""Kill the server while people write, many times, and prove that whatever was acknowledged is there.

``python tools/crash.py [--rounds 200] [--seed 1]``: on SQLite, or on the PostgreSQL of ``DATABASE_URL``. Each round
serves the real platform in processes of its own, lets several people register problems and note progress over
HTTP, kills the whole group with SIGKILL at a random moment, serves again, and then asks the database: every act
that was answered with success must be there once, and be in the record once. At the end the record is
re-computed and the figures of the wall chart are counted anew and compared.
"""

import argparse
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

WRITERS = 4
TOKEN = "c" * 32
SHORTEST, LONGEST = 0.05, 1.2  # seconds of writing before the kill
PATIENCE = 120  # seconds for the server to answer at all


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """The platform in a process group of its own."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        command = [
            sys.executable,
            "-c",
            "from qingyuan.site.command import run; run()",
            "--data",
            str(data),
            "serve",
        ]
        self.said = data / "server.log"
        with self.said.open("wb") as said:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port)],
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
        self._wait()

    def _wait(self) -> None:
        """Until it answers several times in a row: each worker has loaded the platform then."""
        until, answered = time.monotonic() + PATIENCE, 0
        while time.monotonic() < until and answered < 6:
            try:
                line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                line.request("GET", "/checkpoint")
                answered += line.getresponse().status == 200
                line.close()
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        if not answered:
            ended = self.process.poll()
            words = "it ended" if ended is not None else f"nothing within {PATIENCE} s"
            raise SystemExit(
                f"the server does not come up: {words} ({ended})\n{self.said.read_text(errors='replace')[-2000:]}"
            )

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Writer(threading.Thread):
    """One person at work until the server is gone; remembers only what the server said yes to."""

    def __init__(
        self, number: int, port: int, session: str, pages: dict[str, str], form: dict[str, str]
    ) -> None:
        super().__init__(daemon=True)
        self.number, self.port, self.session, self.pages, self.form = number, port, session, pages, form
        self.acknowledged: list[tuple[str, str]] = []
        self.sent = 0
        self.refused = 0

    def run(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            while True:
                self.sent += 1
                mark = f"{self.form['mark']}w{self.number}n{self.sent}"
                kind = "progress" if self.sent % 2 else "register"
                words = {"words": mark} if kind == "progress" else {**self.form, "statement": mark}
                self._post(line, kind, mark, words)
        except (OSError, http.client.HTTPException):
            return
        finally:
            line.close()

    def _post(self, line: http.client.HTTPConnection, kind: str, mark: str, words: dict[str, str]) -> None:
        body = urlencode({**words, "csrfmiddlewaretoken": TOKEN})
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={self.session}; csrftoken={TOKEN}",
        }
        line.request("POST", self.pages[kind], body, headers)
        answer = line.getresponse()
        answer.read()
        if answer.status == 302:
            self.acknowledged.append((kind, mark))
        else:
            self.refused += 1


def city() -> tuple[list[str], list[dict[str, str]], dict[str, str]]:
    """A small bureau in the database: sessions, pages and form of each writer."""
    from django.urls import reverse

    from qingyuan.campaign.testing import a_campaign
    from qingyuan.kit import clock
    from qingyuan.matters.testing import a_matter, at_work
    from qingyuan.org.api import Role, Unit
    from qingyuan.org.testing import a_client, a_person, a_unit

    at = clock.now()
    root = a_unit(name="示例市公安局")
    units = [a_unit(root, name=f"第{n}分局") for n in range(WRITERS)]
    root = Unit.objects.get(pk=root.pk)
    campaign = a_campaign(
        root,
        units=0,
        starts_on=clock.today(),
        ends_on=clock.today().replace(year=clock.today().year + 1),
        kicked_off_on=None,
    )
    sessions, pages = [], []
    for unit in units:
        unit = Unit.objects.get(pk=unit.pk)
        clerk, head, owner = a_person(unit, Role.CLERK), a_person(unit, Role.UNIT_HEAD), a_person(unit)
        matter = a_matter(campaign=campaign, unit=unit, by=clerk, at=at)
        at_work(matter, owner=owner, by=head, at=at, due_on=clock.today())
        sessions.append(a_client(clerk).cookies["sessionid"].value)
        pages.append(
            {"progress": reverse("ledger:progress", args=[matter.pk]), "register": reverse("ledger:register")}
        )
    form = {"kind": "problem", "source": "typed", "category": "other", "breadth": "individual"}
    return sessions, [{**page, "unit": unit.code} for page, unit in zip(pages, units, strict=True)], form


def missing(acknowledged: list[tuple[str, str]]) -> list[str]:
    """What was acknowledged and is not there exactly once, in the ledger and in the record."""
    from qingyuan.matters.api import Matter, Step
    from qingyuan.trail.api import acts_on

    wrong = []
    for kind, mark in acknowledged:
        if kind == "register":
            found = list(Matter.objects.filter(statement=mark).values_list("pk", flat=True))
            acts = [e.act for pk in found for e in acts_on(f"matter:{pk}")]
            if len(found) != 1 or acts.count("matters.register") != 1:
                wrong.append(f"{kind} {mark}: {len(found)} rows, acts {acts}")
        elif (rows := Step.objects.filter(words=mark).count()) != 1:
            wrong.append(f"{kind} {mark}: {rows} rows")
    return wrong


def both_tell_the_same() -> list[str]:
    """Steps and entries of progress are as many; kept figures are those counted anew; the record fits."""
    from qingyuan.kit import clock
    from qingyuan.matters.api import Matter, Step, rules
    from qingyuan.matters.models import Tally
    from qingyuan.trail.api import acts, verify

    wrong = []
    steps, entries = (
        Step.objects.filter(act="progress").count(),
        acts().filter(act="matters.progress").count(),
    )
    if steps != entries:
        wrong.append(f"{steps} steps of progress, {entries} in the record")
    rows, entries = Matter.objects.count(), acts().filter(act="matters.register").count()
    if rows != entries:
        wrong.append(f"{rows} matters, {entries} registered in the record")
    names = [field.name for field in Tally._meta.fields if field.name != "id"]
    kept = sorted((row for row in Tally.objects.values_list(*names) if any(row[6:])), key=str)
    rules.recount(at=clock.now())
    if sorted((row for row in Tally.objects.values_list(*names) if any(row[6:])), key=str) != kept:
        wrong.append("the kept figures are not those counted anew")
    verdict = verify()
    if not verdict.ok:
        wrong.append(f"the record does not fit at {verdict.first_bad}: {verdict.problem}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory(prefix="qycrash") as place:
        data = Path(place) / "data"
        os.environ.update(QINGYUAN_DATA=str(data), DJANGO_SETTINGS_MODULE="qingyuan.site.settings")
        import django

        from qingyuan.kit import secrets

        secrets.make(Path(os.environ["QINGYUAN_DATA"]))
        django.setup()
        from django.db import connection

        from qingyuan.site import running

        running.prepare()
        sessions, pages, form = city()
        acknowledged: list[tuple[str, str]] = []
        wrong: list[str] = []
        sent = refused = 0
        began = time.monotonic()
        for turn in range(args.rounds):
            connection.close()
            server = Server(data)
            writers = [
                Writer(
                    n,
                    server.port,
                    sessions[n],
                    pages[n],
                    {**form, "unit": pages[n]["unit"], "mark": f"r{turn}"},
                )
                for n in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            time.sleep(chance.uniform(SHORTEST, LONGEST))
            server.kill()
            for writer in writers:
                writer.join(timeout=15)
            fresh = [one for writer in writers for one in writer.acknowledged]
            sent += sum(writer.sent for writer in writers)
            refused += sum(writer.refused for writer in writers)
            acknowledged += fresh
            wrong += missing(fresh)
            print(f"round {turn + 1}/{args.rounds}: {len(fresh)} acknowledged", file=sys.stderr)
            if wrong:
                break
        wrong += both_tell_the_same()
        report = {
            "ok": not wrong and bool(acknowledged),
            "database": connection.vendor,
            "rounds": args.rounds,
            "sent": sent,
            "acknowledged": len(acknowledged),
            "refused": refused,
            "wrong": wrong[:20],
            "seconds": round(time.monotonic() - began),
        }
        print(json.dumps(report))
        return 0 if report["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
