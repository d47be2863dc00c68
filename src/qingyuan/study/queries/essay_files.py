"""The text of a file that somebody hands in, or words why there is none."""

from qingyuan.kit.uploads import MOST, Unfit, checked
from qingyuan.kit.words import Words, _

LONGEST = 200_000  # characters: of a text in the library
WORDS: dict[str, Words] = {
    "empty": _("文件里没有文字"),
    "too_long": _("文字太长，请分成几份"),
    "binary": _("这不是文本文件，请用 .txt 或 .docx"),
    "encoding": _("认不出文件的编码，请另存为 UTF-8 后再试"),
    "broken": _("这个文件已损坏，请重新另存后再上传"),
    "bomb": _("这个文件展开后太大，不能上传"),
}


def text_of(name: str, content: bytes) -> str:
    """The text of a .txt or .docx file. Unfit with words for the person."""
    if len(content) > MOST:
        raise Unfit(_("文件超过 10 MB，请压缩后再上传"))
    if content.startswith(b"PK\x03\x04") or name.lower().endswith(".docx"):
        file = checked(name, content)
        if not file.name.endswith(".docx"):
            raise Unfit(_("只能上传 .txt 和 .docx 文件"))
        content = file.content
    return _sound(_read(content))


def _read(content: bytes) -> str:
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
