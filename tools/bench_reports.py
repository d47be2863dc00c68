"""How many minimal reports a second are taken durably: ``make bench-reports``.

1, 2, 4, 8 and 32 clients send sealed reports over HTTP to the real server, on SQLite (synchronous=FULL) and, with
DATABASE_URL or through tools/postgres.py, on PostgreSQL (fsync on). Sealed and solved before the clock starts, at
the least work; so what is measured is the server. Lost: taken according to the answer and not in the database
afterwards. Beside it the bare durable insert of the same rows, one transaction each, by one writer.
"""

import argparse
import hashlib
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode, urlsafe_b64encode
from functools import partial
from itertools import count
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLIENTS = (1, 2, 4, 8, 32)


def solve(text: str) -> str:
    bits = int(text.split(".")[1]) - 4
    start = hashlib.sha256(text.encode()).digest()
    numbers = b""
    for place in range(16):
        for number in count():
            tried = start + place.to_bytes(4, "big") + number.to_bytes(4, "big")
            if int.from_bytes(hashlib.sha256(tried).digest(), "big") >> (256 - bits) == 0:
                numbers += number.to_bytes(4, "big")
                break
    return urlsafe_b64encode(numbers).decode().rstrip("=")


def request_of(at: object) -> bytes:
    """One report as report.js sends it: the whole request, ready to be written to a connection."""
    from qingyuan.engines import envelope
    from qingyuan.reports.models import DutyKey
    from qingyuan.reports.queries import work
    from qingyuan.reports.queries.routing import Facts
    from qingyuan.reports.testing import sealed_report

    nonce = os.urandom(16)
    random = envelope.new_identity()
    locator = os.urandom(32)
    keys = envelope.CodeKeys(
        random, envelope.recipient_of(random), urlsafe_b64encode(locator).decode().rstrip("=")
    )
    sealed, _code, _content = sealed_report(Facts(nonce=nonce), at=at, words="值班饮酒", keys=keys)  # type: ignore[arg-type]
    names = dict(DutyKey.objects.values_list("pk", "key"))
    challenge = work.challenge()
    fields = {
        "facts": json.dumps({"units": [], "desks": [], "avoid": [], "nonce": nonce.hex()}),
        "recipient": sealed.recipient,
        "reporter": sealed.reporter,
        "locator": keys.locator,
        "own_slot": b64encode(sealed.own_slot).decode(),
        "slots": json.dumps({names[pk]: b64encode(slot).decode() for pk, slot in sealed.slots.items()}),
        "challenge": challenge,
        "solution": solve(challenge),
    }
    boundary = nonce.hex()
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="body"; filename="blob"\r\n\r\n'.encode()
    body = b"".join(parts) + head + sealed.body + f"\r\n--{boundary}--\r\n".encode()
    lines = (
        "POST /report/send/ HTTP/1.1",
        "Host: 127.0.0.1",
        f"Content-Type: multipart/form-data; boundary={boundary}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def answered(connection: socket.socket, request: bytes) -> tuple[int, bytes]:
    """Status and body of one exchange on a connection that stays open.

    Written out, for the client shares the processors with the server: Python's own costs as much as a third of a report.
    """
    connection.sendall(request)
    said = connection.recv(65536)
    while b"\r\n\r\n" not in said:
        said += connection.recv(65536)
    head, _gap, body = said.partition(b"\r\n\r\n")
    size = int(re.search(rb"(?i)content-length: *([0-9]+)", head)[1])  # type: ignore[index]
    while len(body) < size:
        body += connection.recv(65536)
    return int(head[9:12]), body


def measure(port: int, requests: list[bytes], clients: int) -> tuple[float, list[float], list[str]]:
    """Seconds for all, seconds for each, ids that were said to be taken."""
    queue = iter(requests)
    lock = threading.Lock()
    spent: list[float] = []
    taken: list[str] = []

    def client() -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            while True:
                with lock:
                    one = next(queue, None)
                if one is None:
                    return
                began = time.perf_counter()
                status, told = answered(connection, one)
                spent.append(time.perf_counter() - began)
                if status == 200:
                    taken.append(json.loads(told)["id"])
                else:
                    print(status, told[:200], file=sys.stderr)

    threads = [threading.Thread(target=client) for _number in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, spent, taken


def processor_seconds(root: int) -> float:
    """What a process and all that descend from it have spent of the processors until now."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        try:
            after = place.read_text().rpartition(")")[2].split()
        except OSError:  # gone meanwhile
            continue
        pid = int(place.parent.name)
        parents[pid] = int(after[1])
        spent[pid] = (int(after[11]) + int(after[12])) / os.sysconf("SC_CLK_TCK")

    def belongs(pid: int) -> bool:
        return pid == root or (pid in parents and belongs(parents[pid]))

    return sum(seconds for pid, seconds in spent.items() if belongs(pid))


def database_process() -> int | None:
    """The process of which the database's own are children; None for SQLite, which has none."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    return int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])


def bare(rows: int) -> float:
    """Seconds for the same rows, one transaction each, without anything else."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        blob = "BYTEA" if connection.vendor == "postgresql" else "BLOB"
        cursor.execute(f"CREATE TABLE bench_bare (id BIGINT, a {blob}, b {blob}, c {blob}, d TEXT)")
    body, small = os.urandom(4296), os.urandom(258)
    began = time.perf_counter()
    for number in range(rows):
        with transaction.atomic(), connection.cursor() as cursor:
            for part in (small, small, small, body, small, small):
                cursor.execute(
                    "INSERT INTO bench_bare VALUES (%s, %s, %s, %s, %s)", [number, part, small, small, "x"]
                )
    spent = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_bare")
    return spent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=400, help="reports for each number of clients")
    parser.add_argument("--clients", type=int, nargs="+", default=list(CLIENTS))
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="qingyuan-bench-") as data:
        os.environ.update(
            QINGYUAN_DATA=data, DJANGO_SETTINGS_MODULE="qingyuan.site.settings", QINGYUAN_REPORT_BITS="4"
        )
        sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
        import django

        django.setup()
        from django.db import connection

        from qingyuan.kit import clock
        from qingyuan.org.testing import a_unit
        from qingyuan.reports.kinds import DeskKind
        from qingyuan.reports.models import Report
        from qingyuan.reports.testing import a_seat
        from qingyuan.site import running

        running.prepare()
        at = clock.now()
        root = a_unit(name="示例市公安局")
        for kind, unit in ((DeskKind.CITY, root), (DeskKind.RESIDENT, None), (DeskKind.UPPER, None)):
            a_seat(kind, unit, at=at)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        command = [sys.executable, "-c", "from qingyuan.site.command import run; run()"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        server = subprocess.Popen([*command, "--data", data, "serve", "--port", str(port)], env=environment)
        found = []
        try:
            for _again in range(300):
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            watched = {"server": partial(processor_seconds, server.pid), "client": time.process_time}
            if (database := database_process()) is not None:
                watched["database"] = partial(processor_seconds, database)
            plain = bare(args.reports)
            print(f"{connection.vendor}: bare durable insert of the same rows {args.reports / plain:.0f}/s, "
                  f"{plain / args.reports * 1000:.2f} ms each")  # fmt: skip
            measure(port, [request_of(at) for _one in range(20)], 2)
            for clients in args.clients:
                requests = [request_of(at) for _one in range(args.reports)]
                before = [one() for one in watched.values()]
                whole, spent, taken = measure(port, requests, clients)
                after = [one() for one in watched.values()]
                kept = set(Report.objects.values_list("public_id", flat=True))
                lost = [name for name in taken if name not in kept]
                line = {
                    "database": connection.vendor,
                    "clients": clients,
                    "taken": len(taken),
                    "rate": round(len(taken) / whole, 1),
                    "median_ms": round(statistics.median(spent) * 1000, 1),
                    "p99_ms": round(sorted(spent)[int(len(spent) * 0.99)] * 1000, 1),
                    "lost": len(lost),
                    "refused": len(requests) - len(taken),
                    "processor_ms": {
                        name: round((b - a) / args.reports * 1000, 2)
                        for name, a, b in zip(watched, before, after, strict=True)
                    },
                }
                found.append(line)
                print(json.dumps(line))
        finally:
            server.terminate()
            server.wait()
            connection.close()
    if args.json:
        args.json.write_text(json.dumps(found, indent=1))
    return 1 if any(line["lost"] or line["refused"] for line in found) else 0


if __name__ == "__main__":
    sys.exit(main())
