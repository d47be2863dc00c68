"""Texts of essays as they lie in the tables: sealed with a key of the data directory, each to its own row."""

from django.conf import settings

from qingyuan.kit import secrets

KEY = "essays"


def sealed(text: str, *, essay: int, draft: bool = False) -> bytes:
    """A text as it lies in the table."""
    return secrets.seal(settings.DATA, KEY, text.encode(), _about(essay, draft))


def unsealed(kept: bytes | memoryview | None, *, essay: int, draft: bool = False) -> str:
    """The text again. ValueError if the key of the data directory is not the one it was sealed with."""
    return secrets.unseal(settings.DATA, KEY, bytes(kept or b""), _about(essay, draft)).decode()


def _about(essay: int, draft: bool) -> str:
    return f"essay-{'draft' if draft else 'text'}:{essay}"
