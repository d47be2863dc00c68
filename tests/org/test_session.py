"""What comes between a signed-in person and a page: idleness, a password that is due, a second factor."""

import re
import time
from datetime import UTC, datetime, timedelta
from secrets import token_bytes

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django_otp.oath import TOTP

from qingyuan.kit import clock
from qingyuan.org import rules
from qingyuan.org.errors import CannotSignIn
from qingyuan.org.kinds import Role
from qingyuan.org.models import Account, SecondFactor
from qingyuan.org.testing import PASSWORD, a_bureau, a_person, an_account, signed_in
from qingyuan.trail.models import Entry

pytestmark = pytest.mark.django_db

MORNING = datetime(2021, 3, 19, 1, 0, tzinfo=UTC)
NEW = "Another-Secret-22"


def acts() -> list[str]:
    return list(Entry.objects.order_by("index").values_list("act", flat=True))


def code_of(device: SecondFactor, *, off: int = 0) -> str:
    generator = TOTP(device.bin_key, device.step, device.t0, device.digits)
    generator.time = time.time() + off
    return f"{generator.token():06d}"


def an_enrolled(person) -> SecondFactor:
    device = SecondFactor(user=an_account(person), name="totp", confirmed=True)
    device.seal(token_bytes(20))
    device.save()
    return device


# --- idleness


def test_after_fifteen_idle_minutes_the_session_ends_with_words_and_a_way_back(client):
    owner = a_person()
    with time_machine.travel(MORNING, tick=False) as now:
        signed_in(client, owner)
        now.shift(timedelta(minutes=14, seconds=59))
        assert client.get("/org/me/").status_code == 200
        now.shift(timedelta(minutes=15, seconds=16))
        away = client.get("/org/people/?q=x")
        assert away.status_code == 302
        assert away.headers["Location"] == "/org/sign-in/?next=%2Forg%2Fpeople%2F%3Fq%3Dx&why=idle"
        assert "15 分钟没有操作" in client.get(away.headers["Location"]).content.decode()
        assert client.get("/org/me/").status_code == 302
    assert acts() == ["org.sign_out"]
    assert '"idle":true' in Entry.objects.get().detail


def test_each_page_that_the_person_opens_keeps_the_session_alive(client):
    with time_machine.travel(MORNING, tick=False) as now:
        signed_in(client, a_person())
        for _step in range(6):
            now.shift(timedelta(minutes=10))
            assert client.get("/org/me/").status_code == 200


def test_what_a_page_asks_by_itself_does_not_keep_the_session_alive(client):
    with time_machine.travel(MORNING, tick=False) as now:
        signed_in(client, a_person())
        for _step in range(2):
            now.shift(timedelta(minutes=7))
            assert client.get("/org/me/", headers={"x-qingyuan-auto": "1"}).status_code == 200
        now.shift(timedelta(minutes=2))
        ended = client.get("/org/me/", headers={"x-qingyuan-auto": "1"})
        assert ended.status_code == 401
        assert ended.headers["X-Qingyuan-Sign-In"].startswith("/org/sign-in/")


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(client):
    with time_machine.travel(MORNING, tick=False) as now:
        signed_in(client, a_person())
        now.shift(timedelta(minutes=20))
        headers = {"hx-request": "true", "hx-current-url": "http://testserver/org/people/?q=a"}
        ended = client.get("/org/units/suggest/", headers=headers)
        assert ended.status_code == 204
        assert ended.headers["HX-Redirect"] == "/org/sign-in/?next=%2Forg%2Fpeople%2F%3Fq%3Da&why=idle"


def test_a_form_sent_too_late_comes_back_to_its_page_not_to_its_address(client):
    owner = a_person(role=Role.SECURITY_ADMIN)
    with time_machine.travel(MORNING, tick=False) as now:
        signed_in(client, owner)
        now.shift(timedelta(minutes=20))
        page = "http://testserver/org/accounts/"
        ended = client.post("/org/accounts/7/reset/", headers={"referer": page})
        assert ended.headers["Location"] == "/org/sign-in/?next=%2Forg%2Faccounts%2F&why=idle"


def test_pages_read_within_a_few_seconds_do_not_write_the_session(client, django_assert_max_num_queries):
    signed_in(client, a_person())
    client.get("/org/me/")
    with django_assert_max_num_queries(12) as done:
        client.get("/org/me/")
    assert not [query for query in done.captured_queries if query["sql"].startswith(("UPDATE", "INSERT"))]


