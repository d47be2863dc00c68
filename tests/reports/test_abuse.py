"""Floods, sizes, guesses: what keeps the door open without asking anybody's address."""

import json
import os
from datetime import datetime, timedelta

import pytest
from django.conf import settings as of_the_house
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingyuan.engines import envelope
from qingyuan.kit import clock
from qingyuan.reports import forms
from qingyuan.reports.kinds import Channel
from qingyuan.reports.models import Envelope, Report, Spent
from qingyuan.reports.queries import work
from qingyuan.reports.testing import a_report
from tests.reports.conftest import City
from tests.reports.test_pages import STATION, fields, solve


def bits(client: Client) -> int:
    asked = client.post("/report/route/", {"facts": json.dumps(STATION)}).json()["challenge"]
    return int(asked.split(".")[1])


def arrive(count: int) -> None:
    until = clock.real_now() + timedelta(minutes=20)
    Spent.objects.bulk_create([Spent(seed=os.urandom(16), until=until) for _number in range(count)])


def test_the_work_grows_with_what_comes_in_and_asks_for_no_address(city: City, at: datetime) -> None:
    flooder, other = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.7")
    with clock.stopped_at(at):
        assert bits(flooder) == bits(other) == of_the_house.REPORT_BITS == 17
        arrive(work.USUAL + 1)
        assert bits(flooder) == bits(other) == 18
        arrive(7 * work.USUAL)
        assert bits(flooder) == bits(other) == 20  # no more than a phone does in some seconds
        Spent.objects.update(until=clock.real_now() - timedelta(seconds=1))
        assert bits(flooder) == 17  # and half an hour later all is as before


def test_a_flood_without_script_shuts_that_form_for_the_hour_and_no_other(
    city: City, at: datetime, settings: object
) -> None:
    settings.REPORT_BITS = 4  # type: ignore[attr-defined]
    with clock.stopped_at(at):
        kept = a_report(at=at).report
        hour = kept.received_at
        rows = [
            Report(
                locator_hash=os.urandom(32), recipient="a", reporter="b", own_slot=b"", promised=b"", digest=b"",
                channel=Channel.PLAIN, received_at=hour,
            )
            for _number in range(work.PLAIN_AN_HOUR)
        ]  # fmt: skip
        Report.objects.bulk_create(rows)
        refused = Client().post("/report/new/", {"what": "有事"})
        assert refused.status_code == 422
        assert "本小时已达上限" in refused.content.decode()
        sent, _code, _content = fields(at)
        asked = Client().post("/report/route/", {"facts": json.dumps(STATION)}).json()["challenge"]
        taken = Client().post("/report/send/", sent | {"challenge": asked, "solution": solve(asked)})
        assert taken.status_code == 200, taken.content
    with clock.stopped_at(at + timedelta(hours=1)):
        assert Client().post("/report/new/", {"what": "有事"}).status_code == 200


@pytest.mark.parametrize("where", ["send", "back/say", "back/attach"])
def test_what_is_larger_than_allowed_is_refused_in_words_and_not_kept(
    city: City, at: datetime, where: str, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REPORT_BITS = 4  # type: ignore[attr-defined]
    with clock.stopped_at(at):
        told = a_report(at=at)
        before = Report.objects.count(), Envelope.objects.count()
        large = SimpleUploadedFile("x", bytes(forms.ONE + 1))
        answer = Client().post(f"/report/{where}/", {"sealed": large, "body": large, "locator": "A" * 43})
        assert answer.status_code == 422
        assert "超过限制" in answer.json()["reasons"][0]["words"]
        whole = envelope.seal(bytes(envelope.MAX_SEALED - 20_000), told.report.recipient)
        answer = Client().post(f"/report/{where}/", {"sealed": SimpleUploadedFile("x", whole[:-1])})
        assert answer.status_code == 422
        assert (Report.objects.count(), Envelope.objects.count()) == before


def test_the_sixth_file_and_a_message_too_many_are_refused(
    city: City, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from base64 import urlsafe_b64encode

    monkeypatch.setattr("qingyuan.reports.policy.sealing.MESSAGES_AT_MOST", 3)
    with clock.stopped_at(at):
        told = a_report(at=at)
        locator = urlsafe_b64encode(told.locator).decode().rstrip("=")
        things = {
            "say": envelope.seal(envelope.pad(b"{}"), told.report.recipient),
            "attach": envelope.seal(envelope.pad_file("a", "image/png", b"c"), told.report.recipient),
        }
        for where, most in (("attach", 5), ("say", 3)):
            said = [
                Client()
                .post(
                    f"/report/back/{where}/",
                    {"locator": locator, "sealed": SimpleUploadedFile("x", things[where])},
                )
                .status_code
                for _number in range(most + 1)
            ]
            assert said == [200] * most + [422]
