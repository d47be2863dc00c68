"""A check of personnel selection that asks for papers, and answers that keep them."""

import io
import struct
import zipfile
import zlib

from qingyuan.inspection import testing
from qingyuan.inspection.kinds import Result
from qingyuan.inspection.rules import answers

NAME = "隐语张三公示.pdf"
ITEMS = (("任前有没有公示", "公示原件"), ("讨论决定有没有表决记录", "表决情况记录"), ("动议有没有记录", ""))
HTML = b"<!doctype html><script>alert(1)</script>"


def png() -> bytes:
    def chunk(name: bytes, data: bytes = b"") -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND")


def docx() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("[Content_Types].xml", b"<Types/>")
        package.writestr("word/document.xml", b"<x/>")
    return held.getvalue()


def a_selection(city, at, *units, items=None):
    """Sent to units: two items ask for a paper, the third does not."""
    return testing.a_sent_list(
        city.campaign,
        units,
        by=city.inspector,
        approver=city.approver,
        at=at,
        topic="selection",
        items=items or [testing.an_item(what, paper=paper) for what, paper in ITEMS],
    )


def said(asked, n, result=Result.FINE, text="", **more):
    return answers.Said(asked.check_list.items.all()[n].pk, result, words=text, **more)


def kept(asked, by, at, *files):
    """The first item answered fine, with papers."""
    one = said(asked, 0, papers=files or (testing.a_paper(NAME),))
    (answer,) = answers.answer_items(asked_id=asked.pk, said=[one], by=by, at=at)
    return answer
