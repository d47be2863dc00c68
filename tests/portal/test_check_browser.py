"""The check page in a real browser: it computes by itself, says what was done, and leaves the rest to the server."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.trail.conftest import Platform, platform, platform_of_module, prepared, put_back

__all__ = ["platform", "platform_of_module", "prepared", "put_back"]
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


def ask(page: Page, proof: Path) -> str:
    """Choose the file and send: the verdict that is shown, and by whom."""
    page.goto(page.url)
    page.locator("input[type=file]").set_input_files(str(proof))
    page.get_by_role("button", name="核对").click()
    expect(page.locator("[data-answer]")).to_be_visible()
    shown = page.locator("[data-verdict]:visible")
    expect(shown).to_have_count(1)
    by = page.locator("[data-by]:visible")
    expect(by).to_have_count(1)
    return f"{shown.get_attribute('data-verdict')} {by.get_attribute('data-by')}"


def test_the_browser_finds_out_by_itself(platform: Platform, chromium: Browser, tmp_path: Path) -> None:
    complaints: list[str] = []
    proofs = {}
    for name, index in (("lead", platform.entries[0]), ("last", 290)):
        proofs[name] = tmp_path / f"{name}.txt"
        proofs[name].write_text(platform.inside("prove", index))
    (tmp_path / "other.txt").write_text(proofs["lead"].read_text().replace("index 2", "index 3"))
    page = chromium.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    posts: list[str] = []
    page.on("request", lambda asked: posts.append(asked.url) if asked.method == "POST" else None)
    page.goto(f"{platform.url}/check/")
    assert ask(page, proofs["lead"]) == "present browser"
    for step in (1, 100, 400):
        platform.inside("grow", step)
        assert ask(page, proofs["lead"]) == "present browser"
        assert ask(page, proofs["last"]) == "present browser"
    assert ask(page, tmp_path / "other.txt") == "no_proof browser"
    platform.inside("sql", f"UPDATE matters_matter SET statement = 'x' WHERE id = {platform.lead}")
    assert ask(page, proofs["lead"]) == "changed browser"
    assert ask(page, proofs["last"]) == "present browser"
    platform.inside("sql", 'DELETE FROM trail_entry WHERE "index" = 290')
    assert ask(page, proofs["last"]) == "gone browser"
    assert not posts
    assert not complaints
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_log_written_anew_and_a_browser_without_script(
    platform: Platform, chromium: Browser, tmp_path: Path
) -> None:
    proof = tmp_path / "proof.txt"
    proof.write_text(platform.inside("prove", platform.entries[0]))
    plain = chromium.new_context(java_script_enabled=False, locale="zh-CN").new_page()
    plain.goto(f"{platform.url}/check/")
    assert ask(plain, proof) == "present server"
    platform.inside("rewrite", "delete", 5)
    platform.inside("grow", 30)
    page = chromium.new_page(locale="zh-CN")
    page.goto(f"{platform.url}/check/")
    assert ask(page, proof) == "rewritten browser"
    assert ask(plain, proof) == "rewritten server"
