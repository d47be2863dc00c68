"""A file that somebody hands in, as hostile as a file from anybody: believed by its content, never by its name.

Kept are PDF (ISO 32000), PNG (ISO/IEC 15948), JPEG (ISO/IEC 10918-1), DOCX and XLSX (ISO/IEC 29500), of at most
10 MB. A file that is two things at once is neither: something after its end, or an archive inside, is refused.
"""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

import puremagic
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MOST = 10 * 1024 * 1024
UNPACKED_MOST = 200 * 1024 * 1024
ENTRIES_MOST = 5000
PARTS_MOST = 4 * 1024 * 1024
NAME_MOST = 120
OFFICE = "application/vnd.openxmlformats-officedocument."
MEDIA = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": OFFICE + "wordprocessingml.document",
    "xlsx": OFFICE + "spreadsheetml.sheet",
}
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # ECMA-376-2, 7.3.3: no other way of packing
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
FOREIGN = re.compile(
    rb"PK\x03\x04|PK\x05\x06|%PDF-|MZ\x90|<\s*(?:html|script|svg|!doctype|body|iframe)", re.I
)
UNWANTED = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype html|html|svg|script)", re.I | re.S
)
BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    struct.error,
    ValueError,
    zlib.error,
)
MACROS = re.compile(r"vbaProject\.bin$|\.(?:exe|dll|js|vbs|bat|cmd|ps1|scr|lnk|hta)$", re.I)


class Unfit(ValueError):
    """A file that is not kept, with words for the person."""


@dataclass(frozen=True)
class Checked:
    """A file that may be kept: a clean name, its true type, its content."""

    name: str
    media_type: str
    content: bytes


def checked(name: str, content: bytes) -> Checked:
    """The file, if it is what it says and harmless enough to keep; or Unfit with the reason in words."""
    if not content:
        raise Unfit(_("这个文件是空的，请重新选择"))
    if len(content) > MOST:
        raise Unfit(_("文件超过 10 MB，请压缩后再上传"))
    ending = _ending(name)
    kind = _kind(content)
    if not kind:
        looks = _looks_like(content)
        said = _("只能上传 PDF、PNG、JPEG 图片、Word（.docx）和 Excel（.xlsx）文件")
        more = _("；这个文件的内容看起来是 %(looks)s")
        raise Unfit(f"{said}{more % {'looks': looks}}" if looks else str(said))
    if ending != kind:
        raise Unfit(
            _("文件名说它是 .%(ending)s，内容却是 .%(kind)s，请核对后再上传")
            % {"ending": ending or "?", "kind": kind}
        )
    return Checked(clean_name(name, kind), MEDIA[kind], content)


def _ending(name: str) -> str:
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return "jpg" if ending == "jpeg" else ending


