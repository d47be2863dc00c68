"""A very small XML writer: elements are values, text is always escaped, output is always the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ._text import clean_text

HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Element:
    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Element | str, ...]

    def write(self, out: list[str]) -> None:
        out.append(f"<{self.tag}")
        out.extend(f" {name}={quoteattr(clean_text(value))}" for name, value in self.attributes)
        if not self.children:
            out.append("/>")
            return
        out.append(">")
        for child in self.children:
            if isinstance(child, str):
                out.append(escape(clean_text(child)))
            else:
                child.write(out)
        out.append(f"</{self.tag}>")


def el(
    tag: str, attributes: Mapping[str, str | int] | None = None, children: Iterable[Element | str] = ()
) -> Element:
    """An element; attribute order is kept, numbers are written as integers."""
    return Element(tag, tuple((k, str(v)) for k, v in (attributes or {}).items()), tuple(children))


def val(tag: str, value: str | int) -> Element:
    """The WordprocessingML habit of one value in `w:val`."""
    return el(tag, {"w:val": value})


def document(root: Element) -> bytes:
    out = [HEADER]
    root.write(out)
    return "".join(out).encode("utf-8")
