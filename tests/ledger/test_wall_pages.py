"""The wall chart as pages: on a screen, on paper, and on a wall where nobody is signed in."""

import re
from datetime import date, timedelta

import pypdfium2
import pytest
from django.test import Client
from django.utils import translation

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.ledger.errors import CannotOpenScreen
from qingyuan.ledger.models import WallScreen
from qingyuan.ledger.queries.wall import wall
from qingyuan.ledger.queries.wall_sheet import wall_sheet
from qingyuan.ledger.rules.screens import Opened, open_screen, revoke_screen
from qingyuan.org.testing import a_unit
from qingyuan.trail.api import acts_on

from .conftest import AT, City, text

WALL, PAPER, SCREENS = "/ledger/wall/", "/ledger/wall/a3.pdf", "/ledger/screens/"
LATER = AT + timedelta(days=40)


def words_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [document[n].get_textpage().get_text_range() for n in range(len(document))]
    document.close()
    return pages


def a_screen(city: City, **more: object) -> Opened:
    asked = {"name": "三楼指挥室", "unit": city.root, "last_day": date(2021, 6, 30), **more}
    return open_screen(campaign=city.campaign, by=city.office, at=clock.now(), **asked)  # type: ignore[arg-type]


# -- on a screen ------------------------------------------------------------------------------------------


