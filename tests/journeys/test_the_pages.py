"""What every page owes to whoever opens it: the door, the keyboard, two languages, a small screen, a reader's aid."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, City, Enter

pytestmark = pytest.mark.browser

MAIN_PAGES = (
    "/",
    "/ledger/",
    "/ledger/?state=all",
    "/ledger/register/",
    "/ledger/mine/",
    "/ledger/late/",
    "/ledger/causes/",
    "/ledger/themes/",
    "/ledger/reminders/",
    "/ledger/import/",
    "/ledger/wall/",
    "/ledger/to-sign/",
    "/ledger/extensions/",
    "/ledger/rechecks/",
    "/campaign/",
    "/campaign/plan/",
    "/campaign/tasks/",
    "/campaign/deployment/",
    "/campaign/responsibility/",
    "/campaign/group/",
    "/campaign/meetings/new/",
    "/publication/",
    "/publication/weekly/",
    "/org/units/",
    "/org/people/",
    "/org/me/",
    "/help/",
)

# What a page lacks for who cannot see it, or cannot use a mouse. Read off the page as the browser has built it.
LACKS = """() => {
  const lacks = [];
  const shown = (e) => e.checkVisibility() && e.type !== "hidden";
  for (const e of document.querySelectorAll("input, select, textarea")) {
    if (!shown(e)) continue;
    const named = e.labels?.length || e.getAttribute("aria-label") || e.getAttribute("aria-labelledby");
    if (!named) lacks.push(`no label: ${e.name || e.id || e.outerHTML.slice(0, 80)}`);
  }
  for (const e of document.querySelectorAll("button, a[href]")) {
    if (!shown(e)) continue;
    const named = e.textContent.trim() || e.getAttribute("aria-label") || e.title;
    if (!named) lacks.push(`no name: ${e.outerHTML.slice(0, 80)}`);
  }
  if (document.querySelectorAll("h1").length !== 1) lacks.push(`${document.querySelectorAll("h1").length} h1`);
  if (!document.documentElement.lang) lacks.push("no language");
  if (!document.title.trim()) lacks.push("no title");
  if (document.querySelectorAll("main").length !== 1) lacks.push("not one main");
  for (const e of document.querySelectorAll("img")) if (!e.hasAttribute("alt")) lacks.push("an image without words");
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  for (const id of new Set(ids.filter((id, n) => ids.indexOf(id) !== n))) lacks.push(`twice the id ${id}`);
  for (const e of document.querySelectorAll("[style], [onclick]")) lacks.push(`inline: ${e.outerHTML.slice(0, 80)}`);
  return lacks;
}"""


def test_every_main_page_can_be_read_with_an_aid(enter: Enter):
    page = enter("office")
    lacks = {}
    for address in MAIN_PAGES:
        answer = page.goto(address)
        assert answer is not None
        assert answer.ok, address
        if found := page.evaluate(LACKS):
            lacks[address] = found
    assert lacks == {}


def test_no_main_page_is_wider_than_a_phone(enter: Enter):
    page = enter("office", PHONE)
    wide = {}
    for address in MAIN_PAGES:
        page.goto(address)
        if over := page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        ):
            wide[address] = over
    assert wide == {}


def test_what_has_the_focus_can_be_seen(enter: Enter):
    page = enter("clerk")
    page.goto("/ledger/register/")
    unseen = []
    for _turn in range(25):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
            const ring = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
            return ring ? '' : e.outerHTML.slice(0, 90); }"""
        )
        if found:
            unseen.append(found)
    assert unseen == []


def test_five_wrong_passwords_lock_the_door_and_say_so(enter: Enter, city: City):
    page = enter("")
    for turn in range(5):
        page.get_by_label("账号").fill(city.told["accounts"]["locked"])
        page.get_by_label("密码").fill(f"wrong-{turn}")
        page.get_by_role("button", name="登录").click()
        if turn < 4:
            expect(page.locator("main")).to_contain_text(f"还可以再试 {4 - turn} 次")
    expect(page.get_by_role("heading", level=1)).to_contain_text("锁定")
    page.goto("/org/sign-in/")
    page.get_by_label("账号").fill(city.told["accounts"]["locked"])
    page.get_by_label("密码").fill(city.told["password"])
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("锁定")


def test_each_page_turns_to_english_and_back(enter: Enter):
    page = enter("office")
    left: dict[str, list[str]] = {}
    page.get_by_role("button", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for address in MAIN_PAGES:
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        if chinese := in_chinese(page):
            left[address] = chinese
    page.get_by_role("button", name="中文").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.get_by_role("heading", level=1)).to_have_text("使用说明")
    assert left == {}


def in_chinese(page: Page) -> list[str]:
    """Headings, labels and buttons that are still in Chinese; what people wrote stays as they wrote it."""
    words = page.locator("main h2, main label, main button, main th, nav.sidebar a").all_inner_texts()
    return sorted({text.strip() for text in words if any("\u4e00" <= letter <= "\u9fff" for letter in text)})


def test_the_keyboard_alone_finds_a_matter_and_a_form(enter: Enter):
    page = enter("clerk")
    page.goto("/")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("窗口服务")
    page.keyboard.press("Enter")
    expect(page.locator("table.matters tbody tr")).to_have_count(3)
    page.keyboard.press("j")
    expect(page.locator("table.matters tbody tr").nth(0).locator("a.row-link")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("table.matters tbody tr").nth(1).locator("a.row-link")).to_be_focused()
    page.keyboard.press("k")
    expect(page.locator("table.matters tbody tr").nth(0).locator("a.row-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("窗口服务")
    page.goto("/ledger/register/")
    order = []
    page.locator("[name=statement]").focus()
    for _turn in range(5):
        order.append(page.evaluate("document.activeElement.name"))
        page.keyboard.press("Tab")
    assert [name for name in order if name] == ["statement", "unit", "category", "kind", "source"]


def test_the_way_in_leads_back_to_the_page_that_was_asked_for(enter: Enter, city: City):
    page = enter("")
    page.goto("/ledger/late/")
    expect(page).to_have_url(f"{city.site}/org/sign-in/?next=%2Fledger%2Flate%2F")
    page.get_by_label("账号").fill(city.told["accounts"]["clerk"])
    page.get_by_label("密码").fill(city.told["password"])
    page.get_by_role("button", name="登录").click()
    expect(page).to_have_url(f"{city.site}/ledger/late/")
    page.get_by_role("button", name="退出登录").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
    page.go_back()
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("登录")
