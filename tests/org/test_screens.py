"""What the pages of the organisation show and do, as people meet them."""

from datetime import date, timedelta

import pytest
from django.test import Client

from qingyuan.kit import clock
from qingyuan.kit.menu import blocks
from qingyuan.org import pages, rules
from qingyuan.org.kinds import Role
from qingyuan.org.models import DayOff, Person, Unit
from qingyuan.org.queries import second_factor_roles
from qingyuan.org.testing import a_branch, a_client, a_person, a_unit, an_account, holds

pytestmark = pytest.mark.django_db

SYSTEM, SECURITY, HEAD = Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.UNIT_HEAD
TODAY = date.today().isoformat()  # noqa: DTZ011


def test_the_tree_shows_what_one_may_see_and_nothing_beside(city):
    station = a_unit(city.here, name="一大队")
    a_person(city.here)
    client = a_client(a_person(city.here, HEAD))
    shown = client.get("/org/units/").content.decode()
    assert ("交警支队" in shown, "一大队" in shown) == (True, True)
    assert "特警支队" not in shown
    opened = client.get(f"/org/units/{city.here.pk}/").content.decode()
    assert "一大队" in opened
    assert f"/org/units/{city.root.pk}/" not in opened
    assert client.get(f"/org/units/{station.pk}/").status_code == 200
    found = client.get("/org/units/", {"q": "支队"}).content.decode()
    assert ("交警支队" in found, "特警支队" in found) == (True, False)
    assert "没有找到这样的单位" in client.get("/org/units/", {"q": "没有"}).content.decode()


def test_suggestions_are_escaped_and_in_scope(city):
    a_unit(city.here, name='<b>"队')
    client = a_client(a_person(city.here, HEAD))
    found = client.get("/org/units/suggest/", {"unit": "队"}).content.decode()
    assert "特警" not in found
    assert "&lt;b&gt;&quot;队" in found
    assert client.get("/org/units/suggest/").content == b""


def test_units_are_added_renamed_and_moved_on_pages(city):
    client = a_client(a_person(city.root, SYSTEM))
    form = {"name": "一大队", "code": "990100070100", "area": "990100", "level": "county"}
    assert client.post(f"/org/units/{city.here.pk}/add/", form).status_code == 302
    unit = Unit.objects.get(code="990100070100")
    refused = client.post(f"/org/units/{city.here.pk}/add/", form)
    assert refused.context["form"].errors["code"]
    client.post(f"/org/units/{unit.pk}/rename/", {"name": "二大队"})
    client.post(f"/org/units/{unit.pk}/move/", {"above": "特警支队"})
    unit.refresh_from_db()
    assert unit.name == "二大队"
    assert unit.path.startswith(city.beside.path)
    near = client.post(f"/org/units/{unit.pk}/move/", {"above": "交警支对"})
    assert "是不是“交警支队”" in str(near.context["form"].errors["above"])


def test_people_are_added_changed_transferred_and_put_in_branches(city):
    client = a_client(a_person(city.root, SYSTEM))
    client.post(f"/org/units/{city.here.pk}/branches/add/", {"name": "第一党支部", "secretary": "helper"})
    branch = city.here.branches.get()
    assert branch.secretary == city.helper
    about = {
        "police_no": "040001", "name": "李新", "category": "police", "rank": "officer", "title": "民警",
        "branch": branch.pk, "from_on": "2020-01-01",
    }  # fmt: skip
    made = client.post(f"/org/units/{city.here.pk}/people/add/", about)
    person = Person.objects.get(police_no="040001")
    assert made.headers["Location"] == f"/org/people/{person.pk}/"
    twice = client.post(f"/org/units/{city.here.pk}/people/add/", about)
    assert twice.context["form"].errors["police_no"]
    changed = {"name": "李改", "category": "auxiliary", "rank": "middle", "branch": ""}
    client.post(f"/org/people/{person.pk}/change/", changed)
    move = {"unit": city.beside.code, "title": "队员", "from_on": TODAY}
    assert client.post(f"/org/people/{person.pk}/transfer/", move).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.branch) == ("李改", None)
    assert person.posts.get(to_on=None).unit == city.beside
    shown = client.get(f"/org/people/{person.pk}/").content.decode()
    assert ("交警支队" in shown, "特警支队" in shown, "至今" in shown) == (True, True, True)