def clean_name(name: str, ending: str) -> str:
    """The last part of a name, without what could steer a file system, a terminal or a reader's eye.

    >>> clean_name("..\\\\..\\\\etc\\\\核查  表\\u202egnp.PDF", "pdf")
    '核查 表gnp.pdf'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    plain = UNWANTED.sub("", last).rsplit(".", 1)[0]
    plain = " ".join(plain.split()).strip(". ")
    return f"{(plain or 'file')[: NAME_MOST - len(ending) - 1]}.{ending}"


def _kind(content: bytes) -> str:
    """The true kind of a file, or nothing."""
    if content.startswith(b"%PDF-"):
        _pdf(content)
        return "pdf"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        _png(content)
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        _jpeg(content)
        return "jpg"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return ""


def _looks_like(content: bytes) -> str:
    """What a file that is not kept seems to be, for the words of the refusal."""
    if MARKUP.match(content[:2048]):
        return "SVG" if b"<svg" in content[:2048].lower() else "HTML"
    try:
        return str(puremagic.from_string(content[:65536])).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        return ""


def _no_archive(content: bytes) -> None:
    if zipfile.is_zipfile(io.BytesIO(content)):
        raise Unfit(_("这个文件里还藏着一个压缩包，不能上传"))


def _pdf(content: bytes) -> None:
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise Unfit(_("这个 PDF 文件不完整，请重新导出"))
    if content[end + 5 :].strip(b"\r\n \t\x00"):
        raise Unfit(_("这个 PDF 文件的末尾还有别的内容，不能上传"))
    if re.search(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b", content):
        raise Unfit(_("这个 PDF 文件带有脚本或内嵌文件，请另存为普通 PDF 后再上传"))
    _no_archive(content)


def _png(content: bytes) -> None:
    at = 8
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        at += 12 + length
        if name == b"IEND":
            break
    else:
        raise Unfit(_("这张图片不完整，请重新选择"))
    if at != len(content):
        raise Unfit(_("这张图片的末尾还有别的内容，不能上传"))
    _no_archive(content)


def _jpeg(content: bytes) -> None:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != 0xDA:
        if content[at + 1] in (0xFF, 0x01) or 0xD0 <= content[at + 1] <= 0xD7:
            at += 1 if content[at + 1] == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        at += 2 + max(length, 2)
    end = content.find(b"\xff\xd9", at) if content[at : at + 2] == b"\xff\xda" else -1
    if end < 0:
        raise Unfit(_("这张图片不完整，请重新选择"))
    if FOREIGN.search(content, end + 2):
        raise Unfit(_("这张图片的末尾还有别的内容，不能上传"))
    _no_archive(content)


def _office(content: bytes) -> str:
    """docx or xlsx, or nothing if it is another archive."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            names = {member.filename for member in members}
            kind = next((kind for kind, main in MAIN.items() if main in names), "")
            if not kind or "[Content_Types].xml" not in names:
                return ""
            if len(members) > ENTRIES_MOST or sum(member.file_size for member in members) > UNPACKED_MOST:
                raise Unfit(_("这个文件展开后太大，不能上传"))
            if any(member.flag_bits & 1 for member in members):
                raise Unfit(_("这个文件有密码，验收人打不开，请去掉密码后再上传"))
            if any(member.compress_type not in PACKED for member in members):
                raise Unfit(_("这个文件的结构不正常，请重新另存后再上传"))
            if (
                any(".." in name.split("/") or name.startswith(("/", "\\")) for name in names)
                or package.comment
            ):
                raise Unfit(_("这个文件的结构不正常，请重新另存后再上传"))
            small = [one for one in members if one.filename.endswith((".rels", "[Content_Types].xml"))]
            if sum(one.file_size for one in small) > PARTS_MOST:
                raise Unfit(_("这个文件的结构不正常，请重新另存后再上传"))
            types = package.read("[Content_Types].xml")
            if any(MACROS.search(name) for name in names) or b"macroEnabled" in types:
                raise Unfit(_("这个文件带有宏或程序，请另存为普通 .docx 或 .xlsx 后再上传"))
            rels = b"".join(package.read(name) for name in names if name.endswith(".rels"))
    except Unfit:
        raise
    except BROKEN as error:
        raise Unfit(_("这个文件已损坏，请重新另存后再上传")) from error
    if b"attachedTemplate" in rels and b"External" in rels:
        raise Unfit(_("这个文件会从外部网址读取模板，不能上传"))
    return kind


class CheckedFile(forms.FileField):
    """One file of a form; once cleaned it is :class:`Checked`, or nothing where it need not be there."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.docx,.xlsx"}))
        super().__init__(max_length=255, **given)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = super().clean(data, initial)
        if given is None and not self.required:
            return None
        if not isinstance(given, UploadedFile) or (given.size or 0) > MOST:
            raise forms.ValidationError(_("文件超过 10 MB，请压缩后再上传"), code="large")
        try:
            return checked(given.name or "", given.read())
        except Unfit as refusal:
            raise forms.ValidationError(str(refusal), code="unfit") from refusal
