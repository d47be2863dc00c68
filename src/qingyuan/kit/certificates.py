"""A certificate authority of the bureau's own, so that browsers have a secure connection without anybody's help.

X.509 after RFC 5280, keys P-256, signatures ECDSA with SHA-256. The authority is bound to the names it was made for
(name constraints, section 4.2.1.10): who trusts it trusts it for this platform and for nothing else, and whoever
stole its key could not pass himself off as any other site. Its key is sealed with a passphrase, or thrown away after
it has signed once. The server's certificate is valid for at most 397 days, as browsers ask.
"""

import ipaddress
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

E = TypeVar("E", bound=x509.ExtensionType)
IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

AUTHORITY_DAYS = 3650
SERVER_DAYS = 397  # CA/Browser Forum, Baseline Requirements 6.3.2: 398 and no more
SLACK = timedelta(hours=12)  # clocks that run behind
PASSPHRASE_LENGTH = 12
NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


class CannotCertify(Exception):
    """What stands in the way, in words for the console."""


@dataclass(frozen=True)
class Authority:
    """The authority's certificate: PEM text, SHA-256 fingerprint (pairs of digits), for which names, until when."""

    pem: str
    fingerprint: str
    name: str
    names: tuple[str, ...]
    until: datetime


@dataclass(frozen=True)
class Served:
    """The server's certificate: where it and its key lie, which names and addresses it speaks for, until when."""

    certificate: Path
    key: Path
    names: tuple[str, ...]
    since: datetime
    until: datetime


def place(data: Path) -> Path:
    """The folder of certificates."""
    return data / "certificates"


def authority(data: Path) -> Authority | None:
    """The bureau's own authority, or None without one."""
    found = _certificate(place(data) / "authority.pem")
    if found is None:
        return None
    digits = found.fingerprint(hashes.SHA256()).hex().upper()
    bound = _extension(found, x509.NameConstraints)
    return Authority(
        pem=found.public_bytes(Encoding.PEM).decode(),
        fingerprint=":".join(digits[at : at + 2] for at in range(0, len(digits), 2)),
        name=_common_name(found),
        names=tuple(_words(one) for one in (bound.permitted_subtrees if bound else None) or []),
        until=found.not_valid_after_utc,
    )


def served(data: Path) -> Served | None:
    """What the server shows by default, or None without it."""
    certificate, key = place(data) / "server.pem", place(data) / "server.key"
    found = _certificate(certificate)
    if found is None or not key.is_file():
        return None
    named = _extension(found, x509.SubjectAlternativeName)
    names = tuple(_words(one) for one in named or [])
    return Served(certificate, key, names, found.not_valid_before_utc, found.not_valid_after_utc)


def make(
    data: Path,
    *,
    names: Sequence[str],
    addresses: Sequence[str],
    passphrase: str | None,
    at: datetime,
    bureau: str = "清源 Qingyuan",
) -> Served:
    """Make an authority for these host names and IP addresses, and a server certificate signed by it.

    ``passphrase`` seals the authority's key; None throws the key away after this one signature. CannotCertify if
    there is an authority already: every device would have to be told to trust the new one.
    """
    if (place(data) / "authority.pem").exists():
        raise CannotCertify(
            "there is an authority already; renew its server certificate, or move the folder away"
        )
    hosts = [_host(name) for name in dict.fromkeys(names)]
    ips = [_address(one) for one in dict.fromkeys(addresses)]
    if not hosts:
        raise CannotCertify("name at least one host")
    if passphrase is not None and len(passphrase) < PASSPHRASE_LENGTH:
        raise CannotCertify(f"a passphrase has at least {PASSPHRASE_LENGTH} characters")
    key = ec.generate_private_key(ec.SECP256R1())
    until = (
        at + timedelta(days=AUTHORITY_DAYS)
        if passphrase is not None
        else at - SLACK + timedelta(days=SERVER_DAYS)
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{bureau} {hosts[0]}"[:64])])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - SLACK)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(_bounds(hosts, ips), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    if passphrase is not None:
        sealing = BestAvailableEncryption(passphrase.encode())
        _put(
            place(data) / "authority.key",
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, sealing),
            0o600,
        )
    _put(place(data) / "authority.pem", certificate.public_bytes(Encoding.PEM), 0o644)
    return _issue(data, certificate, key, hosts, ips, at)


