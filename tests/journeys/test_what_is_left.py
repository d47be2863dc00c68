"""After all journeys: nothing that reporters typed stands anywhere on the machine. The last file, by its name."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import FORWARDED, TYPED, City
from tests.scan import Scan

pytestmark = pytest.mark.browser


def test_of_all_that_reporters_typed_nothing_is_left(browser: Browser, city: City) -> None:
    if not TYPED:
        page = browser.new_context(base_url=city.site, java_script_enabled=False, locale="zh-CN").new_page()
        page.goto("/report/new/")
        page.fill("#what", "青杨渡口夜里有人收钱")
        TYPED.add("青杨渡口夜里有人收钱")
        page.get_by_role("button", name="提交").click()
        TYPED.add(page.locator(".stat-value").inner_text())
    scan, control = Scan([*TYPED, FORWARDED]), Scan(["暗访发现书记值班脱岗"])
    for one in (scan, control):
        one.processes(city.server)
        one.folder(city.data)
    assert control.hits, "what is there was not found"
    assert not scan.hits
