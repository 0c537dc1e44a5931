"""What a file is, by its content: names lie, and files from the web often have a wrong extension or none.

>>> sniff(b"%PDF-1.7 ..."), sniff("<!DOCTYPE html><html>".encode()), sniff("到2027年".encode("gbk"))
('pdf', 'html', 'text')
>>> sniff(b"\\xd0\\xcf\\x11\\xe0\\xa1\\xb1\\x1a\\xe1" + "WordDocument".encode("utf-16-le"))
Traceback (most recent call last):
...
clusterx.read.refusal.Refusal: this is an old Word document (.doc or .wps); save it as .docx, for example with: \
soffice --headless --convert-to docx
"""

from __future__ import annotations

import io
import zipfile
from typing import Literal

import regex

from clusterx.read.refusal import IsArchive, Refusal

Kind = Literal["text", "html", "pdf", "docx", "zip", "tar", "gzip", "bzip2", "xz"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_UNPACKED: tuple[tuple[bytes, Kind], ...] = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\0", "xz"))
_CONVERT = "for example with: soffice --headless --convert-to"
# What a file begins with, what that is, what to do.
_REFUSED = (
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it first, or pack it as zip"),
    (b"Rar!", "a RAR archive", "unpack it first, or pack it as zip"),
    (b"{\\rtf", "an RTF document", f"save it as .docx, {_CONVERT} docx"),
    (b"\xff\xd8\xff", "a JPEG picture", "recognise its text first (OCR)"),
    (b"\x89PNG", "a PNG picture", "recognise its text first (OCR)"),
    (b"GIF8", "a GIF picture", "recognise its text first (OCR)"),
    (b"II*\0", "a TIFF picture", "recognise its text first (OCR)"),
    (b"AT&TFORM", "a DjVu document", "save it as PDF with a text layer"),
)  # fmt: skip
# A stream in an OLE container, what that makes it, what to do.
_OLE_STREAMS = (
    ("EncryptedPackage", "a password-protected Office document", "remove the password: open it, save it without one"),
    ("WordDocument", "an old Word document (.doc or .wps)", f"save it as .docx, {_CONVERT} docx"),
    ("Workbook", "an old Excel workbook (.xls or .et)", f"save its sheets as text, {_CONVERT} csv"),
    ("PowerPoint Document", "an old PowerPoint file (.ppt)", f"save it as PDF, {_CONVERT} pdf"),
)
# A member of a zip container, what that makes it, what to do.
_ZIP_MEMBERS = (
    ("xl/", "an Excel workbook", f"save its sheets as text, {_CONVERT} csv"),
    ("ppt/", "a PowerPoint file", f"save it as PDF, {_CONVERT} pdf"),
    ("content.xml", "an OpenDocument file", f"save it as .docx, {_CONVERT} docx"),
    ("OFD.xml", "an OFD document", "save it as PDF with your OFD reader"),
    ("META-INF/container.xml", "an EPUB book", "save its text first"),
)
_HTML = regex.compile(
    r"(?:\s|<!--.*?-->|<\?xml[^>]*>)*+<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|script)\b",
    regex.I | regex.S,
)
_HTML_LATER = regex.compile(rb"<html[\s>]|<body[\s>]|<!doctype html", regex.I)
_MHTML = regex.compile(
    rb"\s*(?:From|MIME-Version|Subject|Snapshot-Content-Location):.*?multipart/related", regex.I | regex.S
)
_HEAD = 4096


def sniff(data: bytes) -> Kind:
    """What `data` is. Raises Refusal for what is never read, with the remedy."""
    start = data[:_HEAD].lstrip(b"\xef\xbb\xbf")
    for signature, what, remedy in _REFUSED:
        if start.startswith(signature):
            raise Refusal(f"this is {what}, not text; {remedy}")
    if start.startswith(_OLE):
        raise _refuse_ole(data)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(data)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _MHTML.match(start):
        raise Refusal("this is a web archive (MHTML); save the page as HTML")
    return next((kind for magic, kind in _UNPACKED if start.startswith(magic)), _text_kind(data, start))


def refuse_archive(kind: Kind) -> IsArchive:
    """What to say where one document was wanted."""
    return IsArchive(f"this is an archive ({kind}); read its members, or unpack it first")


def _text_kind(data: bytes, start: bytes) -> Kind:
    if data[257:262] == b"ustar":
        return "tar"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = start[: len(start) & ~1].decode("utf-16", "replace")
    else:
        head = start.decode("latin-1")
    return "html" if _HTML.match(head) or _HTML_LATER.search(data[:_HEAD]) else "text"


def _refuse_ole(data: bytes) -> Refusal:
    for stream, what, remedy in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return Refusal(f"this is {what}; {remedy}")
    return Refusal(f"this is an old Office document; save it as .docx, {_CONVERT} docx")


def _zip_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Refusal(
            f"this begins like a zip archive or a Word document but is broken ({error}); fetch it again"
        ) from error
    if "word/document.xml" in names:
        return "docx"
    if "[Content_Types].xml" in names or "mimetype" in names or "OFD.xml" in names:
        for member, what, remedy in _ZIP_MEMBERS:
            if any(name.startswith(member) for name in names):
                raise Refusal(f"this is {what}; {remedy}")
    return "zip"