def renew(data: Path, *, passphrase: str, at: datetime) -> Served:
    """A new server certificate, with a new key, for the same names, signed by the authority that devices trust."""
    now = served(data)
    issuer = _certificate(place(data) / "authority.pem")
    sealed = place(data) / "authority.key"
    if now is None or issuer is None:
        raise CannotCertify("there is nothing to renew: make it first")
    if not sealed.is_file():
        raise CannotCertify(
            "the authority's key was thrown away: move the folder of certificates away and make anew"
        )
    try:
        key = load_pem_private_key(sealed.read_bytes(), passphrase.encode())
    except (ValueError, TypeError):
        raise CannotCertify("the passphrase does not open the authority's key") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or at + timedelta(days=1) > issuer.not_valid_after_utc:
        raise CannotCertify(
            "the authority is no longer good: move the folder of certificates away and make anew"
        )
    hosts = [name for name in now.names if _ip(name) is None]
    ips = [found for name in now.names if (found := _ip(name)) is not None]
    return _issue(data, issuer, key, hosts, ips, at)


def _issue(
    data: Path,
    issuer: x509.Certificate,
    by: ec.EllipticCurvePrivateKey,
    hosts: Sequence[str],
    ips: Sequence[IpAddress],
    at: datetime,
) -> Served:
    key = ec.generate_private_key(ec.SECP256R1())
    named = [*(x509.DNSName(host) for host in hosts), *(x509.IPAddress(ip) for ip in ips)]
    since = at - SLACK
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(min(since + timedelta(days=SERVER_DAYS), issuer.not_valid_after_utc))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(named), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .sign(by, hashes.SHA256())
    )
    whole = certificate.public_bytes(Encoding.PEM) + issuer.public_bytes(Encoding.PEM)
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    _put(place(data) / "server.key", plain, 0o600)
    _put(place(data) / "server.pem", whole, 0o644)
    made = served(data)
    assert made is not None
    return made


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _bounds(hosts: Sequence[str], ips: Sequence[IpAddress]) -> x509.NameConstraints:
    """These names and addresses and no others. Without an address, every address is excluded."""
    permitted: list[x509.GeneralName] = [x509.DNSName(host) for host in hosts]
    permitted += [x509.IPAddress(ipaddress.ip_network(ip)) for ip in ips]
    all_of_them = (
        [] if ips else [x509.IPAddress(ipaddress.ip_network(whole)) for whole in ("0.0.0.0/0", "::/0")]
    )
    return x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=all_of_them or None)


def _host(name: str) -> str:
    lower = name.strip().rstrip(".").lower()
    if not NAME.fullmatch(lower) or _ip(lower) is not None:
        raise CannotCertify(f"not a host name: {name!r} (an address goes with --ip)")
    return lower


def _address(text: str) -> IpAddress:
    found = _ip(text.strip())
    if found is None:
        raise CannotCertify(f"not an IP address: {text!r}")
    return found


def _ip(text: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _words(name: x509.GeneralName) -> str:
    value = name.value
    if isinstance(value, ipaddress.IPv4Network | ipaddress.IPv6Network):
        return str(value.network_address) if value.num_addresses == 1 else str(value)
    return str(value)


def _extension(certificate: x509.Certificate, kind: type[E]) -> E | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _common_name(certificate: x509.Certificate) -> str:
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def _certificate(path: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError):
        return None


def _put(path: Path, data: bytes, mode: int) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    whole.replace(path)
