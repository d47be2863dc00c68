"""Collections in folders: written, opened, grown, merged; and damaged."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from qingyuan.engines.originality import Collection, OriginalityError, Problem

CHARS = "的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她出也得里后自以会家可下而过天去能对小多然"


def a_text(seed: int, size: int = 300) -> str:
    return "".join(random.Random(seed).choices(CHARS, k=size))


def test_a_collection_is_the_same_when_opened_again(tmp_path: Path) -> None:
    texts = [a_text(n) for n in range(20)]
    collection = Collection(tmp_path)
    assert collection.add(texts[:12]) == range(12)
    assert collection.add(texts[12:], official=True) == range(12, 20)
    text = a_text(99) + texts[4][20:80] + texts[15][100:160]
    found = collection.find(text)
    assert [(one.document, one.quoted) for one in found] == [(4, False), (15, True)]
    again = Collection(tmp_path)
    assert len(again) == 20
    assert again.find(text) == found


def test_merging_changes_no_finding_and_leaves_no_old_file(tmp_path: Path) -> None:
    texts = [a_text(n) for n in range(20)]
    collection, reader = Collection(tmp_path), None
    for n in range(0, 20, 5):
        collection.add(texts[n : n + 5])
        reader = reader or Collection(tmp_path)
    text = texts[7][20:80] + a_text(98) + texts[2][100:160]
    before = [(one.document, one.begin, one.end) for one in collection.find(text)]
    collection.merge()
    assert [(one.document, one.begin, one.end) for one in Collection(tmp_path).find(text)] == before
    assert len({path.name.split(".")[0] for path in tmp_path.glob("segment-*")}) == 1
    assert reader is not None
    assert [one.document for one in reader.find(text)] == [2]  # who had it open before, keeps what he opened


def test_a_damaged_file_is_refused_by_name(tmp_path: Path) -> None:
    Collection(tmp_path).add([a_text(1), a_text(2)])
    for path in sorted(tmp_path.iterdir()):
        whole = path.read_bytes()
        for broken in (whole[:-1], whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:], b""):
            path.write_bytes(broken)
            with pytest.raises(OriginalityError) as refused:
                Collection(tmp_path)
            assert refused.value.problem is Problem.DAMAGED
            assert path.name in str(refused.value)
        path.unlink()
        with pytest.raises(OriginalityError):
            Collection(tmp_path)
        path.write_bytes(whole)
    assert len(Collection(tmp_path)) == 2


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(OriginalityError) as refused:
        Collection(tmp_path)
    assert refused.value.problem is Problem.NO_INDEX


@pytest.mark.parametrize("act", ["add", "merge"])
def test_a_crash_at_any_moment_of_adding_or_merging_leaves_what_was_there(
    act: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every write to disk ends in `fsync`, `replace` or `unlink`: it is cut off before one of them."""
    texts = [a_text(n) for n in range(3)]
    (tmp_path / "before").mkdir()
    collection = Collection(tmp_path / "before")
    for text in texts[:2]:
        collection.add([text])
    left = 0

    def cut(real: Callable[..., object]) -> Callable[..., object]:
        def called(*args: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise KeyboardInterrupt
            return real(*args, **more)

        return called

    for steps in (0, 5, 12, 13, 14, 99):
        folder = Path(shutil.copytree(tmp_path / "before", tmp_path / str(steps)))
        collection, left = Collection(folder), steps
        with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
            patch.setattr(os, "fsync", cut(os.fsync))
            patch.setattr(Path, "replace", cut(Path.replace))
            patch.setattr(Path, "unlink", cut(Path.unlink))
            collection.add(texts[2:]) if act == "add" else collection.merge()
        again = Collection(folder)
        assert len(again) == (3 if act == "add" and steps > 13 else 2)
        again.add(texts[:1])
        assert len(Collection(folder)) == len(again)
    assert [one.document for one in again.find(texts[1])] == [1]


WRITING = """
import sys
from pathlib import Path
from tests.engines.originality.test_originality_disk import a_text
from qingyuan.engines.originality import Collection
collection = Collection(Path(sys.argv[1]))
while True:
    first = len(collection)
    collection.add([a_text(n) for n in range(first, first + 10)])
    print(len(collection), flush=True)
    if first // 10 % 3 == 2:
        collection.merge()
"""


def test_a_process_that_is_killed_while_it_writes_loses_nothing_that_it_had_added(tmp_path: Path) -> None:
    chance, acknowledged = random.Random(7), 0
    for _round in range(4):
        process = subprocess.Popen([sys.executable, "-c", WRITING, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        said = [process.stdout.readline()]
        time.sleep(chance.uniform(0.05, 0.6))
        process.send_signal(signal.SIGKILL)
        said += process.stdout.read().splitlines()
        assert process.wait() == -signal.SIGKILL
        assert int(said[0]) > acknowledged
        acknowledged = int(said[-1])
        collection = Collection(tmp_path)
        assert len(collection) >= acknowledged
        assert len(collection) % 10 == 0
        for number in chance.sample(range(acknowledged), min(3, acknowledged)):
            found = collection.find(a_text(number)[100:160])
            assert [one.document for one in found] == [number]
