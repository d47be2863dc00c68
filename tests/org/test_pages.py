"""Every page of the organisation: it works, refuses the wrong method, the other unit, and who is not permitted."""

import re
from datetime import date

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from qingyuan.org.kinds import Role
from qingyuan.org.middleware import SignedIn
from qingyuan.org.models import Account, Person, RoleHolding, Unit
from qingyuan.org.testing import a_client, a_person, an_account
from qingyuan.org.urls import urlpatterns

pytestmark = pytest.mark.django_db

SYSTEM, SECURITY, HEAD, CLERK = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.UNIT_HEAD, Role.CLERK
TODAY = date.today().isoformat()  # noqa: DTZ011

# url name: (method, who may, what it is about: "" | unit | person | holding | account)
PAGES = {
    "units": ("GET", HEAD, ""),
    "suggest": ("GET", HEAD, ""),
    "unit": ("GET", HEAD, "unit"),
    "add_unit": ("GET POST", SYSTEM, "unit"),
    "rename_unit": ("GET POST", SYSTEM, "unit"),
    "move_unit": ("GET POST", SYSTEM, "unit"),
    "add_branch": ("GET POST", SYSTEM, "unit"),
    "add_person": ("GET POST", SYSTEM, "unit"),
    "people": ("GET", HEAD, ""),
    "person": ("GET", HEAD, "person"),
    "change_person": ("GET POST", SYSTEM, "person"),
    "transfer": ("GET POST", SYSTEM, "person"),
    "appoint": ("GET POST", SECURITY, "person"),
    "dismiss": ("POST", SECURITY, "holding"),
    "roster": ("GET POST", SYSTEM, ""),
    "duty": ("GET", HEAD, ""),
    "take_duty": ("GET POST", CLERK, ""),
    "add_duty": ("GET POST", CLERK, "unit"),
    "remove_duty": ("POST", CLERK, "duty"),
    "accounts": ("GET", SECURITY, ""),
    "open_account": ("GET POST", SECURITY, ""),
    "close_account": ("POST", SECURITY, "account"),
    "reset_password": ("POST", SECURITY, "account"),
    "unlock_account": ("POST", SECURITY, "account"),
    "reset_second_factor": ("POST", SECURITY, "account"),
    "security": ("GET POST", SECURITY, ""),
    "calendar": ("GET POST", SYSTEM, ""),
    "settings": ("GET POST", SYSTEM, ""),
    "forget_day": ("POST", SYSTEM, "day"),
}
OWN = {"own": "GET", "password": "GET POST", "second_factor": "GET POST", "sign_out": "POST"}
ELSEWHERE = {"sign_in", "sign_in_code", "second_factor_image"}  # tested with sign-in
ABOUT_A_UNIT = [name for name, (_methods, _role, about) in PAGES.items() if about not in ("", "day")]


def address(city, name: str, *, there: bool = False) -> str:
    person = city.stranger if there else city.helper
    about = {
        "unit": city.beside if there else city.here,
        "person": person,
        "holding": person.holdings.get(role=Role.CLERK),
        "account": person.account,
        "day": city.day,
        "duty": person.duties.first(),
    }.get(PAGES[name][2])
    return reverse(f"org:{name}", args=[about.pk] if about else [])


def first_method(name: str) -> str:
    return PAGES[name][0].split()[0]


def ask(client: Client, method: str, where: str, data: dict | None = None) -> HttpResponse:
    return client.get(where, data) if method == "GET" else client.post(where, data or {})


def test_every_page_of_the_room_is_in_the_table():
    assert {pattern.name for pattern in urlpatterns} == set(PAGES) | set(OWN) | ELSEWHERE


BUREAU_WIDE = {
    "security",
    "calendar",
    "forget_day",
    "settings",
}  # for who holds the role at its top


def who_may(city, name):
    return a_person(city.root if name in BUREAU_WIDE else city.here, PAGES[name][1])


