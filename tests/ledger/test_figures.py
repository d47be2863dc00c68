"""Pages about many matters: causes, common problems, themes, categories; and what the room plugs into others."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from qingyuan.campaign.api import gate_figures
from qingyuan.campaign.testing import a_campaign
from qingyuan.kit import menu
from qingyuan.ledger.views.figures import quarter_of
from qingyuan.matters.models import Category, Matter, Sent, Theme
from qingyuan.org.api import Role
from qingyuan.org.testing import a_person

from .conftest import AT, City, text

NEW = {"kind": "problem", "category": "case_overdue", "source": "typed", "breadth": "individual"}
LATER = AT + timedelta(days=12)


def url(name: str, *more: object) -> str:
    return reverse(f"ledger:{name}", args=more)


# -- causes, common problems, themes, categories ----------------------------------------------------------------------


def test_causes_stand_by_frequency_with_numerator_and_denominator(city: City, as_) -> None:
    for n in range(3):
        city.submitted(statement=f"甲{n}")
    from qingyuan.matters.models import Matter as Row

    Row.objects.filter(pk=Row.objects.latest("pk").pk).update(cause="skill")
    page = as_(city.office).get(url("causes"))
    assert [(bar.code, bar.count, bar.running) for bar in page.context["bars"]] == [
        ("not_followed", 2, 2),
        ("skill", 1, 3),
    ]
    assert "2/3 · 66.7%" in text(page)
    assert (
        as_(city.office).get(url("causes"), {"first": "2021-04-01", "last": "2021-06-30"}).context["total"]
        == 0
    )


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2021, 1, 1), date(2021, 1, 1), date(2021, 3, 31)),
        (date(2021, 6, 30), date(2021, 4, 1), date(2021, 6, 30)),
        (date(2021, 12, 31), date(2021, 10, 1), date(2021, 12, 31)),
        (date(2024, 2, 29), date(2024, 1, 1), date(2024, 3, 31)),
    ],
)
def test_a_quarter_has_three_months(day: date, first: date, last: date) -> None:
    assert quarter_of(day) == (first, last)


def test_three_alike_propose_a_common_problem_and_make_one(city: City, as_) -> None:
    alike = [city.registered(unit=unit) for unit in (city.ours, city.theirs)]
    client = as_(city.office)
    assert client.get(url("common")).context["proposals"] == []
    alike.append(city.registered(unit=city.third))
    assert client.get(url("common")).context["proposals"] == [
        (Category.objects.get(pk="no_case_filing"), 3, 3)
    ]
    make = url("make_common", "no_case_filing")
    said = {"statement": "接报案登记普遍不及时", "unit": city.root.code}
    page = client.post(make, said | {"id": [one.pk for one in alike[:2]]})
    assert "至少要出现在三个单位" in text(page)
    page = client.post(make, {"unit": city.root.code, "id": [one.pk for one in alike]})
    assert "请写明问题表述" in text(page)
    assert client.post(make, said | {"id": [one.pk for one in alike]}).status_code == 302
    common = Matter.objects.get(breadth="common")
    assert set(common.individuals.all()) == set(alike)
    assert client.get(url("make_common", "nonsense")).status_code == 404
    assert as_(city.head).post(make, said).status_code == 403


def test_a_theme_shows_found_fixed_and_fixed_at_the_root(city: City, as_) -> None:
    client = as_(city.office)
    page = client.post(url("add_theme"), {"name": "", "categories": []})
    assert {"name", "categories"} == set(page.context["form"].errors)
    said = {"name": "有案不立专项整治", "categories": ["no_case_filing", "case_overdue"]}
    assert client.post(url("add_theme"), said).status_code == 302
    city.closed(statement="甲")
    city.working(statement="乙", category="case_overdue")
    city.working(statement="丙", category="formalism")
    line = client.get(url("themes")).context["lines"][0]
    assert (line.found, line.fixed, line.systemic) == (2, 1, 1)
    theme = Theme.objects.get()
    assert client.post(url("change_theme", theme.pk), said | {"name": "改名"}).status_code == 302
    assert Theme.objects.get().name == "改名"
    assert as_(city.head).post(url("change_theme", theme.pk), said).status_code == 403
    assert client.get(url("change_theme", 10**6)).status_code == 404


def test_who_may_not_change_the_themes_of_a_campaign_is_not_shown_the_form(city: City, as_) -> None:
    as_(city.office).post(url("add_theme"), {"name": "专项", "categories": ["no_case_filing"]})
    theme = Theme.objects.get()
    below = as_(a_person(city.ours, Role.CAMPAIGN_OFFICE))
    assert below.get(url("themes")).context["may_change"] is False
    for page in (url("add_theme"), url("change_theme", theme.pk)):
        assert below.get(page).status_code == 403
        assert below.post(page, {"name": "改名", "categories": ["no_case_filing"]}).status_code == 403
    assert Theme.objects.get().name == "专项"


def test_a_theme_belongs_to_its_campaign_whichever_is_shown_first(city: City, as_) -> None:
    """A county with a campaign of its own: its themes are set up, changed and listed there, not in the city's."""
    office = a_person(city.ours, Role.CAMPAIGN_OFFICE)
    own = a_campaign(city.ours, name="源河自办", starts_on=date(2021, 2, 1), units=0)
    themes = as_(office).get(url("themes"), {"campaign": own.pk})
    said = {"name": "专项", "categories": ["no_case_filing"]}
    made = as_(office).post(themes.context["add"], said)
    theme = Theme.objects.get()
    assert (theme.campaign_id, made.headers["Location"]) == (own.pk, f"{url('themes')}?campaign={own.pk}")
    assert as_(office).get(url("change_theme", theme.pk)).status_code == 200
    as_(office).post(url("change_theme", theme.pk), said | {"name": "改名"})
    assert (Theme.objects.get().name, Theme.objects.get().campaign_id) == ("改名", own.pk)
    stranger = as_(a_person(city.theirs, Role.CAMPAIGN_OFFICE))
    assert stranger.get(url("change_theme", theme.pk)).status_code == 404


