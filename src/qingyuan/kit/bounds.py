"""How often something costly may be asked for: a bucket that fills at a steady rate, without knowing who asks."""

import threading
import time


class Bucket:
    """Holds up to ``burst`` turns and gains ``rate`` of them a second. For one process; no address is looked at.

    >>> bucket = Bucket(rate=0.001, burst=2)
    >>> bucket.take(), bucket.take(), bucket.take()
    (True, True, False)
    """

    def __init__(self, *, rate: float, burst: int) -> None:
        self.rate, self.burst = rate, burst
        self._level, self._filled = float(burst), time.monotonic()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Take one turn, if there is one."""
        with self._lock:
            now = time.monotonic()
            self._level = min(self.burst, self._level + (now - self._filled) * self.rate)
            self._filled = now
            if self._level < 1:
                return False
            self._level -= 1
            return True
