"""The house as `qingyuan serve` runs it: HTTPS by itself, a browser that trusts it, a worker that is kept alive."""

import base64
import hashlib
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .test_certificates import SECRET, authority_of


class Served(NamedTuple):
    """Where it answers, what it keeps, and its first process."""

    port: int
    data: Path
    process: int


RUN = [sys.executable, "-c", "from qingyuan.site.command import run; run()"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The platform with certificates of its own making, on every address of this machine."""
    data = tmp_path_factory.mktemp("https")
    host = socket.gethostbyname(socket.gethostname())
    environment = {
        "PATH": "/usr/bin:/bin", "QINGYUAN_DATA": str(data), "QINGYUAN_HOSTS": f"localhost,127.0.0.1,{host}",
        "DJANGO_SETTINGS_MODULE": "qingyuan.site.settings",
    }  # fmt: skip
    (data / "secret").write_text(f"{SECRET}\n")
    for words in (
        ["migrate"],
        [
            "certificates",
            "make",
            "--name",
            "localhost",
            "--ip",
            "127.0.0.1",
            "--passphrase-file",
            str(data / "secret"),
        ],
    ):
        done = subprocess.run([*RUN, *words], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen([*RUN, "serve", "--port", str(port), "--workers", "1"], env=environment)
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                break
        except OSError:
            time.sleep(0.05)
    yield Served(port, data, server.pid)
    server.terminate()
    server.wait(timeout=60)


def test_serve_uses_them_by_itself_and_whoever_trusts_the_authority_is_connected(
    served: Served,
) -> None:
    port, data, _process = served
    trusting = ssl.create_default_context(cafile=str(data / "certificates" / "authority.pem"))
    with (
        socket.create_connection(("127.0.0.1", port)) as line,
        trusting.wrap_socket(line, server_hostname="localhost") as secure,
    ):
        assert secure.version() == "TLSv1.3"
    with socket.create_connection(("127.0.0.1", port)) as line, pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(line, server_hostname="localhost")


def test_a_browser_that_trusts_it_has_a_secure_context_and_crypto(served: Served) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    port, data, _process = served
    public = authority_of(data).public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    pin = base64.b64encode(hashlib.sha256(public).digest()).decode()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox", f"--ignore-certificate-errors-spki-list={pin}"],
        )
        page = browser.new_page()
        page.goto(f"https://localhost:{port}/secure/")
        assert page.evaluate("isSecureContext && typeof crypto.subtle.digest") == "function"
        fingerprint = hashlib.sha256(authority_of(data).public_bytes(Encoding.DER)).hexdigest().upper()
        shown = page.locator("[data-fingerprint]").inner_text().replace(":", "")
        assert fingerprint in shown
        answer = page.request.get(f"https://localhost:{port}/secure/authority.crt", ignore_https_errors=True)
        assert x509.load_pem_x509_certificate(answer.body()) == authority_of(data)
        browser.close()


def workers_of(process: int) -> list[int]:
    """The workers for long tasks among the children of a process."""
    tasks = (Path("/proc") / str(process) / "task").iterdir()
    children = [child for task in tasks for child in (task / "children").read_text().split()]
    return [int(pid) for pid in children if b"db_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="children are found through /proc")
def test_a_worker_for_long_tasks_that_is_killed_is_started_again(served: Served) -> None:
    (first,) = workers_of(served.process)
    os.kill(first, signal.SIGKILL)
    until = time.monotonic() + 60
    while (again := workers_of(served.process)) in ([], [first]) and time.monotonic() < until:
        time.sleep(0.1)
    assert len(again) == 1
    assert again != [first]
