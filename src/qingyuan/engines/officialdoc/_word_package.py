"""The package around the Word document: relations, content types, core properties, footers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime

from ._model import Properties, Run
from ._text import one_line
from ._word_blocks import style_of, text_run
from ._word_styles import W
from ._xml import Element, document, el

_EARLIEST = (1980, 1, 1, 0, 0, 0)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip of the parts in their order, with the same time stamp always: same parts, same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, content)
    return packed.getvalue()


def footer_part(style: str) -> bytes:
    field = el("w:fldSimple", {"w:instr": " PAGE "}, [text_run(Run("1"))])
    paragraph = el("w:p", {}, [style_of(style), text_run(Run("— ")), field, text_run(Run(" —"))])
    return document(el("w:ftr", W, [paragraph]))


def _relation(identity: str, kind: str, target: str, *, outside: bool = False) -> Element:
    attributes = {"Id": identity, "Type": kind, "Target": target}
    if outside:
        attributes["TargetMode"] = "External"
    return el("Relationship", attributes)


def _relations(entries: list[Element]) -> bytes:
    return document(el("Relationships", {"xmlns": f"{_PACKAGE}/relationships"}, entries))


def package_relations() -> bytes:
    return _relations(
        [
            _relation("rId1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            _relation("rId2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            _relation("rId3", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
        ]
    )


def document_relations(links: dict[str, str]) -> bytes:
    kinds = ("styles", "settings", "fontTable", "footer", "footer")
    targets = ("styles.xml", "settings.xml", "fontTable.xml", "footer1.xml", "footer2.xml")
    entries = [
        _relation(f"rId{place}", f"{_OFFICE}/relationships/{kind}", target)
        for place, (kind, target) in enumerate(zip(kinds, targets, strict=True), start=1)
    ]
    entries += [
        _relation(identity, f"{_OFFICE}/relationships/hyperlink", target, outside=True)
        for target, identity in links.items()
    ]
    return _relations(entries)


def content_types() -> bytes:
    overrides = {
        "/word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        "/word/styles.xml": f"{_WORD_TYPE}.styles+xml",
        "/word/settings.xml": f"{_WORD_TYPE}.settings+xml",
        "/word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
        "/word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
        "/word/footer2.xml": f"{_WORD_TYPE}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    entries = [
        el(
            "Default",
            {"Extension": "rels", "ContentType": "application/vnd.openxmlformats-package.relationships+xml"},
        ),
        el("Default", {"Extension": "xml", "ContentType": "application/xml"}),
        *(el("Override", {"PartName": part, "ContentType": kind}) for part, kind in overrides.items()),
    ]
    return document(el("Types", {"xmlns": f"{_PACKAGE}/content-types"}, entries))


def core_part(title: str, properties: Properties) -> bytes:
    named = {
        "dc:title": one_line(title),
        "dc:subject": one_line(properties.subject),
        "dc:creator": one_line(properties.author),
        "cp:keywords": one_line(properties.keywords),
        "dc:language": "zh-CN",
    }
    entries = [el(tag, {}, [text]) for tag, text in named.items() if text]
    moments = {"dcterms:created": properties.created_at, "dcterms:modified": properties.modified_at}
    entries += [
        el(tag, {"xsi:type": "dcterms:W3CDTF"}, [_w3c(moment)]) for tag, moment in moments.items() if moment
    ]
    spaces = {
        "xmlns:cp": f"{_PACKAGE}/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    return document(el("cp:coreProperties", spaces, entries))


def _w3c(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def app_part() -> bytes:
    return document(
        el("Properties", {"xmlns": f"{_OFFICE}/extended-properties"}, [el("Application", {}, ["Qingyuan"])])
    )
