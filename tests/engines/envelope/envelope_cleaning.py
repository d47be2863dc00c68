"""Cleaning in the browser, and the search for what should be gone: anywhere in the bytes, in any packing."""

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
PICTURES = {
    name: base64.b64decode(text)
    for name, text in json.loads((Path(__file__).parent / "pictures.json").read_text("utf-8"))[
        "files"
    ].items()
}


@dataclass(frozen=True)
class Cleaned:
    """What `clean` gave."""

    name: str
    type: str
    modified: int
    data: bytes
    removed: set[str]
    kept: set[str]
    cannot: str


def clean(run: Run, name: str, data: bytes, kind: str = "", number: int = 1) -> Cleaned:
    """`clean` of clean.js in the browser; every code is one of the closed lists."""
    script = """async (m, name, type, data, number) => {
      const given = new File([bytes(data)], name, { type });
      const { file, removed, kept, cannot } = await m.clean(given, { number });
      return { name: file.name, type: file.type, modified: file.lastModified, removed, kept, cannot,
        data: hex(new Uint8Array(await file.arrayBuffer())), strange: removed.filter((one) => !m.REMOVED.includes(one)),
        reasons: m.CANNOT }; }"""
    found = run(script, name, kind, data.hex(), number)
    assert found.pop("strange", None) == [], found
    assert found["cannot"] in ("", *found.pop("reasons"))
    found["data"] = bytes.fromhex(found["data"])
    made = Cleaned(**{**found, "removed": set(found["removed"]), "kept": set(found["kept"])})
    assert (made.cannot == "") or made.data == data
    return made


def pixels(run: Run, data: bytes) -> list[Any]:
    """Width, height and a hash of the pixels, the right way up, as the browser shows them."""
    script = """async (m, data) => {
      const picture = await createImageBitmap(new Blob([bytes(data)]), { imageOrientation: "from-image" });
      const drawn = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
      drawn.drawImage(picture, 0, 0);
      const seen = drawn.getImageData(0, 0, picture.width, picture.height).data;
      return [picture.width, picture.height, hex(new Uint8Array(await crypto.subtle.digest("SHA-256", seen)))]; }"""
    found: list[Any] = run(script, data.hex())
    return found


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes, and whatever unpacks from them: members of zips, streams of PDFs, texts written in hexadecimal."""
    yield data
    if depth > 4:
        return
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist():
                yield member.filename.encode() + member.comment + member.extra
                yield from layers(package.read(member), depth + 1)
        return
    for found in re.finditer(rb"stream\r?\n", data):
        try:
            yield from layers(zlib.decompressobj().decompress(data[found.end() :]), depth + 1)
        except zlib.error:
            continue
    for place in (found.start() for found in re.finditer(rb"[\x78][\x01\x5e\x9c\xda]", data)):
        try:
            yield zlib.decompressobj().decompress(data[place:])
        except zlib.error:
            continue
    for digits in re.findall(rb"<([0-9A-Fa-f\s]{4,})>", data):
        text = re.sub(rb"\s", b"", digits)
        yield bytes.fromhex(text[: len(text) // 2 * 2].decode())


def traces(data: bytes, words: set[str]) -> set[str]:
    """The words that are still somewhere, in UTF-8, UTF-16 or as XML escapes."""
    found = set()
    for layer in layers(data):
        for word in words:
            forms = [word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")]
            if any(form.lower() in layer.lower() for form in forms):
                found.add(word)
    return found
