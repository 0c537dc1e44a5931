"""The characters of a page: what its bytes are counts, then what it declares.

    >>> page = '<meta charset="gb2312"><p>到2027年，达到850家</p>'
    >>> decode_html(page.encode("gbk"))[1], decode_html(page.encode())[1]
    ('gb18030', 'utf-8')

Pages that declare GB2312 hold characters of GBK and GB18030, and some that declare it are UTF-8; pages that declare a Western
encoding, as editors set it by default, are GBK as often. A declaration counts only where its text is as Chinese. A page with a few
broken characters is read with U+FFFD in their place, which voids numbers beside it, and a warning.

    >>> page = '<meta charset="iso-8859-1"><p>到2027年，全市高新技术企业达到850家</p>'
    >>> decode_html(page.encode("gbk"))[1]
    'gb18030'
"""

from __future__ import annotations

import codecs

import regex

from clusterx.read.decode import BROKEN_SHARE, DecodeError, decode, looks_chinese
from clusterx.records import ExtractionWarning

_DECLARED = regex.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w-]+)""", regex.I)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs"}
_NAMES = {"big5hkscs": "big5"}
# Codecs of Python in which no page is.
_NO_PAGES = frozenset("idna mbcs oem punycode raw-unicode-escape undefined unicode-escape utf-7".split())
_HEAD = 4096

Page = tuple[str, str, tuple[ExtractionWarning, ...]]


def decode_html(data: bytes) -> Page:
    """Text, encoding and warnings. Raises DecodeError."""
    declared = _declared(data)
    try:
        decoded = decode(data)
    except DecodeError as error:
        return _with_gaps(data, declared, error)
    if declared and declared != decoded.encoding and decoded.encoding in ("gb18030", "big5"):
        return _as_declared(data, declared, looks_chinese(decoded.text)) or (*decoded, ())
    return (*decoded, ())


def _as_declared(data: bytes, declared: str, least: float) -> Page | None:
    """The page in the encoding that it declares, if it is as Chinese in that one."""
    try:
        text = data.decode(_WIDER.get(declared, declared))
    except UnicodeError:
        return None
    return (text, declared, ()) if looks_chinese(text) >= least else None


def _with_gaps(data: bytes, declared: str | None, error: DecodeError) -> Page:
    """A page of which some characters are broken, in the encoding in which it is most Chinese, else in the declared one."""
    found: list[tuple[float, str, str, int]] = []
    for name in dict.fromkeys((declared or "utf-8", "utf-8", "gb18030", "big5")):
        text = data.decode(_WIDER.get(name, name), "replace").replace("\r\n", "\n").replace("\r", "\n")
        gaps = text.count("\ufffd")
        if gaps <= BROKEN_SHARE * len(text) and "\0" not in text:
            found.append((looks_chinese(text), text, name, gaps))
    share, text, name, gaps = max(found, key=lambda one: one[0], default=(0.0, "", "", 0))
    if not name or (not share and name != declared):
        raise error
    message = (
        f"{gaps} characters are broken in {name.upper()} and were replaced by U+FFFD; numbers beside them are not read."
    )
    return text, name, (ExtractionWarning(code="broken_characters", message=message),) if gaps else ()


def _declared(data: bytes) -> str | None:
    """The canonical name of the encoding that the page declares, if it is one that Python knows and a page can be in."""
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii", "ignore")).name
        if name in _NO_PAGES or name.startswith(("utf-16", "utf-32")):  # no declaration could be read in these
            return None
        "".encode(name)  # LookupError for what is no encoding of text: rot13, base64
    except LookupError:
        return None
    wider = _WIDER.get(name, name)
    return _NAMES.get(wider, wider)
