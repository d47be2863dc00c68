"""Study in a browser: a week planned and recorded in a few presses; who comes off a night shift is not asked."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, City, Enter

pytestmark = pytest.mark.browser


def test_a_secretary_plans_and_records_a_week_and_night_shift_is_not_asked(enter: Enter, city: City) -> None:
    page = enter("branch_secretary")
    page.goto("/study/week/?week=2021-03-15")
    presses = 0

    def press(name: str) -> None:
        nonlocal presses
        page.get_by_role("button", name=name).click()
        presses += 1

    press("照上一份做计划")
    expect(page.locator("main tbody tr")).to_have_count(2)
    press("定下这周计划")
    expect(page.get_by_text("各支部到时间登记即可")).to_be_visible()
    expect(page.get_by_role("link", name="登记 周五早课")).to_be_visible()
    for topic in ("政治学习", "周五早课"):
        page.goto("/study/week/?week=2021-03-15")
        page.get_by_role("link", name=f"登记 {topic}").click()
        presses += 1
        if topic == "周五早课":
            row = page.get_by_role("row").filter(has_text="夜班许")
            expect(row.get_by_role("radio", name="值班")).to_be_checked()
            page.get_by_role("group", name="党员甲").get_by_role("radio", name="请假").check()
            presses += 1
        press("登记完成")
        expect(page.get_by_text("已登记。")).to_be_visible()
    expect(page.locator("main")).to_contain_text("值班 1 · 请假 1 · 缺席 0")
    page.goto("/study/week/?week=2021-03-22")
    press("照上一份做计划")
    press("定下这周计划")
    expect(page.get_by_text("各支部到时间登记即可")).to_be_visible()
    assert presses <= 10  # two weeks planned, one recorded

    phone = enter("night", PHONE)
    phone.goto("/study/mine/")
    expect(phone.get_by_text("有1次学习正好碰上您值班、夜班后休息或请假，不用参加")).to_be_visible()
    expect(phone.get_by_role("link", name="周五早课")).to_have_count(2)  # next week's, and one to make up
    expect(phone.get_by_role("link", name="政治学习")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
