"""Page parts: what a person sees, and what a screen reader, a keyboard or a strict browser policy needs."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lucide import IconDoesNotExist, _load_icon

import qingyuan
from qingyuan.kit import menu
from qingyuan.kit.errors import Reason
from qingyuan.kit.paging import Page
from qingyuan.kit.samples import Sample
from qingyuan.kit.shelf import Shelf
from qingyuan.kit.templatetags.parts import percent

pytestmark = pytest.mark.urls(__name__)
urlpatterns = [path("kit/", include("qingyuan.kit.urls"))]

SOURCE = Path(qingyuan.__file__).parent


def drawn(text: str, /, at_path: str = "/", **context: object) -> str:
    request = RequestFactory().get(at_path)
    made = Template(text).render(Context({"request": request, **context}))
    return re.sub(r">\s+<", "><", made.strip())


@pytest.fixture
def shelves(monkeypatch):
    """Empty shelves for the shell, and an address for every entry that begins with "/"."""
    for name in ("entries", "slots", "gates", "plates"):
        monkeypatch.setattr(menu, name, Shelf(name))
    monkeypatch.setattr(menu, "address", lambda url: url if url.startswith("/") else "")
    return menu


# --- figures and dates ------------------------------------------------------------------------------------


def test_a_rate_shows_its_parts_and_the_share():
    assert "15/25 · 60.0%" in drawn("{% rate 15 25 %}")


def test_a_rate_of_nothing_has_no_share():
    assert "0/0 · —" in drawn("{% rate 0 0 %}")


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_only_all_is_shown_as_all_and_only_nothing_as_nothing(part: int, whole: int):
    part = min(part, whole)
    shown = percent(part, whole)
    assert (shown == "100.0%") == (part == whole)
    assert (shown == "0.0%") == (part == 0)
    assert abs(float(shown[:-1]) - 100 * part / whole) <= 0.1


def test_a_day_and_a_moment_are_those_of_the_bureau():
    late = datetime(2021, 3, 18, 16, 5, tzinfo=UTC)
    assert drawn("{{ at|day }} {{ at|moment }}", at=late) == "2021-03-19 2021-03-19 00:05"
    assert drawn("{{ on|day }} {{ on|moment }}", on=date(2021, 3, 19)) == "2021-03-19 2021-03-19"


def test_no_date_is_an_empty_string_so_that_a_page_can_say_otherwise():
    assert drawn("{{ none|day|default:'—' }}{{ none|moment }}", none=None) == "—"


# --- icons and states -------------------------------------------------------------------------------------


def test_an_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in drawn('{% icon "check" %}')
    spoken = drawn('{% icon "check" label="已核对" %}')
    assert 'role="img"' in spoken
    assert 'aria-label="已核对"' in spoken
    assert "aria-hidden" not in spoken


def test_an_icon_that_the_set_no_longer_has_does_not_take_the_page_down():
    assert drawn('{% icon "no-such-icon-at-all" %}').startswith("<svg")


def test_an_icon_label_is_never_markup():
    assert "<script" not in drawn("{% icon 'check' label=words %}", words='"><script>')


@pytest.mark.parametrize("tone", ["ok", "warn", "late", "bad", "info", "mute"])
def test_a_state_is_told_by_shape_and_words_never_by_colour_alone(tone: str):
    made = drawn("{% badge tone words %}", tone=tone, words="<b>逾期</b>")
    assert "<svg" in made
    assert "&lt;b&gt;逾期" in made


def test_every_icon_that_a_page_or_a_menu_names_exists():
    named = set()
    for page in SOURCE.rglob("templates/**/*.html"):
        named |= set(re.findall(r'{%\s*icon\s+"([a-z0-9-]+)"', page.read_text()))
        named |= set(re.findall(r'\bicon="([a-z0-9-]+)"', page.read_text()))
    for wiring in SOURCE.rglob("wiring.py"):
        named |= set(re.findall(r'Entry\(\s*_\([^)]*\),\s*"[^"]*",\s*"([a-z0-9-]+)"', wiring.read_text()))
    missing = []
    for name in sorted(named):
        try:
            _load_icon(name)
        except IconDoesNotExist:
            missing.append(name)
    assert len(named) > 10
    assert missing == []


# --- addresses and pages ----------------------------------------------------------------------------------


def test_changing_the_query_keeps_the_rest_and_starts_the_list_anew():
    path = "/ledger/?unit=7&state=open&after=abc"
    assert drawn("{% query_with state='late' %}", path) == "?unit=7&amp;state=late"
    assert drawn("{% query_with state=None unit='' %}", path) == "?"


def test_a_query_value_cannot_break_out_of_its_link():
    made = drawn('<a href="{% query_with q=words %}">', words='"><script>&x=1')
    assert "<script" not in made
    assert "&x=1" not in made


def test_the_pager_leads_to_both_neighbours_and_keeps_the_filters():
    made = drawn("{% pager page total=3 %}", "/x/?unit=7&before=old", page=Page([1], after="A", before="B"))
    assert 'href="?unit=7&amp;after=A"' in made
    assert 'href="?unit=7&amp;before=B"' in made
    assert 'rel="next"' in made


def test_a_single_page_needs_no_pager():
    assert drawn("{% pager page %}", page=Page([1], after="", before="")) == ""


def test_an_empty_list_says_what_to_do_next():
    made = drawn("{% empty '没有问题' hint='登记后列在这里' url='/new/' action='登记' %}")
    assert "没有问题" in made
    assert 'href="/new/"' in made
    assert "href" not in drawn("{% empty '没有问题' %}")


# --- the shell --------------------------------------------------------------------------------------------


def entry(words: str, url: str, permission: str = "", **more: object) -> menu.Entry:
    return menu.Entry(words, url, "inbox", permission, **more)


def test_the_menu_shows_only_what_the_gates_let_through(shelves):
    shelves.gates.put("test", lambda request, permission: permission == "ledger.see")
    shelves.entries.put("a", entry("问题台账", "/ledger/", "ledger.see"))
    shelves.entries.put("b", entry("账号", "/accounts/", "org.manage_accounts"))
    made = drawn("{% menu %}", "/ledger/")
    assert "问题台账" in made
    assert "账号" not in made


def test_without_a_gate_nothing_that_needs_permission_opens(shelves):
    shelves.entries.put("a", entry("问题台账", "/ledger/", "ledger.see"))
    shelves.entries.put("b", entry("我的工作", "/", ""))
    assert "问题台账" not in drawn("{% menu %}")
    assert "我的工作" in drawn("{% menu %}")


def test_an_entry_whose_page_does_not_exist_is_left_out(shelves):
    shelves.entries.put("a", entry("还没有", "nowhere:at_all"))
    assert "还没有" not in drawn("{% menu %}")


def test_the_menu_marks_the_nearest_page_and_no_other(shelves):
    for key, where in {"home": "/", "all": "/ledger/", "wall": "/ledger/wall/"}.items():
        shelves.entries.put(key, entry(key, where))
    made = drawn("{% menu %}", "/ledger/wall/7/")
    assert made.count("aria-current") == 1
    assert re.search(r'href="/ledger/wall/"[^>]*aria-current', made)


def test_menu_lines_stand_in_their_group_and_order(shelves):
    shelves.entries.put("late", entry("后", "/b/", order=90))
    shelves.entries.put("early", entry("先", "/a/", order=10))
    shelves.entries.put("own", entry("单位", "/u/", group="manage", order=1))
    found = menu.blocks(RequestFactory().get("/"))
    assert [[line.words for line in block.lines] for block in found] == [["先", "后"], ["单位"]]


def extended(parent: str, body: str, **context: object) -> str:
    request = RequestFactory().get("/ledger/7/")
    return Template('{% extends "' + parent + '" %}' + body).render(Context({"request": request, **context}))


@pytest.mark.parametrize("parent", ["kit/page.html", "kit/bare.html", "kit/wide.html", "kit/print.html"])
def test_the_title_of_a_page_is_written_once_and_stands_twice(shelves, parent: str):
    made = extended(parent, "{% block title %}{{ words }}{% endblock %}", words="<问题>")
    assert "<title>&lt;问题&gt; · 清源</title>" in made
    assert re.search(r"<h1[^>]*>&lt;问题&gt;</h1>", made)


def test_the_shell_offers_only_what_a_room_has_left(shelves):
    made = extended("kit/page.html", "")
    assert 'role="search"' not in made
    shelves.slots.put("search", menu.Slot("搜索问题", "/ledger/"))
    shelves.slots.put("sign_out", menu.Slot("退出", "/out/"))
    shelves.slots.put("complain", menu.Slot("对本页提意见", "/voice/"))
    shelves.plates.put("org", lambda request: menu.Plate("贺正清", "交警支队"))
    made = extended("kit/page.html", "")
    assert re.search(r'<form action="/ledger/" method="get" role="search">', made)
    assert re.search(r'<form method="post" action="/out/"', made)
    assert 'href="/voice/?page=%2Fledger%2F7%2F"' in made
    assert "贺正清" in made
    assert "交警支队" in made


@pytest.mark.parametrize("parent", ["kit/page.html", "kit/bare.html", "kit/wide.html"])
def test_the_shell_covers_none_of_the_names_that_a_page_uses(shelves, parent: str):
    shelves.plates.put("org", lambda request: menu.Plate("贺正清"))
    names = ("person", "account", "home", "search", "demo", "languages", "lines", "words", "address", "page")
    body = "{% block content %}" + ",".join("{{ " + name + " }}" for name in names) + "{% endblock %}"
    own = {name: f"own-{name}" for name in names}
    assert ",".join(own.values()) in extended(parent, body, **own)


def test_a_slot_that_needs_permission_stays_closed_without_it(shelves):
    shelves.gates.put("test", lambda request, permission: False)
    shelves.slots.put("search", menu.Slot("搜索", "/ledger/", "ledger.see"))
    assert 'role="search"' not in extended("kit/page.html", "")


def test_the_demo_banner_shows_only_while_the_clock_is_moved(shelves):
    with override_settings(CLOCK_OFFSET=timedelta(0)):
        assert "demo-clock" not in extended("kit/page.html", "")
    with override_settings(CLOCK_OFFSET=timedelta(days=-1)):
        assert "demo-clock" in extended("kit/bare.html", "")


@pytest.mark.parametrize("name", ["403", "404", "500", "locked", "csrf"])
def test_every_page_that_says_no_gives_words_and_a_way_on(shelves, name: str):
    shelves.slots.put("home", menu.Slot("首页", "/home/"))
    made = render_to_string(f"kit/{name}.html", {}, request=RequestFactory().get("/"))
    assert 'href="/home/"' in made
    assert len(re.sub(r"<[^>]+>", "", made.split("turned-away-mark")[1]).strip()) > 20


@pytest.mark.parametrize("name", ["403", "404", "500"])
def test_a_page_that_says_no_gives_the_reasons_it_was_handed(shelves, name: str):
    reasons = [Reason("forbidden", "您没有权限：%(what)s", params={"what": "<b>销号</b>"})]
    made = render_to_string(f"kit/{name}.html", {"reasons": reasons}, request=RequestFactory().get("/"))
    assert "您没有权限：&lt;b&gt;销号&lt;/b&gt;" in made


def test_the_page_for_a_broken_system_asks_no_room_for_anything(shelves):
    def broken(*asked: object) -> bool:
        raise RuntimeError("the database is gone")

    shelves.gates.put("test", broken)
    shelves.entries.put("a", entry("问题台账", "/ledger/", "ledger.see"))
    shelves.plates.put("org", broken)
    assert "turned-away" in render_to_string(
        "kit/500.html", {"by": "someone"}, request=RequestFactory().get("/")
    )


# --- forms ------------------------------------------------------------------------------------------------


def test_a_field_ties_its_label_help_and_errors_to_the_input():
    form = Sample({"statement": ""})
    made = drawn("{% field form.statement %}", form=form)
    assert 'for="id_statement"' in made
    assert 'aria-describedby="id_statement_helptext id_statement_error"' in made
    assert 'id="id_statement_helptext"' in made
    assert 'id="id_statement_error"' in made
    assert 'aria-invalid="true"' in made


def test_a_choice_among_several_is_a_fieldset_with_a_legend():
    made = drawn("{% field form.ways %}", form=Sample())
    assert made.startswith("<fieldset")
    assert "<legend" in made
    assert made.count('type="checkbox"') == 4
    for target in re.findall(r'for="([^"]+)"', made):
        assert f'id="{target}"' in made


def test_dates_use_the_date_input_of_the_browser_and_come_back_as_they_were():
    form = Sample(initial={"due_on": date(2021, 3, 9), "at": datetime(2021, 3, 9, 1, 30, tzinfo=UTC)})
    made = drawn("{% field form.due_on %}{% field form.at %}", form=form)
    assert re.search(r'type="date"[^>]*value="2021-03-09"|value="2021-03-09"[^>]*type="date"', made)
    assert "datetime-local" in made
    assert 'value="2021-03-09T09:30"' in made
    with translation.override("en"):
        assert 'value="2021-03-09"' in drawn("{% field form.due_on %}", form=form)


def test_what_the_browser_sends_for_a_moment_is_understood():
    form = Sample({"at": "2021-03-09T09:30"})
    form.is_valid()
    assert form.cleaned_data["at"] == datetime(2021, 3, 9, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize("wrong", [None, {}])
def test_no_id_stands_twice_in_a_form(wrong: dict[str, str] | None):
    made = drawn("{% fields form %}", form=Sample(wrong))
    found = re.findall(r'\bid="([^"]+)"', made)
    assert len(found) == len(set(found))


def test_the_summary_leads_to_each_wrong_field_and_appears_once():
    form = Sample({"due_on": "2021-02-30"})
    form.add_error(None, "<script>")
    made = drawn("{% nonfield form %}{% fields form %}", form=form)
    assert made.count("data-summary") == 1
    assert "&lt;script&gt;" in made
    for target in re.findall(r'href="#([^"]+)"', made):
        assert f'id="{target}"' in made


def test_without_a_summary_of_its_own_fields_brings_it():
    form = Sample({})
    form.add_error(None, "不能销号")
    assert drawn("{% fields form %}", form=form).count("data-summary") == 1
    assert "data-summary" not in drawn("{% nonfield form %}{% fields form %}", form=Sample())


def test_words_typed_by_a_person_come_back_as_words():
    made = drawn("{% fields form %}", form=Sample({"statement": '"><script>alert(1)</script>'}))
    assert "<script" not in made


def test_a_hidden_field_is_drawn_hidden_and_its_error_is_told():
    class Moved(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    made = drawn("{% fields form %}", form=Moved({}))
    assert 'type="hidden"' in made
    assert "data-summary" in made


# --- the pages of the kit ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "lang", "title"), [("zh-hans", "zh-Hans", "页面构件"), ("en", "en", "Page parts")]
)
def test_the_styleguide_opens_to_everybody_in_both_languages(client: Client, settings, code, lang, title):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = code
    answer = client.get("/kit/parts/")
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.content.decode()
    assert title in answer.content.decode()


def test_choosing_a_language_keeps_it_and_goes_back_to_the_page(client: Client, settings):
    answer = client.post("/kit/language/", {"language": "en", "next": "/ledger/?q=1"})
    assert (answer.status_code, answer.url) == (302, "/ledger/?q=1")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"


def test_the_language_form_sends_nobody_to_another_site(client: Client):
    assert client.post("/kit/language/", {"language": "en", "next": "https://elsewhere.test/"}).url == "/"


def test_a_language_is_not_changed_by_following_a_link(client: Client):
    assert client.get("/kit/language/?language=en").status_code == 405


@override_settings(CSRF_FAILURE_VIEW="qingyuan.kit.views.csrf_failure")
def test_a_form_without_its_mark_is_refused_in_words():
    answer = Client(enforce_csrf_checks=True).post("/kit/language/", {"language": "en"})
    assert answer.status_code == 403
    assert "turned-away" in answer.content.decode()
