"""Measure the pages of the platform on PostgreSQL, and beside each the time of the bare SQL that it needs.

``python tools/bench.py [--sizes 100000 1000000] [--requests 200]``. A seeded ledger over 5,000 units; the real
server (its own number of workers, its clockwork beside it); 1 and 4 clients at once. Times are milliseconds. The bare SQL is the page's own statements,
run again one after another on one connection: what no Python in front of it could undercut.
"""

import argparse
import http.client
import io
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent))

UNITS = (20, 12, 20)  # cities, counties of each, stations of each: 1 + 20 + 240 + 4,740 or so = 5,001
ALL_UNITS = 5_000
NOW = datetime(2021, 6, 30, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
WORDS = (
    "接报案登记执法记录仪涉案财物管理窗口服务态度超期办理交通违法告知卷宗装订派出所值班巡逻台账信息查询审批"
)
FIELDS = (
    "id number campaign_id kind state source source_ref category_id task_id statement basis breadth common_id "
    "unit_id unit_path owner_id leader_id key_few measures criterion term due_on opened_at opened_on opened_by_id "
    "fixed_at submitted_at submitted_by_id closed_at closed_by_id on_time reopened effect cause cause_words "
    "rule_change rule_words ground review_note reviewer_id restricted import_ref fingerprint version breach"
).split()


def build(size: int, chance: random.Random) -> dict[str, Any]:
    """Fill the database with a province and ``size`` matters; returns what the requests need."""
    from qingyuan.campaign.testing import a_campaign
    from qingyuan.matters.api import Category, rules
    from qingyuan.org.api import Level, Role, Unit
    from qingyuan.org.testing import a_client, a_person, a_unit

    root = a_unit(name="示例省公安厅", level=Level.PROVINCE)
    cities = [a_unit(root, name=f"第{n}市公安局", level=Level.CITY) for n in range(UNITS[0])]
    campaign = a_campaign(Unit.objects.get(pk=root.pk), units=0, kicked_off_on=None)
    counties = [a_unit(city, level=Level.COUNTY) for city in cities for _n in range(UNITS[1])]
    stations = []
    while len(stations) + len(counties) + len(cities) + 1 < ALL_UNITS:
        stations.append(a_unit(counties[len(stations) % len(counties)], level=Level.STATION))
    units = list(Unit.objects.exclude(pk=root.pk).order_by("path"))
    root = Unit.objects.get(pk=root.pk)
    office = a_person(root, Role.CAMPAIGN_OFFICE)
    signer = a_person(root, Role.DISCIPLINE)
    heads = [a_person(county, Role.UNIT_HEAD) for county in counties]
    owners = [a_person(units[n * len(units) // 500]) for n in range(500)]
    codes = list(Category.objects.filter(active=True).values_list("pk", flat=True))
    rows = _rows(size, chance, campaign.pk, units, owners, signer.pk, office.pk, codes)
    _copy(rows)
    rules.recount(at=NOW)
    rules.send_reminders(at=NOW)
    _settle()
    return {
        "office": a_client(office).cookies["sessionid"].value,
        "head": a_client(heads[len(heads) // 2]).cookies["sessionid"].value,
        "people": {"office": office, "head": heads[len(heads) // 2]},
    }


def _rows(
    size: int,
    chance: random.Random,
    campaign: int,
    units: list[Any],
    owners: list[Any],
    signer: int,
    office: int,
    codes: list[str],
) -> Any:
    """Matters as a campaign has them: 70 % closed, 20 % at work, 5 % late, some to sign, some not yet fixed."""
    begun = date(2021, 2, 27)
    for number in range(1, size + 1):
        unit, owner = chance.choice(units), chance.choice(owners)
        opened = begun + timedelta(days=chance.randrange(120))
        state = chance.choices(("closed", "working", "submitted", "registered"), (70, 22, 4, 4))[0]
        late = chance.random() < 0.2
        due = max(
            opened, NOW.date() + timedelta(days=-chance.randrange(1, 60) if late else chance.randrange(0, 60))
        )
        at = datetime(opened.year, opened.month, opened.day, 9, chance.randrange(60), tzinfo=NOW.tzinfo)
        statement = "".join(chance.choices(WORDS, k=chance.randrange(20, 60)))
        done = state in ("closed", "submitted")
        fixed = state != "registered"
        yield {
            "id": number, "number": f"WT2021{number:07d}", "campaign_id": campaign, "kind": "problem", "state": state,
            "source": "typed", "source_ref": "", "category_id": chance.choice(codes), "task_id": None,
            "statement": statement, "basis": "", "breadth": "individual", "common_id": None, "unit_id": unit.pk,
            "unit_path": unit.path, "owner_id": owner.pk if fixed else None, "leader_id": None,
            "key_few": chance.random() < 0.05, "measures": "逐案核对，限期补录" if fixed else "", "criterion": "",
            "term": "dated", "due_on": due if fixed else None, "opened_at": at, "opened_on": opened,
            "opened_by_id": office, "fixed_at": at if fixed else None, "submitted_at": at if done else None,
            "submitted_by_id": owner.pk if done else None, "closed_at": at if state == "closed" else None,
            "closed_by_id": signer if state == "closed" else None, "on_time": True if state == "closed" else None,
            "reopened": int(chance.random() < 0.03), "effect": "已补录" if done else "", "cause": "duty" if done else "",
            "cause_words": "责任心不强" if done else "", "rule_change": "none" if done else "",
            "rule_words": "制度完备" if done else "", "ground": "fixed" if done else "", "review_note": "",
            "reviewer_id": None, "restricted": False, "import_ref": "", "fingerprint": f"{number:064d}", "version": 3,
            "breach": False,
        }  # fmt: skip


def _copy(rows: Any) -> None:
    from django.db import connection

    from qingyuan.kit.grams import tokens

    texts: list[tuple[int, str]] = []
    columns = ", ".join(f'"{name}"' for name in FIELDS)
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY matters_matter ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([row[name] for name in FIELDS])
                texts.append((row["id"], tokens(f"{row['number']} {row['statement']} {row['measures']}")))
        with cursor.copy("COPY matters_text (matter_id, grams) FROM STDIN") as copy:
            for text in texts:
                copy.write_row(text)


def _settle() -> None:
    """Have done what a database does behind the back of whoever filled it at once: it is no page's time."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")


PAGES: list[tuple[str, str, str]] = [
    ("list", "office", "ledger:list"),
    ("list, closed", "office", "ledger:list?state=closed"),
    ("list, unit-scoped user", "head", "ledger:list"),
    ("detail", "office", "ledger:matter"),
    ("wall chart", "office", "ledger:wall"),
    ("wall chart, unit-scoped user", "head", "ledger:wall"),
    ("search, two characters", "office", "ledger:list?q=财物"),
    ("search, four characters", "office", "ledger:list?q=涉案财物"),
    ("what is late", "office", "ledger:late"),
    ("home", "office", "portal:home"),
]

LIMITS = {
    "ledger:list": 100,
    "ledger:matter": 100,
    "ledger:wall": 150,
}  # p95 in milliseconds at 100,000 matters
GROWTH = 1.5  # and at most so many times that at 1,000,000


def limit(view: str) -> str:
    """The limit of a page; a search has none of its own."""
    found = LIMITS.get(view.partition("?")[0]) if "?q" not in view else None
    return str(found) if found else "-"


def address(name: str, chance: random.Random, size: int) -> str:
    from urllib.parse import quote

    from django.urls import reverse

    view, _mark, query = name.partition("?")
    path = reverse(view, args=[chance.randrange(1, size + 1)]) if view == "ledger:matter" else reverse(view)
    return path + (f"?{quote(query, safe='=&')}" if query else "")


def ask(port: int, session: str, paths: list[str], times: list[float]) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for path in paths:
        began = time.perf_counter()
        line.request("GET", path, headers={"Cookie": f"sessionid={session}"})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            print(f"{path} answered {answer.status}", file=sys.stderr)
            os._exit(1)
        times.append((time.perf_counter() - began) * 1000)
    line.close()


def measured(port: int, session: str, paths: list[str], clients: int) -> tuple[float, float]:
    """p50 and p95 in milliseconds."""
    times: list[float] = []
    share = [paths[n::clients] for n in range(clients)]
    threads = [threading.Thread(target=ask, args=(port, session, part, times)) for part in share]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    return statistics.median(times), times[max(0, int(len(times) * 0.95) - 1)]


def bare(person: Any, path: str) -> tuple[float, int]:
    """The page's own statements run again by themselves: milliseconds, and how many."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from qingyuan.org.testing import a_client

    client = a_client(person)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    reads = [query["sql"] for query in caught.captured_queries if query["sql"].startswith("SELECT")]
    rounds = []
    with connection.cursor() as cursor:
        for _n in range(5):
            began = time.perf_counter()
            for statement in reads:
                cursor.execute(statement.replace("%", "%%") if "%" in statement else statement)
                cursor.fetchall()
            rounds.append((time.perf_counter() - began) * 1000)
    return statistics.median(rounds), len(reads)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if "DATABASE_URL" not in os.environ:
        raise SystemExit("run through tools/postgres.py")
    out: dict[str, Any] = {}
    said = io.StringIO()
    with tempfile.TemporaryDirectory(prefix="qybench") as place:
        os.environ.update(
            QINGYUAN_DATA=place,
            DJANGO_SETTINGS_MODULE="qingyuan.site.settings",
            QINGYUAN_CLOCK=NOW.isoformat(),
            QINGYUAN_CLOCK_SET=datetime.now(NOW.tzinfo).isoformat(),
        )
        import django

        from qingyuan.kit import secrets

        secrets.make(Path(os.environ["QINGYUAN_DATA"]))
        django.setup()
        from crash import Server
        from django.conf import settings
        from django.db import connection

        from qingyuan.site import running

        settings.ALLOWED_HOSTS = ["*"]
        for size in args.sizes:
            with connection.cursor() as cursor:
                cursor.execute("DROP SCHEMA public CASCADE")
                cursor.execute("CREATE SCHEMA public")
            running.prepare()
            chance = random.Random(size)
            began = time.perf_counter()
            known = build(size, chance)
            print(f"{size:,} matters built in {time.perf_counter() - began:.0f} s", file=sys.stderr)
            server = Server(Path(place))
            print(f"\n{size:,} matters, {ALL_UNITS:,} units", file=said)
            print(
                f"{'page':32}{'1 client p50':>13}{'p95':>8}{'4 clients p50':>15}{'p95':>8}{'limit':>7}{'bare SQL':>10}{'queries':>9}",
                file=said,
            )
            for name, who, view in PAGES:
                paths = [address(view, chance, size) for _n in range(args.requests)]
                measured(server.port, known[who], paths[:40], 8)  # until each process has drawn the page
                one = measured(server.port, known[who], paths, 1)
                four = measured(server.port, known[who], paths, 4)
                sql, queries = bare(known["people"][who], paths[0])
                figures = (*one, *four, sql)
                out.setdefault(name, {})[size] = [round(f, 1) for f in figures]
                print(
                    f"{name:32}{one[0]:13.1f}{one[1]:8.1f}{four[0]:15.1f}{four[1]:8.1f}{limit(view):>7}"
                    f"{sql:10.1f}{queries:9}",
                    file=said,
                )
            server.kill()
            connection.close()
    if len(args.sizes) == 2:
        small, large = args.sizes
        print(f"\ngrowth of p95 from {small:,} to {large:,} (limit {GROWTH}): 1 client, 4 clients", file=said)
        for name, by_size in out.items():
            one, four = (by_size[large][n] / by_size[small][n] for n in (1, 3))
            print(f"{name:32}{one:13.2f}{four:8.2f} times", file=said)
    print(json.dumps(out) if args.json else said.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
