"""What cannot be done about witnesses, in words."""

from qingyuan.kit.errors import Refused


class CannotRegister(Refused):
    """The key of a witness cannot be taken up."""


class CannotKeep(Refused):
    """A cosignature is not one of a known witness over a checkpoint of this log."""
