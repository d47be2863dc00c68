"""Text from people: what is kept, how it is counted, and which links may stand in a document."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Characters no XML 1.0 document may hold (XML 1.0, 2.2), the C1 controls, and the invisible directional
# controls that make a line read otherwise than it is written. Letters of right-to-left scripts stay.
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
    "|["
    + "".join(chr(plane * 0x10000 + 0xFFFE) + chr(plane * 0x10000 + 0xFFFF) for plane in range(1, 17))
    + "]"
)


def clean_text(text: str) -> str:
    """The text as every output holds it: line ends as `\\n`, control characters and non-characters removed.

    Nothing else changes: markup characters, emoji, right-to-left letters and long words stay as they are.
    """
    return _REMOVED.sub("", _LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """`clean_text` for places of one line (title, unit, number): any white space becomes one space."""
    return " ".join(clean_text(text).split())


# Wide characters that Word counts one by one: ideographs, kana, bopomofo, hangul, CJK and full-width marks.
_EACH = re.compile(
    "[\u2e80-\u2fff\u3001-\u303f\u3040-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7af\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003fffd‘’“”…—〔〕·]"
)


def count_text(text: str) -> int:
    """Characters as Word's 字数 counts them.

    Each CJK character and each full-width mark counts 1; a run of other visible characters between spaces or
    CJK characters (a word, a number such as `2021` or `84.2%`) counts 1; white space counts 0.
    """
    cleaned = clean_text(text)
    return len(_EACH.findall(cleaned)) + len(_EACH.sub(" ", cleaned).split())


class LinkRefused(ValueError):
    """A link target that may not stand in a document; the message says why, for the person."""


def safe_link(target: str) -> str:
    """The target, percent-encoded to ASCII, if it is http, https or relative to the site.

    Raises LinkRefused for any other scheme (javascript, file, data, mailto), for `//host` without a scheme,
    for white space, control characters and back slashes, and for what is no URL.
    """
    if not target or clean_text(target) != target or re.search(r"[\s\\]", target):
        raise LinkRefused(f"链接地址为空或含有空白、控制字符：{clean_text(target)[:60]!r}")
    try:
        parts = urlsplit(target)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise LinkRefused(f"不是有效的链接地址：{target[:60]!r}") from error
    if parts.scheme not in ("", "http", "https"):
        raise LinkRefused(f"链接只允许 http、https 或站内相对地址：{target[:60]!r}")
    if parts.scheme and not host:
        raise LinkRefused(f"链接缺少主机名：{target[:60]!r}")
    if not parts.scheme and (
        target.startswith("//") or ":" in target.split("/", 1)[0].split("?")[0].split("#")[0]
    ):
        raise LinkRefused(f"链接只允许 http、https 或站内相对地址：{target[:60]!r}")
    encoded = quote(target, safe="/:?#@!$&'()*+,;=~-._%", encoding="utf-8")
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded)


def width_in_characters(text: str) -> float:
    """Width of a line in CJK characters: wide and full-width characters 1, all others 0.5."""
    return sum(
        0.0 if unicodedata.combining(c) else 1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5
        for c in clean_text(text)
    )
