"""Cases in which a page or a command did other than it said."""

from datetime import timedelta

import pytest
from django.urls import reverse

from qingyuan.kit.clock import local_day
from qingyuan.ledger.models import SavedView
from qingyuan.ledger.rules import save_view
from qingyuan.ledger.views import figures
from qingyuan.ledger.views.found import people_within
from qingyuan.matters.api import Matter, kinds
from qingyuan.org.api import Role
from qingyuan.org.models import Post, RoleHolding
from qingyuan.org.testing import a_person
from qingyuan.site.command import main

from .conftest import AT, City, text


def test_a_leaders_problem_registered_with_all_three_fixes_counts_among_the_key_few(city: City, as_) -> None:
    for owner, few in ((city.head, True), (city.owner, False)):
        sent = {
            "statement": f"{owner.name}负责的接报案登记不及时", "unit": city.ours.code, "kind": "problem",
            "category": "no_case_filing", "source": "typed", "breadth": "individual",
            "owner": owner.police_no, "measures": "逐案核对", "due_on": "2021-04-16",
        }  # fmt: skip
        as_(city.clerk).post(reverse("ledger:register"), sent)
        made = Matter.objects.order_by("pk").last()
        assert made is not None
        assert (made.state, made.owner, made.key_few) == (kinds.State.WORKING, owner, few)


def test_people_of_two_units_are_those_with_a_post_on_the_day(city: City) -> None:
    on = local_day(AT)
    clerk = city.stranger
    RoleHolding.objects.create(person=clerk, unit=city.third, role=Role.CLERK, from_on=on - timedelta(days=9))
    here, gone, coming = (a_person(city.third, name=name) for name in ("借调", "调走", "未到"))
    Post.objects.filter(person=here).update(to_on=on + timedelta(days=30))
    Post.objects.filter(person=gone).update(to_on=on - timedelta(days=1))
    Post.objects.filter(person=coming).update(from_on=on + timedelta(days=5))
    clerk.__dict__.pop("_standings", None)
    found = set(people_within(clerk, "matters.register", AT))
    assert {clerk, here} <= found
    assert not {gone, coming, city.owner} & found


@pytest.mark.django_db
def test_a_filter_that_does_not_exist_does_not_export_everything(city: City, tmp_path, capsys) -> None:
    city.registered()
    out = tmp_path / "台账.xlsx"
    assert main(["ledger", "export", "--where", "stat=closed", "--out", str(out)]) == 2
    assert "stat" in capsys.readouterr().err
    assert not out.exists()


def test_a_character_that_no_database_holds_is_left_out_of_the_name_of_a_view(city: City, as_) -> None:
    save_view(name="我的\0视图", query="state=open", by=city.clerk, at=AT)
    assert SavedView.objects.get().name == "我的视图"


def test_an_export_is_kept_by_no_cache(city: City, as_) -> None:
    answer = as_(city.clerk).get(reverse("ledger:export"))
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()


def test_where_not_all_alike_problems_are_listed_the_page_says_so(city: City, as_, monkeypatch) -> None:
    for unit in (city.ours, city.theirs, city.third):
        city.registered(unit=unit)
    client, address = as_(city.office), reverse("ledger:make_common", args=["no_case_filing"])
    assert "同类问题很多" not in text(client.get(address))
    monkeypatch.setattr(figures, "ALIKE_AT_MOST", 2)
    page = client.get(address)
    assert "这里只列出 2 个" in text(page)
    assert len(page.context["lines"]) == 2