# --- a password that is due


def test_a_temporary_password_must_be_changed_before_anything_else(client):
    owner = a_person(role=Role.UNIT_HEAD)
    an_account(owner, temporary=True)
    signed_in(client, owner)
    for page in ("/org/me/", "/org/units/", "/org/people/"):
        assert client.get(page).headers["Location"] == "/org/me/password/"
    assert "临时密码" in client.get("/org/me/password/").content.decode()
    form = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/org/me/password/", form).status_code == 302
    assert client.get("/org/units/").status_code == 200
    assert acts() == ["org.change_password"]


def test_one_may_still_sign_out_while_a_password_is_due(client):
    owner = a_person()
    an_account(owner, temporary=True)
    assert signed_in(client, owner).post("/org/sign-out/").status_code == 302


@pytest.mark.parametrize(("days", "due"), [(90, False), (91, True)])
def test_a_password_expires_after_ninety_days(client, days, due):
    owner = a_person()
    with time_machine.travel(MORNING, tick=False) as now:
        an_account(owner)
        now.shift(timedelta(days=days))
        page = signed_in(client, owner).get("/org/me/")
        assert (page.status_code == 302) is due
        if due:
            assert "超过 90 天" in client.get("/org/me/password/").content.decode()


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("Short-1a", "至少 10 个字符"),
        ("onlysmallletters", "至少 3 类"),
        ("ALLCAPS12345", "至少 3 类"),
        (PASSWORD, "用过的密码"),
        ("-A00077-x1", "账号"),
    ],
)
def test_a_password_that_is_not_good_enough_is_refused_in_words(client, new, words):
    owner = a_person(police_no="A00077")
    signed_in(client, owner)
    page = client.post("/org/me/password/", {"old": PASSWORD, "new": new, "again": new})
    assert page.status_code == 200
    assert words in " ".join(page.context["form"].errors["new"])
    assert Account.objects.get(person=owner).check_password(PASSWORD)


def test_the_two_new_passwords_must_agree_and_the_old_one_must_be_right(client):
    signed_in(client, a_person())
    differs = client.post("/org/me/password/", {"old": PASSWORD, "new": NEW, "again": NEW + "x"})
    assert differs.context["form"].errors["again"]
    wrong = client.post("/org/me/password/", {"old": "wrong", "new": NEW, "again": NEW})
    assert wrong.context["form"].errors["old"]


def test_guessing_the_old_password_locks_like_failed_sign_ins(client):
    owner = a_person()
    signed_in(client, owner)
    pages = [
        client.post("/org/me/password/", {"old": f"wrong{n}", "new": NEW, "again": NEW}).status_code
        for n in range(5)
    ]
    assert pages == [200, 200, 200, 200, 429]


def test_none_of_the_last_five_passwords_comes_back_and_the_sixth_may():
    account = an_account(a_person())
    used = [PASSWORD]
    for number in range(5):
        used.append(f"Fresh-Word-{number}{number}")
        account = rules.change_password(account=account, old=used[-2], new=used[-1], at=clock.now())
    for again in used[1:]:
        with pytest.raises(CannotSignIn):
            rules.change_password(account=account, old=used[-1], new=again, at=clock.now())
    rules.change_password(account=account, old=used[-1], new=used[0], at=clock.now())


