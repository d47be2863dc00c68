"""Bytes of a text file into text, or a clear refusal; nothing is replaced or guessed character by character."""

import codecs

from ._normal import table
from ._problem import OriginalityError, Problem
from ._word import read_word

LIMIT = 2_000_000  # characters; an essay has two thousand
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
PLAIN = 0.9  # the part of a text that must be everyday characters, for much decodes to something


def read_text(data: bytes, limit: int = LIMIT) -> str:
    """The text of a Word file (.docx) or of a file in UTF-8, GB 18030 or UTF-16.

    Raises `OriginalityError` for what is empty, too long, broken, no text, or in an encoding that cannot be told.
    """
    if len(data) > 4 * limit:
        raise OriginalityError(Problem.TOO_LONG, limit=limit)
    text = read_word(data, limit) if data.startswith(b"PK\x03\x04") else _decoded(data)
    if len(text) > limit:
        raise OriginalityError(Problem.TOO_LONG, limit=limit)
    if not any(map(str.isalnum, text)):
        raise OriginalityError(Problem.EMPTY)
    return text


def _decoded(data: bytes) -> str:
    for mark, name in MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(name)
            except UnicodeDecodeError:
                raise OriginalityError(Problem.ENCODING) from None
    wide = 0 in data
    if not wide:
        if _controls(data.decode("latin-1")) > len(data) // 100:
            raise OriginalityError(Problem.BINARY)
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            pass
    for name in ("utf-16-le", "utf-16-be") if wide else ("gb18030", "utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _everyday(text):
            return text
    raise OriginalityError(Problem.BINARY if wide else Problem.ENCODING)


def _controls(text: str) -> int:
    return sum(char < " " and char not in "\t\r\n\f\v" for char in text[:100_000])


def _everyday(text: str) -> bool:
    """Whether the characters beyond ASCII are such as the first standard of 1980 has, in either script."""
    codes = table()
    beyond = [char for char in text if char >= "\x80"]
    known = 0
    for char in beyond:
        form = chr(codes[ord(char)]) if ord(char) < 0x10000 and codes[ord(char)] else char
        try:
            form.encode("gb2312")
            known += 1
        except UnicodeEncodeError:
            pass
    return known >= PLAIN * len(beyond) and _controls(text) == 0