def test_a_theme_counts_only_what_the_reader_sees(city: City, as_) -> None:
    as_(city.office).post(url("add_theme"), {"name": "专项", "categories": ["no_case_filing"]})
    city.registered(statement="甲")
    city.registered(statement="反映局长", names=(city.head,))
    assert as_(city.office).get(url("themes")).context["lines"][0].found == 2
    assert as_(city.head).get(url("themes")).context["lines"][0].found == 1
    assert as_(city.stranger).get(url("themes")).context["lines"][0].found == 0


def test_a_category_is_added_changed_and_switched_off_but_never_removed(city: City, as_) -> None:
    client = as_(city.office)
    said = {"code": "gambling", "name": "参与赌博", "name_en": "Gambling", "order": "55", "active": "on"}
    assert client.post(url("add_category"), said).status_code == 302
    page = client.post(url("add_category"), said | {"name": "另一个"})
    assert "这个代码已经有了" in text(page)
    assert "只用英文字母" in text(client.post(url("add_category"), said | {"code": "赌博"}))
    nameless = client.post(url("add_category"), said | {"code": "x1", "name": " "})
    assert "name" in nameless.context["form"].errors
    changed = said | {"name": "涉赌", "code": "other"}
    changed.pop("active")
    assert client.post(url("change_category", "gambling"), changed).status_code == 302
    kept = Category.objects.get(pk="gambling")
    assert (kept.name, kept.active) == ("涉赌", False)
    assert Category.objects.get(pk="other").name == "其他问题", (
        "the code in the form does not move the change"
    )
    assert client.get(url("change_category", "nonsense")).status_code == 404


# -- plugs -------------------------------------------------------------------------------------------------------------


def test_the_gate_of_the_campaign_gets_closed_open_and_late_with_their_wholes(city: City) -> None:
    city.closed(statement="甲")
    city.working(statement="乙", due_on=date(2021, 3, 22))
    city.registered(statement="丙")
    figures = gate_figures["ledger"](city.campaign.pk, LATER)
    assert [(one.part, one.whole) for one in figures] == [(1, 3), (2, 3), (1, 2), (1, 2)]


def test_the_menu_shows_each_what_he_may_open(city: City, as_) -> None:
    def seen(person) -> set[str]:
        page = as_(person).get(url("mine"))
        return {line.address for block in menu.blocks(page.wsgi_request) for line in block.lines}

    assert {url("list"), url("mine"), url("late"), url("reminders")} <= seen(city.owner)
    assert not {url("register"), url("to_sign"), url("causes"), url("categories")} & seen(city.owner)
    assert {url("register"), url("to_sign"), url("extensions"), url("common"), url("categories")} <= seen(
        city.office
    )


def test_a_matter_tells_its_address_to_rooms_below(city: City) -> None:
    from qingyuan.matters.queries import matter_url

    matter = city.registered()
    assert matter_url(matter.pk) == url("matter", matter.pk)


def test_every_reminder_ladder_step_has_words(city: City) -> None:
    from qingyuan.ledger.queries.matter import SENT_WORDS
    from qingyuan.ledger.views.queues import STEP_WORDS
    from qingyuan.matters.api import policy

    names = {step.name for step in policy.LADDER}
    assert names <= set(SENT_WORDS)
    assert names <= set(STEP_WORDS)
    assert Sent.objects.count() == 0
