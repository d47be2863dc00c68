"""The pages as a phone without account and a handler with one ask for them."""

import json
import os
import re
from base64 import b64encode
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingyuan.engines import envelope
from qingyuan.kit import clock
from qingyuan.org.testing import a_client
from qingyuan.reports import rules
from qingyuan.reports.kinds import Stage
from qingyuan.reports.models import Envelope, Report, Spent
from qingyuan.reports.queries.routing import Facts
from qingyuan.reports.testing import a_report, sealed_report
from qingyuan.trail.api import still_there
from tests.reports.conftest import City, close_lead

STATION = {"units": [["990101010000", "head"]], "desks": [], "avoid": []}


@pytest.fixture(autouse=True)
def _light_work(settings: object) -> None:
    settings.REPORT_BITS = 4  # type: ignore[attr-defined]


def solve(text: str) -> str:
    """What the browser's worker does, for few bits."""
    import hashlib
    from base64 import urlsafe_b64encode
    from itertools import count

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


def b64(data: bytes) -> str:
    return b64encode(data).decode()


def fields(at: datetime, *, name: str = "") -> tuple[dict[str, object], str, str]:
    """What report.js sends, but for the work."""
    nonce = os.urandom(16)
    facts = Facts(units=(("990101010000", "head"),), nonce=nonce)
    sealed, code, content = sealed_report(facts, at=at, words="收受烟酒", name=name)
    from qingyuan.reports.models import DutyKey

    ids = dict(DutyKey.objects.values_list("pk", "key"))
    sent: dict[str, object] = {
        "facts": json.dumps({**STATION, "nonce": nonce.hex()}),
        "recipient": sealed.recipient,
        "reporter": sealed.reporter,
        "locator": envelope.from_code(code).locator,
        "own_slot": b64(sealed.own_slot),
        "slots": json.dumps({ids[pk]: b64(slot) for pk, slot in sealed.slots.items()}),
        "body": SimpleUploadedFile("blob", sealed.body),
    }
    return sent, code, content


def test_a_phone_without_account_reports_comes_back_and_is_given_no_cookie(city: City, at: datetime) -> None:
    with clock.stopped_at(at):
        phone = Client(enforce_csrf_checks=True)
        assert phone.get("/report/").status_code == 200
        told = phone.post("/report/route/", {"facts": json.dumps(STATION)}).json()
        assert {one["recipient"]: one["level"] for one in told["readers"]} == {
            city.unit.key.recipient: 0,
            city.city.key.recipient: 0,
            city.resident.key.recipient: 1,
            city.upper.key.recipient: 2,
        }
        sent, code, content = fields(at)
        work = {"challenge": told["challenge"], "solution": solve(told["challenge"])}
        taken = phone.post("/report/send/", sent | work)
        assert taken.status_code == 200, taken.content
        locator = envelope.from_code(code).locator
        found = phone.post("/report/back/find/", {"locator": locator}).json()
        assert found["standing"]["id"] == taken.json()["id"]
        body = phone.post("/report/back/envelope/", {"locator": locator, "number": 1})
        assert "收受烟酒" in envelope.unpad(envelope.open_(body.content, content)).decode()
        assert phone.post("/report/back/envelope/", {"locator": locator, "number": 9}).status_code == 404
        message = envelope.seal(envelope.pad(b'{"text":"more"}'), found["recipient"])
        said = phone.post(
            "/report/back/say/", {"locator": locator, "sealed": SimpleUploadedFile("b", message)}
        )
        assert said.json() == {"ok": True, "number": 2}
        assert still_there(phone.post("/report/proof/", {"locator": locator}).json()["proof"]).ok
        assert set(phone.cookies) <= {"csrftoken", "qingyuan_language"}
        assert phone.post("/report/send/", sent | work).status_code == 422
        assert Report.objects.count() == 1
        assert Spent.objects.count() == 1


