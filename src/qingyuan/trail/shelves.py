"""What entries speak of: rooms leave here how to tell whether the thing behind an entry is still what it was."""

from collections.abc import Callable, Sequence
from typing import Any

from qingyuan.kit.shelf import Shelf

held: Shelf[Callable[[Sequence[Any]], list[bytes]]] = Shelf("held")
"""By the kind of a subject ("matter" for "matter:17"): for rows of ``Entry``, in their order, SHA-256 over the thing
that each speaks of as it is in the database now, or ``b""`` if there is none (any more).

Only parts that no rule ever changes, and only things that no rule ever removes: whoever remembers the published
values takes every difference for tampering. At most 256 entries at a time, in a fixed number of queries. Where the
detail of an entry names a ``digest`` (64 hexadecimal digits), that is what must be answered as long as nothing was
changed: so whoever holds the entry's opening can tell by himself.
"""
