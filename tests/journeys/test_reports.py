"""Report, dialogue, result, rating: a phone without account and a handler's browser."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import FORWARDED, PHONE, TYPED, City, Enter, Watch

pytestmark = pytest.mark.browser
PASS = "correct horse battery"


@pytest.fixture
def phone(browser: Browser, city: City) -> Iterator[Page]:
    """A phone of nobody, watched for complaints and strangers."""
    headers = {"X-Forwarded-For": FORWARDED, "X-Real-IP": FORWARDED}
    context = browser.new_context(viewport=PHONE, locale="zh-CN", extra_http_headers=headers)  # type: ignore[arg-type]
    watch = Watch(city.site)
    watch.on(context)
    yield context.new_page()
    names = {cookie["name"] for cookie in context.cookies()}
    context.close()
    assert not watch.complaints
    assert not watch.strangers
    assert names <= {"csrftoken", "qingyuan_language"}


def make_key(page: Page, site: str) -> None:
    page.goto(f"{site}/report/desk/keys/")
    page.locator("details").evaluate("one => { one.open = true; }")
    page.fill("[name=new]", PASS)
    page.fill("[name=again]", PASS)
    with page.expect_download() as kept:
        page.get_by_role("button", name="生成新密钥").click()
    assert Path(kept.value.path()).read_bytes().startswith(b"age-encryption.org/v1\n-> scrypt ")


def tell(phone: Page, site: str, *, words: str, real: bool = False) -> str:
    """Fill the form in step by step and give back the code."""
    TYPED.update({words, "王五家.txt"} | ({"举报人甲", "13800000000"} if real else set()))
    phone.goto(f"{site}/report/")
    phone.get_by_role("link", name="我要举报").click()
    expect(phone.locator("#sealed-note")).to_be_visible()
    phone.fill("#what", words)
    phone.get_by_role("button", name="下一步").click()
    phone.fill("#unit-search", "源河")
    phone.get_by_role("button", name=re.compile("源河分局")).click()
    phone.get_by_label("源河分局").select_option("head")
    phone.get_by_role("button", name="下一步").click()
    phone.get_by_role("button", name="下一步").click()
    phone.set_input_files(
        "#file", {"name": "王五家.txt", "mimeType": "text/plain", "buffer": "收据".encode()}
    )
    expect(phone.locator("#files li")).to_have_count(1)
    phone.get_by_role("button", name="下一步").click()
    if real:
        phone.get_by_label("实名", exact=True).check()
        phone.fill("#name", "举报人甲")
        phone.fill("#phone", "13800000000")
    phone.get_by_role("button", name="提交").click()
    expect(phone.locator("#receipt")).to_be_visible(timeout=30_000)
    TYPED.add(phone.locator("#code").inner_text())
    return phone.locator("#code").inner_text()


def test_report_dialogue_result_and_rating(phone: Page, enter: Enter, city: City) -> None:
    handler = enter("handler")
    make_key(handler, city.site)
    code = tell(phone, city.site, words="丹枫路收受烟酒")
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}-[0-9A-Z]", code)
    name = phone.locator("#public-id").inner_text()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]

    handler.goto(f"{city.site}/report/desk/")
    handler.get_by_role("link", name=name).click()
    handler.fill("#passphrase", PASS)
    handler.get_by_role("button", name="打开", exact=True).click()
    expect(handler.get_by_text("丹枫路收受烟酒")).to_be_visible(timeout=30_000)
    with handler.expect_download() as file:
        handler.get_by_role("button", name="打开附件").click()
    assert Path(file.value.path()).read_text() == "收据"
    assert file.value.suggested_filename == "附件1.txt"
    handler.fill("#text", "请补充时间")
    handler.get_by_role("button", name="加密并发送").click()
    expect(handler.get_by_text("请补充时间")).to_be_visible()
    handler.get_by_role("button", name="受理", exact=True).click()
    city.run("tests.journeys.close_lead", name)
    handler.reload()
    handler.get_by_label("结果").select_option("founded")
    handler.get_by_role("button", name="告知结果").click()
    expect(handler.get_by_text("结果已告知，举报人可以评价")).to_be_visible()

    phone.goto(f"{city.site}/report/back/")
    phone.fill("#code", code.lower().replace("-", " "))
    phone.get_by_role("button", name="打开").click()
    expect(phone.get_by_text("请补充时间")).to_be_visible(timeout=30_000)
    expect(phone.locator("[data-of=outcome]")).to_have_text("属实")
    phone.fill("#text", "上月三日晚上")
    phone.locator("#say").get_by_role("button", name="提交").click()
    expect(phone.locator("#lines").get_by_text("上月三日晚上")).to_be_visible()
    phone.get_by_label("只回应了一部分").check()
    phone.get_by_role("button", name="评价").click()
    expect(phone.locator("#said")).to_have_text("已提交")
    phone.fill("#name", "举报人甲")
    phone.fill("#phone", "13800000000")
    phone.locator("#give-name").get_by_role("button", name="改为实名").click()
    expect(phone.locator("#give-name")).to_be_hidden()

    handler.goto(f"{city.site}/report/desk/{name}/")
    expect(handler.get_by_text("只回应了一部分")).to_be_visible()
    expect(handler.get_by_text("实名举报")).to_be_visible()


MUST_SEE_NOTHING = ("head", "clerk", "system", "security", "audit")
# Pages, figures, counts and what scripts ask for. Not the record: the audit administrator's own sign-in stands there.
ADDRESSES = (
    *(
        "/",
        "/ledger/?state=all",
        "/ledger/?state=all&kind=lead",
        "/ledger/wall/",
        "/ledger/late/",
        "/ledger/causes/",
    ),
    *("/ledger/common/", "/ledger/themes/", "/ledger/to-sign/", "/ledger/reminders/", "/discipline/leads/"),
    *("/discipline/leads/figures/", "/discipline/leads/silent/", "/discipline/three-rules/", "/report/desk/"),
    *(
        "/report/desk/desks/",
        "/report/desk/keys/",
        "/report/desk/asked/",
        "/publication/",
        "/org/units/",
        "/org/people/",
    ),
    *("/ledger/suggest/units/?q=示例", "/ledger/suggest/people/?q=督察", "/org/accounts/", "/witness/"),
)
TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2})?")


def as_read(page: Page, address: str) -> str:
    """Status and words of a page as this browser is given it: without tags (marks of forms are in them) and times."""
    answer = page.request.get(address)
    return f"{answer.status} {TIME.sub('', re.sub(r'<[^>]*>', ' ', answer.text()))}"


def test_accused_unit_and_administrators_see_nothing_anywhere(
    phone: Page, enter: Enter, city: City, tmp_path: Path
) -> None:
    """Before and after a report that becomes a lead: to them the city is the same, word for word, count for count."""
    handler = enter("handler")
    make_key(handler, city.site)
    pages = {who: enter(who) for who in MUST_SEE_NOTHING}
    before = {(who, one): as_read(page, one) for who, page in pages.items() for one in ADDRESSES}
    tell(phone, city.site, words="青石巷吃拿卡要", real=True)
    name = phone.locator("#public-id").inner_text()
    handler.goto(f"{city.site}/report/desk/{name}/")
    handler.fill("#passphrase", PASS)
    handler.get_by_role("button", name="打开", exact=True).click()
    expect(handler.get_by_text("青石巷吃拿卡要")).to_be_visible(timeout=30_000)
    handler.get_by_role("button", name="受理", exact=True).click()
    expect(handler.get_by_role("button", name="受理", exact=True)).to_be_hidden()
    found = re.findall(r"/ledger/(\d+)/", handler.request.get("/ledger/?state=all&kind=lead").text())
    assert found, "the handler has the lead on the ledger: what the others must not see is there"
    lead = max(map(int, found))
    secrets = (name, "青石巷", "吃拿卡要", "举报人甲", "13800000000", "举报线索")
    own = {who: city.told["names"][who] for who in pages}
    for who, page in pages.items():
        for one in ADDRESSES:
            assert as_read(page, one) == before[who, one], (own[who], one)
        for typed in (name, f"XS-{name}", "青石巷吃拿卡要", "举报人甲"):
            there, made_up = (
                as_read(page, f"/ledger/?state=all&q={word}") for word in (typed, "0" * len(typed))
            )
            assert there.replace(typed, "") == made_up.replace("0" * len(typed), ""), (own[who], typed)
        for there, not_there in (
            (f"/report/desk/{name}/", "/report/desk/0000000000/"),
            (f"/report/desk/{name}/sealed/1/", "/report/desk/0000000000/sealed/1/"),
            (f"/ledger/{lead}/", "/ledger/99999/"),
        ):  # an error page tells no more than that of something that was never there
            assert as_read(page, there) == as_read(page, not_there), (own[who], there)
            assert not as_read(page, there).startswith("2")
        for address in (
            "/record/",
            "/record/?act=reports",
            f"/record/?subject=report:{name}",
            f"/record/?q={name}",
        ):
            said = as_read(page, address).replace(f"report:{name}", "").replace(f"q={name}", "")
            assert not any(word in said for word in secrets if word != name), (own[who], address)
        export = page.request.get("/ledger/export/?state=all")
        words = "".join(text_of(export.body())) if export.status == 200 else export.text()
        assert not any(word in words for word in secrets), own[who]
    log = (city.data / "server.log").read_text()
    assert not any(
        word in log for word in secrets if word != name
    )  # that one was in addresses they typed themselves


def text_of(book: bytes) -> list[str]:
    """Every part of an Excel file."""
    with ZipFile(BytesIO(book)) as parts:
        return [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]


def test_a_phone_does_the_work_before_sending_and_its_time_is_printed(browser: Browser, city: City) -> None:
    """Slowed down six times, on the page itself (a worker is not slowed). How much is asked is checked, no time is."""
    context = browser.new_context(base_url=city.site, viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto("/report/new/")
    asked = page.request.post("/report/route/", form={"facts": json.dumps({"units": []})}).json()
    assert asked["challenge"].split(".")[1] == "17"
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    spent = [page.evaluate(SOLVE, asked["challenge"]) for _ in range(3)]
    context.close()
    assert all(spent)
    print(f"\nproof of work of 17 bits, six times slower, ms: {sorted(map(round, spent))}; limit 2000")


SOLVE = """async (challenge) => {
  const { puzzle } = await import("/static/reports/pow.js");
  const hash = new DataView(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(challenge)));
  const start = Array.from({ length: 8 }, (_, word) => hash.getInt32(4 * word));
  const began = performance.now();
  for (let place = 0; place < 16; place++) puzzle(start, place, Number(challenge.split(".")[1]) - 4);
  return performance.now() - began;
}"""


def test_without_script_the_form_says_so_and_works(browser: Browser, city: City) -> None:
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{city.site}/report/new/")
    expect(page.get_by_text("由服务器收到后立即加密")).to_be_visible()
    page.fill("#what", "白杨街态度粗暴")
    TYPED.add("白杨街态度粗暴")
    page.get_by_role("button", name="提交").click()
    code = page.locator(".stat-value").inner_text()
    TYPED.add(code)
    page.goto(f"{city.site}/report/back/")
    page.fill("#code", code)
    page.get_by_role("button", name="打开").click()
    expect(page.get_by_text("白杨街态度粗暴")).to_be_visible()
    context.close()


SLOW = 60_000  # milliseconds: scrypt with 128 MiB, on a machine that does other things as well


def unlock(page: Page) -> None:
    page.fill("#passphrase", PASS)


def open_it(page: Page, site: str, name: str, words: str) -> None:
    page.goto(f"{site}/report/desk/{name}/")
    unlock(page)
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_text(words)).to_be_visible(timeout=SLOW)


def test_two_offices_give_a_lost_key_back_and_no_page_of_the_server_ever_has_it(
    phone: Page, enter: Enter, city: City
) -> None:
    keepers = [enter("resident"), enter("upper")]
    for keeper in keepers:
        make_key(keeper, city.site)
    handler = enter("handler")
    make_key(handler, city.site)
    handler.reload()
    handler.locator("[data-shares] [name=passphrase]").fill(PASS)
    handler.get_by_role("button", name="交出恢复份额").click()
    expect(handler.locator("#progress")).to_contain_text("恢复份额已交给", timeout=SLOW)
    tell(phone, city.site, words="白桦路收钱不开票")
    name = phone.locator("#public-id").inner_text()

    again = enter("handler")  # another computer: the key is not in its browser
    sent: list[bytes] = []
    again.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    make_key(again, city.site)
    again.reload()
    again.get_by_role("button", name="提出恢复").first.click()
    fingerprint = again.locator("[translate=no] code").inner_text()
    for keeper in keepers:
        keeper.goto(f"{city.site}/report/desk/asked/")
        said = keeper.get_by_label("新密钥指纹的最后两组")
        said.fill("0000-0000")
        unlock(keeper)
        keeper.get_by_role("button", name="交出我的一份").click()
        expect(keeper.locator("#problems")).to_contain_text("指纹不一致", timeout=SLOW)
        said.fill(fingerprint[-9:].lower())
        keeper.get_by_role("button", name="交出我的一份").click()
        expect(keeper.locator("#progress")).to_have_text("已交出您的一份", timeout=SLOW)
    again.reload()
    again.get_by_label("新密钥的口令", exact=True).fill(PASS)
    again.get_by_role("button", name="合成旧密钥").click()
    expect(again.locator("#progress")).to_contain_text("旧密钥已恢复", timeout=SLOW)
    assert not any(b"AGE-SECRET-KEY" in body for body in sent)
    open_it(again, city.site, name, "白桦路收钱不开票")
    keepers[0].goto(f"{city.site}/report/desk/recoveries/")
    expect(keepers[0].get_by_text("已恢复").first).to_be_visible()


def test_a_present_reader_seals_in_his_browser_to_who_came_later(
    phone: Page, enter: Enter, city: City
) -> None:
    handler, later = enter("handler"), enter("later")
    make_key(handler, city.site)
    tell(phone, city.site, words="槐树街扣车不给手续")
    name = phone.locator("#public-id").inner_text()
    make_key(later, city.site)
    assert later.goto(f"{city.site}/report/desk/{name}/").status == 404  # type: ignore[union-attr]
    handler.goto(f"{city.site}/report/desk/")
    handler.locator("details").evaluate("one => { one.open = true; }")
    unlock(handler)
    handler.get_by_role("button", name="为新的办理人加密").click()
    expect(handler.locator("#progress")).to_contain_text("已全部重新加密", timeout=SLOW)
    open_it(later, city.site, name, "槐树街扣车不给手续")


def test_the_identity_opens_in_two_browsers_and_in_neither_alone(
    phone: Page, enter: Enter, city: City
) -> None:
    handler, keeper = enter("handler"), enter("resident")
    for page in (handler, keeper):
        make_key(page, city.site)
    tell(phone, city.site, words="榆树巷打听案情", real=True)
    name = phone.locator("#public-id").inner_text()
    open_it(handler, city.site, name, "榆树巷打听案情")
    handler.get_by_role("button", name="提出查询身份").click()
    expect(handler.get_by_text("须由另一位保管人同意")).to_be_visible()
    assert handler.locator("[data-take]").count() == 0
    keeper.goto(f"{city.site}/report/desk/asked/")
    unlock(keeper)
    keeper.locator("li", has_text=name).get_by_role("button", name="同意").click()
    expect(keeper.locator("li", has_text=name)).to_have_count(0, timeout=SLOW)
    open_it(handler, city.site, name, "榆树巷打听案情")
    handler.get_by_role("button", name="打开身份").click()
    expect(handler.locator("#identity")).to_contain_text("举报人甲", timeout=SLOW)
    assert "举报人甲" not in keeper.content()