def test_roles_are_given_and_taken_on_pages_and_conflicts_told(city):
    client = a_client(a_person(city.root, SECURITY))
    where = f"/org/people/{city.helper.pk}/appoint/"
    assert client.post(where, {"role": "unit_head", "unit": "交警支队"}).status_code == 302
    refused = client.post(where, {"role": "audit_admin", "unit": "交警支队"})
    assert "三员分立" in str(refused.context["form"].errors["role"])
    holding = city.helper.holdings.get(role=Role.UNIT_HEAD)
    client.post(f"/org/roles/{holding.pk}/dismiss/")
    assert not city.helper.holdings.filter(role=Role.UNIT_HEAD).exists()


def test_an_account_is_opened_and_its_password_shown_this_once(city):
    client = a_client(a_person(city.root, SECURITY))
    person = a_person(city.here, police_no="FJ0009")
    page = client.post("/org/accounts/open/", {"police_no": "FJ0009"})
    password = page.context["password"]
    assert password in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    assert person.account.check_password(password)
    assert password not in client.get("/org/accounts/").content.decode()
    reset = client.post(f"/org/accounts/{person.account.pk}/reset/").context["password"]
    assert reset != password
    shown = client.get("/org/accounts/", {"q": "fj0009"}).content.decode()
    assert "临时密码" in shown
    client.post(f"/org/accounts/{person.account.pk}/close/")
    assert "已停用" in client.get("/org/accounts/", {"q": "fj0009"}).content.decode()
    unknown = client.post("/org/accounts/open/", {"police_no": "none"})
    assert unknown.status_code == 200
    assert "没有找到" in str(unknown.context["form"].errors)


def test_a_lock_is_seen_and_lifted(city):
    name = city.helper.account.username
    for _time in range(5):
        Client().post("/org/sign-in/", {"username": name, "password": "wrong"})
    client = a_client(a_person(city.root, SECURITY))
    assert "已锁定" in client.get("/org/accounts/").content.decode()
    assert "还有 15 分钟" in client.get(f"/org/people/{city.helper.pk}/").content.decode()
    client.post(f"/org/accounts/{city.helper.account.pk}/unlock/")
    assert "已锁定" not in client.get("/org/accounts/").content.decode()


def test_nobody_finds_buttons_for_his_own_account_or_roles(city):
    security = a_person(city.root, SECURITY)
    an_account(security)
    shown = a_client(security).get(f"/org/people/{security.pk}/").content.decode()
    for act in ("reset/", "close/", "appoint/", "dismiss/"):
        assert act not in shown


def test_who_needs_a_second_factor_is_kept(city):
    client = a_client(a_person(city.root, SECURITY))
    client.post("/org/security/", {"roles": ["discipline", "legal"]})
    assert second_factor_roles() == {Role.DISCIPLINE, Role.LEGAL}
    client.post("/org/security/", {})
    assert second_factor_roles() == set()
    assert client.post("/org/security/", {"roles": ["emperor"]}).status_code == 200


def test_working_days_are_kept_and_forgotten(city):
    client = a_client(a_person(city.root, SYSTEM))
    client.post("/org/calendar/", {"day": "2021-05-01", "worked": "yes", "words": "值守"})
    kept = DayOff.objects.get(day="2021-05-01")
    assert kept.worked
    client.post(f"/org/calendar/{kept.pk}/forget/")
    assert not DayOff.objects.filter(day="2021-05-01").exists()
    assert client.post("/org/calendar/", {"day": "2021-02-30", "worked": "yes"}).context["form"].errors