@pytest.mark.parametrize("name", sorted(BUREAU_WIDE))
def test_what_is_of_the_whole_bureau_is_not_for_an_administrator_below(city, name):
    client = a_client(a_person(city.here, PAGES[name][1]))
    assert ask(client, first_method(name), address(city, name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_it_opens_to_who_may(city, name):
    client = a_client(who_may(city, name))
    assert ask(client, first_method(name), address(city, name)).status_code in (200, 302)


@pytest.mark.parametrize("name", PAGES)
def test_it_sends_who_is_not_signed_in_to_the_door(city, name):
    away = ask(Client(), first_method(name), address(city, name))
    assert away.status_code == 302
    assert away.headers["Location"].startswith("/org/sign-in/")


@pytest.mark.parametrize("name", PAGES)
def test_it_refuses_the_wrong_method(city, name):
    client = a_client(who_may(city, name))
    for method in {"GET", "POST"} - set(PAGES[name][0].split()):
        assert ask(client, method, address(city, name)).status_code == 405
    assert client.delete(address(city, name)).status_code == 405


@pytest.mark.parametrize("name", ABOUT_A_UNIT)
def test_it_does_not_exist_for_another_unit(city, name):
    client = a_client(a_person(city.here, PAGES[name][1]))
    for method in PAGES[name][0].split():
        page = ask(client, method, address(city, name, there=True))
        assert page.status_code == 404
        assert "没有找到" in page.content.decode()


def may_open(role: Role, name: str) -> bool:
    allowed = PAGES[name][1]
    if name == "duty":  # who keeps it, who leads the unit, and everybody his own
        return role is allowed or role in (Role.CLERK, Role.OFFICER)
    return role is allowed or (allowed is HEAD and role in (Role.CLERK, SYSTEM, SECURITY))


TRIED = (Role.OFFICER, Role.AUDIT_ADMIN, Role.CLERK, SYSTEM, SECURITY)


@pytest.mark.parametrize(
    ("role", "name"), [(role, name) for role in TRIED for name in PAGES if not may_open(role, name)]
)
def test_it_refuses_who_is_not_permitted_with_words(city, name, role):
    before = (
        Person.objects.count(),
        RoleHolding.objects.count(),
        Account.objects.filter(is_active=True).count(),
    )
    client = a_client(a_person(city.here, role))
    before = (before[0] + 1, RoleHolding.objects.count(), before[2] + 1)
    for method in PAGES[name][0].split():
        page = ask(client, method, address(city, name))
        assert page.status_code == 403
        assert "您没有权限" in page.content.decode()
    after = (
        Person.objects.count(),
        RoleHolding.objects.count(),
        Account.objects.filter(is_active=True).count(),
    )
    assert after == before


@pytest.mark.parametrize("name", OWN)
def test_what_is_ones_own_opens_to_everybody_who_is_signed_in(city, name):
    where = reverse(f"org:{name}")
    method = OWN[name].split()[0]
    assert ask(Client(), method, where).status_code == 302
    assert ask(a_client(city.helper), method, where).status_code in (200, 302)


def test_a_page_that_does_not_say_whom_it_opens_to_opens_to_nobody(rf):
    def forgotten(request):
        return HttpResponse("secret")

    request = rf.get("/")
    request.by = None
    with pytest.raises(LookupError):
        SignedIn(forgotten).process_view(request, forgotten, [], {})


def test_no_page_carries_inline_script_style_or_foreign_addresses(city):
    both = a_person(city.root, roles=(SYSTEM, SECURITY))
    client = a_client(both)
    for name in [*PAGES, *OWN]:
        if name in PAGES and first_method(name) == "GET":
            where = address(city, name)
        elif name in OWN and OWN[name].startswith("GET"):
            where = reverse(f"org:{name}")
        else:
            continue
        shown = client.get(where).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", shown), name
        assert not re.search(r"\sstyle=|\son[a-z]+=\"", shown), name
        assert not re.search(r"(src|href|action)=\"https?:", shown), name


def test_pages_in_english_have_no_chinese_words(city):
    Unit.objects.update(name_en="Unit")
    Person.objects.update(name="Somebody")
    both = a_person(city.here, roles=(SYSTEM, SECURITY, CLERK), name="Li", title="Clerk")
    Account.objects.filter(pk=an_account(both).pk).update(language="en")
    city.helper.posts.update(title="Officer")
    client = a_client(both)
    shown = {name for name in PAGES if first_method(name) == "GET"} - {
        "suggest",
        "roster",
        "take_duty",
    }  # roster, take_duty: column names
    where = {name: address(city, name) for name in shown} | {
        name: reverse(f"org:{name}") for name, methods in OWN.items() if methods.startswith("GET")
    }
    for name, page in where.items():
        main = client.get(page).content.decode().split("<main", 1)[1].split("</main>")[0]
        main = re.sub(r"<li>[^<]*</li>", "", main)  # the rights that other rooms name
        left = re.findall(r"[\u4e00-\u9fff]+", re.sub(r'value="[^"]*"', "", main))
        assert not left, (name, left)
