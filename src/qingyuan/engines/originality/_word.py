"""The text of a Word file (ECMA-376, part 1, 17.2): paragraphs of the body, a line each.

Nothing is unpacked to disk and nothing beyond the limits is unpacked at all, whatever the file says of its size.
"""

import zipfile
import zlib
from io import BytesIO
from xml.etree import ElementTree

from ._problem import OriginalityError, Problem

ENTRIES = 5_000
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OTHERWISE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # said a second time
BODY = "word/document.xml"
XML_PER_CHARACTER = 60  # markup around a character, at the most
SIGNS = {f"{WORD}tab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-"}


def read_word(data: bytes, limit: int) -> str:
    """The text, or a refusal if the file is broken, is no Word file or would unpack to too much."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if len(package.infolist()) > ENTRIES:
                raise OriginalityError(Problem.BOMB)
            if BODY not in package.namelist():
                raise OriginalityError(Problem.BINARY)
            with package.open(BODY) as part:
                most = min(limit * XML_PER_CHARACTER, 200 * max(len(data), 1 << 16))
                xml = part.read(most + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        if isinstance(error, OriginalityError):
            raise
        raise OriginalityError(Problem.BROKEN) from None
    if len(xml) > most:
        raise OriginalityError(Problem.BOMB)
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:  # Word writes none; entities can grow without end
        raise OriginalityError(Problem.BROKEN)
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314  no entities, as was seen above
    except (ElementTree.ParseError, ValueError, LookupError):
        raise OriginalityError(Problem.BROKEN) from None
    return "\n".join(_said(paragraph) for paragraph in _paragraphs(root))


def _paragraphs(root: ElementTree.Element) -> list[ElementTree.Element]:
    """Paragraphs in order, not those inside of others (text boxes), which `_said` comes to."""
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        if one.tag == f"{WORD}p":
            found.append(one)
        elif one.tag != OTHERWISE:
            waiting.extend(reversed(one))
    return found


def _said(paragraph: ElementTree.Element) -> str:
    parts, waiting = list[str](), list(reversed(paragraph))
    while waiting:
        one = waiting.pop()
        if one.tag == f"{WORD}t":
            parts.append(one.text or "")
        elif one.tag in SIGNS:
            parts.append(SIGNS[one.tag])
        elif one.tag not in (OTHERWISE, f"{WORD}pPr", f"{WORD}rPr"):  # tab stops are no tabs
            waiting.extend(reversed(one))
    return "".join(parts)
