"""The small parts of an .xlsx: which sheets there are, the shared strings, which styles are dates."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ._package import Package
from ._problems import refuse
from ._xml import local, parse

_BUILT_IN_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""ECMA-376-1 18.8.30: 14-22 and 45-47 everywhere, 27-36 and 50-58 in the zh-cn locale."""

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it."""

    name: str
    path: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """What the workbook part says."""

    sheets: tuple[SheetPart, ...]
    date1904: bool
    strings: Sequence[str]
    date_styles: frozenset[int]


def unescape(text: str) -> str:
    """``_x000D_`` and its like back to characters (ECMA-376-1 22.9.2.19, ST_Xstring)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def is_date_format(code: str) -> bool:
    """Whether a number format shows a day or a clock time (ECMA-376-1 18.8.31; ``aaa`` is the weekday in Chinese)."""
    first = _QUOTED.sub("", code[:255].split(";")[0]).lower()  # Excel's own limit for a format
    if "general" in first or not re.search("[ymdhs]|aaa", first):
        return False
    return re.search(r"[0#?](?![0#?.]*s)", first.replace("ss.0", "")) is None


def read_book(package: Package) -> Book:
    """Follow the relationships from the package root to the sheets, strings and styles."""
    root = _relations(package, "")
    book = next((target for kind, target in root.values() if kind == "officeDocument"), "xl/workbook.xml")
    path = package.find(book)
    if path is None:
        raise refuse("file.damaged", name=package.name, part=book, detail="缺少工作簿")
    related = _relations(package, path)
    listed: list[tuple[str, str, bool]] = []
    date1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal date1904
        found = local(tag)
        if found == "workbookPr":
            date1904 = attributes.get("date1904", "0").lower() in ("1", "true", "on")
        elif found == "sheet":
            plain = {local(key): value for key, value in attributes.items()}
            listed.append(
                (plain.get("name", ""), plain.get("id", ""), plain.get("state", "visible") != "visible")
            )

    parse(package, path, start=start)
    sheets = []
    for name, key, hidden in listed:
        kind, target = related.get(key, ("", ""))
        member = package.find(target) if kind == "worksheet" else None
        if member is not None:  # chart sheets and dialogs hold no table
            sheets.append(SheetPart(name, member, hidden))
    named = dict(related.values())
    strings = package.find(named.get("sharedStrings", ""))
    styles = package.find(named.get("styles", ""))
    return Book(
        tuple(sheets),
        date1904,
        read_strings(package, strings) if strings else (),
        read_date_styles(package, styles) if styles else frozenset(),
    )


def _relations(package: Package, source: str) -> dict[str, tuple[str, str]]:
    """Id to (last word of the type, member path).  External targets are left out: nothing is ever fetched."""
    folder, base = posixpath.split(source)
    path = package.find(posixpath.join(folder, "_rels", base + ".rels"))
    found: dict[str, tuple[str, str]] = {}
    if path is None:
        return found

    def start(tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == "Relationship" and attributes.get("TargetMode", "Internal") != "External":
            target = attributes.get("Target", "")
            member = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            kind = attributes.get("Type", "").rsplit("/", 1)[-1]
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(member))

    parse(package, path, start=start)
    return found


def read_strings(package: Package, path: str) -> list[str]:
    """The shared strings in order; phonetic runs (rPh) are not part of the text."""
    strings: list[str] = []
    held: list[str] = []
    taking = False
    phonetic = 0

    def start(tag: str, _: dict[str, str]) -> None:
        nonlocal taking, phonetic
        found = local(tag)
        if found == "t":
            taking = phonetic == 0
        elif found == "si":
            held.clear()
        elif found == "rPh":
            phonetic += 1

    def end(tag: str) -> None:
        nonlocal taking, phonetic
        found = local(tag)
        if found == "t":
            taking = False
        elif found == "si":
            strings.append(unescape("".join(held)))
        elif found == "rPh":
            phonetic -= 1

    def text(some: str) -> None:
        if taking:
            held.append(some)

    parse(package, path, start=start, end=end, text=text)
    return strings


def read_date_styles(package: Package, path: str) -> frozenset[int]:
    """The style indexes (attribute ``s`` of a cell) that show a number as a date."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        found = local(tag)
        if found == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif found == "cellXfs":
            inside = True
        elif found == "xf" and inside:
            styles.append(attributes.get("numFmtId", "0"))

    def end(tag: str) -> None:
        nonlocal inside
        if local(tag) == "cellXfs":
            inside = False

    parse(package, path, start=start, end=end)

    def shows_date(key: str) -> bool:
        if key in formats:
            return is_date_format(formats[key])
        return key.isascii() and key.isdigit() and len(key) < 6 and int(key) in _BUILT_IN_DATES

    known: dict[str, bool] = {key: shows_date(key) for key in set(styles)}
    return frozenset(index for index, key in enumerate(styles) if known[key])
