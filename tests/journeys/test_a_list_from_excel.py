"""A list as people have it, merged heads and all: looked at, taken over, taken back."""

from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import expect

from tests.journeys.conftest import City, Enter

pytestmark = pytest.mark.browser


def a_list(folder: Path) -> Path:
    """A title, a head of two lines with merged cells, two problems and a line of totals."""
    place = folder / "问题整改台账.xlsx"
    with xlsxwriter.Workbook(str(place)) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range("A1:F1", "源河分局教育整顿问题整改台账")
        for column, words in enumerate(("序号", "责任单位", "问题类别", "问题表述")):
            sheet.merge_range(1, column, 2, column, words)
        sheet.merge_range(1, 4, 1, 5, "整改要求")
        sheet.write_row(2, 4, ["整改措施", "整改时限"])
        kind = "有案不立、压案不查"
        sheet.write_row(3, 0, [1, "源河分局", kind, "表内一号问题：回执未出具", "补出", "2021-04-15"])
        sheet.write_row(4, 0, [2, "源河分局", kind, "表内二号问题：立案告知超期", "逐案告知", "4月底"])
    return place


def test_a_list_is_looked_at_then_taken_over_then_taken_back(enter: Enter, city: City, tmp_path: Path):
    page = enter("clerk")
    page.goto("/ledger/import/")
    page.get_by_label("Excel 或 CSV 文件").set_input_files(a_list(tmp_path))
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入预览")
    expect(page.locator("main")).to_contain_text("检查通过：将新增 2 项")
    page.goto("/ledger/?state=all&q=表内")
    expect(page.locator("main")).to_contain_text("没有符合条件的事项")
    page.go_back()
    page.get_by_role("button", name="确认导入").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入完成")
    done = page.url
    page.get_by_role("link", name="查看导入的事项").click()
    expect(page.locator("table.matters tbody tr")).to_have_count(2)
    expect(page.locator("table.matters")).to_contain_text("2021-04-15")
    page.goto(done)
    page.get_by_role("button", name="撤销本次导入").click()
    page.get_by_role("button", name="确定", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("导入已撤销")
    page.goto("/ledger/?state=all&q=表内")
    expect(page.locator("main")).to_contain_text("没有符合条件的事项")
