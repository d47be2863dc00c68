"""For every test: a data directory of its own, and keys that belong to this run."""

import os
import tempfile

os.environ.setdefault("QINGYUAN_DATA", tempfile.mkdtemp(prefix="qingyuan-test-"))
os.environ.setdefault("QINGYUAN_CALENDAR_SECONDS", "0")
os.environ.pop("QINGYUAN_CLOCK", None)
