"""The zip around an .xlsx, distrusted: every member is inflated once, counted, before anything is parsed.

The central directory of a zip (APPNOTE 6.3, 4.3.12) states the unpacked size of each member; the statement
is the sender's.  Members are therefore inflated from their raw bytes with our own counter, not through
``zipfile``'s reader, which stops quietly at the stated size where another reader would go on.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import NoReturn

from ._limits import MB, Limits
from ._problems import refuse

_CHUNK = 1 << 18
_LOCAL = struct.Struct("<4s5H3L2H")  # APPNOTE 4.3.7


class Package:
    """The members of a checked zip.  ``Package(data, name, limits)`` raises ``SheetError`` on any distrust."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._data, self.name, self.limits = data, name, limits
        self.elements = 0
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
            infos = archive.infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, struct.error) as wrong:
            raise refuse("file.broken_zip", name=name, detail=_reason(wrong)) from wrong
        except (NotImplementedError, RuntimeError, MemoryError, OverflowError, UnicodeError) as wrong:
            raise refuse("file.broken_zip", name=name, detail="压缩目录无法读取") from wrong
        self._members = {info.filename: info for info in infos}
        self._lower = {path.lower(): path for path in self._members}
        self._check_directory(infos)

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self._members)

    def find(self, path: str) -> str | None:
        """The member's own spelling of ``path`` (part names compare without case, ECMA-376-2 6.2.2.3)."""
        return path if path in self._members else self._lower.get(path.lower())

    def check_contents(self) -> None:
        """Inflate every member once and compare sizes and checksums; nothing is kept."""
        total = 0
        for path in self._members:
            for chunk in self.stream(path):
                total += len(chunk)
                if total > self.limits.unpacked_bytes:
                    self._bomb(f"超过 {self.limits.unpacked_bytes // MB} MB")

    def read(self, path: str, ceiling: int = 16 * MB) -> bytes:
        """A small member whole."""
        held = bytearray()
        for chunk in self.stream(path):
            held += chunk
            if len(held) > ceiling:
                self._bomb(f"{path} 超过 {ceiling // MB} MB")
        return bytes(held)

    def stream(self, path: str) -> Iterator[bytes]:
        """The member's bytes in chunks, counted; the size or checksum not fitting what was stated refuses it."""
        info = self._members[path]
        count, crc = 0, 0
        for chunk in self._inflate(info):
            count += len(chunk)
            crc = zlib.crc32(chunk, crc)
            if count > info.file_size:
                raise refuse("file.lying_header", name=self.name, part=path)
            if count > self.limits.ratio_from and count > self.limits.ratio * info.compress_size:
                self._bomb(f"{path} 压缩比超过 {self.limits.ratio} 倍")
            yield chunk
        if count != info.file_size:
            raise refuse("file.lying_header", name=self.name, part=path)
        if crc != info.CRC:
            raise refuse("file.broken_zip", name=self.name, detail=f"{path} 校验和不符")

    def _inflate(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        at = self._data_offset(info)
        packed = memoryview(self._data)[at : at + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            for start in range(0, len(packed), _CHUNK):
                yield bytes(packed[start : start + _CHUNK])
            return
        machine = zlib.decompressobj(-15)
        pending: bytes | memoryview = b""
        start = 0
        try:
            while not machine.eof:
                if not pending:
                    if start >= len(packed):
                        raise refuse("file.broken_zip", name=self.name, detail=f"{info.filename} 不完整")
                    pending = packed[start : start + _CHUNK]
                    start += _CHUNK
                chunk = machine.decompress(pending, _CHUNK)
                pending = machine.unconsumed_tail
                if chunk:
                    yield chunk
        except zlib.error as wrong:
            raise refuse("file.broken_zip", name=self.name, detail=f"{info.filename} 无法解压") from wrong

    def _data_offset(self, info: zipfile.ZipInfo) -> int:
        header = self._data[info.header_offset : info.header_offset + _LOCAL.size]
        if len(header) != _LOCAL.size or header[:4] != b"PK\x03\x04":
            raise refuse("file.broken_zip", name=self.name, detail=f"{info.filename} 的文件头不对")
        *_, name_length, extra_length = _LOCAL.unpack(header)
        at = info.header_offset + _LOCAL.size + name_length + extra_length
        if at + info.compress_size > len(self._data):
            raise refuse("file.broken_zip", name=self.name, detail=f"{info.filename} 不完整")
        return int(at)

    def _check_directory(self, infos: list[zipfile.ZipInfo]) -> None:
        limits = self.limits
        if len(infos) > limits.members:
            self._bomb(f"内含 {len(infos)} 个文件")
        if len(self._members) != len(infos) or len(self._lower) != len(infos):
            raise refuse("file.broken_zip", name=self.name, detail="内含重名文件")
        spans: list[tuple[int, int]] = []
        for info in infos:
            if info.flag_bits & 0x1:
                raise refuse("file.encrypted", name=self.name)
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise refuse("file.broken_zip", name=self.name, detail=f"{info.filename} 的压缩方式不认识")
            if info.file_size > limits.ratio_from and info.file_size > limits.ratio * max(
                info.compress_size, 1
            ):
                self._bomb(f"{info.filename} 压缩比超过 {limits.ratio} 倍")
            at = self._data_offset(info)
            spans.append((info.header_offset, at + info.compress_size))
        declared = sum(info.file_size for info in infos)
        if declared > limits.unpacked_bytes:
            self._bomb(f"声明为 {declared // MB} MB")
        spans.sort()
        for (_, end), (begin, _) in pairwise(spans):
            if begin < end:  # members that share bytes: D. Fifield, "A better zip bomb", WOOT 2019
                self._bomb("内部文件互相重叠")

    def _bomb(self, detail: str) -> NoReturn:
        raise refuse("file.zip_bomb", name=self.name, detail=detail)


def _reason(wrong: Exception) -> str:
    if "central directory" in str(wrong) or "not a zip" in str(wrong):
        return "压缩目录缺失，文件可能没有传完"
    return "压缩目录无法读取"
