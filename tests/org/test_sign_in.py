"""Sign-in: a name and a password, the lock after five failures, the trail of it, and where one lands."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse

from qingyuan.org.kinds import Role
from qingyuan.org.models import Account
from qingyuan.org.sign_in import safe_next
from qingyuan.org.testing import PASSWORD, a_person, an_account, signed_in
from qingyuan.trail.models import Entry

pytestmark = pytest.mark.django_db

MORNING = datetime(2021, 3, 19, 1, 0, tzinfo=UTC)
DOOR = "/org/sign-in/"


def tries(client: Client, account: Account | str, password: str = PASSWORD, **more: str):
    name = account if isinstance(account, str) else account.username
    return client.post(DOOR, {"username": name, "password": password, **more})


def acts() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("index").values_list("actor", "act"))


@pytest.fixture
def owner():
    return a_person(name="王责任", police_no="A0001")


@pytest.fixture
def account(owner):
    return an_account(owner)


def test_the_right_password_signs_in_and_the_trail_tells_it(client, account):
    assert tries(client, account).status_code == 302
    page = client.get("/org/me/")
    assert page.status_code == 200
    assert page.wsgi_request.by == account.person
    assert acts() == [(account.person.key, "org.sign_in")]
    account.refresh_from_db()
    assert account.last_login is not None


def test_full_width_letters_and_case_reach_the_same_account(client, account):
    assert tries(client, " A０００1 ").status_code == 302


def test_a_wrong_password_stays_outside_and_says_how_often_one_may_still_try(client, account):
    page = tries(client, account, "wrong")
    assert page.status_code == 200
    assert "账号或密码不对" in page.content.decode()
    assert "还可以再试 4 次" in page.content.decode()
    assert client.get("/org/me/").status_code == 302


def test_an_unknown_name_is_refused_in_the_same_words(client, account):
    known = tries(client, account, "wrong").context["form"].non_field_errors()
    unknown = tries(Client(), "nobody-here", "wrong").context["form"].non_field_errors()
    assert known == unknown


def test_a_closed_account_cannot_sign_in(client, account):
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert tries(client, account).status_code == 200
    assert client.get("/org/me/").status_code == 302


def test_what_is_signed_in_ends_when_the_account_is_closed(client, owner):
    signed_in(client, owner)
    assert client.get("/org/me/").status_code == 200
    Account.objects.filter(person=owner).update(is_active=False)
    assert client.get("/org/me/").status_code == 302


def test_five_failures_lock_for_fifteen_minutes_even_against_the_right_password(client, account):
    with time_machine.travel(MORNING, tick=False) as clock:
        for _time in range(4):
            assert tries(client, account, "wrong").status_code == 200
        fifth = tries(client, account, "wrong")
        assert fifth.status_code == 429
        assert "锁定 15 分钟" in fifth.content.decode()
        assert tries(client, account).status_code == 429
        assert client.get("/org/me/").status_code == 302
        clock.shift(timedelta(minutes=15, seconds=1))
        assert tries(client, account).status_code == 302
        assert client.get("/org/me/").status_code == 200


def test_the_lock_belongs_to_the_name_not_to_the_browser(account):
    for number in range(5):
        tries(Client(REMOTE_ADDR=f"10.0.0.{number}", headers={"user-agent": f"b{number}"}), account, "wrong")
    assert tries(Client(), account).status_code == 429


def test_a_stranger_does_not_lock_the_owner_out_of_a_browser_that_knows_him(account):
    mine, shared = Client(), Client()
    assert tries(mine, account).status_code == 302
    mine.post("/org/sign-out/")
    for _time in range(6):
        answer = tries(Client(), account, "wrong")
    assert answer.status_code == 429
    assert tries(mine, account).status_code == 302
    mine.post("/org/sign-out/")
    tries(shared, an_account(a_person()))  # a browser that knows somebody else is a stranger's
    shared.post("/org/sign-out/")
    assert tries(shared, account).status_code == 429
    shared.cookies["qingyuan_known"] = "made.up"
    assert tries(shared, account).status_code == 429


def test_a_browser_that_is_known_may_guess_no_more_often_than_any_other(account):
    mine = Client()
    tries(mine, account)
    mine.post("/org/sign-out/")
    for _time in range(5):
        answer = tries(mine, account, "wrong")
    assert answer.status_code == 429
    assert "锁定 15 分钟" in answer.content.decode()
    assert tries(mine, account).status_code == 429
    assert tries(Client(), account).status_code == 302  # and locks nobody else


def test_the_mark_of_a_known_browser_goes_to_the_sign_in_pages_only(account):
    mine = Client()
    tries(mine, account)
    mark = mine.cookies["qingyuan_known"]
    assert (mark["path"], mark["httponly"], mark["samesite"]) == ("/org/sign-in/", True, "Strict")
    assert account.username not in mark.value


def test_failures_of_one_do_not_lock_another(client, account):
    other = an_account(a_person())
    for _time in range(5):
        tries(client, account, "wrong")
    assert tries(Client(), other).status_code == 302


def test_four_failures_are_forgotten_once_one_gets_in(client, account):
    for _time in range(4):
        tries(client, account, "wrong")
    assert tries(client, account).status_code == 302
    fresh = Client()
    assert "还可以再试 4 次" in tries(fresh, account, "wrong").content.decode()


def test_failures_and_the_lock_are_in_the_trail_once_each(client, account):
    for _time in range(5):
        tries(client, account, "wrong")
    key = account.person.key
    assert acts() == [(key, "org.fail_sign_in")] * 5 + [(key, "org.lock_account")]


def test_neither_typed_names_nor_passwords_are_kept_in_clear(client, account, settings):
    settings.AXES_USERNAME_CALLABLE = "qingyuan.org.sign_in.counted_under"
    tries(client, "Typed-Secret-77", "Other-Secret-88")
    tries(client, account, "Other-Secret-99")
    told = "".join(f"{entry.actor}{entry.subject}{entry.detail}" for entry in Entry.objects.all())
    kept = "".join(f"{seen.username}{seen.get_data}{seen.post_data}" for seen in AccessAttempt.objects.all())
    for secret in ("secret-77", "secret-88", "secret-99"):
        assert secret not in told.lower()
        assert secret not in kept.lower()
    assert acts()[0] == ("nobody", "org.fail_sign_in")


def test_hashed_names_lock_and_say_for_how_long_too(client, account, settings):
    settings.AXES_USERNAME_CALLABLE = "qingyuan.org.sign_in.counted_under"
    for _time in range(4):
        tries(client, account, "wrong")
    fifth = tries(client, account, "wrong")
    assert (fifth.status_code, "锁定 15 分钟" in fifth.content.decode()) == (429, True)
    assert tries(Client(), account).status_code == 429


def test_one_lands_on_the_page_one_came_for(client, account):
    away = client.get("/org/me/")
    assert away.headers["Location"] == "/org/sign-in/?next=%2Forg%2Fme%2F"
    assert tries(client, account, next="/org/me/").headers["Location"] == "/org/me/"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/x",
        "javascript:alert(1)",
        "/\\evil.example",
        "http:///evil",
        "",
    ],
)
def test_one_never_lands_outside(client, account, elsewhere):
    landed = tries(client, account, next=elsewhere).headers["Location"]
    assert landed.startswith("/")
    assert not landed.startswith("//")
    assert "evil" not in landed


def test_the_way_back_keeps_its_query_and_never_leads_to_the_door_itself(rf):
    request = rf.get("/")
    assert safe_next(request, "/org/people/?q=王") == "/org/people/?q=王"
    assert safe_next(request, "/org/sign-in/?next=/org/me/") == safe_next(request, None)


def test_who_is_signed_in_is_not_asked_again(client, owner):
    signed_in(client, owner)
    assert client.get(DOOR + "?next=/org/me/").headers["Location"] == "/org/me/"


def test_signing_out_ends_the_session_and_takes_a_form_not_a_link(client, owner):
    signed_in(client, owner)
    assert client.get("/org/sign-out/").status_code == 405
    assert client.get("/org/me/").status_code == 200
    assert client.post("/org/sign-out/").headers["Location"] == DOOR
    assert client.get("/org/me/").status_code == 302
    assert acts() == [(owner.key, "org.sign_out")]


def test_signing_in_changes_the_session_key(client, account):
    client.get(DOOR)
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    tries(client, account)
    assert client.cookies["sessionid"].value != before


def test_a_form_from_elsewhere_is_refused(account):
    strict = Client(enforce_csrf_checks=True)
    assert tries(strict, account).status_code == 403


def test_the_door_opens_in_english(client):
    page = client.get(DOOR, headers={"accept-language": "en"})
    assert "Sign in" in page.content.decode()


def test_a_language_chosen_in_the_browser_is_remembered_by_the_account(client, owner):
    signed_in(client, owner)
    client.cookies["qingyuan_language"] = "en"
    client.get("/org/me/")
    assert Account.objects.get(person=owner).language == "en"
    elsewhere = signed_in(Client(), owner)
    assert elsewhere.get("/org/me/").headers["Content-Language"] == "en"


def test_a_new_browser_speaks_the_language_of_the_account(account):
    Account.objects.filter(pk=account.pk).update(language="en")
    response = tries(Client(), account)
    assert response.cookies["qingyuan_language"].value == "en"


def test_the_next_person_at_a_shared_desk_does_not_inherit_the_language(client, owner):
    signed_in(client, owner)
    client.cookies["qingyuan_language"] = "en"
    client.post("/org/sign-out/")
    assert client.cookies["qingyuan_language"].value == ""


def test_the_trail_is_told_nothing_about_reading(client, owner):
    signed_in(client, owner).get(reverse("org:own"))
    assert acts() == []


def test_a_role_ends_with_its_last_day(client):
    head = a_person(role=Role.UNIT_HEAD)
    assert "维护单位" not in signed_in(client, head).get("/org/me/").content.decode()
    assert "查看单位和人员" in client.get("/org/me/").content.decode()
    with time_machine.travel(datetime.now(UTC), tick=False):
        head.holdings.update(to_on=(datetime.now(UTC) - timedelta(days=2)).date())
        assert "查看单位和人员" not in client.get("/org/me/").content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "http://testserver//evil.example/x",
        "http://testserver///evil.example/",
        "http://testserver/\\evil.example/",
        "//testserver//evil.example",
    ],
)
def test_an_address_of_ours_whose_path_names_another_host_leads_nowhere_else(client, account, asked):
    """``http://ours//evil.example`` is on our host, and its path alone would be on another."""
    answer = tries(client, account, next=asked)
    assert answer.status_code == 302
    assert not answer["Location"].startswith(("//", "/\\"))


def test_a_question_that_no_database_can_be_asked_is_a_bad_request(client, owner):
    assert signed_in(client, owner).get("/org/me/?q=%00").status_code == 400
