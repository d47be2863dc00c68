"""What outsiders may fetch, the page that says whether a report is still there, and the register of witnesses."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from qingyuan.engines.merkle import (
    HeldTile,
    KeyKind,
    Note,
    Signer,
    Tile,
    VerifierKey,
    cosign,
    decode_bundle,
    open_checkpoint,
    root_of_leaves,
    split_tile,
)
from qingyuan.kit import certificates, clock
from qingyuan.matters.testing import a_matter, at_work
from qingyuan.org.api import Role, Unit
from qingyuan.org.testing import a_client, a_person
from qingyuan.portal.models import Witness
from qingyuan.portal.views import checking, outside
from qingyuan.trail.api import acts_on, proof_of, public_checkpoint, verifier_key
from qingyuan.trail.models import Entry
from tests.matters.conftest import AT, City
from tests.trail.test_record import as_superuser, several

DUE = date(2021, 4, 16)
OWN = Signer.from_seed("witness.example.org", bytes(range(32)), KeyKind.COSIGNATURE_V1)
STRANGER = Signer.from_seed("witness.example.org", bytes(32), KeyKind.COSIGNATURE_V1)


@pytest.fixture(autouse=True)
def _time_stands_still() -> Iterator[None]:
    with clock.stopped_at(AT):
        yield


@pytest.fixture
def matter(city: City):  # type: ignore[no-untyped-def]
    made = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=AT, statement="值班台账缺三日")
    return at_work(made, owner=city.owner, by=city.head, at=AT, due_on=DUE)


# -- the public log ------------------------------------------------------------------------------------------


def test_tiles_are_served_after_tlog_tiles_with_their_cache_headers(city: City) -> None:
    several(300)
    size = open_checkpoint(public_checkpoint(), VerifierKey.parse(verifier_key())).size
    rest = size - 256
    whole, edge = (Client().get(f"/tile/0/{path}") for path in ("000", f"001.p/{rest}"))
    upper = Client().get("/tile/1/000.p/1")
    assert upper.content == root_of_leaves(split_tile(whole.content, 256))
    assert len(edge.content) == 32 * rest
    for answer in (whole, edge, upper):
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert "immutable" in answer.headers["Cache-Control"]
    entries = Client().get(f"/tile/entries/001.p/{rest}")
    assert list(decode_bundle(entries.content, rest)) == [
        bytes(row.commitment) for row in Entry.objects.filter(index__gte=256)
    ]
    held = Client().get(f"/held/001.p/{rest}")
    assert len(held.content) == 32 * rest
    assert held.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in held.headers


@pytest.mark.parametrize(
    "path",
    ["tile/0/001", "tile/0/000.p/255", "tile/0/0", "tile/9/000", "tile/64/000", "tile/0/000.p/256", "held/009",
     "tile/0/x000/000", "held/../checkpoint", "tile/entries/000", "tile/0/000.p/0", "held/000.p/-1",
     "tile/0/" + "9" * 500],
)  # fmt: skip
def test_what_does_not_exist_is_not_there_and_is_never_an_error(city: City, path: str) -> None:
    answer = Client().get(f"/{path}")
    assert answer.status_code == 404
    assert answer.content == b"" or b"<html" in answer.content


def test_an_empty_record_has_no_checkpoint(db: None) -> None:
    assert Client().get("/checkpoint").status_code == 404
    assert Client().get("/checkpoint-witnessed").status_code == 404
    assert Client().get("/checkpoint-key").content.decode().strip() == verifier_key()


def test_who_asks_too_often_is_told_to_wait(city: City, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(outside, "turns", outside.Bucket(rate=0.0001, burst=2))
    answers = [Client().get("/tile/0/000.p/1").status_code for _ in range(4)]
    assert answers == [200, 200, 429, 429]
    monkeypatch.setattr(checking, "turns", checking.Bucket(rate=0.0001, burst=1))
    form = {"text": proof_of(0)}
    assert [Client().post("/check/", form).status_code for _ in range(2)] == [200, 429]


# -- witnesses -----------------------------------------------------------------------------------------------


def registered(city: City) -> tuple[Client, Witness]:
    admin = a_client(a_person(Unit.objects.get(pk=city.root.pk), Role.SECURITY_ADMIN))
    answer = admin.post("/witness/", {"name": "上级督察", "key": str(OWN.verifier)})
    assert answer.status_code == 302
    return admin, Witness.objects.get()


def hand_in(note: object) -> int:
    return Client(enforce_csrf_checks=True).post(
        "/witness/cosignature", str(note), content_type="text/plain"
    ).status_code  # fmt: skip


def signed(by: Signer = OWN, stamp: int = 1_616_119_200) -> Note:
    return cosign(public_checkpoint(), VerifierKey.parse(verifier_key()), by, stamp=stamp)


def test_a_cosignature_of_a_registered_witness_is_kept_and_shown(city: City) -> None:
    admin, kept = registered(city)
    assert [entry.act for entry in acts_on(f"witness:{kept.pk}")] == ["portal.register_witness"]
    assert hand_in(signed()) == 200
    note = Note.parse(Client().get("/checkpoint").content)
    assert note.stamps([OWN.verifier]) == {OWN.verifier: 1_616_119_200}
    assert str(OWN.verifier) in admin.get("/witness/").content.decode()
    several(1)
    assert len(Note.parse(Client().get("/checkpoint").content).signatures) == 1
    assert Note.parse(Client().get("/checkpoint-witnessed").content) == note
    assert admin.post(f"/witness/{kept.pk}/end/").status_code == 302
    assert hand_in(signed()) == 403
    assert Client().get("/checkpoint-witnessed").status_code == 404
    assert admin.post(f"/witness/{kept.pk}/end/").status_code == 404


def test_what_no_witness_has_signed_is_refused(city: City) -> None:
    registered(city)
    other = Signer.from_seed("qingyuan.local/trail", bytes(32))
    forged = Note(public_checkpoint().partition("\n\n")[0] + "\n", ()).signed(other).signed(OWN, stamp=1)
    for note in (public_checkpoint(), signed(STRANGER), forged, "x", "", "\x00", "— " * 10_000):
        assert hand_in(note) == 403
    assert hand_in("x" * 70_000) == 413
    assert Client().get("/witness/cosignature").status_code == 405


def test_an_older_cosignature_does_not_take_the_place_of_a_newer_one(city: City) -> None:
    _, kept = registered(city)
    old = signed()
    several(3)
    assert hand_in(signed()) == 200
    kept.refresh_from_db()
    size = kept.size
    assert hand_in(old) == 200
    kept.refresh_from_db()
    assert kept.size == size


@pytest.mark.parametrize("key", ["", "x", "a+b+c", verifier_key, str(OWN.verifier)])
def test_a_key_that_is_none_or_known_is_refused_in_words(city: City, key: object) -> None:
    admin, _ = registered(city)
    page = admin.post("/witness/", {"name": "另一个", "key": key() if callable(key) else key})
    assert page.status_code == 200
    assert Witness.objects.count() == 1
    if key:
        assert "公钥" in page.content.decode().split('class="errors"')[-1]


def test_only_the_security_administrator_of_the_bureau_keeps_the_register(city: City) -> None:
    for other in (city.office, city.head, city.stranger, a_person(city.ours, Role.SECURITY_ADMIN)):
        assert a_client(other).get("/witness/").status_code == 403
        assert a_client(other).post("/witness/", {"name": "x", "key": str(OWN.verifier)}).status_code == 403
    assert not Witness.objects.exists()


# -- is it still there ---------------------------------------------------------------------------------------

SAID = {
    "present": "还在，没有变。",
    "changed": "内容变了。",
    "gone": "内容不见了。",
    "rewritten": "记录被改写过。",
    "no_proof": "这不是本平台的有效证明。",
}


def verdict(page: str) -> str:
    """The one verdict that the page shows."""
    blocks = page.split("data-verdict=")[1:]
    shown = [block.split('"')[1] for block in blocks if "hidden" not in block.split(">")[0]]
    assert len(shown) == 1
    assert SAID[shown[0]] in page
    return shown[0]


def asked(proof: str | bytes) -> str:
    data = proof.encode() if isinstance(proof, str) else proof
    answer = Client().post("/check/", {"file": SimpleUploadedFile("proof.txt", data)})
    assert answer.status_code == 200
    return verdict(answer.content.decode())


def test_the_page_says_present_changed_or_gone(city: City, matter) -> None:  # type: ignore[no-untyped-def]
    proof = proof_of(acts_on(f"matter:{matter.pk}")[0].index)
    assert asked(proof) == "present"
    pasted = Client().post("/check/", {"text": proof.replace("\n", "\r\n")})
    assert verdict(pasted.content.decode()) == "present"
    several(300)
    assert asked(proof) == "present"
    as_superuser("UPDATE matters_matter SET statement = 'x' WHERE id = %s", matter.pk)
    assert asked(proof) == "changed"
    index = acts_on(f"matter:{matter.pk}")[0].index
    as_superuser('DELETE FROM trail_entry WHERE "index" = %s', index)
    assert asked(proof) == "gone"


def test_a_log_that_is_not_the_one_of_the_proof_is_said_to_be_rewritten(city: City, matter) -> None:  # type: ignore[no-untyped-def]
    several(5)
    proof = proof_of(Entry.objects.count() - 1)
    size = Entry.objects.count()
    from qingyuan.engines.merkle import Frontier
    from qingyuan.trail.models import Head
    from qingyuan.trail.rules import signed as sign

    as_superuser('DELETE FROM trail_entry WHERE "index" >= %s', size - 2)
    edge = Frontier().extend(bytes(row.commitment) for row in Entry.objects.order_by("index"))
    Head.objects.update(frontier=edge.to_bytes(), checkpoint=sign(edge))
    assert asked(proof) == "rewritten"


@pytest.mark.parametrize(
    "proof", [b"x", b"\xff\x00", b"c2sp.org/tlog-proof@v1\nextra AA==\nindex 0\n\n", b"x" * 65_537]
)
def test_what_is_no_proof_is_said_to_be_none(city: City, proof: bytes) -> None:
    assert asked(proof) == "no_proof"


def test_the_page_asks_again_for_what_is_missing_and_speaks_english(city: City) -> None:
    assert "请选择或粘贴证明文件" in Client().post("/check/", {}).content.decode()
    english = Client()
    english.cookies["qingyuan_language"] = "en"
    assert "Is my report still there?" in english.get("/check/").content.decode()
    assert "Secure connection" in english.get("/secure/").content.decode()


# -- the secure connection -----------------------------------------------------------------------------------


def test_on_plain_http_the_page_says_what_is_missing_and_why(city: City, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    page = Client().get("/secure/").content.decode()
    assert "crypto.subtle" in page
    assert "qingyuan certificates make" in page
    assert Client().get("/secure/authority.crt").status_code == 404
    certificates.make(
        tmp_path, names=["qingyuan.example.gov.cn"], addresses=[], passphrase=None, at=clock.real_now()
    )
    page = Client().get("/secure/").content.decode()
    found = certificates.authority(tmp_path)
    assert found is not None
    assert found.fingerprint in page
    assert "https" in page
    answer = Client().get("/secure/authority.crt")
    assert answer.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert answer.content.decode() == found.pem
    assert "安全连接（HTTPS）" in Client().get("/secure/", secure=True).content.decode()
    shutil.rmtree(tmp_path / "certificates")


def test_the_names_of_places_are_those_of_the_engine(city: City) -> None:
    for place in (Tile(0, 0, 1), HeldTile(0, 1)):
        assert Client().get(f"/{place.path}").status_code == 200
