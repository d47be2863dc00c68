"""Handlers without a browser."""

import json
import os
from datetime import datetime
from pathlib import Path

import pytest

from qingyuan.engines import envelope
from qingyuan.kit import clock
from qingyuan.reports.queries.routing import Facts
from qingyuan.reports.testing import a_report
from qingyuan.site.command import parser
from qingyuan.trail.api import acts_on
from tests.reports.conftest import City

PASS = "correct horse battery"


def run(*argv: str) -> int:
    args = parser().parse_args(["reports", *argv])
    return int(args.func(args))


@pytest.fixture
def kept(city: City, tmp_path: Path) -> tuple[str, str]:
    """The city handler's key in a file, and the passphrase in another."""
    (tmp_path / "pass").write_text(PASS + "\n")
    (tmp_path / "key.age").write_bytes(envelope.seal_pass(city.city.identity, PASS, work_factor=10))
    return str(tmp_path / "key.age"), str(tmp_path / "pass")


def test_what_the_key_opens_is_listed_shown_and_exported_and_each_opening_recorded(
    city: City, at: datetime, kept: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock.stopped_at(at):
        facts = Facts(units=(("990101010000", "head"),), nonce=os.urandom(16))
        name = a_report(at=at, facts=facts, words="收受烟酒\x1b[2J").report.public_id
        common = ("--key", kept[0], "--passphrase-file", kept[1])
        assert run("list", *common, "--json") == 0
        assert [one["id"] for one in json.loads(capsys.readouterr().out)["reports"]] == [name]
        assert run("open", name, *common) == 0
        said = capsys.readouterr().out
        assert "收受烟酒" in said
        assert "\x1b" not in said
        assert run("export", name, *common, "--out", str(tmp_path / "out")) == 0
        assert "收受烟酒" in (tmp_path / "out" / "report.txt").read_text()
        assert [entry.act for entry in acts_on(f"report:{name}")][-2:] == ["reports.open", "reports.open"]
        assert run("open", "0000000000", *common) == 2


def test_a_key_is_made_and_registered_and_a_wrong_passphrase_opens_nothing(
    city: City, at: datetime, kept: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock.stopped_at(at):
        out = tmp_path / "new.age"
        by = city.resident.person.police_no
        assert run("keygen", "--out", str(out), "--by", by, "--passphrase-file", kept[1], "--json") == 0
        told = json.loads(capsys.readouterr().out)
        assert envelope.recipient_of(envelope.open_pass(out.read_bytes(), PASS)) == told["recipient"]
        assert out.stat().st_mode & 0o077 == 0
        assert run("list", "--key", str(out), "--passphrase-file", kept[1]) == 0
        assert run("keygen", "--out", str(out), "--passphrase-file", kept[1]) == 2
        (tmp_path / "wrong").write_text("another passphrase")
        assert run("list", "--key", str(out), "--passphrase-file", str(tmp_path / "wrong")) == 2
        assert run("list", "--key", kept[1], "--passphrase-file", kept[1]) == 2


def test_a_lost_key_comes_back_without_a_browser(
    city: City, at: datetime, kept: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with clock.stopped_at(at):
        facts = Facts(units=(("990101010000", "head"),), nonce=os.urandom(16))
        name = a_report(at=at, facts=facts, words="收受烟酒").report.public_id
        mine = ("--key", kept[0], "--passphrase-file", kept[1])
        assert run("shares", *mine) == 0
        keepers = {}
        for seat in (city.resident, city.upper):
            file = tmp_path / f"{seat.desk.kind}.age"
            file.write_bytes(envelope.seal_pass(seat.identity, PASS, work_factor=10))
            keepers[seat.desk.kind] = ("--key", str(file), "--passphrase-file", kept[1])
        new = ("--key", str(tmp_path / "new.age"), "--passphrase-file", kept[1])
        by = city.city.person.police_no
        assert run("keygen", "--out", new[1], "--by", by, "--passphrase-file", kept[1]) == 0
        assert run("recover", "ask", *new, "--why", "device", "--old", "none") == 2
        capsys.readouterr()
        assert run("recover", "ask", *new, "--why", "device", "--json") == 0
        told = json.loads(capsys.readouterr().out)
        number, end = str(told["recovery"]), told["new"][-9:]
        assert run("recover", "join", number, *new) == 2
        assert run("recover", "give", number, *keepers["resident"], "--said", "0000-0000") == 2
        for keeper in keepers.values():
            assert run("recover", "waiting", *keeper, "--json") == 0
            assert run("recover", "give", number, *keeper, "--said", end) == 0
        capsys.readouterr()
        assert run("recover", "join", number, *new, "--json") == 0
        assert json.loads(capsys.readouterr().out) == {"sealed": 1, "refused": []}
        assert run("open", name, *new) == 0
        assert "收受烟酒" in capsys.readouterr().out
        assert run("recover", "join", number, *new) == 2
