"""For every test: a data directory of its own, keys that belong to this run, and Chinese to begin with."""

import gc
import os
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as of_this_run

os.environ.setdefault("QINGYUAN_DATA", tempfile.mkdtemp(prefix="qingyuan-test-"))
os.environ.setdefault("QINGYUAN_CALENDAR_SECONDS", "0")
os.environ.pop("QINGYUAN_CLOCK", None)

# pytest-django has read the settings before this file: without these lines tests would write into ./var, where a
# bureau keeps its data.
of_this_run.DATA = Path(os.environ["QINGYUAN_DATA"])
of_this_run.STORAGES["default"]["OPTIONS"]["location"] = of_this_run.DATA / "files"
of_this_run.CALENDAR_SECONDS = int(os.environ["QINGYUAN_CALENDAR_SECONDS"])
of_this_run.CLOCK_OFFSET = timedelta(0)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The test database is founded as the product founds one."""
    from qingyuan.site.running import new_models_alone

    with new_models_alone():
        yield


@pytest.fixture(autouse=True, scope="session")
def _middleware_is_loaded_once() -> Iterator[None]:
    """Each client of a test brings a handler of its own, which would look through all static files again."""
    from django.test.client import ClientHandler

    whole, loaded = ClientHandler.load_middleware, dict[str, Any]()

    def once(handler: ClientHandler, is_async: bool = False) -> None:
        if not loaded:
            whole(handler, is_async)
            loaded.update({name: value for name, value in vars(handler).items() if "middleware" in name})
        vars(handler).update(loaded)

    ClientHandler.load_middleware = once  # type: ignore[method-assign]
    try:
        yield
    finally:
        ClientHandler.load_middleware = whole  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _chinese_first() -> Iterator[None]:
    """A page that was asked for in English does not leave its language to the next test."""
    from django.conf import settings

    if settings.configured:
        from django.utils import translation

        translation.activate(settings.LANGUAGE_CODE)
    yield


# What takes longest comes first, so that at the end no worker is alone with it while the other has nothing to do.
LONGEST = (
    "tests/authorisation/",
    "tests/test_demo_city.py",
    "tests/journeys/",
    "tests/site/test_running.py",
    "tests/engines/originality/",
    "tests/study/test_essays",
    "tests/trail/",
    "tests/reports/test_fuzz.py",
    "tests/discipline/test_pages.py",
    "tests/site/",
    "tests/ledger/",
)

TOGETHER = {
    "tests/journeys/": "journeys",
    "tests/engines/originality/": "compiled",
    "tests/study/test_essays": "compiled",
    "tests/trail/test_witness": "prepared",
    "tests/trail/test_reports_cannot": "prepared",
    "tests/trail/test_nothing_is_left": "prepared",
}

# Of these both workers do their part, role by role: each builds the city once.
SHARED = "tests/authorisation/"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        return next((n for n, name in enumerate(LONGEST) if item.nodeid.startswith(name)), len(LONGEST))

    items.sort(key=place)


def pytest_collection_finish() -> None:
    """What has been read by now stays: no use in looking through it for what may go."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """File by file in the order above, the table of permissions role by role; all on one worker: the journeys, which
    share one served city, what copies one prepared city, and what is compiled when it is first used."""
    from xdist.scheduler import LoadFileScheduling

    class InOrder(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            whole = next((one for begin, one in TOGETHER.items() if nodeid.startswith(begin)), "")
            if nodeid.startswith(SHARED) and nodeid.endswith("]"):
                whole = SHARED + nodeid[nodeid.rindex("[") :]
            return whole or str(super()._split_scope(nodeid))

    config.option.loadscopereorder = False
    return InOrder(config, log)
