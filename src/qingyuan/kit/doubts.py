"""A form that doubts: it says once what speaks against a choice, proposes another, and blocks nothing.

What speaks against a choice is no error. The form comes back with the doubt and two ways on, the proposal or the
choice as it was; whoever answered once is not asked the same again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from qingyuan.kit.words import Words


@dataclass(frozen=True)
class Doubt:
    """What speaks against the day in ``field``, with the words of the two ways on.

    ``about`` names exactly what is doubted: an answer to something else does not count. ``instead``: the day that
    is proposed, with ``take`` as its words; None: there is none to propose.
    """

    field: str
    about: str
    words: Words
    keep: Words
    take: Words = ""
    instead: date | None = None


Ask = Callable[[Any, Mapping[str, date | None]], Iterable[Doubt]]


def _nothing(_who: Any, _days: Mapping[str, date | None]) -> Iterable[Doubt]:
    return ()


class Doubting(forms.Form):
    """A form whose days may be doubted. ``ask``: what speaks against these days (by field) for somebody."""

    def __init__(self, *args: Any, ask: Ask = _nothing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ask = ask
        self.doubts: list[Doubt] = []
        self.kept: list[Doubt] = []

    def days(self, said: dict[str, Any]) -> tuple[Any, Mapping[str, date | None]]:
        """Whose days, and which, by field."""
        return said.get("owner"), {"due_on": said.get("due_on")}

    def answer_name(self, doubt: Doubt) -> str:
        """The name under which the answer to a doubt is sent."""
        return self.add_prefix(f"doubt_{doubt.field}")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for doubt in self.ask(*self.days(said)):
            answer = self.data.get(self.answer_name(doubt))
            if answer == f"keep {doubt.about}":
                self.kept.append(doubt)
            elif answer == f"take {doubt.about}" and doubt.instead is not None:
                said[doubt.field] = doubt.instead
                self.data = self.data.copy()  # type: ignore[attr-defined]
                self.data[self.add_prefix(doubt.field)] = doubt.instead.isoformat()  # type: ignore[index]
            else:
                self.doubts.append(doubt)
        return said

    def is_valid(self) -> bool:
        """Sound, and nothing in doubt that was not answered."""
        return super().is_valid() and not self.doubts
