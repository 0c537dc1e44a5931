"""From bytes to text: UTF-8, else GB18030 where that gives Chinese, else a refusal that says what to do.

    >>> decode("滨州市".encode("utf-8-sig"))
    Decoded(text='滨州市', encoding='utf-8')
    >>> decode("到2027年，高新技术企业达到850家".encode("gb18030")).encoding
    'gb18030'

Bytes that are no text are refused, and so is UTF-8 with a broken character: GB18030 reads nearly any bytes, but what
comes out is Chinese only if the most frequent characters of the language are frequent in it.

    >>> decode("到2027年，高新技术企业达到850家".encode("big5", "ignore"))
    Traceback (most recent call last):
    ...
    clusterx.read.decode.DecodeError: neither UTF-8 (bad byte 0xa8 at offset 0) nor GB18030; convert it, for example \
with: iconv -f BIG5 -t UTF-8
    >>> decode(b"%PDF-1.7")
    Traceback (most recent call last):
    ...
    clusterx.read.decode.DecodeError: this is a PDF file, not plain text; save its text as UTF-8 first

Line ends become `\\n` and a byte order mark is dropped, as `Path.read_text("utf-8-sig")` does.
"""

from __future__ import annotations

import codecs
from typing import NamedTuple

# The most frequent characters of running Chinese and of administrative prose, in both scripts; without 產, as which
# GB18030 reads the 家 of Big5.
FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他业产市区发展工年企项目施行高新技术資資業產區發國這為個項實务務"
)
FREQUENT_SHARE = 0.05

# What a file begins with, what that is, what to do.
SIGNATURES = (
    (b"%PDF", "a PDF file", "save its text as UTF-8 first"),
    (b"PK\x03\x04", "a zip archive or an Office document", "unpack it, or save its text as UTF-8 first"),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "save its text as UTF-8 first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (codecs.BOM_UTF16_LE, "UTF-16 text", "convert it: iconv -f UTF-16 -t UTF-8"),
    (codecs.BOM_UTF16_BE, "UTF-16 text", "convert it: iconv -f UTF-16 -t UTF-8"),
)
HTML_MARKS = ("<!doctype html", "<html", "<?xml")


class DecodeError(ValueError):
    """Bytes that are no text, or in no encoding that is read; the message says what to do."""


class Decoded(NamedTuple):
    """The text and the encoding that it was in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of `data`. Raises DecodeError."""
    _refuse_binary(data)
    try:
        decoded = Decoded(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError as error:
        decoded = Decoded(_decode_gb18030(data, error), "gb18030")
    if decoded.text[:200].lstrip().lower().startswith(HTML_MARKS):
        raise DecodeError("this is HTML, not plain text; save the page's text as UTF-8 first")
    return decoded._replace(text=decoded.text.replace("\r\n", "\n").replace("\r", "\n"))


def _refuse_binary(data: bytes) -> None:
    for signature, what, remedy in SIGNATURES:
        if data.startswith(signature):
            raise DecodeError(f"this is {what}, not plain text; {remedy}")
    if (at := data.find(b"\0")) >= 0:
        raise DecodeError(
            f"this is binary data (NUL byte at offset {at}), not plain text; save its text as UTF-8 first"
        )


def _decode_gb18030(data: bytes, error: UnicodeDecodeError) -> str:
    place = f"bad byte 0x{data[error.start]:02x} at offset {error.start}"
    if _is_mostly_utf8(data):
        raise DecodeError(
            f"damaged UTF-8 ({place}); mend it, or drop the bad bytes with: iconv -c -f UTF-8 -t UTF-8"
        ) from None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if not _looks_chinese(text):
        raise DecodeError(
            f"neither UTF-8 ({place}) nor GB18030; convert it, for example with: iconv -f BIG5 -t UTF-8"
        ) from None
    return text


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more characters beyond ASCII are read as UTF-8 than fail to be."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - bad > bad


def _looks_chinese(text: str) -> bool:
    foreign = [char for char in text if char > "\x7f"]
    frequent = sum(char in FREQUENT for char in foreign)
    private = sum("\ue000" <= char <= "\uf8ff" for char in foreign)
    return frequent > private and frequent >= FREQUENT_SHARE * len(foreign)
