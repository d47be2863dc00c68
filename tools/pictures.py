"""Take the pictures of the README from the demo city: ``python tools/pictures.py [--snapshot A] [--out DIR]``.

Builds the demo in a temporary directory, serves it, signs in as the campaign office, and takes the wall chart at
1920 by 1080 and the ledger at 1440 by 900 with Chromium. Needs Chromium (or Google Chrome) and a Chinese font.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OFFICE = "campaign_office"
PICTURES = (("wall", "/ledger/wall/", 1920, 1080), ("ledger", "/ledger/?kind=finding", 1440, 900))
PATIENCE = 60.0


def command() -> list[str]:
    """The command of this environment, not one that happens to be on the path."""
    return [sys.executable, "-c", "from qingyuan.site.command import run; run()"]


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    sys.exit("no Chromium found: install Debian's package chromium")


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def built(data: Path, snapshot: str) -> list[dict[str, Any]]:
    """Build the demo city and return its accounts."""
    made = subprocess.run(
        [*command(), "--data", str(data), "demo", "--snapshot", snapshot, "--no-serve", "--json"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=data,
    )
    return list(json.loads(made.stdout)["accounts"])


def office(accounts: list[dict[str, Any]]) -> tuple[str, str]:
    """The sign-in name and password of the campaign office."""
    for account in accounts:
        if account["role"] == OFFICE:
            name = account.get("account") or account.get("username") or account["name"]
            return str(name), str(account["password"])
    sys.exit(f"the demo has no account with the role {OFFICE}")


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if server.poll() is not None:
            sys.exit("the server ended before it answered")
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
        else:
            return
    sys.exit(f"{address} did not answer")


def signed_in(browser: Browser, address: str, name: str, password: str) -> Page:
    page = browser.new_context(locale="zh-CN", color_scheme="light", timezone_id="Asia/Shanghai").new_page()
    page.goto(f"{address}/org/sign-in/")
    page.fill("input[name=username]", name)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def take(address: str, name: str, password: str, out: Path) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        page = signed_in(browser, address, name, password)
        for picture, path, width, height in PICTURES:
            page.set_viewport_size({"width": width, "height": height})
            answer = page.goto(f"{address}{path}", wait_until="load")
            if answer is None or not answer.ok:
                sys.exit(f"{path} answered {answer.status if answer else 'nothing'}")
            page.evaluate("document.fonts.ready")
            page.screenshot(path=out / f"{picture}.png")
            print(out / f"{picture}.png", file=sys.stderr)
        browser.close()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--snapshot", choices=("A", "B"), default="A")
    asked.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    args = asked.parse_args()
    out = args.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="qingyuan-pictures-") as place:
        name, password = office(built(Path(place), args.snapshot))
        serve = ["demo", "--snapshot", args.snapshot, "--port", str(port)]
        server = subprocess.Popen(
            [*command(), "--data", place, *serve], env=os.environ, cwd=place, stdout=subprocess.DEVNULL
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/org/sign-in/", server)
            take(f"http://127.0.0.1:{port}", name, password, out)
        finally:
            server.terminate()
            server.wait(timeout=30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
