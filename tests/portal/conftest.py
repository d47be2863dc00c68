"""The standing people are those of the spine's tests."""

from tests.matters.conftest import city

__all__ = ["city"]
