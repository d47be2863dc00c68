"""Questions of the room, by subject."""

from qingyuan.burden.queries import budget, listed, meter, places, register, requests

__all__ = ["budget", "listed", "meter", "places", "register", "requests"]
