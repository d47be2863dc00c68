"""Whatever a superuser of the database with the server's key does to a report: witness and receipt holder notice it.

One served platform for all deeds: after each, every row is put back and the witness forgets what it was told.
"""

import json
import shutil
from collections.abc import Iterator

import pytest

from tests.trail.conftest import Platform
from tests.trail.test_witness import holder

MINE = "report_id = {report}"
WHOLE = [f"DELETE FROM reports_{name} WHERE {MINE}" for name in ("envelope", "slot", "allowed", "opening")]
DEEDS = {
    "the report, with all that hangs on it": [*WHOLE, "DELETE FROM reports_report WHERE id = {report}"],
    "the report alone": ["DELETE FROM reports_report WHERE id = {report}"],
    "what it says": [f"UPDATE reports_envelope SET sealed = sha256 WHERE {MINE} AND number = 1"],
    "who may read it": [f"DELETE FROM reports_slot WHERE {MINE}"],
    "the reporter's way back": ["UPDATE reports_report SET locator_hash = promised WHERE id = {report}"],
    "the reporter's message": [f"DELETE FROM reports_envelope WHERE {MINE} AND number = 2"],
    "what the message says": [f"UPDATE reports_envelope SET sealed = sha256 WHERE {MINE} AND number = 2"],
    "the file": [f"DELETE FROM reports_envelope WHERE {MINE} AND part = 'file'"],
    "the handler's answer": [f"DELETE FROM reports_envelope WHERE {MINE} AND side = 'handler'"],
    "who reported": ["DELETE FROM reports_vaultshare", f"DELETE FROM reports_vault WHERE {MINE}"],
    "the lead": [
        "DELETE FROM matters_step WHERE matter_id = {lead}",
        "DELETE FROM discipline_lead WHERE matter_id = {lead}",
        "DELETE FROM matters_matter WHERE id = {lead}",
        "UPDATE reports_report SET matter_id = NULL, stage = 'received' WHERE id = {report}",
    ],
    "what the lead is": ["UPDATE matters_matter SET statement = '另一件事' WHERE id = {lead}"],
    "the lead's own row": ["DELETE FROM discipline_lead WHERE matter_id = {lead}"],
    "when the lead came": ["UPDATE discipline_lead SET received_on = '2021-01-01' WHERE matter_id = {lead}"],
    "its row of the log": ['DELETE FROM trail_entry WHERE "index" = {accept}'],
    "what its row of the log says": ["UPDATE trail_entry SET act = 'org.sign_in' WHERE \"index\" = {accept}"],
}


@pytest.fixture(scope="module")
def receipt(platform_of_module: Platform) -> Iterator[Platform]:
    """A witness that has seen all, and somebody who holds the receipt of the report."""
    platform = platform_of_module
    first = platform.witness("--log", platform.inside("key"))
    assert first.returncode == 0, first.stderr
    accept = platform.made["report_entries"]["reports.accept"]
    (platform.elsewhere / "receipt.txt").write_text(platform.inside("prove", accept))
    shutil.copytree(platform.elsewhere / "seen", platform.elsewhere / "remembered")
    yield platform


@pytest.mark.parametrize("what", DEEDS)
def test_witness_and_receipt_holder_notice_each_deed(receipt: Platform, what: str) -> None:
    made = receipt.made
    names = {
        "report": made["report"],
        "lead": made["report_lead"],
        "accept": made["report_entries"]["reports.accept"],
    }
    deeds = [deed.format(**names) for deed in DEEDS[what]]
    try:
        assert receipt.inside("deed", *deeds) > 0, "the deed touched nothing"
        told = json.loads(receipt.witness("--json").stdout)
        assert told["ok"] is False
        assert told["problem"] in ("held_changed", "row_lost")
        assert told["first_bad"] >= made["entries"][0]
        asked = holder(receipt, "receipt")
        assert asked.returncode == 1, asked.stdout
        assert "gone" in asked.stdout or "changed" in asked.stdout
    finally:
        receipt.inside("undo")
        shutil.rmtree(receipt.elsewhere / "seen")
        shutil.copytree(receipt.elsewhere / "remembered", receipt.elsewhere / "seen")


def test_what_was_put_back_alarms_nobody_and_neither_does_honest_work(receipt: Platform) -> None:
    receipt.inside("grow", 3)
    assert receipt.witness().returncode == 0
    assert holder(receipt, "receipt").returncode == 0


def test_a_log_written_anew_without_the_report_is_refused_by_both(receipt: Platform) -> None:
    """The last of this file: nothing is put back."""
    accept = receipt.made["report_entries"]["reports.accept"]
    deeds = [
        deed.format(report=receipt.made["report"]) for deed in DEEDS["the report, with all that hangs on it"]
    ]
    assert receipt.inside("deed", *deeds) > 0
    receipt.inside("rewrite", "delete", accept)
    assert json.loads(receipt.witness("--json").stdout)["first_bad"] == accept
    asked = holder(receipt, "receipt")
    assert asked.returncode == 1
    assert "rewritten" in asked.stdout
