"""Files that were handed in and checked, kept below the data directory: under random names, given out as downloads.

Nothing below the data directory is served by itself. Who may have a file is asked by the page that gives it out, and
the row that names it lies in the room it belongs to.
"""

import hashlib
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import FileResponse


@dataclass(frozen=True)
class Kept:
    """A file in its place: the ``key`` that finds it again, and what it was when it was kept."""

    key: str
    size: int
    sha256: str


def place(key: str) -> Path:
    """Where a kept file lies."""
    return Path(settings.DATA) / "evidence" / key[:2] / key


def keep(content: bytes) -> Kept:
    """Write a checked file to a place of its own, within the transaction that writes its row."""
    key = secrets.token_hex(24)
    target = place(key)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.write_bytes(content)
    return Kept(key, len(content), hashlib.sha256(content).hexdigest())


def forget(key: str) -> None:
    """Remove a kept file once the transaction that takes it off its row is certain."""
    transaction.on_commit(lambda: place(key).unlink(missing_ok=True))


def download(key: str, *, name: str, media_type: str) -> FileResponse | None:
    """A kept file as a download: never shown in the page's own place, never guessed at by the browser. None if it
    was lost from the disk.
    """
    found = place(key)
    if not found.is_file():
        return None
    sent = FileResponse(found.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    sent.headers["X-Content-Type-Options"] = "nosniff"
    sent.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    sent.headers["Cache-Control"] = "private, no-store"
    return sent
