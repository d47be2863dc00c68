"""What has to be done by itself: each room leaves its jobs here, the server runs all of them every minute."""

from collections.abc import Callable
from datetime import datetime

from qingyuan.kit.shelf import Shelf

Job = Callable[[datetime], int]
"""From the moment to how much was done. Safe to run as often as one likes."""

jobs: Shelf[Job] = Shelf("clockwork")
