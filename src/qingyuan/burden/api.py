"""The door of the room. ``rules`` holds its verbs by subject, ``queries`` its questions, ``kinds`` its vocabularies.

For rooms above that ask something of people:

- before: ``left(unit, kind=..., on=..., minutes=...)`` warns; ``rules.claims.claim(...)`` asks, or raises OverCap;
- after: ``spend(kind=..., people={id: minutes}, on=..., source=..., at=...)`` for many at once (``named``: its words);
  ``take_back`` when it turns out otherwise, while the week lasts;
- a form of their own: first ``stopped`` (then only ``burden/stopped.html`` is shown); ``opening`` into a hidden field
  when it is shown, ``measure`` when it is saved;
- any number that is capped: ``cap(kinds.Cap.BULLETIN_CHARACTERS)``; rooms have no numbers of their own.
"""

from qingyuan.burden import kinds, policy, queries, rules
from qingyuan.burden.errors import OverCap
from qingyuan.burden.models import Passport
from qingyuan.burden.queries.budget import cap, left
from qingyuan.burden.queries.meter import headline
from qingyuan.burden.queries.own import stopped
from qingyuan.burden.rules.spending import measure, opening, spend, take_back
from qingyuan.burden.shelves import Measure, OwnForm, known, measures, named, own_forms

__all__ = [
    "Measure",
    "OverCap",
    "OwnForm",
    "Passport",
    "cap",
    "headline",
    "kinds",
    "known",
    "left",
    "measure",
    "measures",
    "named",
    "opening",
    "own_forms",
    "policy",
    "queries",
    "rules",
    "spend",
    "stopped",
    "take_back",
]
