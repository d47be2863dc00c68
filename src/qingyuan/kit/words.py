"""Words for people: marked for translation here, so that a room's pure files need not know Django."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

E = TypeVar("E", bound=StrEnum)
Words = str | Promise
"""Words that may still have to be put into the reader's language."""


def choices(words: Mapping[E, Any]) -> list[tuple[str, Any]]:
    """A closed vocabulary as a field wants it: codes with their words."""
    return [(code.value, said) for code, said in words.items()]


def listed(parts: Iterable[object]) -> str:
    """Several things one after the other, with the comma of the reader's language."""
    return str(_("、")).join(map(str, parts))


__all__ = ["Words", "_", "choices", "listed"]
