"""Words for people: marked for translation here, so that a room's pure files need not know Django."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def choices(words: Mapping[StrEnum, str | Promise]) -> list[tuple[str, str | Promise]]:
    """A closed vocabulary as a field wants it: codes with their words."""
    return [(code.value, said) for code, said in words.items()]


__all__ = ["_", "choices"]
