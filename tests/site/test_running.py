"""The house at work: the clockwork goes on, errors tell no content, a missing database is said in words."""

import logging
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from qingyuan.kit.clockwork import jobs
from qingyuan.site import running
from qingyuan.site.logs import WithoutContent
from tests import demo_databases

NOON = datetime(2021, 3, 19, 4, tzinfo=UTC)


@pytest.mark.django_db
def test_a_job_that_fails_keeps_neither_the_others_nor_the_clock_from_going_on(monkeypatch, capsys) -> None:
    """A reminder that could not be sent, for whatever reason, must not end all reminders until the next start."""
    done: list[str] = []

    def broken(at: datetime) -> int:
        done.append("broken")
        raise KeyError("王某某")

    def sound(at: datetime) -> int:
        done.append("sound")
        return 1

    monkeypatch.setattr(jobs, "_things", {"first": broken, "second": sound})
    monkeypatch.setattr(running.connection, "close", lambda: None)
    running.run_round(NOON)
    running.run_round(NOON)
    assert done == ["broken", "sound"] * 2
    said = capsys.readouterr().err
    assert "first" in said
    assert "KeyError" in said
    assert "王某某" not in said


def test_an_error_is_written_as_places_and_types_without_what_people_wrote() -> None:
    """PostgreSQL quotes the whole row that it refuses: "Failing row contains (17, 群众反映某某...)"."""

    words = "群众反映王" + "某" * 2  # lines of code are shown, so the words must not stand in one

    def refused() -> None:
        try:
            raise ValueError(words)
        except ValueError as cause:
            raise RuntimeError(words) from cause

    record = logging.LogRecord(
        "django.request", logging.ERROR, "x", 1, "Internal Server Error: /ledger/", None, None
    )
    try:
        refused()
    except RuntimeError:
        record.exc_info = sys.exc_info()
    text = WithoutContent("{levelname} {message}", style="{").format(record)
    assert words not in text
    assert "builtins.ValueError" in text
    assert "builtins.RuntimeError" in text
    assert "in refused" in text


def test_what_the_server_writes_goes_through_it(settings) -> None:
    assert settings.LOGGING["formatters"]["plain"]["()"] == "qingyuan.site.logs.WithoutContent"
    assert {handler["formatter"] for handler in settings.LOGGING["handlers"].values()} == {"plain"}


@pytest.mark.parametrize("url", ["", "postgres://nobody@127.0.0.1:1/none"])
def test_a_database_that_is_not_there_or_not_ready_is_said_in_words(url: str, tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from qingyuan.site.command import run; run()", "trail", "verify"],
        env={"QINGYUAN_DATA": str(tmp_path), "DATABASE_URL": url, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 2
    assert "Traceback" not in said.stderr
    assert "qingyuan migrate" in said.stderr


def test_a_key_file_that_is_no_text_and_a_place_that_cannot_be_written_are_said_in_words(
    tmp_path: Path,
) -> None:
    proof, key = tmp_path / "proof.txt", tmp_path / "key"
    proof.write_bytes(b"\xff\xfe")
    key.write_bytes(b"\xff\xfe\x00")
    said = subprocess.run(
        [
            *(sys.executable, "-c", "from qingyuan.site.command import run; run()", "trail", "check-proof"),
            *(str(proof), "--key", str(key)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert "Traceback" not in said.stderr


def test_a_database_founded_quickly_is_the_one_that_django_founds(tmp_path: Path) -> None:
    """Every table, column, index, constraint and trigger: those of the quick way and of Django's own."""
    found = []
    for way in ("migrate", "qingyuan"):
        data = tmp_path / way
        data.mkdir()
        environment = {**os.environ, "QINGYUAN_DATA": str(data), **demo_databases.environment(data)}
        words = (
            ["-m", "django", "migrate", "--verbosity", "0", "--skip-checks"]
            if way == "migrate"
            else ["-c", "from qingyuan.site.command import run; run()", "migrate"]
        )
        environment["DJANGO_SETTINGS_MODULE"] = "qingyuan.site.settings"
        subprocess.run([sys.executable, *words], env=environment, check=True, capture_output=True)
        found.append(demo_databases.schema(data))
    demo_databases.drop_all()
    assert len(found[0]) > 300
    assert found[0] == found[1]
