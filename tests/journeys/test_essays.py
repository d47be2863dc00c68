"""An author finds his copied passage before anyone else does, on a phone; then it is his own, and one reads it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, City, Enter
from tests.study.essays import STORY, own_words

pytestmark = pytest.mark.browser


def test_the_author_finds_what_is_copied_and_nobody_else_has_seen_it(enter: Enter, city: City) -> None:
    officer = enter("officer", PHONE)
    officer.goto(f"{city.site}/study/essays/")
    officer.get_by_role("row").get_by_role("link").first.click()
    officer.get_by_label("正文").fill(own_words(21) + STORY)
    officer.get_by_role("button", name="保存草稿并核对").click()
    expect(officer.locator("mark").first).to_contain_text("上个月值夜班时")
    expect(officer.get_by_role("heading", name="本局另一篇心得")).to_be_visible()
    assert city.told["names"]["stranger"] not in officer.locator("main").inner_text()
    assert officer.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    head = enter("head")
    head.goto(f"{city.site}/study/essays/")
    head.get_by_role("link", name="待我审阅").click()
    expect(head.get_by_role("link", name=city.told["names"]["officer"])).to_have_count(0)

    officer.get_by_label("正文").fill(own_words(21))
    officer.get_by_role("button", name="保存草稿并核对").click()
    expect(officer.get_by_text("没有找到与别处相同的段落")).to_be_visible()
    officer.get_by_label("本人撰写").check()
    officer.get_by_role("button", name="提交", exact=True).click()
    expect(officer.get_by_text("已提交。")).to_be_visible()

    head.reload()
    head.get_by_role("link", name=city.told["names"]["officer"]).click()
    expect(head.get_by_text("系统不下结论")).to_be_visible()
    head.get_by_role("button", name="已阅").click()
    officer.reload()
    expect(officer.get_by_text("已阅。")).to_be_visible()