def test_a_changed_password_ends_the_other_sessions_but_not_this_one(client):
    owner = a_person()
    other = signed_in(Client(), owner)
    signed_in(client, owner)
    client.post("/org/me/password/", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert client.get("/org/me/").status_code == 200
    assert other.get("/org/me/").status_code == 302


# --- the second factor


def test_a_role_that_needs_a_second_factor_is_sent_to_bind_one_and_only_such_a_role(client):
    bureau = a_bureau()
    office, officer = a_person(bureau.unit, Role.CAMPAIGN_OFFICE), a_person(bureau.unit)
    rules.require_second_factor(roles=[Role.CAMPAIGN_OFFICE], by=bureau.security, at=clock.now())
    assert signed_in(client, office).get("/org/me/").headers["Location"] == "/org/me/second-factor/"
    assert signed_in(Client(), officer).get("/org/me/").status_code == 200


def test_binding_shows_a_code_to_scan_and_a_secret_to_type_until_the_first_code_comes_back(client):
    owner = a_person()
    signed_in(client, owner)
    assert client.get("/org/me/second-factor/qr.svg").status_code == 404
    client.post("/org/me/second-factor/")
    device = SecondFactor.objects.get(user__person=owner)
    page = client.get("/org/me/second-factor/").content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert len(secret) == 32
    image = client.get("/org/me/second-factor/qr.svg")
    assert image.headers["Content-Type"] == "image/svg+xml"
    assert b"<svg" in image.content
    assert "no-store" in image.headers["Cache-Control"]
    wrong = client.post("/org/me/second-factor/", {"do": "confirm", "code": "000000"})
    assert wrong.context["form"].errors["code"]
    with time_machine.travel(datetime.now(UTC) + timedelta(seconds=40)):
        right = client.post("/org/me/second-factor/", {"do": "confirm", "code": code_of(device)})
        assert right.status_code == 302
    page = client.get("/org/me/second-factor/").content.decode()
    assert secret[:4] not in page
    assert client.get("/org/me/second-factor/qr.svg").status_code == 404
    assert acts() == ["org.enrol_second_factor", "org.confirm_second_factor"]


def test_who_has_bound_a_device_needs_its_code_after_the_password(client):
    owner = a_person()
    device = an_enrolled(owner)
    name = owner.account.username
    first = client.post("/org/sign-in/", {"username": name, "password": PASSWORD, "next": "/org/me/"})
    assert first.headers["Location"] == "/org/sign-in/code/?next=%2Forg%2Fme%2F"
    assert client.get("/org/me/").status_code == 302
    code = code_of(device)
    assert (
        client.post("/org/sign-in/code/", {"code": f" {code[:3]} {code[3:]} ", "next": "/org/me/"}).headers[
            "Location"
        ]
        == "/org/me/"
    )
    assert client.get("/org/me/").status_code == 200
    assert '"second_factor":true' in Entry.objects.get(act="org.sign_in").detail


def test_the_code_alone_is_no_way_in(client):
    device = an_enrolled(a_person())
    answer = client.post("/org/sign-in/code/", {"code": code_of(device)})
    assert answer.headers["Location"].startswith("/org/sign-in/?")
    assert client.get("/org/me/").status_code == 302


def test_a_code_works_once(client):
    owner = a_person()
    device = an_enrolled(owner)
    with time_machine.travel(datetime.now(UTC), tick=False):
        code = code_of(device)
        for browser, inside in ((client, 200), (Client(), 302)):
            browser.post("/org/sign-in/", {"username": owner.account.username, "password": PASSWORD})
            browser.post("/org/sign-in/code/", {"code": code})
            assert browser.get("/org/me/").status_code == inside


def test_five_wrong_codes_lock_like_five_wrong_passwords(client):
    owner = a_person()
    an_enrolled(owner)
    client.post("/org/sign-in/", {"username": owner.account.username, "password": PASSWORD})
    answers = [client.post("/org/sign-in/code/", {"code": "000000"}).status_code for _time in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert acts() == ["org.fail_sign_in"] * 5 + ["org.lock_account"]
    again = Client().post("/org/sign-in/", {"username": owner.account.username, "password": PASSWORD})
    assert again.status_code == 429


def test_the_right_password_does_not_reset_the_count_of_wrong_codes():
    owner = a_person()
    an_enrolled(owner)
    for _round in range(4):
        browser = Client()
        browser.post("/org/sign-in/", {"username": owner.account.username, "password": PASSWORD})
        browser.post("/org/sign-in/code/", {"code": "000000"})
    last = Client()
    last.post("/org/sign-in/", {"username": owner.account.username, "password": PASSWORD})
    assert last.post("/org/sign-in/code/", {"code": "000000"}).status_code == 429


def test_who_waits_too_long_for_the_code_begins_again(client):
    owner = a_person()
    device = an_enrolled(owner)
    with time_machine.travel(datetime.now(UTC), tick=False) as now:
        client.post("/org/sign-in/", {"username": owner.account.username, "password": PASSWORD})
        now.shift(timedelta(minutes=5, seconds=1))
        late = client.post("/org/sign-in/code/", {"code": code_of(device)})
        assert "why=again" in late.headers["Location"]
        assert client.get("/org/me/").status_code == 302


def test_a_password_changed_meanwhile_makes_the_waiting_for_a_code_void(client):
    owner = a_person()
    device = an_enrolled(owner)
    client.post("/org/sign-in/", {"username": owner.account.username, "password": PASSWORD})
    rules.change_password(account=owner.account, old=PASSWORD, new=NEW, at=clock.now())
    client.post("/org/sign-in/code/", {"code": code_of(device)})
    assert client.get("/org/me/").status_code == 302


def test_no_password_or_secret_lies_in_the_session(client):
    owner = a_person()
    an_enrolled(owner)
    client.post("/org/sign-in/", {"username": owner.account.username, "password": PASSWORD})
    kept = str(Session.objects.get().get_decoded())
    assert PASSWORD not in kept
    assert owner.account.password not in kept


def test_only_another_security_administrator_resets_a_second_factor(client):
    bureau = a_bureau()
    owner = a_person(bureau.unit)
    an_enrolled(owner)
    an_enrolled(bureau.security)
    own = signed_in(client, bureau.security)
    session = own.session
    session["otp_device_id"] = SecondFactor.objects.get(user__person=bureau.security).persistent_id
    session.save()
    own.post(f"/org/accounts/{owner.account.pk}/second-factor/reset/")
    own.post(f"/org/accounts/{bureau.security.account.pk}/second-factor/reset/")
    assert [device.user.person for device in SecondFactor.objects.all()] == [bureau.security]
    assert acts() == ["org.reset_second_factor"]


# --- what a failed attempt leaves behind


@pytest.fixture
def owner():
    return a_person(name="王责任", police_no="B0001")


def test_nothing_that_was_typed_stays_in_the_list_of_failed_attempts(client, owner):
    """Django-axes keeps the whole form of a failed attempt: old and new passwords and codes were among it."""
    from axes.models import AccessAttempt

    typed = {"old": "Wrong-Old-1", "new": "Fresh-Secret-9", "again": "Fresh-Secret-9"}
    signed_in(client, owner).post("/org/me/password/", typed)
    device = an_enrolled(owner)
    other = Client()
    assert other.post("/org/sign-in/", {"username": owner.police_no, "password": PASSWORD}).status_code == 302
    wrong = f"{(int(code_of(device)) + 1) % 1_000_000:06d}"
    other.post("/org/sign-in/code/?next=/ledger/?q=secret-word", {"code": wrong})
    Client().post(
        "/org/sign-in/?next=/secret-word/", {"username": "typed-Name-1", "password": "Typed-Word-2"}
    )
    kept = " ".join(f"{a.username} {a.get_data} {a.post_data}" for a in AccessAttempt.objects.all())
    assert AccessAttempt.objects.count() == 2
    for word in (*typed.values(), wrong, "secret-word", "typed-Name-1", "Typed-Word-2"):
        assert word not in kept


def test_who_has_failed_five_times_cannot_go_on_guessing_at_the_form_for_a_new_password(client, owner):
    signed_in(client, owner)
    for _try in range(5):
        page = client.post("/org/me/password/", {"old": "wrong", "new": NEW, "again": NEW})
    assert page.status_code == 429
    page = client.post("/org/me/password/", {"old": PASSWORD, "new": NEW, "again": NEW})
    assert page.status_code == 429
    assert Account.objects.get(person=owner).check_password(PASSWORD)


# --- the secret of a second factor


def test_the_table_alone_makes_no_codes(owner):
    device = rules.enrol_second_factor(account=an_account(owner), at=MORNING)
    kept = SecondFactor.objects.values_list("key", flat=True).get()
    assert device.bin_key.hex() not in kept
    assert device.bin_key == SecondFactor.objects.get().bin_key
    assert len(device.bin_key) == 20


def test_a_secret_that_was_put_into_another_row_or_lost_its_key_verifies_nothing(owner, tmp_path, settings):
    mine, his = an_enrolled(owner), an_enrolled(a_person(name="另一人"))
    code = code_of(mine)
    his.key = mine.key
    his.save()
    assert not his.verify_token(code)
    settings.DATA = tmp_path
    assert not mine.verify_token(code)


def test_secrets_that_stood_in_plain_text_are_sealed_by_the_migration(owner):
    from importlib import import_module

    from django.apps import apps

    device = an_enrolled(owner)
    secret = device.bin_key
    device.key = secret.hex()
    device.save()
    step = import_module("qingyuan.org.migrations.0003_second_factor")
    step.seal_what_is_plain(apps, None)
    step.seal_what_is_plain(apps, None)
    sealed = SecondFactor.objects.get(pk=device.pk)
    assert sealed.key != secret.hex()
    assert sealed.bin_key == secret
