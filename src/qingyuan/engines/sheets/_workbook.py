"""From a path or bytes to sheets: sniff, measure, check, and only then parse."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from ._csv import decode, read_csv
from ._limits import MB, Limits
from ._package import Package
from ._parts import read_book
from ._problems import Problem, SheetError, refuse
from ._worksheet import Budget, Sheet, read_sheet
from ._xml import local, parse

DEFAULT_LIMITS = Limits()
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"{\\rtf", "RTF 文档"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"MZ", "可执行程序"),
    (b"\x7fELF", "可执行程序"),
    (b"SQLite format 3", "数据库"),
)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file in their order; ``notes`` tells what the eye would not see (hidden sheets)."""

    name: str
    sheets: tuple[Sheet, ...]
    date1904: bool = False
    notes: tuple[Problem, ...] = ()


def open_workbook(source: Path | str | bytes, name: str = "", limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """Read an .xlsx or .csv file, or raise ``SheetError`` in words for the person who brought it.

    ``source`` is a path or the bytes; ``name`` is what the person calls the file (a path's own name if left
    out).  Decided by content, not by the ending.  A file over the limit is refused by its size alone, unread.
    """
    data, name = _bytes_of(source, name, limits)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _open_package(data, name, limits)
    _refuse_strangers(data, name)
    text = decode(data, name)
    if text is None:
        raise refuse("file.not_a_spreadsheet", name=name, kind="不认识的二进制数据")
    _refuse_markup(text, name)
    sheet = read_csv(text, name, limits)
    if not sheet.rows:
        raise refuse("file.no_sheet", name=name)
    return Workbook(name, (sheet,))


def _bytes_of(source: Path | str | bytes, name: str, limits: Limits) -> tuple[bytes, str]:
    if isinstance(source, bytes | bytearray):
        data, name = bytes(source), name or "文件"
        _check_size(len(data), name, limits)
        return data, name
    path = Path(source)
    name = name or path.name
    try:
        with open(path, "rb", opener=_open_without_waiting) as handle:  # Path.open has no opener
            status = os.fstat(handle.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise refuse("file.missing", name=name)
            _check_size(status.st_size, name, limits)
            data = handle.read(limits.file_bytes + 1)
    except (OSError, ValueError) as wrong:
        raise refuse("file.missing", name=name) from wrong
    _check_size(len(data), name, limits)
    return data, name


def _open_without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # a named pipe must not hold us up


def _check_size(size: int, name: str, limits: Limits) -> None:
    if size == 0:
        raise refuse("file.empty", name=name)
    if size > limits.file_bytes:
        told = f"{size / MB:.1f}"
        raise refuse("file.too_large", name=name, size_mb=told, limit_mb=limits.file_bytes // MB)


def _refuse_strangers(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        raise _ole(data, name)
    if data[:2] == b"\x09\x08" or data[:3] in (b"\x09\x02\x06", b"\x09\x04\x06"):  # BIFF without OLE
        raise refuse("file.old_xls", name=name)
    for mark, kind in _SIGNATURES:
        if data.startswith(mark) and (len(mark) > 2 or b"\0" in data[:64]):  # a column may well be called BM
            raise refuse("file.not_a_spreadsheet", name=name, kind=kind)


def _ole(data: bytes, name: str) -> SheetError:
    """What an OLE compound file (MS-CFB) is, by the names in its directory (UTF-16LE, MS-CFB 2.6.1)."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return refuse("file.encrypted", name=name)
    if holds("_VBA_PROJECT"):
        return refuse("file.macros", name=name)
    if holds("Workbook") or holds("Book\0"):
        return refuse("file.old_xls", name=name)
    kind = "Word 文档" if holds("WordDocument") else "旧版 Office 文件"
    return refuse("file.not_a_spreadsheet", name=name, kind=kind)


def _refuse_markup(text: str, name: str) -> None:
    head = text[:2048].lstrip("\ufeff \t\r\n").lower()
    if head.startswith(("<html", "<!doctype html", "<table", "<meta")) or "<table" in head:
        raise refuse("file.html_table", name=name)
    if head.startswith("<?xml") and "spreadsheet" in head:
        raise refuse("file.other_spreadsheet", name=name, kind="XML 表格 2003")
    if head.startswith(("<?xml", "<")):
        raise refuse("file.not_a_spreadsheet", name=name, kind="XML 或网页")
    if head.startswith("mime-version:"):
        raise refuse("file.html_table", name=name)


def _open_package(data: bytes, name: str, limits: Limits) -> Workbook:
    package = Package(data, name, limits)
    paths = {path.lower() for path in package.paths}
    if any(
        path.endswith("vbaproject.bin") or "/macrosheets/" in path for path in paths
    ) or name.lower().endswith((".xlsm", ".xltm", ".xlam")):
        raise refuse("file.macros", name=name)
    if "[content_types].xml" not in paths:
        if package.find("content.xml") and package.find("mimetype"):
            raise refuse("file.other_spreadsheet", name=name, kind="OpenDocument 文件")
        raise refuse("file.not_a_spreadsheet", name=name, kind="压缩包")
    package.check_contents()
    _check_content_types(package)
    if any(path.endswith("workbook.bin") for path in paths):
        raise refuse("file.other_spreadsheet", name=name, kind="二进制工作簿（.xlsb）")
    if not any(path.endswith("workbook.xml") or path.startswith("xl/") for path in paths):
        word, slides = any(p.startswith("word/") for p in paths), any(p.startswith("ppt/") for p in paths)
        kind = "Word 文档" if word else "演示文稿" if slides else "压缩包"
        raise refuse("file.not_a_spreadsheet", name=name, kind=kind)
    _refuse_dde_links(package)
    book = read_book(package)
    budget = Budget(limits, name)
    sheets = tuple(read_sheet(package, part, book, limits, budget) for part in book.sheets)
    if not any(sheet.rows for sheet in sheets):
        raise refuse("file.no_sheet", name=name)
    notes = tuple(
        Problem("sheet.hidden", {"sheet": sheet.name}, "", sheet.name)
        for sheet in sheets
        if sheet.hidden and sheet.rows
    )
    return Workbook(name, sheets, book.date1904, notes)


def _check_content_types(package: Package) -> None:
    path = package.find("[Content_Types].xml") or ""

    def start(_: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if "macroenabled" in kind or "vbaproject" in kind or "macrosheet" in kind:
            raise refuse("file.macros", name=package.name)

    parse(package, path, start=start)


def _refuse_dde_links(package: Package) -> None:
    for path in package.paths:
        if "externallinks/" in path.lower() and path.lower().endswith(".xml"):

            def start(tag: str, _: dict[str, str], part: str = path) -> None:
                if local(tag) == "ddeLink":
                    raise refuse("file.dde", name=package.name, part=part)

            parse(package, path, start=start)
