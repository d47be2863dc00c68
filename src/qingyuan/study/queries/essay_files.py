"""The text of a file that somebody hands in, or words why there is none."""

import io
import zipfile
from xml.parsers import expat

from qingyuan.kit.uploads import MOST, Unfit, checked
from qingyuan.kit.words import Words, _

LONGEST = 200_000  # characters: of a text in the library
UNPACKED = 20 * 1024 * 1024  # bytes of the one part of a .docx that is read
WORDS: dict[str, Words] = {
    "empty": _("文件里没有文字"),
    "too_long": _("文字太长，请分成几份"),
    "binary": _("这不是文本文件，请用 .txt 或 .docx"),
    "encoding": _("认不出文件的编码，请另存为 UTF-8 后再试"),
}
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main "
OTHERWISE = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"


def text_of(name: str, content: bytes) -> str:
    """The text of a .txt or .docx file. Unfit with words for the person."""
    if len(content) > MOST:
        raise Unfit(_("文件超过 10 MB，请压缩后再上传"))
    if content.startswith(b"PK\x03\x04") or name.lower().endswith(".docx"):
        file = checked(name, content)
        if not file.name.endswith(".docx"):
            raise Unfit(_("只能上传 .txt 和 .docx 文件"))
        return _sound(_written_in(file.content))
    return _sound(_plain(content))


def _plain(content: bytes) -> str:
    from qingyuan.engines.originality import OriginalityError, read_text

    try:
        return read_text(content)
    except OriginalityError as refusal:
        raise Unfit(WORDS[refusal.problem.value]) from refusal


def _sound(text: str) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").strip()
    if not any(map(str.isalnum, plain)):
        raise Unfit(WORDS["empty"])
    if len(plain) > LONGEST:
        raise Unfit(WORDS["too_long"])
    return plain


def _written_in(content: bytes) -> str:
    """The paragraphs of a Word file (ECMA-376-1, 17.3): what was deleted, and what stands there twice, left out."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package, package.open("word/document.xml") as part:
            data = part.read(UNPACKED + 1)
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError, EOFError) as error:
        raise Unfit(_("这个文件已损坏，请重新另存后再上传")) from error
    if len(data) > UNPACKED:
        raise Unfit(_("这个文件展开后太大，不能上传"))
    reading = _Reading()
    try:
        reading.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unfit(_("这个文件已损坏，请重新另存后再上传")) from error
    return "".join(reading.parts)


class _Reading:
    """Hears the parts of a document; a file that declares entities is not read (they can swell)."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.inside = False
        self.skipped = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._say
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_given: object) -> None:
        raise Unfit(_("这个文件的结构不正常，请重新另存后再上传"))

    def _begin(self, name: str, _attributes: object) -> None:
        self.skipped += name == OTHERWISE
        self.inside = name == f"{WORD}t"
        if name in (f"{WORD}tab", f"{WORD}br") and not self.skipped:
            self.parts.append(" " if name.endswith("tab") else "\n")

    def _end(self, name: str) -> None:
        self.inside = False
        self.skipped -= name == OTHERWISE
        if name == f"{WORD}p" and not self.skipped:
            self.parts.append("\n")

    def _say(self, text: str) -> None:
        if self.inside and not self.skipped:
            self.parts.append(text)