def test_without_the_work_or_with_a_made_up_challenge_nothing_is_taken(city: City, at: datetime) -> None:
    with clock.stopped_at(at):
        sent, _code, _content = fields(at)
        challenge = Client().post("/report/route/", {"facts": json.dumps(STATION)}).json()["challenge"]
        for work in ({}, {"challenge": challenge, "solution": "A" * 86}, {"challenge": "x", "solution": "y"}):
            answer = Client().post("/report/send/", sent | work)
            assert answer.status_code == 422
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"facts": "["},
        {"facts": '{"units": [["990101010000"]]}'},
        {"facts": '{"units": 3}'},
        {"slots": '{"x": "!!"}'},
        {"slots": "[" * 5000},
        {"own_slot": "\0"},
        {"body": SimpleUploadedFile("b", b"plain")},
        {"locator": "é" * 43},
        {"vault": "x", "shares": "{}"},
        {"recipient": "age1" + "q" * 58},
    ],
)
def test_whatever_is_sent_is_refused_in_words(city: City, at: datetime, wrong: dict[str, object]) -> None:
    with clock.stopped_at(at):
        sent, _code, _content = fields(at)
        challenge = Client().post("/report/route/", {"facts": json.dumps(STATION)}).json()["challenge"]
        work = {"challenge": challenge, "solution": solve(challenge)}
        answer = Client().post("/report/send/", sent | work | wrong)
        assert answer.status_code == 422, answer.content
        assert answer.json()["reasons"][0]["words"]
    assert not Report.objects.exists()


def test_without_script_the_server_seals_on_arrival_and_opens_with_the_code(city: City, at: datetime) -> None:
    with clock.stopped_at(at):
        phone = Client(enforce_csrf_checks=True)
        asked = phone.get("/report/new/").content.decode()
        assert "由服务器收到后立即加密" in asked
        photo = SimpleUploadedFile("李四家.jpg", os.urandom(3 << 20))
        sent = {
            "what": "丹枫路收受烟酒",
            "unit": ["990101010000", ""],
            "post": ["head", "unit"],
            "real": "yes",
            "name": "举报人甲",
            "phone": "13800000000",
            "file": photo,
        }
        page = phone.post("/report/new/", sent)
        assert page.status_code == 200, page.content.decode()
        code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}-[0-9A-Z]", page.content.decode())
        assert code
        report = Report.objects.get()
        assert (report.channel, report.real_name, report.envelopes.count()) == ("plain", True, 2)
        back = phone.post("/report/back/", {"code": code[0].lower(), "text": "再补充一点"}).content.decode()
        assert "丹枫路收受烟酒" in back
        assert "再补充一点" in back
        assert set(phone.cookies) <= {"csrftoken"}
        assert phone.post("/report/back/", {"code": "AAAA-AAAA-AAAA-AAAA-A"}).status_code == 422
        assert phone.post("/report/new/", {"what": "  ", "real": "yes"}).status_code == 422


def test_files_of_reporters_are_never_put_on_disk(
    city: City, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    def nowhere(*_args: object, **_kwargs: object) -> None:
        raise AssertionError("a temporary file")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", nowhere)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", nowhere)
    with clock.stopped_at(at):
        photo = SimpleUploadedFile("a.jpg", os.urandom(5 << 20))
        assert Client().post("/report/new/", {"what": "有事", "file": photo}).status_code == 200
        large = SimpleUploadedFile("a.jpg", bytes(25 << 20))
        assert Client().post("/report/new/", {"what": "有事", "file": large}).status_code == 422
    assert Report.objects.count() == 1


def test_a_closed_form_says_why(city: City, at: datetime) -> None:
    rules.end_holder(holder_id=city.upper.key.holder_id, by=city.resident.person, at=at)
    with clock.stopped_at(at):
        for address in ("/report/", "/report/new/"):
            assert "网上举报尚未开放" in Client().get(address).content.decode()
        assert Client().post("/report/route/", {"facts": json.dumps(STATION)}).status_code == 422
        assert Client().post("/report/new/", {"what": "有事"}).status_code == 422


def test_units_are_found_by_a_few_letters_and_nobody_is(city: City) -> None:
    found = Client().get("/report/units/?q=城关").json()["units"]
    assert found == [{"code": "990101010000", "name": "城关派出所", "above": "源河分局"}]
    assert Client().get("/report/units/?q=所长").json()["units"] == []


# -- handlers -----------------------------------------------------------------------------------------------------


