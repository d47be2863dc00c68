"""Looks through everything that a platform leaves on a machine for words that must not be there."""

import stat
import subprocess
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import numpy as np
import psycopg

PIECE = 8 << 20
AN_HOUR = 3600


def spellings(word: str) -> set[bytes]:
    """A word as it may stand in a file: in three encodings, escaped, percent-encoded, in hex, within base64."""
    plain = word.encode()
    found = {plain, word.encode("utf-16-le"), word.encode("gb18030"), plain.hex().encode()}
    found |= {plain.hex().upper().encode(), word.encode("unicode_escape"), quote(word).encode()}
    for shift in range(3):  # the middle of it, which does not hang on what stands before and after
        inside = b64encode(b"\0" * shift + plain)[-(-shift * 4 // 3) :].rstrip(b"=")[:-1]
        found.add(inside[1:] if shift else inside)
    return {one for one in found if len(one) >= 8}


class Scan:
    """``hits``: file and word. A word of an address of four numbers is looked for as it is."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = {one: spellings(one) for one in words}
        self.hits: set[tuple[str, str]] = set()
        self.files = 0
        begins = b"".join(form[:8] for forms in self.words.values() for form in forms)
        self.begins = np.frombuffer(begins, "<u8")
        self.first = np.zeros(1 << 16, bool)
        self.first[np.frombuffer(begins, "<u2")[::4]] = True

    def begin_in(self, data: bytes) -> bool:
        """Whether the first eight bytes of any spelling are there: one look instead of one for each spelling."""
        whole = np.frombuffer(data, np.uint8).astype("<u2")
        pairs = whole[:-1] | whole[1:] << 8
        places = np.flatnonzero(self.first[pairs[:-6]])
        eight = np.zeros(len(places), "<u8")
        for n in range(4):
            eight |= pairs[places + 2 * n].astype("<u8") << np.uint64(16 * n)
        return bool(np.isin(eight, self.begins).any())

    def bytes_of(self, name: str, data: bytes) -> None:
        if not self.begin_in(data):
            return
        for word, forms in self.words.items():
            if any(form in data for form in forms):
                self.hits.add((name, word))

    def file(self, place: Path, name: str = "") -> None:
        try:
            with place.open("rb") as opened:
                self.files += 1
                rest = b""
                while piece := opened.read(PIECE):
                    self.bytes_of(name or str(place), rest + piece)
                    rest = piece[-400:]
        except OSError:  # gone meanwhile, or not a file
            return

    def folder(self, place: Path) -> None:
        for one in place.rglob("*"):
            self.bytes_of(f"name of {one}", one.name.encode())
            if one.is_file():
                self.file(one)

    def processes(self, root: int) -> None:
        """Every regular file that a process or one that descends from it has mapped or open, deleted ones too.

        Not read again are those that nobody has written since long before the process began: its program and libraries.
        """
        seen: set[tuple[int, int]] = set()
        began = Path(f"/proc/{root}").stat().st_ctime
        for pid in descendants(root):
            for kind in ("map_files", "fd"):
                for link in entries(Path(f"/proc/{pid}/{kind}")):
                    try:
                        about = link.stat()
                    except OSError:
                        continue
                    key = about.st_dev, about.st_ino
                    if key not in seen and stat.S_ISREG(about.st_mode):
                        seen.add(key)
                        self.files += 1
                        if max(about.st_mtime, about.st_ctime) > began - AN_HOUR:
                            self.file(link, f"{link} -> {link.readlink()}")

    def postgresql(self, url: str, binaries: Path) -> None:
        """A dump of the database as a backup would hold it, and the cluster's own files, the log ahead included."""
        dump = subprocess.run([binaries / "pg_dump", url], capture_output=True, check=True)
        assert b"reports_report" in dump.stdout
        self.bytes_of("pg_dump", dump.stdout)
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("CHECKPOINT")
            row = server.execute("SHOW data_directory").fetchone()
            oid = server.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        assert row is not None
        assert oid is not None
        for folder in (f"base/{oid[0]}", "pg_wal", "pg_stat_tmp", "log", "base/pgsql_tmp"):
            self.folder(Path(row[0]) / folder)
        self.file(Path(row[0]).parent / "log")


def entries(place: Path) -> list[Path]:
    try:
        return list(place.iterdir())
    except OSError:
        return []


def descendants(root: int) -> Iterator[int]:
    """A process and all that it started."""
    parents: dict[int, int] = {}
    for about in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(about.parent.name)] = int(about.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    for pid in parents:
        above = pid
        while above in parents and above != root:
            above = parents[above]
        if above == root:
            yield pid
