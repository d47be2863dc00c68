"""Answers to the public about hot problems (结果公开), as they must be argued about.

1. Only what was marked hot is answered here, and only after the public had its first response and a second person
   signed the matter off: what is published is a result, not a promise.
2. Who wrote an answer does not publish it. Who publishes vouches for its names: a text in which a name of the roster
   stands is refused, unless he says that it is a word and no name. Telephone and identity numbers are always refused.
3. An answer says the question, what was done and the day. It says neither who raised it nor who worked on it.
4. A published answer is never changed. It is withdrawn with a reason, and a new one may follow. If its matter was
   opened again, the public page says so, from the matter's state.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from qingyuan.matters.api import kinds as matter_kinds

QUESTION_AT_MOST, DONE_AT_MOST = 300, 1000
_NUMBERS = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1\d{10}|0\d{2,3}-?\d{7,8})(?!\d)")


def numbers_in(text: str) -> bool:
    """Whether a telephone number or the shape of an identity number stands in a text, full-width digits included.

    >>> numbers_in("请拨 13900000000"), numbers_in("2021年3月19日增开2个窗口")
    (True, False)
    """
    plain = text.translate({0xFF10 + n: str(n) for n in range(10)})
    return _NUMBERS.search("".join(plain.split())) is not None


def text_gaps(question: str, done: str) -> list[str]:
    """Codes of everything that stands against these words."""
    gaps = [] if question.strip() else ["no_question"]
    gaps += [] if done.strip() else ["no_done"]
    gaps += ["question_long"] if len(question.strip()) > QUESTION_AT_MOST else []
    gaps += ["done_long"] if len(done.strip()) > DONE_AT_MOST else []
    return gaps + (["numbers"] if numbers_in(question) or numbers_in(done) else [])


@dataclass(frozen=True)
class Ready:
    """An answer as it stands before it is published."""

    drafter_id: int
    publisher_id: int
    state: matter_kinds.State
    responded: bool
    restricted: bool
    names: Collection[str] = ()
    names_cleared: bool = False


def publish_gaps(ready: Ready) -> list[str]:
    """Codes of everything that stands against publishing."""
    gaps = ["same_person"] if ready.drafter_id == ready.publisher_id else []
    gaps += [] if ready.responded else ["not_responded"]
    gaps += [] if ready.state is matter_kinds.State.CLOSED else ["not_closed"]
    gaps += ["restricted"] if ready.restricted else []
    return gaps + (["names"] if ready.names and not ready.names_cleared else [])
