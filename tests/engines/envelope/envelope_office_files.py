"""Word, Excel and PowerPoint files as real ones are: with who, when, on which disk, with which printer."""

import datetime
import io
import zipfile
from collections.abc import Callable

import docx
import openpyxl
from envelope_cleaning import PICTURES
from openpyxl.comments import Comment
from test_clean_pictures import with_chunks, with_segments

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def repacked(data: bytes, change: dict[str, bytes | Callable[[str], str]], comment: bytes = b"") -> bytes:
    """The package with members changed or added; times, extra fields and a comment as archives carry them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in change if name not in old.namelist())]:
            member = zipfile.ZipInfo(name, (2021, 3, 19, 10, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            member.extra = b"\xfe\xca\x0d\0PLANTED-EXTRA"
            member.comment = b"PLANTED-EXTRA"
            how = change.get(name)
            body = how if isinstance(how, bytes) else old.read(name)
            if callable(how):
                body = how(body.decode()).encode()
            new.writestr(member, body)
        new.comment = comment
    return out.getvalue()


def a_document() -> bytes:
    """A Word file as a real one is: properties, photographs, a comment, tracked changes, traces of the machine."""
    document = docx.Document()
    about = document.core_properties
    about.author, about.last_modified_by, about.title = "张警官", "PLANTED-EDITOR", "PLANTED-TITLE"
    about.comments, about.keywords = "PLANTED-NOTE", "PLANTED-TITLE"
    about.created = about.modified = datetime.datetime(2021, 3, 19, 10)  # noqa: DTZ001
    said = document.add_paragraph("what is said")
    document.add_comment(said.runs, text="what is remarked", author="张警官", initials="PLANTED-NOTE")
    for number, data in enumerate(
        (with_segments(PICTURES["baseline.jpg"]), with_chunks(PICTURES["true.png"]))
    ):
        document.add_picture(io.BytesIO(data), width=914_400 * (number + 1))
    out = io.BytesIO()
    document.save(out)

    def body(text: str) -> str:
        tracked = (
            '<w:p w:rsidR="00AB12CD" w:rsidRPr="00AB12CD"><w:ins w:id="7" w:author="张警官" '
            'w:date="2021-03-19T10:00:00Z"><w:r w:rsidR="00AB12CD"><w:t>what is put in</w:t></w:r></w:ins>'
            '<w:hyperlink r:id="rId902"><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p><!-- PLANTED-NOTE -->'
        )
        named = text.replace(
            'name="image1.jpg"', r'name="PLANTED-PATH.jpg" descr="C:\Users\PLANTED-PATH\a.jpg"'
        )
        assert named != text or 'name="' in text
        return named.replace("<w:sectPr", tracked + "<w:sectPr", 1)

    def settings(text: str) -> str:
        more = (
            '<w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>'
            '<w:docVars><w:docVar w:name="x" w:val="PLANTED-CUSTOM"/></w:docVars></w:settings>'
        )
        return text.replace("</w:settings>", more)

    def relations(text: str) -> str:
        more = (
            f'<Relationship Id="rId901" Type="{R}/customXml" Target="../customXml/item9.xml"/>'
            f'<Relationship Id="rId902" Type="{R}/hyperlink" Target="https://example.org/seen" TargetMode="External"/>'
            f'<Relationship Id="rId903" Type="{R}/image" Target="file:///C:/PLANTED-PATH/x.png" TargetMode="External"/>'
            f'<Relationship Id="rId904" Type="{R}/people" Target="people.xml"/></Relationships>'
        )
        return text.replace("</Relationships>", more)

    def root_relations(text: str) -> str:
        more = f'<Relationship Id="rId77" Type="{R}/custom-properties" Target="docProps/custom.xml"/></Relationships>'
        return text.replace("</Relationships>", more)

    def types(text: str) -> str:
        office = "application/vnd.openxmlformats-officedocument"
        more = (
            f'<Override PartName="/docProps/custom.xml" ContentType="{office}.custom-properties+xml"/>'
            f'<Override PartName="/word/people.xml" ContentType="{office}.wordprocessingml.people+xml"/></Types>'
        )
        return text.replace("</Types>", more)

    app = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Company>PLANTED-COMPANY</Company><Template>PLANTED-PATH.dotm</Template></Properties>"
    )
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property pid="2" '
        'fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" name="x">'
        "<vt:lpwstr>PLANTED-CUSTOM</vt:lpwstr></property></Properties>"
    )
    people = (
        '<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        '<w15:person w15:author="PLANTED-PERSON"><w15:presenceInfo w15:providerId="AD" '
        'w15:userId="PLANTED-PERSON"/></w15:person></w15:people>'
    )
    template = (
        f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="{R}/attachedTemplate" '
        'Target="file:///C:/Users/PLANTED-PATH/Normal.dotm" TargetMode="External"/></Relationships>'
    )
    return repacked(
        out.getvalue(),
        {
            "docProps/app.xml": app.encode(),
            "docProps/custom.xml": custom.encode(),
            "word/people.xml": people.encode(),
            "word/_rels/settings.xml.rels": template.encode(),
            "customXml/item9.xml": b"<x>PLANTED-CUSTOM</x>",
            "word/document.xml": body,
            "word/settings.xml": settings,
            "word/_rels/document.xml.rels": relations,
            "_rels/.rels": root_relations,
            "[Content_Types].xml": types,
        },
        b"PLANTED-EXTRA",
    )


def a_workbook() -> bytes:
    """An Excel file with properties, a note by somebody, a printer, the path where it was saved."""
    book = openpyxl.Workbook()
    book.properties.creator, book.properties.lastModifiedBy = "张警官", "PLANTED-EDITOR"
    book.properties.created = datetime.datetime(2021, 3, 19, 10)  # noqa: DTZ001
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "what is said"
    sheet["B2"] = 42
    sheet["A1"].comment = Comment("what is remarked", "张警官")
    sheet["B1"].hyperlink = "https://example.org/seen"
    out = io.BytesIO()
    book.save(out)

    def sheet_xml(text: str) -> str:
        more = f'<pageSetup xmlns:r="{R}" paperSize="9" r:id="rId88"/>'
        return text.replace("<legacyDrawing", more + "<legacyDrawing", 1)

    def sheet_rels(text: str) -> str:
        more = f'<Relationship Id="rId88" Type="{R}/printerSettings" Target="../printerSettings/printerSettings1.bin"/>'
        return text.replace("</Relationships>", more + "</Relationships>")

    def workbook_xml(text: str) -> str:
        more = (
            '<fileSharing userName="PLANTED-PERSON"/><mc:AlternateContent '
            'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x15">'
            '<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" '
            'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" '
            'url="C:\\Users\\PLANTED-PATH\\"/></mc:Choice></mc:AlternateContent>'
        )
        return text.replace("<workbookPr", more + "<workbookPr", 1)

    def types(text: str) -> str:
        more = (
            '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
            'printerSettings"/><Override PartName="/xl/persons/person.xml" '
            'ContentType="application/vnd.ms-excel.person+xml"/></Types>'
        )
        return text.replace("</Types>", more)

    def book_rels(text: str) -> str:
        kind = "http://schemas.microsoft.com/office/2017/10/relationships/person"
        return text.replace(
            "</Relationships>",
            f'<Relationship Id="rId99" Type="{kind}" Target="persons/person.xml"/></Relationships>',
        )

    person = (
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        '<person displayName="PLANTED-PERSON" id="{1}" userId="PLANTED-PERSON" providerId="AD"/></personList>'
    )
    return repacked(
        out.getvalue(),
        {
            "xl/worksheets/sheet1.xml": sheet_xml,
            "xl/worksheets/_rels/sheet1.xml.rels": sheet_rels,
            "xl/workbook.xml": workbook_xml,
            "xl/_rels/workbook.xml.rels": book_rels,
            "[Content_Types].xml": types,
            "xl/persons/person.xml": person.encode(),
            "xl/printerSettings/printerSettings1.bin": "PLANTED-PRINTER".encode("utf-16-le") + bytes(200),
        },
    )


def a_show() -> bytes:
    """The parts of a PowerPoint file that tell of people: comments of both kinds, their authors, tags."""
    p = "http://schemas.openxmlformats.org/presentationml/2006/main"
    p188 = "http://schemas.microsoft.com/office/powerpoint/2018/8/main"
    kind = "application/vnd.openxmlformats-officedocument.presentationml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/ppt/presentation.xml" ContentType="{kind}.presentation.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELS}"><Relationship Id="rId1" Type="{R}/officeDocument" '
        'Target="ppt/presentation.xml"/></Relationships>',
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{p}"><p:x>what is said</p:x></p:presentation>',
        "ppt/commentAuthors.xml": f'<p:cmAuthorLst xmlns:p="{p}"><p:cmAuthor id="0" name="张警官" '
        'initials="PLANTED-NOTE" lastIdx="1" clrIdx="0"/></p:cmAuthorLst>',
        "ppt/authors.xml": f'<p188:authorLst xmlns:p188="{p188}"><p188:author id="{{1}}" name="PLANTED-PERSON" '
        'initials="PLANTED-NOTE" userId="PLANTED-PERSON" providerId="AD"/></p188:authorLst>',
        "ppt/comments/comment1.xml": f'<p:cmLst xmlns:p="{p}"><p:cm authorId="0" dt="2021-03-19T10:00:00" idx="1">'
        "<p:text>what is remarked</p:text></p:cm></p:cmLst>",
        "ppt/tags/tag1.xml": f'<p:tagLst xmlns:p="{p}"><p:tag name="X" val="PLANTED-CUSTOM"/></p:tagLst>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return out.getvalue()
