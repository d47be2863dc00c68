"""HTTPS by itself: what the authority may sign, how long, and who can use its key."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
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
