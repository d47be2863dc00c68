"""HTTPS by itself: what the authority may sign, how long, who can use its key, and a browser that trusts it."""

import base64
import hashlib
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import verification

from qingyuan.kit import certificates
from qingyuan.kit.certificates import CannotCertify, make, renew

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "一句很长的口令 for the authority"


def made(place: Path, **kwargs: object) -> certificates.Served:
    said = {"names": ["qingyuan.example.gov.cn"], "addresses": ["10.1.2.3"], "passphrase": SECRET, "at": NOW}
    return make(place, **{**said, **kwargs})  # type: ignore[arg-type]


def server_of(place: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((place / "certificates" / "server.pem").read_bytes())


def authority_of(place: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate((place / "certificates" / "authority.pem").read_bytes())


def verified(place: Path, subject: x509.DNSName | x509.IPAddress, at: datetime) -> bool:
    """What the verifier of another library, after RFC 5280, says of the server's certificate."""
    store = verification.Store([authority_of(place)])
    asked = verification.PolicyBuilder().store(store).time(at).build_server_verifier(subject)
    try:
        asked.verify(server_of(place), [])
    except verification.VerificationError:
        return False
    return True


def test_the_certificate_is_good_for_its_names_and_its_time_only(tmp_path: Path) -> None:
    made(tmp_path)
    name = x509.DNSName("qingyuan.example.gov.cn")
    assert verified(tmp_path, name, NOW)
    assert verified(tmp_path, x509.IPAddress(ip_address("10.1.2.3")), NOW)
    assert not verified(tmp_path, x509.DNSName("bank.example.com"), NOW)
    assert not verified(tmp_path, x509.IPAddress(ip_address("10.1.2.4")), NOW)
    assert verified(tmp_path, name, NOW + timedelta(days=396))
    assert not verified(tmp_path, name, NOW + timedelta(days=397))
    server = server_of(tmp_path)
    assert server.not_valid_after_utc - server.not_valid_before_utc <= timedelta(days=397)
    assert server.public_key().curve.name == "secp256r1"  # type: ignore[union-attr]


def test_the_authority_is_bound_to_the_names_and_can_make_no_other_authority(tmp_path: Path) -> None:
    made(tmp_path, addresses=[])
    found = authority_of(tmp_path).extensions
    bounds = found.get_extension_for_class(x509.NameConstraints)
    assert bounds.critical
    assert bounds.value.permitted_subtrees == [x509.DNSName("qingyuan.example.gov.cn")]
    assert len(bounds.value.excluded_subtrees or []) == 2  # every address
    assert found.get_extension_for_class(x509.BasicConstraints).value.path_length == 0


def test_renewing_keeps_the_authority_and_the_names_and_changes_the_key(tmp_path: Path) -> None:
    made(tmp_path)
    authority, before = authority_of(tmp_path), server_of(tmp_path)
    with pytest.raises(CannotCertify, match="passphrase"):
        renew(tmp_path, passphrase="wrong", at=NOW)
    later = NOW + timedelta(days=380)
    renewed = renew(tmp_path, passphrase=SECRET, at=later)
    assert authority_of(tmp_path) == authority
    assert server_of(tmp_path).public_key() != before.public_key()
    assert renewed.names == ("qingyuan.example.gov.cn", "10.1.2.3")
    assert verified(tmp_path, x509.DNSName("qingyuan.example.gov.cn"), later + timedelta(days=390))


def test_the_authority_s_key_is_sealed_or_nowhere(tmp_path: Path) -> None:
    made(tmp_path / "sealed")
    kept = (tmp_path / "sealed" / "certificates" / "authority.key").read_text()
    assert "ENCRYPTED PRIVATE KEY" in kept
    for name in ("authority.key", "server.key"):
        assert (tmp_path / "sealed" / "certificates" / name).stat().st_mode & 0o077 == 0
    made(tmp_path / "thrown", passphrase=None)
    assert sorted(one.name for one in (tmp_path / "thrown" / "certificates").iterdir()) == [
        "authority.pem", "server.key", "server.pem",
    ]  # fmt: skip
    with pytest.raises(CannotCertify, match="thrown away"):
        renew(tmp_path / "thrown", passphrase=SECRET, at=NOW)


@pytest.mark.parametrize(
    "wrong",
    [{"names": []}, {"names": ["a b"]}, {"names": ["*.example.com"]}, {"names": ["10.1.2.3"]},
     {"addresses": ["10.1.2"]}, {"passphrase": "short"}],
)  # fmt: skip
def test_what_cannot_be_certified_is_refused_and_leaves_nothing(
    tmp_path: Path, wrong: dict[str, object]
) -> None:
    with pytest.raises(CannotCertify):
        made(tmp_path, **wrong)
    assert not (tmp_path / "certificates").exists()


def test_a_second_authority_is_not_made_over_the_first(tmp_path: Path) -> None:
    made(tmp_path)
    with pytest.raises(CannotCertify, match="already"):
        made(tmp_path)


# -- served, and in a browser --------------------------------------------------------------------------------

RUN = [sys.executable, "-c", "from qingyuan.site.command import run; run()"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
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
    yield port, data
    server.terminate()
    server.wait(timeout=60)


def test_serve_uses_them_by_itself_and_whoever_trusts_the_authority_is_connected(
    served: tuple[int, Path],
) -> None:
    port, data = served
    trusting = ssl.create_default_context(cafile=str(data / "certificates" / "authority.pem"))
    with (
        socket.create_connection(("127.0.0.1", port)) as line,
        trusting.wrap_socket(line, server_hostname="localhost") as secure,
    ):
        assert secure.version() == "TLSv1.3"
    with socket.create_connection(("127.0.0.1", port)) as line, pytest.raises(ssl.SSLCertVerificationError):
        ssl.create_default_context().wrap_socket(line, server_hostname="localhost")


def test_a_browser_that_trusts_it_has_a_secure_context_and_crypto(served: tuple[int, Path]) -> None:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    port, data = served
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
