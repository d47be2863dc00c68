"""Anticipated failures of the ledger's own: everything about a matter is refused by the spine."""

from qingyuan.kit.errors import Refused


class CannotSaveView(Refused):
    """A set of filters cannot be kept like this."""


class CannotOpenScreen(Refused):
    """A link for a screen on a wall cannot be given out like this."""


class CannotImport(Refused):
    """A list cannot be put on the ledger like this; nothing was changed."""


class CannotUndo(Refused):
    """An import cannot be taken back (any more)."""


class CannotExport(Refused):
    """The ledger cannot be written into a file like this."""
