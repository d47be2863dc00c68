"""One careful way to read XML: expat, streaming, no document type, no token without end."""

from __future__ import annotations

from collections.abc import Callable
from xml.parsers import expat

from ._package import Package
from ._problems import SheetError, refuse

_PENDING = 4 * 1024 * 1024
"""Bytes that may wait for the end of one token (guards against CVE-2023-52425 in expat before 2.6)."""

StartTag = Callable[[str, dict[str, str]], None]
EndTag = Callable[[str], None]


def local(tag: str) -> str:
    """The tag or attribute without its prefix."""
    return tag.rpartition(":")[2]


def parse(
    package: Package,
    part: str,
    *,
    start: StartTag,
    end: EndTag | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Feed a member to the handlers.  Tags arrive with their prefix; ``SheetError`` if it is not sound XML.

    Elements are counted over the whole package: a few megabytes can hold millions of empty ones.
    """
    name = package.name
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def no_doctype(*_: object) -> None:
        raise refuse("file.doctype", name=name, part=part)

    parser.StartDoctypeDeclHandler = no_doctype
    parser.EntityDeclHandler = no_doctype

    def counted(tag: str, attributes: dict[str, str]) -> None:
        package.elements += 1
        if package.elements > ceiling:
            raise refuse("file.zip_bomb", name=name, detail=f"元素超过 {ceiling} 个")
        start(tag, attributes)

    ceiling = package.limits.elements
    parser.StartElementHandler = counted
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    fed = 0
    try:
        for chunk in package.stream(part):
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - parser.CurrentByteIndex > _PENDING:
                raise refuse("file.damaged", name=name, part=part, detail="标记过长")
        parser.Parse(b"", True)
    except SheetError:
        raise
    except expat.ExpatError as wrong:
        raise refuse("file.damaged", name=name, part=part, detail=f"第 {wrong.lineno} 行") from wrong
    except (ValueError, LookupError, UnicodeError) as wrong:
        raise refuse("file.damaged", name=name, part=part, detail="编码不认识") from wrong
