"""Self-examination: the leader speaks first, then the officer's phone asks; a draft that the database cannot read."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, TYPED, City, Enter
from tests.journeys.test_reports import PASS, make_key

pytestmark = pytest.mark.browser
SECRET = "青竹路收过两条香烟"
OWN = "我自己的一句很长很长的口令"


def words_on_disk(data: Path, words: str) -> list[str]:
    """The files of the data directory in which these words stand, the database and its log among them."""
    return [str(file) for file in data.rglob("*") if file.is_file() and words.encode() in file.read_bytes()]


def read_policy(page: Page, city: City) -> None:
    page.goto(f"{city.site}/discipline/self/")
    page.get_by_role("link", name="先看政策").or_(
        page.get_by_role("link", name="打开", exact=True)
    ).first.click()
    page.get_by_role("button", name="我已读").click()


def the_head_leads(enter: Enter, city: City) -> None:
    """The head reads, speaks in public and answers, unless he has."""
    head = enter("head")
    head.goto(f"{city.site}/discipline/self/")
    if head.get_by_role("link", name="查看回执").count():
        return
    read_policy(head, city)
    head.get_by_role("link", name="公开检视和承诺").click()
    head.get_by_label("公开的检视和承诺").fill("查到会议多，四月底前压减三成。")
    head.get_by_role("button", name="公开承诺").click()
    head.get_by_role("button", name="没有需要说明的").click()
    expect(head.locator("#receipt-time")).to_contain_text("2021-03-19")


def test_leader_first_then_the_officer_tells_and_only_the_desk_reads(enter: Enter, city: City) -> None:
    handler = enter("handler")
    make_key(handler, city.site)

    officer = enter("officer", PHONE)
    read_policy(officer, city)
    expect(officer.get_by_text("领导先行：还有领导没有作答")).to_be_visible()
    expect(officer.locator("#tell")).to_have_count(0)

    the_head_leads(enter, city)
    officer.reload()
    expect(officer.get_by_text("查到会议多，四月底前压减三成。")).to_be_visible()
    expect(officer.locator("#sealed-note")).to_be_visible()
    assert officer.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    TYPED.update({SECRET, OWN})
    officer.fill("#text", SECRET)
    officer.fill("#passphrase", OWN)
    officer.get_by_role("button", name="保存草稿").click()
    expect(officer.get_by_text("草稿已加密保存")).to_be_visible(timeout=60_000)
    assert words_on_disk(city.data, SECRET) == []

    officer.reload()
    expect(officer.locator("#text")).to_have_value("")
    officer.fill("#passphrase", OWN)
    officer.get_by_role("button", name="打开草稿").click()
    expect(officer.locator("#text")).to_have_value(SECRET, timeout=60_000)
    officer.get_by_role("button", name="提交说明").click()
    expect(officer.locator("#receipt-time")).to_contain_text("2021-03-19", timeout=60_000)
    name = officer.url.rstrip("/").rsplit("/", 1)[1]
    with officer.expect_download() as kept:
        officer.get_by_role("link", name="下载证明文件").click()
    proof = Path(kept.value.path())
    assert SECRET not in proof.read_text(encoding="utf-8")
    assert words_on_disk(city.data, SECRET) == []
    officer.fill("#passphrase", OWN)
    officer.get_by_role("button", name="打开", exact=True).click()
    expect(officer.get_by_text(SECRET)).to_be_visible(timeout=60_000)

    for who in ("head", "clerk", "office", "inspector", "stranger"):
        page = enter(who)
        for address in (
            "/",
            "/discipline/windows/",
            "/discipline/told/",
            f"/discipline/self/receipts/{name}/",
        ):
            page.goto(f"{city.site}{address}")
            expect(page.get_by_role("link", name=name)).to_have_count(0)
            expect(page.get_by_text(SECRET)).to_have_count(0)

    handler.goto(f"{city.site}/discipline/told/")
    handler.get_by_role("link", name=name).click()
    handler.fill("#passphrase", PASS)
    handler.get_by_role("button", name="打开", exact=True).click()
    expect(handler.get_by_text(SECRET)).to_be_visible(timeout=60_000)
    handler.get_by_role("button", name="阅存").click()
    expect(handler.get_by_text("已阅存，说明人立即看得到")).to_be_visible()
    officer.reload()
    expect(officer.get_by_text("已阅存，不作为线索")).to_be_visible()


def test_nil_is_one_tap_on_a_phone(enter: Enter, city: City) -> None:
    the_head_leads(enter, city)
    page = enter("secretary", PHONE)
    read_policy(page, city)
    page.get_by_role("button", name="没有需要说明的").click()
    expect(page.locator("#receipt-time")).to_contain_text("2021-03-19")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.goto(f"{city.site}/discipline/declarations/")
    page.get_by_role("button", name="没有需要申报的").click()
    expect(page.get_by_text("已申报：没有需要申报的")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
