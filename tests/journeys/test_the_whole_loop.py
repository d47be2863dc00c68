"""From a problem that somebody finds to the bulletin that tells of it, as the people who do it, in a browser."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE, City, Enter

pytestmark = pytest.mark.browser

FACT = "三月十八日夜间巡查发现接报案登记簿漏登两起警情"


def a_paper(folder: Path) -> Path:
    """A PDF of one empty page."""
    paper = pypdfium2.PdfDocument.new()
    paper.new_page(595, 842)
    out = BytesIO()
    paper.save(out)
    place = folder / "补录清单.pdf"
    place.write_bytes(out.getvalue())
    return place


def open_act(page: Page, act: str) -> Any:
    """The form of one act on a matter's page, opened if it is folded."""
    card = page.locator(f"#act-{act}")
    if card.get_attribute("open") is None:
        card.locator("summary").click()
    return card


def press(page: Page, card: Any, words: str, *, sure: bool = False) -> None:
    card.get_by_role("button", name=words).click()
    if sure:
        page.get_by_role("button", name="确定", exact=True).click()


def said(page: Page, words: str) -> None:
    expect(page.locator("main")).to_contain_text(words)


def fits(page: Page) -> None:
    """Nothing sticks out to the side."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide}px too wide"


def test_four_people_bring_a_problem_to_its_end_and_each_sees_only_what_is_his(
    enter: Enter, city: City, tmp_path: Path
):
    clerk = enter("clerk")
    number = registered(clerk, city)
    matter = clerk.url

    head = enter("head")
    head.goto(matter)
    card = open_act(head, "fix")
    card.locator("[name=owner]").select_option(city.told["accounts"]["officer"])
    card.locator("[name=measures]").fill("逐案核对，三日内补录")
    card.locator("[name=due_on]").fill("2021-03-26")
    press(head, card, "完成三定")
    said(head, "三定完成")

    officer = enter("officer", PHONE)
    worked_on(officer, number, tmp_path)

    office = enter("office")
    office.goto("/ledger/extensions/")
    office.get_by_role("link", name=FACT).or_(office.get_by_role("link", name=number)).first.click()
    card = open_act(office, "answer")
    card.locator("[name=answer][value=granted]").check()
    press(office, card, "提交批复")
    said(office, "已批复延期申请")
    said(office, "2021-04-02")

    officer.goto(matter)
    claimed(officer)
    office.goto(matter)
    card = open_act(office, "return")
    card.locator("[name=reason]").fill("清单缺第二起的处警时间")
    press(office, card, "退回整改")
    said(office, "已退回整改")

    officer.goto(matter)
    said(officer, "清单缺第二起的处警时间")
    claimed(officer)

    inspector = enter("inspector")
    inspector.goto("/ledger/to-sign/")
    inspector.get_by_role("link", name=FACT).click()
    card = open_act(inspector, "close")
    press(inspector, card, "验收销号", sure=True)
    said(inspector, "已验收销号")

    seen_as_done(office, number)
    told_in_a_bulletin(office, matter, city)
    nothing_for_a_stranger(enter("stranger"), matter, number)


def registered(page: Page, city: City) -> str:
    """The clerk types a problem, from the menu on, and opens it."""
    page.goto("/")
    page.get_by_role("link", name="登记问题").first.click()
    page.get_by_label("问题表述").fill(FACT)
    page.locator("[name=category]").select_option("no_case_filing")
    page.get_by_role("button", name="登记并打开").click()
    expect(page.locator("h1")).to_contain_text("WT2021")
    expect(page.locator("#act-fix")).to_be_visible()
    return (page.locator("h1").inner_text()).split()[0]


def worked_on(page: Page, number: str, folder: Path) -> None:
    """The officer on his phone: finds what is his, says how far it is, adds a file, asks for more time."""
    page.goto("/ledger/mine/")
    fits(page)
    page.get_by_role("link", name=FACT).click()
    expect(page.locator("h1")).to_contain_text(number)
    fits(page)
    expect(page.locator("#act-close")).to_have_count(0)
    card = open_act(page, "progress")
    card.locator("[name=words]").fill("已核对登记簿和接警系统，补录一起")
    press(page, card, "记录进展")
    said(page, "补录一起")
    page.locator("[name=file]").set_input_files(a_paper(folder))
    page.get_by_role("button", name="上传").click()
    said(page, "佐证材料已上传")
    card = open_act(page, "extend")
    card.locator("[name=new_due_on]").fill("2021-04-02")
    card.locator("[name=reason]").fill("第二起需调取外地回执")
    press(page, card, "提交延期申请")
    said(page, "延期申请已提交")
    fits(page)


def claimed(page: Page) -> None:
    """The officer asks for sign-off."""
    card = open_act(page, "submit")
    card.locator("[name=effect]").fill("两起均已补录，建立每日核对")
    card.locator("[name=cause]").select_option("not_followed")
    card.locator("[name=cause_words]").fill("交接班没有清单")
    card.locator("[name=rule_change]").select_option("revised")
    card.locator("[name=rule_words]").fill("接报案登记制度第三条")
    press(page, card, "申请销号")
    said(page, "已申请销号")


def seen_as_done(page: Page, number: str) -> None:
    """In the list among what is closed, and counted on the wall chart."""
    page.goto("/ledger/?state=closed")
    expect(page.locator("table.matters")).to_contain_text(number)
    page.goto("/ledger/wall/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    row = page.get_by_role("row").filter(has_text="源河分局").first
    # One of five is signed off: three others wait, and the one about somebody.
    expect(row).to_contain_text("1/5")


def told_in_a_bulletin(page: Page, matter: str, city: City) -> None:
    """One press drafts it; the file opens in Word and leads back to the matter."""
    page.goto("/publication/")
    page.get_by_role("button", name="起草本期通报").click()
    said(page, "通报已起草")
    expect(page.locator("main")).to_contain_text(FACT)
    with page.expect_download() as sent:
        page.get_by_role("link", name="下载 Word").click()
    file = sent.value
    assert file.suggested_filename.endswith(".docx")
    document = Document(str(file.path()))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert FACT in words
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert matter in links
    assert city.told["names"]["secretary"] not in words


def nothing_for_a_stranger(page: Page, matter: str, number: str) -> None:
    """The head of another unit finds it nowhere: start page, list, search, wall chart, or the address itself."""
    for address in (
        "/",
        "/ledger/?state=all",
        f"/ledger/?state=all&q={FACT[:6]}",
        "/ledger/wall/",
        "/publication/",
    ):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        words = page.locator("main").inner_text()
        assert number not in words, address
        assert FACT[:12] not in words, address
    answer = page.goto(matter)
    assert answer is not None
    assert answer.status == 404
    said(page, "没有找到")
    expect(page.locator("body")).not_to_contain_text(FACT)


def test_who_is_named_in_a_matter_does_not_find_it_and_others_do(enter: Enter, city: City):
    about, words = f"/ledger/{city.told['about_secretary']}/", "暗访发现"
    secretary = enter("secretary")
    for address in ("/", "/ledger/?state=all", f"/ledger/?state=all&q={words}", "/ledger/late/"):
        secretary.goto(address)
        expect(secretary.get_by_role("heading", level=1)).to_be_visible()
        assert words not in secretary.locator("main").inner_text().replace(f"“{words}”", ""), address
    answer = secretary.goto(about)
    assert answer is not None
    assert answer.status == 404
    clerk = enter("clerk")
    clerk.goto(f"/ledger/?state=all&q={words}")
    expect(clerk.get_by_role("link", name=words)).to_be_visible()
