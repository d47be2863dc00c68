"""What can go wrong with units, people and permissions, in words."""

from qingyuan.kit.errors import Forbidden, Missing, Refused


class CannotAppoint(Refused):
    """A role cannot be given: the reasons say which rule stands against it."""


class CannotChangeUnit(Refused):
    """A unit cannot be added, moved or renamed like this."""


class CannotChangePerson(Refused):
    """A person's record or post cannot be changed like this."""


class CannotSignIn(Refused):
    """The account may not sign in, or the new password is not acceptable."""


class CannotOpenAccount(Refused):
    """An account cannot be opened, closed or reset like this."""


class CannotEnrol(Refused):
    """Lines of a roster that cannot be taken over; the field of each reason is the cell's address."""


class CannotRoster(Refused):
    """An entry or a list of a duty roster cannot be taken; the field of a list's reason is the cell's address."""


class CannotFound(Refused):
    """The bureau cannot be founded: it exists already, or its three administrators are not three people."""


__all__ = [
    "CannotAppoint",
    "CannotChangePerson",
    "CannotChangeUnit",
    "CannotEnrol",
    "CannotFound",
    "CannotOpenAccount",
    "CannotRoster",
    "CannotSignIn",
    "Forbidden",
    "Missing",
]
