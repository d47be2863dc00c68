"""Keys that live in the data directory: outside the database, the repository and every backup of the database."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV


def secret_key(data: Path) -> str:
    """The key that signs sessions: kept beside the data once :func:`make` has run, else good for one run."""
    kept = data / "keys" / "session"
    return kept.read_text().strip() if kept.is_file() else secrets.token_urlsafe(48)


def seed(data: Path, name: str) -> bytes:
    """32 secret bytes kept under a name, made at the first asking; readable by their owner only."""
    kept = data / "keys" / name
    if not kept.is_file():
        _write_once(kept, secrets.token_hex(32))
    return bytes.fromhex(kept.read_text().strip())


def seal(data: Path, name: str, plain: bytes, about: str) -> bytes:
    """Encrypt a short secret for a table, with the key kept under ``name`` and bound to what it is ``about``.

    AES-SIV (RFC 5297): 16 bytes longer than ``plain``; the same secret of the same thing is sealed alike.
    """
    return AESSIV(seed(data, name)).encrypt(plain, [about.encode()])


def unseal(data: Path, name: str, sealed: bytes, about: str) -> bytes:
    """What :func:`seal` was given; ValueError if it was sealed with another key or for another thing."""
    try:
        return AESSIV(seed(data, name)).decrypt(sealed, [about.encode()])
    except InvalidTag:
        raise ValueError("sealed with another key, or for another thing") from None


def make(data: Path) -> None:
    """Make the data directory and the session key, if they are not there."""
    if not (data / "keys" / "session").is_file():
        _write_once(data / "keys" / "session", secrets.token_urlsafe(48))


def _write_once(path: Path, text: str) -> None:
    """Whole or not at all, and never over another's: of two that start at once, the first one's key stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(whole, path)
    except FileExistsError:
        pass
    finally:
        whole.unlink()
