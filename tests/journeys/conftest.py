"""A browser, a server, and people who sign in as people do."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120  # seconds for the server to answer at all
BEFORE, NOW = "2021-03-18T15:00:00+08:00", "2021-03-19T10:00:00+08:00"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
FORWARDED = "203.0.113.199"  # where a proxy says that a reporter sits
TYPED: set[str] = set()  # what reporters typed in any journey, and their codes: looked for at the very end
expect.set_options(timeout=15_000)  # milliseconds: other tests run beside
# Told to the page by the browser itself: every breach of the content security policy.
LISTEN = """addEventListener("securitypolicyviolation", (e) => {
  console.error(`CSP ${e.violatedDirective} ${e.blockedURI}`);
});"""
# The browser's own words about pages that say no.
EXPECTED = ("status of 404", "status of 403", "status of 429")


def a_browser() -> str | None:
    """A Chromium of this machine, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


# For this package and not the session: while a Playwright is open, Django refuses to ask a database in this thread.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    program = a_browser()
    if program is None:
        warnings.warn("no Chromium on this machine: the journeys were NOT tested", stacklevel=1)
        pytest.skip("no Chromium on this machine: install chromium to test the journeys")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@dataclass
class City:
    """The served city: where it is, and whom it holds."""

    site: str
    told: dict[str, Any]
    data: Path
    server: int
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, module: str, *words: str) -> None:
        """Do something by the rules that takes many pages: in a process of its own, on the served city's data."""
        command = [sys.executable, "-m", module, *words]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="package")
def city(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """The real server on a free port, with a data directory of its own, on a Friday morning in March 2021."""
    data = tmp_path_factory.mktemp("city")
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"} | {
        "QINGYUAN_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "qingyuan.site.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    made = subprocess.run(
        [sys.executable, "-m", "tests.journeys.prepare"],
        env={**environment, "QINGYUAN_CLOCK": BEFORE},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = (data / "server.log").open("w")
    server = subprocess.Popen(
        [
            *(sys.executable, "-c", "from qingyuan.site.command import run; run()"),
            *("--data", str(data), "serve", "--port", str(port)),
        ],
        env={**environment, "QINGYUAN_CLOCK": NOW},
        cwd=ROOT,
        stdout=log,
        stderr=log,
    )
    try:
        _wait(server, port, data / "server.log")
        said = json.loads(made.stdout)
        yield City(f"http://127.0.0.1:{port}", said, data, server.pid, {**environment, "QINGYUAN_CLOCK": NOW})
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)
        log.close()


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    raise AssertionError(f"the server does not come up: {log.read_text()}")


@dataclass
class Watch:
    """What a browser complained of, and what left the server's own address."""

    site: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def on(self, context: BrowserContext) -> None:
        context.add_init_script(LISTEN)
        context.on("request", self._asked)
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.site + "/", "data:", "blob:")):
            self.strangers.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(words in message.text for words in EXPECTED):
            self.complaints.append(f"{message.type}: {message.text}")


Enter = Callable[..., Page]


@pytest.fixture
def enter(browser: Browser, city: City) -> Iterator[Enter]:
    """Open a browser of one's own and sign in: ``enter("clerk")``, ``enter("officer", PHONE)``, ``enter("")``."""
    contexts: list[BrowserContext] = []
    watch = Watch(city.site)

    def open_as(name: str, size: dict[str, int] = DESK) -> Page:
        context = browser.new_context(
            base_url=city.site, viewport=size, locale="zh-CN", accept_downloads=True, has_touch=size is PHONE
        )
        context.set_default_timeout(15_000)
        watch.on(context)
        contexts.append(context)
        page = context.new_page()
        page.goto("/org/sign-in/")
        if name:
            page.get_by_label("账号").fill(city.told["accounts"][name])
            page.get_by_label("密码").fill(city.told["password"])
            page.get_by_role("button", name="登录").click()
            expect(page.locator(".person-name")).to_have_text(city.told["names"][name])
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert watch.strangers == [], "something was asked of another address"
    assert watch.complaints == []
