"""A witness and a proof holder outside, a served platform, and inside it a superuser who has the server's own key."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from qingyuan.engines.merkle import Note, VerifierKey, witnessed
from tests.trail.conftest import Platform


@pytest.fixture
def watched(platform: Platform) -> Platform:
    """270 entries and more, all seen by the witness; somebody holds the proof of the lead's entry."""
    first = platform.witness("--log", platform.inside("key"))
    assert first.returncode == 0, first.stderr
    for name, index in (("lead", platform.entries[0]), ("first", 0)):
        (platform.elsewhere / f"{name}.txt").write_text(platform.inside("prove", index))
    return platform


def holder(platform: Platform, proof: str) -> "subprocess.CompletedProcess[str]":
    """The holder of a proof asks the platform."""
    return platform.qingyuan(
        *("trail", "check-proof", f"{proof}.txt", "--key", platform.inside("key"), "--url", platform.url)
    )


def test_honest_growth_is_vouched_for_and_the_checkpoint_then_carries_it(watched: Platform) -> None:
    made = watched.qingyuan("witness", "keygen", "--name", "witness.example.org", "--key", "own.key")
    assert made.returncode == 0, made.stderr
    assert (watched.elsewhere / "own.key").stat().st_mode & 0o077 == 0
    unknown = watched.witness("--key", "own.key", "--submit")
    assert unknown.returncode == 1
    assert "403" in unknown.stderr
    watched.inside("register", "上级督察", made.stdout.strip())
    for step in (0, 1, 97, 300):
        watched.inside("grow", step) if step else None
        said = watched.witness("--key", "own.key", "--submit")
        assert said.returncode == 0, said.stderr
        assert holder(watched, "lead").returncode == 0
    with urlopen(f"{watched.url}/checkpoint") as answer:
        assert answer.headers["Cache-Control"] == "no-store"
        note = Note.parse(answer.read())
    assert len(witnessed(note, [VerifierKey.parse(made.stdout.strip())], 1)) == 1
    watched.inside("grow", 1)
    with (
        urlopen(f"{watched.url}/checkpoint") as newest,
        urlopen(f"{watched.url}/checkpoint-witnessed") as older,
    ):
        assert len(Note.parse(newest.read()).signatures) == 1
        assert str(Note.parse(older.read())) == str(note)


@pytest.mark.parametrize(
    ("deed", "at"),
    [("delete", 5), ("change", 200), ("reorder", 259), ("insert", 40), ("roll back", 250)],
)
def test_a_log_that_was_rewritten_and_signed_anew_is_refused(watched: Platform, deed: str, at: int) -> None:
    size = watched.inside("rewrite", deed, at)
    if deed != "roll back":
        watched.inside("grow", 60)
    said = watched.witness("--json")
    assert said.returncode == 1, said.stdout + said.stderr
    told = json.loads(said.stdout)
    assert told["first_bad"] == at
    assert told["problem"] == ("truncated" if deed == "roll back" else "not_consistent")
    again = watched.witness()
    assert again.returncode == 1
    assert f"from entry {at} on" in again.stderr
    assert list((watched.elsewhere / "seen").glob("refused-*"))
    gone = holder(watched, "first")
    assert gone.returncode == 1
    assert "rewritten" in gone.stdout
    if deed == "roll back" and size:
        watched.inside("grow", 100)  # longer than ever, and yet another log
        assert json.loads(watched.witness("--json").stdout)["first_bad"] == at


@pytest.mark.parametrize(
    ("deed", "problem"),
    [
        ('DELETE FROM trail_entry WHERE "index" = 7', "row_lost"),
        ('UPDATE trail_tile SET hashes = root WHERE "index" = 0', "row_lost"),
    ],
)
def test_rows_of_the_log_changed_behind_the_tree_are_noticed(
    watched: Platform, deed: str, problem: str
) -> None:
    watched.inside("sql", deed)
    told = json.loads(watched.witness("--json").stdout)
    assert (told["ok"], told["problem"]) == (False, problem)
    assert told["first_bad"] in (0, 7)


ALL_OF_IT = [
    f"DELETE FROM matters_{table} WHERE matter_id = {{lead}}"
    for table in ("naming", "step", "text", "milestone", "evidence", "extension", "recheck", "sent")
]


