"""From bytes to text: UTF-8, UTF-16, UTF-32 with its mark, GB18030 (which holds GBK and GB2312) and Big5, told apart by what they give.

    >>> decode("滨州市".encode("utf-8-sig"))
    Decoded(text='滨州市', encoding='utf-8')
    >>> [decode("到2027年，高新技术企业达到850家".encode(name)).encoding for name in ("gbk", "utf-16", "utf-16-be")]
    ['gb18030', 'utf-16-le', 'utf-16-be']
    >>> decode("到2027年，高新技術企業達到850家".encode("big5"))
    Decoded(text='到2027年，高新技術企業達到850家', encoding='big5')

Well-formed UTF-8 is UTF-8, unless it is a few letters of Greek or Hebrew that are Chinese in GB18030:

    >>> decode("通知".encode("gbk"))
    Decoded(text='通知', encoding='gb18030')

Other bytes are read in each of the other encodings, and the one in whose text the most
frequent characters of the language are most frequent is taken, if they are frequent at all: GB18030 reads nearly any
bytes, but what comes out is Chinese only if it was GB18030. Bytes that are no text are refused, and so is text with a
broken character:

    >>> decode("到2027年".encode() + b"\\xff")
    Traceback (most recent call last):
    ...
    clusterx.read.decode.DecodeError: damaged UTF-8 (bad byte 0xff at offset 10); mend it, or drop the bad bytes with: \
iconv -c -f UTF-8 -t UTF-8
    >>> decode("到2027年，全市高新技术企业达到850家".encode("gbk") + b"\\xff")
    Traceback (most recent call last):
    ...
    clusterx.read.decode.DecodeError: damaged GB18030 (bad byte 0xff at offset 35); mend it, or drop the bad bytes with: \
iconv -c -f GB18030 -t UTF-8

A file whose last character is not whole was cut off there, as broken downloads are: `decode_cut` reads what is before it.

    >>> decode_cut("到2027年，全市高新技术企业达到850家".encode()[:-1])
    (Decoded(text='到2027年，全市高新技术企业达到850\ufffd', encoding='utf-8'), 2)

Line ends become `\\n` and a byte order mark is dropped, as `Path.read_text("utf-8-sig")` does.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from clusterx.read.refusal import Refusal

# The most frequent characters of running Chinese and of administrative prose, in both scripts; without 產, as which
# GB18030 reads the 家 of Big5.
FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要他业产市区发展工年企项目施行高新技术资資業產區發國這為個項實務務"
)
FREQUENT_SHARE = 0.05
_SAMPLE = 100_000
_BY_CHANCE = 20
_NUL_SHARE = 20
# Big5 with the characters that Hong Kong added, and that of Windows, which reads some marks differently.
_EAST = (("gb18030", "gb18030"), ("big5", "big5hkscs"), ("big5", "cp950"))
# That of UTF-32 begins with that of UTF-16.
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BROKEN_SHARE = 0.01
_NOT_WHOLE = ("unexpected end of data", "incomplete multibyte sequence", "truncated data")


class DecodeError(Refusal):
    """Bytes that are no text, or in no encoding that is read; the message says what to do."""


class Decoded(NamedTuple):
    """The text and the encoding that it was in."""

    text: str
    encoding: str


def decode(data: bytes) -> Decoded:
    """The text of `data`. Raises DecodeError."""
    decoded = _decode(data)
    return decoded._replace(text=decoded.text.replace("\r\n", "\n").replace("\r", "\n"))


def decode_cut(data: bytes) -> tuple[Decoded, int]:
    """`decode`, where the last character may be cut off: U+FFFD stands for it then, which voids a number that may have gone on; and how
    many bytes there are of it. Raises DecodeError for any other damage."""
    try:
        return decode(data), 0
    except DecodeError as error:
        for name, lost in _cuts(data):
            with suppress(DecodeError):
                found = decode(data[:-lost])
                if found.text and found.encoding == name:
                    return found._replace(text=f"{found.text}\ufffd"), lost
        raise error


def _cuts(data: bytes) -> Iterator[tuple[str, int]]:
    """The encodings in which nothing is wrong but that the last character is not whole, and of how many bytes it is."""
    for name, codec in (("utf-8", "utf-8"), *_EAST, *((name, name) for bom, name in _BOMS if data.startswith(bom))):
        try:
            data.decode(codec)
        except UnicodeDecodeError as error:
            if error.start > 0 and error.end == len(data) and error.reason in _NOT_WHOLE:
                yield name, len(data) - error.start


def looks_chinese(text: str) -> float:
    """The share of the most frequent characters among those beyond ASCII; 0 for what is no Chinese text."""
    foreign = [char for char in text[:_SAMPLE] if char > "\x7f"]
    frequent = sum(char in FREQUENT for char in foreign)
    private = sum("\ue000" <= char <= "\uf8ff" for char in foreign)
    share = frequent / len(foreign) if foreign else 0.0
    return share if frequent > private and share >= FREQUENT_SHARE else 0.0


def _decode(data: bytes) -> Decoded:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _strict(data, name, bom)
    if (at := data.find(b"\0")) >= 0 and not _is_text_with_nul(data):
        return _without_bom(data, at)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _decode_eastern(data, error)
    gbk = by_chance_utf8(data, text)
    return Decoded(gbk, "gb18030") if gbk else Decoded(text, "utf-8")


def by_chance_utf8(data: bytes, text: str) -> str | None:
    """What the bytes are in GB18030, where their reading as UTF-8 is most likely chance: letters and accents of the scripts up to
    Thaana, beyond Latin, each of two bytes, which are all Chinese characters in GB18030."""
    if len(data) - len(text) > _BY_CHANCE + len(codecs.BOM_UTF8):  # a letter of two bytes adds one
        return None
    foreign = [char for char in text if char > "\x7f"]
    if not foreign or len(foreign) > _BY_CHANCE or not all("\u0250" <= char < "\u0800" for char in foreign):
        return None
    try:
        gbk = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return gbk if all(char <= "\x7f" or "\u4e00" <= char <= "\u9fff" for char in gbk) else None


def _strict(data: bytes, name: str, mark: bytes = b"") -> Decoded:
    try:
        return Decoded(data[len(mark) :].decode(name), name)
    except UnicodeDecodeError as error:
        place = f"at offset {error.start + len(mark)}: {error.reason}"
        raise DecodeError(f"damaged {name.upper()} ({place}); fetch it again, or save it as UTF-8") from error


def _without_bom(data: bytes, at: int) -> Decoded:
    """UTF-16 of Chinese text has NUL bytes in its digits and line ends only."""
    for name in ("utf-16-le", "utf-16-be"):
        text = data.decode(name, "ignore")
        if len(data) % 2 == 0 and "\0" not in text and looks_chinese(text):
            return _strict(data, name)
    raise DecodeError(f"this is binary data (NUL byte at offset {at}), not plain text; save its text as UTF-8 first")


def _is_text_with_nul(data: bytes) -> bool:
    """A few NUL bytes that a careless site left in its text; cleaning drops them."""
    few = data.count(b"\0") * _NUL_SHARE <= len(data)
    try:
        return few and looks_chinese(data.decode("utf-8-sig")) > 0
    except UnicodeDecodeError:
        return few and any(share > 0 for share, _ in _readings(data))


def _decode_eastern(data: bytes, error: UnicodeDecodeError) -> Decoded:
    place = f"bad byte 0x{data[error.start]:02x} at offset {error.start}"
    if _is_mostly_utf8(data):
        remedy = "mend it, or drop the bad bytes with: iconv -c -f UTF-8 -t UTF-8"
        raise DecodeError(f"damaged UTF-8 ({place}); {remedy}") from None
    found = max(_readings(data), key=lambda reading: reading[0], default=None)
    if not found or not found[0]:
        _refuse_damaged(data)
        remedy = "convert it, for example with: iconv -f SHIFT_JIS -t UTF-8"
        raise DecodeError(f"neither UTF-8 ({place}) nor Chinese in GB18030, Big5 or UTF-16; {remedy}") from None
    return found[1]


def _refuse_damaged(data: bytes) -> None:
    """Raises DecodeError for Chinese text in GB18030 or Big5 with some broken characters."""
    for name, codec in _EAST:
        text = data.decode(codec, "replace")
        if text.count("\ufffd") <= max(1, BROKEN_SHARE * len(text)) and looks_chinese(text):
            try:
                data.decode(codec)
            except UnicodeDecodeError as error:
                place = f"bad byte 0x{data[error.start]:02x} at offset {error.start}"
                remedy = f"mend it, or drop the bad bytes with: iconv -c -f {name.upper()} -t UTF-8"
                raise DecodeError(f"damaged {name.upper()} ({place}); {remedy}") from None


def _readings(data: bytes) -> Iterator[tuple[float, Decoded]]:
    for name, codec in _EAST:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        yield looks_chinese(text), Decoded(text, name)


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether more characters beyond ASCII are read as UTF-8 than fail to be."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    return sum(char > "\x7f" for char in text) - bad > bad
