"""The documents in a zip, a tar or a compressed file, one by one, each unpacked in memory only.

    >>> buffer = io.BytesIO()
    >>> with zipfile.ZipFile(buffer, "w") as archive:
    ...     archive.writestr("规划.txt", "到2027年，达到850家。")
    >>> [(member.name, len(member.data)) for member in read_members(buffer.getvalue(), name="a.zip")]
    [('a.zip!/规划.txt', 28)]

A member's name is that of the archive, `!/`, and its own. Names in GBK, as Windows writes them into zips, are decoded. A member
that cannot be read (encrypted, too large, damaged, itself an archive) comes with its error in place of data; folders, links and
the bookkeeping of operating systems (`__MACOSX`, `.DS_Store`) are left out. Archives in archives are not unpacked. What ends before
its end, or is damaged between two members, raises: members behind the damage are never left out in silence.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any, NamedTuple

from clusterx.read.decode import by_chance_utf8
from clusterx.read.files import printable_name, reason
from clusterx.read.limits import LIMITS, Limits
from clusterx.read.refusal import NoArchive, NoArchiveError, ReadError, Refusal
from clusterx.read.sniff import sniff, zip_kind

_SUFFIXES = (".zip", ".tar", ".tgz", ".tbz2", ".txz", ".gz", ".bz2", ".xz")
_COMPRESSED = (".gz", ".bz2", ".xz")
_BOOKKEEPING = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_ENDS = ("EOFHeaderError", "EmptyHeaderError")
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
# ValueError: names in the headers that are no UTF-8, offsets before the start.
_BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
)
_OPENERS: dict[str, Callable[[Any], Any]] = {
    "gzip": lambda stream: gzip.GzipFile(fileobj=stream), "bzip2": bz2.BZ2File, "xz": lzma.LZMAFile,
}  # fmt: skip


class Member(NamedTuple):
    """A document of an archive: its bytes, or why they cannot be had."""

    name: str
    data: bytes
    error: ReadError | None = None


def is_archive_name(name: str) -> bool:
    """Whether a file's name says that it is an archive."""
    return name.lower().endswith(_SUFFIXES)


def read_members(
    file: str | os.PathLike[str] | bytes, *, name: str | None = None, limits: Limits = LIMITS
) -> Iterator[Member]:
    """The members of an archive in their order. Raises ReadError if it is none, is broken, or unpacks to far too much."""
    label = printable_name(name or ("bytes" if isinstance(file, bytes) else os.fspath(file)))
    try:
        stream: IO[bytes] = io.BytesIO(file) if isinstance(file, bytes) else open(file, "rb")  # noqa: SIM115
        with stream:
            yield from _named(_members(stream, label, limits), label, limits)
    except NoArchive as error:
        raise NoArchiveError(f"{label}: {error}") from error
    except Refusal as error:
        raise ReadError(f"{label}: {error}") from error
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise ReadError(f"{label}: {reason(error)}") from error
    except _BROKEN as error:
        raise ReadError(
            f"{label}: this archive is broken ({error}); fetch it again, or unpack what can be saved"
        ) from error


def _named(found: Iterator[tuple[str, bytes | Refusal]], label: str, limits: Limits) -> Iterator[Member]:
    """Full names, a second member of one name with `#2` behind it, and errors that name the member."""
    seen: dict[str, int] = {}
    for number, (own, content) in enumerate(found):
        if number >= limits.members:
            raise Refusal(f"it has more than {limits.members:,} members; split it, or raise the limit (Limits.members)")
        name = printable_name(f"{label}!/{_unique(own, seen)}")
        if isinstance(content, Refusal):
            yield Member(name, b"", ReadError(f"{name}: {content}"))
        else:
            yield Member(name, content)


def _unique(own: str, seen: dict[str, int]) -> str:
    """The name, numbered where there was one before; no other member may have that name, either."""
    number = seen.get(own, 0) + 1
    while number > 1 and f"{own}#{number}" in seen:
        number += 1
    seen[own] = number
    name = f"{own}#{number}" if number > 1 else own
    seen.setdefault(name, 1)
    return name


def _members(stream: IO[bytes], label: str, limits: Limits) -> Iterator[tuple[str, bytes | Refusal]]:
    packed = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    kind = _container(stream)
    if kind == "zip":
        yield from _zip(stream, packed, limits)
    elif kind == "tar":
        yield from _tar(stream, packed, limits)
    elif kind in _OPENERS:
        unpacked = _Counted(_OPENERS[kind](stream), packed, limits)
        yield from _compressed(unpacked, label, packed, limits)
    else:
        raise NoArchive(f"this is no archive but {kind}; read it as a document")


def _container(stream: IO[bytes]) -> str:
    start = stream.read(4096)
    stream.seek(0)
    kind = zip_kind(stream) if start.startswith((b"PK\x03\x04", b"PK\x05\x06")) else sniff(start)
    stream.seek(0)
    return kind


