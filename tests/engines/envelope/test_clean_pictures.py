"""Pictures leave the browser without what is told beside the pixels, and with the pixels unchanged."""

import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from envelope_cleaning import PICTURES, clean, pixels, traces

pytestmark = pytest.mark.browser
Run = Callable[..., Any]
WORDS = {
    "张警官",
    "PLANTED-CAMERA",
    "PLANTED-GPS",
    "PLANTED-THUMB",
    "PLANTED-XMP",
    "PLANTED-ICC",
    "PLANTED-COMMENT",
}
WORDS |= {"PLANTED-IPTC", "PLANTED-MAKER", "PLANTED-TRAILER", "PLANTED-TEXT", "2021:03:19"}


def exif(way: int, order: str = "<") -> bytes:
    """A TIFF structure with camera, artist, time, orientation, a place and a thumbnail, each with its word."""
    texts = {0x010F: "PLANTED-CAMERA", 0x013B: "张警官", 0x0132: "2021:03:19 10:00:00"}
    entries, heap = [], b""
    count = len(texts) + 2
    start = 8 + 2 + 12 * count + 4
    for tag, text in texts.items():
        data = text.encode() + b"\0"
        entries.append((tag, struct.pack(order + "HHII", tag, 2, len(data), start + len(heap))))
        heap += data
    entries.append((0x0112, struct.pack(order + "HHIHH", 0x0112, 3, 1, way, 0)))
    entries.append((0x8825, struct.pack(order + "HHII", 0x8825, 4, 1, start + len(heap))))
    heap += struct.pack(order + "H", 0) + b"PLANTED-GPS 31.23N"
    second = start + len(heap)
    heap += struct.pack(order + "HI", 0, 0) + b"\xff\xd8PLANTED-THUMB\xff\xd9"
    mark = b"II*\0" if order == "<" else b"MM\0*"
    body = struct.pack(order + "IH", 8, count) + b"".join(row for _tag, row in sorted(entries))
    return mark + body + struct.pack(order + "I", second) + heap


def segment(mark: int, data: bytes) -> bytes:
    return bytes([0xFF, mark]) + struct.pack(">H", len(data) + 2) + data


def with_segments(data: bytes, way: int = 1, order: str = "<") -> bytes:
    """A JPEG with everything that cameras, phones and programs put in."""
    told = segment(0xE1, b"Exif\0\0" + exif(way, order))
    told += segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>PLANTED-XMP</x>")
    told += segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0PLANTED-XMP")
    told += segment(0xE2, b"ICC_PROFILE\0\1\1PLANTED-ICC" + bytes(40))
    told += segment(0xE2, b"MPF\0PLANTED-MAKER") + segment(0xEC, b"DuckyPLANTED-MAKER")
    told += segment(0xED, b"Photoshop 3.0\08BIM\4\4\0\0\0\0\0\x0cPLANTED-IPTC")
    told += segment(0xE0, b"JFXX\0\x10PLANTED-THUMB") + segment(0xEF, b"PLANTED-MAKER") + b"\xff\xff\xff"
    told += segment(0xFE, "PLANTED-COMMENT 张警官".encode())
    inside = data[:-2] + segment(0xFE, b"PLANTED-COMMENT") + b"\xff\xd9"
    place = 2 + 2 + struct.unpack(">H", inside[4:6])[0] if inside[2:4] == b"\xff\xe0" else 2
    return inside[:place] + told + inside[place:] + b"PLANTED-TRAILER" + b"\xff\xd8\xff\xe1PLANTED-TRAILER"


@pytest.mark.parametrize("name", [name for name in PICTURES if name.endswith(".jpg")])
def test_a_jpeg_of_every_kind_loses_everything_but_its_pixels(run: Run, name: str) -> None:
    data = with_segments(PICTURES[name])
    assert traces(data, WORDS) == WORDS - {"PLANTED-TEXT"}
    made = clean(run, "张警官 IMG_20210319.jpg", data, "image/jpeg")
    assert (made.name, made.type, made.cannot, made.modified) == ("附件1.jpg", "image/jpeg", "", 0)
    assert traces(made.data, WORDS) == set()
    assert {
        "name",
        "exif",
        "gps",
        "thumbnail",
        "xmp",
        "icc",
        "iptc",
        "comment",
        "other",
        "trailer",
    } <= made.removed
    assert pixels(run, made.data) == pixels(run, PICTURES[name])