@pytest.mark.parametrize(
    ("deeds", "which", "standing"),
    [
        ([*ALL_OF_IT, "DELETE FROM matters_matter WHERE id = {lead}"], 0, "gone"),
        (["UPDATE matters_matter SET statement = '反映迟到' WHERE id = {lead}"], 0, "changed"),
        (["UPDATE matters_step SET words = '没有此事' WHERE act = 'progress'"], 2, "present"),
    ],
)
def test_a_lead_that_was_deleted_or_changed_is_noticed_by_witness_and_holder(
    watched: Platform, deeds: list[str], which: int, standing: str
) -> None:
    entries = [*watched.entries, watched.inside("progress", watched.lead)]
    story = [index for index in entries if index >= watched.entries[0]]
    assert watched.witness().returncode == 0
    watched.inside("sql", *(deed.format(lead=watched.lead) for deed in deeds))
    said = watched.witness("--json")
    told = json.loads(said.stdout)
    assert said.returncode == 1
    assert told["problem"] == "held_changed"
    assert told["first_bad"] >= story[0]
    if which == 0:
        assert told["first_bad"] == story[0]
    asked = holder(watched, "lead")
    assert asked.returncode == (0 if standing == "present" else 1)
    assert ("unchanged" if standing == "present" else standing) in asked.stdout


def test_work_on_a_lead_alarms_nobody(watched: Platform) -> None:
    for _ in range(2):
        watched.inside("progress", watched.lead)
        assert watched.witness().returncode == 0
        assert holder(watched, "lead").returncode == 0


@pytest.fixture
def hostile() -> Iterator[tuple[str, dict[str, bytes]]]:
    """A server that says what it is told to say."""
    answers: dict[str, bytes] = {}

    class Said(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            found = answers.get(self.path, answers.get("*"))
            self.send_response(200 if found is not None else 404)
            self.send_header("Content-Length", str(len(found or b"")))
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *_arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Said)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", answers
    server.shutdown()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0" * 40,
        b"x" * 3_000_000,
        "— \x1b[2J\n\n— a b\n".encode(),
        b"a\n1\nAAAA\n\n\xe2\x80\x94 a AAAAAAA=\n",
    ],
)
def test_a_hostile_answer_is_words_and_never_a_traceback(
    hostile: tuple[str, dict[str, bytes]], answer: bytes, tmp_path: Path
) -> None:
    url, answers = hostile
    answers["*"] = answer
    key = "qingyuan.local/trail+6f1ff0d6+AdaBxpvs"
    for words in (["--log", key], []):
        said = subprocess.run(
            [*(sys.executable, "-c", "from qingyuan.site.command import run; run()", "witness", url),
             *("--state", str(tmp_path / "seen"), *words)],
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert said.returncode in (1, 2)
        assert "Traceback" not in said.stderr
        assert "\x1b" not in said.stderr + said.stdout


def test_a_mirror_can_be_followed_by_another_who_trusts_only_the_key(watched: Platform) -> None:
    key = watched.inside("key")
    assert watched.witness("--mirror", "mirror").returncode == 0
    watched.inside("grow", 260)
    assert watched.witness("--mirror", "mirror").returncode == 0
    mirror = watched.elsewhere / "mirror"
    assert not list(mirror.glob("tile/0/000.p"))
    quiet = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_a: None})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(quiet, directory=str(mirror)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        look = ("witness", url, "--state", "of-mirror", "--log", key)
        assert watched.qingyuan(*look).returncode == 0
        asked = watched.qingyuan("trail", "check-proof", "lead.txt", "--key", key, "--url", url)
        assert asked.returncode == 0, asked.stdout
        tile = mirror / "tile" / "0" / "000"
        tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
        refused = watched.qingyuan(*look)
        assert refused.returncode == 1
        assert "from entry 0 on" in refused.stderr
    finally:
        server.shutdown()


def test_a_state_that_was_tampered_with_and_wrong_calls_are_said_in_words(watched: Platform) -> None:
    held = watched.elsewhere / "seen" / "tile" / "0" / "000"
    held.write_bytes(bytes(32) + held.read_bytes()[32:])
    said = watched.witness()
    assert said.returncode == 2
    assert "damaged" in said.stderr
    for words in (["witness", "ftp://x", "--state", "s"], ["witness", watched.url], ["witness", "keygen"]):
        wrong = watched.qingyuan(*words)
        assert wrong.returncode == 2
        assert "Traceback" not in wrong.stderr