def _zip(stream: IO[bytes], packed: int, limits: Limits) -> Iterator[tuple[str, bytes | Refusal]]:
    total = 0
    with zipfile.ZipFile(stream) as archive:
        for info in archive.infolist():
            name = zip_name(info)
            if info.is_dir() or stat.S_ISLNK(info.external_attr >> 16) or _is_bookkeeping(name):
                continue
            content = _zip_member(archive, info, limits)
            total += len(content) if isinstance(content, bytes) else 0
            limits.check_expansion(total, packed)
            yield name, _no_archive(content)


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: Limits) -> bytes | Refusal:
    if info.flag_bits & _ENCRYPTED:
        return Refusal("it is encrypted; unpack the archive with its password first")
    try:
        limits.check_size(info.file_size)
        with archive.open(info) as stream:
            data = stream.read(limits.bytes + 1)
        limits.check_size(len(data))
        limits.check_expansion(len(data), max(info.compress_size, 1))
    except Refusal as refusal:
        return refusal
    except NotImplementedError as error:
        return Refusal(f"it is packed in a way that is not known ({error}); unpack the archive, for example with 7-Zip")
    except _BROKEN as error:
        return Refusal(f"this member is broken ({error}); fetch the archive again")
    return data


def zip_name(info: zipfile.ZipInfo) -> str:
    """The name of a member: UTF-8 where the archive says or the bytes show it, else GBK, else as it stands."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    return _raw_name(raw) or info.filename


def _tar(stream: Any, packed: int, limits: Limits) -> Iterator[tuple[str, bytes | Refusal]]:
    total = 0
    with tarfile.open(fileobj=stream, mode="r|", errors="surrogateescape", tarinfo=_Header) as archive:
        for info in archive:
            name = _tar_name(info.name)
            if not info.isreg() or _is_bookkeeping(name):
                continue
            try:
                limits.check_size(info.size)
            except Refusal as refusal:
                yield name, refusal
                continue
            member = archive.extractfile(info)
            data = member.read(limits.bytes + 1) if member else b""
            if len(data) < info.size:
                raise tarfile.ReadError(f"{name} ends too early")
            total += len(data)
            limits.check_expansion(total, packed)
            yield name, _no_archive(data)


def _tar_name(name: str) -> str:
    return _raw_name(name.encode("utf-8", "surrogateescape")) or name


def _raw_name(raw: bytes) -> str | None:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            return None
    return by_chance_utf8(raw, text) or text


def _compressed(stream: Any, label: str, packed: int, limits: Limits) -> Iterator[tuple[str, bytes | Refusal]]:
    """A compressed tar, or one compressed document."""
    start = stream.read(512)
    joined = _Chained(start, stream)
    if start[257:262] == b"ustar":
        yield from _tar(joined, packed, limits)
        return
    own = PurePosixPath(label.replace("\\", "/")).name
    stem = own[: -len(Path(own).suffix)] if own.lower().endswith(_COMPRESSED) else own
    try:
        data = joined.read(limits.bytes + 1)
        limits.check_size(len(data))
    except Refusal as refusal:
        yield stem, refusal
        return
    yield stem, _no_archive(data)


def _is_bookkeeping(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part in _BOOKKEEPING or part.startswith("._") for part in parts)


def _no_archive(content: bytes | Refusal) -> bytes | Refusal:
    """Word documents are zips too; any other archive inside an archive is refused."""
    if isinstance(content, bytes) and content.startswith((b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0")):
        try:
            kind = sniff(content)
        except Refusal as refusal:
            return refusal
        if kind in ("zip", "tar", *_OPENERS):
            return Refusal(
                f"this is an archive ({kind}) inside an archive, which is not unpacked; unpack the outer one first"
            )
    return content


class _Header(tarfile.TarInfo):
    """A header of a tar. Behind the first member, tarfile takes a damaged one for the end of the archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> _Header:
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if type(error).__name__ in _ENDS:
                raise
            raise tarfile.ReadError(f"{error} at offset {archive.offset}") from error


class _Chained(io.RawIOBase):
    """A stream of which the start was read already."""

    def __init__(self, start: bytes, stream: IO[bytes]) -> None:
        self._start, self._stream = start, stream

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self._start:
            return self._stream.read(size)
        taken = self._start if size < 0 else self._start[:size]
        self._start = self._start[len(taken) :]
        return taken + (self._stream.read(size - len(taken) if size >= 0 else -1) if len(taken) != size else b"")


class _Counted(io.RawIOBase):
    """An unpacked stream that stops at a bomb."""

    def __init__(self, stream: IO[bytes], packed: int, limits: Limits) -> None:
        self._stream, self._packed, self._limits, self._total = stream, packed, limits, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size if size >= 0 else self._limits.bytes + 1)
        self._total += len(data)
        self._limits.check_expansion(self._total, self._packed)
        return data