def test_the_list_of_people_is_narrowed_and_paged(city):
    for number in range(60):
        a_person(city.here, police_no=f"07{number:04d}", name=f"王{number}", leader=number == 7)
    client = a_client(a_person(city.here, HEAD))
    first = client.get("/org/people/", {"q": "王"})
    assert len(first.context["page"].rows) == 50
    rest = client.get("/org/people/", {"q": "王", "after": first.context["page"].after})
    assert len(rest.context["page"].rows) == 10
    one = client.get("/org/people/", {"leader": "on"}).context["page"].rows
    assert [person.police_no for person in one] == ["070007"]
    assert "没有找到这样的人" in client.get("/org/people/", {"q": "没有"}).content.decode()
    assert "stranger" not in client.get("/org/people/").content.decode()
    assert client.get("/org/people/", {"unit": "特警支队"}).context["form"].errors["unit"]


def test_who_left_yesterday_is_not_on_the_list_and_who_comes_tomorrow_neither(city):
    today = clock.today()
    gone, coming = a_person(city.here), a_person(city.here, from_on=today + timedelta(days=1))
    gone.posts.update(to_on=today - timedelta(days=1))
    rows = a_client(a_person(city.here, HEAD)).get("/org/people/").context["page"].rows
    assert gone not in rows
    assert coming not in rows


@pytest.mark.parametrize(
    ("where", "most"),
    [("/org/units/", 12), ("/org/people/", 12), ("/org/accounts/", 12), ("/org/units/{}/", 17)],
)
def test_lists_cost_the_same_for_five_and_for_fifty(city, where, most, django_assert_max_num_queries):
    where = where.format(city.here.pk)
    client = a_client(a_person(city.here, roles=(HEAD, SECURITY)))
    for count in (5, 45):
        for _one in range(count):
            unit = a_unit(city.here)
            an_account(a_person(city.here, branch=a_branch(city.here)))
            a_person(unit)
        client.get(where)
        with django_assert_max_num_queries(most):
            assert client.get(where).status_code == 200


def test_the_menu_shows_only_what_opens(city, rf):
    def menu(role: Role, unit: Unit | None = None) -> set[str]:
        request = rf.get("/org/me/")
        request.by = a_person(unit or city.here, role)
        lines = [line.address for block in blocks(request) for line in block.lines]
        return {line for line in lines if line.startswith("/org/")}

    assert menu(Role.OFFICER) == {"/org/duty/"}
    assert menu(HEAD) == {"/org/duty/", "/org/units/", "/org/people/"}
    system = {"/org/units/", "/org/people/", "/org/roster/"}
    security = {"/org/units/", "/org/people/", "/org/accounts/"}
    assert menu(SYSTEM) == system
    assert menu(SYSTEM, city.root) == system | {"/org/calendar/", "/org/settings/"}
    assert menu(SECURITY) == security
    assert menu(SECURITY, city.root) == security | {"/org/security/"}
    assert menu(Role.AUDIT_ADMIN) == set()


def test_names_are_never_markup(city):
    person = a_person(city.here, name="<script>x</script>", title="<i>t</i>")
    client = a_client(a_person(city.here, HEAD))
    for where in ("/org/people/", f"/org/people/{person.pk}/"):
        shown = client.get(where).content.decode()
        assert "<script>x" not in shown
        assert "<i>t" not in shown


def test_broken_answers_even_if_its_own_page_is_broken(rf, monkeypatch):
    request = rf.get("/")
    request.by = None
    assert pages.broken(request).status_code == 500

    def no_page(*_all, **_more):
        raise RuntimeError

    monkeypatch.setattr(pages, "render", no_page)
    answer = pages.broken(request)
    assert answer.status_code == 500
    assert "系统出错了" in answer.content.decode()


def test_an_address_that_is_not_there_has_words(client):
    page = client.get("/org/nowhere/")
    assert page.status_code == 404
    assert "没有找到" in page.content.decode()


def test_a_role_taken_in_one_place_leaves_the_other(city):
    both = a_person(city.here, HEAD)
    holds(both, HEAD, city.beside)
    rules.dismiss(
        holding=both.holdings.get(unit=city.here, role=HEAD), by=a_person(city.root, SECURITY), at=clock.now()
    )
    client = a_client(both)
    assert client.get(f"/org/units/{city.here.pk}/").status_code == 404
    assert client.get(f"/org/units/{city.beside.pk}/").status_code == 200
