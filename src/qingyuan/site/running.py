"""Running the house: prepare, serve with its clockwork, check."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState

from qingyuan.kit import certificates, clock, secrets
from qingyuan.kit.clockwork import jobs
from qingyuan.site.figures import snapshot_held
from qingyuan.site.rules import requeue_lost_tasks
from qingyuan.trail.api import verify

TICK_SECONDS = 60
RENEW_WITHIN = timedelta(days=30)
ROOM_FOR_MORE = 1 << 30  # bytes free below which the disk is a finding


def unapplied() -> int:
    """How many migrations are waiting."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


@contextmanager
def new_models_alone() -> Iterator[None]:
    """While migrations run: a model that is new is drawn alone into what they know of all models.

    Django draws everything anew that hangs together with it, and here everything hangs together with units and
    people: two thirds of the time that founding a database takes. The tables come out the same.
    """
    whole = ProjectState.reload_model

    def quick(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if model_name in state.apps.all_models.get(app_label, {}):
            whole(state, app_label, model_name, delay)
        else:
            state.apps.render_multiple([state.models[app_label, model_name]])

    ProjectState.reload_model = quick  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        ProjectState.reload_model = whole  # type: ignore[method-assign]


def prepare() -> int:
    """Make the data directory and keys, and apply what is waiting. Returns how many migrations that was."""
    secrets.make(settings.DATA)
    waiting = unapplied()
    with new_models_alone():
        call_command("migrate", verbosity=0, interactive=False)
    return waiting


def tick() -> dict[str, int]:
    """Run the clockwork once: how much each job did."""
    at = clock.now()
    return {name: jobs[name](at) for name in jobs}


def _clockwork(stop: threading.Event) -> None:
    """Run the clockwork each minute until told to stop."""
    while not stop.wait(TICK_SECONDS):
        run_round(clock.now())


def run_round(at: datetime) -> None:
    """Run every job once. One that fails is named and keeps neither the others nor the next round from running."""
    for name in jobs:
        try:
            jobs[name](at)
        except Exception as problem:  # whatever it is: without the clockwork nobody is reminded of anything
            print(f"clockwork: {name}: {type(problem).__name__}", file=sys.stderr)
        finally:
            connection.close()


def _long_tasks(environment: dict[str, str], stop: threading.Event) -> None:
    """Keep the worker for long tasks alive: one that was killed is named and started again, with its work."""
    command = [sys.executable, "-m", "django", "db_worker", "--interval", "1"]
    while not stop.is_set():
        worker = subprocess.Popen(command, env=environment)
        while worker.poll() is None and not stop.wait(1):
            pass
        if worker.poll() is None:
            worker.terminate()
            worker.wait()
        elif not stop.wait(1):
            print(
                f"the worker for long tasks ended ({worker.returncode}) and is started again", file=sys.stderr
            )
            try:
                requeue_lost_tasks()
            except DatabaseError as problem:
                print(f"its work waits: {type(problem).__name__}", file=sys.stderr)
            finally:
                connection.close()


def serve(*, host: str, port: int, workers: int, threads: int, cert: Path | None, key: Path | None) -> int:
    """Serve until stopped. Server and worker for long tasks are processes; the clockwork runs beside them."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "error"),
        *("--workers-kill-timeout", "10s"),
        *(("--ssl-certificate", str(cert), "--ssl-keyfile", str(key)) if cert else ()),
        "qingyuan.site.wsgi:application",
    ]
    environment = {**os.environ, "QINGYUAN_DATA": str(settings.DATA)}
    if cert:
        environment["QINGYUAN_TLS"] = "1"
    # A crash leaves no picture of the memory on disk: what comes in without script is plain there for a moment.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    secrets.make(settings.DATA)  # without a kept key each worker would sign sessions with one of its own
    requeue_lost_tasks()
    connection.close()
    server = subprocess.Popen(command, env=environment)
    stop = threading.Event()
    threading.Thread(target=_clockwork, args=(stop,), daemon=True).start()
    worker = threading.Thread(target=_long_tasks, args=(environment, stop))
    worker.start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: server.terminate())
    code = server.wait()
    stop.set()
    worker.join()
    return 0 if code in (0, -signal.SIGTERM, -signal.SIGINT, 130, 143) else code


def own_certificate() -> tuple[Path, Path] | None:
    """Certificate and key that ``qingyuan certificates make`` has left, if it has."""
    own = certificates.served(settings.DATA)
    return (own.certificate, own.key) if own else None


def findings() -> list[str]:
    """What an administrator should mend, in words; empty when all is well."""
    found = []
    if not (settings.DATA / "keys" / "session").is_file():
        found.append("the data directory has no keys: run qingyuan migrate")
        return found
    mode = (settings.DATA / "keys").stat().st_mode & 0o077
    if mode:
        found.append("the folder of keys can be read by others: chmod 700")
    try:
        if waiting := unapplied():
            found.append(f"{waiting} migrations are waiting: run qingyuan migrate")
            return found
    except DatabaseError as problem:
        found.append(f"the database cannot be reached: {type(problem).__name__}")
        return found
    verdict = verify()
    if not verdict.ok:
        found.append(f"the record does not fit at entry {verdict.first_bad}: {verdict.problem}")
    free = shutil.disk_usage(settings.DATA).free
    if free < ROOM_FOR_MORE:
        found.append(f"less than 1 GiB of disk is free ({free >> 20} MiB)")
    own = certificates.served(settings.DATA)
    if own and (left := own.until - clock.real_now()) < RENEW_WITHIN:
        found.append(
            f"the server's certificate ends in {max(left.days, 0)} days: qingyuan certificates renew"
        )
    if abs(settings.CLOCK_OFFSET) > timedelta(minutes=5) and not snapshot_held():
        found.append(f"the clock is set to {clock.today()}: right for a demo city only")
    return found
