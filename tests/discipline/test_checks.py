"""Spot checks drawn by chance, material kept with a record, who is protected, and the numbers the office sets."""

import struct
import zlib
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.discipline import testing
from qingyuan.discipline.errors import CannotCheck, CannotRecord
from qingyuan.discipline.kinds import Checked, DisposalKind, Outcome, Source
from qingyuan.discipline.models import Material, Protected, Sampled, SpotCheck
from qingyuan.discipline.policy import checks as policy
from qingyuan.discipline.queries import checks as queries
from qingyuan.discipline.queries import interference as records
from qingyuan.discipline.rules import checks, interference
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.kit.uploads import checked
from qingyuan.matters.api import Category, kinds, visible
from qingyuan.org.api import Role, setting
from qingyuan.org.testing import a_client, a_person
from qingyuan.trail.api import acts
from tests.discipline.test_interference import a_note, recorded


def codes(info) -> set[str]:
    return {reason.code for reason in info.value.reasons}


def a_category() -> Category:
    return Category.objects.filter(active=True).first()


def to(name, *args):
    return reverse(f"discipline:{name}", args=args)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def a_picture() -> bytes:
    """One red point as PNG."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    body = zlib.compress(b"\x00\xff\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


# -- policy ---------------------------------------------------------------------------------------------------------

refs = st.lists(st.integers(1, 10_000), unique=True, max_size=60)


@given(st.text("0123456789abcdef", min_size=64, max_size=64), refs, st.integers(1, 100), st.randoms())
def test_the_same_seed_draws_the_same_pieces_in_whatever_order_they_lie(seed, found, share, dice):
    size = policy.size_of(len(found), share)
    drawn = policy.draw(seed, found, size)
    assert len(drawn) == len(set(drawn)) == size >= min(len(found), policy.LEAST)
    assert set(drawn) <= set(found)
    dice.shuffle(found)
    assert policy.draw(seed, found, size) == drawn


def test_chance_leaves_nobody_out():
    drawn = {
        ref for n in range(200) for ref in policy.draw(policy.seed_of(str(n), "x", "leads", ""), range(20), 3)
    }
    assert drawn == set(range(20))


# -- drawing and answering ------------------------------------------------------------------------------------------


@pytest.fixture
def april(city, at):
    """Four leads, of which the handler works on one; two records; and the quarter has ended."""
    made = [
        testing.a_lead(
            campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, people=(city.officer,),
            statement=f"反映第{n}件事情隐语",
        )
        for n in range(4)
    ]  # fmt: skip
    for lead in made:
        testing.accepted(lead, handler=city.handler, by=city.handler, at=at)
        testing.disposed(lead, DisposalKind.TALK, by=city.helper, approver=city.approver, at=at)
    recorded(city, at, asker=city.head)
    recorded(city, at, by=city.constable)
    return at + timedelta(days=20)


def test_samples_are_drawn_once_after_the_quarter_and_can_be_drawn_again_from_what_was_kept(city, at, april):
    assert checks.draw_samples(at=at) == 0
    assert checks.draw_samples(at=april) == 3  # leads and records of the city, records of the county
    assert checks.draw_samples(at=april) == 0
    kept = SpotCheck.objects.get(unit=city.root, what=Checked.LEADS)
    found = queries.population(city.root, Checked.LEADS, kept.begins_on, kept.ends_on)
    drawn = policy.draw(kept.seed, found, policy.size_of(len(found), 10))
    assert set(kept.sampled.values_list("lead", flat=True)) == set(drawn)
    entry = acts().filter(act="discipline.draw_sample", subject=f"spot_check:{kept.pk}").get()
    assert kept.seed in entry.detail


def test_nobody_checks_his_own_work_and_a_finding_is_hidden_from_whom_the_lead_is_about(city, at, april):
    checks.draw_samples(at=april)
    piece = Sampled.objects.filter(lead__isnull=False).first()
    answer = {"piece_id": piece.pk, "campaign": city.campaign, "at": april}
    for person in (city.handler, city.helper, city.approver):
        with pytest.raises(CannotCheck) as info:
            checks.answer_piece(**answer, outcome=Outcome.SOUND, words="", by=person)
        assert codes(info) == {"own_work"}
    for person in (city.local, city.head, city.office, city.system):
        with pytest.raises(Missing):
            checks.answer_piece(**answer, outcome=Outcome.SOUND, words="", by=person)
    with pytest.raises(CannotCheck) as info:
        checks.answer_piece(**answer, outcome=Outcome.FINDING, words=" ", by=city.resident)
    assert codes(info) == {"no_words", "no_category"}
    made = checks.answer_piece(
        **answer, outcome=Outcome.FINDING, words="审批晚于期限", by=city.resident, category=a_category()
    )
    assert (made.matter.kind, made.matter.unit) == (kinds.Kind.FINDING, city.supervision)
    assert visible(city.office, at=april).filter(pk=made.matter.pk).exists()
    for person in (city.officer, city.head, city.clerk):
        assert not visible(person, at=april).filter(pk=made.matter.pk).exists()
    with pytest.raises(CannotCheck):
        checks.answer_piece(**answer, outcome=Outcome.SOUND, words="", by=city.resident)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sampled.objects.filter(pk=made.pk).update(matter=None)


def test_legal_checks_records_that_were_drawn_and_no_lead_and_nothing_about_its_own_head(city, april):
    lawyer, theirs = (
        a_person(city.ours, Role.LEGAL),
        a_person(city.supervision, Role.LEGAL, at_unit=city.root),
    )
    checks.draw_samples(at=april)
    assert not records.records(theirs, at=april).exists()
    found = queries.pieces(theirs, at=april)
    assert found.filter(record__isnull=False).exists()
    assert not found.filter(lead__isnull=False).exists()
    asked = {piece.record.asker_id for piece in queries.pieces(lawyer, at=april)}
    assert city.head.pk not in asked


def test_the_pages_of_checks_show_what_exists_for_the_reader_in_a_fixed_number_of_queries(city, april):
    checks.draw_samples(at=april)
    kept = SpotCheck.objects.get(unit=city.root, what=Checked.LEADS)
    with clock.stopped_at(april):
        assert "隐语" in a_client(city.resident).get(to("spot_check", kept.pk)).content.decode()
        mine = a_client(city.handler).get(to("spot_check", kept.pk)).content.decode()
        assert "您经手过" in mine
        assert a_client(city.local).get(to("spot_check", kept.pk)).status_code == 404
        for person in (city.head, city.clerk, city.office, city.system, city.guidance):
            assert a_client(person).get(to("spot_checks")).status_code == 403
        client = a_client(city.resident)
        client.get(to("spot_checks"))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(to("spot_checks"))
        assert len(asked) < 25
        piece = kept.sampled.first()
        page = client.post(
            to("answer_piece", piece.pk),
            {"outcome": "finding", "words": "超期", "category": a_category().pk},
            follow=True,
        ).content.decode()
        assert "已登上台账" in page


# -- material of a record -------------------------------------------------------------------------------------------


def test_material_stays_with_its_record_and_goes_only_to_whom_the_record_exists_for(city, at):
    made = recorded(city, at, asker=city.head)
    content = a_picture()
    with clock.stopped_at(at):
        client = a_client(city.officer)
        file = SimpleUploadedFile("来函.png", content)
        assert (
            "材料已附上" in client.post(to("attach", made.pk), {"file": file}, follow=True).content.decode()
        )
        kept = Material.objects.get()
        entry = acts().get(act="discipline.keep_material")
        assert kept.sha256 in entry.detail
        assert "来函" not in entry.detail
        for person in (city.officer, city.handler):
            sent = a_client(person).get(to("material", kept.pk))
            assert b"".join(sent.streaming_content) == content
            assert sent.headers["Content-Disposition"].startswith("attachment")
            assert sent.headers["X-Content-Type-Options"] == "nosniff"
        for person in (
            city.head,
            city.local,
            city.constable,
            city.clerk,
            city.office,
            city.system,
            city.audit,
        ):
            assert a_client(person).get(to("material", kept.pk)).status_code == 404
        assert a_client(city.constable).post(to("attach", made.pk), {"file": file}).status_code == 404
        bad = SimpleUploadedFile("来函.png", b"MZ\x90\x00")
        answer = client.post(to("attach", made.pk), {"file": bad})
        assert "只能上传" in answer.content.decode()
    assert Material.objects.count() == 1


def test_a_record_and_its_first_file_are_made_together_and_five_files_are_enough(city, at):
    said = {
        "who": "某领导", "role": "副职", "case": "某号案", "on": "2021-03-18", "way": "letter",
        "kind": "work_guidance", "content": "来函指导", "answer": "附卷",
    }  # fmt: skip
    with clock.stopped_at(at):
        client = a_client(city.officer)
        file = SimpleUploadedFile("来函.png", a_picture())
        client.post(to("record"), said | {"material": file})
    kept = Material.objects.get()
    file_ = checked("更多.png", a_picture())
    keep = {
        "record_id": kept.record_id, "name": file_.name, "media_type": file_.media_type,
        "content": file_.content, "by": city.officer, "at": at,
    }  # fmt: skip
    for _n in range(4):
        interference.keep_material(**keep)
    with pytest.raises(CannotRecord) as info:
        interference.keep_material(**keep)
    assert codes(info) == {"too_many"}


# -- who is protected -----------------------------------------------------------------------------------------------


def test_the_list_of_protected_people_says_why_only_to_who_put_them_and_nothing_to_their_own_unit(city, at):
    with clock.stopped_at(at):
        client = a_client(city.handler)
        said = {"person_no": city.officer.police_no, "source": "reporter"}
        page = client.post(to("protect"), said, follow=True).content.decode()
        assert city.officer.name in page
        assert "已知姓名的举报人" in page.split("<tbody>")[1]
        others = a_client(city.resident).get(to("protected")).content.decode().split("<tbody>")[1]
        assert city.officer.name in others
        assert "举报人" not in others
        assert city.officer.name not in a_client(city.local).get(to("protected")).content.decode()
        for person in (city.officer, city.head, city.clerk, city.office, city.system, city.audit):
            assert a_client(person).get(to("protected")).status_code == 403
            assert a_client(person).post(to("protect"), said).status_code == 403
        assert "没有这个警号" in client.post(to("protect"), said | {"person_no": "x"}).content.decode()
    made = Protected.objects.get()
    assert (made.by, made.source, made.until) == (city.handler, Source.REPORTER, date(2023, 3, 19))
    assert not records.protected(city.handler, date(2023, 3, 20), at=at).exists()


# -- numbers of the office ------------------------------------------------------------------------------------------


def test_the_office_sets_silent_days_and_share_and_an_administrator_does_not(city, at):
    with clock.stopped_at(at):
        page = a_client(city.office).post(
            to("limits"), {"silent_days": "20", "spot_share": "30"}, follow=True
        )
        assert "已保存" in page.content.decode()
        assert (setting("discipline.silent_days", 0), setting("discipline.spot_share", 0)) == (20, 30)
        assert 'value="20"' in a_client(city.handler).get(to("silent")).content.decode()
        for person in (city.system, city.head, city.local):
            assert (
                a_client(person).post(to("limits"), {"silent_days": "1", "spot_share": "1"}).status_code
                == 403
            )
    assert setting("discipline.silent_days", 0) == 20
    with pytest.raises(Forbidden):
        interference.record_interference(note=a_note(), by=city.system, at=at)
