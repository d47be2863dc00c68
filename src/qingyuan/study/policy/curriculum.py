"""The pattern 1+3+1+N: one line, three educations, one link, any number of activities."""

from collections import Counter
from collections.abc import Iterable

from qingyuan.study.kinds import NodeKind

AT_MOST = {NodeKind.LINE: 1, NodeKind.LINK: 1}
NODES_AT_MOST = 200


def too_many(kinds: Iterable[NodeKind], added: NodeKind) -> bool:
    """Whether one more at the top of the tree breaks the pattern. ``kinds``: of the active ones at the top."""
    counted = Counter(kinds)
    return counted[added] >= AT_MOST.get(added, NODES_AT_MOST)


def written(kinds: Iterable[NodeKind]) -> str:
    """The pattern as it is said: ``1+3+1+4`` for one line, three educations, one link, four activities.

    >>> written([NodeKind.LINE, NodeKind.EDUCATION, NodeKind.EDUCATION, NodeKind.ACTIVITY])
    '1+2+0+1'
    """
    counted = Counter(kinds)
    return "+".join(str(counted[kind]) for kind in NodeKind)
