"""The door of the room: the shelf on which rooms above leave what they have to say of a matter."""

from qingyuan.ledger.shelves import Mention, mentions

__all__ = ["Mention", "mentions"]