def test_each_cell_leads_to_its_matters(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    city.working()
    page = text(as_(city.office).get(WALL))
    cell = re.search(rf'<a id="r{city.ours.pk}-0" href="([^"]+)" aria-label="([^"]+)"', page)
    assert cell
    assert cell[1] == (
        f"/ledger/?campaign={city.campaign.pk}&amp;state=kept&amp;unit={city.ours.code}&amp;lane=category%3Ano_case_filing"
    )
    assert cell[2] == "源河分局 · 有案不立、压案不查、有罪不究 · 办理中 · 销号 0/1"


def test_rates_stand_together_with_numerator_and_denominator_and_leaders_apart(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    city.closed()
    city.working()
    page = text(as_(city.office).get(WALL))
    rates = re.findall(r'<span class="rate">([^<]+)</span>', page)
    assert rates == ["1/2 · 50.0%", "1/1 · 100.0%", "0/2 · 0.0%", "0/0 · —", "0/0 · —", "0/0 · —"]


def test_overdue_is_shown_by_a_number_a_shape_and_a_word(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    city.working()
    with clock.stopped_at(LATER):
        page = text(as_(city.office).get(WALL))
    assert 'data-m="late" data-label=' in page
    assert "有逾期 1 · 销号 0/1" in page
    assert "<i></i><b>1</b>0/1" in page


def test_the_page_refreshes_itself_and_that_does_not_count_as_work(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    page = text(as_(city.office).get(WALL))
    assert 'hx-trigger="every 60s"' in page
    assert """hx-headers='{"X-Qingyuan-Auto": "1"}'""" in page
    part = as_(city.office).get(WALL, headers={"HX-Request": "true", "X-Qingyuan-Auto": "1"})
    assert "<html" not in text(part)
    assert "2021-03-19 13:00" in text(part)


def test_nothing_in_the_page_needs_inline_style_or_script(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    city.working()
    page = text(as_(city.office).get(WALL))
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]* src=)", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_the_page_of_a_unit_head_does_not_know_other_units(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    city.working(unit=city.theirs)
    page = text(as_(city.head).get(WALL))
    assert "城关派出所" in page
    assert "郾川分局" not in page
    assert as_(city.head).get(WALL, {"unit": city.theirs.pk}).status_code == 404
    assert as_(city.head).get(PAPER, {"unit": city.theirs.pk}).status_code == 404


@pytest.mark.parametrize("unit", ["x", "0", "9" * 30, "-1", "１"])
def test_an_address_that_names_no_unit_finds_nothing(city: City, as_, unit: str) -> None:  # type: ignore[no-untyped-def]
    assert as_(city.office).get(WALL, {"unit": unit}).status_code == 404


def test_officers_and_administrators_have_no_chart_and_strangers_sign_in_first(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    assert as_(city.owner).get(WALL).status_code == 403
    assert as_(city.admin).get(PAPER).status_code == 403
    assert Client().get(WALL).status_code == 302
    assert as_(city.office).post(WALL).status_code == 405


def test_the_page_needs_no_more_questions_for_more_units(
    city: City, as_, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    for n in range(26):
        city.registered(unit=a_unit(city.root, name=f"第{n}支队"))
    as_(city.office).get(WALL)
    with django_assert_max_num_queries(24):
        as_(city.office).get(WALL)


def test_the_chart_is_there_in_english(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    city.working()
    client = as_(city.office)
    client.cookies["qingyuan_language"] = "en"
    page = text(client.get(WALL))
    for words in (
        "Wall chart",
        "Clearance rate",
        "Closed on time",
        "Overdue",
        "Key few",
        "Problem categories",
    ):
        assert words in page


# -- on paper ---------------------------------------------------------------------------------------------


def test_the_print_is_one_sheet_of_a3_across_with_the_figures(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    city.closed()
    city.working(unit=city.theirs)
    answer = as_(city.office).get(PAPER)
    assert answer["Content-Type"] == "application/pdf"
    document = pypdfium2.PdfDocument(answer.content)
    width, height = document[0].get_size()
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72), len(document)) == (420, 297, 1)
    document.close()
    (words,) = words_of(answer.content)
    for said in (
        "2021年教育整顿",
        "挂图作战",
        "源河分局",
        "其中：关键少数",
        "1/2",
        "2021-03-19 13:00",
        "第 1 页，共 1 页",
    ):
        assert said in words, said


def test_many_units_take_more_sheets_each_with_the_heads_and_its_number(city: City) -> None:
    for n in range(60):
        city.registered(unit=a_unit(city.root, name=f"第{n}支队"))
    city.campaign.unit.refresh_from_db()
    pages = words_of(wall_sheet(wall(city.campaign, by=city.office, at=AT)))
    assert len(pages) == 2
    assert all("总体情况" in page and "问题类别" in page for page in pages)
    assert ["第 1 页，共 2 页" in pages[0], "第 2 页，共 2 页" in pages[1]] == [True, True]


def test_what_people_wrote_is_never_markup_in_the_print(city: City) -> None:
    a_unit(city.root, name='#f("x") $1 *粗* \\ <b>')
    city.campaign.unit.refresh_from_db()
    (words,) = words_of(wall_sheet(wall(city.campaign, by=city.office, at=AT)))
    assert '#f("x")$1*粗*\\<b>' in "".join(words.split())


def test_the_print_is_there_in_english(city: City) -> None:
    city.working()
    with translation.override("en"):
        (words,) = words_of(wall_sheet(wall(city.campaign, by=city.office, at=AT)))
    assert "Page 1 of 1" in words
    assert "Of which key few" in words


# -- on a wall --------------------------------------------------------------------------------------------


def test_a_link_is_given_out_once_and_only_its_hash_is_kept(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    asked = {"name": "三楼指挥室", "unit": city.root.pk, "last_day": "2021-06-30"}
    page = text(as_(city.office).post(SCREENS, asked))
    link = re.search(r'value="http://testserver(/ledger/screen/([^/"]+)/)"', page)
    assert link
    assert len(link[2]) >= 32
    screen = WallScreen.objects.get()
    assert link[2] not in screen.token_hash
    assert link[2] not in text(as_(city.office).get(SCREENS))
    assert [act.act for act in acts_on(f"screen:{screen.pk}")] == ["ledger.open_screen"]
    assert Client().get(link[1]).status_code == 200


def test_a_screen_shows_counts_and_nothing_that_leads_or_names(city: City) -> None:
    matter = city.working(statement="张三丢失物品未立案", due_on=date(2021, 3, 22))
    opened = a_screen(city)
    answer = Client().get(f"/ledger/screen/{opened.token}/")
    page = text(answer)
    assert "源河分局" in page
    assert "临期" in page
    for hidden in (
        matter.number,
        "张三",
        "责任人",
        city.owner.police_no,
        "整顿办",
        opened.screen.token_hash,
        "/ledger/?",
    ):
        assert hidden not in page, hidden
    inside = page[page.index('id="main"') :]
    assert "<a " not in inside
    assert "<form" not in inside
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")


def test_a_screen_of_a_unit_knows_only_that_unit(city: City) -> None:
    city.working()
    city.working(unit=city.theirs)
    page = text(Client().get(f"/ledger/screen/{a_screen(city, unit=city.ours).token}/"))
    assert "城关派出所" in page
    assert "郾川分局" not in page


def test_revoked_expired_and_unknown_links_say_so_in_their_own_words(city: City) -> None:
    opened, other = a_screen(city), a_screen(city, name="大厅")
    revoke_screen(screen_id=opened.screen.pk, by=city.office, at=clock.now())
    gone = Client().get(f"/ledger/screen/{opened.token}/")
    assert (gone.status_code, "已被停用" in text(gone)) == (410, True)
    with clock.stopped_at(AT + timedelta(days=200)):
        over = Client().get(f"/ledger/screen/{other.token}/")
    assert (over.status_code, "已到期" in text(over)) == (410, True)
    unknown = Client().get("/ledger/screen/nothing/")
    assert (unknown.status_code, "没有这块屏幕" in text(unknown)) == (404, True)
    for page in (gone, over, unknown):
        assert "源河分局" not in text(page)


def test_a_screen_that_is_running_stops_asking_once_its_link_is_revoked(city: City) -> None:
    opened = a_screen(city)
    revoke_screen(screen_id=opened.screen.pk, by=city.office, at=clock.now())
    part = Client().get(f"/ledger/screen/{opened.token}/", headers={"HX-Request": "true"})
    assert part.status_code == 286
    assert "已被停用" in text(part)
    acts = [act.act for act in acts_on(f"screen:{opened.screen.pk}")]
    assert acts == ["ledger.open_screen", "ledger.revoke_screen"]


def test_only_the_campaign_office_gives_links_and_only_within_its_reach(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Forbidden):
        open_screen(
            name="x", unit=city.ours, campaign=city.campaign, last_day=date(2021, 6, 30), by=city.head, at=AT
        )
    opened = a_screen(city)
    with pytest.raises(Missing):
        revoke_screen(screen_id=opened.screen.pk, by=city.head, at=AT)
    assert as_(city.head).get(SCREENS).status_code == 403
    assert as_(city.head).post(f"{SCREENS}{opened.screen.pk}/revoke/").status_code == 403
    assert WallScreen.objects.get().revoked_at is None


def test_a_screen_is_refused_with_every_reason_at_once(city: City) -> None:
    with pytest.raises(CannotOpenScreen) as refusal:
        a_screen(city, name=" ", last_day=date(2021, 3, 1))
    assert {reason.code for reason in refusal.value.reasons} == {"name", "past"}
    with pytest.raises(CannotOpenScreen) as refusal:
        a_screen(city, last_day=date(2023, 3, 1))
    assert {reason.code for reason in refusal.value.reasons} == {"far"}


def test_revoking_from_the_page_takes_effect_at_once(city: City, as_) -> None:  # type: ignore[no-untyped-def]
    opened = a_screen(city)
    answer = as_(city.office).post(f"{SCREENS}{opened.screen.pk}/revoke/")
    assert answer.status_code == 302
    assert Client().get(f"/ledger/screen/{opened.token}/").status_code == 410
    assert "已停用" in text(as_(city.office).get(SCREENS))
    assert as_(city.office).get(f"{SCREENS}{opened.screen.pk}/revoke/").status_code == 405