def test_a_handler_opens_answers_and_decides_on_his_pages(city: City, at: datetime) -> None:
    with clock.stopped_at(at):
        told = a_report(at=at, facts=Facts(units=(("990101010000", "head"),), nonce=os.urandom(16)))
        handler = a_client(city.city.person)
        name = told.report.public_id
        assert name in handler.get("/report/desk/").content.decode()
        page = handler.get(f"/report/desk/{name}/")
        assert page.status_code == 200
        refused = handler.post(f"/report/desk/{name}/take-up/", follow=True)
        assert "请先打开举报内容" in refused.content.decode()
        slots = handler.post(f"/report/desk/{name}/open/").json()["slots"]
        assert [one["recipient"] for one in slots] == [city.city.key.recipient]
        body = handler.get(f"/report/desk/{name}/sealed/1/").content
        assert envelope.unpad(envelope.open_(body, told.content))
        message = envelope.seal(envelope.pad(b'{"text":"when?"}'), told.report.recipient)
        answer = handler.post(f"/report/desk/{name}/reply/", {"sealed": SimpleUploadedFile("b", message)})
        assert answer.json()["ok"]
        handler.post(f"/report/desk/{name}/take-up/")
        early = handler.post(f"/report/desk/{name}/result/", {"outcome": "founded"}, follow=True)
        assert "线索还没有验收销号" in early.content.decode()
        close_lead(city, Report.objects.get(), at=at)
        handler.post(f"/report/desk/{name}/result/", {"outcome": "founded"})
        assert Report.objects.get().stage == Stage.ANSWERED
        assert Envelope.objects.count() == 2


def echoed(client: Client, address: str, name: str, other: str) -> int:
    """How often a name stands on the page that is asked for with it."""
    page = getattr(client.get(address.replace(name, other)), "content", b"")
    return page.decode("utf-8", "replace").count(other)


def test_those_who_must_see_nothing_see_nothing_anywhere(city: City, at: datetime) -> None:
    with clock.stopped_at(at):
        told = a_report(at=at, facts=Facts(units=(("990101010000", "head"),), nonce=os.urandom(16)))
        rules.open_report(report_id=told.report.pk, by=city.city.person, at=at)
        matter = rules.take_up(report_id=told.report.pk, by=city.city.person, at=at).matter
        assert matter is not None
        name = told.report.public_id
        addresses = [
            *(
                "/report/desk/",
                f"/report/desk/{name}/",
                f"/report/desk/{name}/sealed/1/",
                "/report/desk/desks/",
            ),
            *("/", "/ledger/", f"/ledger/?q={name}", f"/ledger/{matter.pk}/", "/ledger/export/", "/record/"),
            *(f"/record/?subject=report:{name}", "/record/?act=reports"),
        ]
        for stranger in city.strangers:
            client = a_client(stranger)
            for address in addresses:
                said, fake = echoed(client, address, name, name), echoed(client, address, name, "0000000000")
                assert said == fake, (stranger.name, address)  # no more than what he typed himself
            for act in ("open", "take-up", "reply", "reseal", "offer"):
                assert client.post(f"/report/desk/{name}/{act}/").status_code in (403, 404)


def test_a_handler_without_a_slot_gets_the_same_answer_as_for_what_is_not_there(
    city: City, at: datetime
) -> None:
    with clock.stopped_at(at):
        told = a_report(at=at, facts=Facts(units=(("990101010000", "head"),), nonce=os.urandom(16)))
        client = a_client(city.resident.person)
        there = client.get(f"/report/desk/{told.report.public_id}/")
        gone = client.get("/report/desk/0000000000/")
        assert (there.status_code, gone.status_code) == (404, 404)
        assert told.report.public_id not in client.get("/report/desk/").content.decode()


def test_the_list_asks_the_database_the_same_for_many_as_for_few(
    city: City, at: datetime, django_assert_max_num_queries: object, settings: object
) -> None:
    with clock.stopped_at(at):
        for _number in range(6):
            a_report(at=at)
        client = a_client(city.city.person)
        client.get("/report/desk/")
        settings.CALENDAR_SECONDS = 30  # type: ignore[attr-defined]
        client.get("/report/desk/")
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            client.get("/report/desk/")


def test_desks_and_keys_are_kept_on_their_pages(city: City, at: datetime) -> None:
    with clock.stopped_at(at):
        client = a_client(city.resident.person)
        assert client.get("/report/desk/desks/").status_code == 200
        assert client.get("/report/desk/keys/").status_code == 200
        assert client.get("/report/desk/asked/").status_code == 200
        made = client.post(
            "/report/desk/desks/", {"kind": "unit", "unit": "990101010000", "name": "城关纪检"}
        )
        assert made.status_code == 302
        wrong = client.post("/report/desk/desks/", {"kind": "upper", "unit": "990101010000", "name": "上级"})
        assert "不属于任何单位" in wrong.content.decode()
        recipient = envelope.recipient_of(envelope.new_identity())
        place = f"/report/desk/keys/{city.resident.key.holder_id}/make/"
        assert client.post(place, {"recipient": recipient}).json()["fingerprint"]
        assert client.post(place, {"recipient": "age1"}).status_code == 422
