"""A Chromium and a small server on 127.0.0.1 (a secure context) that gives the browser modules out, with the policy
for content that the product has."""

import http.server
import shutil
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

ROOMS = Path(__file__).resolve().parents[3] / "src" / "qingyuan"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
Run = Callable[..., Any]


class Site(http.server.SimpleHTTPRequestHandler):
    """The static files of the kit and of the room, and one empty page."""

    def translate_path(self, path: str) -> str:
        room = path.split("/")[1]
        self.directory = str(ROOMS / room / "static")
        return super().translate_path(path)

    def do_GET(self) -> None:
        if self.path == "/":
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>empty</title>")
        elif self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """An empty page of that server; what the browser complains of is collected in `page.complaints`.

    For a module and not the session: two Playwrights do not run in one process at once, and the journeys have one.
    """
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    program = next((found for name in names if (found := shutil.which(name))), None)
    if program is None:
        warnings.warn("no Chromium on this machine: the browser modules were NOT tested", stacklevel=1)
        pytest.skip("no Chromium on this machine: install chromium to test the browser modules")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            opened = browser.new_page()
            complaints: list[str] = []
            opened.on("console", lambda said: complaints.append(said.text))
            opened.on("pageerror", lambda error: complaints.append(str(error)))
            opened.complaints = complaints  # type: ignore[attr-defined]
            opened.goto(f"http://127.0.0.1:{server.server_port}/")
            opened.evaluate(PRELUDE)
            yield opened
            browser.close()
    finally:
        server.shutdown()
        server.server_close()


# Bytes travel as hexadecimal text; an EnvelopeError comes back as its code.
PRELUDE = """async () => {
  const all = await Promise.all([
    ...["envelope", "code", "padding", "shares"].map((name) => `/kit/sealing/${name}.js`),
    ...["pow", "clean"].map((name) => `/reports/${name}.js`),
  ].map((address) => import(address)));
  globalThis.modules = Object.assign({}, ...all);
  globalThis.bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  globalThis.hex = (data) => {
    const out = [];
    for (const byte of data) out.push(byte.toString(16).padStart(2, "0"));
    return out.join("");
  };
  globalThis.given = (values) => {
    let place = 0;
    const all = bytes(values);
    return (size) => all.slice(place, (place += size));
  };
}"""


@pytest.fixture
def run(page: Page) -> Iterator[Run]:
    """`run("(m, a, b) => ...", a, b)`: what the function gives; `m` holds every export of the modules."""

    def call(function: str, *arguments: object) -> Any:
        script = f"""async (handed) => {{
          try {{ return {{ value: await ({function})(modules, ...handed) }}; }}
          catch (error) {{ return {{ problem: error.problem ?? String(error.stack) }}; }}
        }}"""
        answer = page.evaluate(script, list(arguments))
        return answer.get("value") if "problem" not in answer else {"problem": answer["problem"]}

    complaints: list[str] = page.complaints  # type: ignore[attr-defined]
    complaints.clear()
    yield call
    # Chromium's own page about XML that does not parse has styles, which the policy takes from it.
    assert [text for text in complaints if not text.startswith("Applying inline style")] == []
