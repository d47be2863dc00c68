"""Whom a category of declarations may ask: those whose duty a written basis names, and nobody else.

1. A category asks nobody until its basis is written down to the article and a second person has confirmed it.
2. What is about family may be asked of leaders only (领导干部报告个人有关事项规定 2017, art. 2: deputy county level and
   above; known from copies, grade B). No wider reach can be chosen, whatever basis is typed.
3. The form asks for conduct under the article: what, where, since when. Nothing else is kept.
"""

from collections.abc import Collection
from dataclasses import dataclass

LEADER = "leader"  # the rank group of org.kinds.Rank


@dataclass(frozen=True)
class Category:
    """A category as it would be asked. ``ranks``: the rank groups that the basis names."""

    basis: str
    ranks: frozenset[str]
    family: bool
    author: int
    confirmer: int | None = None


def category_gaps(said: Category) -> list[str]:
    """Codes of what stands against a category being set up or confirmed."""
    found = []
    if len(said.basis.strip()) < 4:
        found.append("no_basis")
    if not said.ranks:
        found.append("no_ranks")
    if said.family and said.ranks != {LEADER}:
        found.append("family")
    if said.confirmer is not None and said.confirmer == said.author:
        found.append("same_person")
    return found


def is_named(rank: str, ranks: Collection[str]) -> bool:
    """Whether somebody of this rank group is asked."""
    return rank in ranks
