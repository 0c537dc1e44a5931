"""From a file, its name, its `file://` address or its bytes to text.

    >>> source = read("到2027年，高新技术企业达到850家。".encode("gbk"), name="规划.txt")
    >>> source.text, source.meta.encoding, source.meta.format
    ('到2027年，高新技术企业达到850家。', 'gb18030', 'text')

What a file is, its content says, not its name (`sniff`). Offsets of records point into `Source.text`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import sys
from contextlib import suppress
from urllib.parse import urlsplit

import regex

from clusterx.read.decode import by_chance_utf8, decode_cut
from clusterx.read.limits import LIMITS, Limits
from clusterx.read.refusal import ArchiveError, IsArchive, ReadError, Refusal
from clusterx.read.sniff import refuse_archive, sniff
from clusterx.records import ExtractionWarning
from clusterx.source import Source, SourceMeta

STANDARD_INPUT = "-"
# A path makes one slash of two; `file:/srv/规划.txt` is written, too (RFC 8089). One letter is a drive of Windows.
_SCHEME = regex.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/(?=\S)")
NO_NAME = "bytes"
_REMEDIES = {
    FileNotFoundError: "no such file; check the name",
    IsADirectoryError: "this is a directory; name the files in it",
    PermissionError: "no permission to read it; check its owner and mode",
}


def read(file: str | os.PathLike[str] | bytes, *, name: str | None = None, limits: Limits = LIMITS) -> Source:
    """The text of one document: plain text, HTML, PDF or Word.

    `file`: a path, a `file://` address, or the bytes themselves; `name`: what to call it in messages and `meta`, by default
    the path. HTML, PDF and Word need the extra `docs`. Raises ReadError, whose message names file, reason and
    remedy; ArchiveError (a ReadError) for a zip or tar, whose members `read_members` reads; TypeError for other types.
    """
    if not isinstance(file, str | os.PathLike | bytes):
        raise TypeError(f"file must be a path, a file:// address or bytes, not {type(file).__name__}")
    label = printable_name(name or (NO_NAME if isinstance(file, bytes) else os.fspath(file)))
    try:
        data = file if isinstance(file, bytes) else load(local_path(file), limits)
        return _source(data, label, limits)
    except IsArchive as error:
        raise ArchiveError(f"{label}: {error}") from error
    except Refusal as error:
        raise ReadError(f"{label}: {error}") from error
    except (OSError, ValueError) as error:
        raise ReadError(f"{label}: {reason(error)}") from error


def read_file(name: str, *, limits: Limits = LIMITS) -> Source:
    """`read` of the file `name`, or of standard input for `-`. Raises ReadError."""
    if name != STANDARD_INPUT:
        return read(name, limits=limits)
    return read(load_standard_input(limits), name=name, limits=limits)


def load_standard_input(limits: Limits = LIMITS) -> bytes:
    """What comes from standard input, as far as it is read at all. Raises ReadError."""
    if sys.stdin is None:
        raise ReadError(f"{STANDARD_INPUT}: standard input is closed; name a file, or hand something over")
    try:
        return sys.stdin.buffer.read(limits.bytes + 1)
    except OSError as error:
        raise ReadError(f"{STANDARD_INPUT}: {reason(error)}") from error


def load(path: str | os.PathLike[str], limits: Limits = LIMITS) -> bytes:
    """The bytes of a file. Raises OSError, and Refusal for one that is too large, before it is read."""
    with open(path, "rb") as stream:
        found = os.fstat(stream.fileno())
        if stat.S_ISREG(found.st_mode):
            limits.check_size(found.st_size)
        data = stream.read(found.st_size + 1)
        if len(data) > found.st_size:  # no regular file, or one that grows
            data += stream.read(max(0, limits.bytes + 1 - len(data)))
    limits.check_size(len(data))
    return data


def local_path(file: str | os.PathLike[str]) -> str:
    """The path that a `file://` address stands for, or the path itself. Raises Refusal for other addresses.

    >>> local_path("file:///srv/docs/%E8%A7%84%E5%88%92.txt")
    '/srv/docs/规划.txt'
    >>> local_path("https://www.example.org/a.html")
    Traceback (most recent call last):
    ...
    clusterx.read.refusal.Refusal: this is an address of the network; download the file first
    """
    path = os.fspath(file)
    scheme = _SCHEME.match(path)
    if not scheme or os.path.lexists(path):
        return path
    if scheme[1].lower() != "file":
        raise Refusal("this is an address of the network; download the file first")
    address = urlsplit(path)
    if address.netloc not in ("", "localhost"):
        raise Refusal(f"the file is on another machine ({address.netloc}); copy it here first")
    from urllib.request import url2pathname  # it loads all of HTTP, which only a file: address needs

    return url2pathname(address.path)


def printable_name(name: str) -> str:
    """A name that can be written anywhere: GBK, as old archives leave it on a disk, is decoded; other bytes that are no UTF-8 and
    control characters become U+FFFD.

    >>> printable_name(os.fsdecode("政策/".encode() + "通知.txt".encode("gbk")))
    '政策/通知.txt'
    >>> printable_name("通知\\udcff.txt")
    '通知\ufffd.txt'
    """
    try:
        text = "/".join(_decoded(part) for part in os.fsencode(name).split(b"/"))
    except UnicodeEncodeError:  # it was decoded before, and the locale knows no such characters
        text = name
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


def _decoded(part: bytes) -> str:
    try:
        text = part.decode("utf-8")
    except UnicodeDecodeError:
        with suppress(UnicodeDecodeError):
            return part.decode("gb18030")
        return part.decode("utf-8", "replace")
    return by_chance_utf8(part, text) or text


def reason(error: Exception) -> str:
    """Why a file cannot be read, and what to do."""
    for kind, remedy in _REMEDIES.items():
        if isinstance(error, kind):
            return remedy
    if getattr(error, "errno", None) in (errno.ENXIO, errno.EOPNOTSUPP):
        return "this is a socket or a device, no document; name a file"
    if getattr(error, "errno", None) == errno.ELOOP:
        return "this link leads back to itself; name the file that was meant"
    if getattr(error, "errno", None) == errno.EIO:
        return "the disk or the network drive failed while reading; try again, or copy the file elsewhere"
    return f"cannot be read ({getattr(error, 'strerror', None) or error}); check that it is a readable file"


def _cut(lost: int, size: int) -> tuple[ExtractionWarning, ...]:
    if not lost:
        return ()
    message = (
        f"The file was cut off within its last character: what its last {lost} byte{'s' * (lost > 1)} (from offset {size - lost}) "
        "began, and all that stood behind, is missing; fetch it again."
    )
    return (ExtractionWarning(code="cut_off", message=message),)


def _source(data: bytes, label: str, limits: Limits) -> Source:
    limits.check_size(len(data))
    kind = sniff(data)
    facts = {"name": label, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    if kind == "text":
        (text, encoding), lost = decode_cut(data)
        return Source(text, SourceMeta(encoding=encoding, warnings=_cut(lost, len(data)), **facts))
    if kind == "html":
        from clusterx.read.html import read_html

        text, found = read_html(data)
    elif kind == "pdf":
        from clusterx.read.pdf import read_pdf

        text, found = read_pdf(data, limits)
    elif kind == "docx":
        from clusterx.read.docx import read_docx

        text, found = read_docx(data, limits)
    else:
        raise refuse_archive(kind)
    return Source(text, SourceMeta(format=kind, **facts, **found))