def test_a_jpeg_that_tells_nothing_stays_as_it_is(run: Run) -> None:
    made = clean(run, "a.jpeg", PICTURES["restarts.jpg"])
    assert made.removed == {"name"}
    assert made.data == PICTURES["restarts.jpg"]
    assert clean(run, "a.jpeg", made.data).data == made.data


@pytest.mark.parametrize("way", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_stays_the_right_way_up(run: Run, way: int, order: str) -> None:
    data = with_segments(PICTURES["baseline.jpg"], way, order)
    made = clean(run, "a.jpg", data)
    assert traces(made.data, WORDS) == set()
    assert pixels(run, made.data) == pixels(run, data)
    assert len(made.data) <= len(PICTURES["baseline.jpg"]) + 36
    assert (way == 1) == (pixels(run, made.data) == pixels(run, PICTURES["baseline.jpg"]))


def test_a_thumbnail_in_the_first_segment_goes(run: Run) -> None:
    plain = PICTURES["baseline.jpg"]
    fat = segment(0xE0, b"JFIF\0\1\2\1\0\x48\0\x48\2\2" + b"PLANTED-THUM")
    made = clean(run, "a.jpg", plain[:2] + fat + plain[20:])
    assert "thumbnail" in made.removed
    assert b"PLANTED" not in made.data
    assert pixels(run, made.data) == pixels(run, plain)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_chunks(data: bytes, way: int = 1) -> bytes:
    told = chunk(b"tEXt", b"Author\0PLANTED-TEXT") + chunk(
        b"zTXt", b"Comment\0\0" + zlib.compress(b"PLANTED-TEXT")
    )
    told += chunk(
        b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x>PLANTED-XMP \xe5\xbc\xa0\xe8\xad\xa6\xe5\xae\x98</x>"
    )
    told += chunk(b"iCCP", b"PLANTED-ICC\0\0" + zlib.compress(b"PLANTED-ICC" * 9)) + chunk(b"eXIf", exif(way))
    told += (
        chunk(b"tIME", b"\7\xe5\3\x13\0\0\0") + chunk(b"prVt", b"PLANTED-MAKER") + chunk(b"pHYs", bytes(9))
    )
    end = data.rindex(b"IEND") - 4
    last = chunk(b"tEXt", b"Software\0PLANTED-COMMENT") + data[end:]
    return data[:33] + told + data[33:end] + last + b"PLANTED-TRAILER"


@pytest.mark.parametrize("name", [name for name in PICTURES if name.endswith(".png")])
def test_a_png_of_every_kind_loses_everything_but_its_pixels(run: Run, name: str) -> None:
    data = with_chunks(PICTURES[name])
    assert len(traces(data, WORDS)) == 11
    made = clean(run, "屏幕截图.png", data, number=3)
    assert (made.name, made.type, made.cannot) == ("附件3.png", "image/png", "")
    assert traces(made.data, WORDS) == set()
    assert {"exif", "gps", "icc", "text", "time", "trailer", "other"} <= made.removed
    assert pixels(run, made.data) == pixels(run, PICTURES[name])
    assert (b"fdAT" in made.data) == (b"fdAT" in PICTURES[name])
    assert b"\7\xe5\3\x13" not in made.data


def test_a_png_stays_the_right_way_up(run: Run) -> None:
    data = with_chunks(PICTURES["true.png"], 6)
    made = clean(run, "a.png", data)
    assert pixels(run, made.data) == pixels(run, data)
    assert traces(made.data, WORDS) == set()
    assert len(made.data) == len(PICTURES["true.png"]) + 12 + 26


def test_what_hides_behind_the_end_of_the_pixels_is_not_passed_on(run: Run) -> None:
    """As in pictures that were cropped in place: the old rows lie behind the end of the new stream."""
    whole = PICTURES["true.png"]
    end = whole.rindex(b"IEND") - 4
    start = whole.index(b"IDAT")
    size = struct.unpack(">I", whole[start - 4 : start])[0]
    rows = whole[start + 4 : start + 4 + size]
    data = whole[: start - 4] + chunk(b"IDAT", rows) + chunk(b"IDAT", b"PLANTED-TRAILER") + whole[end:]
    made = clean(run, "a.png", data)
    assert (made.cannot, made.removed) == ("", {"name", "redrawn"})
    assert b"PLANTED" not in made.data
    assert pixels(run, made.data) == pixels(run, whole)


@pytest.mark.parametrize("name", ["moving.gif", "still.gif"])
def test_a_gif_keeps_its_pictures_and_how_often_they_run(run: Run, name: str) -> None:
    plain = PICTURES[name]
    place = 13 + (3 << ((plain[10] & 7) + 1))
    told = b"\x21\xfe\x0fPLANTED-COMMENT\0" + b"\x21\xff\x0bXMP DataXMP\x0bPLANTED-XMP\0"
    told += b"\x21\xff\x0bICCRGBG1012\x0bPLANTED-ICC\0" + b"\x21\x01\x0c" + bytes(12) + b"\x0cPLANTED-TEXT\0"
    data = plain[:place] + told + plain[place:] + b"PLANTED-TRAILER"
    made = clean(run, "a.gif", data)
    assert (made.name, made.cannot) == ("附件1.gif", "")
    assert traces(made.data, WORDS) == set()
    assert made.removed == {"name", "comment", "xmp", "other", "trailer"}
    assert (b"NETSCAPE2.0" in made.data) == (b"NETSCAPE2.0" in plain)
    assert made.data.count(b"\x21\xf9\x04") == plain.count(b"\x21\xf9\x04")
    assert pixels(run, made.data) == pixels(run, plain)


def riff(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)


@pytest.mark.parametrize("name", [name for name in PICTURES if name.endswith(".webp")])
@pytest.mark.parametrize("way", [1, 6])
def test_a_webp_of_every_kind_loses_everything_but_its_pixels(run: Run, name: str, way: int) -> None:
    plain = PICTURES[name]
    body = plain[12:]
    if body[:4] != b"VP8X":
        body = riff(b"VP8X", bytes([0, 0, 0, 0]) + b"\x2f\0\0" + b"\x17\0\0") + body
    body = body[:8] + bytes([body[8] | 0x2C]) + body[9:]
    told = riff(b"EXIF", exif(way)) + riff(b"XMP ", b"PLANTED-XMP") + riff(b"PRIV", b"PLANTED-MAKER")
    inside = body[:18] + riff(b"ICCP", b"PLANTED-ICC" + bytes(200)) + body[18:] + told
    data = riff(b"RIFF", b"WEBP" + inside) + b"PLANTED-TRAILER"
    made = clean(run, "a.webp", data)
    assert (made.name, made.type, made.cannot) == ("附件1.webp", "image/webp", "")
    assert traces(made.data, WORDS) == set()
    assert {"exif", "gps", "xmp", "icc", "other", "trailer"} <= made.removed
    assert made.data[20] & 0x24 == 0
    assert struct.unpack("<I", made.data[4:8])[0] == len(made.data) - 8
    assert pixels(run, made.data) == pixels(run, riff(b"RIFF", b"WEBP" + body + riff(b"EXIF", exif(way))))


@pytest.mark.parametrize(("name", "called"), [("plain.bmp", "附件1.png"), ("still.avif", "附件1.jpg")])
def test_other_pictures_are_drawn_anew(run: Run, name: str, called: str) -> None:
    made = clean(run, name, PICTURES[name] + b"PLANTED-TRAILER")
    assert (made.name, made.cannot, made.removed) == (called, "", {"name", "redrawn"})
    assert b"PLANTED" not in made.data
    assert pixels(run, made.data)[:2] == pixels(run, PICTURES[name])[:2]
    if name.endswith("bmp"):
        assert pixels(run, made.data) == pixels(run, PICTURES[name])


def test_a_browser_that_gives_back_noise_does_not_draw_anew(run: Run) -> None:
    """As Tor Browser does, so that pages cannot tell one machine from another."""
    script = """() => { const real = OffscreenCanvasRenderingContext2D.prototype.getImageData;
      globalThis.undo = () => { OffscreenCanvasRenderingContext2D.prototype.getImageData = real; };
      OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...place) {
        const seen = real.apply(this, place); seen.data[5] ^= 1; return seen; }; }"""
    run(script)
    try:
        assert clean(run, "a.bmp", PICTURES["plain.bmp"]).cannot == "unknown"
    finally:
        run("() => undo()")


@pytest.mark.parametrize("name", ["baseline.jpg", "progressive.jpg", "true.png", "moving.gif", "lossy.webp"])
def test_a_broken_picture_is_said_to_be_broken_or_is_clean(run: Run, name: str) -> None:
    whole = PICTURES[name]
    for end in range(12, len(whole), max(1, len(whole) // 25)):
        made = clean(run, "a", whole[:end])
        assert made.cannot in ("", "broken", "unknown")
    for place in range(12, len(whole), max(1, len(whole) // 25)):
        changed = bytearray(whole)
        changed[place] ^= 0x55
        assert clean(run, "a", bytes(changed)).cannot in ("", "broken", "unknown", "too_large")


@pytest.mark.parametrize(
    ("name", "data", "why", "called"),
    [
        ("张警官.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office_old", "附件1.doc"),
        ("录音.MP3", b"ID3\4" + bytes(100), "sound_or_video", "附件1.mp3"),
        ("v.mp4", b"\0\0\0\x18ftypmp42" + bytes(50), "sound_or_video", "附件1.mp4"),
        ("v.mov", b"\0\0\0\x14ftypqt  " + bytes(50), "sound_or_video", "附件1.mov"),
        ("v.wav", b"RIFF\x24\0\0\0WAVEfmt " + bytes(50), "sound_or_video", "附件1.wav"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "unknown", "附件1.svg"),
        ("a.html", b"<html>", "unknown", "附件1.html"),
        ("a.txt", b"{\\rtf1 {\\info}}", "unknown", "附件1.txt"),
        ("a.txt", b"From: somebody\r\n\r\n", "unknown", "附件1.txt"),
        ("a.txt", b"\0\1\2", "unknown", "附件1.txt"),
        ("empty", b"", "unknown", "附件1"),
        ("a.张三", b"x", "unknown", "附件1"),
    ],
    ids=[
        "doc",
        "mp3",
        "mp4",
        "mov",
        "wav",
        "svg",
        "html",
        "rtf",
        "mail",
        "bytes",
        "empty",
        "ending",
    ],
)
def test_what_cannot_be_cleaned_is_said_and_loses_its_name(
    run: Run, name: str, data: bytes, why: str, called: str
) -> None:
    made = clean(run, name, data)
    assert (made.cannot, made.name, made.removed, made.modified) == (why, called, {"name"}, 0)


def test_plain_text_has_nothing_but_its_name(run: Run) -> None:
    made = clean(run, "张警官.txt", "现场情况\r\n如下".encode())
    assert (made.name, made.type, made.cannot, made.removed) == ("附件1.txt", "text/plain", "", {"name"})
    assert made.data.decode() == "现场情况\r\n如下"


def test_what_is_too_large_is_not_even_looked_at(run: Run) -> None:
    script = """async (m, size) => { const { file, cannot } = await m.clean(new File([new Uint8Array(size)], "a.bin"));
      return [file.name, file.size, cannot]; }"""
    assert run(script, 20 * 1024 * 1024 + 1) == ["附件1.bin", 20 * 1024 * 1024 + 1, "too_large"]
    assert run(script, 20 * 1024 * 1024) == ["附件1.bin", 20 * 1024 * 1024, "unknown"]
