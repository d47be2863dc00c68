"""Questions of the room, by subject."""

from qingyuan.burden.queries import budget, listed, meter, own, places, register, requests

__all__ = ["budget", "listed", "meter", "own", "places", "register", "requests"]
