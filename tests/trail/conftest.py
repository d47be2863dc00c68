"""A served platform of its own, somebody inside it, and somebody outside who watches."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.trail import before

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
RUN = "from qingyuan.site.command import run; run()"


@dataclass
class Platform:
    """The real server under ``url``; ``inside`` does a deed there; ``qingyuan`` runs the command elsewhere."""

    url: str
    data: Path
    inside: Callable[..., Any]
    lead: int
    entries: list[int]
    made: dict[str, Any]
    server: int
    database: str
    log: Path
    elsewhere: Path

    def qingyuan(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """The command as somebody outside runs it: no database, no data directory of a platform."""
        return subprocess.run(
            [sys.executable, "-c", RUN, *words],
            env={"PATH": "/usr/bin:/bin", "QINGYUAN_DATA": str(self.elsewhere / "none"),
                 "PYTHONPATH": str(ROOT / "src"), "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"},
            cwd=self.elsewhere, capture_output=True, text=True, check=False,
        )  # fmt: skip

    def witness(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """One round of the witness."""
        return self.qingyuan("witness", self.url, "--state", "seen", *words)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    raise AssertionError(f"the server does not come up: {log.read_text()}")


SERVER = os.environ.get("DATABASE_URL", "")
SERVED = SERVER.startswith("postgres")


def on_the_server(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(statement)  # type: ignore[arg-type]


def environment_of(data: Path, database: str) -> dict[str, str]:
    left_out = ("QINGYUAN_DATA", "DATABASE_URL")
    found = {key: value for key, value in os.environ.items() if key not in left_out} | {
        "QINGYUAN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "qingyuan.site.settings",
        "QINGYUAN_CLOCK": "2021-03-19T10:00:00+08:00",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    return found | (
        {"DATABASE_URL": urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))} if SERVED else {}
    )


class Person:
    """Somebody inside the bureau: a process that does one deed after another."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.trail.inside"], env=environment, cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log.open("a"),
        )  # fmt: skip

    def __call__(self, *deed: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(deed) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, self.log.read_text()
        return json.loads(answer)["said"]

    def leave(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    """A city with a lead and some 300 entries: its directory, its database, what is in it."""
    place = tmp_path_factory.mktemp("prepared")
    data, database = place / "data", f"trail_{uuid.uuid4().hex[:12]}"
    if SERVED:
        on_the_server(f'CREATE DATABASE "{database}"')
    person = Person(environment_of(data, database), place / "log")
    try:
        made = person("city")
        person("grow", 150)
        made["entries"].append(person("progress", made["lead"]))
        person("grow", 150)
        made |= person("report")
    finally:
        person.leave()
    yield data, database, made
    if SERVED:
        on_the_server(f'DROP DATABASE "{database}" WITH (FORCE)')


Prepared = tuple[Path, str, dict[str, Any]]


@pytest.fixture(scope="module")
def platform_of_module(tmp_path_factory: pytest.TempPathFactory, prepared: Prepared) -> Iterator[Platform]:
    """A copy of the prepared city, served, one for all tests of a file: each puts back what it did."""
    yield from served(tmp_path_factory.mktemp("platform"), prepared)


@pytest.fixture(scope="module")
def put_back(platform_of_module: Platform, prepared: Prepared) -> Callable[[], None]:
    """What makes it again what it was."""
    return before.of(prepared[0], platform_of_module.data, platform_of_module.database)


@pytest.fixture
def platform(
    tmp_path: Path, platform_of_module: Platform, put_back: Callable[[], None]
) -> Iterator[Platform]:
    """The same for one test, whatever it does to it; who is outside begins anew."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    try:
        yield replace(platform_of_module, elsewhere=elsewhere, entries=list(platform_of_module.entries))
    finally:
        platform_of_module.inside("afresh")
        put_back()


def served(place: Path, prepared: Prepared) -> Iterator[Platform]:
    source, template, made = prepared
    data, elsewhere, log, port = place / "data", place / "elsewhere", place / "log", free_port()
    elsewhere.mkdir()
    shutil.copytree(source, data)
    (data / "tmp").mkdir()
    own = f"trail_{uuid.uuid4().hex[:12]}"
    if SERVED:
        on_the_server(f'CREATE DATABASE "{own}" TEMPLATE "{template}"')
    environment = environment_of(data, own) | {"TMPDIR": str(data / "tmp")}
    person = Person(environment, log)
    command = [*(sys.executable, "-c", RUN, "serve"), *("--port", str(port), "--workers", "1")]
    with log.open("a") as out:
        web = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=out, stderr=out)
    try:
        wait_for(port, web, log)
        yield Platform(
            f"http://127.0.0.1:{port}",
            data,
            person,
            made["lead"],
            list(made["entries"]),
            made,
            web.pid,
            environment.get("DATABASE_URL", ""),
            log,
            elsewhere,
        )
    finally:
        person.leave()
        web.terminate()
        web.wait(timeout=PATIENCE)
        if SERVED:
            on_the_server(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
