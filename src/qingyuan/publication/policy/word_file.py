"""An edited Word file as it comes from a person: what it must be, and the words in it. Nothing of it is run.

A .docx is a zip of XML parts (ECMA-376, Part 2). Refused: what is no such zip, macros, embedded objects, parts
fetched from elsewhere, document type declarations, encryption, and parts that unpack to more than they should.
"""

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree import ElementTree as Tree

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, _

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AT_MOST = 10 * 1024 * 1024
UNPACKED_AT_MOST = 60 * 1024 * 1024
XML_AT_MOST = 12 * 1024 * 1024
PARTS_AT_MOST = 600
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# UTF-16 would hide a document type from us; without its mark it shows by a zero byte.
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_FORBIDDEN = re.compile(r"vba(project|data)|/activex/|/embeddings/|macrosheet", re.IGNORECASE)
_AROUND = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
_ALLOWED_LINK = re.compile(r"(https?://|mailto:|#|/)", re.IGNORECASE)

SAID: dict[str, Words] = {
    "big": _("文件超过 10 MB"),
    "not_word": _("这不是 .docx 格式的 Word 文件，请在 Word 中“另存为”.docx 后再上传"),
    "macro": _("文件中含有宏、控件或嵌入对象，不能作为正式文件。请另存为不含宏的 .docx"),
    "outside": _("文件引用了外部的模板、图片或对象，请改为嵌入文件内部后再上传"),
    "locked": _("文件设有打开密码，请取消密码后再上传"),
    "swollen": _("文件解压后过大，不能接收"),
    "broken": _("文件已损坏，请在 Word 中重新保存后再上传"),
}


class BadFile(ValueError):
    """The file cannot be taken; ``reason`` says why, for the person."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.reason = Reason(code, SAID[code], "file")


@dataclass(frozen=True)
class Contents:
    """The words of a file, a paragraph a line, and whether somebody's changes or comments are left in it.

    ``around``: what stands in heads, feet and notes of its pages.
    """

    lines: tuple[str, ...]
    revised: bool
    commented: bool
    around: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Every word that a reader of the file would see."""
        return "\n".join((*self.lines, *self.around))


def read(content: bytes) -> Contents:
    """The words of a .docx, or BadFile."""
    if len(content) > AT_MOST:
        raise BadFile("big")
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":  # OLE: an old .doc, or a .docx with a password
        raise BadFile("locked" if b"E\0n\0c\0r\0y\0p\0t\0e\0d" in content else "not_word")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _read(packed)
    except BadFile:
        raise
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError) as problem:
        raise BadFile("not_word" if content[:2] != b"PK" else "broken") from problem
    except (RuntimeError, RecursionError) as problem:  # zipfile says so of an encrypted part
        raise BadFile("locked") from problem


def _read(packed: zipfile.ZipFile) -> Contents:
    parts = packed.infolist()
    names = {part.filename for part in parts}
    if len(parts) > PARTS_AT_MOST or sum(part.file_size for part in parts) > UNPACKED_AT_MOST:
        raise BadFile("swollen")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise BadFile("broken")  # ECMA-376-2, 7.3.3: a package is packed in no other way
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise BadFile("not_word")
    types = _xml(packed, "[Content_Types].xml")
    said = {str(part.get("ContentType", "")) for part in types}
    if any("macroenabled" in one.lower() or "vba" in one.lower() or "activex" in one.lower() for one in said):
        raise BadFile("macro")
    if _MAIN not in said:
        raise BadFile("not_word")
    if any(_FORBIDDEN.search(name) for name in names):
        raise BadFile("macro")
    for name in sorted(name for name in names if name.endswith(".rels")):
        _no_outside(_xml(packed, name))
    document = _xml(packed, "word/document.xml")
    if document.tag != f"{W}document":
        raise BadFile("not_word")
    commented = False
    if "word/comments.xml" in names:
        commented = next(_xml(packed, "word/comments.xml").iter(f"{W}comment"), None) is not None
    revised = any(next(document.iter(f"{W}{mark}"), None) is not None for mark in ("ins", "del", "moveFrom"))
    around = [
        line for name in sorted(names) if _AROUND.fullmatch(name) for line in _lines(_xml(packed, name))
    ]
    return Contents(tuple(_lines(document)), revised, commented, tuple(around))


def _xml(packed: zipfile.ZipFile, name: str) -> Tree.Element:
    with packed.open(name) as part:
        data = part.read(XML_AT_MOST + 1)
    if len(data) > XML_AT_MOST:
        raise BadFile("swollen")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data[:4] or data[:2] in _WIDE:
        raise BadFile("broken")
    try:
        return Tree.fromstring(data)  # noqa: S314 -- no document type, so no entities to expand
    except Tree.ParseError as problem:
        raise BadFile("broken") from problem


def _no_outside(relations: Tree.Element) -> None:
    for relation in relations:
        kind = str(relation.get("Type", "")).rsplit("/", 1)[-1]
        if kind in ("vbaProject", "control", "oleObject", "package", "aFChunk", "subDocument"):
            raise BadFile("macro")
        if relation.get("TargetMode") != "External":
            continue
        if kind != "hyperlink" or not _ALLOWED_LINK.match(str(relation.get("Target", ""))):
            raise BadFile("outside")


def _lines(document: Tree.Element) -> list[str]:
    lines = []
    for paragraph in document.iter(f"{W}p"):
        said = []
        for piece in paragraph.iter():
            if piece.tag == f"{W}t":
                said.append(piece.text or "")
            elif piece.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
                said.append(" ")
        lines.append("".join(said))
    return lines


_NUMBER = re.compile(r"[^\s〔〕\[\]（）()第\d]{1,20}〔[1-9]\d{3}〕[1-9]\d{0,4}号")


def numbers_in(contents: Contents) -> list[str]:
    """The document numbers that stand alone in a line, spaces aside: the number of the document itself."""
    squeezed = ("".join(line.split()) for line in contents.lines)
    return [line for line in squeezed if _NUMBER.fullmatch(line)]


_IMPRINT = re.compile(r"\s*抄送[:：].*|.*印发\s*")


def main_text(contents: Contents) -> str:
    """What counts for the length: all that comes after the document's number, but for the imprint (版记)."""
    lines = list(contents.lines)
    first = next((n + 1 for n, line in enumerate(lines) if _NUMBER.fullmatch("".join(line.split()))), 0)
    return "\n".join(line for line in lines[first:] if len(line) > 200 or not _IMPRINT.fullmatch(line))
