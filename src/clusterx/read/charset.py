"""The characters of a page: what its bytes are counts, then what it declares.

    >>> page = '<meta charset="gb2312"><p>到2027年，达到850家</p>'
    >>> decode_html(page.encode("gbk"))[1], decode_html(page.encode())[1]
    ('gb18030', 'utf-8')

Pages that declare GB2312 hold characters of GBK and GB18030, and some that declare it are UTF-8. A page whose declared encoding has
a few broken characters is read with U+FFFD in their place, which voids numbers beside it, and a warning.
"""

from __future__ import annotations

import codecs

import regex

from clusterx.read.decode import DecodeError, decode
from clusterx.records import ExtractionWarning

_DECLARED = regex.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", regex.I)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
_NAMES = {"big5hkscs": "big5"}
_HEAD = 4096
_BROKEN_SHARE = 0.01

Page = tuple[str, str, tuple[ExtractionWarning, ...]]


def decode_html(data: bytes) -> Page:
    """Text, encoding and warnings. Raises DecodeError."""
    try:
        decoded = decode(data)
    except DecodeError:
        return _with_gaps(data)
    if decoded.encoding in ("gb18030", "big5") and (declared := _declared(data)) and declared != decoded.encoding:
        return _as_declared(data, declared) or (*decoded, ())
    return (*decoded, ())


def _as_declared(data: bytes, declared: str) -> Page | None:
    try:
        return data.decode(_WIDER.get(declared, declared)), declared, ()
    except UnicodeDecodeError:
        return None


def _with_gaps(data: bytes) -> Page:
    """A page of which some characters are broken."""
    name = _declared(data) or "utf-8"
    text = data.decode(_WIDER.get(name, name), "replace").replace("\r\n", "\n")
    gaps = text.count("\ufffd")
    if gaps > _BROKEN_SHARE * len(text) or "\0" in text:
        decode(data)  # says why
    message = (
        f"{gaps} characters are broken in {name.upper()} and were replaced by U+FFFD; numbers beside them are not read."
    )
    return text, name, (ExtractionWarning(code="broken_characters", message=message),)


def _declared(data: bytes) -> str | None:
    """The canonical name of the encoding that the page declares, if it is one that Python knows."""
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii", "ignore")).name
    except LookupError:
        return None
    wider = _WIDER.get(name, name)
    return _NAMES.get(wider, wider)
